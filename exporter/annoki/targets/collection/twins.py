"""Joins twins in a collection, as part of one undo step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, Sequence

from ...notetype import FIELDS
from ...sync.present_note import PresentNote
from ...sync.twins import Joined
from ..memory import field_of
from .aside import cards_of, set_aside, wake
from .present import field_order
from .rows import in_list, rows

if TYPE_CHECKING:
    from anki.collection import Collection


def join_twins(col: Collection, twins: Sequence[Joined]) -> List[int]:
    """Carry out what was planned for `twins`; the ids of the notes that are no more.

    A group in which a note has changed since is left to the next sync.
    """
    order = field_order(col)
    still = [one for one in twins if order is not None and _as_planned(col, one, order)]
    if not still or order is None:
        return []
    notes = []
    for one in still:
        note = col.get_note(one.after.note_id)  # type: ignore[arg-type]
        texts = (*one.after.fields, field_of(one.after.memory, note.guid))
        for place, text in zip(order, texts):
            note.fields[place] = text
        note.tags = list(one.after.tags)
        notes.append(note)
    col.update_notes(notes)
    for flag in sorted({one.flag for one in still if one.flag}):
        flagged = [one.after.note_id for one in still if one.flag == flag]
        col.set_user_flag_for_cards(flag, cards_of(col, flagged))
    back = [one.after for one in still if one.before.aside]
    wake(col, _ids(back), _ids([one for one in back if one.memory.asleep]))
    set_aside(col, [note_id for one in still for note_id in one.set_aside])
    suspended: List[Any] = [one.after.note_id for one in still if one.suspend]
    if suspended:
        col.sched.suspend_notes(suspended)
    removed: List[Any] = [note_id for one in still for note_id in one.removed]
    if removed:
        col.remove_notes(removed)
    return removed


def _as_planned(col: Collection, one: Joined, order: Sequence[int]) -> bool:
    """Whether the notes of `one` are there, and the one that stays is as it was read."""
    found = rows(col, f"select id, flds from notes where id in {in_list(one.note_ids)}")
    texts = {note_id: flds.split("\x1f") for note_id, flds in found}
    if len(texts) < len(one.note_ids):
        return False
    held = [texts[one.before.note_id][place] for place in order[: len(FIELDS) - 1]]
    return held == list(one.before.fields)


def _ids(notes: Sequence[PresentNote]) -> List[int]:
    return [one.note_id for one in notes]
