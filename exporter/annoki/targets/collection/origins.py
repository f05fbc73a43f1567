"""What the notes of a collection remember of what has shown them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Dict, Iterable, Set, Tuple

from ...notetype import MODEL_ID
from ..memory import ORIGINS_SQL, origins_said
from .present import rows

if TYPE_CHECKING:
    from anki.collection import Collection


def unknown_origins(col: Collection, origins: Iterable[str]) -> Set[str]:
    """Those of `origins` that no note of ours bears."""
    sql = "select 1 from notes where mid = ? and instr(flds, ?) limit 1"
    return {one for one in origins if not rows(col, sql, MODEL_ID, json.dumps(one))}


def origins_held(col: Collection) -> Dict[str, Tuple[str, ...]]:
    """GUID → the origins of each of our notes."""
    sql = f"select guid, {ORIGINS_SQL} from notes where mid = ?"
    return {guid: origins_said(text) for guid, text in rows(col, sql, MODEL_ID)}
