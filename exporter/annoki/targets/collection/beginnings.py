"""The notes of a collection that may begin like another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, List

from ...notetype import MODEL_ID
from ...sync.cut import first_words
from ...sync.present_note import PresentNote
from .present import field_order, notes_in_full, rows

if TYPE_CHECKING:
    from anki.collection import Collection


def beginning_like(col: Collection, text: str) -> List[PresentNote]:
    """Our notes that hold the first words of `text` (HTML), which may be torn at its end."""
    order = field_order(col)
    if order is None:
        return []
    sql = "select id from notes where mid = ? and instr(flds, ?)"
    ids = [row[0] for row in rows(col, sql, MODEL_ID, first_words(text))]
    return notes_in_full(col, ids, order, "")
