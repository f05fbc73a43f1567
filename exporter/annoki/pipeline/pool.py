"""Work shared by several processes, with the standard library's pool.

They are forked, so that they have what was read already; what they make comes back pickled.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any, Callable, Iterator, List, TypeVar

_T = TypeVar("_T")
_LEAST = 2_000
"""Fewer pieces of work are done before another process would have begun."""
_STRETCH, _AHEAD = 500, 4
"""So many pieces are one task; of so many tasks a process may be ahead of who takes the results."""
_work: Callable[[range], List[Any]]


def usable_processes() -> int:
    """How many processes may share work here: more than one only where it is safe to fork."""
    if not sys.platform.startswith("linux") or threading.active_count() > 1:
        return 1
    return min(4, len(os.sched_getaffinity(0)))


@contextmanager
def shared(work: Callable[[range], List[_T]], count: int, processes: int) -> Iterator[Iterator[_T]]:
    """What `work` makes of each number of `range(count)`, in order, as it comes."""
    stretches = (range(at, min(at + _STRETCH, count)) for at in range(0, count, _STRETCH))
    # A fetch may have left a thread behind that still waits for its server.
    if processes < 2 or count < _LEAST or threading.active_count() > 1:
        yield chain.from_iterable(map(work, stretches))
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    def results() -> Iterator[List[_T]]:
        while tasks:
            made: List[_T] = tasks.popleft().result()
            tasks.extend(pool.submit(_do, stretch) for stretch in islice(stretches, 1))
            yield made

    # Patterns and libraries that the first task needs are then there for the others, too.
    first = work(next(stretches))
    pool = ProcessPoolExecutor(processes, get_context("fork"), _begin, (work,))
    try:
        begun = islice(stretches, processes * _AHEAD)
        tasks = deque(pool.submit(_do, stretch) for stretch in begun)
        yield chain(first, chain.from_iterable(results()))
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(work: Callable[[range], List[Any]]) -> None:
    global _work
    _work = work
    # The main process is interrupted, and ends us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A process that is killed ends nobody: its workers would wait for tasks for ever."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _do(numbers: range) -> List[Any]:
    return _work(numbers)
