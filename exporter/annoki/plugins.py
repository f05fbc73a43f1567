"""Readers and kinds of source of other distributions, found through their entry points.

An entry point that cannot be loaded is told of in one line, and does without. The add-on looks for
none: what other distributions import as `annoki` is not the copy that the add-on brings along.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING, Any, Callable, Iterable, Mapping

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

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
        _log.warning(
            "annoki: %s %r (%s) cannot be loaded (%s); update or uninstall it",
            group, point.name, point.value, " ".join(problem.split()),
        )  # fmt: skip
    return usable


def _points(group: str) -> Iterable[EntryPoint]:
    from importlib.metadata import entry_points

    points: Any = entry_points()
    # Before Python 3.10 they come as a mapping of groups.
    found: Iterable[EntryPoint] = (
        points.select(group=group) if hasattr(points, "select") else points.get(group, ())
    )
    return found
