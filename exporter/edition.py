"""Edition: the plan of a package, compared with the package that it replaces. Pure.

The earlier package is the memory of what changed and when; its notes are never edited in place.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from typing import Iterable, List, Literal, Mapping, NamedTuple, Tuple

from .model import Note

Change = Literal["add", "update", "same"]

UNDATED = calendar.timegm((2000, 1, 1, 12, 0, 0))
"""The second that stands for a date which no source gives; any fixed one would do."""


class Earlier(NamedTuple):
    """A note as the previous package holds it: when it was modified (s), and its content."""

    modified: int
    fields: Tuple[str, ...]
    tags: Tuple[str, ...]


class Step(NamedTuple):
    """What becomes of one note: `modified` is its mod time in seconds since the epoch."""

    note: Note
    change: Change
    modified: int


@dataclass(frozen=True)
class Edition:
    """Steps in reading order, and the GUIDs that are present but no longer wanted."""

    steps: Tuple[Step, ...]
    gone: Tuple[str, ...] = ()

    def count(self, change: Change) -> int:
        """How many notes undergo `change`."""
        return sum(step.change == change for step in self.steps)


def plan_package(notes: Iterable[Note], present: Mapping[str, Earlier], now: int) -> Edition:
    """Plan a package of `notes`. `now` is used for notes that differ from their `present` self.

    Mod times follow design section 5: the item's date, carried over for as long as the content is
    the same; `now` once it differs, and always later than before, since Anki imports what is newer.
    """
    steps: List[Step] = []
    wanted = set()
    for note in sorted(notes, key=lambda note: note.reading_order):
        wanted.add(note.guid)
        before = present.get(note.guid)
        if before is None:
            steps.append(Step(note, "add", epoch_of(note.captured)))
        elif (before.fields, before.tags) == (note.fields, note.tags):
            steps.append(Step(note, "same", before.modified))
        else:
            steps.append(Step(note, "update", max(now, before.modified + 1)))
    return Edition(tuple(steps), tuple(guid for guid in present if guid not in wanted))


def epoch_of(captured: str) -> int:
    """Noon UTC of the first day that `captured` (`2023`, `2023-08`, `2023-08-13`) may mean.

    At noon it is that day everywhere between UTC-12 and UTC+11, so that Anki's Created column,
    which shows local time, does not tell the month before.
    """
    if not captured:
        return UNDATED
    year, month, day = (*(int(part) for part in captured[:10].split("-")), 1, 1)[:3]
    return calendar.timegm((year, month, day, 12, 0, 0))
