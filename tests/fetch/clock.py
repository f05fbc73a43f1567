"""A clock that goes only when someone waits: what was waited for is read off, not felt."""

from __future__ import annotations

from typing import List


class Clock:
    """Stands in for the module `time` where fetching lets time pass; `waits` are in seconds."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.waits: List[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    @property
    def waited(self) -> float:
        return round(sum(self.waits), 6)
