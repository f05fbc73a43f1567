"""Recognising: which of the things that are known each of a listing's things is.

Known are the things of the listings before, the notes of a collection, or those of the package that
is replaced: all are joined by one rule. What the source calls a thing comes first; then its names,
where no id contradicts; then, for a post at a new address, the title and day of one that has left.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Callable, Dict, Iterable, List, Mapping, Sequence, Set, Tuple

from .addresses import PREFIX
from .contradiction import (
    ENOUGH,
    Look,
    Named,
    alike,
    begin_alike,
    contradict,
    days_apart,
    say_otherwise,
)
from .keys import HEAD, counterpart, is_head
from .likeness import shingles

_MANY = 20
"""So many known things at most are compared with one: of a name that thousands share (memos of one
template), those that share most pieces of its text."""
_WHOLE = 500

Looking = Callable[[int], Look]
"""What a thing of an index looks like: asked only where it decides something."""


def recognise(
    wanted: Sequence[Named], known: Sequence[Named], look: Looking, known_look: Looking
) -> Dict[int, int]:
    """Which of `known` each of `wanted`, the different things of one run or listing, is: index of a
    wanted thing → index of the known one. Two wanted things may be one that is known by both ids.
    """
    work = _Recognition(wanted, known, look, known_look)
    work.by_id()
    work.by_name()
    work.by_day()
    work.by_place()
    return work.places


def moved(one: Named, other: Named, look: Look, seen: Look) -> float:
    """How sure it is that two posts that share a name, at two addresses, are one; 0 if they are
    not. They are of one day and do not say something else; or they say the same, and if both tell
    a date, that differs by no more than a zone of time. Of a text too long for a summary nothing
    else must agree: a blog that is built anew may date its posts anew, and their addresses."""
    if say_otherwise(one, other, look, seen):
        return 0.0
    how = alike(look, seen)
    if len(look.text) > _WHOLE and look.hashes & seen.hashes:
        return 2.0 + how
    days = days_apart(look, seen)
    if days == 0:
        return 1.0 + how
    return how if how >= 1 and (days or 0) <= 1 and len(look.text) > HEAD else 0.0


class _Recognition:
    """`known` by what it is found by, and who has been found."""

    def __init__(
        self, wanted: Sequence[Named], known: Sequence[Named], look: Looking, known_look: Looking
    ) -> None:
        self.places: Dict[int, int] = {}
        self._wanted, self._known = wanted, known
        self._look, self._known_look = look, known_look
        self._taken: Set[int] = set()
        self._ids: Dict[str, List[int]] = defaultdict(list)
        self._names: Dict[str, List[int]] = defaultdict(list)
        self._pieces: Dict[str, List[int]] = defaultdict(list)
        self._called: Dict[str, List[int]] = defaultdict(list)
        self._indexed: Set[int] = set()
        self._instead: Dict[int, List[int]] = {}
        for at, one in enumerate(known):
            for id in one.ids:
                self._ids[id].append(at)
            for name in (one.guid, *one.keys):
                self._names[name].append(at)

    def by_id(self) -> None:
        """Who is called as before is who it was; of several the one that looks most like it."""
        named: Dict[int, List[int]] = {}
        for n, one in enumerate(self._wanted):
            found = [at for id in one.ids for at in self._ids.get(id, ())]
            stays = [at for at in found if not self._stands_instead(n, at)]
            if stays:
                named[n] = stays
            elif found:
                self._instead[n] = found
        times = Counter(at for found in named.values() for at in set(found))
        rivals = [(n, at) for n, found in named.items() for at in found if times[at] > 1]
        for n, at in sorted(rivals, key=lambda pair: -self._alike(*pair)):
            if n not in self.places and at not in self._taken:
                self._take(n, at)
        for n, found in named.items():
            free = [at for at in found if at not in self._taken]
            if free and n not in self.places:
                own = [at for at in free if self._known[at].guid == self._wanted[n].guid]
                self._take(n, (own or free)[0])
        # What has two names may be listed under both: it moved, and its old address still leads.
        for n, at in rivals:
            if n not in self.places and self._alike(n, at) >= ENOUGH:
                self.places[n] = at

    def _stands_instead(self, n: int, at: int) -> bool:
        """Whether a post may be another than that which was at its address: of another day, with
        another text. A blog that numbers its posts anew gives one the address of another."""
        look, known = self._look(n), self._known_look(at)
        return (days_apart(look, known) or 0) > 1 and say_otherwise(
            self._wanted[n], self._known[at], look, known
        )

    def by_place(self) -> None:
        """Who stands where another was, of which nothing else is left, is that, rewritten."""
        for n, found in self._instead.items():
            free = [at for at in found if at not in self._taken]
            if free and n not in self.places:
                self._take(n, free[0])

    def _alike(self, n: int, at: int) -> float:
        return alike(self._look(n), self._known_look(at))

    def by_name(self) -> None:
        """Of those that share a name, and are not known to be another, the one most alike."""
        classes: Dict[Tuple[float, int], Dict[int, List[int]]] = defaultdict(dict)
        wanted = Counter(name for one in self._wanted for name in (one.guid, *one.keys))
        for n in self.places if len(self.places) < len(self._wanted) else ():
            for name in (self._wanted[n].guid, *self._wanted[n].keys):
                self._called[name].append(n)
        for n in range(len(self._wanted)):
            if n in self.places or n in self._instead or self._only(n, wanted):
                continue
            for at, how, rank in self._claims(n):
                classes[how, rank].setdefault(n, []).append(at)
        for _, claims in sorted(classes.items(), reverse=True):
            self._settle(claims)

    def _claims(self, n: int) -> Iterable[Tuple[int, float, int]]:
        """What `n` may be: how alike the two are, and how much their names say."""
        one = self._wanted[n]
        begun, named = self._named(one)
        for at in self._candidates(n):
            known = self._known_look(at)
            how, same = self._alike(n, at), self._known[at].guid == one.guid
            if begun == [at] and not (known.is_own and self._look(n).is_own):
                how = max(how, 1.0)  # whatever the learner has made of it since
            # Of several marks on one passage one that says something else may be another; not so
            # the one that is left, if what it said is the learner's now.
            if how > 0 or same or named == [at] or not known.is_own:
                if self._is_twin(at, how):
                    continue
                # A name that was printed says more than how a text begins.
                yield at, how, 2 * (same + (at in named)) + (at in begun)

    def _is_twin(self, at: int, how: float) -> bool:
        """Whether `at` is more like one that was found by its id than `how`, and may be it: then
        it is another note of that."""
        other, look = self._known[at], self._known_look(at)
        names = (counterpart(name) for name in (other.guid, *other.keys))
        near = dict.fromkeys(n for name in names for n in self._called.get(name, ()))
        return any(
            max(self._alike(n, at), alike(self._known_look(self.places[n]), look)) > how
            and not contradict(self._wanted[n], other, self._look(n), look)
            for n in list(near)[:_MANY]
        )

    def _only(self, n: int, wanted: Mapping[str, int]) -> bool:
        """Whether `n` is the one thing of its GUID that there is, with nobody to choose from."""
        one = self._wanted[n]
        sharing = self._sharing(one)
        if len(sharing) != 1 or sharing[0] in self._taken:
            return False
        (at,) = sharing
        other = self._known[at]
        if other.guid != one.guid or any(wanted[name] > 1 for name in (other.guid, *other.keys)):
            return False
        if not contradict(one, other, self._look(n), self._known_look(at)):
            self._take(n, at)
        return True

    def _settle(self, claims: Dict[int, List[int]]) -> None:
        """Give each wanted thing the known one that it claims: of several that nothing tells apart
        in their order, if there are as many of the ones as of the others, or if these say the same,
        be it what those say, lest there be one more with each time; else none."""
        rivals: Dict[Tuple[int, ...], List[int]] = {}
        for n, places in claims.items():
            free = tuple(at for at in places if at not in self._taken)
            if free and n not in self.places:
                rivals.setdefault(free, []).append(n)
        for free, ones in rivals.items():
            many = len(free) - len(ones)
            if len(free) == 1 or not many or (many > 0 and self._say_the_same(free, ones)):
                for n, at in zip(ones, free):
                    if at not in self._taken:
                        self._take(n, at)

    def _say_the_same(self, places: Sequence[int], ones: Sequence[int]) -> bool:
        """Whether known things were made of the same text, or say the same and have all names in
        common, or stand on one page and say just what the wanted `ones` do."""
        looks = [self._known_look(at) for at in places]
        pages = {look.page.id for look in looks if look.page}
        if len(pages) < 2 and all(self._alike(n, at) >= 1 for n in ones for at in places):
            return True
        known = (self._known[at] for at in places)
        names = {frozenset((one.guid, *one.keys, *one.ids)) for one in known}
        return all(
            looks[0].hashes & look.hashes or (looks[0].text == look.text and len(names) == 1)
            for look in looks[1:]
        )

    def by_day(self) -> None:
        """A post at a new address that looks like one that has left, has moved."""
        classes: Dict[float, Dict[int, List[int]]] = defaultdict(dict)
        for n, one in enumerate(self._wanted):
            if n in self.places or not any(id.startswith(PREFIX) for id in one.ids):
                continue
            # It may have a new title, too: then both are known by how they begin.
            begun = [at for key in one.keys if is_head(key) for at in self._names.get(key, ())]
            near = dict.fromkeys([*self._sharing(one), *begun])
            for at in [at for at in near if at not in self._taken][:_MANY]:
                how = moved(one, self._known[at], self._look(n), self._known_look(at))
                if how:
                    classes[how].setdefault(n, []).append(at)
        unsure: Set[int] = set()
        for _, claims in sorted(classes.items(), reverse=True):
            for n, places in claims.items():
                free = [at for at in places if at not in self._taken]
                if len(free) == 1 and n not in self.places and n not in unsure:
                    self._take(n, free[0])
                elif free:
                    unsure.add(n)

    def _candidates(self, n: int) -> Iterable[int]:
        """Who is free, shares a name with `n` and may be it."""
        one = self._wanted[n]
        sharing = [at for at in self._sharing(one) if at not in self._taken]
        for at in sharing if len(sharing) <= _MANY else self._nearest(n, sharing):
            other = self._known[at]
            if not contradict(one, other, self._look(n), self._known_look(at)):
                yield at

    def _named(self, one: Named) -> Tuple[List[int], List[int]]:
        """Who, found or not, begins as `one` does, and who has a name in common with it that is the
        best of either."""
        known = [(at, self._known[at]) for at in self._sharing(one)]
        begun = [at for at, other in known if begin_alike(one, other)]
        named = [
            at
            for at, other in known
            if other.guid in (one.guid, *one.keys) or one.guid in other.keys
        ]
        return begun, named

    def _nearest(self, n: int, sharing: Sequence[int]) -> List[int]:
        for at in sharing:
            if at not in self._indexed:
                self._indexed.add(at)
                for piece in set(shingles(self._known_look(at).text, 1)):
                    self._pieces[piece].append(at)
        votes: Counter[int] = Counter()
        for piece in shingles(self._look(n).text):
            votes.update(self._pieces.get(piece, ()))
        among = set(sharing)
        return [at for at, _ in votes.most_common() if at in among][:_MANY]

    def _sharing(self, one: Named) -> List[int]:
        names = (one.guid, *one.keys)
        found = (at for name in names for at in self._names.get(counterpart(name), ()))
        return list(dict.fromkeys(found))

    def _take(self, n: int, at: int) -> None:
        self.places[n] = at
        self._taken.add(at)
