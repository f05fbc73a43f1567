"""How a person wants a sync. A value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import FrozenSet, Iterable, Mapping


@dataclass(frozen=True)
class Choice:
    """The GUIDs of notes for which something else than usual was chosen: `take_theirs` where the
    learner and the source changed a field, `restore` what the learner deleted. `without_unusual`
    leaves alone what has to be asked about."""

    without_unusual: bool = False
    take_theirs: FrozenSet[str] = frozenset()
    restore: FrozenSet[str] = frozenset()

    @property
    def of_notes(self) -> Mapping[str, FrozenSet[str]]:
        """What was chosen → for which notes."""
        return {"take_theirs": self.take_theirs, "restore": self.restore}

    def toggled(self, name: str, guids: Iterable[str]) -> Choice:
        """The same with `name` chosen for `guids`, too; if it was for all of them, for none."""
        before, these = self.of_notes[name], frozenset(guids)
        after = before - these if these <= before else before | these
        if name == "restore":
            return replace(self, restore=after)
        return replace(self, take_theirs=after)


NO_CHOICE = Choice()
