"""A sync with a collection, step by step: what is read is compared, looked at, carried out.

The command line, the add-on and `annoki.sync` all come here. Reading needs no collection and may
take long; comparing needs one and changes nothing; between comparing and writing a person may look
at the plan, and go on working.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import (
    TYPE_CHECKING,
    AbstractSet,
    Callable,
    Dict,
    FrozenSet,
    Mapping,
    Optional,
    Sequence,
    Tuple,
    Union,
)

from ..config import Config
from ..contained import failure
from ..errors import CollectionChanged, Refused, UnusualPlan
from ..identity.keys import Names
from ..model import Note
from ..sync.choice import Choice
from ..sync.collection_plan import UNDO_NAME, CollectionPlan, OfOneNote
from ..sync.file_ends import FileEnds
from ..sync.memory import known_by
from ..sync.twins import Joined
from ..text.field import one_line
from ..words import message
from .comparing import compared_with
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
    wanted_decks: FrozenSet[str] = frozenset()
    """The decks that were asked for, whatever the learner calls them now."""
    gathered: Optional[Gathered] = field(default=None, repr=False, compare=False)
    """What was read; none where its notes were not made, since nothing has changed."""
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
    from ..targets.collection.renamed_decks import decks_now, notes_now

    last = LastSync(col, config)
    if gathered.proceed:
        nothing = None if restore or take_theirs else last.plan(gathered.run)
        if nothing:
            return Plan(**vars(nothing), report=gathered.report, run=gathered.run, last=last)
        gathered = gathered.proceed().whole()
    wanted = frozenset(vars(config.decks).values()).union(note.deck for note in gathered.notes)
    here = replace(gathered, notes=tuple(notes_now(col, gathered.notes)))
    by_name = replace(config, decks=decks_now(col, config.decks))
    plan, report, names, ends = compared_with(col, here, by_name, restore, take_theirs)
    return Plan(
        **vars(plan),
        report=report,
        run=gathered.run,
        names=names,
        ends=ends,
        wanted_decks=wanted,
        gathered=gathered,
        again=lambda: compare(col, gathered, config),
        last=last,
    )


def compare_as_chosen(col: Collection, gathered: Gathered, config: Config, choice: Choice) -> Plan:
    """What `compare` says, with what a person chose."""
    restore, theirs = choice.restore, choice.take_theirs
    plan = compare(col, gathered, config, restore=restore, take_theirs=theirs)
    return plan.without_unusual() if choice.without_unusual else plan


def carry_out(
    col: Collection, plan: CollectionPlan, allow_gone: bool = False, undo_name: str = UNDO_NAME
) -> Applied:
    """Do what `plan` says, as one undo step of the name `undo_name`; or nothing at all. Notes that
    cannot be written stay as they were, which the report of the plan then tells.

    Raises CollectionChanged if `col` is no longer as it was compared, UnusualPlan if very much
    would be gone and `allow_gone` does not say that this is meant.
    """
    from ..targets.collection.apply import apply
    from ..targets.collection.file_ends import keep_ends
    from ..targets.collection.remembered import is_kept, keep_names
    from ..targets.collection.renamed_decks import keep_decks

    if plan.modified and plan.modified != col.mod:
        raise CollectionChanged(message("pipeline.changed"))
    if plan.unusual() and not allow_gone:
        raise UnusualPlan(plan.unusual())
    applied = apply(col, plan, undo_name)
    done: CollectionPlan = applied.plan
    if isinstance(done, Plan):
        _tell(done.report, str(col.path), applied.failed)
    if isinstance(done, Plan) and done.last and done.again:
        keep_ends(col, done.ends)
        keep_decks(col, done.wanted_decks)
        if done.changes_anything or not is_kept(col):
            keep_names(col, _names_after(done, applied.note_ids))
        done.last.keep(done.run, done.report, _after(done, done.again))
    return applied


def _tell(report: Report, path: str, failed: Sequence[Tuple[OfOneNote, Exception]]) -> None:
    """Tell in `report` what could not be written into the collection at `path`."""
    for part, error in failed:
        told = [
            (one.guid, one.fields[0])
            if isinstance(one, Note)
            else (one.after.guid, one.after.fields[0])
            if isinstance(one, Joined)
            else (one.guid, one.prompt)
            for one in part
        ]
        said = one_line(told[0][1])
        problem = failure("writing", said, error, said)
        if isinstance(error, Refused):
            problem = problem._replace(stage="refused", error=error.why)
        lost = [report.lose(guid, problem) for guid, _ in told]
        if not any(lost):
            report.tell(path, problem)


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
