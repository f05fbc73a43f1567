"""The shortest history that still breaks the same promise: delta debugging over its events."""

from __future__ import annotations

import time
from typing import Callable, List, Sequence

from .world import Event

Fails = Callable[[Sequence[Event]], bool]


def shortest(events: Sequence[Event], fails: Fails, seconds: float = 300) -> List[Event]:
    """The fewest of `events` for which `fails` still says so, found in about `seconds`.

    The last event is the one after which the promise was seen broken; it stays.
    """
    *kept, last = events
    deadline = time.monotonic() + seconds
    for name in sorted({event.name for event in kept}):
        shorter = [event for event in kept if event.name != name]
        if len(shorter) < len(kept) and time.monotonic() < deadline and fails([*shorter, last]):
            kept = shorter
    parts = 2
    while kept and time.monotonic() < deadline:
        size = max(1, -(-len(kept) // parts))
        for start in range(0, len(kept), size):
            shorter = kept[:start] + kept[start + size :]
            if time.monotonic() >= deadline:
                break
            if fails([*shorter, last]):
                kept, parts = shorter, max(2, parts - 1)
                break
        else:
            if size == 1:
                break
            parts = min(len(kept), parts * 2)
    return [*kept, last]
