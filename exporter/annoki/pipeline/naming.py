"""Who the items of a run are, but for those that make nobody tell who they are."""

from __future__ import annotations

from functools import partial
from typing import Callable, Dict, List, Sequence, Tuple, TypeVar

from ..contained import contained, failure, raw_of
from ..errors import AnnokiError
from ..identity.guids import identify
from ..model import Item, Problem

_T = TypeVar("_T")
_Place = Tuple[int, int]
Listings = Sequence[Sequence[Item]]


def without_fault(
    listings: Listings, tell: Callable[[Listings], _T]
) -> Tuple[_T, Dict[_Place, Problem]]:
    """What `tell` says of all items of `listings` together, and the problems of those that have to
    be left out for it, by their listing and their place in it.

    Those that fail by themselves are found one by one; where only several together do, the last of
    the fewest from the first on is left out.
    """
    problems: Dict[_Place, Problem] = {}
    try:
        return tell(listings), problems
    except AnnokiError:
        raise
    except Exception:
        for at, listing in enumerate(listings):
            for n, item in enumerate(listing):
                # Beside itself, as who is compared with another has more to tell.
                alone = partial(identify, [[item], [item]])
                found = contained("naming", item.where, alone, raw_of(item))
                if isinstance(found, Problem):
                    problems[at, n] = found
    while True:
        every = [(at, n) for at, listing in enumerate(listings) for n in range(len(listing))]
        left = [place for place in every if place not in problems]
        try:
            return tell(_only(listings, left)), problems
        except AnnokiError:
            raise
        except Exception as error:
            at, n = place = _at_fault(listings, left, tell, error)
            item = listings[at][n]
            problems[place] = failure("naming", item.where, error, raw_of(item))


def _only(listings: Listings, places: Sequence[_Place]) -> List[List[Item]]:
    chosen: List[List[Item]] = [[] for _ in listings]
    for at, n in places:
        chosen[at].append(listings[at][n])
    return chosen


def _at_fault(
    listings: Listings,
    places: Sequence[_Place],
    tell: Callable[[Listings], object],
    error: Exception,
) -> _Place:
    """The last of as many of the first of `places` as `tell` fails at. Raises `error` where it is
    none of them."""
    sound, failing = -1, len(places)
    while failing - sound > 1:
        many = (sound + failing) // 2
        try:
            tell(_only(listings, places[:many]))
            sound = many
        except Exception:
            failing = many
    if not failing:
        raise error
    return places[failing - 1]
