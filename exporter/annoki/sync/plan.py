"""Plan: compares wanted notes with those present in a collection. Pure (docs/sync-contract.md).

What it prints is what will happen. Per field, between the source, the collection and what was
last pushed: the source's change wins only where the learner has not touched the field.
"""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import AbstractSet, Iterable, List, Mapping, Sequence, Tuple, Union

from ..model import Note
from .collection_plan import CollectionPlan
from .details import is_gone_tagged
from .gone import Answered, Verdict, judged
from .merge import awake, merge
from .present_note import Conflict, Present, PresentNote, Unmatched, Update
from .twins import Joined, join

_NO_MEDIA: Mapping[str, Path] = MappingProxyType({})

ALL = "all"
"""Stands for every note where those are named in which the source's text is taken."""


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
    # What tells of no more than a title, and is not there, is not missed.
    notes = [note for note in wanted if not note.left_out or note.guid in present.guids]
    twins = tuple(map(join, present.twins))
    joined = {note_id: one for one in twins for note_id in one.note_ids}
    unseen = _unseen(present, twins)
    missing = _missing(present, unseen, joined)
    verdict = _verdict(answers, notes, present, joined, missing)
    if verdict.strangers:
        # What they show has been shown by another listing of that name: it must not be mixed up.
        notes = [_without(note, verdict.strangers) for note in notes]
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
    gone = [one for one in missing if _is_gone(one, verdict)]
    unchanged = len(notes) - len(add) - len(deleted) - sum(update.seen for update in updates)
    answered = [*present.answered, *(one for one in unseen if one.waits and one.answered)]
    updates += [awake(one, present.home) for one in answered]
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
        present.decks,
        tuple(note for note in add if note.guid in present.lost),
        present.homes,
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


def _unseen(present: Present, twins: Sequence[Joined]) -> List[PresentNote]:
    """What those of `twins` become that nothing shows."""
    shown = {have.note_id for have in present.changed.values()}
    return [one.after for one in twins if shown.isdisjoint(one.note_ids)]


def _missing(
    present: Present, unseen: Sequence[PresentNote], joined: Mapping[int, Joined]
) -> List[Unmatched]:
    """What nothing shows, twins as the one that they become."""
    missing = [one for one in present.unmatched if one.note_id not in joined]
    return missing + [
        Unmatched(one.note_id, one.guid, one.tags, one.fields[0], one.memory.origins)
        for one in unseen
    ]


def _verdict(
    answers: Sequence[Answered],
    notes: Sequence[Note],
    present: Present,
    joined: Mapping[int, Joined],
    missing: Sequence[Unmatched],
) -> Verdict:
    def held(note: Note) -> Tuple[str, ...]:
        have = present.changed.get(note.guid)
        if have is None:
            return note.memory.origins if note.guid in present.guids else ()
        one = joined.get(have.note_id)
        return (one.after if one else have).memory.origins

    # What is gone already tells nothing of what a listing has.
    left = [one.origins for one in missing if not is_gone_tagged(one.tags)]
    return judged(answers, notes, held, left)


def _is_gone(one: Unmatched, verdict: Verdict) -> bool:
    return verdict.is_gone(one.origins) and not is_gone_tagged(one.tags)
