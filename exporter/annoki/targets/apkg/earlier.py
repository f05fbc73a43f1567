"""The package that a new one replaces: what it holds, and what it remembers of those before it."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tempfile
import zipfile
from functools import cached_property
from pathlib import Path
from typing import IO, Any, Dict, Mapping, Optional

from ...errors import UsageError
from ...identity.note_ids import edition_of
from ...model import Note, Pushed
from ...notetype import MODEL_ID
from ...sync.matching import NoteLook
from ...sync.package_plan import Earlier
from ..memory import face_in, names_in


class EarlierPackage:
    """A package that Annoki wrote. `says` is what its writer left in it; `database` its collection,
    for as long as this object is there."""

    def __init__(self, path: Path) -> None:
        """Raises UsageError for anything but a package of ours."""
        self.path = path
        self._file = _extracted(path)
        self.database = Path(self._file.name)
        try:
            self._connection = sqlite3.connect(self.database, check_same_thread=False)
            (others,) = self._connection.execute(
                "select count() from notes where mid != ?", (MODEL_ID,)
            ).fetchone()
            if others:
                raise UsageError(
                    f"{path}: holds notes that are not Annoki's; choose another output"
                )
            (conf,) = self._connection.execute("select conf from col").fetchone()
            self.says: Dict[str, Any] = json.loads(conf).get("annoki", {})
        except (sqlite3.Error, ValueError, TypeError, AttributeError) as error:
            raise _not_ours(path) from error

    def known(self, digest: str) -> Optional[Mapping[str, Any]]:
        """The summary of the run that it was made from, if that was the run of `digest`."""
        summary = self.says.get("summary") if self.says.get("run") == digest else None
        return summary if isinstance(summary, dict) else None

    @cached_property
    def notes(self) -> Dict[str, Earlier]:
        """By GUID, the notes that it holds, and those that ones before it held.

        Raises UsageError if it is no package of ours.
        """
        try:
            rows = self._connection.execute("select id, guid, mod, flds, tags from notes")
            # Hashes are enough, and the notes themselves may be hundreds of megabytes.
            notes = {row[1]: _earlier(*row) for row in rows}
            for guid, (modified, edition, ids, keys) in self.says.get("left", {}).items():
                left = Earlier(guid, modified, b"", 0, edition, tuple(ids), tuple(keys))
                notes.setdefault(guid, left)
        except (sqlite3.Error, ValueError, TypeError, AttributeError) as error:
            raise _not_ours(self.path) from error
        return notes

    def look(self, guid: str) -> NoteLook:
        """What tells the note `guid` apart from others that share a name with it."""
        sql = "select flds from notes where id = ?"
        row = self._connection.execute(sql, (self._ids.get(guid),)).fetchone()
        *fields, _ = row[0].split("\x1f") if row else [""] * 12
        return NoteLook(Pushed(), fields)

    @cached_property
    def _ids(self) -> Dict[str, int]:
        """GUID → id: many notes are looked for, and a package has no index of GUIDs."""
        return dict(self._connection.execute("select guid, id from notes").fetchall())


def content_of(note: Note) -> bytes:
    """The hash of what a learner sees of `note`; what it remembers, a sync brings, too."""
    return _hash("\x1f".join(note.fields), " ".join(note.tags))


def _hash(fields: str, tags: str) -> bytes:
    return hashlib.blake2b(f"{fields}\x1f{tags}".encode(), digest_size=16).digest()


def _earlier(note_id: int, guid: str, modified: int, fields: str, tags: str) -> Earlier:
    content = _hash(fields.rpartition("\x1f")[0], " ".join(tags.split()))
    edition = edition_of(guid, note_id) or 0
    return Earlier(guid, modified, content, face_in(fields), edition, *names_in(fields), True)


def _extracted(path: Path) -> IO[bytes]:
    """A temporary file with the database that `path` holds; it goes when nobody needs it."""
    try:
        with zipfile.ZipFile(path) as package, package.open("collection.anki2") as stream:
            database = tempfile.NamedTemporaryFile(suffix=".anki2")  # noqa: SIM115 (it stays open)
            shutil.copyfileobj(stream, database, 1 << 20)
            database.flush()
            return database
    except OSError as error:
        raise UsageError(f"{path}: cannot be opened ({error.strerror or error})") from error
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise _not_ours(path) from error


def _not_ours(path: Path) -> UsageError:
    return UsageError(
        f"{path}: is no package that Annoki wrote; choose another output, or move it away"
    )
