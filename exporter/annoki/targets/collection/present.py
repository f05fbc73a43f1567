"""Reads what a collection holds of ours, in few and narrow queries.

A hundred thousand notes are recognised as unchanged by the digest that ends their field Sync; only
those that differ are read in full.
"""

from __future__ import annotations

import json
from typing import (
    TYPE_CHECKING,
    Any,
    Callable,
    Dict,
    FrozenSet,
    Iterable,
    Iterator,
    List,
    Mapping,
    Optional,
    Sequence,
    Set,
    Tuple,
)

from ...config import Decks
from ...errors import CollectionError, Garbled
from ...identity.keys import Names
from ...model import Note
from ...notetype import FIELDS, MODEL_ID, NOTE_TYPE, field_places
from ...sync.details import GONE, TWIN
from ...sync.matching import says_another
from ...sync.memory import hash_of
from ...sync.present_note import UNDATED_REVIEW, Present, PresentNote, Unmatched
from ...sync.twins import is_copy
from ...words import message
from ..memory import DIGEST_SQL, NAMES_SQL, SYNC_SQL, digest_of, memory_of, names_said
from . import note_type
from .aside import (
    MARKED,
    TAGGED,
    asleep_for_none,
    back_since,
    guids_aside,
    is_shared,
    left_alone,
)
from .decks import decks_called, doubled, homes
from .deleted import deleted, deleted_by_id
from .pairing import Paired, Pairing, note_ids_of
from .remembered import NOTHING_KEPT, Remembered, lost
from .rows import in_list, rows

if TYPE_CHECKING:
    from anki.collection import Collection

_DECKS = Decks()


def present(
    col: Collection,
    wanted: Sequence[Note],
    decks: Decks = _DECKS,
    once: Callable[[], Remembered] = lambda: NOTHING_KEPT,
    back: FrozenSet[int] = frozenset(),
    apart: FrozenSet[int] = frozenset(),
) -> Present:
    """What `col` holds of ours, in full only where it differs from `wanted`.

    Of `decks` that is asked in which unfinished notes wait for their answer; by what notes were
    known that are there no more, `once` tells. `back` are the ids of notes that were set aside
    for a twin which does not know of it any more, `apart` those that count as not there. Raises
    Garbled for a note that cannot be read, CollectionError if the note type was altered in a way
    that notes no longer fit.
    """
    modified = col.mod
    elsewhere = _elsewhere(col, wanted)
    order = field_order(col)
    if order is None:
        missing = [note for note in wanted if note.guid not in elsewhere]
        before = once() if missing else NOTHING_KEPT
        gone = deleted(col, missing, once=before.names)
        left = [note for note in missing if note.guid not in gone]
        guids = frozenset(elsewhere)
        return Present(guids, modified=modified, deleted=gone, lost=lost(col, left, (), before))
    in_order = order == list(range(field_count(col)))
    waiting_deck = decks.to_finish
    ids, digests, names = _found(col, in_order, back, apart)
    same = {
        note.guid
        for note in wanted
        if (digest := digests.get(note.guid)) is not None
        and digest == digest_of(note.memory, note.guid)
    }

    def in_full(note_ids: Sequence[int]) -> List[PresentNote]:
        there = [id for id in note_ids if id not in apart] if apart else note_ids
        return notes_in_full(col, there, order, waiting_deck)

    asked = [note for note in wanted if note.guid not in elsewhere]
    aside = guids_aside(col, back)
    known = {name for one in names.values() for name in (one.guid, *one.keys)} if aside else set()

    def since(names: Mapping[int, Names]) -> Mapping[FrozenSet[int], Sequence[int]]:
        return back_since(col, names, back) if aside else {}

    def pair(notes: Sequence[Note]) -> Paired:
        return Pairing(notes, ids, names, same, in_full, aside.keys() & known, since).pair()

    paired = pair(asked)
    pairs = ((note, paired.changed.get(note.guid)) for note in asked)
    odd = [note for note, one in pairs if one and says_another(note, one.memory, one.fields)]
    if by_id := deleted_by_id(col, odd, names, lambda: once().names):
        paired = pair([note for note in asked if note.guid not in by_id])
    changed, twins = paired.changed, paired.twins
    as_wanted = {ids[guid] for guid in same}
    others = [note_id for note_id in names if note_id not in as_wanted]
    seen = note_ids_of(changed.values(), *twins)
    answered = _answered(in_full(_waiting(col, order, waiting_deck, seen)))
    changed.update((one.guid, one) for one in answered if one.guid in same)
    answered = [one for one in answered if one.guid not in changed]
    taken = note_ids_of(changed.values()) | back
    left_over = [one for one in others if one not in taken]
    unmatched = _unmatched(col, left_over, None if in_order else order)
    guids = frozenset().union(same, changed, elsewhere, paired.again)
    outdated = note_type.outdated(col)
    there = [note for note in asked if note.guid in guids]
    missing = [
        note._replace(guid=paired.renamed.get(note.guid, note.guid))
        for note in asked
        if note.guid not in guids
    ]
    before = once() if missing else NOTHING_KEPT
    by_learner = deleted(col, missing, _others(names, there), before.names)
    # An old package may have made its twin forget it: then it is what it was, if nothing else is.
    left = [note for note in missing if note.guid not in by_learner]
    alone = {aside[note.guid] for note in left if note.guid in aside}
    was = {new: guid for guid, new in paired.renamed.items()}
    called = {name for note in left for name in (was.get(note.guid, ""), *note.memory.keys)}
    called &= aside.keys()
    alone |= left_alone(col, names, called, back) if called else set()
    if alone:
        return present(col, wanted, decks, once, back | alone, apart)
    return Present(
        guids,
        len(names),
        changed,
        unmatched,
        outdated,
        modified,
        paired.renamed,
        by_learner,
        tuple(map(tuple, twins)),
        tuple(answered),
        decks.cards,
        homes(decks, wanted),
        doubled(col, vars(decks).values()),
        names,
        lost(col, left, names, before),
    )


