"""Applies a plan to an Anki collection (docs/sync-contract.md).

The collection is handed in, open, by the add-on or the command line. Everything is written in few
batches inside one undo step; an exception half-way takes back what was already written. Then the
notes at fault are looked for, and all is written but for them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, List, Sequence, Set, Tuple

from ...contained import contained_together, said_of
from ...errors import CollectionError, Refused
from ...notetype import FIELDS, WRITTEN
from ...sync.collection_plan import UNDO_NAME, CollectionPlan, OfOneNote
from ...sync.details import GONE, namespace
from ...sync.memory import known_by
from ...sync.present_note import Unmatched, Update
from ...words import message
from ..memory import field_of, memory_of
from . import note_type
from .adding import add
from .aside import cards_of, wake
from .decks import decks_called, join_decks
from .deleted import buried_among, remember
from .present import field_order, notes_in_full, present
from .rows import in_list, rows
from .trouble import as_refused, is_no_notes
from .twins import join_twins

if TYPE_CHECKING:
    from anki.collection import Collection, OpChanges

__all__ = ["Applied", "apply", "present"]

_MOST_FAILURES = 10
"""So many notes may fail before any does not: then the fault is none of theirs."""


@dataclass
class Applied:
    """What was done: `plan`, which is all that was to be but for what `failed`. `changes` is what a
    `CollectionOp` returns to Anki's interface, `step` the number of its undo step, 0 for none."""

    plan: CollectionPlan
    changes: OpChanges
    added: int = 0
    updated: int = 0
    gone: int = 0
    joined: int = 0
    note_ids: List[int] = field(default_factory=list)
    failed: List[Tuple[OfOneNote, Exception]] = field(default_factory=list)
    step: int = 0


def apply(col: Collection, plan: CollectionPlan, undo_name: str = UNDO_NAME) -> Applied:
    """Carry out `plan` as one undo step, but for the notes at which that fails: of those nothing is
    written.

    An exception that is no note's fault is raised again after everything that was written has been
    rolled back.
    """
    parts = plan.parts()
    failures, sound = 0, False

    def tried(some: Sequence[OfOneNote]) -> None:
        nonlocal failures, sound
        try:
            _carry_out(col, plan.only(some), undo_name, for_good=False)
        except _AsBefore:
            sound = sound or bool(some)
        except Exception as error:
            failures += len(some) == 1
            if failures < _MOST_FAILURES or sound or is_no_notes(error):
                raise
            told = as_refused(error, col)
            if isinstance(told, Refused):
                raise told from error
            what = message("targets.none_written", why=said_of(error))
            raise CollectionError(what) from error

    def carry_out(some: Sequence[OfOneNote]) -> Applied:
        chosen = plan if len(some) == len(parts) else plan.only(some)
        return _carry_out(col, chosen, undo_name)

    try:
        applied, errors = contained_together(parts, carry_out, tried, is_no_notes)
    except Exception as error:
        told = as_refused(error, col)
        if told is error:
            raise
        raise told from error
    applied.failed = [(parts[at], as_refused(error, col)) for at, error in sorted(errors.items())]
    return applied


def is_last_step(col: Collection, step: int, name: str) -> bool:
    """Whether Anki would undo just the sync that is its undo step of that number and name."""
    status = col.undo_status()
    return bool(step) and (status.last_step, status.undo) == (step, name)


class _AsBefore(Exception):
    """All could be written, and is taken back."""


def _carry_out(
    col: Collection, plan: CollectionPlan, undo_name: str, for_good: bool = True
) -> Applied:
    counts = plan.counts()
    applied = Applied(plan, _no_changes(), counts["add"], counts["update"], counts["gone"])
    if for_good and not plan.changes_anything:
        return applied

    # Files come first: a note must not show what is not there, and a file too many does no harm.
    _add_media(col, plan)

    def write() -> None:
        step = col.add_custom_undo_entry(undo_name)
        if plan.upgrade:
            note_type.upgrade(col)
        join_decks(col, plan.decks, step)
        applied.note_ids = add(col, plan.add)
        removed = join_twins(col, plan.twins)
        _update(col, plan.update)
        col.merge_undo_entries(step)
        _bring_home(col, plan.update, step)
        removed += _mark_gone(col, plan)
        gone, back = (
            [known_by(one.guid, one.memory) for one in notes] for notes in (plan.deleted, plan.add)
        )
        remember(col, gone, removed, back)
        applied.changes, applied.step = col.merge_undo_entries(step), step
        applied.joined = len(plan.twins)
        if not for_good:
            raise _AsBefore

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


