"""Plan: compares wanted notes with those present in a collection. Pure (docs/sync-contract.md).

What it prints is what will happen. Per field, between the source, the collection and what was
last pushed: the source's change wins only where the learner has not touched the field.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import (
    AbstractSet,
    Any,
    Dict,
    Iterable,
    List,
    Mapping,
    Sequence,
    Tuple,
    TypeVar,
    Union,
)

from ..model import Note
from ..text.field import one_line
from .details import GONE
from .gone import Answered, NotGone, Verdict, judged, why_not
from .merge import awake, merge
from .present_note import Conflict, Present, PresentNote, Unmatched, Update
from .twins import Joined, join

_P = TypeVar("_P", bound="CollectionPlan")
_NO_MEDIA: Mapping[str, Path] = MappingProxyType({})

UNDO_NAME = "Annoki sync"
"""What a sync is called in Anki's menu, unless its caller has a word for it."""

ALL = "all"
"""Stands for every note where those are named in which the source's text is taken."""

BRAKE = 10
"""More than this many notes gone, and more than this many per cent, is unusual."""


@dataclass(frozen=True)
class CollectionPlan:
    """What a sync will do, and all that it takes to do it. An empty one writes not a row.

    `present` is how many notes of ours the collection holds, `modified` when it was last changed
    (see `Present`). `gone_action` is what becomes of notes that are gone (`Config.gone`); `media`
    gives, by name, the files that the notes may show. `deleted` are wanted notes that the learner
    deleted: they are left alone. `reasons` say why nothing of some inputs counts as gone,
    `knows_gone` whether any input can tell what is.
    """

    add: Tuple[Note, ...] = ()
    update: Tuple[Update, ...] = ()
    unchanged: int = 0
    conflicts: Tuple[Conflict, ...] = ()
    gone: Tuple[Unmatched, ...] = ()
    present: int = 0
    upgrade: bool = False
    modified: int = 0
    gone_action: str = "tag"
    media: Mapping[str, Path] = field(default_factory=dict)
    deleted: Tuple[Note, ...] = ()
    reasons: Tuple[NotGone, ...] = ()
    knows_gone: bool = False
    kept: Tuple[Conflict, ...] = ()
    """Conflicts that were told by an earlier sync, in which the learner's text was kept."""
    twins: Tuple[Joined, ...] = ()
    left_out: bool = False
    """Whether something that there is to do is left to the next sync, on purpose."""

    @property
    def not_gone(self) -> Tuple[NotGone, ...]:
        """Why nothing of some inputs counts as gone; where there is nothing of ours, nothing is
        said, since nothing could be gone."""
        return self.reasons if self.present else ()

    def carried_out(self) -> CollectionPlan:
        """What the next plan says once this is done, where the collection held nothing of ours."""
        there = self.unchanged + len(self.add)
        return CollectionPlan(
            unchanged=there,
            present=len(self.add),
            deleted=self.deleted,
            reasons=self.reasons,
            knows_gone=self.knows_gone,
        )

    def without_gone(self: _P) -> _P:
        """The same, but that what is gone is left as it is."""
        return replace(self, gone=(), left_out=True)

    @property
    def changes_anything(self) -> bool:
        """Whether anything will be written."""
        return bool(self.add or self.update or self.gone or self.upgrade or self.twins)

    def counts(self) -> Dict[str, int]:
        """How many notes are added, updated, unchanged, in conflict, kept as the learner has them
        against the source, joined with a twin, gone, deleted in Anki."""
        return {
            "add": len(self.add),
            "update": sum(update.seen for update in self.update),
            "unchanged": self.unchanged,
            "conflict": len({conflict.guid for conflict in self.conflicts}),
            "kept": len({conflict.guid for conflict in self.kept}),
            "twins": len(self.twins),
            "gone": len(self.gone),
            "deleted": len(self.deleted),
        }

    def unusual(self) -> str:
        """Why a person should be asked first; empty if there is no need."""
        gone = len(self.gone)
        if gone > BRAKE and gone * 100 > self.present * BRAKE:
            return (
                f"{gone} of {self.present} notes are no longer in the source. "
                "If that is not what you did, a source may be incomplete."
            )
        return ""

    def summary(self) -> str:
        """`12 new, 3 updated, 184 unchanged, 1 conflict, 2 kept as you wrote them`."""
        counts = self.counts()
        said = f"{counts['add']} new, {counts['update']} updated, {counts['unchanged']} unchanged"
        if counts["conflict"]:
            said += f", {counts['conflict']} conflict" + ("s" if counts["conflict"] > 1 else "")
        if counts["kept"]:
            said += f", {counts['kept']} kept as you wrote {'them' if counts['kept'] > 1 else 'it'}"
        if counts["twins"]:
            whose = "their twins" if counts["twins"] > 1 else "its twin"
            said += f", {counts['twins']} joined with {whose}"
        if counts["gone"]:
            said += f", {counts['gone']} gone from the source"
        return said + (f", {counts['deleted']} deleted by you" if counts["deleted"] else "")

    def why_not_gone(self) -> str:
        """Why nothing counts as gone, or nothing of some inputs; empty where all can tell."""
        return why_not(self.not_gone, self.knows_gone)

    def as_dict(self) -> Dict[str, Any]:
        """The plan's part of the JSON report: its counts, and what a person may want to see."""
        return {
            **self.counts(),
            "conflicts": [vars(conflict) for conflict in self.conflicts],
            "kept_conflicts": [vars(conflict) for conflict in self.kept],
            "twin_notes": [
                {
                    "guid": one.after.guid,
                    "prompt": one.after.fields[0],
                    "stays": one.after.note_id,
                    "removed": list(one.removed),
                    "set_aside": list(one.set_aside),
                }
                for one in self.twins
            ],
            "gone_notes": [{"guid": one.guid, "prompt": one.prompt} for one in self.gone],
            "deleted_notes": [{"guid": one.guid, "prompt": one.fields[0]} for one in self.deleted],
            "knows_gone": self.knows_gone,
            "not_gone": [one.as_dict() for one in self.not_gone],
        }

    def lines(self) -> List[str]:
        """The plan in words, a line a note."""
        said = [f"+ {note.status}: {one_line(note.fields[0])}" for note in self.add]
        for update in filter(attrgetter("seen"), self.update):
            names = [change.name for change in update.changes]
            names += ["tags"] if update.tags != update.before.tags else []
            names += ["wakes up"] if update.wake else []
            said.append(f"~ {', '.join(names)}: {one_line(update.prompt)}")
        for one in self.twins:
            said.append(f"= {len(one.note_ids)} notes become one: {one_line(one.after.fields[0])}")
        told = [("!", conflict) for conflict in self.conflicts]
        for mark, conflict in [*told, *(("! kept,", conflict) for conflict in self.kept)]:
            said.append(f"{mark} {conflict.field}: {one_line(conflict.prompt)} ({conflict.guid})")
            said.append(f"    yours:  {one_line(conflict.yours)}")
            said.append(f"    source: {one_line(conflict.source)}")
        told_of = {conflict.guid for conflict in self.conflicts}
        silent = [one for one in self.update if not one.seen and one.guid not in told_of]
        said += [f"~ of {len(silent)} more only the memory"] if silent else []
        said += [f"- gone: {one_line(one.prompt)}" for one in self.gone]
        said += [f"x deleted: {one_line(one.fields[0])}" for one in self.deleted]
        return said + (["^ templates and style are upgraded"] if self.upgrade else [])


