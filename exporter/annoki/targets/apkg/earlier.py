"""The package that a new one replaces: what it holds, and what it remembers of those before it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import weakref
import zipfile
import zlib
from contextlib import ExitStack, closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Mapping, NamedTuple, Optional, Tuple

from ...errors import UsageError
from ...files.names import why
from ...files.whole import workplace
from ...identity.note_ids import edition_of
from ...model import Note, Pushed
from ...notetype import MODEL_ID, WRITTEN
from ...sync.cut import word_of
from ...sync.matching import NoteLook
from ...sync.package_plan import Earlier
from ..memory import digest_in, face_in, memory_of, names_in

_UNTOLD = "\x1f" * len(WRITTEN)
"""The fields of a note that only packages before held."""


class Kept(NamedTuple):
    """A note as a package holds it; `fields` are those of `notetype.WRITTEN`."""

    guid: str
    fields: Tuple[str, ...]
    tags: Tuple[str, ...]
    memory: Pushed
    deck: str
    suspended: bool


class EarlierPackage:
    """A package that Annoki wrote. `says` is what its writer left in it; `database` its collection,
    for as long as this object is there."""

    def __init__(self, path: Path) -> None:
        """Raises UsageError for anything but a package of ours."""
        self.path = path
        kept = ExitStack()
        self.database = kept.enter_context(workplace()) / "collection.anki2"
        # Some systems remove no file that is open.
        self._connection = kept.enter_context(
            closing(sqlite3.connect(self.database, check_same_thread=False))
        )
        weakref.finalize(self, kept.close)
        _extract(path, self.database)
        with _ours(path):
            # What a view or a trigger does, and for how long, nobody knows who has not made it.
            (strange,) = self._connection.execute(
                "select count() from sqlite_master where type not in ('table', 'index')"
            ).fetchone()
            if strange:
                raise _not_ours(path)
            (others,) = self._connection.execute(
                "select count() from notes where mid != ?", (MODEL_ID,)
            ).fetchone()
            if others:
                raise UsageError(f"{path}: holds notes that are not Annoki's; choose another file")
            (conf,) = self._connection.execute("select conf from col").fetchone()
            says = json.loads(conf).get("annoki")
            self.says: Dict[str, Any] = says if isinstance(says, dict) else {}

    def known(self, digest: str) -> Optional[Mapping[str, Any]]:
        """The summary of the run that it was made from, if that was the run of `digest`."""
        summary = self.says.get("summary") if self.says.get("run") == digest else None
        return summary if isinstance(summary, dict) else None

    @cached_property
    def notes(self) -> Dict[str, Earlier]:
        """By GUID, the notes that it holds, and those that ones before it held.

        Raises UsageError if it is no package of ours.
        """
        with _ours(self.path):
            sql = "select id, guid, mod, cast(flds as blob), tags, data from notes"
            rows = self._connection.execute(sql)
            # Hashes are enough, and the notes themselves may be hundreds of megabytes.
            notes = {row[1]: _earlier(*row) for row in rows}
            for guid, (modified, edition, ids, keys) in self.says.get("left", {}).items():
                left = Earlier(guid, modified, b"", 0, edition, tuple(ids), tuple(keys))
                notes.setdefault(guid, left)
        return notes

    def looks(self) -> Callable[[str], NoteLook]:
        """Says of a GUID what tells that note apart from others that share a name with it.

        Raises UsageError if it is no package of ours.
        """
        # Most are asked for: one statement each would take longer than all that is done with them.
        with _ours(self.path):
            held = dict(self._connection.execute("select guid, flds from notes"))
        return lambda guid: _Look(held.get(guid, _UNTOLD))

    def beginning_like(self, text: str) -> List[Kept]:
        """The notes that hold words from the beginning of `text` (HTML), which may be torn at its
        end."""
        sql = "select id, guid, flds, tags from notes where instr(flds, ?)"
        word = word_of(text)
        rows = self._connection.execute(sql, (word,)).fetchall() if word else []
        return [self._kept(*row) for row in rows]

    def kept(self, guid: str) -> Optional[Kept]:
        """The note `guid`, if it holds that."""
        sql = "select id, guid, flds, tags from notes where guid = ?"
        row = self._connection.execute(sql, (guid,)).fetchone()
        return self._kept(*row) if row else None

    def _kept(self, note_id: int, guid: str, text: str, tags: str) -> Kept:
        *fields, sync = text.split("\x1f")
        sql = "select did, queue = -1 from cards where nid = ?"
        deck, asleep = self._connection.execute(sql, (note_id,)).fetchone()
        (decks,) = self._connection.execute("select decks from col").fetchone()
        name = json.loads(decks)[str(deck)]["name"]
        return Kept(guid, tuple(fields), tuple(tags.split()), memory_of(sync), name, bool(asleep))


class _Look(NoteLook):
    """How a note of these `fields`, joined as Anki joins them, looks. Most are told apart without
    what they remember."""

    def __init__(self, fields: str) -> None:
        self._joined, self.is_gone = fields, False
        self._fields = fields.split("\x1f")

    @cached_property
    def _memory(self) -> Pushed:  # type: ignore[override]
        return memory_of(self._fields[-1])

    @property
    def _face(self) -> int:
        return face_in(self._joined)


def content_of(note: Note) -> bytes:
    """The hash of what a learner sees of `note`; what it remembers, a sync brings, too."""
    return _hash("\x1f".join(note.fields).encode(), " ".join(note.tags))


def _hash(fields: bytes, tags: str) -> bytes:
    return hashlib.blake2b(b"%s\x1f%s" % (fields, tags.encode()), digest_size=16).digest()


def _earlier(
    note_id: int, guid: str, modified: int, fields: bytes, tags: str, newest: str
) -> Earlier:
    seen, _, end = fields.rpartition(b"\x1f")
    content, sync = _hash(seen, " ".join(tags.split())), end.decode()
    edition = edition_of(guid, note_id) or 0
    older = int(newest) - modified if newest else 0
    ids, keys, origins = names_in(sync)
    return Earlier(
        guid, modified + older, content, face_in(sync), edition, ids, keys, True,
        digest_in(sync), older, origins,
    )  # fmt: skip


def _extract(path: Path, database: Path) -> None:
    """Write the database that `path` holds to `database`."""
    if os.path.exists(path) and not os.path.isfile(path):
        raise UsageError(f"{path}: is no file; name a package")
    try:
        with zipfile.ZipFile(path) as package:
            # We pack nothing tighter than it is: whatever would unpack to more is none of ours.
            if sum(one.file_size for one in package.infolist()) > path.stat().st_size:
                raise _not_ours(path)
            inside = package.open("collection.anki2")
            with inside as stream, database.open("wb") as copy:
                shutil.copyfileobj(stream, copy, 1 << 20)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, RuntimeError) as error:
        raise _not_ours(path) from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be opened ({why(error)})") from error


@contextmanager
def _ours(path: Path) -> Iterator[None]:
    """What is read of a package that is none of ours raises UsageError."""
    try:
        yield
    except (
        sqlite3.Error, ValueError, TypeError, AttributeError, LookupError, RecursionError
    ) as error:  # fmt: skip
        raise _not_ours(path) from error


def _not_ours(path: Path) -> UsageError:
    return UsageError(
        f"{path}: is no package that Annoki wrote; choose another file, or move it away"
    )
