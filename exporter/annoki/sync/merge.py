"""Merge: what one wanted note changes in the note that a collection holds. Pure.

Per field, between the source, the collection and what was last pushed: the source's change wins
only where the learner has not touched the field.
"""

from __future__ import annotations

from typing import Dict, FrozenSet, List, NamedTuple, Optional, Sequence, Tuple

from ..model import Face, Note
from ..notetype import WRITTEN
from ..text.field import read_alike
from .details import (
    DETAILS,
    GONE,
    TWIN,
    is_opening,
    joined_site,
    less_exact,
    namespace,
    silent,
    told_otherwise,
    with_opening,
)
from .heard import Heard
from .memory import EMPTY, hash_of
from .present_note import LEARNERS, WAITING, Conflict, FieldChange, PresentNote, Update

_TAGS = "tags"
_AWAY = (GONE, TWIN)
_NOT_RENDERED = ("Status", "Reverse")
_READY = "ready"
_SAID = ("Prompt", "Answer")
_PROMPT, _ANSWER = map(WRITTEN.index, _SAID)


class Merged(NamedTuple):
    """What to write, if anything; fields that are in conflict now, and those whose conflict was
    told before and in which the learner's text was kept."""

    update: Optional[Update] = None
    conflicts: Tuple[Conflict, ...] = ()
    kept: Tuple[Conflict, ...] = ()


def merge(note: Note, have: PresentNote, home: str = "", theirs: bool = False) -> Merged:
    """What to write into `have` to follow `note`.

    `home` is the deck of what the learner has answered. `theirs` settles every conflict, told now
    or before, with the source's text.
    """
    draft = _Draft(note, have)
    if note.memory.face < have.memory.face:
        draft.fill()
    else:
        draft.follow(theirs)
    return draft.merged(home)


def awake(have: PresentNote, home: str) -> Update:
    """What to write into `have`, which waits and which the learner answered; no source is asked."""
    draft = _Draft(None, have)
    update = draft.merged(home).update
    assert update is not None
    return update


def finished(have: PresentNote, changes: Sequence[FieldChange], home: str) -> Update:
    """What to write into `have`, for which the learner has just written an answer: that is among
    `changes`. Its cards wake, and go to the deck `home`; if that is empty they stay where they are.
    """
    draft = _Draft(None, have)
    draft.changes = list(changes)
    update = draft.merged(home, is_answered=True).update
    assert update is not None
    return update


def sent(note: Note, have: PresentNote, home: str, answer: str, pushed: str = "") -> Merged:
    """What to write into `have`, whose answer its source has by now, and so gives `note`.

    `answer` is the hash of the HTML that was sent: a field that still holds it becomes what the
    source gives. If the source was given back what it said, `pushed` is what to remember instead.
    """
    draft = _Draft(note, have, answer, pushed)
    draft.follow(False)
    is_answered = have.text("Status") in WAITING and not (have.suspended or pushed)
    return draft.merged(home, is_answered)


