"""From items to notes: identify, repair, compose, account.

Notes come in reading order, each as soon as it is made: a target writes the first while the last
are still being made, and a hundred thousand need not be in memory at once.
"""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from typing import (
    TYPE_CHECKING,
    Callable,
    Dict,
    Generator,
    Iterable,
    List,
    Mapping,
    NamedTuple,
    Optional,
    Sequence,
    Set,
    Tuple,
)

from ..compose import reading_order
from ..config import Config
from ..files.names import printable
from ..identity.as_before import as_before
from ..identity.faces import best_faces
from ..identity.guids import Identified, identify
from ..model import Item, Note, Problem, Skipped
from ..sync.matching import ItemAsNote
from ..sync.origins import Renamed, is_name, predecessors
from ..words import message
from .composed import Composed
from .making import DONE, Made, Make, Results, maker, note_in
from .naming import Listings, without_fault
from .pool import shared
from .report import Entry, Report

if TYPE_CHECKING:
    from ..targets.apkg.earlier import EarlierPackage

_NO_PICTURES: Mapping[str, str] = {}
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
    earlier: Optional[EarlierPackage] = None,
    before: Optional[Callable[[int], Optional[Composed]]] = None,
) -> Generator[Note, None, None]:
    """The notes that `listings` give, in reading order. With the last, `report` is whole; raises
    AccountingError then if it does not add up.

    `pictures` gives the media file of each picture's address that could be had. `processes` share
    the work (see `pool`). What the package `earlier` knows keeps its GUID. `before` gives, for so
    many items, what was composed before, if that can be had.

    The listings are used up: a large one must not be in memory twice.
    """
    items = [item for listing in listings for item in listing]
    listing_of = [at for at, listing in enumerate(listings) for _ in listing]
    printed = [(item.n, item.where) for item in items] if report.detailed else []
    orders = list(map(reading_order, items, listing_of))
    printed_in = [item.document for item in items]
    by_order = sorted(range(len(items)), key=orders.__getitem__)
    _spell_alike(items)
    make = maker(report, config, repairing, pictures)
    composed = before(len(items)) if before else None
    every = [account.origin for account in report.accounts]
    missing = by_order
    if composed:
        is_missing = composed.missing(items, [every[at] for at in listing_of], pictures)
        missing = [n for n in by_order if is_missing[n]]

    def make_each(numbers: range) -> List[Made]:
        places = missing[numbers.start : numbers.stop]
        return make([items[n] for n in places], [listing_of[n] for n in places])

    def make_one(n: int) -> Made:
        return make([items[n]], [listing_of[n]])[0]

    judged: Dict[str, Note] = {}
    lost: Set[str] = set()
    unwritten: Dict[str, Problem] = {}
    is_whole = False
    with ExitStack() as ended:
        made_of_each = ended.enter_context(shared(make_each, len(missing), processes))
        if composed:
            ended.callback(lambda: composed.close(is_whole))
            made_of_each = composed.all_of(by_order, made_of_each, make_one)
        things, faces, failures = _identified(listings, earlier, make)
        if earlier:
            for problem in earlier.problems:
                report.tell(printable(earlier.path), problem)
        guids = [one.guid for one in things]
        firsts: Dict[str, int] = {}
        for n, guid in enumerate(guids):
            if n not in failures:
                firsts.setdefault(guid, n)
        called = _called(things, listing_of, report, earlier)
        left_out = _left_out(guids, items)
        for n, guid in enumerate(guids):
            if guid in left_out:
                skipped = Skipped(items[n].where, left_out[guid], items[n].link)
                report.accounts[listing_of[n]].skipped.append(skipped)
        origins = _origins(guids, listing_of, called)
        _tell_ends(guids, listing_of, report)
        for guid, face in faces.items():
            orders[firsts[guid]] = reading_order(face, listing_of[firsts[guid]])
        results = Results(items, by_order, made_of_each)
        wanted = sorted(firsts, key=lambda guid: orders[firsts[guid]])
        for guid, _ in zip(wanted, progress(range(len(wanted)))):
            n = firsts[guid]
            made = results.of(n) if guid not in faces else None
            if guid in faces:
                made = note_in(make([faces[guid]], [listing_of[n]])[0])
                # Without the richest face it is seen through the others.
                same = (at for at, one in enumerate(guids) if one == guid and at not in failures)
                each = filter(None, map(results.of, same) if made is None else ())
                made = made or max(each, key=lambda note: note.memory.face, default=None)
            if made is None:
                lost.add(guid)
                continue
            origin = called[listing_of[n]]
            shown_by = origins.get(guid, (origin,) if origin else ())
            note = _named(made, things[n], shown_by, orders[n])
            note = note._replace(document=printed_in[n])
            if guid in left_out:
                yield note._replace(left_out=left_out[guid])
                continue
            report.count(note)
            yield note
            if guid in report.unwritten:
                report.uncount(note.status)
                unwritten[guid] = report.unwritten.pop(guid)
            elif report.detailed:
                judged[guid] = note
        results.drain()
        is_whole = True
    failures.update(results.failures)
    lost.update(unwritten)
    for n, guid in enumerate(guids) if unwritten else ():
        if guid in unwritten:
            where = printed[n][1] if printed else message("pipeline.item", n=abs(orders[n][-1]))
            failures.setdefault(n, unwritten[guid]._replace(where=where))
    for n, problem in sorted(failures.items()):
        report.accounts[listing_of[n]].problems.append(problem)
    noted = firsts.keys() - lost - left_out.keys()
    kept = [n for n, guid in enumerate(guids) if guid in noted]
    report.merged = len(kept) - len(noted)
    for n, guid in enumerate(guids):
        report.accounts[listing_of[n]].lost += guid not in left_out
    for n in kept:
        account = report.accounts[listing_of[n]]
        account.made, account.lost = account.made + 1, account.lost - 1
    for n, repairs in results.repairs.items():
        report.accounts[listing_of[n]].repairs += len(repairs)
    for n in kept if printed else ():
        (at, where), note = printed[n], judged[guids[n]]
        why = note.why
        if firsts[guids[n]] != n:
            why = message("pipeline.same", why=why)
        mended = results.repairs.get(n, ())
        prompt = note.fields[0]
        entry = Entry(at, where, guids[n], note.status, why, mended, prompt)
        report.accounts[listing_of[n]].entries.append(entry)
    report.check()


