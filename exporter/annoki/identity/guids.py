"""Which things the items of a run are, and the GUID of each (docs/sync-contract.md).

A GUID is a function of the item alone. Where two things would have one (a passage marked twice, two
posts of one title in a text without addresses), the older has it, and what tells the other apart
enters the other's.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import chain
from typing import Callable, Dict, Iterable, List, NamedTuple, Optional, Sequence, Set, Tuple

from ..model import Item
from ..text.spans import written, written_text_of
from .item_look import ItemLook
from .keys import HEAD, Names, apart, counterpart, guid_for
from .known import KnownThings
from .likeness import excerpt, normalised, text_key
from .look import Look, Named
from .recognise import recognise_among
from .shared_addresses import names_of_all

_REMARKS = ("annotation", "page-note")
"""They are printed newest first, each once."""

_UNKNOWN = "9999"
"""What is undated stands under no month, or under the last days: it counts as newest."""


class Identified(NamedTuple):
    """An item, and by what it is known: its GUID, others and ids, those of all its faces."""

    guid: str
    item: Item
    keys: Tuple[str, ...] = ()
    ids: Tuple[str, ...] = ()


class Thing:
    """What several items show; it is known by all that they are known by."""

    __slots__ = ("guid", "ids", "keys", "members", "richest")

    def __init__(self, names: Names, item: Item) -> None:
        self.guid, self.keys, self.ids = names
        self.members = [item]
        self.richest = item

    @property
    def look(self) -> Look:
        """How its richest face looks."""
        return ItemLook(self.richest)

    def join(self, other: Named, *items: Item) -> Tuple[List[str], List[str]]:
        """`items`, which are known by what `other` is, show it, too; gives the names and the ids
        that are new."""
        known = {self.guid, *self.keys}
        names = [name for name in (other.guid, *other.keys) if name not in known]
        ids = [id for id in other.ids if id not in self.ids]
        if ids and not self.ids:
            self.rename(other.guid)  # its source names it better than its text
        self.keys += tuple(name for name in names if name != self.guid)
        self.ids += tuple(ids)
        self.members += items
        self.richest = max(self.richest, *items, key=lambda item: item.face)
        return names, ids

    def rename(self, guid: str, also: Iterable[str] = ()) -> None:
        """Be called `guid`, and known by what it was called."""
        keys = dict.fromkeys((*self.keys, self.guid, *also))
        self.guid, self.keys = guid, tuple(key for key in keys if key != guid)


def identify(listings: Sequence[Sequence[Item]]) -> List[List[Identified]]:
    """Who each item of each listing is, in the same order.

    Items of different listings that show one thing get one GUID; within a listing only what its
    source calls the same is one thing.
    """
    names = names_of_all(listings)
    things: List[List[Thing]] = [[] for _ in listings]
    known = _Known(_involved(names))
    # The richest first: a poorer face finds its place beside it.
    faces = [max((item.face for item in items), default=0) for items in listings]
    for at in sorted(range(len(listings)), key=lambda at: -faces[at]):
        things[at] = _things(names[at], listings[at], known)
    _part(known.things)
    known_by = {one: (tuple(sorted(one.keys)), tuple(sorted(one.ids))) for one in known.things}
    return [
        [Identified(one.guid, item, *known_by[one]) for one, item in zip(things[at], items)]
        for at, items in enumerate(listings)
    ]


def _involved(names: Sequence[Sequence[Names]]) -> Set[str]:
    """The names and ids that several items have; all others are each one thing's alone."""
    times = Counter(
        chain.from_iterable((one.guid, *one.keys, *one.ids) for listing in names for one in listing)
    )
    return {
        name
        for name, many in times.items()
        if many > 1 or (name[0] == "'" and counterpart(name) in times)
    }


class _Known:
    """The things of the listings before; of those that have names which several items have there is
    an index, made once."""

    def __init__(self, involved: Set[str]) -> None:
        self.things: List[Thing] = []
        self._involved = involved
        # Nothing points back here, so that all is let go when nobody needs it: inside Anki the
        # garbage collector runs rarely, and everything stands still while it does.
        shared: List[Thing] = []
        self._shared = shared
        self._index = KnownThings((), lambda at: shared[at].look)

    def add(self, own: Sequence[Thing]) -> Dict[Thing, Thing]:
        """`own`, the things of one listing, are known, too: those that are things known before,
        each with that one, which all that shows the new one shows now."""
        new = [one for one in own if not self._involved.isdisjoint((one.guid, *one.keys, *one.ids))]
        found = recognise_among(new, _looking(new), self._index) if new and self._shared else {}
        is_one = {new[n]: self._shared[at] for n, at in found.items()}
        for n, at in found.items():
            self._join(at, new[n])
        self.things += [one for one in own if one not in is_one]
        for one in new:
            if one not in is_one:
                self._shared.append(one)
                self._index.add(one)
        return is_one

    def _join(self, at: int, new: Thing) -> None:
        thing = self._shared[at]
        guid, richest = thing.guid, thing.richest
        names, ids = thing.join(new, *new.members)
        self._index.grown(at, guid, names, ids, thing.richest is not richest)


