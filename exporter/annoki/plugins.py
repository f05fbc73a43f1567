"""Readers and kinds of source of other distributions, found through their entry points.

An entry point that cannot be loaded is told of in one line, and does without. The add-on looks for
none: what other distributions import as `annoki` is not the copy that the add-on brings along.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING, Any, Callable, Iterable, List, Mapping

from .words import Message, message

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUPS = ("annoki.readers", "annoki.sources")
"""Under which names other distributions bring something."""
_log = logging.getLogger("annoki")


@cache
def found(group: str, wrong: Callable[[Any], str]) -> Mapping[str, Any]:
    """Name → what it names, of the entry points of `group` that can be used.

    `wrong` says what is wrong with something that was loaded; empty if nothing is.
    """
    usable = {}
    for point in _points(group) if __name__ == "annoki.plugins" else ():
        try:
            loaded = point.load()
            problem = wrong(loaded)
        except Exception as error:  # whatever another distribution raises is its own affair
            problem = f"{type(error).__name__}: {error}"
        if not problem:
            usable[point.name] = loaded
            continue
        named = repr(point.name)
        warn(message("plugins.unloadable", group=group, name=named, value=point.value), problem)
    return usable


@cache
def versions() -> List[str]:
    """What there is of other distributions, and in which version."""
    points = [point for group in GROUPS for point in _points(group)]
    there = points if __name__ == "annoki.plugins" else []
    # Before Python 3.10 they do not say of which distribution they are.
    return sorted(
        f"{one.value} {getattr(getattr(one, 'dist', ''), 'version', '')}" for one in there
    )


def warn(what: str, why: str) -> None:
    """Tell in one line that something of another distribution is of no use."""
    why = why if isinstance(why, Message) else " ".join(why.split())
    _log.warning(message("plugins.useless", what=what, why=why))


def _points(group: str) -> Iterable[EntryPoint]:
    points = _every()
    # Before Python 3.10 they come as a mapping of groups.
    found: Iterable[EntryPoint] = (
        points.select(group=group) if hasattr(points, "select") else points.get(group, ())
    )
    return found


@cache
def _every() -> Any:
    """The entry points of all distributions, each of which has to be opened for them."""
    from importlib.metadata import entry_points

    return entry_points()
