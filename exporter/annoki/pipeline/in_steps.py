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
    """Take the steps one after another, each as soon as the one before is done. What cannot even be
    begun to be waited for has failed."""

    def on(go: Callable[[], Wait]) -> None:
        try:
            wait = go()
        except StopIteration:
            return
        answered = False

        def go_on(step: Callable[[Any], Wait], came: Any) -> None:
            nonlocal answered
            answered = True
            on(partial(step, came))

        try:
            wait(partial(go_on, steps.send), partial(go_on, steps.throw))
        except Exception as error:
            if answered:
                raise  # It is the steps' own.
            go_on(steps.throw, error)

    on(lambda: next(steps))
