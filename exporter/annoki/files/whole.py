"""Files that are replaced whole or not at all, and what is made on the way.

That is made in a folder of its own, beside the file that it becomes. Who made the folder holds a
lock on it, which ends with its process, however that ends: what is there without a lock was left by
a run that was killed, and the next run removes it.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Iterator, Optional, Set

if sys.platform != "win32":
    import fcntl

MADE = "new"
"""The name of the file that is made, in the folder that is for it."""
_BEGIN, _END = ".annoki-", ".part"
_FOLDER = re.compile(r"\.annoki-[a-z0-9_]{8}\.part")
_INSIDE = re.compile(r"(new|new\.apkg|collection\.anki2|\.tmp\w+)(-journal|-wal|-shm)?")
"""What may lie in such a folder; Anki gives its own a point. One in which anything else lies is not
ours."""
_LONG_AGO = 7 * 86400
"""Seconds after which a folder was left, where there are no locks."""
_swept: Set[str] = set()


def write_whole(path: Path, data: bytes, private: bool = False, lasting: bool = False) -> None:
    """Write `data` to `path`, whole or not at all. Only its owner may read what is `private`; what
    is `lasting` is there even if the power fails now. Raises OSError."""
    with workplace(path.parent) as folder:
        made = folder / MADE
        mode = 0o600 if private else 0o666
        with open(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
            stream.write(data)
            if lasting:
                stream.flush()
                os.fsync(stream.fileno())
        os.replace(made, path)


@contextlib.contextmanager
def workplace(beside: Optional[Path] = None) -> Iterator[Path]:
    """An empty folder in `beside` (that of temporary files, if None), which is removed at the end
    with all that is in it. Those that killed runs left there are removed before.

    Raises OSError.
    """
    sweep(beside)
    folder, lock = _made(str(beside or tempfile.gettempdir()))
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _let_go(lock)


def sweep(beside: Optional[Path] = None) -> None:
    """Remove what killed runs left in `beside` (among temporary files, if None), if this process
    has not done so. To be called, too, where nothing may have to be written."""
    parent = str(beside or tempfile.gettempdir())
    if parent in _swept:
        return
    _swept.add(parent)
    with contextlib.suppress(OSError):
        for name in os.listdir(parent):
            if _FOLDER.fullmatch(name):
                with contextlib.suppress(OSError):
                    _remove_left(os.path.join(parent, name))


def _made(parent: str) -> tuple[str, Optional[int]]:
    while True:
        folder = tempfile.mkdtemp(_END, _BEGIN, parent)
        with contextlib.suppress(FileNotFoundError):
            lock = _locked(folder, wait=True)
            if lock is None or _is_there(lock, folder):
                return folder, lock
            _let_go(lock)
        # Another run took it for a leftover, in the moment before it was locked.


def _remove_left(folder: str) -> None:
    """Remove `folder` if nobody works in it. Raises OSError if that cannot be."""
    lock = _locked(folder, wait=False)
    try:
        found = os.lstat(folder)
        if lock is None and time.time() - found.st_mtime < _LONG_AGO:
            return
        if hasattr(os, "geteuid") and found.st_uid != os.geteuid():
            return
        inside = os.listdir(folder)
        if all(map(_INSIDE.fullmatch, inside)):
            for name in inside:
                os.unlink(os.path.join(folder, name))
            os.rmdir(folder)
    finally:
        _let_go(lock)


if sys.platform != "win32":

    def _locked(folder: str, wait: bool) -> Optional[int]:
        """The lock on `folder`; None where there are none. Raises BlockingIOError where another has
        it, OSError where it is no folder."""
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError as error:
            os.close(descriptor)
            if isinstance(error, BlockingIOError):
                raise
            return None
        return descriptor

    def _is_there(lock: int, folder: str) -> bool:
        try:
            return os.path.samestat(os.fstat(lock), os.lstat(folder))
        except OSError:
            return False

    def _let_go(lock: Optional[int]) -> None:
        if lock is not None:
            os.close(lock)

else:

    def _locked(folder: str, wait: bool) -> Optional[int]:
        return None

    def _is_there(lock: int, folder: str) -> bool:
        return True

    def _let_go(lock: Optional[int]) -> None:
        pass
