"""Writes an edition as an `.apkg` with genanki, and reads back what an earlier one holds.

The same edition gives the same bytes everywhere: no clock, no random ids, nothing of the machine.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, Callable, Dict, Iterable, Iterator, List, Mapping, Set, Tuple

import genanki

from ..edition import Earlier, Edition, Step, content_of, epoch_of, plan_package
from ..errors import UsageError
from ..model import Note
from ..notetype import CSS, FIELDS, MODEL_ID, NAME, TEMPLATES
from ..sync_field import face_of

NOTETYPE_MODIFIED = 1_700_000_004
"""Raised with each release that changes a template or the style: Anki imports a newer one."""
_PACKAGED = 1_577_880_000
_CHUNK = 500
_INSERT_NOTE = "insert into notes values (?, ?, ?, ?, -1, ?, ?, ?, 0, 0, '')"
_INSERT_CARD = (
    "insert into cards values (?, ?, ?, ?, ?, -1, 0, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')"
)
_INDICES = "select name, sql from sqlite_master where type = 'index' and sql is not null"
_BY_NAME: Mapping[str, Callable[[Iterable[object]], bool]] = {"any": any, "all": all}

_Row = Tuple[object, ...]


Progress = Callable[[Iterable[Step]], Iterable[Step]]
"""Wraps the iteration over steps, to show how far it is."""


def write(
    edition: Edition,
    path: Path,
    progress: Progress = iter,
    media: Mapping[str, Path] = MappingProxyType({}),
) -> None:
    """Write `edition` to `path`, whole or not at all. `progress` may watch.

    `media` gives, by name, the files that its notes may show.

    Raises UsageError when `path` cannot be written.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".annoki-", dir=path.parent) as folder:
            database = Path(folder, "collection.anki2")
            _write_database(edition, database, progress)
            package = Path(folder, "package")
            shown = {name for note in edition.notes for name in note.media}
            _zip(database, package, {name: media[name] for name in sorted(shown)})
            os.replace(package, path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror or error})") from error


def write_seed(path: Path) -> None:
    """Write the package of one note that a collection gets the note type from."""
    fields = ("seed", *[""] * (len(FIELDS) - 1))
    note = Note("annoki-seed", fields, (), "Default", False, "ready", "seed")
    write(plan_package([note], {}, 0), path)


