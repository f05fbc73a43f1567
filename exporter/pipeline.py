"""The way from inputs to notes (design section 1): read, identify, repair, compose, account."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import (
    BinaryIO,
    Callable,
    Dict,
    Iterable,
    Iterator,
    List,
    NamedTuple,
    Optional,
    Sequence,
    Tuple,
    Union,
)

from . import readers
from .compose import compose
from .config import Config, Source
from .errors import InputError
from .identity import Identified, identify
from .model import Document, Item, Note, Problem, Skipped
from .readers.document import read_path, read_stream
from .repair import repair
from .report import WHOLE, Account, Entry, Report
from .sync_field import hash_of

Progress = Callable[["range"], Iterable[int]]
"""Wraps the counting of items, to show how far it is."""


class Opened(NamedTuple):
    """An input opened, or the error that kept it from being."""

    name: str
    format: str
    document: Union[Document, InputError]


def opened(
    sources: Sequence[Source], stdin: Optional[BinaryIO], max_bytes: int
) -> Iterator[Opened]:
    """The inputs of `sources`, opened one by one: files, folders (their files, sorted) or `-`."""
    for source in sources:
        for path in _files(source.path):
            name = source.path if path is None else str(path)
            try:
                if path is not None:
                    document = read_path(path, max_bytes)
                elif stdin is not None:
                    document = read_stream(stdin, name, max_bytes)
                else:
                    raise InputError("-: there is no standard input here")
                yield Opened(name, source.format, document)
            except InputError as error:
                yield Opened(name, source.format, error)


def _files(name: str) -> List[Path | None]:
    if name == "-":
        return [None]
    if not Path(name).is_dir():
        return [Path(name)]
    # A folder holds other things too; dumps in it are text files, the rest is not read.
    files = sorted(p for p in Path(name).rglob("*.txt") if p.is_file() and _visible(p, name))
    return [*files] or [Path(name)]


def _visible(path: Path, top: str) -> bool:
    return not any(part.startswith(".") for part in path.relative_to(top).parts)


def read_all(inputs: Iterable[Opened], detailed: bool = True) -> Tuple[List[List[Item]], Report]:
    """The items of each input, and the report (see `Report.detailed`) with its accounts begun."""
    report = Report(detailed)
    listings: List[List[Item]] = []
    for name, format, document in inputs:
        account = Account(name, "" if name == "-" else hash_of(os.path.abspath(name)))
        listing: List[Item] = []
        try:
            if isinstance(document, InputError):
                raise document
            _read(document, format, account, listing)
        except InputError as error:
            account.problems.append(_unreadable(name, error))
        report.accounts.append(account)
        listings.append(listing)
    return listings, report


def _unreadable(name: str, error: InputError) -> Problem:
    return Problem(WHOLE, str(error)[len(name) :].lstrip(": "))


def _read(document: Document, format: str, account: Account, listing: List[Item]) -> None:
    reading = readers.read(document, format)
    account.format, account.declared = reading.format, reading.declared
    for found in reading.found:
        if isinstance(found, Item):
            listing.append(found)
        elif isinstance(found, Skipped):
            account.skipped.append(found)
        else:
            account.problems.append(found)
        account.found += not isinstance(found, Problem)
    if not account.found and not account.problems:
        account.problems.append(Problem(WHOLE, f"no items found as {reading.format}"))


def notes_of(
    listings: Sequence[List[Item]],
    report: Report,
    config: Config,
    repairing: bool = True,
    progress: Progress = iter,
) -> List[Note]:
    """The notes that `listings` give, and the rest of `report`. Raises AccountingError.

    The listings are used up: a large one must not be in memory twice.
    """
    identified = identify(listings)
    for listing in listings:
        listing.clear()
    faces = _faces(identified)
    origins = [account.origin for account in report.accounts]
    notes: Dict[str, Note] = {}
    queue = [one for listing in identified for one in listing]
    listing_of = _listing_of(identified)
    identified.clear()
    for n in progress(range(len(queue))):
        guid, item = queue[n]
        queue[n] = _DONE
        listing_at = next(listing_of)
        healed = repair(item) if repairing else item
        face = faces.get(guid, item)
        note = notes.get(guid)
        if note is None:
            chosen = healed if face is item else repair(face) if repairing else face
            note = compose(chosen, guid, config, listing_at, origins[listing_at])
            notes[guid] = note
            report.count(note)
            why = note.why
        else:
            report.merged += 1
            why = f"{note.why}; the same as an item above, one note"
        entry = Entry(item.n, item.where, guid, note.status, why, healed.repairs)
        report.enter(report.accounts[listing_at], entry)
    report.check()
    return list(notes.values())


def _listing_of(identified: Sequence[Sequence[Identified]]) -> Iterator[int]:
    """For each item in turn the index of its listing."""
    lengths = [len(listing) for listing in identified]
    return (at for at, length in enumerate(lengths) for _ in range(length))


def _faces(identified: Sequence[Sequence[Identified]]) -> Dict[str, Item]:
    """For each GUID of several items the one that the note is made of: the latest and fullest.

    What the chosen face lacks (host, title of the page) is taken from the others.
    """
    times = Counter(one.guid for listing in identified for one in listing)
    faces: Dict[str, Item] = {}
    for listing in identified:
        for guid, item in listing:
            if times[guid] == 1:
                continue
            other = faces.get(guid, item)
            best, rest = (item, other) if _rank(item) >= _rank(other) else (other, item)
            lacks = {
                name: getattr(rest, name)
                for name in ("host", "collection", "captured", "title")
                if not getattr(best, name) and getattr(rest, name)
            }
            faces[guid] = best._replace(**lacks) if lacks else best
    return faces


def _rank(item: Item) -> Tuple[str, int]:
    return item.captured, sum(len(block.text) for block in item.body)


_DONE = Identified("", Item("annotation", "", "", 0))
