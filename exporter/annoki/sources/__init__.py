"""The kinds of source that there are: one module declares each.

To add one: a module here that declares its `KIND`, and a line in `_BUILT_IN`; or, in another
distribution, an entry point of the group `annoki.sources` that names its `SourceKind`.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Dict, Iterator, Mapping

from .. import plugins
from ..errors import UsageError
from ..words import message
from .kind import Form, Setting, SourceKind, Text

if TYPE_CHECKING:
    from .source import Source

__all__ = [
    "Form",
    "Setting",
    "SourceKind",
    "Text",
    "built_in",
    "kind_named",
    "kinds",
    "source_named",
]

_BUILT_IN = ("file", "hypothesis", "blog", "memos")
GROUP = plugins.GROUPS[1]


@lru_cache(maxsize=1)
def built_in() -> Mapping[str, SourceKind]:
    """The kinds that are declared here, by name, in the order in which people look for them."""
    modules = (import_module(f".{name}", __name__) for name in _BUILT_IN)
    return {module.KIND.name: module.KIND for module in modules}


def kinds() -> Mapping[str, SourceKind]:
    """All kinds, by name: those declared here, then those of other distributions."""
    others: Dict[str, SourceKind] = {
        kind.name: kind
        for kind in plugins.found(GROUP, _no_kind).values()
        if kind.name not in built_in()
    }
    return {**built_in(), **others}


def _no_kind(loaded: Any) -> str:
    """Why `loaded` is no kind of source; empty if it is one."""
    return "" if isinstance(loaded, SourceKind) else message("sources.no_kind")


def kind_named(name: str) -> SourceKind:
    """The kind called `name`. Raises UsageError if there is none."""
    found = built_in().get(name) or kinds().get(name)
    if found is None:
        raise UsageError(message("sources.unknown", name=repr(name), known=[*kinds()]))
    return found


def source_named(name: str, format: str = "") -> Source:
    """The source that `name` on the command line means: an address, or a path."""
    from .source import Source

    if "://" in name:
        for kind in _askable():
            settings = _claimed(kind, name)
            if settings is not None:
                return Source(kind.name, **settings)
    return Source(path=name, format=format)


def _claimed(kind: SourceKind, name: str) -> Any:
    try:
        return kind.claims(name)
    except Exception as error:  # whatever another distribution raises is its own affair
        if kind.name in built_in():
            raise
        what = message("sources.claim_fails", group=GROUP, name=repr(kind.name))
        plugins.warn(what, type(error).__name__)
        return None


def _askable() -> Iterator[SourceKind]:
    """Who is asked for an address, in this order: those that claim all of them come last.

    Other distributions are looked for only if none of ours claims it alone.
    """
    yield from (kind for kind in built_in().values() if not kind.claims_all)
    yield from (kind for kind in kinds().values() if kind.name not in built_in())
    yield from (kind for kind in built_in().values() if kind.claims_all)
