"""Compares what was gathered with a collection, but for the notes at which that fails.

What is theirs on either side is left as it is, and of a listing that shows one nothing is gone.
"""

from __future__ import annotations

from typing import (
    TYPE_CHECKING,
    AbstractSet,
    Dict,
    FrozenSet,
    Iterable,
    List,
    Mapping,
    NamedTuple,
    Sequence,
    Tuple,
    Union,
)

from ..config import Config
from ..contained import contained_together, failure
from ..errors import UsageError
from ..identity.keys import Names
from ..model import Note
from ..sync.collection_plan import CollectionPlan
from ..sync.details import is_gone_tagged
from ..sync.file_ends import FileEnds
from ..sync.gone import Answered
from ..sync.origins import Renamed, is_name, predecessors
from ..sync.plan import ALL, plan_collection
from ..sync.present_note import Present
from ..text.field import one_line
from ..words import at, message
from .ends import without_cut
from .gather import Gathered
from .report import Report

if TYPE_CHECKING:
    from ..targets.collection import Collection


class Compared(NamedTuple):
    """What there is to do, the `report` of it, by what the notes in the collection are known (by
    id), and how the files ended that may be cut."""

    plan: CollectionPlan
    report: Report
    names: Mapping[int, Names]
    ends: FileEnds


def compared_with(
    col: Collection,
    gathered: Gathered,
    config: Config,
    restore: Union[bool, AbstractSet[str]],
    take_theirs: AbstractSet[str],
) -> Compared:
    """What it takes to bring `col` in step with `gathered` (see `syncing.compare`)."""
    from ..targets.collection.trouble import is_no_notes

    comparison = _Comparison(col, gathered, config, restore, take_theirs)
    found, errors = contained_together(
        range(comparison.size),
        comparison.of_all_but_the_rest,
        comparison.tried,
        is_no_notes,
    )
    if errors:
        comparison.tell(found.report, errors)
    return found


class _LeftAlone(NamedTuple):
    """What fails, and what is theirs on the other side: for the GUIDs of wanted notes and the ids
    of those that are held, the place of that which fails. `names`: by what all held are known."""

    wanted: Dict[str, int]
    held: Dict[int, int]
    names: Mapping[int, Names]


