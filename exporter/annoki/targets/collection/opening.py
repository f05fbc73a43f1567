"""Opens a collection from the command line, where no Anki has it open."""

from __future__ import annotations

import io
import os
import sqlite3
from contextlib import closing, contextmanager, redirect_stdout
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Iterator, Optional

from ...errors import CollectionError, UsageError
from ...files.whole import workplace
from ...words import at, message
from .trouble import reason_of

if TYPE_CHECKING:
    from anki.collection import Collection


@contextmanager
def open_collection(
    path: Path, look_only: bool = False, make: bool = False, called: Optional[Path] = None
) -> Iterator[Collection]:
    """The collection at `path`, closed at the end. What Anki prints meanwhile (for its developers,
    that something took long) is not shown.

    `look_only` refuses one that opening would upgrade; `make` makes one where there is none;
    `called` is what errors call it. Raises UsageError if there is none or the `anki` library is
    missing, CollectionError if it is open elsewhere, of a newer Anki, damaged, or fails while it is
    used.
    """
    name = called or path
    if not make or os.path.lexists(path):
        _look_at(path, look_only, name)
    try:
        from anki.collection import Collection
        from anki.errors import AnkiException
    except ImportError as error:
        raise UsageError(message("targets.no_anki")) from error
    untouched = False
    try:
        quiet = redirect_stdout(io.StringIO())
        with quiet, _temporary_folder_of_its_own(), closing(Collection(str(path))) as col:
            before = col.mod
            try:
                yield col
            except Exception:
                untouched = _is_still(col, before)
                raise
    except (AnkiException, OSError, sqlite3.Error) as error:
        what = reason_of(error, path)
        if not isinstance(error, AnkiException):
            what = message("targets.temporary", what=what, folder=gettempdir())
        if untouched:
            what = message("targets.nothing_written", what=what)
        raise CollectionError(at(name, what)) from error


def _is_still(col: Collection, before: int) -> bool:
    try:
        return bool(col.mod == before)
    except Exception:
        return False


@contextmanager
def _temporary_folder_of_its_own() -> Iterator[None]:
    """What Anki makes for a while lies where the next run looks, should this one be killed."""
    with workplace() as folder:
        before = os.environ.get("TMPDIR")
        os.environ["TMPDIR"] = str(folder)
        try:
            yield
        finally:
            os.environ.pop("TMPDIR")
            if before is not None:
                os.environ["TMPDIR"] = before


_CURRENT_SCHEMA = 18


def _look_at(path: Path, look_only: bool, name: Path) -> None:
    """Refuse what is no collection without touching it: Anki would make one of an empty file."""
    if not os.path.isfile(path):
        raise UsageError(at(name, message("targets.no_collection")))
    try:
        real = Path(os.path.realpath(path))
        # Who was killed may have left it half in another file: only with that it is whole.
        is_whole = not os.path.lexists(f"{real}-wal")
        look = "mode=ro&immutable=1" if is_whole else "mode=ro"
        connection = sqlite3.connect(f"{real.as_uri()}?{look}", uri=True)
        try:
            row = connection.execute("select ver from col").fetchone()
            if row is None:
                raise sqlite3.DatabaseError(message("targets.says_nothing"))
            (version,) = row
        finally:
            connection.close()
    except sqlite3.Error as error:
        if "locked" in str(error).lower():
            raise CollectionError(at(name, reason_of(error))) from error
        raise CollectionError(at(name, message("targets.not_a_collection", why=error))) from error
    if look_only and version < _CURRENT_SCHEMA:
        raise CollectionError(at(name, message("targets.older")))
