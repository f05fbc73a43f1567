"""Reads what an Anki collection holds of ours, and applies a plan to it (design section 5).

The collection is handed in, open, by the add-on or the command line. Everything is written in few
batches inside one undo step; an exception half-way takes back what was already written.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterable, List, Sequence, Set, Tuple

from ..config import Decks
from ..errors import AnnokiError
from ..model import Note
from ..notetype import FIELDS, MODEL_ID, NAME
from ..plan import GONE, Plan, Present, PresentNote, Unmatched, Update
from ..sync_field import (
    DIGEST_FROM_END,
    HASH_LENGTH,
    ORIGIN_FROM_END,
    digest_of,
    hash_of,
    parse,
    with_origin,
)
from . import note_type

if TYPE_CHECKING:
    from anki.collection import Collection, OpChanges

UNDO_NAME = "Annoki sync"
_SYNC = FIELDS.index("Sync")


class CollectionError(AnnokiError):
    """The collection cannot be synced into; nothing was written."""


@dataclass
class Applied:
    """What was done. `changes` is what a `CollectionOp` returns to Anki's interface."""

    changes: OpChanges
    added: int = 0
    updated: int = 0
    gone: int = 0
    note_ids: List[int] = field(default_factory=list)


def present(
    col: Collection, wanted: Sequence[Note], waiting_deck: str = Decks().to_finish
) -> Present:
    """What `col` holds of ours, in full only where it differs from `wanted`.

    `waiting_deck` is where unfinished notes wait for their answer. Raises CollectionError if the
    note type was altered in a way that notes no longer fit.
    """
    elsewhere = _elsewhere(col, wanted)
    order = _field_order(col)
    if order is None:
        return Present(frozenset(elsewhere))
    in_order = order == list(range(len(FIELDS)))
    ids: Dict[str, int] = {}
    differing: List[int] = []
    digests = {note.guid: digest_of(note.fields[_SYNC]) for note in wanted}
    gone = {row[0] for row in _rows(col, _GONE_SQL, MODEL_ID, f"% {GONE} %")}
    for note_id, guid, digest in _digests(col, in_order):
        # Anki does not stop two notes sharing a GUID; the older one is ours.
        if ids.setdefault(guid, note_id) != note_id:
            continue
        if guid in digests and (digest != digests[guid] or note_id in gone):
            differing.append(note_id)
    others = [note_id for guid, note_id in ids.items() if guid not in digests]
    changed = {note.guid: note for note in _load(col, differing, order, waiting_deck)}
    known = elsewhere.union(ids)
    strangers = [note for note in wanted if note.source_ids and note.guid not in known]
    renamed = _by_source_id(strangers, _load(col, others if strangers else [], order, waiting_deck))
    changed.update(renamed)
    taken = {note.note_id for note in renamed.values()}
    unmatched = _unmatched(col, [one for one in others if one not in taken], in_order)
    known.update(renamed)
    return Present(frozenset(known), len(ids), changed, unmatched, note_type.outdated(col))


def apply(
    col: Collection,
    plan: Plan,
    seed: Callable[[], Path],
    gone_action: str = "tag",
    undo_name: str = UNDO_NAME,
) -> Applied:
    """Carry out `plan` as one undo step.

    `seed` gives the package that the note type comes from; `gone_action` is `Config.gone`. Any
    exception is raised again after everything that was written has been rolled back.
    """
    applied = Applied(_no_changes(), len(plan.add), len(plan.update), len(plan.gone))
    if not plan.changes_anything:
        return applied

    def write() -> None:
        step = col.add_custom_undo_entry(undo_name)
        note_type.ensure(col, seed)
        if plan.upgrade:
            note_type.upgrade(col)
        applied.note_ids = _add(col, plan.add, step)
        _update(col, plan.update)
        _mark_gone(col, plan.gone, gone_action)
        applied.changes = col.merge_undo_entries(step)

    assert col.db is not None
    try:
        col.db.transact(write)
    except BaseException:
        # Anki still remembers steps that were rolled back; any raw write makes it forget them.
        col.db.execute("delete from graves where 0")
        col.models._clear_cache()
        raise
    return applied


