"""By what the notes of a collection were known when it was last synced, kept beside it.

Of a note that is deleted Anki keeps the id, and that says less than what its source called it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Mapping

from ...identity.keys import Names
from .beside import path_beside, read_beside, write_beside
from .deleted import buried

if TYPE_CHECKING:
    from anki.collection import Collection

_SUFFIX = ".annoki-names.json"


def remembered(col: Collection) -> Dict[int, Names]:
    """By note id, the names of notes that are or were in `col`; of some, none."""
    held: Any = read_beside(path_beside(col, _SUFFIX)).get("notes")
    try:
        return {
            int(id): Names(str(guid), tuple(map(str, keys)), tuple(map(str, ids)))
            for id, (guid, keys, ids) in held.items()
        }
    except (AttributeError, TypeError, ValueError):
        return {}


def is_kept(col: Collection) -> bool:
    """Whether anything is remembered of `col`."""
    return path_beside(col, _SUFFIX).exists()


def keep_names(col: Collection, names: Mapping[int, Names]) -> None:
    """Remember the `names` of the notes that are in `col`, and of those that were deleted."""
    before = remembered(col)
    gone = buried(col)
    there = {id: one for id, one in before.items() if id in gone}
    after = {**there, **names}
    if after != before:
        write_beside(path_beside(col, _SUFFIX), {"notes": after})
