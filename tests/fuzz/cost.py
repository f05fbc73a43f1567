"""Whether something costs more than its length: processor time, measured against a known piece of
work in the same minute, so that a slow or a busy machine does not cry wolf."""

from __future__ import annotations

import re
import signal
import threading
import time
from typing import Callable, List, Optional

PER_BYTE = 2.0 / 100_000
"""Seconds of processor time that a byte may cost: two for 100 kB."""

AT_LEAST = 0.5
"""What any input may cost, however short."""

_KNOWN = 0.046
"""Seconds that `_work` takes where a second is what `PER_BYTE` means by it."""

_FAR = 2
"""What takes so many times longer than it may is not waited for."""


class Overtime(BaseException):
    """What is measured takes far longer than it may; nothing that contains errors catches it."""


class Watch:
    """Measures tasks. `slowness` is how many of its seconds this machine takes for one of ours."""

    def __init__(self) -> None:
        self.slowness = 1.0
        self._seen = -1000.0

    def seconds(self, task: Callable[[], object], may: float) -> float:
        """What `task` takes, in seconds as `PER_BYTE` means them; more than it may, if it takes far
        longer than `may`."""
        self._calibrate()
        may *= self.slowness
        began = time.process_time()
        try:
            with _Alarm(may * _FAR):
                task()
        except Overtime:
            return may * _FAR / self.slowness
        return (time.process_time() - began) / self.slowness

    def excess(self, task: Callable[[], object], length: int) -> Optional[float]:
        """What `task` takes, if that is each of three times more than what so many bytes may."""
        may = AT_LEAST + PER_BYTE * length
        taken: List[float] = []
        for _ in range(3):
            taken.append(self.seconds(task, may))
            if taken[-1] <= may:
                return None
            self._seen = -1000.0
        return min(taken)

    def _calibrate(self) -> None:
        if time.monotonic() - self._seen > 30:
            self.slowness = max(0.2, min(_work() for _ in range(3)) / _KNOWN)
            self._seen = time.monotonic()


def _work() -> float:
    began = time.process_time()
    words = [f"{n} word <b>{n * 7}</b>" for n in range(60_000)]
    said = re.sub(r"<(\w+)>(.*?)</\1>", lambda one: one.group(2), "\n".join(words))
    counts: dict[str, int] = {}
    for word in said.split():
        counts[word] = counts.get(word, 0) + 1
    sorted(counts)
    return time.process_time() - began


class _Alarm:
    """Raises Overtime in what it is around once so many seconds of processor time are over."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        is_main = threading.current_thread() is threading.main_thread()
        self._can_ring = is_main and hasattr(signal, "setitimer")

    def __enter__(self) -> None:
        if self._can_ring:
            signal.signal(signal.SIGPROF, _ring)
            signal.setitimer(signal.ITIMER_PROF, self._seconds)

    def __exit__(self, *_: object) -> None:
        if self._can_ring:
            signal.setitimer(signal.ITIMER_PROF, 0)


def _ring(*_: object) -> None:
    raise Overtime
