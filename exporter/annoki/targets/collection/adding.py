"""Adds notes to a collection, many at a time."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, Dict, List, Sequence

from ...model import Note
from ...notetype import FIELDS, MODEL_ID
from ..memory import field_of
from .present import field_order

if TYPE_CHECKING:
    from anki.collection import Collection

_BATCH = 100
"""How many notes are handed over at once. With more, Anki takes longer over each."""


def add(col: Collection, notes: Sequence[Note], step: int) -> List[int]:
    """Add `notes` as part of the undo step `step`; their ids."""
    if not notes:
        return []
    from anki.collection import AddNoteRequest
    from anki.notes import NoteId

    decks: Dict[str, Any] = {}
    for name in sorted({note.deck for note in notes}):
        decks[name] = col.decks.id(name)
        col.merge_undo_entries(step)  # Anki remembers thirty steps, and each deck is one
    found: Any = col.models.get(MODEL_ID)  # type: ignore[arg-type]
    order = field_order(col) or []
    # For each field of the type, ours or the learner's own, which of a note's texts it takes.
    taken = [order.index(at) if at in order else len(FIELDS) for at in range(len(found["flds"]))]
    in_place = itemgetter(*taken)
    # Each batch is written with the same objects: to ask Anki for one a note took half the time.
    blank = [col.new_note(found) for _ in notes[:_BATCH]]
    added: List[int] = []
    for start in range(0, len(notes), _BATCH):
        batch = list(zip(blank, notes[start : start + _BATCH]))
        for note, wanted in batch:
            note.id = NoteId(0)
            note.guid = wanted.guid
            note.tags = list(wanted.tags)
            note.fields = list(in_place((*wanted.fields, field_of(wanted.memory), "")))
        col.add_notes([AddNoteRequest(note, decks[wanted.deck]) for note, wanted in batch])
        added += [note.id for note, _ in batch]
        col.merge_undo_entries(step)  # Anki remembers thirty steps, the learner's among them
    return added
