"""What the notes of a collection remember of what has shown them."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Iterable, Mapping, Set, Tuple

from ...notetype import MODEL_ID
from ...sync.details import GONE, TWIN
from ..memory import ORIGINS_SQL, origins_said
from .rows import rows

if TYPE_CHECKING:
    from anki.collection import Collection


def unknown_origins(col: Collection, origins: Iterable[str]) -> Set[str]:
    """Those of `origins` that no note of ours bears."""
    sql = "select 1 from notes where mid = ? and instr(flds, ?) limit 1"
    return {one for one in origins if not rows(col, sql, MODEL_ID, json.dumps(one))}


def origins_held(col: Collection) -> Tuple[Mapping[str, int], Mapping[str, int]]:
    """How many of our notes bear each origin, and how many more do that are gone or set aside: what
    is gone already no listing has, and nothing shows what was set aside."""
    away = f"tags like '% {GONE} %' or tags like '% {TWIN} %'"
    sql = f"select {ORIGINS_SQL}, {away} from notes where mid = ?"
    there: Counter[str] = Counter()
    gone: Counter[str] = Counter()
    for said, is_away in rows(col, sql, MODEL_ID):
        (gone if is_away else there).update(origins_said(said))
    return there, gone
