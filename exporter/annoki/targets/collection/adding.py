"""Adds notes to a collection, many at a time.

Anki's own work on a note cannot be helped; what is done around it here costs as little as it can.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Sequence

from ...model import Note
from ...notetype import FIELDS, MODEL_ID
from ...sync.memory import with_origin
from .present import field_order

if TYPE_CHECKING:
    from anki.collection import Collection
    from anki.decks import DeckId

_SYNC = FIELDS.index("Sync")
_BATCH = 1_000
"""How many notes are handed over at once. With more, Anki takes longer over each."""

_MANY = 1_000
"""From how many notes on it matters what is done around Anki's work on each."""


def add(col: Collection, notes: Sequence[Note], step: int) -> List[int]:
    """Add `notes` as part of the undo step `step`; their ids."""
    if not notes:
        return []
    decks: Dict[str, Any] = {}
    for name in sorted({note.deck for note in notes}):
        decks[name] = col.decks.id(name)
        col.merge_undo_entries(step)  # Anki remembers thirty steps, and each deck is one
    ours = _ours(col)
    added: List[int] = []
    for start in range(0, len(notes), _BATCH):
        batch = notes[start : start + _BATCH]
        ids = _add_quickly(col, batch, decks, ours) if len(notes) >= _MANY else None
        added += _add(col, batch, decks, ours) if ids is None else ids
        col.merge_undo_entries(step)
    return added


def _add_quickly(
    col: Collection, notes: Sequence[Note], decks: Mapping[str, DeckId], ours: List[int]
) -> Optional[List[int]]:
    """Add `notes` as the one message that Anki's `add_notes` would make of them.

    Anki makes an object and three copies of each note: a quarter as much work again. None,
    and nothing is added, if another add-on wants to see each note before, or if this Anki takes
    messages in another way.
    """
    from anki import hooks

    if hooks.note_will_be_added.count() or hooks.note_will_flush.count():
        return None
    try:
        from anki.notes_pb2 import AddNotesRequest, AddNotesResponse

        send = col._backend.add_notes_raw
        message = AddNotesRequest()
        for wanted in notes:
            request = message.requests.add()
            request.deck_id = decks[wanted.deck]
            note = request.note
            note.guid = wanted.guid
            note.notetype_id = MODEL_ID
            note.fields.extend(_fields(wanted, ours))
            note.tags.extend(wanted.tags)
        parse = AddNotesResponse.FromString
    except (ImportError, AttributeError):
        return None
    return list(parse(send(message.SerializeToString())).nids)


def _add(
    col: Collection, notes: Sequence[Note], decks: Mapping[str, DeckId], ours: List[int]
) -> List[int]:
    """Add `notes` by Anki's public way."""
    from anki.collection import AddNoteRequest
    from anki.notes import Note as AnkiNote

    requests = []
    blank = vars(col.new_note(col.models.get(MODEL_ID)))  # type: ignore[arg-type]
    for wanted in notes:
        # A new one from Anki for each would take half the time of a first sync, and `copy` looks
        # for what Anki's notes lack among their old names.
        note = AnkiNote.__new__(AnkiNote)
        vars(note).update(blank)
        note.guid = wanted.guid
        note.fields = _fields(wanted, ours)
        note.tags = list(wanted.tags)
        requests.append(AddNoteRequest(note, decks[wanted.deck]))
    col.add_notes(requests)
    return [one.note.id for one in requests]


_NONE = len(FIELDS)


def _ours(col: Collection) -> List[int]:
    """For each field of the collection's note type which of ours it is; `_NONE` if it is none."""
    found: Any = col.models.get(MODEL_ID)  # type: ignore[arg-type]
    order = field_order(col)
    assert order is not None
    ours = [_NONE] * len(found["flds"])
    for n, at in enumerate(order):
        ours[at] = n
    return ours


def _fields(wanted: Note, ours: List[int]) -> List[str]:
    texts = [*wanted.fields, ""]  # the last one for `_NONE`
    texts[_SYNC] = with_origin(texts[_SYNC], wanted.origin)
    return [texts[n] for n in ours]
