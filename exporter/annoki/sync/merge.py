"""Merge: what one wanted note changes in the note that a collection holds. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Mapping, Optional, Tuple

from ..model import Note, Pushed
from ..notetype import WRITTEN
from .memory import hash_of

GONE = "annoki::gone"
OURS = "annoki::"
_STATUS = WRITTEN.index("Status")
_LEARNERS = frozenset(("My notes", "Spare 1", "Spare 2"))
_EMPTY = hash_of("")
_WAITING = ("unfinished", "highlight")
_DETAILS = ("Context", "Source", "Captured")


@dataclass(frozen=True)
class PresentNote:
    """A note in the collection; `fields` are those of `notetype.WRITTEN`.

    `memory` is what it remembers: nothing, if that was lost. `asleep`: all its cards are new,
    suspended, never reviewed, and in the deck where notes wait.
    """

    note_id: int
    guid: str
    fields: Tuple[str, ...]
    tags: Tuple[str, ...]
    memory: Pushed
    asleep: bool = False

    def touched(self, name: str) -> bool:
        """Whether the field `name` holds anything but what was pushed into it."""
        text = self.fields[WRITTEN.index(name)]
        return self.memory.content.get(name, _EMPTY) != hash_of(text)


@dataclass(frozen=True)
class FieldChange:
    """One field of one note: HTML before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Conflict:
    """A field that both the learner and the source changed; the learner's stays."""

    guid: str
    prompt: str
    field: str
    yours: str
    source: str


@dataclass(frozen=True)
class Update:
    """What to write into one note: `changes` are what a person sees, `memory` its new memory."""

    note_id: int
    guid: str
    prompt: str
    memory: Pushed
    tags: Tuple[str, ...]
    before: PresentNote
    changes: Tuple[FieldChange, ...] = ()
    wake: bool = False
    media: Tuple[str, ...] = ()


def merge(note: Note, have: PresentNote) -> Tuple[Optional[Update], List[Conflict]]:
    """What to write into `have` to follow `note`, if anything, and what is in conflict.

    Per field, between the source, the collection and what was last pushed: the source's change wins
    only where the learner has not touched the field.
    """
    wanted, pushed = note.memory, have.memory
    if wanted.face < pushed.face:
        return _fill(note, have), []
    source, content = dict(wanted.source), dict(wanted.content)
    changes: List[FieldChange] = []
    conflicts: List[Conflict] = []
    for at, name in enumerate(WRITTEN):
        new, old = note.fields[at], have.fields[at]
        if name in _LEARNERS or new == old:
            continue
        same_source = pushed.source.get(name) == wanted.source.get(name)
        if not have.touched(name):
            # A picture that cannot be had today is no news, as long as the text is the same.
            if not (same_source and note.lacks_pictures):
                changes.append(FieldChange(name, old, new))
                continue
        elif not same_source and wanted.face == pushed.face:
            conflicts.append(Conflict(note.guid, have.fields[0], name, old, new))
        # What the learner wrote stays, and so does the memory of what it was made from. Through a
        # richer face the source only reads otherwise: that it need not have changed is remembered.
        _keep(content, pushed.content, name)
        if wanted.face == pushed.face:
            _keep(source, pushed.source, name)
    tags = _tags(note, have, wanted, pushed)
    wake = pushed.asleep and have.asleep and have.fields[_STATUS] in _WAITING and not note.suspended
    asleep, ids = pushed.asleep and not wake, wanted.ids or pushed.ids
    # Standard input has no name: what comes from there leaves the origin as it was.
    origin = wanted.origin or pushed.origin
    memory = wanted._replace(source=source, content=content, ids=ids, asleep=asleep, origin=origin)
    same = memory._replace(renderer=pushed.renderer, origin=pushed.origin) == pushed
    if same and not changes and tags == have.tags and not wake:
        return None, conflicts
    return _update(note, have, memory, tags, changes, wake), conflicts


def _fill(note: Note, have: PresentNote) -> Optional[Update]:
    """What a poorer face than the one that `have` was made from adds: details that it lacks.

    It says nothing against anything, since what it shows may be cut or damaged.
    """
    wanted, pushed = note.memory, have.memory
    source, content = dict(pushed.source), dict(pushed.content)
    changes = []
    for name in _DETAILS:
        at = WRITTEN.index(name)
        if note.fields[at] and not have.fields[at] and not have.touched(name):
            changes.append(FieldChange(name, "", note.fields[at]))
            _keep(source, wanted.source, name)
            _keep(content, wanted.content, name)
    kept = tuple(tag for tag in have.tags if tag.casefold() != GONE)
    ids = tuple(dict.fromkeys((*pushed.ids, *wanted.ids)))
    memory = pushed._replace(source=source, content=content, ids=ids)
    if memory == pushed and kept == have.tags:
        return None
    return _update(note, have, memory, kept, changes)


def _update(
    note: Note,
    have: PresentNote,
    memory: Pushed,
    tags: Tuple[str, ...],
    changes: List[FieldChange],
    wake: bool = False,
) -> Update:
    renamed = (change.after for change in changes if change.name == WRITTEN[0])
    prompt = next(renamed, have.fields[0])
    return Update(
        have.note_id, note.guid, prompt, memory, tags, have, tuple(changes), wake, note.media
    )


def _keep(into: Dict[str, str], pushed: Mapping[str, str], name: str) -> None:
    into.pop(name, None)
    if name in pushed:
        into[name] = pushed[name]


def _tags(note: Note, have: PresentNote, wanted: Pushed, pushed: Pushed) -> Tuple[str, ...]:
    """Only `annoki::` tags are ours, and only where the source has changed them.

    Anki gives a tag the letters of its parent, so letters do not count.
    """
    ours = [tag for tag in have.tags if tag.casefold().startswith(OURS)]
    foreign = [tag for tag in have.tags if tag not in ours]
    kept = [tag for tag in ours if tag.casefold() != GONE]
    if wanted.tags == pushed.tags or {t.casefold() for t in kept} == {
        t.casefold() for t in note.tags
    }:
        return have.tags if len(kept) == len(ours) else tuple(foreign + kept)
    return tuple(sorted({*foreign, *note.tags}))
