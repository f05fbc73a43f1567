"""How much work something is, counted: the same figure on a slow machine, a busy and a fast one.

What is counted are calls, of Python's functions and of C's. A loop that goes round too often calls
too often, and shows. What a single call does in C does not: a regular expression that backtracks,
or a text that is copied again and again. `bounded` therefore also sets a limit of processor time,
which, unlike the clock, does not run while others are at work; it lies so far above what is needed
that only what has run away meets it.
"""

from __future__ import annotations

import sys
import time
from typing import Any, Callable

RUNAWAY = 60.0
"""Seconds of processor time; whatever is measured here takes about one."""


def calls(task: Callable[[], object]) -> int:
    """The calls that `task` makes in this thread."""
    count = 0

    def seen(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        if event in ("call", "c_call"):
            count += 1

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        task()
    finally:
        sys.setprofile(before)
    return count


def linear(task: Callable[[int], object], size: int) -> None:
    """Fail if the work of `task(n)` grows faster than n, from `size` to twice that."""
    # What is done once only, such as loading a library, is not counted; nor is what was counted
    # kept from that, as the text was another.
    task(size // 3)
    once, twice = (calls(lambda n=n: task(n)) for n in (size, 2 * size))  # type: ignore[misc]
    assert twice <= 2.2 * once + 200, f"{once} calls for {size}, {twice} for twice as much"


def bounded(task: Callable[[], object]) -> None:
    """Fail if `task` takes processor time as only what has run away does."""
    start = time.thread_time()
    task()
    used = time.thread_time() - start
    assert used < RUNAWAY, f"{used:.0f} s of processor time"
