"""The things that are known already, by what they are found by: ids, names, and what they say."""

from __future__ import annotations

from bisect import insort
from collections import Counter, defaultdict, deque
from itertools import chain, islice
from typing import (
    Callable,
    Deque,
    Dict,
    Iterable,
    Iterator,
    List,
    Mapping,
    Optional,
    Sequence,
    Set,
    Tuple,
)

from .keys import counterpart, is_head
from .likeness import shingles
from .look import Look, Named

MANY = 20
"""So many known things at most are compared with one: of a name that thousands share (memos of one
template), those that share most pieces of its text."""

COMMON = 200
"""So many things at most are told apart by a piece of text that all of them have."""

Looking = Callable[[int], Look]
"""What a thing of an index looks like: asked only where it decides something."""


class KnownThings:
    """Things, of which those at the indices in `taken` have been found to be another's.

    It may be asked of one listing after the other, and told in between what has become known: it is
    made anew for none of them.
    """

    def __init__(self, things: Iterable[Named], look: Looking) -> None:
        self.things: List[Named] = []
        self.taken: Set[int] = set()
        self._make_look = look
        self._looks: Dict[int, Look] = {}
        self._ids: Dict[str, List[int]] = defaultdict(list)
        self._names: Dict[str, List[int]] = defaultdict(list)
        self._own: Dict[str, List[int]] = defaultdict(list)
        self._parts: Dict[str, List[int]] = defaultdict(list)
        self._pieces: Dict[str, List[int]] = defaultdict(list)
        self._indexed: Set[int] = set()
        self._pieced: Dict[str, int] = {}
        self._saying: Dict[Tuple[str, bool], Dict[str, Deque[int]]] = {}
        self._left: List[Tuple[Deque[int], int]] = []
        for one in things:
            self.add(one)

    def begin(self) -> None:
        """Nobody is taken: another listing asks."""
        self.taken.clear()
        for places, at in reversed(self._left):
            places.appendleft(at)
        self._left.clear()

    def look(self, at: int) -> Look:
        """What the thing at `at` looks like."""
        found = self._looks.get(at)
        if found is None:
            found = self._looks[at] = self._make_look(at)
        return found

    def add(self, one: Named) -> None:
        """`one` is known, too."""
        at = len(self.things)
        self.things.append(one)
        for id in one.ids:
            self._add_id(id, at)
        for name in (one.guid, *one.keys):
            self._names[name].append(at)
            for is_own in (False, True):
                saying = self._saying.get((name, is_own))
                if saying is not None and (name == one.guid or not is_own):
                    self._say(saying, at)
        self._own[one.guid].append(at)

    def grown(
        self, at: int, guid: str, names: Sequence[str], ids: Sequence[str], is_other: bool
    ) -> None:
        """The thing at `at`, whose GUID was `guid`, is known by `names` and `ids`, too; `is_other`:
        it looks otherwise."""
        one = self.things[at]
        for id in ids:
            self._add_id(id, at)
        for name in names:
            insort(self._names[name], at)
            self._pieced.pop(name, None)
        if one.guid != guid:
            self._own[guid].remove(at)
            insort(self._own[one.guid], at)
        if is_other:
            look = self._looks.pop(at, None)
            if look and at in self._indexed:
                for piece in set(shingles(look.said, 1)):
                    self._pieces[piece].remove(at)
                self._indexed.discard(at)
                self._pieced.clear()
        for name in (one.guid, *one.keys) if is_other or one.guid != guid else names:
            for is_own in (False, True):
                self._saying.pop((name, is_own), None)

    def _add_id(self, id: str, at: int) -> None:
        insort(self._ids[id], at)
        memo, is_part, _ = id.partition("#")
        if is_part:
            insort(self._parts[memo], at)

    def free(self, places: Iterable[int]) -> List[int]:
        """Those of `places` that are nobody's yet."""
        return [at for at in places if at not in self.taken]

    def called(self, ids: Iterable[str]) -> List[int]:
        """Who has one of `ids`."""
        return list(dict.fromkeys(at for id in ids for at in self._ids.get(id, ())))

    def beside(self, ids: Iterable[str]) -> List[int]:
        """Who is an item of a memo that one of `ids` names an item of."""
        return [at for id in ids for at in self._parts.get(id.partition("#")[0], ())]

    def named(self, name: str) -> List[int]:
        """Who has the very `name`, as its GUID or beside it."""
        return self._names.get(name, [])

    def sharing(self, one: Named) -> List[int]:
        """Who has a name of `one`."""
        if not one.keys:
            return self.named(one.guid)
        names = (one.guid, *one.keys)
        return list(dict.fromkeys(at for name in names for at in self.named(counterpart(name))))

    def near(self, one: Named) -> List[int]:
        """Who shares a name with `one`, or how its text begins, as a post may that has another
        title now: `MANY` of them, those of the rarest names first."""
        names = [*map(counterpart, (one.guid, *one.keys)), *filter(is_head, one.keys)]
        rarest = sorted(names, key=lambda name: len(self.named(name)))
        return _first(MANY, chain.from_iterable(map(self.named, rarest)))

    def only(self, one: Named) -> Optional[int]:
        """Who alone has a name of `one`; None if nobody has, or several."""
        sharing = self.sharing(one)
        return sharing[0] if len(sharing) == 1 else None

    def apart(self, one: Named, look: Look, at: int) -> Tuple[int, bool]:
        """How far the thing at `at` is from `one`, of which it may be one of several: by how few
        names they have in common, and whether their days differ."""
        other = self.things[at]
        same = {one.guid, *one.keys}.intersection((other.guid, *other.keys))
        return -len(same), look.captured != self.look(at).captured

    def is_alone(self, one: Named, at: int, times: Mapping[str, int]) -> bool:
        """Whether the printed names that `one` and the thing at `at` share are theirs alone; by
        `times` it is known how many are called so of those that `one` is one of."""
        shared = {one.guid, *one.keys}.intersection((self.things[at].guid, *self.things[at].keys))
        printed = (name for name in shared if not is_head(name))
        return all(times[name] == 1 == len(self.named(name)) for name in printed)

    def named_best(self, one: Named) -> List[int]:
        """Who has a name in common with `one` that is the best of either: two at most."""
        own = chain.from_iterable(self._own.get(key, ()) for key in one.keys)
        return _first(2, chain(self.named(one.guid), own))

    def nearest(self, one: Named, look: Look) -> List[int]:
        """Of those who share a name with `one` and are free, the `MANY` that are most like it."""
        names = list(dict.fromkeys(map(counterpart, (one.guid, *one.keys))))
        names = names if one.keys else [one.guid]
        every = (at for at in chain.from_iterable(map(self.named, names)) if at not in self.taken)
        sharing = _first(MANY + 1, every)
        if len(sharing) <= MANY:
            return sharing
        for name in names:
            self._index_pieces(name)
        votes: Counter[int] = Counter()
        for piece in shingles(look.said):
            places = self._pieces.get(piece, ())
            # A piece that nearly all have tells none from the others.
            if len(places) <= COMMON:
                votes.update(places)
        wanted = set(names)
        near = (at for at, _ in votes.most_common() if at not in self.taken)
        near = (at for at in near if not wanted.isdisjoint(self._names_of(at)))
        own = (at for at in self._own.get(one.guid, ()) if at not in self.taken)
        return _first(MANY, chain(own, near, sharing))

    def _names_of(self, at: int) -> Tuple[str, ...]:
        return (self.things[at].guid, *self.things[at].keys)

    def _index_pieces(self, name: str) -> None:
        places = self.named(name)
        for at in islice(places, self._pieced.get(name, 0), None):
            if at not in self._indexed:
                self._indexed.add(at)
                for piece in set(shingles(self.look(at).said, 1)):
                    self._pieces[piece].append(at)
        self._pieced[name] = len(places)

    def saying(self, one: Named, look: Look, how: float, rank: int) -> Iterator[int]:
        """Who is free, shares a name with `one`, and says what that says: the very text that it was
        made of (`how` is 2), or what it shows (1). `rank`: 2 where the GUID is the same, 1 where it
        is among the names of the other, 0 for any name. However many share a name, they are looked
        up."""
        keys = list(map(counterpart, one.keys))
        if rank == 2:
            where = [(one.guid, True)]
        elif rank == 1:
            where = [(one.guid, False), *((key, True) for key in keys)]
        else:
            where = [(key, False) for key in keys]
        for name, is_own in where:
            saying = self._by_text(name, is_own)
            for text in look.hashes if how > 1 else (look.said,):
                places = saying.get(text)
                while places and places[0] in self.taken:
                    self._left.append((places, places.popleft()))  # it stays so in this listing
                yield from (at for at in places or () if at not in self.taken)

    def _by_text(self, name: str, is_own: bool) -> Dict[str, Deque[int]]:
        """Those of a `name` (`is_own`: whose GUID it is) by what they say."""
        found = self._saying.get((name, is_own))
        if found is None:
            found = self._saying[name, is_own] = defaultdict(deque)
            for at in self._own.get(name, ()) if is_own else self.named(name):
                self._say(found, at)
        return found

    def _say(self, saying: Dict[str, Deque[int]], at: int) -> None:
        look = self.look(at)
        for text in (*look.hashes, look.said):
            saying[text].append(at)


def _first(many: int, places: Iterable[int]) -> List[int]:
    """The first `many` of `places` that differ."""
    found: Dict[int, None] = {}
    for at in places:
        found[at] = None
        if len(found) == many:
            break
    return list(found)
