"""The database of a package, by genanki, with ids and mod times of our own."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from functools import lru_cache, partial
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType
from typing import (
    Any,
    Callable,
    Collection,
    Dict,
    Iterable,
    List,
    Mapping,
    NamedTuple,
    Optional,
    Set,
    Tuple,
)

import genanki

from ...contained import contained
from ...identity.note_ids import free_ids
from ...model import Note, Problem
from ...notetype import (
    COLLAPSED,
    CSS,
    DESCRIPTIONS,
    FIELD_IDS,
    FIELDS,
    MODEL_ID,
    NOTE_TYPE,
    TEMPLATES,
    field_places,
)
from ...sync.package_plan import Step
from ..memory import digest_in, field_of
from .archive import portable

NOTETYPE_MODIFIED = 1_700_000_011
"""Raised with each release that changes a template, the style or how the editor shows fields: Anki
imports a newer one."""
SAYS = "annoki"
"""Under which name a package keeps, in its collection's configuration, what it remembers."""
_PACKAGED = 1_577_880_000
_HALF_A_DAY, _SOME_MINUTES = 43_200, 600
_BATCH = 4000
_UNSEEN = (0,) * 8
"""A new card's interval, ease, reviews, lapses, steps left, former due and deck, and flags."""


class _Model(genanki.Model):  # type: ignore[misc]
    """The note type, with a mod time of its own: every package would be newer otherwise."""

    def to_json(self, timestamp: float, deck_id: int) -> Dict[str, Any]:
        data: Dict[str, Any] = super().to_json(NOTETYPE_MODIFIED, deck_id)
        return data


class _HeldModel(genanki.Model):  # type: ignore[misc]
    """The note type as a collection holds it, with all that the learner made of it."""

    def __init__(self, held: Dict[str, Any]) -> None:
        super().__init__(
            held["id"], held["name"], held["flds"], held["tmpls"], sort_field_index=held["sortf"]
        )
        # Anki says itself which fields make a card, in words that genanki need not know.
        self._req = [one for one in held["req"] if one[1] != "none"]
        self._held = held

    def to_json(self, timestamp: float, deck_id: int) -> Dict[str, Any]:
        return self._held


class _HeldDeck(genanki.Deck):  # type: ignore[misc]
    """A deck as a collection holds it: importing it changes nothing of it."""

    def __init__(self, held: Dict[str, Any]) -> None:
        super().__init__(held["id"], held["name"])
        self._held = held

    def to_json(self) -> Dict[str, Any]:
        return self._held


_NOTHING: Mapping[str, Dict[str, Any]] = MappingProxyType({})


class Into(NamedTuple):
    """The collection that a package is for, where it is for one: its note type, its decks by name,
    the ids that are taken in it, where its new cards begin, and their mod time.

    Decks have other ids, and cards other places, on each device. Of two cards of one id AnkiWeb
    keeps the newer, and both for ever if their mod times are the same: so `cards_modified` should
    be another on each device, and long ago, lest it beats a review.
    """

    note_type: Optional[Dict[str, Any]] = None
    decks: Mapping[str, Dict[str, Any]] = _NOTHING
    taken: Collection[int] = ()
    due: int = 0
    cards_modified: Optional[int] = None


class Written(NamedTuple):
    """What a package holds: the ids of its notes, and the names of the media that they show."""

    note_ids: List[int]
    media: Set[str]


_NEW = Into()


@lru_cache(maxsize=1)
def note_type() -> genanki.Model:
    """The note type as genanki describes it."""
    templates = [{"name": t.name, "qfmt": t.front, "afmt": t.back} for t in TEMPLATES]
    fields = [
        {"name": name, "id": id, "description": said, "collapsed": name in COLLAPSED}
        for name, id, said in zip(FIELDS, FIELD_IDS, DESCRIPTIONS)
    ]
    return _Model(MODEL_ID, NOTE_TYPE, fields, templates, CSS)


def write_database(
    steps: Iterable[Step],
    path: Path,
    into: Into = _NEW,
    says: Callable[[], Mapping[str, Any]] = dict,
    left_out: Optional[Callable[[Note, Problem], None]] = None,
) -> Written:
    """Write the collection that a package holds, a batch of notes at a time, so that a hundred
    thousand need not be in memory at once. `says` is asked, at the end, for what the package
    remembers besides (see `EarlierPackage.says`); `left_out` is told of a note that fails, else
    that is raised."""
    written = Written([], set())
    with closing(sqlite3.connect(path)) as connection:
        # The file is temporary: nobody could recover it, so nothing needs to be journalled.
        connection.executescript("pragma journal_mode = off; pragma synchronous = off;")
        cursor = connection.cursor()
        genanki.Package([]).write_to_db(cursor, _PACKAGED, iter(()))
        if into is not _NEW:
            _drop_indexes(cursor)
        model = _HeldModel(into.note_type) if into.note_type else note_type()
        decks: Dict[str, genanki.Deck] = {}
        rows = _Rows(model, into)

        def add(step: Step, due: int) -> int:
            deck = decks.get(step.note.deck)
            if deck is None:
                deck = _deck(step.note.deck, into)
                deck.add_model(model)
            note_id = rows.add(step, deck.deck_id, due)
            decks[step.note.deck] = deck
            return note_id

        for due, step in enumerate(steps, into.due):
            made = contained("writing", "", partial(add, step, due)) if left_out else add(step, due)
            if isinstance(made, Problem):
                assert left_out
                left_out(step.note, made)
                continue
            written.media.update(step.note.media)
            written.note_ids.append(made)
            if len(rows.notes) == _BATCH:
                rows.write(cursor)
        rows.write(cursor)
        for name in sorted(decks):
            decks[name].write_to_db(cursor, _PACKAGED, iter(()))
        said = says()
        if said:
            (conf,) = cursor.execute("select conf from col").fetchone()
            conf = json.dumps({**json.loads(conf), SAYS: said}, ensure_ascii=False, sort_keys=True)
            cursor.execute("update col set conf = ?", (conf,))
        connection.commit()
    portable(path)
    return written


