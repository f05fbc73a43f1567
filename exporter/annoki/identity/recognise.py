"""Recognising: which of the things that are known each of a listing's things is.

Known are the things of the listings before, the notes of a collection, or those of the package that
is replaced: all are joined by one rule. What the source calls a thing comes first; then its names,
where no id contradicts, and of those that share one what says the very same before all else; then,
for a post at a new address, the title and day of one that has left.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain, islice, product
from typing import Dict, Iterable, List, Sequence, Set, Tuple

from .addresses import PREFIX
from .contradiction import (
    ENOUGH,
    MEMO,
    alike,
    begin_alike,
    contradict,
    in_short,
    is_anybodys,
    share_the_best,
    shared_titles,
    stands_instead,
)
from .keys import counterpart
from .known import MANY, KnownThings, Looking
from .likeness import nearness
from .look import Look, Named
from .moved import is_renamed, moved

_DAY = len("2023-08-13")


def recognise(
    wanted: Sequence[Named], known: Sequence[Named], look: Looking, known_look: Looking
) -> Dict[int, int]:
    """Which of `known` each of `wanted`, the different things of one run or listing, is: index of a
    wanted thing → index of the known one. Two wanted things may be one that is known by both ids.
    """
    return recognise_among(wanted, look, KnownThings(known, known_look))


def recognise_among(wanted: Sequence[Named], look: Looking, index: KnownThings) -> Dict[int, int]:
    """The same, of things of which there is an index."""
    index.begin()
    work = _Recognition(wanted, look, index)
    work.by_id()
    work.by_name()
    work.by_day()
    work.by_memo()
    work.by_place()
    return work.places


class _Recognition:
    """Who of the wanted has been found, and where."""

    def __init__(self, wanted: Sequence[Named], look: Looking, index: KnownThings) -> None:
        self.places: Dict[int, int] = {}
        self._wanted, self._look = wanted, look
        self._index = index
        self._known, self._known_look = index.things, index.look
        self._called: Dict[str, List[int]] = defaultdict(list)
        self._instead: Dict[int, List[int]] = {}
        self._unsure: Set[int] = set()
        self._times = Counter(name for one in wanted for name in (one.guid, *one.keys))

    def by_id(self) -> None:
        """Who is called as before is who it was; of several the one that looks most like it."""
        named: Dict[int, List[int]] = {}
        for n, one in enumerate(self._wanted):
            found = self._index.called(one.ids)
            stays = [at for at in found if not stands_instead(*self._both(n, at))]
            if stays:
                named[n] = stays
            elif found:
                self._instead[n] = found
        times = Counter(at for found in named.values() for at in set(found))
        rivals = [(n, at) for n, found in named.items() for at in found if times[at] > 1]
        for n, at in sorted(rivals, key=lambda pair: -self._alike(*pair)):
            if n not in self.places and at not in self._index.taken:
                self._take(n, at)
        for n, found in named.items():
            free = self._index.free(found)
            if free and n not in self.places:
                own = [at for at in free if self._known[at].guid == self._wanted[n].guid]
                self._take(n, (own or free)[0])
        # What has two names may be listed under both: it moved, and its old address still leads.
        for n, at in rivals:
            if n not in self.places and self._alike(n, at) >= ENOUGH:
                self.places[n] = at

    def by_place(self) -> None:
        """Who stands where another was, of which nothing else is left, is that, rewritten."""
        for n, found in self._instead.items():
            free = self._index.free(found)
            if free and n not in self.places and self._is_at_place(n):
                self._take(n, free[0])

    def _alike(self, n: int, at: int) -> float:
        return alike(self._look(n), self._known_look(at))

    def by_name(self) -> None:
        """Of those that share a name, and are not known to be another, the one most alike."""
        classes: Dict[Tuple[float, int], Dict[int, List[int]]] = defaultdict(dict)
        self._call(self.places if len(self.places) < len(self._wanted) else ())
        every = (n for n in range(len(self._wanted)) if n not in self.places)
        left = [n for n in every if not self._is_at_place(n) and not self._only(n)]
        self._by_text(left)
        self._call(n for n in left if n in self.places)
        for n in left:
            if n in self.places:
                continue
            for at, how, rank in self._claims(n):
                classes[how, rank].setdefault(n, []).append(at)
        for (how, _), claims in sorted(classes.items(), reverse=True):
            sure = {n: places for n, places in claims.items() if how or n not in self._unsure}
            self._settle(sure, bool(how))

    def _call(self, found: Iterable[int]) -> None:
        for n in found:
            for name in (self._wanted[n].guid, *self._wanted[n].keys):
                self._called[name].append(n)

    def _contradict(self, n: int, at: int) -> bool:
        return contradict(*self._both(n, at))

    def _both(self, n: int, at: int) -> Tuple[Named, Named, Look, Look]:
        return self._wanted[n], self._known[at], self._look(n), self._known_look(at)

    def _is_at_place(self, n: int) -> bool:
        """Whether `n` is left to `by_place`."""
        return n in self._instead and not all(map(is_anybodys, self._wanted[n].ids))

    def _by_text(self, left: Sequence[int]) -> None:
        """What says exactly what one of its name said is that one, of however many there are."""
        for how, rank in product((2.0, 1.0), (2, 1, 0)):
            claims: Dict[int, List[int]] = {}
            for n in left:
                says = islice(self._who_says(n, how, rank), MANY)
                may = [at for at in says if not self._contradict(n, at)]
                may = [at for at in may if not self._is_twin(at, how)]
                begun = [at for at in may if begin_alike(self._wanted[n], self._known[at])]
                if may:
                    claims[n] = begun or may
            self._settle(claims)

    def _who_says(self, n: int, how: float, rank: int) -> Iterable[int]:
        if n in self.places:
            return ()
        return self._index.saying(self._wanted[n], self._look(n), how, rank)

    def _claims(self, n: int) -> Iterable[Tuple[int, float, int]]:
        """What `n` may be: how alike the two are, and how much their names say."""
        one = self._wanted[n]
        best = self._index.named_best(one)
        for at in self._index.nearest(one, self._look(n)):
            if self._contradict(n, at):
                continue
            known, how = self._known_look(at), self._alike(n, at)
            same = self._known[at].guid == one.guid
            is_named = share_the_best(one, self._known[at])
            if known.is_gone and not how and not is_named:
                continue  # what comes may begin like what has left
            # Of several marks on one passage one that says something else may be another.
            if how > 0 or same or best == [at]:
                if self._is_twin(at, how, is_named):
                    continue
                # A name that was printed says more than how a text begins; where nothing else
                # tells, least of all is it that which has left its source.
                rank = 2 * (same + is_named) + begin_alike(one, self._known[at])
                yield at, how, -1 if known.is_gone and not how else rank

    def _is_twin(self, at: int, how: float, is_named: bool = True) -> bool:
        """Whether `at` is more like one that was found by its id or text than `how`, or as much and
        named like it, where who asks is not, and may be it and its note: then it is one more."""
        other, look = in_short(self._known[at]), self._known_look(at)
        names = (counterpart(name) for name in (other.guid, *other.keys))
        near = dict.fromkeys(n for name in names for n in self._called.get(name, ()))
        for n in list(near)[:MANY]:
            one, found = self._wanted[n], self._known_look(self.places[n])
            likest = max(self._alike(n, at), alike(found, look)), share_the_best(one, other)
            may_be = likest > (how, is_named) and not self._contradict(n, at)
            if may_be and not contradict(self._known[self.places[n]], other, found, look):
                return True
        return False

    def _only(self, n: int) -> bool:
        """Whether `n` is the one thing of its GUID that there is, with nobody to choose from."""
        one = self._wanted[n]
        at = self._index.only(one)
        if at is None or at in self._index.taken:
            return False
        other = in_short(self._known[at])
        times = max(self._times[name] for name in (other.guid, *other.keys))
        if other.guid != one.guid or times > 1:
            return False
        if not self._contradict(n, at):
            self._take(n, at)
        return True

    def _settle(self, claims: Dict[int, List[int]], by_text: bool = False) -> None:
        """Give each wanted thing the known one that it claims, to who has the least choice first:
        of several that nothing tells apart the nearest, if there are as many of the ones as of the
        others, or if these say the same, be it what those say, lest there be one more with each
        time; else the one that says what is nearest (`by_text`), or none."""
        rivals: Dict[Tuple[int, ...], List[int]] = {}
        for n, places in claims.items():
            if n not in self.places:
                rivals.setdefault(tuple(self._index.free(places)), []).append(n)
        for claimed, ones in sorted(rivals.items(), key=lambda rival: len(rival[0])):
            free = self._index.free(claimed)
            many = len(free) - len(ones)
            if len(free) == 1 or not many or (many > 0 and self._say_the_same(free, ones)):
                for n, at in sorted(product(ones, free), key=lambda pair: self._apart(*pair)):
                    if n not in self.places and at not in self._index.taken:
                        self._take(n, at)
            elif by_text:
                self._take_nearest(ones, free)

    def _take_nearest(self, ones: Sequence[int], free: Sequence[int]) -> None:
        """Give each of `ones` that of the known things that says what is nearest to it. Who has two
        that are as near may be either, and is nothing that is less like it."""
        nearest: Dict[float, List[Tuple[int, int]]] = defaultdict(list)
        for n, at in product(ones, free):
            nearest[nearness(self._look(n).said, self._known_look(at).said)].append((n, at))
        for _, pairs in sorted(nearest.items(), reverse=True):
            left = [(n, at) for n, at in pairs if n not in self.places and self._index.free([at])]
            times = Counter(side for n, at in left for side in ((n, True), (at, False)))
            for n, at in left:
                if times[n, True] == times[at, False] == 1 and n not in self._unsure:
                    self._take(n, at)
                else:
                    self._unsure.add(n)

    def _apart(self, n: int, at: int) -> Tuple[int, bool]:
        return self._index.apart(self._wanted[n], self._look(n), at)

    def _say_the_same(self, places: Sequence[int], ones: Sequence[int]) -> bool:
        """Whether known things were made of the same text, or say the same and have all names in
        common, or stand on one page and say the same, or just what the wanted `ones` do."""
        looks = [self._known_look(at) for at in places]
        pages = {look.page.id for look in looks if look.page}
        is_one = all(look.said == looks[0].said for look in looks)
        as_wanted = (self._alike(n, at) >= 1 for n in ones for at in places)
        if len(pages) < 2 and ((pages and is_one) or all(as_wanted)):
            return True
        known = (self._known[at] for at in places)
        names = {frozenset((one.guid, *one.keys, *one.ids)) for one in known}
        is_one &= len(names) == 1
        return is_one or all(looks[0].hashes & look.hashes for look in looks[1:])

    def by_day(self) -> None:
        """A post at a new address that looks like one that has left, has moved; of those that look
        the same it is the one of its title."""
        classes: Dict[Tuple[float, int], Dict[int, List[int]]] = defaultdict(dict)
        for n, one in enumerate(self._wanted):
            if n in self.places or not any(id.startswith(PREFIX) for id in one.ids):
                continue
            for at in self._index.near(one):
                alone = self._index.is_alone(one, at, self._times)
                how = moved(*self._both(n, at), alone)
                if how:
                    names = len(shared_titles(one, self._known[at]))
                    classes[how, names].setdefault(n, []).append(at)
        unsure: Set[int] = set()
        for (how, names), claims in sorted(classes.items(), reverse=True):
            for n, places in claims.items():
                free = self._index.free(places)
                # A text that several have (a licence, that a password is needed) names none.
                only = places if how >= 2 and names == 1 else free
                if free and len(only) == 1 and n not in self.places and n not in unsure:
                    self._take(n, free[0])
                elif free:
                    unsure.add(n)

    def by_memo(self) -> None:
        """A memo that is called otherwise now, as its server was upgraded, says the very same as
        one of that day that has left; an item of a memo, the same but for its own name."""
        for n, one in enumerate(self._wanted):
            if n in self.places or not any(id.startswith(MEMO) for id in one.ids):
                continue
            day = self._look(n).captured
            says = chain(*(self._who_says(n, how, rank) for how in (2.0, 1.0) for rank in (1, 0)))
            same = (at for at in says if self._known_look(at).captured == day)
            left = list(islice(same, 1)) if len(day) >= _DAY else []
            if not left:
                beside = self._index.free(self._index.beside(one.ids))
                left = [at for at in beside if is_renamed(*self._both(n, at))]
            if len(left) == 1:
                self._take(n, left[0])

    def _take(self, n: int, at: int) -> None:
        self.places[n] = at
        self._index.taken.add(at)
