"""What has shown a note: origins, which name a source by what it is. Pure.

An origin is a kind and a hash. The kind is that of a live source, `told` for a file that says of
itself what it is, `file` for one that is known by its name alone.
"""

from __future__ import annotations

from collections import Counter
from typing import Dict, Iterable, List, Mapping, NamedTuple, Sequence, Set, Tuple

from ..identity.contradiction import called_otherwise
from ..identity.keys import Names
from .memory import hash_of

TOLD, NAMED = "told", "file"
_ADDRESSED = "blog"


def origin_of(kind: str, what: str) -> str:
    """The origin of a source of `kind` that is `what`."""
    return f"{kind}:{hash_of(what)}"


def kind_of(origin: str) -> str:
    """The kind that `origin` is of."""
    return origin.partition(":")[0]


def is_name(origin: str) -> bool:
    """Whether nothing but a file's name says what `origin` is."""
    return kind_of(origin) == NAMED


def is_place(origin: str) -> bool:
    """Whether `origin` is known by where it is: its file's name, or its address in the web.

    Anything may stand there one day. An account or an export says itself who it is.
    """
    return kind_of(origin) in (NAMED, _ADDRESSED)


class Renamed(NamedTuple):
    """A listing whose `origin` is new here: may it be another one's, under a new name?

    `partial` says that it was cut, so that it may lack most of what it had.
    """

    origin: str
    partial: bool = False


def predecessors(
    listings: Iterable[Renamed],
    wanted: Iterable[Tuple[Names, Sequence[str]]],
    held: Sequence[Tuple[Names, Sequence[str]]],
    run: Iterable[str],
) -> Mapping[str, str]:
    """Origin → the origin whose place it takes, of those `listings` that take one.

    `wanted` gives of each note of the run its names and the origins that show it, `held` the same
    of each that is there, `run` the origins of the run, whose places nobody takes.

    An export has a new name each week, and a name says nothing. What a file shows does: it is the
    one that had more than half of what is known of it, and that it shows more than half of (unless
    it was cut). Of several such the one with most takes the place.
    """
    partial = {one.origin: one.partial for one in listings if is_name(one.origin)}
    if not (partial and held):
        return {}
    borne = Counter(origin for _, origins in held for origin in origins)
    # Each of what is held once: two marks on one passage may both seem to be the one that is there.
    shown: Mapping[str, Set[int]] = {origin: set() for origin in partial if not borne[origin]}
    places = _by_name(held) if shown else {}
    for names, origins in wanted if shown else ():
        for origin in shown.keys() & set(origins):
            near = (places[one] for one in _each(names) if one in places)
            found = next((at for at in near if not called_otherwise(names, held[at][0])), None)
            if found is not None:
                shown[origin].add(found)
    configured = set(run)
    fits = []
    for origin, known in shown.items():
        had = Counter(one for at in known for one in held[at][1])
        fits += [
            (times, one, origin)
            for one, times in had.items()
            if is_name(one)
            and one not in configured
            and 2 * times > len(known)
            and (partial[origin] or 2 * times > borne[one])
        ]
    taken: Dict[str, str] = {}
    for _, one, origin in sorted(fits, reverse=True):
        # Of two in one place, the one would widen it, and the other no longer fit.
        if origin not in taken and one not in taken.values():
            taken[origin] = one
    return taken


def _by_name(held: Sequence[Tuple[Names, Sequence[str]]]) -> Mapping[str, int]:
    """Name → the index of what is known by it: a GUID before an id, and of the lesser names those
    that nothing else has."""
    places = {names.guid: at for at, (names, _) in enumerate(held)}
    for at, (names, _) in enumerate(held):
        for id in names.ids:
            places.setdefault(id, at)
    times = Counter(key for names, _ in held for key in names.keys)
    for at, (names, _) in enumerate(held):
        for key in names.keys:
            if times[key] == 1:
                places.setdefault(key, at)
    return places


def _each(names: Names) -> List[str]:
    return [names.guid, *names.ids, *names.keys]
