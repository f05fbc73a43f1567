"""Opens a collection from the command line, where no Anki has it open."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Iterator

from ..errors import UsageError
from .collection import CollectionError

if TYPE_CHECKING:
    from anki.collection import Collection


@contextmanager
def open_collection(path: Path) -> Iterator[Collection]:
    """The collection at `path`, closed at the end.

    Raises UsageError if there is none or the `anki` library is missing, CollectionError if it
    cannot be opened: open elsewhere, of a newer Anki, or damaged.
    """
    if not path.is_file():
        raise UsageError(f"{path}: no such collection; name Anki's collection.anki2")
    try:
        from anki.collection import Collection
        from anki.errors import AnkiException
    except ImportError as error:
        raise UsageError("the anki library is not installed: pip install 'annoki[anki]'") from error
    try:
        col = Collection(str(path))
    except AnkiException as error:
        raise CollectionError(f"{path}: {_reason(error)}") from error
    try:
        yield col
    finally:
        col.close()


def _reason(error: Exception) -> str:
    text = " ".join(str(error).split())
    lower = text.lower()
    if "already open" in lower or "locked" in lower:
        return "open elsewhere; close Anki and try again"
    if "newer" in lower or "schema" in lower:
        return "made by a newer Anki; update the anki library"
    return f"cannot be opened ({text})"
