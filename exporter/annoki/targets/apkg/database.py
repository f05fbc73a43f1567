"""The database of a package, by genanki, with ids and mod times of our own."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from itertools import chain, count
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, Set

import genanki

from ...model import Note
from ...notetype import CSS, FIELDS, MODEL_ID, NOTE_TYPE, TEMPLATES
from ...sync.package_plan import Step, epoch_of
from ..memory import field_of

NOTETYPE_MODIFIED = 1_700_000_004
"""Raised with each release that changes a template or the style: Anki imports a newer one."""
_PACKAGED = 1_577_880_000


class _Model(genanki.Model):  # type: ignore[misc]
    """The note type, with a mod time of its own: every package would be newer otherwise."""

    def to_json(self, timestamp: float, deck_id: int) -> Dict[str, Any]:
        data: Dict[str, Any] = super().to_json(NOTETYPE_MODIFIED, deck_id)
        return data


class _Note(genanki.Note):  # type: ignore[misc]
    """A note whose fields are well-formed by construction."""

    def _check_invalid_html_tags_in_fields(self) -> None:
        # genanki's look at a tag goes on to the end of its line: minutes, for a long line of tags.
        return


def note_type() -> genanki.Model:
    """The note type as genanki describes it."""
    templates = [{"name": t.name, "qfmt": t.front, "afmt": t.back} for t in TEMPLATES]
    return _Model(MODEL_ID, NOTE_TYPE, [{"name": name} for name in FIELDS], templates, CSS)


def write_database(steps: Iterable[Step], path: Path) -> Set[str]:
    """Write the collection that a package holds, a note at a time, so that a hundred thousand need
    not be in memory at once; the names of the media that it shows."""
    with closing(sqlite3.connect(path)) as connection:
        # The file is temporary: nobody could recover it, so nothing needs to be journalled.
        connection.executescript("pragma journal_mode = off; pragma synchronous = off;")
        cursor = connection.cursor()
        genanki.Package([]).write_to_db(cursor, _PACKAGED, iter(()))
        model = note_type()
        decks: Dict[str, genanki.Deck] = {}
        shown: Set[str] = set()
        id_of = _ids()
        for due, (note, _, modified) in enumerate(steps):
            deck = decks.get(note.deck)
            if deck is None:
                deck = decks[note.deck] = genanki.Deck(_deck_id(note.deck), note.deck)
                deck.add_model(model)
            shown.update(note.media)
            note_id = id_of(note)
            # The note takes the first id, its cards the following: the first card's is the note's.
            ids = chain([note_id], count(note_id))
            _packaged(note, model, due).write_to_db(cursor, modified, deck.deck_id, ids)
        for name in sorted(decks):
            decks[name].write_to_db(cursor, _PACKAGED, iter(()))
        connection.commit()
    with path.open("r+b") as stream:
        # SQLite notes its own version in the header (bytes 96 to 99); it means nothing to readers.
        stream.seek(96)
        stream.write(b"\0\0\0\0")
    return shown


def _packaged(note: Note, model: genanki.Model, due: int) -> _Note:
    fields = [*note.fields, field_of(note.memory, with_origin=False)]
    made = _Note(model, fields, tags=note.tags, guid=note.guid, due=due)
    for card in made.cards:
        card.suspend = note.suspended
    return made


def _deck_id(name: str) -> int:
    """An id that only the name decides, in the range of ids that Anki makes from the time."""
    if name == "Default":
        return 1  # every collection's own
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:5], "big")
    return 1_500_000_000_000 + number % 100_000_000_000


def _ids() -> Callable[[Note], int]:
    """Gives each note an id: the date it was captured (Anki's Created column), a second apart.

    The milliseconds come from the GUID, so that packages of one month rarely share an id; they are
    even, so that the next one is free for the note's second card.
    """
    next_free: Dict[int, int] = {}
    taken: Set[int] = set()

    def id_of(note: Note) -> int:
        date = epoch_of(note.captured)
        second = next_free.get(date, date)
        while second in taken:
            second += 1
        taken.add(second)
        next_free[date] = second + 1
        digest = hashlib.sha256(note.guid.encode()).digest()
        return second * 1000 + int.from_bytes(digest[:2], "big") % 500 * 2

    return id_of