def _add_media(col: Collection, plan: CollectionPlan) -> None:
    """The files of notes that will be written, each once; a name says what is in the file."""
    shown = {name for note in plan.add for name in note.media}
    shown.update(name for update in plan.update for name in update.media)
    for name in sorted(shown & set(plan.media)):
        there, picture = Path(col.media.dir(), name), plan.media[name]
        if there.is_file() and there.stat().st_size != picture.stat().st_size:
            # Anki was killed while it wrote it, or the disk was full, and it would keep both.
            there.unlink()
        if not there.exists():
            col.media.write_data(name, picture.read_bytes())


def _update(col: Collection, updates: Sequence[Update]) -> None:
    """Write what was planned, where the note is still what the plan was made from.

    The learner may have edited it while the plan was looked at; then the next sync sees to it.
    """
    order = field_order(col)
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
        remembered = memory_of(note.fields[sync]) == update.before.memory
        if remembered and len(still) == len(update.changes):
            note.fields[sync] = field_of(update.memory, note.guid)
        added = [tag for tag in update.tags if tag not in update.before.tags]
        removed = [tag for tag in update.before.tags if tag not in update.tags]
        note.tags = [tag for tag in note.tags if tag not in removed] + added
        notes.append(note)
    col.update_notes(notes)
    wake(col, [update.note_id for update in updates if update.wake])


def _bring_home(col: Collection, updates: Sequence[Update], step: int) -> None:
    """Move the cards of notes that woke up out of the deck in which they waited."""
    going: Dict[str, List[int]] = {}
    for update in updates:
        if update.wake and update.deck:
            going.setdefault(update.deck, []).append(update.note_id)
    for deck, note_ids in sorted(going.items()):
        deck_id = col.decks.id(deck)
        # Anki remembers thirty steps, and each deck is one.
        col.merge_undo_entries(step)
        # What has the name of a filtered deck cannot be a home.
        if deck_id is not None and not col.decks.is_filtered(deck_id):
            col.set_deck(cards_of(col, note_ids), deck_id)
            col.merge_undo_entries(step)


def _mark_gone(col: Collection, plan: CollectionPlan) -> List[int]:
    """Tag, suspend or delete what is gone; the ids of what was deleted."""
    gone, action = plan.gone, plan.gone_action
    removed: List[Unmatched] = []
    if action == "delete_unreviewed" and gone:
        note_ids = [one.note_id for one in gone]
        kept = _worked_on(col, note_ids, plan.homes) | buried_among(col, note_ids)
        removed = [one for one in gone if one.note_id not in kept]
        col.remove_notes([one.note_id for one in removed])  # type: ignore[misc]
        gone = tuple(one for one in gone if one.note_id in kept)
    ids: List[Any] = [one.note_id for one in gone]
    if ids:
        col.tags.bulk_add(ids, GONE)
    if ids and action == "suspend":
        col.sched.suspend_notes(ids)
    return [one.note_id for one in removed]


def _worked_on(col: Collection, note_ids: Sequence[int], decks: Sequence[str]) -> Set[int]:
    """Those that are not as they were made: reviewed, or in any other deck than `decks`, written
    on, tagged, flagged, or of another mind as to whether to sleep."""
    ours = [id for name in decks for id in decks_called(col, name)]
    # Of one note all cards are treated alike, unless by the learner.
    sql = (
        f"select nid from cards where nid in {in_list(note_ids)} group by nid"
        f" having max(did not in {in_list(ours)}) or min(queue = -1) != max(queue = -1)"
    )
    found = {row[0] for row in rows(col, sql)}
    order = field_order(col)
    for note in notes_in_full(col, note_ids, order, "") if order else []:
        if (
            note.reviewed
            or note.flag
            or note.suspended != note.memory.asleep
            or not all(map(namespace, note.tags))
            or any(map(note.touched, WRITTEN))
        ):
            found.add(note.note_id)
    return found