class _Draft:
    """What `have` becomes: its memory part by part, and the changes that a person sees."""

    def __init__(self, note: Optional[Note], have: PresentNote, *sent: str) -> None:
        self.have = have
        self.note = note
        self.sent, self.pushed = sent or ("", "")
        self.heard = Heard(have.memory, note.memory if note else have.memory)
        self.content = dict(have.memory.content)
        self.kept_against = dict(have.memory.kept)
        self.changes: List[FieldChange] = []
        self.conflicts: List[Conflict] = []
        self.kept: List[Conflict] = []
        # What is wanted is not gone, nor set aside.
        self.tags = tuple(tag for tag in have.tags if not note or tag.casefold() not in _AWAY)
        self.memory = have.memory

    def follow(self, theirs: bool) -> None:
        """Take over what a face that is as rich as before, or richer, says."""
        assert self.note is not None
        wanted, pushed = self.note.memory, self.have.memory
        unsaid = silent(self.note, self.have)
        said = pushed.said
        fields = list(self.note.fields)
        if "Prompt" in unsaid and is_opening(fields[_PROMPT]):
            # It has a title, which this face does not tell: then its answer is all of the text.
            fields[_ANSWER] = with_opening(fields[_PROMPT], fields[_ANSWER])
        for at, name in enumerate(WRITTEN):
            if name not in LEARNERS and name not in unsaid:
                says = wanted.source.get(name, EMPTY)
                latest = pushed.kept.get(name, pushed.source.get(name, EMPTY))
                if self.heard.is_news(name, says, latest):
                    self._field(name, fields[at], says, theirs)
                    said = wanted.said if name in _SAID and says != latest else said
        self._follow_tags(unsaid)
        self.memory = wanted._replace(
            tags=self.memory.tags, asleep=pushed.asleep, of=pushed.of, said=said
        )

    def _field(self, name: str, new: str, says: str, theirs: bool) -> None:
        assert self.note is not None
        have, pushed = self.have, self.have.memory
        old, touched = have.text(name), have.touched(name)
        same_source = says == pushed.source.get(name, EMPTY)
        if name == "Source" and not touched:
            new = joined_site(new, old)
        settled = self.kept_against.pop(name, None)
        if self.sent and name == "Answer":
            self._sent(new, says)
        elif new == old:
            self._push(name, new, says)
        elif not touched or (not same_source and read_alike(old, new)):
            # A picture that cannot be had today is no news, as long as the text is the same; and
            # a status is made otherwise only of another text: it may be ours, of a note that woke.
            if not (same_source and (self.note.lacks_pictures or name in _NOT_RENDERED)):
                self._change(name, new, says)
        elif self.note.memory.face > pushed.face:
            # Through a richer face the source only reads otherwise: it need not have changed.
            _remember(self.heard.now, name, says)
        elif not same_source:
            conflict = Conflict(self.note.guid, have.fields[0], name, old, new)
            if theirs:
                self._change(name, new, says)
            else:
                (self.kept if settled == says else self.conflicts).append(conflict)
                self.kept_against[name] = says

    def _sent(self, new: str, says: str) -> None:
        old = self.have.text("Answer")
        self._push("Answer", new, says)
        if self.pushed:
            _remember(self.content, "Answer", self.pushed)
        elif new != old and hash_of(old) == self.sent:
            self.changes.append(FieldChange("Answer", old, new))

    def _change(self, name: str, new: str, says: str) -> None:
        if name == "Status" and self._answered_by_the_learner():
            _remember(self.heard.now, name, says)
            return
        self.changes.append(FieldChange(name, self.have.text(name), new))
        self._push(name, new, says)

    def _answered_by_the_learner(self) -> bool:
        """Whether the source still lacks what the learner has written, and the note has woken."""
        have = self.have
        if self.sent:
            return have.text("Status") in (_READY, *WAITING)
        return (
            self.note is not None
            and self.note.suspended
            and have.answered
            and have.text("Status") not in WAITING
        )

    def _push(self, name: str, text: str, says: str) -> None:
        """Remember that `text` is in the field `name`, made of the source text hashed as `says`."""
        _remember(self.content, name, hash_of(text))
        _remember(self.heard.now, name, says)

    def _follow_tags(self, unsaid: FrozenSet[str]) -> None:
        """Only `annoki::` tags are ours, and only where the source has changed them.

        Anki gives a tag the letters of its parent, so letters do not count.
        """
        assert self.note is not None
        wanted, pushed = self.note.memory, self.have.memory
        news = self.heard.is_news(_TAGS, wanted.tags, pushed.tags) and wanted.tags != pushed.tags
        self.memory = pushed._replace(tags=wanted.tags if news else pushed.tags)
        if not news:
            return
        held = ["month"] if "Captured" in unsaid else []
        held += ["status"] if "Status" in unsaid or self._answered_by_the_learner() else []
        tags = told_otherwise(self.tags, self.note.tags, wanted.face >= Face.RECORD, *held)
        if {tag.casefold() for tag in tags} != {tag.casefold() for tag in self.tags}:
            self.tags = tuple(sorted(tags))

    def fill(self) -> None:
        """Take from a poorer face than the one before only the details that the note lacks.

        It says nothing against anything, since what it shows may be cut or damaged.
        """
        assert self.note is not None
        told = set()
        for name in DETAILS:
            new, old = self.note.fields[WRITTEN.index(name)], self.have.text(name)
            if name == "Source":
                new = joined_site(old, new)
            more = less_exact(old, new) if name == "Captured" else name == "Source" or not old
            if more and new != old and not self.have.touched(name):
                told.add({"Captured": "month", "Source": "host"}.get(name, ""))
                says = self.note.memory.source.get(name, EMPTY)
                self._change(name, new, self.heard.now.get(name, says))
        had = {namespace(tag) for tag in self.tags}
        told -= {"", *(had & {"host"})}
        if told:
            fuller = [tag for tag in self.note.tags if namespace(tag) in told]
            self.tags = tuple(sorted(told_otherwise(self.tags, fuller, False)))

    def merged(self, home: str, is_answered: bool = False) -> Merged:
        """What it comes to. `is_answered` says that the learner asks to have it ready."""
        have, pushed, note = self.have, self.have.memory, self.note
        wake, deck = have.waits or is_answered, ""
        if wake and note and not note.suspended and self._status() not in WAITING:
            deck = note.deck
        elif wake and (have.answered or is_answered):
            deck = home
            self._make_ready()
        else:
            wake = have.aside and note is not None and not note.suspended
        wanted = note.memory if note else pushed
        memory = self.memory._replace(
            source=self.heard.remembered({**self.kept_against, _TAGS: self.memory.tags}),
            content=self.content,
            kept=self.kept_against,
            ids=_union(pushed.ids, wanted.ids),
            keys=self._keys(wanted.keys),
            origins=_union(pushed.origins, wanted.origins),
            asleep=pushed.asleep and not wake,
        )
        told = tuple(self.conflicts), tuple(self.kept)
        same = memory._replace(renderer=pushed.renderer) == pushed
        if same and not self.changes and self.tags == have.tags and not wake:
            return Merged(None, *told)
        renamed = (change.after for change in self.changes if change.name == WRITTEN[0])
        update = Update(
            have.note_id,
            note.guid if note else have.guid,
            next(renamed, have.fields[0]),
            memory,
            self.tags,
            have,
            tuple(self.changes),
            wake,
            note.media if note else (),
            deck,
        )
        return Merged(update, *told)

    def _keys(self, wanted: Tuple[str, ...]) -> Tuple[str, ...]:
        """The other GUIDs that the note is known by: that which it is wanted under may be one."""
        also = (self.note.guid,) if self.note else ()
        had = self.have.memory.keys
        known = {*had, *wanted, *also} - {self.have.guid}
        return tuple(sorted(known)) if known != set(had) else had

    def _status(self) -> str:
        """The status that the note will have."""
        changed = (change.after for change in self.changes if change.name == "Status")
        return next(changed, self.have.text("Status"))

    def _make_ready(self) -> None:
        """Say that the note has its answer; the source still says otherwise, as is remembered."""
        changed = [change for change in self.changes if change.name != "Status"]
        self.changes = [*changed, FieldChange("Status", self.have.text("Status"), _READY)]
        self.content["Status"] = hash_of(_READY)
        ready = f"annoki::status::{_READY}"
        if any(namespace(tag) == "status" for tag in self.tags):
            self.tags = tuple(sorted(told_otherwise(self.tags, [ready], False)))


def _remember(hashes: Dict[str, str], name: str, value: str) -> None:
    hashes.pop(name, None)
    if value != EMPTY:
        hashes[name] = value


def _union(one: Tuple[str, ...], other: Tuple[str, ...]) -> Tuple[str, ...]:
    """In one order, so that what is known is the same in whatever order it was learnt."""
    return one if one == other else tuple(sorted({*one, *other}))
