"""Time that passes in a moment, for this process, for Anki inside it and for its sync server.

libfaketime is loaded before the process begins, and reads from a file how far ahead it is.
"""

from __future__ import annotations

import calendar
import glob
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Sequence

START = calendar.timegm((2024, 2, 4, 8, 0, 0))
"""When each simulation begins, in seconds since 1970: a Sunday."""

HOUR = 3600
WEEK = 7 * 24 * HOUR

_FILE = "FAKETIME_TIMESTAMP_FILE"
_PLACES = (
    "/usr/lib/*/faketime/libfaketime.so.1",
    "/usr/lib*/faketime/libfaketime.so.1",
    "/usr/local/lib/faketime/libfaketime.so.1",
)
MISSING = "libfaketime is missing; install it: apt-get install faketime (Debian, Ubuntu)"


def library() -> str:
    """The path of libfaketime, empty if it is not installed."""
    return next((path for place in _PLACES for path in sorted(glob.glob(place))), "")


def is_ours() -> bool:
    """Whether this process runs on a clock that `set_to` moves."""
    return _FILE in os.environ and "faketime" in os.environ.get("LD_PRELOAD", "")


def restart(arguments: Sequence[str]) -> None:
    """Begin this process again, on a clock of its own. Raises SystemExit without libfaketime."""
    path = library()
    if not path:
        raise SystemExit(MISSING)
    descriptor, name = tempfile.mkstemp(prefix="annoki-decade-clock-")
    os.write(descriptor, b"+0")
    os.close(descriptor)
    environment = {
        **os.environ,
        "LD_PRELOAD": path,
        _FILE: name,
        "FAKETIME_NO_CACHE": "1",
        "DONT_FAKE_MONOTONIC": "1",
        "PYTHONHASHSEED": "0",
        "TZ": "UTC",
    }
    command = [sys.executable, "-m", "tests.decade", *arguments]
    os.execve(sys.executable, command, environment)


def set_to(seconds: int) -> None:
    """Make it `seconds` since 1970 now, for every process of this clock. It goes on from there."""
    file = Path(os.environ[_FILE])
    real = time.time() - float(file.read_text())
    # Replaced, not written: another process must not read a half.
    beside = file.with_suffix(".next")
    beside.write_text(f"{seconds - real:+.3f}")
    os.replace(beside, file)


def forget() -> None:
    """Remove the clock's file."""
    Path(os.environ[_FILE]).unlink(missing_ok=True)
