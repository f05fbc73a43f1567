"""A sync with a collection, step by step: what is read is compared, looked at, carried out.

The command line, the add-on and `annoki.sync` all come here. Reading needs no collection and may
take long; comparing needs one and changes nothing; between comparing and writing a person may look
at the plan, and go on working.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import (
    TYPE_CHECKING,
    AbstractSet,
    Callable,
    Dict,
    Mapping,
    Optional,
    Sequence,
    Tuple,
    Union,
)

from ..config import Config
from ..errors import CollectionChanged, UnusualPlan, UsageError
from ..identity.keys import Names
from ..model import Note
from ..sync.collection_plan import UNDO_NAME, CollectionPlan
from ..sync.details import is_gone_tagged
from ..sync.file_ends import FileEnds
from ..sync.gone import Answered
from ..sync.memory import known_by
from ..sync.origins import Renamed, is_name, predecessors
from ..sync.plan import ALL, plan_collection
from ..sync.present_note import Present
from .ends import without_cut
from .gather import Gathered
from .last_sync import LastSync
from .report import Report
from .unchanged import NO_INPUTS, RunInputs

if TYPE_CHECKING:
    from ..targets.collection import Collection
    from ..targets.collection.apply import Applied


@dataclass(frozen=True)
class Plan(CollectionPlan):
    """A plan, and the `report` of what was read for it, in `run`. `again` plans once more; there is
    none where the sources and the collection are as after the `last` sync."""

    report: Report = field(default_factory=Report)
    run: RunInputs = NO_INPUTS
    names: Mapping[int, Names] = field(default_factory=dict, repr=False, compare=False)
    """By what the notes in the collection are known, by id; none where that was not read."""
    ends: FileEnds = field(default_factory=dict, repr=False, compare=False)
    """How the files ended that may be cut."""
    again: Optional[Callable[[], Plan]] = field(default=None, repr=False, compare=False)
    last: Optional[LastSync] = field(default=None, repr=False, compare=False)


def compare(
    col: Collection,
    gathered: Gathered,
    config: Config,
    *,
    restore: Union[bool, AbstractSet[str]] = False,
    take_theirs: AbstractSet[str] = frozenset(),
) -> Plan:
    """What it takes to bring `col` in step with `gathered`. Nothing is changed.

    Notes that the learner deleted stay deleted, but for those whose GUIDs `restore` holds; true
    means all. `take_theirs` are the GUIDs of notes in which a conflict, of now or of before, is
    settled with the source's text, or `sync.plan.ALL`.

    Raises UsageError if there is no such note, CollectionError if the note type was altered so that
    notes no longer fit.
    """
    last = LastSync(col, config)
    if gathered.proceed:
        nothing = None if restore or take_theirs else last.plan(gathered.run)
        if nothing:
            return Plan(**vars(nothing), report=gathered.report, run=gathered.run, last=last)
        gathered = gathered.proceed().whole()
    plan, names, ends = _compared(col, gathered, config, restore, take_theirs)
    return Plan(
        **vars(plan),
        report=gathered.report,
        run=gathered.run,
        names=names,
        ends=ends,
        again=lambda: compare(col, gathered, config),
        last=last,
    )


def _compared(
    col: Collection,
    gathered: Gathered,
    config: Config,
    restore: Union[bool, AbstractSet[str]],
    take_theirs: AbstractSet[str],
) -> Tuple[CollectionPlan, Mapping[int, Names], FileEnds]:
    from ..targets.collection.file_ends import ends_kept
    from ..targets.collection.present import present
    from ..targets.collection.remembered import remembered

    def compared(notes: Sequence[Note]) -> Present:
        return present(col, notes, config.decks, lambda: remembered(col))

    notes: Sequence[Note] = gathered.notes
    answers: Sequence[Answered] = gathered.answers
    found = compared(notes)
    renamed = _renamed_origins(col, gathered, found)
    if renamed:
        notes, answers = _under(notes, answers, renamed)
        found = compared(notes)
    before = ends_kept(col)
    notes, answers, found, ends = without_cut(col, notes, answers, found, gathered.report, before)
    known = found.guids.union(note.guid for note in notes)
    for guid in sorted(take_theirs - {ALL} - known):
        raise UsageError(f"{guid}: there is no such note to take the source's text for")
    media = gathered.media
    plan = plan_collection(notes, found, answers, config.gone, media, restore, take_theirs)
    return plan, found.names, ends


def _renamed_origins(col: Collection, gathered: Gathered, found: Present) -> Mapping[str, str]:
    """Origin → the one that it was until now, of files that have a new name; by which of the notes
    that are there they show."""
    from ..targets.collection.origins import origins_held, unknown_origins

    answers = gathered.answers
    new = unknown_origins(col, {one.origin for one in answers if is_name(one.origin)})
    shown: Dict[str, Dict[int, Sequence[str]]] = {origin: {} for origin in new}
    for note in gathered.notes if new else ():
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


def carry_out(
    col: Collection, plan: CollectionPlan, allow_gone: bool = False, undo_name: str = UNDO_NAME
) -> Applied:
    """Do what `plan` says, as one undo step of the name `undo_name`; or nothing at all.

    Raises CollectionChanged if `col` is no longer as it was compared, UnusualPlan if very much
    would be gone and `allow_gone` does not say that this is meant.
    """
    from ..targets.collection.apply import apply
    from ..targets.collection.file_ends import keep_ends
    from ..targets.collection.remembered import is_kept, keep_names

    if plan.modified and plan.modified != col.mod:
        raise CollectionChanged(
            "the collection has changed since the plan was made; nothing was written; plan again"
        )
    if plan.unusual() and not allow_gone:
        raise UnusualPlan(plan.unusual())
    applied = apply(col, plan, undo_name)
    if isinstance(plan, Plan) and plan.last and plan.again:
        keep_ends(col, plan.ends)
        if plan.changes_anything or not is_kept(col):
            keep_names(col, _names_after(plan, applied.note_ids))
        plan.last.keep(plan.run, plan.report, _after(plan, plan.again))
    return applied


def _names_after(plan: Plan, added: Sequence[int]) -> Dict[int, Names]:
    """By what the notes are known now that `plan` was carried out, and some have been `added`."""
    names = dict(plan.names)
    for id, note in zip(added, plan.add):
        names[id] = known_by(note.guid, note.memory)
    for one in plan.twins:
        names[one.after.note_id] = known_by(one.after.guid, one.after.memory)
    for update in plan.update:
        names[update.note_id] = known_by(update.before.guid, update.memory)
    return names


def _after(plan: Plan, again: Callable[[], Plan]) -> CollectionPlan:
    """What there is to do now that `plan` was carried out."""
    if plan.report.failed or not (plan.changes_anything or plan.left_out):
        return plan
    return again() if plan.present or plan.twins or plan.left_out else plan.carried_out()
