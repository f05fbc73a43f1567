"""Reads files of which some are none: pipes, devices."""

from __future__ import annotations

import errno
import os
import select
import stat
from pathlib import Path
from typing import Callable

from ..words import message

_GLANCE = 500
"""In ms."""
_PATIENCE = 2.0
"""Seconds in which a program should have begun to write into a pipe."""


def contents(path: Path, most: int) -> bytes:
    """The first `most` bytes that `path` holds. Nobody is waited for who may never come: a pipe has
    to have a writer.

    Raises OSError.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | _flag("O_NONBLOCK") | _flag("O_BINARY"))
    except ValueError as error:  # a name that no file can have
        raise OSError(errno.EINVAL, str(error), str(path)) from error
    with open(descriptor, "rb", buffering=0) as stream:
        begun = b""
        ready: Callable[[int], bool] = _at_once
        if stat.S_ISFIFO(os.fstat(descriptor).st_mode):
            begun, ready = _begun(descriptor), _when_written
        if hasattr(os, "set_blocking"):
            os.set_blocking(descriptor, True)
        parts = [begun[:most]]
        left = most - len(parts[0])
        while left and ready(descriptor) and (part := stream.read(min(left, 1 << 24))):
            parts.append(part)
            left -= len(part)
    return b"".join(parts)


def kept(path: Path) -> bytes:
    """What the file `path` holds, in which we keep something. Raises OSError, also where anything
    else is in its place."""
    with open(os.open(path, os.O_RDONLY | _flag("O_NONBLOCK") | _flag("O_BINARY")), "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise OSError(errno.EINVAL, message("files.no_file"), str(path))
        return stream.read()


def _at_once(_: int) -> bool:
    return True


def _when_written(pipe: int) -> bool:
    """Wait until `pipe` can be read or ends, in glances: a signal that came right before a read
    would wait as long as that."""
    waiting = select.poll()
    waiting.register(pipe, select.POLLIN)
    while not waiting.poll(_GLANCE):
        pass
    return True


def _begun(pipe: int) -> bytes:
    """What was read of `pipe` to learn that somebody has it open for writing."""
    waiting = select.poll()
    waiting.register(pipe, select.POLLIN)
    if not waiting.poll(_PATIENCE * 1000):
        try:
            begun = os.read(pipe, 1)
        except BlockingIOError:
            return b""  # its writer takes its time
        if not begun:
            raise OSError(errno.ENXIO, message("files.no_writer"))
        return begun
    return b""


def _flag(name: str) -> int:
    return int(getattr(os, name, 0))
