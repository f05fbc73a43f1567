"""Work shared with helper processes.

Helpers are forked, so that they have what was read already and nothing is sent to them; what they
make comes back through files. What a helper does not deliver the main process makes itself: an
error shows as if there were no helpers, and the results are the same in the same order.
"""

from __future__ import annotations

import gc
import marshal
import os
import signal
import struct
import sys
import tempfile
import threading
from contextlib import suppress
from select import select
from types import TracebackType
from typing import (
    IO,
    Callable,
    Dict,
    Generic,
    Iterator,
    List,
    NoReturn,
    Optional,
    Tuple,
    Type,
    TypeVar,
)

_T = TypeVar("_T")

_LEAST = 2_000
"""Fewer pieces of work are done before a helper would have begun."""

_LONGEST, _SHORTEST = 1_000, 100
"""Long stretches are done faster, but with short ones at the end all processes end together. One
process alone does short ones, so that its progress shows."""

_MOST_STRETCHES = 2_000
"""So many numbers or records fit into a pipe that nobody reads from."""

_NUMBER = struct.Struct("=I")
_RECORD = struct.Struct("=IIQQ")


def usable_processes() -> int:
    """How many processes may share work here: more than one only where it is safe to fork."""
    if not sys.platform.startswith("linux") or threading.active_count() > 1:
        return 1
    return min(4, len(os.sched_getaffinity(0)))


def _stretches(count: int, processes: int) -> Iterator[range]:
    least = max(_SHORTEST, -(-count // _MOST_STRETCHES))
    most = max(_LONGEST, least) if processes > 1 else least
    start = 0
    while start < count:
        size = min(max((count - start) // (4 * processes), least), most)
        yield range(start, min(start + size, count))
        start += size


class Shared(Generic[_T]):
    """What `work` makes of each stretch of `range(count)`: iterate once, inside a `with`.

    `work` gives an entry for each number; the entries must be what `marshal` takes:
    plain data, which it reads four times as fast as `pickle`.
    """

    def __init__(self, work: Callable[[range], List[_T]], count: int, processes: int = 1) -> None:
        self._work = work
        self._stretches = list(_stretches(count, processes))
        self._helpers: List[Tuple[int, IO[bytes]]] = []
        self._made: Dict[int, List[_T]] = {}
        self._placed: Dict[int, Tuple[int, int, int]] = {}
        self._jobs = self._done = -1
        # A fetch may have left a thread behind that still waits for its server.
        if processes > 1 and count >= _LEAST and threading.active_count() == 1:
            self._start(processes - 1)

    def _start(self, helpers: int) -> None:
        self._jobs, offered = os.pipe()
        self._done, report = os.pipe()
        # Whoever reads a number from the pipe does that stretch: the fastest does most.
        os.write(offered, b"".join(map(_NUMBER.pack, range(len(self._stretches)))))
        os.close(offered)
        gc.freeze()  # a search for cycles would copy all memory that is shared
        for number in range(helpers):
            results = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the helper
            pid = os.fork()
            if not pid:
                self._help(number, results, report)
            self._helpers.append((pid, results))
        os.close(report)

    def _help(self, me: int, results: IO[bytes], report: int) -> NoReturn:
        status = 1
        try:
            gc.disable()
            while True:
                number = self._claimed()
                if number is None:
                    break
                data = marshal.dumps(self._work(self._stretches[number]))
                at = results.tell()
                results.write(data)
                results.flush()
                os.write(report, _RECORD.pack(me, number, at, len(data)))
            status = 0
        finally:
            # Neither the main process's clean-up nor its buffered output is the helper's.
            os._exit(status)

    def _claimed(self) -> Optional[int]:
        data = os.read(self._jobs, _NUMBER.size)
        return _NUMBER.unpack(data)[0] if data else None

    def __iter__(self) -> Iterator[_T]:
        for number in range(len(self._stretches)):
            yield from self._result(number)

    def _result(self, number: int) -> List[_T]:
        """The entries of a stretch. Until a helper has them, other stretches are worked on."""
        if not self._helpers:
            return self._work(self._stretches[number])
        while number not in self._made and number not in self._placed:
            # What helpers have done is looked at first, so that results come early.
            if select([self._done], [], [], 0)[0] and self._received():
                continue
            claimed = self._claimed()
            if claimed is None and self._received():
                continue
            claimed = number if claimed is None else claimed
            self._made[claimed] = self._work(self._stretches[claimed])
        if number in self._made:
            return self._made.pop(number)
        helper, at, length = self._placed.pop(number)
        made: List[_T] = marshal.loads(os.pread(self._helpers[helper][1].fileno(), length, at))
        return made

    def _received(self) -> bool:
        """Wait until a helper has done a stretch; False where all helpers have ended."""
        record = os.read(self._done, _RECORD.size)
        if not record:
            return False
        helper, number, at, length = _RECORD.unpack(record)
        self._placed[number] = helper, at, length
        return True

    def __enter__(self) -> Shared[_T]:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        for pid, results in self._helpers:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            results.close()
        if self._helpers:
            os.close(self._jobs)
            os.close(self._done)
            gc.unfreeze()
        self._helpers = []
