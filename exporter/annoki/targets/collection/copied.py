"""A copy of a collection to look at, taken while Anki may have it open.

Anki keeps the file locked all the time that it has it open, so SQLite cannot be asked for a copy:
the bytes are read. What Anki has written since may stand beside the file, in its write-ahead log:
as long as that log is only added to, the file and the log as it is afterwards are one state, since
whatever came into the file meanwhile stands in the log, too.
"""

from __future__ import annotations

import os
import shutil
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Iterator, NamedTuple, Tuple

from ...errors import CollectionError, UsageError
from ...files.names import why
from ...files.whole import workplace
from ...words import at, message
from .opening import open_collection

if TYPE_CHECKING:
    from anki.collection import Collection

_LOG, _JOURNAL = "-wal", "-journal"
_LOG_HEAD = 32
"""Bytes at the beginning of a log, which differ from those of every log before."""
_FILE_HEAD = 100
"""Bytes at the beginning of the file, in which its changes are counted."""
_TIMES = 20
_PAUSE = 0.1
"""Seconds between two looks: Anki writes for much less."""
_STEP = 0.05
"""Seconds, more than those between two times that a file system tells apart."""


@contextmanager
def copy_of(path: Path) -> Iterator[Collection]:
    """A copy of the collection at `path`, open, which is removed at the end. The collection itself
    is neither written nor locked, and Anki may have it open meanwhile.

    Raises UsageError if there is none or the `anki` library is missing, CollectionError if it is
    written to all the time, cannot be read, is of a newer Anki or damaged.
    """
    check_there(path)
    with ExitStack() as ended:
        try:
            copy = ended.enter_context(workplace()) / "collection.anki2"
            # SQLite keeps the log beside the file itself, not beside a link to it.
            is_copied = _is_copied(Path(os.path.realpath(path)), copy)
        except OSError as error:
            what = message("learnt.uncopied", why=why(error), folder=gettempdir())
            raise CollectionError(at(path, what)) from error
        if not is_copied:
            raise CollectionError(at(path, message("learnt.written_to")))
        yield ended.enter_context(open_collection(copy, called=path))


def check_there(path: Path) -> None:
    """Raises UsageError if there is no file at `path`."""
    if not os.path.isfile(path):
        raise UsageError(at(path, message("targets.no_collection")))


def _is_copied(path: Path, copy: Path) -> bool:
    """Whether `copy` is now what `path` was at one moment."""
    for after_the_first in range(_TIMES):
        if after_the_first:
            time.sleep(_PAUSE)
        if _is_one_state(path, copy):
            return True
    return False


def _is_one_state(path: Path, copy: Path) -> bool:
    before = _State.of(path)
    if not before.would_show_changes():
        return False
    try:
        shutil.copyfile(path, copy)
        for ending in (_JOURNAL, _LOG):
            beside, made = Path(f"{path}{ending}"), Path(f"{copy}{ending}")
            made.unlink(missing_ok=True)
            if beside.exists():
                shutil.copyfile(beside, made)
    except FileNotFoundError:  # Anki has just closed it
        return False
    return before.lasts(_State.of(path))


class _State(NamedTuple):
    """What tells whether a collection's files were changed: which file it is, how its log begins,
    what is in its journal, and the marks of its own content."""

    file: Tuple[int, int]
    log: bytes
    journal: bytes
    content: Tuple[int, int, bytes]

    @classmethod
    def of(cls, path: Path) -> _State:
        with open(path, "rb") as stream:
            head, about = stream.read(_FILE_HEAD), os.stat(path)
        return cls(
            (about.st_dev, about.st_ino),
            _beginning(f"{path}{_LOG}"),
            _beginning(f"{path}{_JOURNAL}"),
            (about.st_size, about.st_mtime_ns, head),
        )

    def would_show_changes(self) -> bool:
        """Whether another change would change this. A file's time of change goes in steps: what
        follows within one does not show."""
        age = time.time() - self.content[1] / 1e9
        return bool(self.log) or not 0 <= age < _STEP

    def lasts(self, after: _State) -> bool:
        """Whether what was copied between this and `after` is of one moment."""
        # Whatever comes into the file out of a log that lasts is in the copy of the log.
        return self[:3] == after[:3] and (bool(self.log) or self.content == after.content)


def _beginning(path: str) -> bytes:
    """How the file at `path` begins; nothing where there is none."""
    try:
        with open(path, "rb") as stream:
            return stream.read(_LOG_HEAD)
    except FileNotFoundError:
        return b""
