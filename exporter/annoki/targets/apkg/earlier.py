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
from functools import cached_property, partial
from pathlib import Path
from tempfile import gettempdir
from typing import (
    AbstractSet,
    Any,
    Callable,
    Dict,
    Iterator,
    List,
    Mapping,
    Optional,
    Sequence,
    Union,
)

from ...contained import contained
from ...errors import Garbled, UsageError
from ...files.names import why
from ...files.whole import workplace
from ...identity.note_ids import edition_of
from ...model import Note, Problem, Pushed
from ...notetype import MODEL_ID, WRITTEN
from ...sync.cut import word_of
from ...sync.matching import NoteLook
from ...sync.package_plan import Earlier, Kept
from ...words import at, message
from ..memory import digest_in, face_in, memory_of, names_in
from .archive import is_packed_as_ours, unzipped

_UNTOLD = "\x1f" * len(WRITTEN)
"""The fields of a note that only packages before held."""
_LATEST = 1 << 40
"""No mod time (s since 1970) is later."""

_TORN = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, RuntimeError)
"""What is raised by unpacking what is no archive, or none that is whole."""
_GARBLED = (sqlite3.Error, TypeError, AttributeError, LookupError, OverflowError, *_TORN)
"""What is raised by reading what we have not written."""


@contextmanager
def _readable() -> Iterator[None]:
    """What of one note is not as we write it raises Garbled."""
    try:
        yield
    except _GARBLED as error:
        raise Garbled(message("targets.garbled")) from error


class EarlierPackage:
    """A package that Annoki wrote. `says` is what its writer left in it; `database` its collection,
    for as long as this object is there; `problems` tell what of it could not be read, once `notes`
    have been."""

    def __init__(self, path: Path) -> None:
        """Raises UsageError for anything but a package of ours."""
        self.path = path
        self.problems: List[Problem] = []
        self._garbled: List[int] = []
        kept = ExitStack()
        self.database = kept.enter_context(workplace()) / "collection.anki2"
        # Some systems remove no file that is open.
        self._connection = kept.enter_context(
            closing(sqlite3.connect(self.database, check_same_thread=False))
        )
        # What is no text becomes halves of characters, which are told where they stand.
        self._connection.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
        weakref.finalize(self, kept.close)
        _extract(path, self.database)
        with _ours(path):
            # What a view, a trigger, a virtual table or a column that is computed does, and for how
            # long, nobody knows who has not made it.
            (strange,) = self._connection.execute(
                "select count() from sqlite_master as made left join pragma_table_xinfo(made.name)"
                " where made.type not in ('table', 'index') or rootpage = 0 or hidden"
            ).fetchone()
            if strange:
                raise _not_ours(path)
            (others,) = self._connection.execute(
                "select count() from notes where mid != ?", (MODEL_ID,)
            ).fetchone()
            if others:
                raise UsageError(at(path, message("targets.foreign_notes")))
            (conf,) = self._connection.execute("select conf from col").fetchone()
            says = json.loads(conf).get("annoki")
            self.says: Dict[str, Any] = says if isinstance(says, dict) else {}

    def known(self, digest: str) -> Optional[Mapping[str, Any]]:
        """The summary of the run that it was made from, if that was the run of `digest`, and all is
        there that this made. Raises UsageError if it is no package of ours."""
        summary = self.says.get("summary") if self.says.get("run") == digest else None
        whole = isinstance(summary, dict) and bool(self.notes) and not self.problems
        return summary if whole and self._all_have_cards() else None

    def _all_have_cards(self) -> bool:
        with _ours(self.path):
            sql = "select count() from notes where id not in (select nid from cards)"
            return bool(self._connection.execute(sql).fetchone() == (0,))

    @cached_property
    def notes(self) -> Dict[str, Earlier]:
        """By GUID, the notes that it holds, and those that ones before it held. Of one that cannot
        be read, its GUID and edition.

        Raises UsageError if it is no package of ours.
        """
        notes: Dict[str, Earlier] = {}
        with _ours(self.path):
            sql = "select id, guid, mod, cast(flds as blob), tags, data from notes"
            # Hashes are enough, and the notes themselves may be hundreds of megabytes.
            for row in self._connection.execute(sql):
                one = contained("reading", row[1], partial(_earlier, *row))
                if isinstance(one, Problem):
                    self.problems.append(_of_note(one))
                    self._garbled.append(row[0])
                    one = contained("reading", "", partial(_only_named, *row[:2]))
                if isinstance(one, Earlier):
                    notes[one.guid] = one
            if self._garbled and not any(one.held for one in notes.values()):
                raise ValueError  # none can be read
            for guid, said in self.says.get("left", {}).items():
                left = contained("reading", guid, partial(_left, guid, said))
                if isinstance(left, Problem):
                    self.problems.append(_of_note(left))
                else:
                    notes.setdefault(guid, left)
        return notes

    @property
    def _sound(self) -> str:
        """SQL: whether a note is one of those that can be read."""
        garbled = self._garbled if self.notes else ()
        return f"id not in ({','.join(map(str, garbled))})"

    def looks(self) -> Callable[[str], NoteLook]:
        """Says of a GUID what tells that note apart from others that share a name with it.

        Raises UsageError if it is no package of ours.
        """
        # Most are asked for: one statement each would take longer than all that is done with them.
        with _ours(self.path):
            held = dict(
                self._connection.execute(
                    f"select guid, cast(flds as text) from notes where {self._sound}"
                )
            )
        return lambda guid: _Look(held.get(guid, _UNTOLD))

    def beginning_like(self, text: str) -> List[Kept]:
        """The notes that hold words from the beginning of `text` (HTML), which may be torn at its
        end. Raises Garbled."""
        word = word_of(text)
        return list(self._where("instr(flds, ?)", word)) if word else []

    def kept(self, guid: str) -> Optional[Kept]:
        """The note `guid`, if it holds that. Raises Garbled."""
        note_id = self._ids.get(guid)
        return None if note_id is None else next(self._where("id = ?", note_id), None)

    def pictures(self, names: AbstractSet[str], folder: Path) -> Dict[str, Path]:
        """Those of the media files `names` that it holds, by name, as files in `folder`.

        Raises UsageError if it is no package of ours.
        """
        with _ours(self.path):
            return unzipped(self.path, names, folder) if names else {}

    @cached_property
    def _ids(self) -> Dict[str, int]:
        # By GUID a package has no index, and all of its notes may be asked for.
        return dict(self._connection.execute("select guid, id from notes"))

    @cached_property
    def _decks(self) -> Dict[str, Any]:
        (decks,) = self._connection.execute("select decks from col").fetchone()
        found: Dict[str, Any] = json.loads(decks)
        return found

    def _where(self, condition: str, value: Union[str, int]) -> Iterator[Kept]:
        sql = f"select id, guid, cast(flds as text), tags from notes where {condition}"
        rows = self._connection.execute(f"{sql} and {self._sound}", (value,)).fetchall()
        return (self._kept(*row) for row in rows)

    @_readable()
    def _kept(self, note_id: int, guid: str, text: str, tags: str) -> Kept:
        *fields, sync = text.split("\x1f")
        sql = "select did, queue = -1 from cards where nid = ?"
        deck, asleep = self._connection.execute(sql, (note_id,)).fetchone()
        name = self._decks[str(deck)]["name"]
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


