"""The notes of a collection that may begin like another one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, List

from ...notetype import MODEL_ID
from ...sync.present_note import PresentNote
from .present import field_order, notes_in_full, rows

if TYPE_CHECKING:
    from anki.collection import Collection

_WORDS = re.compile(r"[^<>&\s]+")
_LONG, _TORN = 24, 4


def beginning_like(col: Collection, text: str) -> List[PresentNote]:
    """Our notes that hold the first words of `text` (HTML), which may be torn at its end."""
    order = field_order(col)
    if order is None:
        return []
    first = _WORDS.search(re.sub(r"<[^<>]*>", " ", text)[: -_TORN or None])
    sql = "select id from notes where mid = ? and instr(flds, ?)"
    ids = [row[0] for row in rows(col, sql, MODEL_ID, first.group()[:_LONG] if first else "")]
    return notes_in_full(col, ids, order, "")
