"""What a collection holds of ours, and what is planned for a note of it: values."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any, Dict, FrozenSet, Mapping, Tuple

from ..identity.keys import Names
from ..model import Pushed
from ..notetype import WRITTEN
from ..text.blank import is_blank
from .memory import EMPTY, hash_of

LEARNERS = ("My notes", "Spare 1", "Spare 2")
"""Fields that are the learner's: never written."""

WAITING = ("unfinished", "highlight")
"""What has no answer yet."""

UNDATED_REVIEW = 1 << 62
"""When a note was first reviewed that was, though no log says when."""

# Others show something without a word.
_WORDLESS = re.compile(r"<(?!img|audio|video|object)[^>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class PresentNote:
    """A note in the collection; `fields` are those of `notetype.WRITTEN`.

    `memory` is what it remembers: nothing, if that was lost. `asleep`: all its cards are new,
    suspended, never reviewed, and in the deck where notes wait. `reviewed` is when a card of it was
    first reviewed (ms since 1970), 0 for never; `flag` the number of a card's flag, `suspended`
    says that all its cards are. `aside`: it was set aside for a twin, or a card of it still sleeps
    for that. `shared`: other devices may hold it, and review it.
    """

    note_id: int
    guid: str
    fields: Tuple[str, ...]
    tags: Tuple[str, ...]
    memory: Pushed
    asleep: bool = False
    reviewed: int = 0
    flag: int = 0
    suspended: bool = False
    aside: bool = False
    shared: bool = False

    def text(self, name: str) -> str:
        """The HTML of the field `name`."""
        return self.fields[WRITTEN.index(name)]

    def touched(self, name: str) -> bool:
        """Whether the field `name` holds anything but what was pushed into it."""
        return self.memory.content.get(name, EMPTY) != hash_of(self.text(name))

    @property
    def waits(self) -> bool:
        """Whether it sleeps as we left it, for want of an answer."""
        return self.memory.asleep and self.asleep and self.text("Status") in WAITING

    @property
    def answered(self) -> bool:
        """Whether the learner wrote an answer."""
        return self.touched("Answer") and not is_blank(
            html.unescape(_WORDLESS.sub("", self.text("Answer")))
        )


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
    """What to write into one note: `changes` are what a person sees, `memory` its new memory.

    `wake`: its cards are unsuspended, and go home to the deck `deck`.
    """

    note_id: int
    guid: str
    prompt: str
    memory: Pushed
    tags: Tuple[str, ...]
    before: PresentNote
    changes: Tuple[FieldChange, ...] = ()
    wake: bool = False
    media: Tuple[str, ...] = ()
    deck: str = ""

    @property
    def seen(self) -> bool:
        """Whether a person sees any of it; the memory alone may have changed."""
        return bool(self.changes) or self.tags != self.before.tags or self.wake

    def as_dict(self) -> Dict[str, Any]:
        """Its part of the JSON report: what a person sees of it."""
        tags = [list(self.before.tags), list(self.tags)]
        return {
            "guid": self.guid,
            "prompt": self.prompt,
            "changes": [vars(change) for change in self.changes],
            **({"tags": tags} if self.tags != self.before.tags else {}),
            **({"wakes": True} if self.wake else {}),
        }


@dataclass(frozen=True)
class Unmatched:
    """A note in the collection that no wanted note has the GUID of."""

    note_id: int
    guid: str
    tags: Tuple[str, ...]
    prompt: str
    origins: Tuple[str, ...] = ()
    """What has shown it; of a copy that the learner made of a note of ours: nothing."""


@dataclass(frozen=True)
class DoubleDeck:
    """A deck of which there are several, since devices made it before they met: all cards go to the
    one of the id `stays`, which is called `name` from then on."""

    name: str
    stays: int
    others: Tuple[int, ...]


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
    renamed: Mapping[str, str] = field(default_factory=dict)
    """GUID of a wanted note that is not there, but another thing's → the GUID that it gets."""
    deleted: FrozenSet[str] = frozenset()
    """The GUIDs of those that would be added, but are not there since the learner deleted them."""
    twins: Tuple[Tuple[PresentNote, ...], ...] = ()
    """Groups of notes that are one thing. Where that is wanted, one of each is in `changed`."""
    answered: Tuple[PresentNote, ...] = ()
    """Notes that wait for an answer which the learner has written, unless they are in `changed`."""
    home: str = ""
    """The deck where such a note goes."""
    homes: Tuple[str, ...] = ()
    """The decks where notes of ours are made."""
    decks: Tuple[DoubleDeck, ...] = ()
    names: Mapping[int, Names] = field(default_factory=dict)
    """By what each note of ours is known, by its id."""
    lost: FrozenSet[str] = frozenset()
    """The GUIDs of those that would be added, but were there before an older collection was."""