def _others(names: Mapping[int, Names], there: Iterable[Note]) -> Iterator[Names]:
    """By what all is known that is there; of what is wanted, too."""
    yield from names.values()
    for note in there:
        yield Names(note.guid, note.memory.keys)


def field_order(col: Collection) -> List[int] | None:
    """For each of our fields its place in the collection's note type; None without the type."""
    found: Any = col.models.get(MODEL_ID)  # type: ignore[arg-type]
    if found is None:
        return None
    places = field_places(found["flds"])
    missing = [name for name in FIELDS if name not in places]
    if missing:
        raise CollectionError(message("targets.no_field", type=NOTE_TYPE, field=repr(missing[0])))
    return [places[name] for name in FIELDS]


def field_count(col: Collection) -> int:
    """How many fields the collection's note type has."""
    held: Any = col.models.get(MODEL_ID)  # type: ignore[arg-type]
    return len(held["flds"])


def _found(
    col: Collection, in_order: bool, back: Iterable[int], apart: Iterable[int]
) -> Tuple[Dict[str, int], Dict[str, str], Dict[int, Names]]:
    """(GUID → note id, GUID → digest, note id → by what it is known) of our notes, most of their
    text unread.

    One that is tagged as gone is wanted again, if at all: it has no digest, so that it differs. If
    the learner moved fields about, Sync is not the last, and nothing is known without reading. What
    was set aside for a twin is left alone, but for those in `back`; what still sleeps for one is
    looked at.
    """
    differs = f"tags like ? or {TAGGED} or id in {in_list(asleep_for_none(col))}"
    digest = f"case when {differs} then '' else {DIGEST_SQL} end" if in_order else "?"
    # Long lists, not a row for each note: Python's collector goes through every row. Anki does not
    # stop two notes sharing a GUID; the older one is ours, so it comes last.
    sql = (
        "select json_group_array(id), json_group_array(guid), json_group_array(digest),"
        f" json_group_array(names) from (select id, guid, {digest} as digest, {NAMES_SQL} as names"
        f" from notes where mid = ? and (not {TAGGED} or id in {in_list(back)})"
        f" and id not in {in_list(apart)} order by id desc)"
    )
    (lists,) = rows(col, sql, f"% {GONE} %" if in_order else "", MODEL_ID)
    ids, guids, digests, said = map(json.loads, lists)
    names = [Names(guid, keys, known) for guid, (known, keys) in zip(guids, names_said(said))]
    return dict(zip(guids, ids)), dict(zip(guids, digests)), dict(zip(ids, names))