def plan_collection(
    wanted: Iterable[Note],
    present: Present,
    answers: Sequence[Answered] = (),
    gone_action: str = "tag",
    media: Mapping[str, Path] = _NO_MEDIA,
    restore: Union[bool, AbstractSet[str]] = False,
    take_theirs: AbstractSet[str] = frozenset(),
) -> CollectionPlan:
    """Plan a sync of `wanted` into a collection that holds `present`.

    `answers` are what the inputs were: they say what is gone, of what they have shown. An empty
    `wanted` never says that anything is. `restore` names the GUIDs of notes that are added although
    the learner deleted them; true means all. `take_theirs` are the GUIDs of notes in which a
    conflict ends with the source's text; `ALL`: in all.
    """
    add: List[Note] = []
    deleted: List[Note] = []
    left = frozenset() if restore is True else present.deleted.difference(restore or ())
    updates: List[Update] = []
    conflicts: List[Conflict] = []
    kept: List[Conflict] = []
    notes = list(wanted)
    verdict = _verdict(answers, notes, present)
    if verdict.strangers:
        # What they show has been shown by another listing of that name: it must not be mixed up.
        notes = [_without(note, verdict.strangers) for note in notes]
    twins = tuple(map(join, present.twins))
    joined = {note_id: one for one in twins for note_id in one.note_ids}
    # What is there and as it was is neither looked at nor sorted: of many notes, most.
    guids, changed, renamed = present.guids, present.changed, present.renamed
    news = [one for one in notes if one.guid not in guids or one.guid in changed]
    for note in sorted(news, key=lambda note: note.reading_order):
        have = changed.get(note.guid)
        if have is None:
            new = _renamed(note, renamed[note.guid]) if note.guid in renamed else note
            (deleted if new.guid in left else add).append(new)
            continue
        if have.note_id in joined:
            have = joined[have.note_id].after
        theirs = ALL in take_theirs or not take_theirs.isdisjoint((note.guid, have.guid))
        merged = merge(note, have, present.home, theirs)
        conflicts += merged.conflicts
        kept += merged.kept
        if merged.update:
            updates.append(merged.update)
    missing = [one for one in present.unmatched if one.note_id not in joined]
    shown = {have.note_id for have in changed.values()}
    missing += [_one_of(one.after) for one in twins if shown.isdisjoint(one.note_ids)]
    gone = [one for one in missing if _is_gone(one, verdict)]
    unchanged = len(notes) - len(add) - len(deleted) - sum(update.seen for update in updates)
    updates += [awake(one, present.home) for one in present.answered]
    return CollectionPlan(
        tuple(add),
        tuple(updates),
        unchanged,
        tuple(conflicts),
        tuple(gone),
        present.size,
        present.outdated,
        present.modified,
        gone_action,
        media,
        tuple(deleted),
        verdict.reasons,
        bool(verdict.whole),
        tuple(kept),
        twins,
    )


