"""The way from inputs to notes (design section 1): read, identify, repair, compose, account."""

from __future__ import annotations

from typing import Any, Callable, Dict, Iterable, List, Mapping, Sequence, Tuple

from . import readers
from .compose import compose
from .config import Config
from .errors import InputError, UnknownFormatError
from .faces import best_faces
from .fetch.result import Fetched
from .identity import guid_for, identify, poorer_keys
from .inputs import Opened
from .model import Document, Item, Note, Problem, Repair, Skipped
from .repair import repair
from .report import WHOLE, Account, Entry, Report
from .shared import Shared
from .sync_field import alias

_NO_PICTURES: Mapping[str, str] = {}
_Made = Tuple[Tuple[Any, ...], List[Tuple[Any, ...]]]
"""What one item gives, as plain data: a note but for its GUID, and the repairs."""

Progress = Callable[["range"], Iterable[int]]
"""Wraps the counting of items, to show how far it is."""


def read_all(inputs: Iterable[Opened], detailed: bool = True) -> Tuple[List[List[Item]], Report]:
    """The items of each input, and the report (see `Report.detailed`) with its accounts begun."""
    report = Report(detailed)
    listings: List[List[Item]] = []
    for name, format, document, origin, by_chance in inputs:
        account = Account(name, origin)
        listing: List[Item] = []
        try:
            if isinstance(document, InputError):
                raise document
            if isinstance(document, Fetched):
                _read_fetched(document, account, listing)
            else:
                _read(document, format, account, listing)
        except InputError as error:
            if by_chance and isinstance(error, UnknownFormatError):
                report.ignored.append(name)
                continue
            account.problems.append(_unreadable(name, error))
        report.accounts.append(account)
        listings.append(listing)
    return listings, report


def _unreadable(name: str, error: InputError) -> Problem:
    said = str(error)
    return Problem(WHOLE, said[len(name) :].lstrip(": ") if said.startswith(name) else said)


def _read_fetched(fetched: Fetched, account: Account, listing: List[Item]) -> None:
    """What was fetched of one source is one listing, in however many documents it came."""
    account.complete, account.requests = fetched.complete, fetched.requests
    account.user = fetched.account
    account.problems += fetched.problems
    for document in fetched.documents:
        before = len(listing)
        try:
            _read(document, fetched.format, account, listing)
        except InputError as error:
            account.problems.append(_unreadable(document.name, error))
        if len(fetched.documents) > 1:
            page = document.url or document.name
            for at in range(before, len(listing)):
                item = listing[at]
                listing[at] = item._replace(n=at + 1, where=f"{page}, {item.where}")
    if account.problems:
        account.complete = False


def _read(document: Document, format: str, account: Account, listing: List[Item]) -> None:
    reading = readers.read(document, format)
    account.format, account.declared = reading.format, reading.declared
    found = 0
    for one in reading.found:
        if isinstance(one, Item):
            listing.append(one)
        elif isinstance(one, Skipped):
            account.skipped.append(one)
        else:
            account.problems.append(one)
        found += not isinstance(one, Problem)
    account.found += found
    if not found and not account.problems and reading.declared != 0:
        account.problems.append(Problem(WHOLE, f"no items found as {reading.format}"))


def notes_of(
    listings: Sequence[List[Item]],
    report: Report,
    config: Config,
    repairing: bool = True,
    progress: Progress = iter,
    pictures: Mapping[str, str] = _NO_PICTURES,
    processes: int = 1,
) -> List[Note]:
    """The notes that `listings` give, and the rest of `report`. Raises AccountingError.

    `pictures` gives the media file of each picture's address that could be had. `processes` share
    the work (see `shared`).

    The listings are used up: a large one must not be in memory twice.
    """
    origins = [account.origin for account in report.accounts]
    items = [item for listing in listings for item in listing]
    listing_of = [at for at, listing in enumerate(listings) for _ in listing]
    # Anki knows a tag in one spelling only, so one run writes it in one: the first.
    spellings: Dict[str, str] = {}
    for tag in (tag for item in items for tag in item.tags):
        spellings.setdefault(tag.casefold(), tag)

    def prepared(item: Item) -> Item:
        healed = repair(item) if repairing else item
        also = tuple([alias(guid_for(item.kind, key)) for key in poorer_keys(item)])
        if also:
            healed = healed._replace(source_ids=healed.source_ids + also)
        if healed.tags:
            tags = tuple(spellings.get(tag.casefold(), tag) for tag in healed.tags)
            healed = healed._replace(tags=tags)
        return healed

    def make(chosen: Iterable[Item], places: Sequence[int]) -> List[_Made]:
        # One stage after the other: to change between them with each item took a tenth longer.
        healed = list(map(prepared, chosen))
        return [
            (
                tuple(compose(item, "", config, at, origins[at], pictures))[1:],
                [tuple(one) for one in item.repairs],
            )
            for item, at in zip(healed, places)
        ]

    def make_each(numbers: range) -> List[_Made]:
        stretch = slice(numbers.start, numbers.stop)
        return make(items[stretch], listing_of[stretch])

    with Shared(make_each, len(items), processes) as made_of_each:
        return _accounted(listings, items, listing_of, report, progress, made_of_each, make)


def _accounted(
    listings: Sequence[List[Item]],
    items: List[Item],
    listing_of: Sequence[int],
    report: Report,
    progress: Progress,
    made_of_each: Iterable[_Made],
    make: Callable[[Iterable[Item], Sequence[int]], List[_Made]],
) -> List[Note]:
    """A note of each thing, and the account of each of the `items`, which are used up.
    `listing_of` is the index of the listing that each stands in.

    An item that is a thing of its own gives the note that was made of it already.
    """
    identified = identify(listings)
    for listing in listings:
        listing.clear()
    faces = best_faces(identified)
    guids = [one.guid for listing in identified for one in listing]
    identified.clear()
    notes: Dict[str, Note] = {}
    for n, (made, repairs) in zip(progress(range(len(items))), made_of_each):
        guid, item = guids[n], items[n]
        items[n] = _DONE
        listing_at = listing_of[n]
        face = faces.get(guid, item)
        note = notes.get(guid)
        if note is None:
            if face is not item:
                made = make([face], [listing_at])[0][0]
            note = notes[guid] = Note(guid, *made)
            report.count(note)
            why = note.why
        else:
            report.merged += 1
            why = f"{note.why}; the same as an item above, one note"
        entry = Entry(item.n, item.where, guid, note.status, why, tuple(map(Repair._make, repairs)))
        report.enter(report.accounts[listing_at], entry)
    report.check()
    return list(notes.values())


_DONE = Item("annotation", "", "", 0)
