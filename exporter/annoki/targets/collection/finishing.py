"""Questions that wait for an answer, and the answer that the learner types for one.

It is written as a sync writes what was answered in Anki's editor (docs/sync-contract.md), but at
once, and named by the learner: so a question that is awake already is finished by it, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Optional

from ...config import Decks
from ...errors import CollectionChanged
from ...notetype import FIELDS, MODEL_ID
from ...sync.collection_plan import CollectionPlan
from ...sync.merge import finished
from ...sync.present_note import WAITING, FieldChange, PresentNote
from ...sync.twins import is_copy
from ...words import message
from .apply import apply
from .aside import TAGGED
from .decks import decks_called
from .present import field_count, field_order, notes_in_full
from .rows import in_list, rows

if TYPE_CHECKING:
    from anki.collection import Collection, OpChanges

UNDO_ANSWER, UNDO_DELETE = "Annoki: answer", "Annoki: delete"
"""What the steps are called in Anki's menu, unless their caller has a word for them."""


def unfinished(col: Collection, decks: Decks) -> List[int]:
    """The ids of what waits for an answer, in reading order, questions before bare highlights;
    what the learner put to sleep, or has answered, does not."""
    order = field_order(col)
    if order is None:
        return []
    parts = "char(31) || flds || char(31)"
    said = " or ".join(f"instr({parts}, char(31) || '{one}' || char(31))" for one in WAITING)
    whole = "length(flds) - length(replace(flds, char(31), '')) = ?"
    sql = f"select id from notes where mid = ? and not {TAGGED} and {whole} and ({said})"
    ids = [row[0] for row in rows(col, sql, MODEL_ID, field_count(col) - 1)]
    sql = f"select nid, min(due) from cards where nid in {in_list(ids)} and type = 0 group by nid"
    due = dict(rows(col, sql))
    notes = notes_in_full(col, ids, order, decks.to_finish)
    found = [
        (one.text("Status") == WAITING[1], due.get(one.note_id, 0), one.note_id)
        for one in notes
        if is_unfinished(one)
    ]
    return [note_id for *_, note_id in sorted(found)]


def note_now(col: Collection, note_id: int, decks: Decks) -> Optional[PresentNote]:
    """The note as it is by now; None if it is no more."""
    order = field_order(col)
    found = notes_in_full(col, [note_id], order, decks.to_finish) if order else []
    return found[0] if found else None


def is_unfinished(note: PresentNote) -> bool:
    """Whether `note` waits for an answer: we put it to sleep, or the learner has woken it."""
    asleep = note.suspended and not (note.memory.asleep and not note.reviewed)
    waits = note.text("Status") in WAITING and not (asleep or note.answered)
    return waits and not (note.aside or is_copy(note))


def as_card(col: Collection, note: PresentNote, answer: str) -> str:
    """The back of the first card of `note`, with its style, as if its answer were `answer`."""
    shown = col.get_note(note.note_id)  # type: ignore[arg-type]
    order = field_order(col) or []
    shown.fields[order[FIELDS.index("Answer")]] = answer
    return shown.ephemeral_card().answer()


def finish(
    col: Collection,
    note: PresentNote,
    answer: str,
    decks: Decks,
    question: str = "",
    undo_name: str = UNDO_ANSWER,
) -> OpChanges:
    """Write `answer`, HTML, into `note`, as one undo step: it is ready, its cards wake, and those
    that lie where notes wait go to the deck of what is answered. A `question`, HTML, asks instead
    of the passage that is the prompt of a bare highlight.

    Raises CollectionChanged if the note is no more as it was looked at.
    """
    now = _unchanged(col, note, decks)
    asked = {"Prompt": question, "Passage": now.text("Prompt")} if question else {}
    changes = [
        FieldChange(name, now.text(name), text)
        for name, text in {**asked, "Answer": answer}.items()
        if text != now.text(name)
    ]
    home = decks.cards if _lies_where_notes_wait(col, note.note_id, decks) else ""
    update = finished(now, changes, home)
    return apply(col, CollectionPlan(update=(update,)), undo_name).changes


def delete(
    col: Collection, note: PresentNote, decks: Decks, undo_name: str = UNDO_DELETE
) -> OpChanges:
    """Delete `note`, as one undo step; what the learner deleted no sync adds again. Raises
    CollectionChanged if the note is no more as it was looked at."""
    _unchanged(col, note, decks)
    step = col.add_custom_undo_entry(undo_name)
    col.remove_notes([note.note_id])  # type: ignore[list-item]
    return col.merge_undo_entries(step)


def _unchanged(col: Collection, note: PresentNote, decks: Decks) -> PresentNote:
    """The note as it is by now, which is as it was looked at."""
    now = note_now(col, note.note_id, decks)
    if now is None or now.fields != note.fields:
        raise CollectionChanged(message("targets.changed"))
    return now


def _lies_where_notes_wait(col: Collection, note_id: int, decks: Decks) -> bool:
    waiting = in_list(decks_called(col, decks.to_finish))
    sql = f"select min(did in {waiting} and odid = 0) from cards where nid = ?"
    ((lies,),) = rows(col, sql, note_id)
    return bool(lies)
