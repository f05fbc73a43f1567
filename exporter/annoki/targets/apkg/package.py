"""Writes notes as an `.apkg` with genanki, and reads back what an earlier one holds.

The same notes give the same bytes everywhere: no clock, no random ids, nothing of the machine.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Dict, Iterable, Mapping

from ...errors import UsageError
from ...model import Note
from ...notetype import MODEL_ID, WRITTEN
from ...sync.package_plan import Earlier, PackagePlan
from ..memory import face_in, field_of
from .archive import zipped

_NOTHING: Mapping[str, Earlier] = MappingProxyType({})
_NO_MEDIA: Mapping[str, Path] = MappingProxyType({})


def write(
    notes: Iterable[Note],
    path: Path,
    earlier: Mapping[str, Earlier] = _NOTHING,
    now: int = 0,
    media: Mapping[str, Path] = _NO_MEDIA,
) -> PackagePlan:
    """Write `notes`, which come in reading order and may still be made, to `path`: whole or not at
    all; its folder is made. The plan, with all its steps taken.

    `earlier` is what the package before holds, `now` (seconds since 1970) the mod time of what has
    changed since. `media` gives, by name, the files that the notes may show.

    Raises UsageError when `path` cannot be written.
    """
    plan = PackagePlan(notes, earlier, now, content_of)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".annoki-", dir=path.parent) as folder:
            # genanki takes a while to load, in which notes can be made elsewhere already.
            from .database import write_database

            database = Path(folder, "collection.anki2")
            shown = write_database(plan.steps, database)
            package = Path(folder, "package")
            zipped(database, {name: media[name] for name in sorted(shown)}, package)
            os.replace(package, path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror or error})") from error
    return plan


def write_seed(path: Path) -> None:
    """Write the package of one note that a collection gets the note type from."""
    fields = ("seed", *[""] * (len(WRITTEN) - 1))
    write([Note("annoki-seed", fields, (), "Default", False, "ready", "seed")], path)


def content_of(note: Note) -> bytes:
    """The hash of what a package holds of `note`."""
    fields = "\x1f".join((*note.fields, field_of(note.memory, with_origin=False)))
    return _hash(fields, " ".join(note.tags))


def _hash(fields: str, tags: str) -> bytes:
    return hashlib.blake2b(f"{fields}\x1f{tags}".encode(), digest_size=16).digest()


def earlier_notes(path: Path) -> Dict[str, Earlier]:
    """GUID → note of a package that Annoki wrote. Raises UsageError for anything else."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            with zipfile.ZipFile(path) as package:
                database = package.extract("collection.anki2", folder)
            with closing(sqlite3.connect(database)) as connection:
                rows = connection.execute(
                    "select guid, mod, flds, tags from notes where mid = ?", (MODEL_ID,)
                )
                # Hashes are enough, and the notes themselves may be hundreds of megabytes.
                notes = {
                    guid: Earlier(modified, _hash(fields, " ".join(tags.split())), face_in(fields))
                    for guid, modified, fields, tags in rows
                }
                others = connection.execute(
                    "select count() from notes where mid != ?", (MODEL_ID,)
                ).fetchone()[0]
    except OSError as error:
        raise UsageError(f"{path}: cannot be opened ({error.strerror or error})") from error
    except (zipfile.BadZipFile, KeyError, sqlite3.Error, ValueError) as error:
        raise UsageError(
            f"{path}: is no package that Annoki wrote; choose another output, or move it away"
        ) from error
    if others:
        raise UsageError(f"{path}: holds notes that are not Annoki's; choose another output")
    return notes
