"""Plan: compares wanted notes with those present in a collection. Pure (docs/sync-contract.md).

What it prints is what will happen. Per field, between the source, the collection and what was
last pushed: the source's change wins only where the learner has not touched the field.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import AbstractSet, Any, Dict, FrozenSet, Iterable, List, Mapping, Tuple, TypeVar

from ..model import Note
from ..text.field import one_line
from .merge import GONE, Conflict, PresentNote, Update, merge

_P = TypeVar("_P", bound="CollectionPlan")
_NO_MEDIA: Mapping[str, Path] = MappingProxyType({})

UNDO_NAME = "Annoki sync"
"""What a sync is called in Anki's menu, unless its caller has a word for it."""

BRAKE = 10
"""More than this many notes gone, and more than this many per cent, is unusual."""


@dataclass(frozen=True)
class Unmatched:
    """A note in the collection that no wanted note has the GUID of."""

    note_id: int
    guid: str
    tags: Tuple[str, ...]
    prompt: str
    origin: str = ""


@dataclass(frozen=True)
class Present:
    """What a collection holds of ours, in full only what may have to change.

    `size` is how many notes that is; `outdated` says that templates or style will be upgraded;
    `modified` is when the collection was last changed (ms since 1970), 0 where that is not known.
    """

    guids: FrozenSet[str] = frozenset()
    """Those of wanted notes that are there, in whatever note type, under a GUID or a source id."""
    size: int = 0
    changed: Mapping[str, PresentNote] = field(default_factory=dict)
    """By the GUID of the wanted note: notes whose pushed state differs from what is wanted."""
    unmatched: Tuple[Unmatched, ...] = ()
    outdated: bool = False
    modified: int = 0


@dataclass(frozen=True)
class CollectionPlan:
    """What a sync will do, and all that it takes to do it. An empty one writes not a row.

    `present` is how many notes of ours the collection holds, `modified` when it was last changed
    (see `Present`). `gone_action` is what becomes of notes that are gone (`Config.gone`); `media`
    gives, by name, the files that the notes may show.
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

    def without_gone(self: _P) -> _P:
        """The same, but that what is gone is left as it is."""
        return replace(self, gone=())

    @property
    def changes_anything(self) -> bool:
        """Whether anything will be written."""
        return bool(self.add or self.update or self.gone or self.upgrade)

    def counts(self) -> Dict[str, int]:
        """How many notes are added, updated, unchanged, in conflict, gone."""
        return {
            "add": len(self.add),
            "update": len(self.update),
            "unchanged": self.unchanged,
            "conflict": len({conflict.guid for conflict in self.conflicts}),
            "gone": len(self.gone),
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
        """`12 new, 3 updated, 184 unchanged, 1 conflict`."""
        counts = self.counts()
        said = f"{counts['add']} new, {counts['update']} updated, {counts['unchanged']} unchanged"
        if counts["conflict"]:
            said += f", {counts['conflict']} conflict" + ("s" if counts["conflict"] > 1 else "")
        return said + (f", {counts['gone']} gone from the source" if counts["gone"] else "")

    def as_dict(self) -> Dict[str, Any]:
        """The plan's part of the JSON report: its counts, and what a person may want to see."""
        return {
            **self.counts(),
            "conflicts": [vars(conflict) for conflict in self.conflicts],
            "gone_notes": [{"guid": one.guid, "prompt": one.prompt} for one in self.gone],
        }

    def lines(self) -> List[str]:
        """The plan in words, a line a note."""
        said = [f"+ {note.status}: {one_line(note.fields[0])}" for note in self.add]
        for update in self.update:
            names = [change.name for change in update.changes]
            names += ["tags"] if update.tags != update.before.tags else []
            names += ["wakes up"] if update.wake else []
            said.append(f"~ {', '.join(names) or 'memory'}: {one_line(update.prompt)}")
        for conflict in self.conflicts:
            said.append(f"! {conflict.field}: {one_line(conflict.prompt)}")
            said.append(f"    yours:  {one_line(conflict.yours)}")
            said.append(f"    source: {one_line(conflict.source)}")
        said += [f"- gone: {one_line(one.prompt)}" for one in self.gone]
        return said + (["^ templates and style are upgraded"] if self.upgrade else [])


def plan_collection(
    wanted: Iterable[Note],
    present: Present,
    complete: AbstractSet[str] = frozenset(),
    gone_action: str = "tag",
    media: Mapping[str, Path] = _NO_MEDIA,
) -> CollectionPlan:
    """Plan a sync of `wanted` into a collection that holds `present`.

    `complete` names the listings (their origins) that are known to be whole: only they say what is
    gone, of what came from them. An empty `wanted` never says that anything is.
    """
    add: List[Note] = []
    updates: List[Update] = []
    conflicts: List[Conflict] = []
    notes = list(wanted)
    # What is there and as it was is neither looked at nor sorted: of many notes, most.
    guids, changed = present.guids, present.changed
    news = [one for one in notes if one.guid not in guids or one.guid in changed]
    for note in sorted(news, key=lambda note: note.reading_order):
        have = changed.get(note.guid)
        if have is None:
            add.append(note)
            continue
        update, found = merge(note, have)
        conflicts += found
        if update:
            updates.append(update)
    gone = [one for one in present.unmatched if _is_gone(one, complete)] if notes else []
    return CollectionPlan(
        tuple(add),
        tuple(updates),
        len(notes) - len(add) - len(updates),
        tuple(conflicts),
        tuple(gone),
        present.size,
        present.outdated,
        present.modified,
        gone_action,
        media,
    )


def _is_gone(one: Unmatched, complete: AbstractSet[str]) -> bool:
    return one.origin in complete and not is_gone_tagged(one.tags)


def is_gone_tagged(tags: Iterable[str]) -> bool:
    """Whether `tags` hold ours for gone; Anki may have given it other letters."""
    return any(tag.casefold() == GONE for tag in tags)
