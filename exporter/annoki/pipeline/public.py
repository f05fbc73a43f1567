"""What the public API does, in terms of the stages; `annoki/__init__.py` says it to the caller."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, AbstractSet, Iterable, Optional, Sequence, Tuple, Union

from ..config import Config, Source, source_of
from ..errors import UsageError
from ..model import Item, Note, Skipped
from ..words import at, message
from .exporting import replaced_by, write_package
from .gather import Gathering, gather
from .inputs import opened
from .listings import read_all
from .notes import notes_of
from .paging import may_hold_page, write_page
from .report import Account, Report
from .syncing import Plan, compare

if TYPE_CHECKING:
    from ..fetch.web import Web
    from ..targets.apkg.earlier import EarlierPackage
    from ..targets.collection import Collection

_log = logging.getLogger("annoki")

SourceLike = Union[str, Path, Source]
"""A path (of a file or folder), an address, or a source with settings."""


@dataclass(frozen=True)
class ItemsRead:
    """What one source holds: the items of each of its listings, and the `report` of the reading.

    A file or a service is one listing; a folder has one for each of its files.
    """

    listings: Tuple[Tuple[Item, ...], ...]
    report: Report

    @property
    def items(self) -> Tuple[Item, ...]:
        """The items of all listings, in the order in which they were read, but for those of which
        nothing is told (`Item.left_out`)."""
        return tuple(item for listing in self.listings for item in listing if not item.left_out)


def read(source: SourceLike, config: Optional[Config], cache: Optional[Path]) -> ItemsRead:
    """The items of `source`, as its reader gives them."""
    config = _given(config)
    max_bytes = config.max_megabytes * 1024 * 1024

    def web() -> Web:
        from ..fetch.web import Web

        return Web(max_bytes, None, cache)

    listings, report = read_all(opened(_source(source), None, max_bytes, web))
    for account, listing in zip(report.accounts, listings):
        account.skipped += [Skipped(i.where, i.left_out, i.link) for i in listing if i.left_out]
    return ItemsRead(tuple(map(tuple, listings)), report)


def notes(items: Union[ItemsRead, Iterable[Item]], config: Optional[Config]) -> Tuple[Note, ...]:
    """The notes of `items`, repaired and composed, in reading order. What fails is told in the
    report of what `read` gave, of other items in the log."""
    config = _given(config)
    if isinstance(items, ItemsRead):
        listings = [list(listing) for listing in items.listings]
        accounts = [Account(one.input, one.origin) for one in items.report.accounts]
    else:
        listings, accounts = [list(items)], [Account("items")]
    for account, listing in zip(accounts, listings):
        for item in listing:
            _expect("an item", item, Item)
        account.found = len(listing)
    each = notes_of(listings, Report(accounts=accounts), config)
    made = tuple(note for note in each if not note.left_out)
    for n, account in enumerate(accounts):
        if isinstance(items, ItemsRead):
            told = items.report.accounts[n].problems
            told += [problem for problem in account.problems if problem not in told]
        else:
            for problem in account.problems:
                _log.warning(at("annoki", at(problem.where, problem.what)))
    return made


def export(
    sources: Union[SourceLike, Sequence[SourceLike]],
    output: Path,
    config: Optional[Config],
    previous: Optional[Path],
    cache: Optional[Path],
) -> Report:
    """Write the package `output` of `sources`; nothing, if they give no notes."""
    earlier = replaced_by(output, previous)
    gathering = _gathering(sources, _given(config), cache, earlier)
    try:
        write_package(gathering, output, earlier)
    finally:
        gathering.close()
    return gathering.report


def page(
    sources: Union[SourceLike, Sequence[SourceLike]],
    output: Path,
    config: Optional[Config],
    collection: Optional[Collection],
    cache: Optional[Path],
) -> Report:
    """Write the page `output` of `sources`; nothing, if they give no notes."""
    may_hold_page(output)
    gathered = _gathering(sources, _given(config), cache).whole()
    if gathered.report.total:
        write_page(gathered, output, collection)
    return gathered.report


def plan(
    col: Collection,
    sources: Union[SourceLike, Sequence[SourceLike]],
    config: Optional[Config],
    cache: Optional[Path],
    restore_deleted: Union[bool, AbstractSet[str]],
    take_theirs: Iterable[str],
) -> Plan:
    """What it takes to bring `col` in step with `sources`."""
    given = _given(config)
    chosen = frozenset([take_theirs] if isinstance(take_theirs, str) else take_theirs)
    gathered = _gathering(sources, given, cache).whole()
    return compare(col, gathered, given, restore=restore_deleted, take_theirs=chosen)


def _gathering(
    sources: Union[SourceLike, Sequence[SourceLike]],
    config: Config,
    cache: Optional[Path],
    earlier: Optional[EarlierPackage] = None,
) -> Gathering:
    if isinstance(sources, (str, Path, Source)):
        sources = [sources]
    chosen = [_source(one) for one in sources]
    if not chosen and not config.sources:
        raise UsageError(message("pipeline.no_sources"))
    return gather(config, chosen, cache=cache, earlier=earlier)


def _given(config: Optional[Config]) -> Config:
    if config is None:
        return Config()
    _expect("config", config, Config)
    return config


def _source(source: SourceLike) -> Source:
    _expect("a source", source, str, Path, Source)
    if isinstance(source, Path):
        source = Source(path=str(source))
    elif isinstance(source, str):
        source = source_of(source)
    missing = source.declared.needs(source)
    if missing:
        raise UsageError(at(repr(source), missing))
    return source


def _expect(what: str, value: object, *types: type) -> None:
    """Raise TypeError, as any function does, for what no caller can have meant."""
    if not isinstance(value, types):
        names = " or ".join(one.__name__ for one in types)
        raise TypeError(f"{what} must be {names}, not {type(value).__name__}")
