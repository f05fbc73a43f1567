"""What the notes of a collection remember of what has shown them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Dict, Iterable, Set, Tuple

from ...notetype import MODEL_ID
from ..memory import SYNC_SQL
from .present import rows

if TYPE_CHECKING:
    from anki.collection import Collection

_FROM = re.compile(r'"from":(\[[^\]]*\])')


def unknown_origins(col: Collection, origins: Iterable[str]) -> Set[str]:
    """Those of `origins` that no note of ours bears."""
    sql = "select 1 from notes where mid = ? and instr(flds, ?) limit 1"
    return {one for one in origins if not rows(col, sql, MODEL_ID, json.dumps(one))}


def origins_held(col: Collection) -> Dict[str, Tuple[str, ...]]:
    """GUID → the origins of each of our notes."""
    origins = f"substr({SYNC_SQL}, instr({SYNC_SQL}, '\"from\":['), 4096)"
    sql = f"select guid, {origins} from notes where mid = ?"
    found = {}
    for guid, text in rows(col, sql, MODEL_ID):
        listed = _FROM.match(text)
        if listed:
            found[guid] = tuple(json.loads(listed.group(1)))
    return found
