"""The room in which notes are made of items, one by one: what one fails at is its own affair."""

from __future__ import annotations

from functools import partial
from typing import Callable, List, Mapping, Sequence, Tuple, Union

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
