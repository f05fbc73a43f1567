"""How much work something is, counted: the same figure on a slow machine, a busy and a fast one.

What is counted are the lines of Python that run, those of libraries too. A loop that goes round
too often shows. What a single call does in C does not: a regular expression that backtracks, or a
text that is copied again and again; `tests.cost` looks for those. Nor is what compiles an
expression counted: `re` keeps the last few hundred, so which of them it makes again depends on
what ran before. `bounded` also sets a limit of
processor time, which, unlike the clock, does not run while others are at work; it lies so far above
what is needed that only what has run away meets it.
"""

from __future__ import annotations

import gc
import sys
import time
from types import FrameType
from typing import Any, Callable

RE = frozenset({"re", "re._compiler", "re._parser", "sre_compile", "sre_parse"})
"""The modules that compile an expression; since Python 3.11 they are a package."""
RUNAWAY = 60.0
"""Seconds of processor time; whatever is measured here takes about one."""


def lines_run(task: Callable[[], object]) -> int:
    """How many lines of Python `task` runs in this thread. What is left of others is not cleared
    away meanwhile, whose finalizers would be counted, too."""
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        if event == "call" and frame.f_globals.get("__name__") in RE:
            return None
        count += event == "line"
        return trace

    before, collects = sys.gettrace(), gc.isenabled()
    gc.disable()
    sys.settrace(trace)
    try:
        task()
    finally:
        sys.settrace(before)
        if collects:
            gc.enable()
    return count


def linear(task: Callable[[int], object], size: int) -> None:
    """Fail if the work of `task(n)` grows faster than n, from `size` to twice that."""
    # What is done once only, such as loading a library, is not counted; nor is what was counted
    # kept from that, as the text was another.
    task(size // 3)
    once, twice = lines_run(lambda: task(size)), lines_run(lambda: task(2 * size))
    assert twice <= 2.2 * once + 1000, f"{once} lines for {size}, {twice} for twice as much"


def bounded(task: Callable[[], object]) -> None:
    """Fail if `task` takes processor time as only what has run away does."""
    start = time.thread_time()
    task()
    used = time.thread_time() - start
    assert used < RUNAWAY, f"{used:.0f} s of processor time"
