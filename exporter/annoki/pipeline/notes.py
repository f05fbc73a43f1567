"""From items to notes: identify, repair, compose, account.

Notes come in reading order, each as soon as it is made: a target writes the first while the last
are still being made, and a hundred thousand need not be in memory at once.
"""

from __future__ import annotations

from collections import Counter
from typing import Callable, Dict, Generator, Iterable, List, Mapping, Sequence, Tuple

from ..compose import compose, reading_order
from ..config import Config
from ..identity.faces import best_faces
from ..identity.guids import guid_for, identify, poorer_keys
from ..model import Item, Note, Repair
from ..repair import repair
from ..sync.memory import alias
from .pool import shared
from .report import Entry, Report

_NO_PICTURES: Mapping[str, str] = {}
_Made = Tuple[Note, Tuple[Repair, ...]]
"""What one item gives: a note that lacks its GUID, and the repairs."""

_Make = Callable[[Sequence[Item], Sequence[int]], List[_Made]]
"""What each of some items gives, each with the index of its listing."""

Counting = Callable[["range"], Iterable[int]]
"""Wraps the counting of notes, to show how far it is."""


def notes_of(
    listings: Sequence[List[Item]],
    report: Report,
    config: Config,
    repairing: bool = True,
    progress: Counting = iter,
    pictures: Mapping[str, str] = _NO_PICTURES,
    processes: int = 1,
) -> Generator[Note, None, None]:
    """The notes that `listings` give, in reading order. With the last, `report` is whole; raises
    AccountingError then if it does not add up.

    `pictures` gives the media file of each picture's address that could be had. `processes` share
    the work (see `pool`).

    The listings are used up: a large one must not be in memory twice.
    """
    items = [item for listing in listings for item in listing]
    listing_of = [at for at, listing in enumerate(listings) for _ in listing]
    printed = [(item.n, item.where) for item in items] if report.detailed else []
    orders = list(map(reading_order, items, listing_of))
    by_order = sorted(range(len(items)), key=orders.__getitem__)
    make = _maker(items, report, config, repairing, pictures)

    def make_each(numbers: range) -> List[_Made]:
        places = by_order[numbers.start : numbers.stop]
        return make([items[n] for n in places], [listing_of[n] for n in places])

    judged: Dict[str, Note] = {}
    with shared(make_each, len(items), processes) as made_of_each:
        guids, faces = _identified(listings)
        firsts: Dict[str, int] = {}
        for n, guid in enumerate(guids):
            firsts.setdefault(guid, n)
        for guid, face in faces.items():
            orders[firsts[guid]] = reading_order(face, listing_of[firsts[guid]])
        results = _Results(items, by_order, made_of_each)
        wanted = sorted(firsts, key=lambda guid: orders[firsts[guid]])
        for guid, _ in zip(wanted, progress(range(len(wanted)))):
            n = firsts[guid]
            joined = faces.get(guid)
            made = make([joined], [listing_of[n]])[0][0] if joined else results.of(n)
            note = made._replace(guid=guid)
            report.count(note)
            if report.detailed:
                judged[guid] = note
            yield note
        results.drain()
    report.merged = len(guids) - len(firsts)
    for listing_at, made_there in Counter(listing_of).items():
        report.accounts[listing_at].made = made_there
    for n, repairs in results.repairs.items():
        report.accounts[listing_of[n]].repairs += len(repairs)
    for n, (at, where) in enumerate(printed):
        note = judged[guids[n]]
        same = "; the same as an item above, one note" if firsts[guids[n]] != n else ""
        mended = results.repairs.get(n, ())
        entry = Entry(at, where, guids[n], note.status, note.why + same, mended)
        report.accounts[listing_of[n]].entries.append(entry)
    report.check()


def _maker(
    items: Iterable[Item],
    report: Report,
    config: Config,
    repairing: bool,
    pictures: Mapping[str, str],
) -> _Make:
    origins = [account.origin for account in report.accounts]
    # Anki knows a tag in one spelling only, so one run writes it in one: the first.
    spellings: Dict[str, str] = {}
    for tag in (tag for item in items for tag in item.tags):
        spellings.setdefault(tag.casefold(), tag)

    def prepared(item: Item) -> Item:
        healed = repair(item) if repairing else item
        poorer = poorer_keys(item)
        if poorer:
            also = tuple(alias(guid_for(item.kind, key)) for key in poorer)
            healed = healed._replace(source_ids=healed.source_ids + also)
        if healed.tags:
            tags = tuple(spellings.get(tag.casefold(), tag) for tag in healed.tags)
            healed = healed._replace(tags=tags)
        return healed

    def make(chosen: Sequence[Item], listing_of: Sequence[int]) -> List[_Made]:
        # One stage after the other: to change between them with each item took a tenth longer.
        healed = list(map(prepared, chosen))
        return [
            (compose(item, "", config, at, origins[at], pictures), item.repairs)
            for item, at in zip(healed, listing_of)
        ]

    return make


def _identified(listings: Sequence[List[Item]]) -> Tuple[List[str], Dict[str, Item]]:
    """(the GUID of each item, GUID → the face of what is seen through several)."""
    identified = identify(listings)
    for listing in listings:
        listing.clear()
    return [one.guid for listing in identified for one in listing], best_faces(identified)


class _Results:
    """What was made of each of `items`, asked for in any order; it comes in that of `order`.

    An item is let go as soon as its result has come.
    """

    def __init__(
        self, items: List[Item], order: Sequence[int], made_of_each: Iterable[_Made]
    ) -> None:
        self.repairs: Dict[int, Tuple[Repair, ...]] = {}
        self._items = items
        self._coming = zip(order, made_of_each)
        self._waiting: Dict[int, Note] = {}

    def of(self, n: int) -> Note:
        """The note made of item `n`, which lacks its GUID; it can be had once."""
        while n not in self._waiting:
            self._come(*next(self._coming))
        return self._waiting.pop(n)

    def drain(self) -> None:
        """Let all the rest come, whose repairs are told of too."""
        for n, made in self._coming:
            self._come(n, made)

    def _come(self, n: int, made: _Made) -> None:
        self._waiting[n], repairs = made
        self._items[n] = _DONE
        if repairs:
            self.repairs[n] = repairs


_DONE = Item("annotation", "", "", 0)
