"""Which notes the learner deleted, on whatever device, and means not to see again.

Anki keeps the ids of what was deleted (its table `graves`) and carries them from device to device,
until a full sync empties it. So what a sync finds there, it remembers in the collection's
configuration; and there, too, the ids of what it deleted itself: of two notes that became one, and
of what is gone, where that is configured.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, FrozenSet, Iterable, List, Sequence, Tuple

from ...identity.keys import Names
from ...identity.note_ids import END, START, bucket_of, bucket_with
from ...model import Note

if TYPE_CHECKING:
    from anki.collection import Collection

_KEY = "annoki"
_BY_LEARNER, _BY_US = "deleted", "removed"
_NOTE = 1
"""How `graves` calls the id of a note."""


def deleted(
    col: Collection, missing: Sequence[Note], others: Iterable[Names] = ()
) -> FrozenSet[str]:
    """The GUIDs of those of the notes `missing` in `col` that the learner deleted.

    One that was made of another face had another GUID: it counts, too, where no other thing is
    known by that. `others` are the names of all that is there or wanted.
    """
    if not missing:
        return frozenset()
    assert col.db is not None
    sql = "select oid from graves where type = ? and oid >= ? and oid < ?"
    by_learner, by_us = _remembered(col)
    graves = set(col.db.list(sql, _NOTE, START, END))
    buckets = set(map(bucket_with, graves.difference(by_us)))
    if not buckets and not by_learner:
        return frozenset()
    times = Counter(name for one in (*others, *map(_names, missing)) for name in _all(one))

    def is_deleted(note: Note) -> bool:
        known = [note.guid, *(key for key in note.memory.keys if times[key] == 1)]
        return any(one in by_learner or bucket_of(one) in buckets for one in known)

    return frozenset(note.guid for note in missing if is_deleted(note))


def _names(note: Note) -> Names:
    return Names(note.guid, note.memory.keys)


def _all(names: Names) -> Iterable[str]:
    return (names.guid, *names.keys)


def remember(
    col: Collection, by_learner: Iterable[str], by_us: Iterable[int], back: Iterable[str]
) -> None:
    """Keep in mind which GUIDs the learner deleted, and which note ids a sync did; forget what is
    `back`. It is carried from device to device with every sync of Anki's, so nothing is written
    where nothing changes."""
    learner, us = _remembered(col)
    after = sorted({*learner, *by_learner}.difference(back)), sorted({*us, *by_us})
    if after != (learner, us):
        col.set_config(_KEY, dict(zip((_BY_LEARNER, _BY_US), after)), undoable=True)


def _remembered(col: Collection) -> Tuple[List[str], List[int]]:
    held = col.get_config(_KEY)
    if not isinstance(held, dict):
        held = {}
    learner, us = (held.get(name) or () for name in (_BY_LEARNER, _BY_US))
    return list(map(str, learner)), [one for one in us if isinstance(one, int)]
