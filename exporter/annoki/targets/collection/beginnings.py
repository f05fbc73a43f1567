"""Single notes of a collection in full: one by name, those that may begin like another; and by what
some are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, AbstractSet, Dict, Iterable, List, Optional

from ...identity.keys import Names
from ...notetype import MODEL_ID
from ...sync.cut import word_of
from ...sync.present_note import PresentNote
from ..memory import NAMES_SQL, names_said
from .present import field_order, notes_in_full
from .rows import in_list, rows

if TYPE_CHECKING:
    from anki.collection import Collection


def beginning_like(col: Collection, text: str, apart: AbstractSet[int]) -> List[PresentNote]:
    """Our notes but for those `apart` that hold words of the beginning of `text` (HTML), which may
    be torn at its end."""
    word = word_of(text)
    return _where(col, "instr(flds, ?)", word, apart) if word else []


def of_guid(col: Collection, guid: str, apart: AbstractSet[int]) -> Optional[PresentNote]:
    """Our note `guid`, unless it is one of those `apart`."""
    return next(iter(_where(col, "guid = ?", guid, apart)), None)


def our_ids(col: Collection) -> List[int]:
    """The ids of our notes."""
    return [row[0] for row in rows(col, "select id from notes where mid = ?", MODEL_ID)]


def read_in_full(col: Collection, note_ids: Iterable[int]) -> List[PresentNote]:
    """The notes of these ids. Raises Garbled."""
    order = field_order(col)
    return notes_in_full(col, [*note_ids], order, "") if order else []


def names_held(col: Collection, note_ids: Iterable[int]) -> Dict[int, Names]:
    """By what the notes of these ids are known, as far as they tell."""
    sql = f"select id, guid, {NAMES_SQL} from notes where id in {in_list(note_ids)}"
    found = rows(col, sql)
    said = names_said([text for *_, text in found])
    return {id: Names(guid, keys, ids) for (id, guid, _), (ids, keys) in zip(found, said)}


def _where(
    col: Collection, condition: str, value: str, apart: AbstractSet[int]
) -> List[PresentNote]:
    sql = f"select id from notes where mid = ? and {condition}"
    ids = [row[0] for row in rows(col, sql, MODEL_ID, value)]
    return read_in_full(col, [id for id in ids if id not in apart])
