"""What the notes of a collection remember of what has shown them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Iterable, List, Set, Tuple

from ...identity.keys import Names
from ...notetype import MODEL_ID
from ...sync.details import GONE, TWIN
from ..memory import NAMES_SQL, ORIGINS_SQL, names_said, origins_said
from .present import rows

if TYPE_CHECKING:
    from anki.collection import Collection


def unknown_origins(col: Collection, origins: Iterable[str]) -> Set[str]:
    """Those of `origins` that no note of ours bears."""
    sql = "select 1 from notes where mid = ? and instr(flds, ?) limit 1"
    return {one for one in origins if not rows(col, sql, MODEL_ID, json.dumps(one))}


def origins_held(col: Collection) -> List[Tuple[Names, Tuple[str, ...]]]:
    """The names of each of our notes, and its origins. What is gone already no listing has, and
    nothing shows what was set aside."""
    away = f"tags like '% {GONE} %' or tags like '% {TWIN} %'"
    sql = f"select guid, {NAMES_SQL}, {ORIGINS_SQL} from notes where mid = ? and not ({away})"
    found = rows(col, sql, MODEL_ID)
    known = names_said([said for _, said, _ in found])
    return [
        (Names(guid, keys, ids), origins_said(text))
        for (guid, _, text), (ids, keys) in zip(found, known)
    ]
