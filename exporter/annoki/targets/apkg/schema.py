"""What genanki knows of a package: its tables, its decks, and the note type in them."""

from __future__ import annotations

import sqlite3
from typing import Any, Dict, Mapping

import genanki

from ...notetype import CSS, FIELDS, MODEL_ID, NAME, TEMPLATES

NOTETYPE_MODIFIED = 1_700_000_004
"""Raised with each release that changes a template or the style: Anki imports a newer one."""
_PACKAGED = 1_577_880_000


class _Model(genanki.Model):  # type: ignore[misc]
    """The note type, with a mod time of its own: every package would be newer otherwise."""

    def to_json(self, timestamp: float, deck_id: int) -> Dict[str, Any]:
        data: Dict[str, Any] = super().to_json(NOTETYPE_MODIFIED, deck_id)
        return data


def note_type() -> genanki.Model:
    """The note type as genanki describes it."""
    templates = [{"name": t.name, "qfmt": t.front, "afmt": t.back} for t in TEMPLATES]
    return _Model(MODEL_ID, NAME, [{"name": name} for name in FIELDS], templates, CSS)


def create_tables(cursor: sqlite3.Cursor) -> None:
    """Make a package's tables, which hold nothing yet."""
    genanki.Package([]).write_to_db(cursor, _PACKAGED, iter(()))


def write_decks(cursor: sqlite3.Cursor, decks: Mapping[str, int], model: genanki.Model) -> None:
    """Enter `decks`, name → id, and the note type."""
    for name, deck_id in sorted(decks.items()):
        deck = genanki.Deck(deck_id, name)
        deck.add_model(model)
        deck.write_to_db(cursor, _PACKAGED, iter(()))