def _no_changes() -> OpChanges:
    from anki.collection import OpChanges

    return OpChanges()


def _field_order(col: Collection) -> List[int] | None:
    """For each of our fields its place in the collection's note type; None without the type."""
    found: Any = col.models.get(MODEL_ID)  # type: ignore[arg-type]
    if found is None:
        return None
    names = [one["name"] for one in found["flds"]]
    missing = [name for name in FIELDS if name not in names]
    if missing:
        raise CollectionError(
            f"the note type {NAME} has lost its field {missing[0]!r}; give it back its name "
            "(Tools > Manage Note Types > Fields) and sync again"
        )
    return [names.index(name) for name in FIELDS]


def _digests(col: Collection, in_order: bool) -> List[Tuple[int, str, str]]:
    """(note id, GUID, digest) of each of our notes, without reading their text."""
    if in_order:
        sql = (
            f"select id, guid, substr(flds, {-DIGEST_FROM_END}, {HASH_LENGTH})"
            " from notes where mid = ? order by id"
        )
        return _rows(col, sql, MODEL_ID)
    # The learner moved fields about: Sync is not the last, so nothing is known without reading.
    return [(*row, "") for row in _rows(col, "select id, guid from notes where mid = ?", MODEL_ID)]


def _rows(col: Collection, sql: str, *args: Any) -> List[Any]:
    assert col.db is not None
    return list(col.db.all(sql, *args))


_GONE_SQL = "select id from notes where mid = ? and tags like ?"


def _elsewhere(col: Collection, wanted: Sequence[Note]) -> Set[str]:
    """GUIDs of wanted notes that the learner turned into another note type: theirs, now."""
    guids = {note.guid for note in wanted}
    rows = _rows(col, "select guid from notes where mid != ?", MODEL_ID)
    return guids.intersection(row[0] for row in rows)


def _load(
    col: Collection, note_ids: Sequence[int], order: List[int], waiting_deck: str
) -> List[PresentNote]:
    """The notes in full, their fields in our order."""
    if not note_ids:
        return []
    awake = {
        row[0]
        for row in _rows(
            col,
            f"select distinct nid from cards where nid in {_in(note_ids)}"
            " and (queue != -1 or type != 0 or reps != 0 or odid != 0 or did != ?"
            " or id in (select cid from revlog))",
            col.decks.id_for_name(waiting_deck) or 0,
        )
    }
    sql = f"select id, guid, flds, tags from notes where id in {_in(note_ids)}"
    notes = []
    for note_id, guid, text, tags in _rows(col, sql):
        parts = text.split("\x1f")
        fields = tuple(parts[at] for at in order)
        notes.append(PresentNote(note_id, guid, fields, tuple(tags.split()), note_id not in awake))
    return notes


def _in(ids: Iterable[int]) -> str:
    return "(" + ",".join(map(str, ids)) + ")"


def _unmatched(col: Collection, note_ids: Sequence[int], in_order: bool) -> Tuple[Unmatched, ...]:
    if not note_ids:
        return ()
    origin = f"substr(flds, {-ORIGIN_FROM_END}, {HASH_LENGTH})" if in_order else "''"
    prompt = "substr(flds, 1, instr(flds, char(31)) - 1)" if in_order else "sfld"
    sql = f"select id, guid, tags, {prompt}, {origin} from notes where id in {_in(note_ids)}"
    return tuple(
        Unmatched(note_id, guid, tuple(tags.split()), str(prompt), origin)
        for note_id, guid, tags, prompt, origin in _rows(col, sql)
    )


def _by_source_id(
    wanted: Sequence[Note], unmatched: Sequence[PresentNote]
) -> Dict[str, PresentNote]:
    """Notes whose GUID changed with their lead, found by what the source calls them."""
    by_id: Dict[str, PresentNote] = {}
    for note in unmatched:
        for source_id in parse(note.fields[_SYNC]).ids:
            by_id.setdefault(source_id, note)
    found: Dict[str, PresentNote] = {}
    taken: Set[int] = set()
    for new in wanted:
        have = next((by_id[one] for one in new.source_ids if one in by_id), None)
        if have and have.note_id not in taken:
            found[new.guid] = have
            taken.add(have.note_id)
    return found