def _renamed(note: Note, guid: str) -> Note:
    """`note` under `guid`, since another thing has its own; it is known by that, too."""
    keys = tuple(sorted({*note.memory.keys, note.guid}))
    return note._replace(guid=guid, memory=note.memory._replace(keys=keys))


def _without(note: Note, origins: AbstractSet[str]) -> Note:
    if origins.isdisjoint(note.memory.origins):
        return note
    left = tuple(one for one in note.memory.origins if one not in origins)
    return note._replace(memory=note.memory._replace(origins=left))


def _one_of(note: PresentNote) -> Unmatched:
    """`note`, which twins became, as one that nothing shows."""
    return Unmatched(note.note_id, note.guid, note.tags, note.fields[0], note.memory.origins)


def _verdict(answers: Sequence[Answered], notes: Sequence[Note], present: Present) -> Verdict:
    def held(note: Note) -> Tuple[str, ...]:
        have = present.changed.get(note.guid)
        if have is not None:
            return have.memory.origins
        return note.memory.origins if note.guid in present.guids else ()

    return judged(answers, notes, held, [one.origins for one in present.unmatched])


def _is_gone(one: Unmatched, verdict: Verdict) -> bool:
    return verdict.is_gone(one.origins) and not is_gone_tagged(one.tags)


def is_gone_tagged(tags: Iterable[str]) -> bool:
    """Whether `tags` hold ours for gone; Anki may have given it other letters."""
    return any(tag.casefold() == GONE for tag in tags)
