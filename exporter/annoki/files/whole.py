"""Files that are replaced whole or not at all, and what is made on the way.

That is made beside the file that it becomes, or in a folder of its own there. Who makes it holds a
lock on it, which ends with its process, however that ends: what is there without a lock was left by
a run that was killed, and the next run removes it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import stat
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Callable, Iterator, Optional, Set

from ..errors import UsageError
from ..words import at, message, unwritten
from .names import why

if sys.platform != "win32":
    import fcntl

MADE = "new"
"""The name of the file that is made, in the folder that is for it."""
_BEGIN, _END, _FILE_END = ".annoki-", ".part", ".new"
_OURS = re.compile(r"\.annoki-(?:[a-z0-9_]{8}\.part|[0-9a-f]{16}\.new)")
_MEDIA = "collection.media"
_INSIDE = re.compile(
    rf"(new|new\.apkg|collection\.anki2|\.tmp\w+)(-journal|-wal|-shm)?|{re.escape(_MEDIA)}"
)
"""What may lie in such a folder; Anki gives its own a point. One in which anything else lies is not
ours."""
_LONG_AGO = 7 * 86400
"""Seconds after which a folder was left, where there are no locks."""
_swept: Set[str] = set()


def write_whole(path: Path, data: bytes, private: bool = False, lasting: bool = False) -> None:
    """Write `data` to `path`, whole or not at all. Only its owner may read what is `private`; what
    is `lasting` is there even if the power fails now. Raises OSError."""
    path = real(path)
    sweep(path.parent)
    # A folder would be tidier, but to remove one takes some file systems five milliseconds.
    made, lock = _made(partial(_new_file, str(path.parent), 0o600 if private else 0o666))
    try:
        with open(made, "wb") as stream:
            stream.write(data)
            if lasting:
                stream.flush()
                os.fsync(stream.fileno())
        os.replace(made, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(made)
        raise
    finally:
        _let_go(lock)


def may_replace(path: Path, begins: str, otherwise: str) -> None:
    """Raise UsageError, which says `otherwise`, unless what is at `path`, if anything is, `begins`
    as what we write there: it may be whatever else the learner has once only."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UsageError(at(path, message("files.irreplaceable")))
        with path.open("rb") as file:
            head = file.read(len(begins))
    except FileNotFoundError:
        return
    except OSError as error:
        raise UsageError(unwritten(path, why(error))) from error
    if head not in (b"", begins.encode()):
        raise UsageError(at(path, otherwise))


def real(path: Path) -> Path:
    """What is written to `path` goes there: a link stays one. Raises OSError if it leads nowhere
    but to itself, if no file can have that name, or what has it is no file."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise OSError(errno.EINVAL, message("files.irreplaceable"), str(path))
    except FileNotFoundError:
        pass
    except ValueError as error:
        raise OSError(errno.EINVAL, str(error), str(path)) from error
    return Path(os.path.realpath(path)) if path.is_symlink() else path


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """An empty folder for the file `MADE`, which takes the place of `path` at the end, whole or not
    at all. Folders on the way there are made, and stay only if that is done. Raises OSError."""
    place = real(path)
    missing = [one for one in place.parents if not os.path.lexists(one)]
    try:
        _make_folder(place.parent)
        with workplace(place.parent) as folder:
            yield folder
            os.replace(folder / MADE, place)
    except BaseException:
        for one in missing:
            with contextlib.suppress(OSError):
                one.rmdir()
        raise


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:  # and is none
        raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path)) from error


@contextlib.contextmanager
def workplace(beside: Optional[Path] = None) -> Iterator[Path]:
    """An empty folder in `beside` (that of temporary files, if None), which is removed at the end
    with all that is in it. Those that killed runs left there are removed before.

    Raises OSError.
    """
    sweep(beside)
    folder, lock = _made(partial(tempfile.mkdtemp, _END, _BEGIN, beside))
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
            if _OURS.fullmatch(name):
                with contextlib.suppress(OSError):
                    _remove_left(os.path.join(parent, name))


def _new_file(parent: str, mode: int) -> str:
    path = os.path.join(parent, f"{_BEGIN}{secrets.token_hex(8)}{_FILE_END}")
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
    return path


def _made(new: Callable[[], str]) -> tuple[str, Optional[int]]:
    """What `new` makes, and the lock on it."""
    while True:
        path = new()
        with contextlib.suppress(FileNotFoundError):
            lock = _locked(path, wait=True)
            if lock is None or _is_there(lock, path):
                return path, lock
            _let_go(lock)
        # Another run took it for a leftover, in the moment before it was locked.


def _remove_left(path: str) -> None:
    """Remove `path` if nobody works in it. Raises OSError if that cannot be."""
    lock = _locked(path, wait=False)
    try:
        found = os.lstat(path)
        if lock is None and time.time() - found.st_mtime < _LONG_AGO:
            return
        if hasattr(os, "geteuid") and found.st_uid != os.geteuid():
            return
        if path.endswith(_FILE_END):
            if stat.S_ISREG(found.st_mode):
                os.unlink(path)
            return
        inside = os.listdir(path)
        if all(map(_INSIDE.fullmatch, inside)):
            for name in inside:
                (os.rmdir if name == _MEDIA else os.unlink)(os.path.join(path, name))
            os.rmdir(path)
    finally:
        _let_go(lock)


if sys.platform != "win32":

    def _locked(path: str, wait: bool) -> Optional[int]:
        """The lock on `path`; None where there are none. Raises BlockingIOError where another has
        it, OSError where it is a link."""
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError as error:
            os.close(descriptor)
            if isinstance(error, BlockingIOError):
                raise
            return None
        return descriptor

    def _is_there(lock: int, path: str) -> bool:
        try:
            return os.path.samestat(os.fstat(lock), os.lstat(path))
        except OSError:
            return False

    def _let_go(lock: Optional[int]) -> None:
        if lock is not None:
            os.close(lock)

else:

    def _locked(path: str, wait: bool) -> Optional[int]:
        return None

    def _is_there(lock: int, path: str) -> bool:
        return True

    def _let_go(lock: Optional[int]) -> None:
        pass