def _drop_indexes(cursor: sqlite3.Cursor) -> None:
    """To keep them up takes a third of the time that the rows take, and Anki reads all that there
    is."""
    sql = "select name from sqlite_master where type = 'index' and sql is not null"
    for (name,) in cursor.execute(sql).fetchall():
        cursor.execute(f"drop index {name}")


class _Rows:
    """Rows of the tables of notes and cards. genanki would take as long for them as for all else:
    it makes four objects and three statements of each."""

    def __init__(self, model: genanki.Model, into: Into) -> None:
        self.notes: List[Tuple[Any, ...]] = []
        self._cards: List[Tuple[Any, ...]] = []
        self._model = model
        self._taken = set(into.taken)
        self._cards_modified = into.cards_modified
        self._is_collections = into is not _NEW
        # Which fields make a card, by template; and where in the note type each of our fields is.
        self._needs = [(n, {"any": any, "all": all}[how], at) for n, how, at in model._req]
        places = field_places(model.fields)
        ours = {place: FIELDS.index(name) for name, place in places.items()}
        self._in_place = itemgetter(*(ours.get(at, len(FIELDS)) for at in range(len(model.fields))))

    def add(self, step: Step, deck_id: int, due: int) -> int:
        """Add the note and its cards; the note's id."""
        note, change, modified, edition, before = step
        sync = field_of(note.memory, note.guid)
        told = int(digest_in(sync), 16)
        older = 0
        if change == "add":
            # A new note has a date, and so have others of its GUID elsewhere. If it is not the same
            # as they are, it must be older or newer, or each device would keep its own for ever. Of
            # them a package's is never the newer one: it would replace what a sync has brought.
            modified -= self._before_its_date(told)
        elif change == "same" and before:
            # What Anki is not to take for newer may still differ in its memory: then it must be
            # older, or devices that hold the one and the other keep both.
            same = before.digest == digest_in(sync)
            older = before.older if same else 1 + told % _HALF_A_DAY
        elif before:
            # A package that another device has may tell of the same edit, and remember otherwise.
            older = told % min(_SOME_MINUTES, modified - before.modified)
        newest = str(modified) if older else ""
        modified -= older
        fields = self._in_place((*note.fields, sync, ""))
        ids = free_ids(note.guid, edition, self._taken, len(self._model.templates))
        tags, text = f" {' '.join(note.tags)} ", "\x1f".join(fields)
        sort = fields[self._model.sort_field_index]
        said = (self._model.model_id, modified, -1, tags, text, sort, 0, 0, newest)
        queue = -1 if note.suspended else 0
        # Packages that hold other notes, too, put it elsewhere. Their cards must differ in age, or
        # each device would keep the place that it had from its own for ever.
        of_cards = modified - due if self._cards_modified is None else self._cards_modified
        # A note without a card would be lost: Anki, too, then makes the first.
        cards = [n for n, of, at in self._needs if of([fields[one] for one in at])] or [0]
        self._taken.update(ids)
        self.notes.append((ids[0], note.guid, *said))
        for n in cards:
            rest = (0, queue, due, *_UNSEEN, "")
            self._cards.append((ids[n], ids[0], deck_id, n, of_cards, -1, *rest))
        return ids[0]

    def _before_its_date(self, told: int) -> int:
        within = told % _HALF_A_DAY
        return within if self._is_collections else _HALF_A_DAY + within

    def write(self, cursor: sqlite3.Cursor) -> None:
        """Write what was added since."""
        for table, rows in (("notes", self.notes), ("cards", self._cards)):
            if rows:
                # Ids are spread evenly: each would be on another page than the one before.
                rows.sort()
                marks = ", ".join("?" * len(rows[0]))
                cursor.executemany(f"insert into {table} values ({marks})", rows)
                rows.clear()


def _deck(name: str, into: Into) -> genanki.Deck:
    held = into.decks.get(name)
    return _HeldDeck(held) if held else genanki.Deck(_deck_id(name), name)


def _deck_id(name: str) -> int:
    """An id that only the name decides, in the range of ids that Anki makes from the time."""
    if name == "Default":
        return 1  # every collection's own
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:5], "big")
    return 1_500_000_000_000 + number % 100_000_000_000