@_readable()
def _earlier(
    note_id: int, guid: str, modified: int, fields: bytes, tags: str, newest: str
) -> Earlier:
    older = int(newest) - modified if newest else 0
    if fields.count(b"\x1f") != len(WRITTEN) or not modified <= modified + older < _LATEST:
        raise ValueError
    guid.encode()
    seen, _, end = fields.rpartition(b"\x1f")
    content, sync = _hash(seen, " ".join(tags.split())), end.decode()
    edition = edition_of(guid, note_id) or 0
    ids, keys, origins = names_in(sync)
    return Earlier(
        guid, modified + older, content, face_in(sync), edition, ids, keys, True,
        digest_in(sync), older, origins,
    )  # fmt: skip


@_readable()
def _only_named(note_id: int, guid: str) -> Earlier:
    guid.encode()
    return Earlier(guid, 0, b"", edition=edition_of(guid, note_id) or 0)


@_readable()
def _left(guid: str, said: Sequence[Any]) -> Earlier:
    modified, edition, ids, keys = said
    "".join((guid, *ids, *keys)).encode()
    if not (0 <= modified < _LATEST and 0 <= edition < _LATEST):
        raise ValueError
    return Earlier(guid, modified, b"", 0, edition, tuple(ids), tuple(keys))


def _extract(path: Path, database: Path) -> None:
    """Write the database that `path` holds to `database`."""
    if os.path.exists(path) and not os.path.isfile(path):
        raise UsageError(at(path, message("targets.no_file")))
    try:
        with zipfile.ZipFile(path) as package:
            if not is_packed_as_ours(package, path.stat().st_size):
                raise _not_ours(path)
            inside = package.open("collection.anki2")
            with inside as stream, database.open("wb") as copy:
                shutil.copyfileobj(stream, copy, 1 << 20)
    except _TORN as error:
        raise _not_ours(path) from error
    except OSError as error:
        if error.filename:
            raise UsageError(at(path, message("targets.not_opened", why=why(error)))) from error
        what = message("targets.not_unpacked", why=why(error), folder=gettempdir())
        raise UsageError(at(path, what)) from error


@contextmanager
def _ours(path: Path) -> Iterator[None]:
    """What is read of a package that is none of ours raises UsageError."""
    try:
        yield
    except _GARBLED as error:
        raise _not_ours(path) from error


def _of_note(problem: Problem) -> Problem:
    return problem._replace(where=message("places.note", guid=problem.where))


def _not_ours(path: Path) -> UsageError:
    return UsageError(at(path, message("targets.not_ours")))
