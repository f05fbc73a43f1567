"""How the files ended that a collection was synced with, kept beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...files.beside import path_beside, read_beside, write_beside
from ...sync.file_ends import FileEnds, file_ends_in

if TYPE_CHECKING:
    from anki.collection import Collection

_SUFFIX = ".annoki-ends.json"


def ends_kept(col: Collection) -> FileEnds:
    """By their origins, how files ended when they were last read."""
    return file_ends_in(read_beside(path_beside(col, _SUFFIX)))


def keep_ends(col: Collection, ends: FileEnds) -> None:
    """Remember `ends`, and those of before of files that were not read now."""
    before = ends_kept(col)
    after = {**before, **ends}
    if after != before:
        write_beside(path_beside(col, _SUFFIX), after)
