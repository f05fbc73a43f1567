"""Matching: which of the notes that are remembered each wanted note is. Pure.

What remembers is a collection or a package; that a GUID is there does not say that it is the same
thing, as ids may contradict (see `identity.recognise`).
"""

from __future__ import annotations

import html
import re
import sys
from functools import cached_property, lru_cache
from typing import (
    Callable,
    Dict,
    FrozenSet,
    Iterable,
    List,
    NamedTuple,
    Optional,
    Sequence,
    Tuple,
    Union,
)

from ..identity.addresses import Address, page_at
from ..identity.contradiction import NO_SUMMARY, alike, place_of
from ..identity.item_look import ItemLook
from ..identity.keys import HEAD, apart, apart_from, is_head
from ..identity.likeness import normalised
from ..identity.recognise import recognise
from ..model import Face, Item, Note, Pushed
from ..notetype import WRITTEN
from .details import Site, asked_in, is_gone_tagged, is_opening, is_quoted, site_in, told_in
from .memory import EMPTY, hash_of, known_by
from .present_note import PresentNote

_TAG = re.compile("<[^>]*>")
_TORN = re.compile(r"(?:<[^<>]*|&\w*)\Z")
_PROMPT, _ANSWER, _PASSAGE, _SOURCE, _CAPTURED, _STATUS = map(
    WRITTEN.index, ("Prompt", "Answer", "Passage", "Source", "Captured", "Status")
)
_BEGINS = 4000
"""In so much HTML stands what is remembered of a text: its beginning, which is compared, and more,
lest it be taken for a summary."""
_CUT = normalised("\u2026")
_HIGHLIGHT = hash_of("highlight")
_DIGESTS = ("digest", "unfinished")
"""What a post or memo may be."""


class Held(NamedTuple):
    """A note that is remembered: `fields` are those of `notetype.WRITTEN`."""

    guid: str
    memory: Pushed
    fields: Tuple[str, ...]
    tags: Tuple[str, ...] = ()


class Matched(NamedTuple):
    """`places`: GUID of a wanted note → index of the note that it is. `renamed`: GUID of a wanted
    note that is none of them, but whose GUID is taken → one of its own. `again`: GUIDs of
    wanted notes that are what another one is, of which that one tells more."""

    places: Dict[str, int]
    renamed: Dict[str, str]
    again: FrozenSet[str] = frozenset()


def match(
    wanted: Sequence[Note],
    held: Sequence[Union[Held, PresentNote]],
    also: Iterable[str] = (),
) -> Matched:
    """Which of `held` each of `wanted` is; all that may be one of them has to be given. No other
    may have the GUID of one, nor any of those in `also`."""
    found = recognise(
        [known_by(note.guid, note.memory) for note in wanted],
        [known_by(one.guid, one.memory) for one in held],
        lru_cache(maxsize=None)(lambda at: NoteLook(wanted[at].memory, wanted[at].fields)),
        lru_cache(maxsize=None)(
            lambda at: NoteLook(held[at].memory, held[at].fields, is_gone_tagged(held[at].tags))
        ),
    )
    taken = {*also, *(one.guid for one in held)}
    used = {*taken, *(note.guid for note in wanted)}
    renamed: Dict[str, str] = {}
    for n, note in enumerate(wanted):
        if n not in found and note.guid in taken:
            look = NoteLook(note.memory, note.fields)
            renamed[note.guid] = apart_from(used, note.guid, _mark(note, look), place_of(look))
    best: Dict[int, int] = {}
    for n, at in found.items():
        if at not in best or wanted[n].memory.face > wanted[best[at]].memory.face:
            best[at] = n
    places = {wanted[n].guid: at for at, n in best.items()}
    again = frozenset(wanted[n].guid for n, at in found.items() if best[at] != n)
    return Matched(places, renamed, again)


def _mark(note: Note, look: NoteLook) -> str:
    """What tells `note` from another of its name: its id, else how its text begins."""
    return min(note.memory.ids, default=look.text[:HEAD])


def guids_apart(note: Note) -> List[str]:
    """The GUIDs that `note` has where another was there first under one of its names, and no face
    told an id of it."""
    begins = NoteLook(note.memory, note.fields).text[:HEAD]
    names = (note.guid, *note.memory.keys)
    return [apart(name, begins) for name in names if not is_head(name)]


def says_another(note: Note, memory: Pushed, fields: Sequence[str]) -> bool:
    """Whether nothing but a name says that `note` is what `memory` and `fields` are of: both say
    something else, and no source calls both the same."""
    if not set(note.memory.ids).isdisjoint(memory.ids):
        return False
    look, held = NoteLook(note.memory, note.fields), NoteLook(memory, fields)
    return look.is_remark and bool(held.said) and not alike(look, held)


def with_said(memory: Pushed, fields: Sequence[str], left_out: str = "") -> Pushed:
    """`memory`, which is that of a note as it was made, of `fields`, with what these say; the HTML
    `left_out` goes on where the answer ends."""
    begins = [one if len(one) < _BEGINS else _TORN.sub("", one[:_BEGINS]) for one in fields]
    begins[_ANSWER] = told_in(begins[_ANSWER])[0] + left_out
    return memory._replace(said=NoteLook(memory, begins).text[: NO_SUMMARY + 1])


