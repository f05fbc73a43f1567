"""Runs a command as a child of its own and says what it cost."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple, Sequence


class Cost(NamedTuple):
    """Of one run or, as medians, of several: seconds on the clock and of the CPU, peak MiB."""

    seconds: float
    cpu: float
    peak: float


class Failed(Exception):
    """A command that was to be measured ended with an error."""


def run(command: Sequence[str]) -> Cost:
    """The cost of `command`. Raises Failed with the last line that it said."""
    with tempfile.TemporaryFile() as log:
        start = time.perf_counter()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        # Of this child alone; what `resource` tells is the most of all children so far. It counts
        # what the parent held when the child was made, so this process stays small.
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            log.seek(0)
            said = log.read().decode(errors="replace").strip().rpartition("\n")[2]
            raise Failed(f"{os.path.basename(command[0])}: {said or child.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    peak = usage.ru_maxrss * unit / 1024**2
    return Cost(seconds, usage.ru_utime + usage.ru_stime, peak)


def median(costs: Sequence[Cost]) -> Cost:
    """The medians of `costs`, each of its own."""
    return Cost(*(statistics.median(values) for values in zip(*costs)))