def _waiting(col: Collection, order: List[int], waiting_deck: str, seen: Set[int]) -> List[int]:
    """The ids of notes, but for those `seen`, that wait and may have their answer."""
    decks = decks_called(col, waiting_deck)
    if not decks:
        return []
    # Of a type as it was made the answer is the second field, and most have none.
    wrote = "substr(flds, instr(flds, char(31)) + 1, 1) != char(31)" if order[:2] == [0, 1] else "1"
    sql = (
        f"select id from notes where mid = ? and {wrote} and not {TAGGED} and id in"
        f" (select nid from cards where did in {in_list(decks)} and queue = -1 and type = 0)"
    )
    return [row[0] for row in rows(col, sql, MODEL_ID) if row[0] not in seen]


def _answered(notes: Iterable[PresentNote]) -> List[PresentNote]:
    """Those that wait for an answer which the learner has written."""
    return [note for note in notes if note.waits and note.answered and not is_copy(note)]


def _elsewhere(col: Collection, wanted: Sequence[Note]) -> Set[str]:
    """GUIDs of wanted notes that the learner turned into another note type: theirs, now."""
    # In these words SQLite looks into its index of types; `!=` would read all of our notes.
    others = rows(col, "select guid from notes where mid < ? or mid > ?", MODEL_ID, MODEL_ID)
    theirs = {row[0] for row in others}
    return {note.guid for note in wanted if note.guid in theirs} if theirs else theirs


def notes_in_full(
    col: Collection, note_ids: Sequence[int], order: List[int], waiting_deck: str
) -> List[PresentNote]:
    """The notes in full, their fields in our order. Raises Garbled."""
    if not note_ids:
        return []
    waiting = in_list(decks_called(col, waiting_deck))
    cards = rows(
        col,
        "select nid, min(queue = -1), max(flags & 7), max(reps), min(first), min(queue = -1 and"
        f" type = 0 and reps = 0 and odid = 0 and did in {waiting}"
        # What was reviewed later than it was written last was another card, and was deleted.
        " and (first is null or mod < first / 1000)),"
        f" max({MARKED})"
        " from (select *, (select min(id) from revlog where cid = cards.id) as first from cards"
        f" where nid in {in_list(note_ids)}) group by nid",
    )
    states = {
        nid: (asleep, reps, first, flag, held, aside)
        for nid, held, flag, reps, first, asleep, aside in cards
    }
    shared = is_shared(col)
    many = field_count(col)
    sql = f"select id, guid, flds, tags from notes where id in {in_list(note_ids)}"
    notes = []
    for note_id, guid, text, tags in rows(col, sql):
        parts = text.split("\x1f") if isinstance(text, str) else []
        if len(parts) != many:
            raise Garbled(message("targets.field_count", n=len(parts), many=many))
        *fields, memory = (parts[at] for at in order)
        asleep, reps, first, flag, suspended, aside = states.get(note_id, (1, 0, 0, 0, 1, 0))
        reviewed = first or (UNDATED_REVIEW if reps else 0)
        own, known = tuple(tags.split()), memory_of(memory)
        state = bool(asleep), reviewed, flag, bool(suspended), bool(aside) or TWIN in own, shared
        notes.append(PresentNote(note_id, guid, tuple(fields), own, known, *state))
    return notes


def _unmatched(
    col: Collection, note_ids: Sequence[int], order: Optional[List[int]]
) -> Tuple[Unmatched, ...]:
    """The notes of these ids, whose fields are in our order, or in `order`."""
    if not note_ids:
        return ()
    prompt = "substr(flds, 1, instr(flds, char(31)) - 1)"
    said = "flds" if order else f"{prompt} || char(31) || {SYNC_SQL}"
    first, last = (order[0], order[-1]) if order else (0, 1)
    sql = f"select id, guid, tags, {said} from notes where id in {in_list(note_ids)}"
    found = ((*row, str(text).split("\x1f")) for *row, text in rows(col, sql))
    return tuple(
        Unmatched(note_id, guid, tuple(tags.split()), parts[first], memory.origins)
        for note_id, guid, tags, parts in found
        if (memory := memory_of(parts[min(last, len(parts) - 1)])).of == hash_of(guid)
    )
