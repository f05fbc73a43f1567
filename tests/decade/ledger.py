"""What a learner may rely on, written down beside a collection as it grows.

A ledger says which thing each note shows, what the learner wrote and did, and what he deleted. It
is copied, undone, and carried from device to device as the collection itself is.
"""

from __future__ import annotations

import copy
import re
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Set, Tuple

from annoki.notetype import FIELDS, MODEL_ID

from .faces import Handle

TOKEN = re.compile(r"〔(?:[a-z][0-9]){4}〕")
_TAG = re.compile(r"<[^<>]*>")


def tokens_in(html: str) -> Tuple[str, ...]:
    """The tokens that a reader of `html` sees."""
    return tuple(dict.fromkeys(TOKEN.findall(_TAG.sub("", html))))


class NoteRow(NamedTuple):
    """A row of Anki's table `notes`."""

    id: int
    guid: str
    mid: int
    mod: int
    tags: str
    text: str

    @property
    def fields(self) -> Dict[str, str]:
        return dict(zip(FIELDS, self.text.split("\x1f")))

    @property
    def tag_list(self) -> Set[str]:
        return set(self.tags.split())

    @property
    def shown(self) -> Tuple[str, ...]:
        """The tokens of the things that it shows."""
        return tokens_in("\x1f".join(self.text.split("\x1f")[:4]))

    @property
    def is_twin(self) -> bool:
        """Whether a sync has set it aside as the second of one thing."""
        return "annoki::twin" in self.tags


class CardRow(NamedTuple):
    """A row of Anki's table `cards`, as far as a learner sees it."""

    id: int
    nid: int
    did: int
    type: int
    queue: int
    reps: int
    flags: int
    text: str
    """All of it but its update number."""

    @property
    def flag(self) -> int:
        return self.flags & 7


class Snapshot(NamedTuple):
    """What a collection holds."""

    notes: Dict[int, NoteRow]
    cards: Dict[int, CardRow]
    reviews: Set[int]

    def ours(self) -> List[NoteRow]:
        return [note for note in self.notes.values() if note.mid == MODEL_ID]

    def awake(self) -> Set[str]:
        """The tokens of all things that have a note which was not set aside."""
        return {token for row in self.ours() if not row.is_twin for token in row.shown}

    def remembers(self, nid: int) -> str:
        """The field Sync of a note; nothing of what is not there."""
        return self.notes[nid].fields["Sync"] if nid in self.notes else ""

    def cards_of(self, nid: int) -> List[CardRow]:
        return [card for card in self.cards.values() if card.nid == nid]


def snapshot(col: Any) -> Snapshot:
    notes = col.db.all("select id, guid, mid, mod, tags, flds from notes")
    cards = col.db.all(
        "select id, nid, did, type, queue, reps, flags,"
        " id||' '||nid||' '||did||' '||ord||' '||mod||' '||type||' '||queue||' '||due||' '||ivl"
        "||' '||factor||' '||reps||' '||lapses||' '||left||' '||odue||' '||odid||' '||flags"
        " from cards"
    )
    return Snapshot(
        {row[0]: NoteRow(*row) for row in notes},
        {row[0]: CardRow(*row) for row in cards},
        set(col.db.list("select id from revlog")),
    )


def packaged(path: Path) -> Set[Tuple[str, str]]:
    """Of each note in a package what it shows, and its GUID."""
    with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory() as folder:
        file = archive.extract("collection.anki2", folder)
        with closing(sqlite3.connect(file)) as held:
            rows = held.execute("select guid, flds from notes").fetchall()
    return {(token, guid) for guid, text in rows for token in tokens_in(text)}


WAITING = "Annoki::To finish"
"""The deck in which open questions wait, unless the learner renames it."""


@dataclass
class Kept:
    """What is known of a note: the thing that it shows, and what the learner made of it.

    `edits` are words of his by field, `edited` is when he last wrote (s since 1970); `known` is
    what the note may be known by, `made_of` what its GUID is made of. `answered`: he answered an
    open question, and nobody has touched its cards. `touched`: he once wrote into its text.
    `aside`: it was set aside for a twin. `imported`: an import made it.
    """

    token: str
    guid: str
    made_of: Handle = ()
    edits: Dict[str, str] = field(default_factory=dict)
    tags: Set[str] = field(default_factory=set)
    touched: bool = False
    edited: int = 0
    known: Set[Handle] = field(default_factory=set)
    answered: bool = False
    aside: bool = False
    imported: bool = False

    @property
    def is_named(self) -> bool:
        """Whether an id or an address of it is known."""
        return any(one[0] in ("id", "path") for one in self.known)

    def release(self) -> None:
        """What the learner wrote may be replaced from now on."""
        self.edits, self.tags, self.answered = {}, set(), False


@dataclass
class KeptCard:
    """What the learner did with a card: nothing, where it is None. `waits`: it was waiting for an
    answer when he suspended it."""

    reps: int = 0
    flag: int | None = None
    deck: int | None = None
    suspended: bool | None = None
    waits: bool = False

    @property
    def left_alone(self) -> bool:
        """Whether he chose nothing of it."""
        return self.flag is None and self.deck is None and self.suspended is None


@dataclass
class Ledger:
    """Of one collection. `pending` are things that may stand there twice until a sync has seen
    them, `split` those that became two for good: each with its reason (see `excuses`)."""

    notes: Dict[int, Kept] = field(default_factory=dict)
    cards: Dict[int, KeptCard] = field(default_factory=dict)
    reviews: Set[int] = field(default_factory=set)
    deleted: Dict[str, Kept] = field(default_factory=dict)
    """By token: what the learner deleted."""
    one_of_two: Dict[str, Kept] = field(default_factory=dict)
    """By token: what he deleted while another note of that thing stood there, which a sync on
    another device may have joined with the one that he deleted."""
    joined: Set[str] = field(default_factory=set)
    """Tokens of things of which a sync made two notes one."""
    given_away: Set[str] = field(default_factory=set)
    """Tokens of things whose note became another's (`excuses`, MARKS)."""
    own: Set[str] = field(default_factory=set)
    """GUIDs of the learner's own copies."""
    pending: Dict[str, str] = field(default_factory=dict)
    split: Dict[str, str] = field(default_factory=dict)
    broken_off: Set[int] = field(default_factory=set)
    """Notes made of what a cut file showed in part, so that nobody could tell."""
    css: str = ""

    def copy(self) -> Ledger:
        return copy.deepcopy(self)

    def of(self, token: str) -> Dict[int, Kept]:
        """The notes that show a thing, less those that were set aside."""
        return {
            nid: kept for nid, kept in self.notes.items() if kept.token == token and not kept.aside
        }

    def set_aside(self, seen: Snapshot) -> Set[int]:
        """Note which notes are set aside now; the ids of those that were not."""
        now = {nid for nid in self.notes if nid in seen.notes and seen.notes[nid].is_twin}
        new = {nid for nid in now if not self.notes[nid].aside}
        for nid, kept in self.notes.items():
            kept.aside = nid in now
        return new

    def card(self, cid: int) -> KeptCard:
        return self.cards.setdefault(cid, KeptCard())

    def forget_note(self, nid: int) -> Kept | None:
        return self.notes.pop(nid, None)
