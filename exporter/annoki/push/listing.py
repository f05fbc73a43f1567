"""What would be sent and what became of it, as rows that a person may read one by one and tick."""

from __future__ import annotations

from collections import Counter
from typing import Dict, Iterable, List, Sequence, Union

from ..config import Source
from ..pipeline.rows import Listed, ReportRow, Side
from ..words import message
from .planning import Outgoing
from .sending import Outcome

_Shown = Union[Outgoing, Outcome]
_COUNTED = ("ready", "sent", "undone", "conflict", "refused", "failed", "unknown")


class Sendings:
    """The answers `outgoing`, what became of answers, and sources that have no token to be written
    to with. `ticks` holds by GUID whether those that may be sent shall be: at first, all."""

    def __init__(
        self,
        outgoing: Iterable[Outgoing] = (),
        without_token: Sequence[Source] = (),
        became: Iterable[Outcome] = (),
    ) -> None:
        self._outgoing = {one.guid: one for one in outgoing if one.state != "same"}
        self._without_token = without_token
        self._became: Dict[str, Outcome] = {}
        self.ticks = {guid: True for guid, one in self._outgoing.items() if one.state == "ready"}
        for outcome in became:
            self.became(outcome)

    def became(self, outcome: Outcome) -> None:
        """This became of an answer. One that failed may be sent once more."""
        self._became[outcome.guid] = outcome
        if outcome.state != "failed":
            self.ticks.pop(outcome.guid, None)

    def chosen(self) -> List[Outgoing]:
        """Those that are ticked."""
        return [one for guid, one in self._outgoing.items() if self.ticks.get(guid)]

    def listed(self) -> Listed:
        """A row for each, first those that were found."""
        guids = dict.fromkeys((*self._outgoing, *self._became))
        rows = [self._row(guid) for guid in guids]
        why = message("send.no_token")
        bare = [ReportRow(("push_refused",), one.name, why=why) for one in self._without_token]
        return Listed([*rows, *bare])

    def states_said(self) -> str:
        """How many there are of each state, in words."""
        shown: Dict[str, _Shown] = {**self._outgoing, **self._became}
        return states_said(shown.values())

    def _row(self, guid: str) -> ReportRow:
        planned = self._outgoing.get(guid)
        shown: _Shown = self._became.get(guid) or self._outgoing[guid]
        state, sides = shown.state, []
        if planned is not None and planned.state == "ready":
            texts = planned.before, planned.after
            before, after = reversed(texts) if state == "undone" else texts
            sides.append(Side(message("send.annotation"), before, after, is_html=False))
        source = planned.service.name if planned and planned.service else ""
        return ReportRow(
            (f"push_{state}",), shown.title, source, why=shown.why, guid=guid, sides=tuple(sides)
        )


def states_said(shown: Iterable[_Shown]) -> str:
    """How many of `shown` there are of each state, in words."""
    counted = Counter[str](one.state for one in shown)
    counts = [message(f"push.n_{one}", n=counted[one]) for one in _COUNTED if counted[one]]
    return message("push.counts", counts=counts) if counts else message("push.nothing")
