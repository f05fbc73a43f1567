"""Work that waits without blocking, written down as one does it: a generator of steps.

Each step is what it waits for: it is given whom to call with what came of it, and with the error.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Callable, Generator

OnDone = Callable[[Any], None]
OnError = Callable[[Exception], None]
Wait = Callable[[OnDone, OnError], None]
Steps = Generator[Wait, Any, None]


class Over(Exception):
    """There is nothing more to do; its text is told, if there is any."""


def take(steps: Steps) -> None:
    """Take the steps one after another, each as soon as the one before is done."""

    def on(go: Callable[[], Wait]) -> None:
        try:
            wait = go()
        except StopIteration:
            return
        wait(
            lambda came: on(partial(steps.send, came)),
            lambda error: on(partial(steps.throw, error)),
        )

    on(lambda: next(steps))
