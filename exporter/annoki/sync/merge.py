"""Merge: what one wanted note changes in the note that a collection holds. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Mapping, Optional, Tuple

from ..model import Note
from ..notetype import FIELDS
from .memory import Pushed, hash_of, origin_of, parse

GONE = "annoki::gone"
OURS = "annoki::"
_SYNC = FIELDS.index("Sync")
_STATUS = FIELDS.index("Status")
_LEARNERS = frozenset(("My notes", "Spare 1", "Spare 2", "Sync"))
_WAITING = ("unfinished", "highlight")
_DETAILS = ("Context", "Source", "Captured")


@dataclass(frozen=True)
class PresentNote:
    """A note in the collection.

    `asleep`: all its cards are new, suspended, never reviewed, and in the deck where notes wait.
    """

    note_id: int
    guid: str
    fields: Tuple[str, ...]
    tags: Tuple[str, ...]
    asleep: bool = False


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
    """What to write into one note: `changes` are what a person sees, `memory` is its new Sync."""

    note_id: int
    guid: str
    prompt: str
    memory: str
    tags: Tuple[str, ...]
    before: PresentNote
    changes: Tuple[FieldChange, ...] = ()
    wake: bool = False
    media: Tuple[str, ...] = ()


def merge(note: Note, have: PresentNote) -> Tuple[Optional[Update], List[Conflict]]:
    """What to write into `have` to follow `note`, if anything, and what is in conflict.

    Per field, between the source, the collection and what was last pushed: the source's change wins
    only where the learner has not touched the field (design section 5).
    """
    wanted, pushed = parse(note.fields[_SYNC]), parse(have.fields[_SYNC])
    if wanted.face < pushed.face:
        ids = tuple(dict.fromkeys((*pushed.ids, *wanted.ids)))
        return _fill(note, have, wanted, pushed._replace(ids=ids)), []
    source, content = dict(wanted.source), dict(wanted.content)
    changes: List[FieldChange] = []
    conflicts: List[Conflict] = []
    for at, name in enumerate(FIELDS):
        new, old = note.fields[at], have.fields[at]
        if name in _LEARNERS or new == old:
            continue
        same_source = pushed.source.get(name) == wanted.source.get(name)
        if not _touched(name, old, pushed):
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
    memory = wanted._replace(source=source, content=content, ids=ids, asleep=asleep)
    same = memory._replace(renderer=pushed.renderer) == pushed
    if same and not changes and tags == have.tags and not wake:
        return None, conflicts
    return _update(note, have, memory, tags, changes, note.origin, wake), conflicts


def _fill(note: Note, have: PresentNote, wanted: Pushed, memory: Pushed) -> Optional[Update]:
    """What a poorer face than the one that `have` was made from adds: details that it lacks.

    It says nothing against anything, since what it shows may be cut or damaged.
    """
    source, content = dict(memory.source), dict(memory.content)
    changes = []
    for name in _DETAILS:
        at = FIELDS.index(name)
        if note.fields[at] and not have.fields[at] and not _touched(name, "", memory):
            changes.append(FieldChange(name, "", note.fields[at]))
            _keep(source, wanted.source, name)
            _keep(content, wanted.content, name)
    kept = tuple(tag for tag in have.tags if tag.casefold() != GONE)
    memory = memory._replace(source=source, content=content)
    if memory == parse(have.fields[_SYNC]) and kept == have.tags:
        return None
    return _update(note, have, memory, kept, changes, "")


def _touched(name: str, text: str, pushed: Pushed) -> bool:
    return pushed.content.get(name, hash_of("")) != hash_of(text)


def _update(
    note: Note,
    have: PresentNote,
    memory: Pushed,
    tags: Tuple[str, ...],
    changes: List[FieldChange],
    origin: str,
    wake: bool = False,
) -> Update:
    text = memory.as_field(origin or origin_of(have.fields[_SYNC]))
    prompt = next((change.after for change in changes if change.name == FIELDS[0]), have.fields[0])
    return Update(
        have.note_id, note.guid, prompt, text, tags, have, tuple(changes), wake, note.media
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
