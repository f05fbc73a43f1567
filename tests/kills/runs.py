"""Runs of the command line in forks of this process, which has loaded all that they need."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import Callable, Dict, Iterator, List, NamedTuple, Tuple

from annoki.files import whole

WRITES = (
    "write", "pwrite64", "writev", "pwritev", "ftruncate", "truncate", "fallocate", "rename",
    "renameat", "renameat2", "unlink", "unlinkat", "link", "linkat", "symlink", "symlinkat",
    "mkdir", "mkdirat", "rmdir", "fsync", "fdatasync", "copy_file_range", "sendfile", "utimensat",
)  # fmt: skip
"""The system calls by which a file system changes; strace counts each kind for itself."""
_TAKE_PLACE = ("ftruncate", "rename", "renameat", "renameat2", "unlink", "unlinkat")
MISSING = "strace (of Debian's package of that name) is not installed"
_ANY = ctypes.c_ulong(-1)
_SET_PTRACER = 0x59616D61


class Ended(NamedTuple):
    """How a run ended; `code` is negative where a signal ended it."""

    code: int
    out: str
    err: str


def has_strace() -> bool:
    """Whether calls can be counted here."""
    return shutil.which("strace") is not None


def load(folder: Path, commands: List[List[str]]) -> None:
    """Run `commands` in `folder` here, so that forks have all that they load and prepare."""
    before, environment = Path.cwd(), {**os.environ}
    _live_in(folder)
    with contextlib.redirect_stdout(io.StringIO()) as said:
        for arguments in commands:
            assert in_process(arguments) == 0, said.getvalue()
    gc.collect()
    os.chdir(before)
    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = None
    assert len(os.listdir("/proc/self/task")) == 1, "a thread is left, which no fork has"


def run(folder: Path, arguments: List[str], strace: List[str] | None = None) -> Ended:
    """`annoki` with `arguments` in `folder`, where it has its cache and its temporary files;
    traced by `strace`, if there are options for that."""

    def command() -> int:
        code = in_process(arguments)
        gc.collect()  # what a process lets go when it ends
        return code

    return forked(folder, command, strace)


def in_process(arguments: List[str]) -> int:
    """The exit code of `annoki` with `arguments`, here."""
    from annoki.cli.commands import main

    sys.argv = ["annoki", *arguments]
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)


def forked(folder: Path, task: Callable[[], int], strace: List[str] | None = None) -> Ended:
    """`task`, whose result is its exit code, in a process of its own."""
    out, err = folder / "said.out", folder / "said.err"
    child = os.fork()
    if child == 0:
        _become(folder, out, err, task, waits=strace is not None)
    tracer = _traced(child, strace) if strace is not None else None
    _, status = os.waitpid(child, 0)
    if tracer:
        tracer.wait(60)
    code = os.waitstatus_to_exitcode(status)
    said = [path.read_text(encoding="utf-8", errors="replace") for path in (out, err)]
    out.unlink()
    err.unlink()
    return Ended(code, *said)


def _become(folder: Path, out: Path, err: Path, task: Callable[[], int], waits: bool) -> None:
    code = 70
    try:
        for number, path in ((1, out), (2, err)):
            opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(opened, number)
            os.close(opened)
        _live_in(folder)
        if waits:
            ctypes.CDLL(None).prctl(_SET_PTRACER, _ANY, 0, 0, 0)
            os.kill(os.getpid(), signal.SIGSTOP)
        code = task()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _live_in(folder: Path) -> None:
    os.environ.update(TMPDIR=str(folder / "tmp"), XDG_CACHE_HOME=str(folder / "cache"))
    tempfile.tempdir = None
    whole._swept.clear()
    os.chdir(folder)


def _traced(child: int, options: List[str]) -> subprocess.Popen[bytes]:
    os.waitpid(child, os.WUNTRACED)
    tracer = subprocess.Popen(
        ["strace", "-f", "-qq", "-p", str(child), *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    status = Path(f"/proc/{child}/status")
    while re.search(r"TracerPid:\t0\n", status.read_text()):
        if tracer.poll() is not None:
            os.kill(child, signal.SIGKILL)
            assert tracer.stderr
            raise RuntimeError(tracer.stderr.read().decode())
        time.sleep(0.002)
    os.kill(child, signal.SIGCONT)
    return tracer


def counted(folder: Path, arguments: List[str]) -> Dict[str, int]:
    """How often a run makes each call of `WRITES`, in the thread that makes it most often: strace
    counts each thread for itself, too."""
    trace = folder / "trace"
    ended = run(folder, arguments, ["-e", "trace=" + ",".join(WRITES), "-o", str(trace)])
    if ended.code != 0:
        raise RuntimeError(ended)
    calls: Counter[tuple[str, str]] = Counter()
    for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
        found = re.match(r"(\d+) +(\w+)\(", line)
        if found:
            calls[found.group(1), found.group(2)] += 1
    trace.unlink()
    most: Dict[str, int] = {}
    for (_, call), times in calls.items():
        most[call] = max(times, most.get(call, 0))
    return most


def points(calls: Dict[str, int], every: int, at_all: bool) -> Iterator[Tuple[str, int]]:
    """(call, which of its kind) at which to break off: each `every`th and the last of each kind,
    and `at_all` that take something away or put it in its place."""
    for call, times in sorted(calls.items()):
        step = 1 if at_all and call in _TAKE_PLACE else every
        for n in sorted({times, *range(step, times + 1, step)}):
            yield call, n