def _add(col: Collection, notes: Sequence[Note], step: int) -> List[int]:
    from anki.collection import AddNoteRequest

    if not notes:
        return []
    kind: Any = col.models.get(MODEL_ID)  # type: ignore[arg-type]
    order = _field_order(col)
    assert order is not None
    decks = {}
    for name in sorted({note.deck for note in notes}):
        decks[name] = col.decks.id(name)
        col.merge_undo_entries(step)  # Anki remembers thirty steps, and each deck is one
    requests = []
    blank = col.new_note(kind)
    for wanted in notes:
        note = copy(blank)  # a new one from Anki for each would take half the time of a first sync
        note.fields = list(blank.fields)
        note.guid = wanted.guid
        for text, at in zip(wanted.fields, order):
            note.fields[at] = text
        note.fields[order[_SYNC]] = with_origin(wanted.fields[_SYNC], wanted.origin)
        note.tags = list(wanted.tags)
        requests.append(AddNoteRequest(note, decks[wanted.deck]))  # type: ignore[arg-type]
    col.add_notes(requests)
    asleep = [one.note.id for one, wanted in zip(requests, notes) if wanted.suspended]
    if asleep:
        col.sched.suspend_cards(_cards(col, asleep))
    return [one.note.id for one in requests]


def _cards(col: Collection, note_ids: Sequence[int]) -> List[Any]:
    sql = f"select id from cards where nid in {_in(note_ids)}"
    return [row[0] for row in _rows(col, sql)]


def _update(col: Collection, updates: Sequence[Update]) -> None:
    """Write what was planned, where the note is still what the plan was made from.

    The learner may have edited it while the plan was looked at; then the next sync sees to it.
    """
    order = _field_order(col)
    if not updates or order is None:
        return
    place = dict(zip(FIELDS, order))
    notes = []
    for update in updates:
        note = col.get_note(update.note_id)  # type: ignore[arg-type]
        still = [one for one in update.changes if note.fields[place[one.name]] == one.before]
        for change in still:
            note.fields[place[change.name]] = change.after
        sync = place["Sync"]
        if len(still) == len(update.changes) and note.fields[sync] == update.before.fields[_SYNC]:
            note.fields[sync] = update.memory
        added = [tag for tag in update.tags if tag not in update.before.tags]
        removed = [tag for tag in update.before.tags if tag not in update.tags]
        note.tags = [tag for tag in note.tags if tag not in removed] + added
        notes.append(note)
    col.update_notes(notes)
    woken = [update.note_id for update in updates if update.wake]
    if woken:
        col.sched.unsuspend_cards(_cards(col, woken))


def _mark_gone(col: Collection, gone: Sequence[Unmatched], action: str) -> None:
    if not gone:
        return
    ids: List[Any] = [one.note_id for one in gone]
    if action == "delete_unreviewed":
        kept = _worked_on(col, ids)
        col.remove_notes([one for one in ids if one not in kept])
        ids = [one for one in ids if one in kept]
    if ids:
        col.tags.bulk_add(ids, GONE)
    if ids and action == "suspend":
        col.sched.suspend_cards(_cards(col, ids))


def _worked_on(col: Collection, note_ids: Sequence[int]) -> Set[int]:
    """Those that were ever reviewed, or hold something that the learner wrote."""
    sql = (
        f"select distinct nid from cards where nid in {_in(note_ids)}"
        " and (reps > 0 or id in (select cid from revlog))"
    )
    found = {row[0] for row in _rows(col, sql)}
    order = _field_order(col)
    for note in _load(col, note_ids, order, "") if order else []:
        pushed = parse(note.fields[_SYNC])
        for name, text in zip(FIELDS, note.fields):
            if name != "Sync" and hash_of(text) != pushed.content.get(name, hash_of("")):
                found.add(note.note_id)
    return found
