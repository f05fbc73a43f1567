"""Reads what an Anki collection holds of ours, and applies a plan to it (design section 5).

The collection is handed in, open, by the add-on or the command line. Everything is written in few
batches inside one undo step; an exception half-way takes back what was already written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterable, List, Sequence, Set, Tuple

from ..errors import AnnokiError
from ..model import Note
from ..notetype import FIELDS, MODEL_ID, NAME
from ..plan import GONE, Plan, Present, PresentNote, Unmatched, Update
from ..sync_field import DIGEST_FROM_END, DIGEST_LENGTH, parse
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


def present(col: Collection, wanted: Sequence[Note]) -> Present:
    """What `col` holds of ours, in full only where it differs from `wanted`.

    Raises CollectionError if the note type was altered in a way that notes no longer fit.
    """
    order = _field_order(col)
    if order is None:
        return Present(frozenset(), {}, ())
    rows = _digests(col, in_order=order == list(range(len(FIELDS))))
    ids: Dict[str, int] = {}
    differing: List[int] = []
    by_guid = {note.guid: note for note in wanted}
    digests = {note.guid: _digest(note.fields[_SYNC]) for note in wanted}
    gone = set(_gone(col))
    for note_id, guid, digest in rows:
        # Anki does not stop two notes sharing a GUID; the older one is ours.
        if ids.setdefault(guid, note_id) != note_id:
            continue
        if guid in digests and (digest != digests[guid] or note_id in gone):
            differing.append(note_id)
    unmatched = _unmatched(col, [note_id for guid, note_id in ids.items() if guid not in by_guid])
    changed = {note.guid: note for note in _load(col, differing, order)}
    renamed = _by_source_id(
        col, [note for note in wanted if note.source_ids and note.guid not in ids], unmatched, order
    )
    changed.update(renamed)
    taken = {note.note_id for note in renamed.values()}
    left = tuple(one for one in unmatched if one.note_id not in taken)
    return Present(frozenset(ids) | frozenset(renamed), changed, left)


def apply(
    col: Collection,
    plan: Plan,
    seed: Callable[[], Path],
    gone_action: str = "tag",
    undo_name: str = UNDO_NAME,
) -> Applied:
    """Carry out `plan` as one undo step.

    `seed` gives the package that the note type comes from; `gone_action` is `Config.gone`.

    Any exception is raised again after what was written has been taken back.
    """
    if not plan.changes_anything and not note_type.outdated(col):
        return Applied(_no_changes())
    step = col.add_custom_undo_entry(undo_name)
    try:
        note_type.ensure(col, seed)
        note_type.upgrade(col)
        added = _add(col, plan.add)
        _update(col, plan.update)
        _mark_gone(col, plan.gone, gone_action)
        changes = col.merge_undo_entries(step)
    except BaseException:
        col.merge_undo_entries(step)
        col.undo()
        raise
    return Applied(changes, len(plan.add), len(plan.update), len(plan.gone), added)


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
            f"select id, guid, substr(flds, {-DIGEST_FROM_END}, {DIGEST_LENGTH})"
            " from notes where mid = ? order by id"
        )
        return _rows(col, sql, MODEL_ID)
    # The learner moved fields about: Sync is not the last, so nothing is known without reading.
    return [(*row, "") for row in _rows(col, "select id, guid from notes where mid = ?", MODEL_ID)]


def _rows(col: Collection, sql: str, *args: Any) -> List[Any]:
    assert col.db is not None
    return list(col.db.all(sql, *args))


def _digest(sync: str) -> str:
    return sync[-DIGEST_FROM_END:][:DIGEST_LENGTH]


def _gone(col: Collection) -> List[int]:
    sql = "select id from notes where mid = ? and tags like ?"
    return [row[0] for row in _rows(col, sql, MODEL_ID, f"% {GONE} %")]


def _load(col: Collection, note_ids: Sequence[int], order: List[int]) -> List[PresentNote]:
    """The notes in full, their fields in our order."""
    if not note_ids:
        return []
    awake = {
        row[0]
        for row in _rows(
            col,
            f"select distinct nid from cards where nid in {_in(note_ids)}"
            " and not (queue = -1 and type = 0 and reps = 0)",
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


def _unmatched(col: Collection, note_ids: Sequence[int]) -> List[Unmatched]:
    if not note_ids:
        return []
    sql = f"select id, guid, tags, sfld from notes where id in {_in(note_ids)}"
    return [
        Unmatched(note_id, guid, tuple(tags.split()), str(prompt))
        for note_id, guid, tags, prompt in _rows(col, sql)
    ]


def _by_source_id(
    col: Collection, wanted: Sequence[Note], unmatched: Sequence[Unmatched], order: List[int]
) -> Dict[str, PresentNote]:
    """Notes whose GUID changed with their lead, found by what the source calls them."""
    if not wanted or not unmatched:
        return {}
    by_id: Dict[str, PresentNote] = {}
    for note in _load(col, [one.note_id for one in unmatched], order):
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


def _add(col: Collection, notes: Sequence[Note]) -> List[int]:
    from anki.collection import AddNoteRequest

    if not notes:
        return []
    kind: Any = col.models.get(MODEL_ID)  # type: ignore[arg-type]
    order = _field_order(col)
    assert order is not None
    decks = {name: col.decks.id(name) for name in sorted({note.deck for note in notes})}
    requests = []
    for wanted in notes:
        note = col.new_note(kind)
        note.guid = wanted.guid
        for text, at in zip(wanted.fields, order):
            note.fields[at] = text
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
    if not updates:
        return
    order = _field_order(col)
    assert order is not None
    notes = []
    for update in updates:
        note = col.get_note(update.note_id)  # type: ignore[arg-type]
        for text, at in zip(update.fields, order):
            note.fields[at] = text
        note.tags = list(update.tags)
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
        sql = f"select distinct nid from cards where nid in {_in(ids)} and reps > 0"
        reviewed = {row[0] for row in _rows(col, sql)}
        col.remove_notes([one for one in ids if one not in reviewed])
        ids = [one for one in ids if one in reviewed]
    if ids:
        col.tags.bulk_add(ids, GONE)
    if ids and action == "suspend":
        col.sched.suspend_cards(_cards(col, ids))
