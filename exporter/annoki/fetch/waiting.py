"""Waiting that can be cancelled, and that ends: the only place where fetching lets time pass."""

from __future__ import annotations

import threading
import time
from typing import Callable, Generic, List, Optional, TypeVar

from ..errors import Cancelled
from ..words import at, message
from .result import FetchError

T = TypeVar("T")

_SLICE = 0.1
"""Seconds between two looks at cancellation."""


class Waiter:
    """Knows when to stop: on cancellation, and after `seconds` from its making."""

    def __init__(self, cancelled: Optional[Callable[[], bool]], seconds: float) -> None:
        self.where = ""
        """What is being waited for, as messages name it."""
        self._cancelled = cancelled
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """The seconds that are left, 0 at least."""
        return max(0.0, self._end - time.monotonic())

    def check(self) -> None:
        """Raise Cancelled if the person cancelled, FetchError if the time is up."""
        if self._cancelled and self._cancelled():
            raise Cancelled(message("errors.cancelled"))
        if not self.left():
            raise self._late()

    def wait(self, seconds: float) -> None:
        """Let `seconds` pass. Raises Cancelled within 0.2 s of a cancellation.

        Raises FetchError at once where the time left would not do.
        """
        self.check()
        if seconds > self.left():
            raise self._late()
        end = time.monotonic() + seconds
        while True:
            rest = end - time.monotonic()
            if rest <= 0:
                return
            time.sleep(min(_SLICE, rest))
            self.check()

    def run(self, task: Callable[[], T], abandon: Callable[[], None]) -> T:
        """The value of `task()`, run beside: a blocked socket does not hinder cancelling.

        `abandon` is called when the task is left to itself; it should make it end soon.
        """
        beside = _Beside(task)
        while not beside.done.wait(_SLICE):
            try:
                self.check()
            except BaseException:
                abandon()
                raise
        return beside.value()

    def _late(self) -> FetchError:
        what = message("fetch.late", seconds=f"{round(self._seconds, 1):g}")
        return FetchError(at(self.where, what))


class _Beside(Generic[T]):
    """A task in a thread of its own, which no one waits for at exit."""

    def __init__(self, task: Callable[[], T]) -> None:
        self.done = threading.Event()
        self._task = task
        self._values: List[T] = []
        self._error: Optional[BaseException] = None
        threading.Thread(target=self._run, name="annoki-fetch", daemon=True).start()

    def _run(self) -> None:
        try:
            self._values.append(self._task())
        except BaseException as error:
            self._error = error
        finally:
            self.done.set()

    def value(self) -> T:
        if self._error is not None:
            raise self._error
        return self._values[0]


class Pace:
    """A service's rate limit: a burst, then so many requests a second."""

    def __init__(self, burst: int, per_second: float) -> None:
        self._burst = burst
        self._rate = per_second
        self._tokens = float(burst)
        self._seen = time.monotonic()

    def delay(self, requests: int = 1) -> float:
        """Account for `requests` and return the seconds to wait before the next one."""
        now = time.monotonic()
        self._tokens = min(self._burst, self._tokens + (now - self._seen) * self._rate) - requests
        self._seen = now
        return max(0.0, -self._tokens / self._rate)
