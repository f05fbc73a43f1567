"""Who the items of a run are, but for those that make nobody tell who they are."""

from __future__ import annotations

from typing import Callable, Dict, List, Sequence, Tuple, TypeVar

from ..contained import contained_together, failure, raw_of
from ..identity.guids import identify
from ..model import Item, Problem

_T = TypeVar("_T")
_Place = Tuple[int, int]
Listings = Sequence[Sequence[Item]]


def without_fault(
    listings: Listings, tell: Callable[[Listings], _T]
) -> Tuple[_T, Dict[_Place, Problem]]:
    """What `tell` says of all items of `listings` together, and the problems of those that have to
    be left out for it, by their listing and their place in it."""
    every = [(at, n) for at, listing in enumerate(listings) for n in range(len(listing))]

    def only(places: Sequence[_Place]) -> List[List[Item]]:
        chosen: List[List[Item]] = [[] for _ in listings]
        for at, n in places:
            chosen[at].append(listings[at][n])
        return chosen

    def tried(places: Sequence[_Place]) -> None:
        # Beside themselves, as who is compared with another has more to tell.
        alone = [listings[at][n] for at, n in places]
        identify([alone, alone])
        tell(only(places))

    told, errors = contained_together(every, lambda places: tell(only(places)), tried)
    problems = {}
    for place, error in errors.items():
        at, n = every[place]
        item = listings[at][n]
        problems[at, n] = failure("naming", item.where, error, raw_of(item))
    return told, problems
