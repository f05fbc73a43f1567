"""The things that are known already, by what they are found by: ids, names, and what they say."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from itertools import chain
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

Looking = Callable[[int], Look]
"""What a thing of an index looks like: asked only where it decides something."""


class KnownThings:
    """`things`, of which those at the indices in `taken` have been found to be another's."""

    def __init__(self, things: Sequence[Named], look: Looking) -> None:
        self.things, self.look = things, look
        self.taken: Set[int] = set()
        self._ids: Dict[str, List[int]] = defaultdict(list)
        self._names: Dict[str, List[int]] = defaultdict(list)
        self._parts: Dict[str, List[int]] = defaultdict(list)
        self._pieces: Dict[str, List[int]] = defaultdict(list)
        self._indexed: Set[int] = set()
        self._saying: Dict[Tuple[str, bool], Dict[str, Deque[int]]] = {}
        for at, one in enumerate(things):
            for id in one.ids:
                self._ids[id].append(at)
                memo, is_part, _ = id.partition("#")
                if is_part:
                    self._parts[memo].append(at)
            for name in (one.guid, *one.keys):
                self._names[name].append(at)

    def free(self, places: Iterable[int]) -> List[int]:
        """Those of `places` that are nobody's yet."""
        return [at for at in places if at not in self.taken]

    def called(self, ids: Iterable[str]) -> List[int]:
        """Who has one of `ids`."""
        return [at for id in ids for at in self._ids.get(id, ())]

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
        found: Dict[int, None] = {}
        for at in chain.from_iterable(map(self.named, rarest)):
            found[at] = None
            if len(found) == MANY:
                break
        return list(found)

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

    def nearest(self, one: Named, look: Look) -> List[int]:
        """Of those who share a name with `one` and are free, the `MANY` that are most like it."""
        sharing = self.free(self.sharing(one))
        if len(sharing) <= MANY:
            return sharing
        for at in sharing:
            if at not in self._indexed:
                self._indexed.add(at)
                for piece in set(shingles(self.look(at).said, 1)):
                    self._pieces[piece].append(at)
        votes: Counter[int] = Counter()
        for piece in shingles(look.said):
            votes.update(self._pieces.get(piece, ()))
        among = set(sharing)
        near = [at for at, _ in votes.most_common() if at in among]
        own = [at for at in sharing if self.things[at].guid == one.guid]
        return list(dict.fromkeys([*own, *near, *sharing]))[:MANY]

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
                    places.popleft()  # it stays so
                yield from (at for at in places or () if at not in self.taken)

    def _by_text(self, name: str, is_own: bool) -> Dict[str, Deque[int]]:
        """Those of a `name` (`is_own`: whose GUID it is) by what they say."""
        found = self._saying.get((name, is_own))
        if found is None:
            found = self._saying[name, is_own] = defaultdict(deque)
            for at in self.named(name):
                if self.things[at].guid == name or not is_own:
                    look = self.look(at)
                    for text in (*look.hashes, look.said):
                        found[text].append(at)
        return found
