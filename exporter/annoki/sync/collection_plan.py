"""The plan of a sync: what will be written, and what is told of it. A value."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import reduce
from operator import attrgetter
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple, TypeVar, Union

from ..model import Note
from ..notetype import WRITTEN
from ..text.field import one_line
from ..words import Message, message
from .gone import NotGone, why_not
from .present_note import Conflict, DoubleDeck, Unmatched, Update
from .twins import Joined

_P = TypeVar("_P", bound="CollectionPlan")
_T = TypeVar("_T")

OfOneNote = Tuple[Union[Note, Update, Joined, Unmatched], ...]
"""All that a plan does to one note."""

UNDO_NAME = "Annoki sync"
"""What a sync is called in Anki's menu, unless its caller has a word for it."""

BRAKE = 10
"""More than this many notes gone or lost, and more than this many per cent, is unusual."""


_ALWAYS_TOLD = frozenset(("add", "update", "unchanged"))
_COUNTS = {
    "add": "sync.add",
    "update": "sync.update",
    "unchanged": "sync.unchanged",
    "conflict": "sync.conflict",
    "kept": "sync.kept",
    "twins": "sync.twins",
    "gone": "sync.gone",
    "deleted": "sync.deleted",
}

_DID = ("add", "update", "conflict", "twins", "gone")


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
    decks: Tuple[DoubleDeck, ...] = ()
    """Decks that become one."""
    lost: Tuple[Note, ...] = ()
    """Those of `add` that were here after the last sync, before an older collection was put back:
    they come without their reviews."""
    homes: Tuple[str, ...] = ()
    """The decks where notes of ours are made."""
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

    def without_unusual(self: _P) -> _P:
        """The same, but that what is gone is left as it is, and nothing added that was lost."""
        lost = {note.guid for note in self.lost}
        add = tuple(note for note in self.add if note.guid not in lost)
        return replace(self, gone=(), add=add, lost=(), left_out=True)

    def parts(self) -> List[OfOneNote]:
        """What is done to notes, of which any may be left out (see `only`)."""
        stays = {note_id: one.after.note_id for one in self.twins for note_id in one.note_ids}
        found: Dict[int, List[Any]] = {one.after.note_id: [one] for one in self.twins}
        others: Tuple[Union[Update, Unmatched], ...] = (*self.update, *self.gone)
        for other in others:
            found.setdefault(stays.get(other.note_id, other.note_id), []).append(other)
        return [*((note,) for note in self.add), *map(tuple, found.values())]

    def only(self: _P, parts: Sequence[OfOneNote]) -> _P:
        """The same, but that of its parts it has these."""
        chosen = {id(one) for part in parts for one in part}

        def those(each: Tuple[_T, ...]) -> Tuple[_T, ...]:
            return tuple(one for one in each if id(one) in chosen)

        return replace(
            self,
            add=those(self.add),
            update=those(self.update),
            gone=those(self.gone),
            twins=those(self.twins),
            lost=those(self.lost),
        )

    def note_after(self, guid: str) -> Optional[Note]:
        """The note of that GUID as it will be, or, if the learner deleted it, as it would come
        back; None of one that stays as it is."""
        wanted = next((one for one in (*self.add, *self.deleted) if one.guid == guid), None)
        update = next((one for one in self.update if one.guid == guid), None)
        if wanted or update is None:
            return wanted
        after = {change.name: change.after for change in update.changes}
        fields = tuple(map(lambda name, text: after.get(name, text), WRITTEN, update.before.fields))
        return Note(guid, fields, update.tags, update.deck, False, "ready", "")

    @property
    def changes_anything(self) -> bool:
        """Whether anything will be written."""
        written = self.add or self.update or self.gone or self.twins or self.decks
        return bool(written or self.upgrade)

    @property
    def changed_ids(self) -> Tuple[int, ...]:
        """The ids of the notes, present before, that are changed or taken away."""
        twins = [id for one in self.twins for id in one.note_ids]
        updated = [one.note_id for one in self.update]
        return (*updated, *(one.note_id for one in self.gone), *twins)

    def is_to_ask(self, always: bool) -> bool:
        """Whether a person is asked first: where it is unusual, or `always` if there is anything to
        see."""
        counts = self.counts()
        seen = any(counts[name] for name in ("add", "update", "conflict", "twins", "gone"))
        return bool(self.unusual()) or (always and (seen or self.upgrade))

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
        said = []
        if self.is_much_lost:
            said.append(message("sync.lost", n=len(self.lost)))
        if self.is_much_gone:
            said.append(message("sync.much_gone", n=len(self.gone), total=self.present))
        if len(said) == 2:
            return message("sync.both", one=said[0], other=said[1])
        return said[0] if said else ""

    @property
    def is_much_gone(self) -> bool:
        """Whether so much is gone at once that a person should be asked first."""
        return _is_much(len(self.gone), self.present)

    @property
    def is_much_lost(self) -> bool:
        """Whether so much was lost at once that a person should be asked first."""
        return _is_much(len(self.lost), self.present + len(self.lost))

    def summary(self) -> Message:
        """`12 new, 3 updated, 184 unchanged, 1 conflict, 2 kept as you wrote them`."""
        return counts_told(self.counts())

    def done_said(self) -> str:
        """What it did once it is carried out, in one sentence; empty if there is nothing to say."""
        counts = self.counts()
        did = [message(f"sync.did_{name}", n=counts[name]) for name in _DID if counts[name]]
        if not did:
            return ""
        what = reduce(lambda one, other: message("sync.did_and", one=one, other=other), did)
        return message("sync.did", what=what)

    def why_not_gone(self) -> str:
        """Why nothing counts as gone, or nothing of some inputs; empty where all can tell."""
        return why_not(self.not_gone, self.knows_gone)

    def as_dict(self) -> Dict[str, Any]:
        """The plan's part of the JSON report: its counts, and what a person may want to see."""
        return {
            **self.counts(),
            "added_notes": [
                {"guid": one.guid, "prompt": one.fields[0], "status": one.status}
                for one in self.add
            ],
            "updated_notes": [one.as_dict() for one in self.update if one.seen],
            "upgrade": self.upgrade,
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
            "joined_decks": [one.name for one in self.decks],
            "gone_notes": [{"guid": one.guid, "prompt": one.prompt} for one in self.gone],
            "lost_notes": [{"guid": one.guid, "prompt": one.fields[0]} for one in self.lost],
            "deleted_notes": [{"guid": one.guid, "prompt": one.fields[0]} for one in self.deleted],
            "knows_gone": self.knows_gone,
            "not_gone": [one.as_dict() for one in self.not_gone],
        }

    def lines(self) -> List[Message]:
        """The plan in words, a line a note."""
        said: List[Message] = []
        for note in self.add:
            status = message(f"status.{note.status}")
            said.append(message("sync.line_add", status=status, prompt=one_line(note.fields[0])))
        for update in filter(attrgetter("seen"), self.update):
            what = [change.name for change in update.changes]
            what += [message("sync.tags")] if update.tags != update.before.tags else []
            what += [message("sync.wakes")] if update.wake else []
            said.append(message("sync.line_update", what=what, prompt=one_line(update.prompt)))
        for one in self.twins:
            prompt = one_line(one.after.fields[0])
            said.append(message("sync.line_twins", n=len(one.note_ids), prompt=prompt))
        for deck in self.decks:
            said.append(message("sync.line_decks", n=len(deck.others) + 1, name=deck.name))
        told = [("sync.line_conflict", conflict) for conflict in self.conflicts]
        for key, conflict in [*told, *(("sync.line_kept", conflict) for conflict in self.kept)]:
            prompt = one_line(conflict.prompt)
            said.append(message(key, field=conflict.field, prompt=prompt, guid=conflict.guid))
            said.append(message("sync.line_yours", text=one_line(conflict.yours)))
            said.append(message("sync.line_source", text=one_line(conflict.source)))
        told_of = {conflict.guid for conflict in self.conflicts}
        silent = [one for one in self.update if not one.seen and one.guid not in told_of]
        said += [message("sync.line_memory", n=len(silent))] if silent else []
        said += [message("sync.line_gone", prompt=one_line(gone.prompt)) for gone in self.gone]
        for note in self.deleted:
            said.append(message("sync.line_deleted", prompt=one_line(note.fields[0])))
        return said + ([message("sync.line_upgrade")] if self.upgrade else [])


def counts_told(counts: Mapping[str, int]) -> Message:
    """`12 new, 3 updated, 184 unchanged`, of what `CollectionPlan.counts` gives, or a report."""
    told = [name for name in _COUNTS if counts.get(name) or name in _ALWAYS_TOLD]
    each = [message(_COUNTS[name], n=counts.get(name, 0)) for name in told]
    return message("sync.summary", counts=each)


def _is_much(some: int, of: int) -> bool:
    return some > BRAKE and some * 100 > of * BRAKE