class _Comparison:
    """Of wanted notes and of those held, some of which (by place) may be left alone."""

    def __init__(
        self,
        col: Collection,
        gathered: Gathered,
        config: Config,
        restore: Union[bool, AbstractSet[str]],
        take_theirs: AbstractSet[str],
    ) -> None:
        from ..targets.collection.beginnings import our_ids

        self._col, self._gathered, self._config = col, gathered, config
        self._restore, self._take_theirs = restore, take_theirs
        self._notes, self._ids = gathered.notes, our_ids(col)
        self.size = len(self._notes) + len(self._ids)

    def of_all_but_the_rest(self, places: Sequence[int]) -> Compared:
        """What there is to do with the notes at `places`."""
        if len(places) == self.size:
            return self._compared(self._notes, frozenset())
        alone = self._left_alone(set(range(self.size)).difference(places))
        lost = [note for note in self._notes if note.guid in alone.wanted]
        origins = {origin for note in lost for origin in note.memory.origins}
        found = self._compared(
            [note for note in self._notes if note.guid not in alone.wanted],
            frozenset(alone.held),
            origins,
        )
        names = {**found.names, **{id: alone.names[id] for id in alone.held}}
        return found._replace(names=names)

    def tried(self, places: Sequence[int]) -> None:
        """Raise what these notes fail at, as if there were no others."""
        from ..targets.collection.beginnings import read_in_full

        notes, ids = self._at(places)
        read_in_full(self._col, ids)
        self._compared(notes, frozenset(self._ids).difference(ids))

    def tell(self, report: Report, errors: Mapping[int, Exception]) -> None:
        """Tell in `report` what was left alone since the notes at these places fail."""
        alone = self._left_alone(errors)
        path = str(self._col.path)
        for note in self._notes:
            if note.guid in alone.wanted:
                said = one_line(note.fields[0])
                problem = failure("comparing", said, errors[alone.wanted[note.guid]], said)
                if not report.lose(note.guid, problem):
                    report.tell(path, problem)
        told = set(alone.wanted.values())
        for id, place in alone.held.items():
            if place not in told:
                where = message("pipeline.note", id=str(id))
                report.tell(path, failure("comparing", where, errors[place]))

    def _at(self, places: Iterable[int]) -> Tuple[List[Note], List[int]]:
        many = len(self._notes)
        notes = [self._notes[n] for n in places if n < many]
        return notes, [self._ids[n - many] for n in places if n >= many]

    def _left_alone(self, places: Iterable[int]) -> _LeftAlone:
        """What fails at `places`, and what may be the same as that: no other may take its place."""
        from ..targets.collection.beginnings import names_held

        many = len(self._notes)
        wanted = {self._notes[n].guid: n for n in places if n < many}
        held = {self._ids[n - many]: n for n in places if n >= many}
        names = names_held(self._col, self._ids)
        held.update((id, wanted[one.guid]) for id, one in names.items() if one.guid in wanted)
        sound = {one.guid for id, one in names.items() if id not in held}
        called: Dict[str, int] = {}
        also: Dict[str, int] = {}
        for id, n in held.items():
            one = names[id]
            called.update(dict.fromkeys((one.guid, *one.ids), n))
            also.update(dict.fromkeys(one.keys, n))
        for note in self._notes:
            known = [called.get(name) for name in (note.guid, *note.memory.ids)]
            if note.guid not in sound:
                known += [also.get(note.guid), *(called.get(key) for key in note.memory.keys)]
            place = next((n for n in known if n is not None), None)
            if place is not None:
                wanted.setdefault(note.guid, place)
        for id, one in names.items():
            if one.guid in wanted:
                held.setdefault(id, wanted[one.guid])
        return _LeftAlone(wanted, held, names)

    def _compared(
        self, notes: Sequence[Note], apart: FrozenSet[int], partly: AbstractSet[str] = frozenset()
    ) -> Compared:
        """What there is to do with `notes`, where those that are `apart` count as not there. Of the
        origins that are compared `partly` nothing is gone."""
        from ..targets.collection.file_ends import ends_kept
        from ..targets.collection.present import present
        from ..targets.collection.remembered import remembered

        col, config = self._col, self._config

        def held() -> Present:
            return present(col, notes, config.decks, lambda: remembered(col), apart=apart)

        report = self._gathered.report.copy()
        answers: Sequence[Answered] = self._gathered.answers
        are_partial = [one.origin in partly for one in answers]
        found = held()
        renamed = _renamed_origins(col, notes, answers, found)
        if renamed:
            notes, answers = _under(notes, answers, renamed)
            found = held()
        before = ends_kept(col)
        notes, answers, found, ends = without_cut(col, notes, answers, found, report, before, apart)
        answers = [
            one._replace(state="partial") if is_partial else one
            for one, is_partial in zip(answers, are_partial)
        ]
        known = found.guids.union(note.guid for note in self._notes)
        for guid in sorted(self._take_theirs - {ALL} - known):
            raise UsageError(at(guid, message("pipeline.no_note")))
        media, theirs = self._gathered.media, self._take_theirs
        plan = plan_collection(notes, found, answers, config.gone, media, self._restore, theirs)
        return Compared(plan, report, found.names, ends)


def _renamed_origins(
    col: Collection, notes: Sequence[Note], answers: Sequence[Answered], found: Present
) -> Mapping[str, str]:
    """Origin → the one that it was until now, of files that have a new name; by which of the notes
    that are there they show."""
    from ..targets.collection.origins import origins_held, unknown_origins

    new = unknown_origins(col, {one.origin for one in answers if is_name(one.origin)})
    shown: Dict[str, Dict[int, Sequence[str]]] = {origin: {} for origin in new}
    for note in notes if new else ():
        # What is gone already no listing has.
        one = found.changed.get(note.guid)
        if one and not is_gone_tagged(one.tags):
            for origin in new.intersection(note.memory.origins):
                shown[origin][one.note_id] = one.memory.origins
    if not any(shown.values()):
        return {}
    borne, gone = origins_held(col)
    return predecessors(
        [Renamed(one.origin, one.state == "partial") for one in answers if one.origin in new],
        {origin: notes.values() for origin, notes in shown.items()},
        borne,
        [one.origin for one in answers],
        gone,
    )


def _under(
    notes: Sequence[Note], answers: Sequence[Answered], renamed: Mapping[str, str]
) -> Tuple[Sequence[Note], Sequence[Answered]]:
    """The notes and answers, of which those that are `renamed` go by the old name."""

    def known(note: Note) -> Note:
        origins = tuple(sorted({renamed.get(one, one) for one in note.memory.origins}))
        return note._replace(memory=note.memory._replace(origins=origins))

    return (
        list(map(known, notes)),
        [one._replace(origin=renamed.get(one.origin, one.origin)) for one in answers],
    )