def _things(names: Sequence[Names], items: Sequence[Item], known: _Known) -> List[Thing]:
    """The thing that each of `items`, one listing, shows; new ones are added to `known`."""
    parts = [at for at, item in enumerate(items) if _is_part(item)]
    if parts and len(parts) < len(items):
        # A memo that another took up stands beside it, and is one thing with its part.
        wholes = [at for at, item in enumerate(items) if not _is_part(item)]
        made: List[Thing] = [Thing(names[0], items[0])] * len(items)
        for places in (wholes, parts):
            chosen = [names[at] for at in places], [items[at] for at in places]
            for at, thing in zip(places, _things(*chosen, known)):
                made[at] = thing
        return made
    made = []
    own: List[Thing] = []
    by_id: Dict[str, Thing] = {}
    unnamed: Dict[str, _Printed] = defaultdict(_Printed)
    for one, item in zip(names, items):
        same = next((by_id[name] for name in one.ids if name in by_id), None)
        if not one.ids and item.kind not in _REMARKS:
            # A home page prints what it features twice.
            same = unnamed[one.guid].repeated(excerpt(item))
        elif same and _is_part(item) and not _repeats(item, same):
            same = None  # a digest may name two things alike
        if same is None:
            same = Thing(one, item)
            own.append(same)
            if not one.ids:
                unnamed[one.guid].add(excerpt(item), same)
        else:
            same.join(one, item)
        by_id.update(dict.fromkeys(one.ids, same))
        made.append(same)
    is_one = known.add(own)
    return [is_one.get(one, one) for one in made] if is_one else made


def _is_part(item: Item) -> bool:
    return item.kind == "memo" and bool(item.collection and item.source_ids)


def _repeats(item: Item, thing: Thing) -> bool:
    one, other = excerpt(item), excerpt(thing.members[0])
    return one.startswith(other) or other.startswith(one)


class _Printed:
    """The things of one name that a page has printed so far, by their texts."""

    def __init__(self) -> None:
        self._things: Dict[str, Tuple[int, Thing]] = {}
        self._texts: List[str] = []
        self._lengths: Set[int] = set()

    def add(self, text: str, thing: Thing) -> None:
        """`thing` says `text`."""
        if text not in self._things:
            self._things[text] = len(self._things), thing
            self._lengths.add(len(text))
            insort(self._texts, text)

    def repeated(self, text: str) -> Optional[Thing]:
        """The first that begins with `text`, or with which that begins."""
        begun = (text[:length] for length in self._lengths if length <= len(text))
        found = [self._things[one] for one in begun if one in self._things]
        at = bisect_left(self._texts, text)
        while at < len(self._texts) and self._texts[at].startswith(text):
            found.append(self._things[self._texts[at]])
            at += 1
        return min(found, key=lambda one: one[0])[1] if found else None


def _looking(things: Sequence[Thing]) -> Callable[[int], Look]:
    return lru_cache(maxsize=None)(lambda at: things[at].look)


def _part(things: Sequence[Thing]) -> None:
    """Give those that share a GUID one each: the oldest keeps it."""
    sharing: Dict[str, List[Thing]] = defaultdict(list)
    for thing in things:
        sharing[thing.guid].append(thing)
    for guid, ones in sharing.items():
        if len(ones) == 1:
            continue
        kind = ones[0].members[0].kind
        passage = kind == "annotation"
        # Newest are printed first; of annotations print order decides within a month.
        order = range(len(ones) - 1, -1, -1) if kind in _REMARKS else range(len(ones))
        marks = _marks(ones, order)
        ages = sorted(order, key=lambda at: (_age(ones[at]), "" if passage else marks[at]))
        hosts: Counter[str] = Counter()
        oldest = ones[ages[0]].members[0].host
        for rank, at in enumerate(ages):
            host = ones[at].members[0].host
            host = host if passage and host != oldest else ""
            ordinal, hosts[host] = hosts[host], hosts[host] + 1
            if rank:
                printed = _ordinal(ones[at].members[0], host, ordinal) if passage else ""
                own = apart(guid, marks[at]) if ones[at].ids or not passage else printed
                ones[at].rename(own, (printed,) if printed else ())


def _age(thing: Thing) -> str:
    return min(item.captured or _UNKNOWN for item in thing.members)


def _marks(things: Sequence[Thing], order: Sequence[int]) -> List[str]:
    """What tells each of `things` from others of its name, as little as does: at last its place in
    `order`."""
    marks = list(map(_mark, things))
    for more in (_text, _age):
        times = Counter(marks)
        marks = [mark + more(one) if times[mark] > 1 else mark for mark, one in zip(marks, things)]
    times = Counter(marks)
    return [
        f"{mark}{order.index(at)}" if times[mark] > 1 else mark for at, mark in enumerate(marks)
    ]


def _text(thing: Thing) -> str:
    return text_key(thing.members[0])


def _mark(thing: Thing) -> str:
    """What tells a thing from another of its name: its id, else how its text begins."""
    item = thing.members[0]
    title = len(normalised(written(item.title))) if item.kind == "memo" else 0
    id = "" if _is_part(item) else min(thing.ids, default="")
    return id or text_key(item)[title : title + HEAD] or item.host


def _ordinal(item: Item, host: str, ordinal: int) -> str:
    """The GUID of an annotation that only its host, and its place among those of one passage,
    tell apart."""
    key = normalised(written_text_of(item.passage))
    key += (f"\n{host}" if host else "") + (f"\n{ordinal}" if ordinal else "")
    return guid_for("annotation", key)
