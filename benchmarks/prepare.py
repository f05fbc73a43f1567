"""Packages as the benchmark needs them: what is in one, and its notes as JSON lines.

`python -m benchmarks.prepare IN.apkg NOTES.jsonl` makes what `bare.py` reads.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
import zipfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Iterator


@contextmanager
def _opened(package: Path) -> Iterator[sqlite3.Connection]:
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(package) as archive:
            database = archive.extract("collection.anki2", folder)
        with closing(sqlite3.connect(database)) as connection:
            yield connection


def count(package: Path) -> int:
    """How many notes `package` holds."""
    with _opened(package) as connection:
        return int(connection.execute("select count() from notes").fetchone()[0])


def write_lines(package: Path, target: Path) -> None:
    """Write the note type and the notes of `package` to `target`, a JSON object a line."""
    with _opened(package) as connection, target.open("w", encoding="utf-8") as lines:
        models, decks = map(
            json.loads, connection.execute("select models, decks from col").fetchone()
        )
        (model,) = models.values()
        kept = {
            "model_id": int(model["id"]),
            "name": model["name"],
            "fields": [{"name": field["name"]} for field in model["flds"]],
            "templates": [
                {key: t[key] for key in ("name", "qfmt", "afmt")} for t in model["tmpls"]
            ],
            "css": model["css"],
        }
        lines.write(json.dumps(kept) + "\n")
        rows = connection.execute(
            "select guid, flds, tags, did from notes join cards on nid = notes.id"
            " where ord = 0 order by notes.id"
        )
        for guid, fields, tags, deck in rows:
            note = {
                "guid": guid,
                "fields": fields.split("\x1f"),
                "tags": tags.split(),
                "deck": decks[str(deck)]["name"],
            }
            lines.write(json.dumps(note) + "\n")


if __name__ == "__main__":
    write_lines(Path(sys.argv[1]), Path(sys.argv[2]))
