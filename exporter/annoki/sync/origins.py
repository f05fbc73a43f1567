"""What has shown a note: origins, which name a source by what it is. Pure.

An origin is a kind and a hash. The kind is that of a live source, `told` for a file that says of
itself what it is, `file` for one that is known by its name alone.
"""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import Dict, Iterable, Mapping, NamedTuple, Sequence

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
    shown: Mapping[str, Iterable[Sequence[str]]],
    borne: Mapping[str, int],
    run: Iterable[str],
    gone: Mapping[str, int] = MappingProxyType({}),
) -> Mapping[str, str]:
    """Origin → the origin whose place it takes, of those `listings` that take one.

    `shown` gives of each origin the notes that are there and that it shows, each once: the origins
    that they bear; `borne` how many notes bear an origin, `gone` how many more do that are gone;
    `run` the origins of the run, whose places nobody takes.

    An export has a new name each week, and a name says nothing. What a file shows does: it is the
    one that had more than half of what is known of it, and that it shows more than half of (unless
    it was cut). Of several such the one with most is it; of those with as many, the smallest, with
    what is gone: a larger one is that for good, though all that it had more may be gone one day.
    """
    configured = set(run)
    fits = []
    for origin, partial in listings:
        known = list(shown.get(origin, ())) if is_name(origin) and not borne.get(origin) else []
        had = Counter(one for origins in known for one in origins)
        fits += [
            (times, -borne[one] - gone.get(one, 0), one, origin)
            for one, times in had.items()
            if is_name(one)
            and one not in configured
            and 2 * times > len(known)
            and (partial or 2 * times > borne[one])
        ]
    taken: Dict[str, str] = {}
    for _, _, one, origin in sorted(fits, reverse=True):
        # Of two in one place, the one would widen it, and the other no longer fit.
        if origin not in taken and one not in taken.values():
            taken[origin] = one
    return taken
