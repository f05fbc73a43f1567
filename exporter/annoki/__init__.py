"""Annoki: what a person wrote in the margins, as Anki notes that stay in step with it.

This is the public API (docs/api.md); every other module may change. Importing it loads nothing
else: the parts come when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, AbstractSet, Any, Iterable, Optional, Sequence, Union

# A folder of the package is called like one of the functions below. It is loaded before that is
# defined: Python gives the name to a folder when it loads it, and that is done only once.
from . import sync as _folder  # noqa: F401

if TYPE_CHECKING:
    from .config import Config, Source
    from .errors import (
        AnnokiError,
        Cancelled,
        CollectionChanged,
        CollectionError,
        InputError,
        UnusualPlan,
        UsageError,
    )
    from .model import Item, Note
    from .pipeline.public import ItemsRead, SourceLike
    from .pipeline.report import Report
    from .pipeline.syncing import Plan
    from .targets.collection import Collection
    from .targets.collection.apply import Applied

__version__ = "0.1.0"

__all__ = [
    "AnnokiError",
    "Applied",
    "Cancelled",
    "CollectionChanged",
    "CollectionError",
    "Config",
    "InputError",
    "Item",
    "ItemsRead",
    "Note",
    "Plan",
    "Report",
    "Source",
    "UnusualPlan",
    "UsageError",
    "__version__",
    "export",
    "notes",
    "page",
    "plan",
    "read",
    "sync",
]

_HOMES = {
    "errors": (
        "AnnokiError",
        "Cancelled",
        "CollectionChanged",
        "CollectionError",
        "InputError",
        "UnusualPlan",
        "UsageError",
    ),
    "config": ("Config", "Source"),
    "model": ("Item", "Note"),
    "pipeline.public": ("ItemsRead",),
    "pipeline.report": ("Report",),
    "pipeline.syncing": ("Plan",),
    "targets.collection.apply": ("Applied",),
}


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f".{module}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def read(
    source: SourceLike, config: Optional[Config] = None, *, cache: Optional[Path] = None
) -> ItemsRead:
    """The items of `source`: a path, an address or a `Source`; unrepaired, in the order read.

    What could not be read is in the `report` of the result, not raised. `cache` is a folder in
    which answers of servers may be kept, so that what has not changed is not asked for again.
    """
    from .pipeline import public

    return public.read(source, config, cache)


def notes(
    items: Union[ItemsRead, Iterable[Item]], config: Optional[Config] = None
) -> Sequence[Note]:
    """The notes that `items` give, repaired and composed, in reading order: oldest first.

    Of what `read` gave, listings are kept apart: one item seen in two of them is one note. Any
    other `items` are taken as one listing.
    """
    from .pipeline import public

    return public.notes(items, config)


def export(
    sources: Union[SourceLike, Sequence[SourceLike]],
    output: Union[str, Path],
    config: Optional[Config] = None,
    *,
    previous: Union[str, Path, None] = None,
    cache: Optional[Path] = None,
) -> Report:
    """Write `sources` (those of `config`, if there are none) as the Anki package `output`.

    Notes that are as in the package `previous`, by default the one that is replaced, keep their
    mod times. `cache` is a folder for pictures; without it there are none. Where nothing gives a
    note, nothing is written.

    Raises UsageError if `output` cannot be written or replaces what is not ours.
    """
    from .pipeline import public

    before = Path(previous) if previous else None
    return public.export(sources, Path(output), config, before, cache)


def page(
    sources: Union[SourceLike, Sequence[SourceLike]],
    output: Union[str, Path],
    config: Optional[Config] = None,
    *,
    collection: Optional[Collection] = None,
    cache: Optional[Path] = None,
) -> Report:
    """Write the cards of `sources`, as in `export`, as the page `output` for a browser: one file,
    which asks for nothing.

    It tells what was learnt of them in the open `collection`, which is only looked at. Where
    nothing gives a note, nothing is written. Raises UsageError if `output` cannot be written or
    replaces what is no page of ours.
    """
    from .pipeline import public

    return public.page(sources, Path(output), config, collection, cache)


def plan(
    col: Collection,
    sources: Union[SourceLike, Sequence[SourceLike]] = (),
    config: Optional[Config] = None,
    *,
    cache: Optional[Path] = None,
    restore_deleted: Union[bool, AbstractSet[str]] = False,
    take_theirs: Iterable[str] = (),
) -> Plan:
    """What it takes to bring the open collection `col` in step with `sources`. Nothing is changed.

    `sources`, `config` and `cache` are as in `export`. Notes that the learner deleted stay deleted
    (`plan.deleted`), but for those whose GUIDs are in `restore_deleted`; true means all. Where both
    you and the source changed a field, your text stays; in the notes whose GUIDs `take_theirs`
    gives (`"all"`: in all) the source's replaces it.

    Raises UsageError if a GUID is of no note, CollectionError if the note type was altered so that
    notes no longer fit.
    """
    from .pipeline import public

    return public.plan(col, sources, config, cache, restore_deleted, take_theirs)


def sync(
    col: Collection, plan: Plan, *, allow_gone: bool = False, undo_name: str = "Annoki sync"
) -> Applied:
    """Carry out `plan` in `col`, as one undo step called `undo_name`, or not at all.

    A note that cannot be written stays as it was: `plan.report` tells it.

    Raises CollectionChanged if `col` has changed since the plan was made; UnusualPlan if more than
    ten notes and more than a tenth would be gone, unless `allow_gone`.
    """
    from .pipeline.syncing import carry_out

    return carry_out(col, plan, allow_gone, undo_name)
