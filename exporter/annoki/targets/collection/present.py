"""Reads what a collection holds of ours, in few and narrow queries.

A hundred thousand notes are recognised as unchanged by the digest that ends their field Sync; only
those that differ are read in full.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Dict, Iterable, List, Sequence, Set, Tuple

from ...config import Decks
from ...errors import CollectionError
from ...model import Note
from ...notetype import FIELDS, MODEL_ID, NOTE_TYPE
from ...sync.memory import alias
from ...sync.merge import GONE, PresentNote
from ...sync.plan import Present, Unmatched
from ..memory import DIGEST_SQL, ORIGIN_SQL, digest_of, memory_of
from . import note_type

if TYPE_CHECKING:
    from anki.collection import Collection


def present(
    col: Collection, wanted: Sequence[Note], waiting_deck: str = Decks().to_finish
) -> Present:
    """What `col` holds of ours, in full only where it differs from `wanted`.

    `waiting_deck` is where unfinished notes wait for their answer. Raises CollectionError if the
    note type was altered in a way that notes no longer fit.
    """
    modified = col.mod
    elsewhere = _elsewhere(col, wanted)
    order = field_order(col)
    if order is None:
        return Present(frozenset(elsewhere), modified=modified)
    in_order = order == list(range(len(FIELDS)))
    ids, digests = _found(col, in_order)
    differing = [
        ids[note.guid]
        for note in wanted
        if (digest := digests.get(note.guid)) is not None and digest != digest_of(note.memory)
    ]
    sought = {note.guid for note in wanted}
    others = [note_id for guid, note_id in ids.items() if guid not in sought]
    changed = {note.guid: note for note in notes_in_full(col, differing, order, waiting_deck)}
    known = frozenset().union(ids, elsewhere)
    strangers = [note for note in wanted if note.guid not in known]
    renamed = _by_source_id(
        strangers, notes_in_full(col, others if strangers else [], order, waiting_deck)
    )
    changed.update(renamed)
    taken = {note.note_id for note in renamed.values()}
    unmatched = _unmatched(col, [one for one in others if one not in taken], in_order)
    outdated = note_type.outdated(col)
    return Present(known.union(renamed), len(ids), changed, unmatched, outdated, modified)


def field_order(col: Collection) -> List[int] | None:
    """For each of our fields its place in the collection's note type; None without the type."""
    found: Any = col.models.get(MODEL_ID)  # type: ignore[arg-type]
    if found is None:
        return None
    names = [one["name"] for one in found["flds"]]
    missing = [name for name in FIELDS if name not in names]
    if missing:
        raise CollectionError(
            f"the note type {NOTE_TYPE} has lost its field {missing[0]!r}; give it back its name "
            "(Tools > Manage Note Types > Fields) and sync again"
        )
    return [names.index(name) for name in FIELDS]


def _found(col: Collection, in_order: bool) -> Tuple[Dict[str, int], Dict[str, str]]:
    """(GUID → note id, GUID → digest) of each of our notes, without reading their text.

    One that is tagged as gone is wanted again, if at all: it has no digest, so that it differs. If
    the learner moved fields about, Sync is not the last, and nothing is known without reading.
    """
    digest = f"case when tags like ? then '' else {DIGEST_SQL} end" if in_order else "?"
    # Three long lists, not a row for each note: Python's collector goes through every row. Anki
    # does not stop two notes sharing a GUID; the older one is ours, so it comes last.
    sql = (
        "select json_group_array(id), json_group_array(guid), json_group_array(digest)"
        f" from (select id, guid, {digest} as digest from notes where mid = ? order by id desc)"
    )
    (lists,) = rows(col, sql, f"% {GONE} %" if in_order else "", MODEL_ID)
    ids, guids, digests = map(json.loads, lists)
    return dict(zip(guids, ids)), dict(zip(guids, digests))


def rows(col: Collection, sql: str, *args: Any) -> List[Any]:
    """The rows that `sql` gives."""
    assert col.db is not None
    return list(col.db.all(sql, *args))


def _elsewhere(col: Collection, wanted: Sequence[Note]) -> Set[str]:
    """GUIDs of wanted notes that the learner turned into another note type: theirs, now."""
    # In these words SQLite looks into its index of types; `!=` would read all of our notes.
    others = rows(col, "select guid from notes where mid < ? or mid > ?", MODEL_ID, MODEL_ID)
    theirs = {row[0] for row in others}
    return {note.guid for note in wanted if note.guid in theirs} if theirs else theirs


def notes_in_full(
    col: Collection, note_ids: Sequence[int], order: List[int], waiting_deck: str
) -> List[PresentNote]:
    """The notes in full, their fields in our order."""
    if not note_ids:
        return []
    awake = {
        row[0]
        for row in rows(
            col,
            f"select distinct nid from cards where nid in {in_list(note_ids)}"
            " and (queue != -1 or type != 0 or reps != 0 or odid != 0 or did != ?"
            " or id in (select cid from revlog))",
            col.decks.id_for_name(waiting_deck) or 0,
        )
    }
    sql = f"select id, guid, flds, tags from notes where id in {in_list(note_ids)}"
    notes = []
    for note_id, guid, text, tags in rows(col, sql):
        parts = text.split("\x1f")
        *fields, memory = (parts[at] for at in order)
        asleep = note_id not in awake
        own = tuple(tags.split())
        notes.append(PresentNote(note_id, guid, tuple(fields), own, memory_of(memory), asleep))
    return notes


def in_list(ids: Iterable[int]) -> str:
    """`ids` as SQL's `in` wants them."""
    return "(" + ",".join(map(str, ids)) + ")"


def _unmatched(col: Collection, note_ids: Sequence[int], in_order: bool) -> Tuple[Unmatched, ...]:
    if not note_ids:
        return ()
    origin = ORIGIN_SQL if in_order else "''"
    prompt = "substr(flds, 1, instr(flds, char(31)) - 1)" if in_order else "sfld"
    sql = f"select id, guid, tags, {prompt}, {origin} from notes where id in {in_list(note_ids)}"
    return tuple(
        Unmatched(note_id, guid, tuple(tags.split()), str(prompt), origin)
        for note_id, guid, tags, prompt, origin in rows(col, sql)
    )


def _by_source_id(
    wanted: Sequence[Note], unmatched: Sequence[PresentNote]
) -> Dict[str, PresentNote]:
    """Notes whose GUID changed with their lead, found by what the source calls them, or by the
    GUID that they have through another face."""
    by_id: Dict[str, PresentNote] = {}
    for note in unmatched:
        for source_id in (alias(note.guid), *note.memory.ids):
            by_id.setdefault(source_id, note)
    found: Dict[str, PresentNote] = {}
    taken: Set[int] = set()
    for new in wanted:
        have = next(
            (by_id[one] for one in (*new.memory.ids, alias(new.guid)) if one in by_id), None
        )
        if have and have.note_id not in taken:
            found[new.guid] = have
            taken.add(have.note_id)
    return found
