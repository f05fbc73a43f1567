"""By what the notes of a collection were known when it was last synced, kept beside it.

Of a note that is deleted Anki keeps the id, and that says less than what its source called it. Of
one that is missing though nobody deleted it, an older collection was put back in its place.
"""

from __future__ import annotations

from typing import (
    TYPE_CHECKING,
    Any,
    Container,
    Dict,
    FrozenSet,
    List,
    Mapping,
    NamedTuple,
    Sequence,
)

from ...files.beside import path_beside, read_beside, write_beside
from ...identity.keys import Names
from ...model import Note
from .deleted import buried

if TYPE_CHECKING:
    from anki.collection import Collection

_SUFFIX = ".annoki-names.json"


class Remembered(NamedTuple):
    """`names`: by note id, by what notes were known that are or were in a collection; `state`: how
    that was then (see `_state`), empty if that is not known."""

    names: Mapping[int, Names]
    state: Sequence[int] = ()


NOTHING_KEPT = Remembered({})


def remembered(col: Collection) -> Remembered:
    """What is remembered of `col`; nothing, if that cannot be read."""
    held = read_beside(path_beside(col, _SUFFIX))
    try:
        names = {
            int(id): Names(str(guid), tuple(map(str, keys)), tuple(map(str, ids)))
            for id, guid, keys, ids in held.get("notes", ())
        }
        return Remembered(names, tuple(map(int, held.get("state", ()))))
    except (AttributeError, TypeError, ValueError):
        return NOTHING_KEPT


def ids_called(col: Collection, guid: str) -> List[int]:
    """The ids of the notes in `col` that are what was called `guid`, also by another face."""
    assert col.db is not None
    found = [int(id) for id in col.db.list("select id from notes where guid = ?", guid)]
    known = remembered(col).names.items() if not found else ()
    there = [id for id, one in known if guid == one.guid or guid in one.keys]
    return found or [id for id in there if col.db.scalar("select 1 from notes where id = ?", id)]


def is_kept(col: Collection) -> bool:
    """Whether anything is remembered of `col`."""
    return path_beside(col, _SUFFIX).exists()


def keep_names(col: Collection, names: Mapping[int, Names]) -> None:
    """Remember the `names` of the notes that are in `col`, and of those that were deleted."""
    before, state = remembered(col), _state(col)
    gone = buried(col)
    there = {id: one for id, one in before.names.items() if id in gone}
    after = {**there, **names}
    if (after, state) != before:
        notes = [(id, *one) for id, one in after.items()]
        held: Dict[str, Any] = {"notes": notes, "state": state}
        write_beside(path_beside(col, _SUFFIX), held)


def forget_names(col: Collection, note_ids: Container[int]) -> None:
    """Remember no more that `col` held the notes `note_ids`: it is about to be replaced by what
    never had them, and none of them was put back to an older state."""
    before = remembered(col)
    notes = [(id, *one) for id, one in before.names.items() if id not in note_ids]
    if len(notes) < len(before.names):
        write_beside(path_beside(col, _SUFFIX), {"notes": notes, "state": before.state})


def lost(
    col: Collection, missing: Sequence[Note], there: Container[int], before: Remembered
) -> FrozenSet[str]:
    """The GUIDs of those of the notes `missing` in `col` that it held `before`, when it was not yet
    put back to an older state; `there` are the ids of those that it holds. A sync that was undone
    is no such thing, nor a deletion."""
    if not missing or not before.names or not _is_older(_state(col), before.state):
        return frozenset()
    gone = buried(col)
    known = {
        said
        for id, one in before.names.items()
        if id not in there and id not in gone
        for said in (one.guid, *one.ids)
    }
    return frozenset(
        note.guid for note in missing if not known.isdisjoint((note.guid, *note.memory.ids))
    )


def _state(col: Collection) -> Sequence[int]:
    """(When its schema was changed, how far it went with AnkiWeb, when it was last reviewed) of
    `col`. Anki restores a backup under another schema; undoing a sync leaves all three."""
    assert col.db is not None
    sql = "select scm, usn, (select ifnull(max(id), 0) from revlog) from col"
    ((*found,),) = col.db.all(sql)
    return tuple(found)


def _is_older(now: Sequence[int], before: Sequence[int]) -> bool:
    """Whether a collection that was in one state `before` may be another one, older, `now`."""
    if len(before) != len(now):
        return False
    schema, *rest = zip(now, before)
    return schema[0] != schema[1] or any(one < was for one, was in rest)
