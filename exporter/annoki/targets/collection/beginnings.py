"""Single notes of a collection in full: one by name, those that may begin like another."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Optional

from ...notetype import MODEL_ID
from ...sync.cut import word_of
from ...sync.present_note import PresentNote
from .present import field_order, notes_in_full
from .rows import rows

if TYPE_CHECKING:
    from anki.collection import Collection


def beginning_like(col: Collection, text: str) -> List[PresentNote]:
    """Our notes that hold words of the beginning of `text` (HTML), which may be torn at its end."""
    word = word_of(text)
    return _where(col, "instr(flds, ?)", word) if word else []


def of_guid(col: Collection, guid: str) -> Optional[PresentNote]:
    """Our note `guid`."""
    return next(iter(_where(col, "guid = ?", guid)), None)


def _where(col: Collection, condition: str, value: str) -> List[PresentNote]:
    order = field_order(col)
    if order is None:
        return []
    sql = f"select id from notes where mid = ? and {condition}"
    ids = [row[0] for row in rows(col, sql, MODEL_ID, value)]
    return notes_in_full(col, ids, order, "")
