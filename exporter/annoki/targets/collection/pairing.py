"""Which notes of a collection the wanted ones are, and which of them are twins of one another.

Both hang together: what a note is known by is learnt by finding it, and may show that another is
its twin; of twins together more is known than of each.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Callable, Dict, FrozenSet, Iterable, List, Mapping, NamedTuple, Sequence, Set

from ...identity.contradiction import alike
from ...identity.keys import Names, counterpart
from ...model import Note
from ...sync.doubles import moved_from, moved_names, suspects, twins_among
from ...sync.matching import Matched, NoteLook, match
from ...sync.memory import known_by
from ...sync.present_note import PresentNote
from ...sync.twins import is_copy, join

Since = Callable[[Mapping[int, Names]], Mapping[FrozenSet[int], Sequence[int]]]
_NONE: Mapping[FrozenSet[int], Sequence[int]] = MappingProxyType({})


class Paired(NamedTuple):
    """`changed`: GUID of a wanted note → the note that it is, for all that are not as wanted.
    `renamed`, `again`: see `sync.matching.Matched`. `twins`: groups of notes that are one thing
    each."""

    changed: Dict[str, PresentNote]
    renamed: Dict[str, str]
    twins: List[List[PresentNote]]
    again: FrozenSet[str]


class Pairing:
    """Pairs `wanted` with the notes of ours in a collection: their `ids` by GUID, and `names` by
    id. Those of which the GUID is in `same` are as they are wanted; `in_full` reads the others.
    `aside` are the GUIDs of those that were set aside for a twin: no other may have them; `since`
    says which of them (ids) are twins again of others (ids), if these are one thing, by what is
    known of all."""

    def __init__(
        self,
        wanted: Sequence[Note],
        ids: Mapping[str, int],
        names: Mapping[int, Names],
        same: Set[str],
        in_full: Callable[[Sequence[int]], List[PresentNote]],
        aside: Iterable[str] = (),
        since: Since = lambda names: _NONE,
    ) -> None:
        self._wanted, self._ids, self._names = wanted, ids, names
        self._same, self._in_full = same, in_full
        self._taken, self._since = {*ids, *aside}, since

    def pair(self) -> Paired:
        """What is which."""
        shown = {self._ids[note.guid]: note for note in self._wanted if note.guid in self._same}
        twins = self._twins({}, shown)
        if twins:
            # What the run shows as two stays two: it would make the second again each time.
            twins = self._twins({}, {**shown, **self._shown(self._matched([]))})
        paired = self._matched(twins)
        learnt = self._learnt(paired)
        if not (learnt or paired.changed):
            return paired
        more = self._twins(learnt, {**shown, **self._shown(paired)})
        return paired if more == twins else self._matched(more)

    def _shown(self, paired: Paired) -> Dict[int, Note]:
        """As what notes are wanted, by id: each of some twins as that which they become."""
        twins = {one.note_id: group for group in paired.twins for one in group}
        pairs = ((note, paired.changed.get(note.guid)) for note in self._wanted)
        return {
            one.note_id: note
            for note, have in pairs
            if have is not None
            for one in twins.get(have.note_id, [have])
        }

    def _twins(
        self, learnt: Mapping[int, Names], shown: Mapping[int, Note]
    ) -> List[List[PresentNote]]:
        names = {**self._names, **learnt}
        found = twins_among(_own(self._in_full(suspects(names))), learnt, shown)
        for stands, others in self._since(names).items():
            own = _own(self._in_full([*stands]))
            if not own:
                continue
            group = next((one for one in found if note_ids_of(own) <= note_ids_of(one)), None)
            if group is None and len(own) != 1:
                continue
            stand = group or own
            # The one that is back may be the one that stays, of which more was learnt then.
            new = self._in_full([at for at in others if at not in note_ids_of(stand)])
            back = [one for one in new if not self._says_another(one, stand, names)]
            if group is None and back:
                found.append([*own, *back])
            elif group is not None:
                group += back
        return found

    def _says_another(
        self, one: PresentNote, group: Sequence[PresentNote], names: Mapping[int, Names]
    ) -> bool:
        """Whether `one`, of which `group` has a name, is more like what is called like it but is
        not in that: all marks on a passage may know the GUID of the first."""
        called = {one.guid, *one.memory.keys}
        there = note_ids_of(group)
        near = [
            note_id
            for note_id, its in names.items()
            if note_id not in there and not called.isdisjoint((its.guid, *its.keys))
        ]

        def most_alike(notes: Iterable[PresentNote]) -> float:
            look = NoteLook(one.memory, one.fields)
            looks = (NoteLook(its.memory, its.fields) for its in notes)
            return max((alike(look, its) for its in looks), default=0)

        return bool(near) and most_alike(_own(self._in_full(near))) > most_alike(group)

    def _matched(self, twins: List[List[PresentNote]]) -> Paired:
        doubled = {one.guid for group in twins for one in group}
        alone = self._same - doubled
        rest = [note for note in self._wanted if note.guid not in alone]
        also = self._beside(rest, alone) if rest else []
        if also:
            alone = alone.difference(also)
            rest = [note for note in self._wanted if note.guid not in alone]
        held = [join(group).after for group in twins]
        if rest:
            in_twins = note_ids_of(*twins)
            others = [note_id for note_id in self._but(alone) if note_id not in in_twins]
            held += _own(self._in_full(others))
        found: Matched = match(rest, held, self._taken)
        changed = {guid: held[at] for guid, at in found.places.items()}
        return Paired(changed, found.renamed, twins, found.again)

    def _but(self, alone: Set[str]) -> List[int]:
        """The ids of all notes but those in `alone`. Two things may have one GUID: what was told
        apart on one device another has overwritten."""
        left_out = {self._ids[guid] for guid in alone}
        return [note_id for note_id in self._names if note_id not in left_out]

    def _beside(self, rest: Sequence[Note], alone: Set[str]) -> List[str]:
        """The GUIDs of those in `alone` of which a note that one of `rest` may be may be the twin:
        who has an id of these, or a name of what these share a name with."""
        called = {id for note in rest for id in note.memory.ids}
        named = {counterpart(name) for note in rest for name in (note.guid, *note.memory.keys)}
        others = map(self._names.__getitem__, self._but(alone))
        near = [{one.guid, *one.keys} for one in others]
        shared = set().union(*(names for names in near if not named.isdisjoint(names)))
        shared.update(list(map(counterpart, shared)))
        found = []
        for guid in alone:
            one = self._names[self._ids[guid]]
            if not (called.isdisjoint(one.ids) and shared.isdisjoint((guid, *one.keys))):
                found.append(guid)
        return found

    def _learnt(self, paired: Paired) -> Dict[int, Names]:
        """By what notes are known, where what is wanted knows more of them than they do."""
        found: Dict[int, Names] = {}
        changed = paired.changed
        for note in self._wanted:
            have = changed.get(note.guid)
            if have is None:
                continue
            keys = {*have.memory.keys, *note.memory.keys, note.guid} - {have.guid}
            known = {*have.memory.ids, *note.memory.ids}
            if keys.difference(have.memory.keys) or known.difference(have.memory.ids):
                found[have.note_id] = Names(have.guid, tuple(sorted(keys)), tuple(sorted(known)))
        taken = note_ids_of(changed.values(), *paired.twins)
        others = (note_id for note_id in self._but(self._same) if note_id not in taken)
        left = {note_id: self._names[note_id] for note_id in others}
        # Of twins one may tell what another does not: the day, by which a post is known that moved.
        joined = {one.note_id: one for one in (join(group).after for group in paired.twins)}
        for note_id in joined.keys() - note_ids_of(changed.values()):
            left[note_id] = known_by(joined[note_id].guid, joined[note_id].memory)
        moved = moved_from(self._wanted, left)
        alone = self._in_full([note_id for note_id in moved if note_id not in joined])
        held = [*_own(alone), *(joined[note_id] for note_id in moved if note_id in joined)]
        return {**found, **moved_names(moved, held, changed)}


def note_ids_of(*groups: Iterable[PresentNote]) -> Set[int]:
    """The ids of the notes in `groups`."""
    return {note.note_id for group in groups for note in group}


def _own(notes: Iterable[PresentNote]) -> List[PresentNote]:
    """`notes` without what the learner copied from ours."""
    return [note for note in notes if not is_copy(note)]
