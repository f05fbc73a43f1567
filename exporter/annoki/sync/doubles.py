"""Which notes of a collection are twins: of one GUID or id, or one thing under two names. Pure.

Packages of different faces, made apart, bring a thing twice: once with what its source calls it,
and once with what its text offers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain
from typing import Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Set

from ..identity.addresses import PREFIX, without_host
from ..identity.contradiction import (
    ENOUGH,
    REST,
    alike,
    begin_alike,
    begin_otherwise,
    contradict,
    shared_titles,
    two_texts,
)
from ..identity.keys import HEAD, Names, counterpart, is_head
from ..identity.moved import moved
from ..identity.recognise import recognise
from ..model import Note
from ..notetype import WRITTEN
from .matching import NoteLook
from .memory import known_by
from .present_note import PresentNote

_ALL = 1.0
"""So much of the one text must stand in the other where others have the name, too, that they share
(two marks on one passage, posts of one title); else `REST` of it."""


def suspects(names: Mapping[int, Names]) -> List[int]:
    """The note ids of those that share a GUID or an id, or of which one has a name of another: they
    may be twins, all others are none."""
    # Most share nothing: they are counted, not looked at.
    every = [
        [one.guid, *one.ids, *map(_either, one.keys), *map(without_host, one.ids)]
        for one in names.values()
    ]
    times = Counter(chain.from_iterable(map(set, every)))
    shared = {name for name, many in times.items() if many > 1}
    return [id for id, known in zip(names, every) if not shared.isdisjoint(known)]


def twins_among(
    notes: Sequence[PresentNote], learnt: Mapping[int, Names], shown: Mapping[int, Note]
) -> List[List[PresentNote]]:
    """The groups of `notes` that are one thing each, of at least two. `learnt` is by what some are
    known (by note id), where that is more than they remember; `shown` as what some are wanted,
    whatever the learner has made of them."""
    groups = [_Group([one], learnt.get(one.note_id), shown.get(one.note_id)) for one in notes]
    while True:
        joined = _joined_by_name(groups)
        # What was the same text is one thing, whatever the source has made of the one since.
        joined = _joined_by_text(joined, lambda one: one.was, _ALL)
        joined = _joined_by_text(joined, lambda one: one.look, REST)
        if len(joined) == len(groups):
            return [group.notes for group in groups if len(group.notes) > 1]
        # Of twins together more is known than of each.
        groups = joined


class _Group:
    """Notes that are one thing: by what it is known, how it looks, and how it did in the notes."""

    def __init__(
        self, notes: List[PresentNote], learnt: Optional[Names] = None, now: Optional[Note] = None
    ) -> None:
        one = notes[0]
        self.notes = notes
        self.names = learnt or known_by(one.guid, one.memory)
        self.was = NoteLook(one.memory, one.fields)
        self.look = NoteLook(now.memory, now.fields) if now else self.was
        self.shown_as = now.guid if now else ""

    def join(self, other: _Group) -> None:
        """`other` is the same thing."""
        mine, its = self.names, other.names
        keys = {*mine.keys, its.guid, *its.keys} - {mine.guid}
        self.names = Names(mine.guid, tuple(sorted(keys)), tuple(sorted({*mine.ids, *its.ids})))
        self.notes = [*self.notes, *other.notes]
        if other.shown_as and not self.shown_as:
            self.look, self.shown_as = other.look, other.shown_as


def _joined_by_name(groups: Sequence[_Group]) -> List[_Group]:
    """`groups`, of which those that share a GUID, an id or an address are one."""
    left = list(groups)
    for places in _sharing([one.names for one in groups]).values():
        first, *rest = (groups[at] for at in places)
        for other in rest:
            both = first is not other and first in left and other in left
            if (
                both
                and _may_be_one(first, other)
                and not contradict(first.names, other.names, first.look, other.look)
            ):
                first.join(other)
                left.remove(other)
    return left


def _may_be_one(one: _Group, other: _Group) -> bool:
    """Whether the run does not show both, as two: it would make two of them again."""
    return one.shown_as == other.shown_as or not (one.shown_as and other.shown_as)


def _joined_by_text(
    groups: Sequence[_Group], look: Callable[[_Group], NoteLook], least: float
) -> List[_Group]:
    """`groups`, of which those without an id are one with that which they are most alike, by their
    `look`, and at `least` so much."""
    called = [one for one in groups if one.names.ids]
    uncalled = [one for one in groups if not one.names.ids]
    found = recognise(
        [one.names for one in uncalled],
        [one.names for one in called],
        lambda n: look(uncalled[n]),
        lambda n: look(called[n]),
    )
    company, left = _Company(called), list(groups)
    for n, at in found.items():
        one, other = uncalled[n], called[at]
        its, mine = look(other), look(one)
        alone = company.is_alone(one, other)
        # All that a post is known by, its text among it, the other was once: they were one,
        # whatever the source has made of that since.
        was_one = alone and _is_post(other) and _said(one.names) <= _said(other.names)
        is_one = was_one or _says_the_same(one, mine, its, company.enough(one, other, least))
        # What it is wanted as may say something else, and have but a name in common with it.
        if is_one and (_may_be_one(one, other) or alike(mine, one.look) < _ALL):
            other.join(one)
            left.remove(one)
    return left


class _Company:
    """The groups that are `called` by an id: what a name says of one hangs on who else has it."""

    def __init__(self, called: Sequence[_Group]) -> None:
        self._times = Counter(name for one in called for name in _said(one.names))
        keys = (key for one in called for key in one.names.keys if is_head(key))
        self._begins = set(map(_either, keys))

    def is_alone(self, one: _Group, other: _Group) -> bool:
        """Whether a name that both share is that of `other` alone. That two begin alike is not
        enough: so may others, which are not there; and so have marks their passage."""
        shared = _said(one.names) & _said(other.names)
        alone = any(self._times[name] == 1 for name in shared) and not _is_mark(one)
        return alone and not all(map(is_head, shared))

    def enough(self, one: _Group, other: _Group, least: float) -> float:
        """How alike the two have to be: `least`, or the same where nothing else tells them apart.
        One whose GUID is none of `other`'s was told apart from another of that name when made; of
        one that the run shows it does not tell that it is what the run does not show, nor of one
        that begins as another does."""
        apart = begin_otherwise(one.names, other.names) and (
            one.names.guid not in _said(other.names)
            or bool(one.shown_as)
            or not self._begins.isdisjoint(map(_either, one.names.keys))
        )
        if apart or not self.is_alone(one, other):
            return _ALL
        return min(least, ENOUGH) if begin_alike(one.names, other.names) else least


def _says_the_same(one: _Group, mine: NoteLook, its: NoteLook, enough: float) -> bool:
    """Whether `mine`, the look of `one`, is `enough` like `its`, that of another. What says nothing
    says nothing of that, but for a mark on a passage."""
    how = alike(mine, its)
    says = bool(mine.said or _is_mark(one)) and not two_texts(mine, its)
    return how > 1 or (says and how >= enough)


def moved_from(wanted: Iterable[Note], left: Mapping[int, Names]) -> Dict[int, List[Note]]:
    """The posts that `left` (by note id), which nothing shows now, may be: those of `wanted` that
    share a name with one, at another address."""
    places: Dict[str, List[int]] = defaultdict(list)
    for note_id, one in left.items():
        if any(id.startswith(PREFIX) for id in one.ids):
            for key in one.keys:
                places[key].append(note_id)
    found: Dict[int, List[Note]] = defaultdict(list)
    if places:
        for note in wanted:
            if any(id.startswith(PREFIX) for id in note.memory.ids):
                near = {at for key in note.memory.keys for at in places.get(key, ())}
                for note_id in near:
                    found[note_id].append(note)
    return found


def moved_names(
    left: Mapping[int, Sequence[Note]],
    held: Sequence[PresentNote],
    found: Mapping[str, PresentNote],
) -> Dict[int, Names]:
    """By what those of `held` are known that one of the posts in `left` (see `moved_from`) is:
    they were made at the address that it had before. `found` are, by GUID, the notes that such
    posts have: they may know a day that this run does not tell. Of notes that have one id, and say
    what their source said, all have moved, or none has: what a face without ids once held for the
    one may be the other."""
    names: Dict[int, Names] = {}
    stayed: Set[str] = set()
    for one in held:
        same = [note for note in left[one.note_id] if _has_moved(note, found.get(note.guid), one)]
        if len(same) == 1:
            known = tuple(sorted({*one.memory.ids, *same[0].memory.ids}))
            names[one.note_id] = Names(one.guid, one.memory.keys, known)
        elif NoteLook(one.memory, one.fields).is_own:
            stayed.update(one.memory.ids)
    left_out = {one.note_id for one in held if not stayed.isdisjoint(one.memory.ids)}
    return {note_id: one for note_id, one in names.items() if note_id not in left_out}


def _has_moved(note: Note, have: Optional[PresentNote], held: PresentNote) -> bool:
    """Whether the post `note`, which already is the note `have`, or none, is what `held` was: not
    if title and day are all that they have in common, as two posts may, of which one is no longer
    listed; nor if their titles differ, and their texts, too."""
    names, look = known_by(held.guid, held.memory), NoteLook(held.memory, held.fields)
    said = known_by(note.guid, note.memory)
    titled = bool(shared_titles(said, names))
    if have:  # it may have been given another title since
        titled = titled or bool(shared_titles(known_by(have.guid, have.memory), names))
    for seen in _seen_as(note, have):
        how = alike(seen, look)
        long = min(len(seen.said), len(look.said)) > HEAD
        told = begin_alike(said, names) or (long and how >= ENOUGH)
        tells = how >= 1 or (titled and how >= ENOUGH)
        if told and tells and moved(said, names, seen, look):
            return True
    return False


def _seen_as(note: Note, have: Optional[PresentNote]) -> Iterator[NoteLook]:
    """How `note`, which already is the note `have`, or none, looks to its source and in that; and
    to its source on the day that only the note knows, which the learner has rewritten."""
    told = NoteLook(note.memory, note.fields)
    yield told
    if have:
        known = NoteLook(have.memory, have.fields)
        yield known
        if not (known.is_own or told.captured):
            dated = {**dict(zip(WRITTEN, note.fields)), "Captured": known.captured}
            yield NoteLook(note.memory, tuple(dated.values()))


def _is_post(group: _Group) -> bool:
    return any(id.startswith(PREFIX) for id in group.names.ids)


def _is_mark(group: _Group) -> bool:
    """Whether it is of a mark on a passage. A page note may have the status of one, but of that it
    is known how it begins."""
    return not any(map(is_head, group.names.keys)) and any(
        note.text("Passage") or note.text("Status") in ("passage", "highlight")
        for note in group.notes
    )


def _either(key: str) -> str:
    return min(key, counterpart(key)) if key[:1] == "'" else key


def _said(names: Names) -> Set[str]:
    return set(map(_either, (names.guid, *names.keys)))


def _sharing(names: Iterable[Names]) -> Dict[str, List[int]]:
    """GUID or id → the indices of those that have it."""
    places: Dict[str, List[int]] = defaultdict(list)
    for at, one in enumerate(names):
        for name in dict.fromkeys((one.guid, *one.ids, *map(without_host, one.ids))):
            places[name].append(at)
    return places
