"""The cards that notes give, rendered by Anki, without a row being written."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Iterator, List, NamedTuple, Sequence

from ...files.whole import workplace
from ...model import Note
from ...notetype import MODEL_ID, WRITTEN, field_places
from .adding import add

if TYPE_CHECKING:
    from anki.collection import Collection


class CardLook(NamedTuple):
    """A card: the HTML of its two sides, and the style of its note type."""

    front: str
    back: str
    css: str


def card_looks(col: Collection, notes: Sequence[Note]) -> List[CardLook]:
    """The first card of each of `notes`, as it will look in `col`: by the note type as the learner
    has it there, or by ours where the notes have yet to bring it."""
    if not notes:
        return []
    if col.models.get(MODEL_ID) is not None:  # type: ignore[arg-type]
        return list(_each(col, notes))
    from anki.collection import Collection as Opened

    # Anki renders by a note type that a collection has.
    with workplace() as folder, closing(Opened(str(folder / "collection.anki2"))) as other:
        add(other, notes[:1])
        return list(_each(other, notes))


def _each(col: Collection, notes: Sequence[Note]) -> Iterator[CardLook]:
    held = col.models.get(MODEL_ID)  # type: ignore[arg-type]
    assert held is not None
    places = field_places(held["flds"])
    for note in notes:
        made = col.new_note(held)
        for name, text in zip(WRITTEN, note.fields):
            if name in places:
                made.fields[places[name]] = text
        output = made.ephemeral_card().render_output()
        yield CardLook(output.question_text, output.answer_text, output.css)
