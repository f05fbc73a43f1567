"""Which notes the learner deleted, on whatever device, and means not to see again.

Anki keeps the ids of what was deleted (its table `graves`) and carries them from device to device,
until a full sync empties it. By what else a note was known that has such an id, is remembered
beside the collection, or else told by its id alone, which is a function of its GUID. What a sync
finds there, it remembers in the collection's configuration; and there, too, the ids of what it
deleted itself: of two notes that became one, and of what is gone, where that is configured.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from types import MappingProxyType
from typing import (
    TYPE_CHECKING,
    Any,
    Callable,
    Dict,
    FrozenSet,
    Iterable,
    List,
    Mapping,
    Sequence,
    Set,
    Tuple,
)

from ...files.beside import path_beside, read_beside, write_beside
from ...identity.addresses import PREFIX, without_host
from ...identity.contradiction import begin_alike, called_otherwise
from ...identity.keys import Names, apart, counterpart, is_head
from ...identity.note_ids import END, START, bucket_of, bucket_with
from ...model import Note
from ...sync.matching import NoteLook, guids_apart
from ...sync.memory import known_by
from .rows import in_list, rows

if TYPE_CHECKING:
    from anki.collection import Collection

_KEY = "annoki"
_BY_LEARNER, _BY_US = "deleted", "removed"
_SUFFIX = ".annoki-removed.json"
_NONE: Mapping[int, Names] = MappingProxyType({})
_NOTE = 1
"""How `graves` calls the id of a note."""


def deleted(
    col: Collection,
    missing: Sequence[Note],
    others: Iterable[Names] = (),
    once: Mapping[int, Names] = _NONE,
) -> FrozenSet[str]:
    """The GUIDs of those of the notes `missing` in `col` that the learner deleted.

    One that was made of another face had another GUID: it counts, too, where no other thing is
    known by that. `others` are the names of all that is there or wanted; `once`, by note id, those
    of notes that were there once.
    """
    if not missing:
        return frozenset()
    by_learner = _held(col)[0]
    graves = buried(col).difference(_removed(col))
    called: Dict[str, Tuple[str, ...]] = defaultdict(tuple)
    for one in by_learner:
        called[one.guid] += one.ids
    before = (once[id] for id in graves if id in once)
    known = [one._replace(ids=(*one.ids, *called.get(one.guid, ()))) for one in before]
    # What was wanted through a poorer face when it counted as deleted has told less.
    told = {one.guid for one in known if one.ids}
    known += [one for one in by_learner if one.ids or one.guid not in told]
    buckets = {bucket_with(id) for id in graves if id not in once}
    # A note has another id in each edition: of its GUID it is known who had it.
    buckets -= {bucket_of(one.guid) for one in known if one.ids}
    if not buckets and not known:
        return frozenset()
    shown = [*others, *map(_names, missing)]
    times = Counter(name for one in shown for name in _all(one))
    renamed = Counter(guid for note in missing for guid in guids_apart(note))
    addresses = {without_host(id) for one in shown for id in one.ids}
    places: Dict[str, List[Names]] = defaultdict(list)
    for one in known:
        for name in (*_all(one), *map(without_host, one.ids)):
            places[name].append(one)

    def is_deleted(note: Note) -> bool:
        mine = _names(note)
        keys = [key for key in mine.keys if times[key] == 1 and not _is_second(mine)]
        # Without its title how a post begins is all that it shares with itself; a remark on a page
        # is whole, and of one template many begin alike.
        is_cut = not NoteLook(note.memory, note.fields).is_remark
        said = [note.guid, *(counterpart(key) for key in keys if is_cut or not is_head(key))]
        said += [guid for guid in guids_apart(note) if renamed[guid] == 1]
        if any(bucket_of(one) in buckets for one in said):
            return True
        near = [
            one for name in (*said, *map(without_host, mine.ids)) for one in places.get(name, ())
        ]
        return any(
            not called_otherwise(mine, one)
            or (_says_the_same(mine, one) and addresses.isdisjoint(map(without_host, one.ids)))
            for one in near
        )

    return frozenset(note.guid for note in missing if is_deleted(note))


def deleted_by_id(
    col: Collection,
    notes: Iterable[Note],
    names: Mapping[int, Names],
    once: Callable[[], Mapping[int, Names]],
) -> FrozenSet[str]:
    """The GUIDs of those of `notes` that a source calls what the learner deleted, and nothing that
    is there, of which `names` tell by what it is known: whatever else has a name of theirs is
    another thing. `once` tells by what notes were known that are there no more."""
    graves = buried(col)
    named = [note for note in notes if note.memory.ids] if graves else []
    if not named:
        return frozenset()
    before = once()
    graves = graves.difference(_removed(col))
    gone = {id for grave in graves if grave in before for id in before[grave].ids}
    gone.update(id for one in _held(col)[0] for id in one.ids)
    gone.difference_update(id for one in names.values() for id in one.ids)
    return frozenset(note.guid for note in named if not gone.isdisjoint(note.memory.ids))


def _is_second(mark: Names) -> bool:
    """Whether it is not the first on its passage, and named by its id: what else it is known by are
    the name of the first, and its place among all, which changes as one goes."""
    return any(mark.guid == apart(key, id) for key in mark.keys for id in mark.ids)


def _says_the_same(post: Names, other: Names) -> bool:
    """Whether one post, at two addresses, is all that `other` was: its title, its whole text."""
    are_posts = all(id.startswith(PREFIX) for id in (*post.ids, *other.ids))
    return are_posts and begin_alike(post, other) and set(post.keys) <= set(other.keys)


def buried(col: Collection) -> FrozenSet[int]:
    """The ids of notes of ours that were deleted."""
    assert col.db is not None
    sql = "select oid from graves where type = ? and oid >= ? and oid < ?"
    return frozenset(col.db.list(sql, _NOTE, START, END))


def buried_among(col: Collection, note_ids: Sequence[int]) -> Set[int]:
    """Those of `note_ids` under which a note was deleted before."""
    sql = f"select oid from graves where type = 1 and oid in {in_list(note_ids)}"
    return {row[0] for row in rows(col, sql)}


def _names(note: Note) -> Names:
    return known_by(note.guid, note.memory)


def _all(names: Names) -> Iterable[str]:
    return (names.guid, *names.keys)


def remember(
    col: Collection, by_learner: Iterable[Names], by_us: Iterable[int], back: Iterable[Names]
) -> None:
    """Keep in mind which things the learner deleted, and which note ids a sync did; forget what is
    `back`. It is carried from device to device with every sync of Anki's, so nothing is written
    where nothing changes."""
    learner, told = _held(col)
    us = _removed(col).union(by_us)
    buckets = {bucket_with(id) for id in buried(col).difference(us)}
    # It had another GUID, maybe, when it was deleted: by which it is now called, too.
    by_learner = [
        one._replace(guid=guid)
        for one in by_learner
        for guid in (one.guid, *(key for key in one.keys if bucket_of(key) in buckets))
    ]
    there: Dict[str, List[Names]] = defaultdict(list)
    for one in back:
        for name in (one.guid, *one.ids):
            there[name].append(one)

    def is_back(one: Names) -> bool:
        named = [other for name in (one.guid, *one.ids) for other in there.get(name, ())]
        return any(not called_otherwise(one, other) for other in named)

    after = [one for one in (*learner, *by_learner) if not is_back(one)]
    said = sorted(set(map(_told, after)))
    config = {_BY_LEARNER: [list(one) for one in said], _BY_US: sorted(us)}
    before = {_BY_LEARNER: [list(_told(one)) for one in learner], _BY_US: told}
    if config != before:
        col.set_config(_KEY, config, undoable=True)
    if by_us:
        write_beside(path_beside(col, _SUFFIX), {_BY_US: sorted(us)})


def _told(one: Names) -> Tuple[str, ...]:
    """What of a thing's names says whether another is that: many have one title, or first line."""
    return one.guid, *one.ids, *sorted(filter(is_head, one.keys))


def _removed(col: Collection) -> Set[int]:
    """The ids of notes that a sync deleted. Of two devices that changed their configurations before
    they met Anki keeps one, whole: so what was deleted here is remembered here, too."""
    here = read_beside(path_beside(col, _SUFFIX)).get(_BY_US)
    return {one for one in (*_held(col)[1], *(here or ())) if isinstance(one, int)}


def _held(col: Collection) -> Tuple[List[Names], List[int]]:
    held: Any = col.get_config(_KEY)
    if not isinstance(held, dict):
        held = {}
    learner, us = (held.get(name) or () for name in (_BY_LEARNER, _BY_US))
    names = [
        Names(
            one[0],
            tuple(name for name in one[1:] if is_head(name)),
            tuple(name for name in one[1:] if not is_head(name)),
        )
        for one in learner
        if isinstance(one, list) and one and all(isinstance(said, str) for said in one)
    ]
    return names, [one for one in us if isinstance(one, int)]