def read(path: Path) -> Dict[str, Earlier]:
    """GUID → note of a package that Annoki wrote. Raises UsageError for anything else."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            with zipfile.ZipFile(path) as package:
                database = package.extract("collection.anki2", folder)
            connection = sqlite3.connect(database)
            try:
                rows = connection.execute(
                    "select guid, mod, flds, tags from notes where mid = ?", (MODEL_ID,)
                )
                # Hashes are enough, and the notes themselves may be hundreds of megabytes.
                notes = {
                    guid: Earlier(
                        modified, content_of(fields, " ".join(tags.split())), face_of(fields)
                    )
                    for guid, modified, fields, tags in rows
                }
                others = connection.execute(
                    "select count() from notes where mid != ?", (MODEL_ID,)
                ).fetchone()[0]
            finally:
                connection.close()
    except OSError as error:
        raise UsageError(f"{path}: cannot be opened ({error.strerror or error})") from error
    except (zipfile.BadZipFile, KeyError, sqlite3.Error, ValueError) as error:
        raise UsageError(
            f"{path}: is no package that Annoki wrote; choose another output, or move it away"
        ) from error
    if others:
        raise UsageError(f"{path}: holds notes that are not Annoki's; choose another output")
    return notes


def _write_database(edition: Edition, path: Path, progress: Progress) -> None:
    connection = sqlite3.connect(path)
    try:
        # The file is temporary: nobody could recover it, so nothing needs to be journalled.
        connection.executescript("pragma journal_mode = off; pragma synchronous = off;")
        cursor = connection.cursor()
        model = _model()
        names = dict.fromkeys(note.deck for note in edition.notes)
        decks = {name: genanki.Deck(_deck_id(name)) for name in names}
        for name, deck in sorted(decks.items()):
            deck.name = name
            deck.add_model(model)
        genanki.Package(list(decks.values())).write_to_db(cursor, _PACKAGED, iter(()))
        deck_ids = {name: deck.deck_id for name, deck in decks.items()}
        rows = _rows(edition, model, deck_ids, progress)
        # An index made of all rows costs less than one that each row is entered into.
        indices = cursor.execute(_INDICES).fetchall()
        for name, _ in indices:
            cursor.execute(f"drop index {name}")
        while chunk := list(islice(rows, _CHUNK)):
            cursor.executemany(_INSERT_NOTE, [note for note, _ in chunk])
            cursor.executemany(_INSERT_CARD, [card for _, cards in chunk for card in cards])
        for _, definition in indices:
            cursor.execute(definition)
        connection.commit()
    finally:
        connection.close()
    with path.open("r+b") as stream:
        # SQLite notes its own version in the header (bytes 96 to 99); it means nothing to readers.
        stream.seek(96)
        stream.write(b"\0\0\0\0")


def _rows(
    edition: Edition, model: genanki.Model, deck_ids: Mapping[str, int], progress: Progress
) -> Iterator[Tuple[_Row, List[_Row]]]:
    """The row of each note with its own id and mod time, and the rows of its cards.

    genanki makes an object of each, and checks each field; composed HTML is well-formed by
    construction. What cards a note has is genanki's to say.
    """
    ids = _ids(edition)
    required = [(at, _BY_NAME[how], needed) for at, how, needed in model._req]
    for due, (note, _, modified) in enumerate(progress(edition.steps)):
        note_id, fields, queue = next(ids), note.fields, -1 if note.suspended else 0
        deck_id = deck_ids[note.deck]
        tags, text = f" {' '.join(note.tags)} ", "\x1f".join(fields)
        sort_field = fields[model.sort_field_index]
        cards: List[_Row] = [
            (note_id + at, note_id, deck_id, at, modified, queue, due)
            for at, enough, needed in required
            if enough([fields[n] for n in needed])
        ]
        yield (note_id, note.guid, model.model_id, modified, tags, text, sort_field), cards


def _deck_id(name: str) -> int:
    """An id that only the name decides, in the range of ids that Anki makes from the time."""
    if name == "Default":
        return 1  # every collection's own
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:5], "big")
    return 1_500_000_000_000 + number % 100_000_000_000


def _ids(edition: Edition) -> Iterator[int]:
    """Note ids: the date the note was captured (Anki's Created column), a second apart.

    The milliseconds come from the GUID, so that packages of one month rarely share an id; they are
    even, so that the next one is free for the note's second card.
    """
    next_free: Dict[int, int] = {}
    taken: Set[int] = set()
    for step in edition.steps:
        date = epoch_of(step.note.captured)
        second = next_free.get(date, date)
        while second in taken:
            second += 1
        taken.add(second)
        next_free[date] = second + 1
        digest = hashlib.sha256(step.note.guid.encode()).digest()
        yield second * 1000 + int.from_bytes(digest[:2], "big") % 500 * 2


def _zip(database: Path, target: Path, media: Mapping[str, Path]) -> None:
    """A package's files: the database, the media under numbers, and which number is which name."""
    numbers = {str(n): name for n, name in enumerate(media)}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        for name, path in (("collection.anki2", database), *zip(numbers, media.values())):
            with _entry(package, name) as stream, path.open("rb") as source:
                shutil.copyfileobj(source, stream, 1 << 20)
        with _entry(package, "media") as stream:
            stream.write(json.dumps(numbers).encode())


def _entry(package: zipfile.ZipFile, name: str) -> IO[bytes]:
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return package.open(entry, "w", force_zip64=True)


class _Model(genanki.Model):  # type: ignore[misc]
    """The note type, with a mod time of its own: every package would be newer otherwise."""

    def to_json(self, timestamp: float, deck_id: int) -> Dict[str, Any]:
        data: Dict[str, Any] = super().to_json(NOTETYPE_MODIFIED, deck_id)
        return data


def _model() -> genanki.Model:
    templates = [{"name": t.name, "qfmt": t.front, "afmt": t.back} for t in TEMPLATES]
    return _Model(MODEL_ID, NAME, [{"name": name} for name in FIELDS], templates, CSS)