def _left_out(guids: Sequence[str], items: Sequence[Item]) -> Dict[str, str]:
    """GUID → why there is no note of the thing: one of its faces tells, and none has a text."""
    told: Dict[str, str] = {}
    for guid, item in zip(guids, items):
        if item.left_out:
            told.setdefault(guid, item.left_out)
    for guid, item in zip(guids, items) if told else ():
        if item.body or item.passage:
            told.pop(guid, None)
    return told


def _spell_alike(items: List[Item]) -> None:
    """Anki knows a tag in one spelling only, so one run writes it in one: the first."""
    spellings: Dict[str, str] = {}
    for n, item in enumerate(items):
        if item.tags:
            tags = tuple(spellings.setdefault(tag.casefold(), tag) for tag in item.tags)
            if tags != item.tags:
                items[n] = item._replace(tags=tags)


class _Told(NamedTuple):
    """Who each item is, GUID → the face of what is seen through several, and the problems of those
    of which nobody can tell who they are."""

    things: List[Identified]
    faces: Dict[str, Item]
    failures: Dict[int, Problem]


def _identified(
    listings: Sequence[List[Item]], earlier: Optional[EarlierPackage], make: Make
) -> _Told:
    known = list(earlier.notes.values()) if earlier else []
    looks = earlier.looks() if earlier else None

    def look(item: Item) -> ItemAsNote:
        return ItemAsNote(item, lambda item: note_in(make([item], [0])[0]))

    def tell(chosen: Listings) -> Tuple[List[List[Identified]], Dict[str, Item]]:
        identified = identify(chosen)
        if looks:
            identified = as_before(identified, known, looks, look)
        return identified, best_faces(identified)

    (identified, faces), problems = without_fault(listings, tell)
    things: List[Identified] = []
    failures: Dict[int, Problem] = {}
    for at, listing in enumerate(listings):
        told = iter(identified[at])
        for n in range(len(listing)):
            problem = problems.get((at, n))
            if problem:
                failures[len(things)] = problem
            things.append(_NOBODY if problem else next(told)._replace(item=DONE))
        listing.clear()
    return _Told(things, faces, failures)


def _called(
    things: Sequence[Identified],
    listing_of: Sequence[int],
    report: Report,
    earlier: Optional[EarlierPackage],
) -> List[str]:
    """The origin of each listing. Over an earlier package, a file that is another one under a new
    name goes by the old one."""
    every = [account.origin for account in report.accounts]
    if not earlier or not any(map(is_name, every)):
        return every
    held = {guid: one.origins for guid, one in earlier.notes.items() if one.held}
    shown: Dict[str, Dict[str, Sequence[str]]] = {origin: {} for origin in every}
    for one, at in zip(things, listing_of):
        if one.guid in held:
            shown[every[at]][one.guid] = held[one.guid]
    renamed = predecessors(
        [Renamed(one.origin, one.answer.state == "partial") for one in report.accounts],
        {origin: notes.values() for origin, notes in shown.items()},
        Counter(origin for origins in held.values() for origin in origins),
        every,
    )
    return [renamed.get(one, one) for one in every]


def _origins(
    guids: Sequence[str], listing_of: Sequence[int], origins: Sequence[str]
) -> Dict[str, Tuple[str, ...]]:
    """GUID → the origins of all that shows the thing, where that is more than one listing."""
    found: Dict[str, List[int]] = {}
    times = Counter(guids)
    for guid, listing in zip(guids, listing_of):
        if times[guid] > 1:
            found.setdefault(guid, []).append(listing)
    return {
        guid: tuple(sorted({origins[at] for at in ones} - {""})) for guid, ones in found.items()
    }


def _tell_ends(guids: Sequence[str], listing_of: Sequence[int], report: Report) -> None:
    """Tell each account the GUID of the note that its file ends in."""
    sizes = Counter(listing_of)
    begins = 0
    for at, account in enumerate(report.accounts):
        if account.last is not None:
            account.end = guids[begins + account.last]
        begins += sizes[at]


def _named(
    note: Note, names: Identified, origins: Tuple[str, ...], order: Tuple[str, int, int]
) -> Note:
    """`note` with all that it is known by, and by all that has shown it, in its place."""
    memory = note.memory
    if memory.ids != names.ids or names.keys or memory.origins != origins:
        memory = memory._replace(ids=names.ids, keys=names.keys, origins=origins)
    return note._replace(guid=names.guid, memory=memory, reading_order=order)


_NOBODY = Identified("", DONE)
