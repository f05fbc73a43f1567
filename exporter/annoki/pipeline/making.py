"""The room in which notes are made of items: what one fails at is its own affair."""

from __future__ import annotations

from functools import partial
from typing import Callable, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple, Union

from ..compose import compose
from ..config import Config
from ..contained import contained, raw_of
from ..model import Item, Note, Problem, Repair
from ..repair import repair
from .report import Report

Made = Union[Tuple[Note, Tuple[Repair, ...]], Problem]
"""What one item gives: a note that lacks its GUID, and the repairs; or the Problem that it failed
at a stage."""

Make = Callable[[Sequence[Item], Sequence[int]], List[Made]]
"""What each of some items gives, each with the index of its listing."""


def maker(report: Report, config: Config, repairing: bool, pictures: Mapping[str, str]) -> Make:
    """How items become notes in this run, of whose listings `report` has the accounts."""
    origins = [account.origin for account in report.accounts]

    def make(chosen: Sequence[Item], listing_of: Sequence[int]) -> List[Made]:
        # One stage after the other: to change between them with each item took a tenth longer.
        try:
            healed = list(map(repair, chosen)) if repairing else chosen
            return [
                (compose(item, "", config, at, origins[at], pictures), item.repairs)
                for item, at in zip(healed, listing_of)
            ]
        except Exception:
            return list(map(make_alone, chosen, listing_of))

    def make_alone(item: Item, at: int) -> Made:
        raw = raw_of(item)
        healed = (
            contained("repairing", item.where, partial(repair, item), raw) if repairing else item
        )
        if isinstance(healed, Problem):
            return healed
        composed = partial(compose, healed, "", config, at, origins[at], pictures)
        note = contained("composing", item.where, composed, raw)
        return note if isinstance(note, Problem) else (note, healed.repairs)

    return make


def note_in(made: Made) -> Optional[Note]:
    """The note that was made, if one was."""
    return None if isinstance(made, Problem) else made[0]


class Results:
    """What was made of each of `items`, asked for in any order; it comes in that of `order`.

    An item is let go as soon as its result has come.
    """

    def __init__(
        self, items: List[Item], order: Sequence[int], made_of_each: Iterable[Made]
    ) -> None:
        self.repairs: Dict[int, Tuple[Repair, ...]] = {}
        self.failures: Dict[int, Problem] = {}
        self._items = items
        self._coming = zip(order, made_of_each)
        self._waiting: Dict[int, Optional[Note]] = {}

    def of(self, n: int) -> Optional[Note]:
        """The note made of item `n`, which lacks its GUID, or None; it can be had once."""
        while n not in self._waiting:
            self._come(*next(self._coming))
        return self._waiting.pop(n)

    def drain(self) -> None:
        """Let all the rest come, whose repairs are told of too."""
        for n, made in self._coming:
            self._come(n, made)

    def _come(self, n: int, made: Made) -> None:
        self._items[n] = DONE
        self._waiting[n] = note_in(made)
        if isinstance(made, Problem):
            self.failures[n] = made
        elif made[1]:
            self.repairs[n] = made[1]


DONE = Item("annotation", "", "", 0)
"""What stands for an item that is not needed any more."""
