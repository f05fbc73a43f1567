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
from typing import (
    IO,
    TYPE_CHECKING,
    Callable,
    Dict,
    Iterable,
    Iterator,
    List,
    Mapping,
    Set,
    Tuple,
)

from ...errors import UsageError
from ...model import Note
from ...notetype import FIELDS, MODEL_ID
from ...sync.edition import Earlier, Edition, Step, content_of, epoch_of, plan_package
from ...sync.memory import face_of

if TYPE_CHECKING:
    import genanki

_CHUNK = 500
_INSERT_NOTE = "insert into notes values (?, ?, ?, ?, -1, ?, ?, ?, 0, 0, '')"
_INSERT_CARD = "insert into cards values (?, ?, ?, ?, ?, -1, 0, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')"
_BY_NAME: Mapping[str, Callable[[Iterable[object]], bool]] = {"any": any, "all": all}

_Row = Tuple[object, ...]


def write(edition: Edition, path: Path, media: Mapping[str, Path] = MappingProxyType({})) -> None:
    """Write `edition` to `path`, whole or not at all; its folder is made. `media` gives, by name,
    the files that its notes may show.

    Raises UsageError when `path` cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".annoki-", dir=path.parent) as folder:
            database = Path(folder, "collection.anki2")
            shown = _write_database(edition, database)
            package = Path(folder, "package")
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


def _write_database(edition: Edition, path: Path) -> Set[str]:
    """Write the collection that a package holds; returns the names of the media that it shows."""
    # genanki takes a while to load, in which the first notes can be made elsewhere already.
    from .schema import create_tables, note_type, write_decks

    connection = sqlite3.connect(path)
    try:
        # The file is temporary: nobody could recover it, so nothing needs to be journalled.
        connection.executescript("pragma journal_mode = off; pragma synchronous = off;")
        cursor = connection.cursor()
        create_tables(cursor)
        model = note_type()
        decks: Dict[str, int] = {}
        shown: Set[str] = set()
        rows = _rows(edition.steps, model, decks, shown)
        while chunk := list(islice(rows, _CHUNK)):
            cursor.executemany(_INSERT_NOTE, [note for note, _ in chunk])
            cursor.executemany(_INSERT_CARD, [card for _, cards in chunk for card in cards])
        write_decks(cursor, decks, model)
        connection.commit()
    finally:
        connection.close()
    with path.open("r+b") as stream:
        # SQLite notes its own version in the header (bytes 96 to 99); it means nothing to readers.
        stream.seek(96)
        stream.write(b"\0\0\0\0")
    return shown


def _rows(
    steps: Iterable[Step], model: genanki.Model, decks: Dict[str, int], shown: Set[str]
) -> Iterator[Tuple[_Row, List[_Row]]]:
    """The row of each note with its own id and mod time, and the rows of its cards. `decks` and
    `shown` learn what they need.

    genanki would make an object of each, and check each field; composed HTML is well-formed by
    construction. What cards a note has is genanki's to say.
    """
    id_of = _ids()
    required = [(at, _BY_NAME[how], needed) for at, how, needed in model._req]
    sort_at, type_id = model.sort_field_index, model.model_id
    for due, (note, _, modified) in enumerate(steps):
        note_id, fields, queue = id_of(note), note.fields, -1 if note.suspended else 0
        deck = decks.get(note.deck) or decks.setdefault(note.deck, _deck_id(note.deck))
        shown.update(note.media)
        tags, text = f" {' '.join(note.tags)} ", "\x1f".join(fields)
        cards: List[_Row] = [
            (note_id + at, note_id, deck, at, modified, queue, due)
            for at, enough, needed in required
            if enough([fields[n] for n in needed])
        ]
        yield (note_id, note.guid, type_id, modified, tags, text, fields[sort_at]), cards


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