class NoteLook:
    """What tells a note apart from others that share a name with it; `fields` are as in `Held`."""

    def __init__(self, memory: Pushed, fields: Sequence[str], is_gone: bool = False) -> None:
        self._memory, self._fields, self.is_gone = memory, fields, is_gone

    @property
    def captured(self) -> str:
        """Its date, if that is not the learner's."""
        return self._fields[_CAPTURED] if self._is_ours("Captured") else ""

    @property
    def made(self) -> str:
        """See `Look`."""
        told = self._face in (Face.EXCERPT, Face.RECORD) and self.is_remark
        return self.captured if told else ""

    @property
    def _face(self) -> int:
        return self._memory.face

    @property
    def _site(self) -> Site:
        return site_in(self._fields[_SOURCE]) if self._is_ours("Source") else Site()

    @property
    def host(self) -> str:
        """Where it was read, if it says so."""
        return html.unescape(self._site.host)

    @property
    def page(self) -> Optional[Address]:
        """See `Look`."""
        return page_at(html.unescape(self._site.link)) if self.is_remark else None

    @property
    def length(self) -> int:
        """See `Look`."""
        quoted = "Prompt" if self._on_passage else "Answer" if self._is_label else "Passage"
        if not self._is_ours(quoted):
            return sys.maxsize  # nobody knows: that of who is compared with it tells
        return len(normalised(_seen(self._fields[WRITTEN.index(quoted)]))) + len(self.said)

    @cached_property
    def text(self) -> str:
        """What was written: the prompt, where that is not the passage, and the answer."""
        own = "" if self._on_passage else normalised(_seen(asked_in(self._fields[_PROMPT])))
        return _whole(own, self._answer)

    @property
    def body(self) -> str:
        """See `Look`."""
        prompt = self._fields[_PROMPT]
        own = normalised(_seen(prompt)) if self._is_label or is_opening(prompt) else ""
        return _whole(own, self._answer)

    @cached_property
    def _answer(self) -> str:
        """What its answer says, if that is no passage; dots at its end say that there is more."""
        if self._is_label:
            return ""
        told, _ = told_in(self._fields[_ANSWER])
        return normalised(_seen(told)) + (_CUT if self._is_cut else "")

    @property
    def _is_cut(self) -> bool:
        return told_in(self._fields[_ANSWER])[1]

    @property
    def hashes(self) -> FrozenSet[str]:
        """Of the text that its answer was made of, or, where it has none of its own, its prompt."""
        own = "" if self._is_label else self._told("Answer")
        if not own and not self._on_passage:
            own = self._told("Prompt")
        return frozenset([own]) if own else frozenset()

    def _told(self, name: str) -> str:
        """The hash of what its source last told of the field `name`; empty if that was nothing."""
        own = self._memory.kept.get(name, self._memory.source.get(name, ""))
        return own if own != EMPTY else ""

    @property
    def said(self) -> str:
        """See `Look`."""
        return self.text if self.is_own and not self._is_cut else self._memory.said

    @property
    def is_own(self) -> bool:
        """Whether the learner has written into nothing of `text`."""
        return all(map(self._is_ours, self._written))

    @property
    def _written(self) -> Tuple[str, ...]:
        own = ("Prompt",) if self._is_label else ("Prompt", "Answer")
        return ("Answer",) if self._on_passage else own

    @property
    def _is_label(self) -> bool:
        """Whether its passage is its answer."""
        return is_quoted(self._fields[_ANSWER])

    @property
    def _on_passage(self) -> bool:
        """Whether its prompt is the passage. So it is of a plain annotation, not of a page note,
        which is all prompt if it is one paragraph."""
        source = self._memory.source
        # A highlight that the learner answered is ready, and still has nothing to say of its own.
        is_highlight = source.get("Status") == _HIGHLIGHT
        status = "highlight" if is_highlight else self._fields[_STATUS]
        answered = "Answer" in source if source else bool(self._fields[_ANSWER])
        return status == "highlight" or (status == "passage" and answered)

    @property
    def is_remark(self) -> bool:
        """Whether it is known for an annotation or a page note."""
        if self._has_passage or self._fields[_STATUS] not in _DIGESTS:
            return True
        return any(id.startswith("hypothesis:") for id in self._memory.ids)

    @property
    def _has_passage(self) -> bool:
        """Whether its source told a passage: what else stands there is the learner's."""
        pushed = self._memory.content
        if self._is_label or not pushed:
            return self._is_label or bool(self._fields[_PASSAGE])
        return pushed.get("Passage", EMPTY) != EMPTY

    def _is_ours(self, name: str) -> bool:
        """Whether the learner has written nothing into the field `name`."""
        pushed = self._memory.content
        text = self._fields[WRITTEN.index(name)]
        return not pushed or pushed.get(name, EMPTY) == hash_of(text)


class ItemAsNote(ItemLook):
    """How an item looks beside notes: what it says is what the note says that is `made` of it,
    without the marks of a card, of which short ones have little else. That is asked for an
    annotation or page note only, where it decides something; no other text has such marks."""

    def __init__(self, item: Item, made: Callable[[Item], Optional[Note]]) -> None:
        super().__init__(item)
        self._made = made

    @cached_property
    def _as_note(self) -> Union[NoteLook, ItemLook]:
        note = self._made(self._item)
        return NoteLook(note.memory, note.fields) if note else ItemLook(self._item)

    @cached_property
    def text(self) -> str:
        """See `Look`."""
        return self._as_note.text if self._is_remark else super().text

    @property
    def hashes(self) -> FrozenSet[str]:
        """See `Look`."""
        return self._as_note.hashes if self._is_remark else super().hashes


def _whole(opening: str, rest: str) -> str:
    """A text of which `rest` follows the `opening`. Where a sentence was cut, both say so."""
    if opening.endswith(_CUT) and rest.startswith(_CUT):
        return opening[: -len(_CUT)] + rest[len(_CUT) :]
    return opening + rest


def _seen(field: str) -> str:
    return html.unescape(_TAG.sub("", field))
