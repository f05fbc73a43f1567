"""Work that waits without blocking, written down as one does it: a generator of steps.

Each step is what it waits for: it is given whom to call with what came of it, and with the error.
"""

from __future__ import annotations

from functools import partial
from threading import Event
from typing import Any, Callable, Generator, List, NamedTuple, Protocol

OnDone = Callable[[Any], None]
OnError = Callable[[Exception], None]
Wait = Callable[[OnDone, OnError], None]
Steps = Generator[Wait, Any, None]
IsSo = Callable[[], bool]


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


class Abandons(Protocol):
    """What goes on for a while, and may be told that nothing more is to be done."""

    def abandon(self) -> None:
        """Ask, tell and begin nothing more."""


class Turns:
    """Lets one at a time of those run that would write over each other. What is being written is
    written whole, so `abandon` waits for it."""

    def __init__(self) -> None:
        self._running: List[Abandons] = []
        self._at_rest = Event()
        self._at_rest.set()

    def __bool__(self) -> bool:
        return bool(self._running)

    def take(self, one: Abandons) -> None:
        """`one` runs now."""
        self._running.append(one)

    def turn(self, one: Abandons, when: Callable[[IsSo, Callable[[], None]], None]) -> Wait:
        """Wait until nothing runs, and `one` does; `when` calls a step as soon as something is
        so."""

        def wait(done: OnDone, _failed: OnError) -> None:
            def begin() -> None:
                self.take(one)
                done(None)

            when(lambda: not self, begin)

        return wait

    def over(self, one: Abandons) -> bool:
        """`one` has ended; whether it had not been abandoned before."""
        was_running = one in self._running
        if was_running:
            self._running.remove(one)
        return was_running

    def abandon(self) -> None:
        """Nothing is to run any more."""
        for one in tuple(self._running):
            one.abandon()
        self._at_rest.wait()
        self._running.clear()

    def writing(self, work: Callable[[Any], Any], is_off: Callable[[], bool]) -> Any:
        """`work`, to be called soon, in any thread. It raises Over, and does nothing, if by then it
        `is_off`."""
        self._at_rest.clear()

        def guarded(col: Any) -> Any:
            try:
                if is_off():
                    raise Over
                return work(col)
            finally:
                self._at_rest.set()

        return guarded


class Waits(NamedTuple):
    """What is waited for inside Anki: until it is `free`, and until all that is being typed is
    `saved`. `background` works in another thread, `alone` where it must not go on beside others;
    `writing` changes the collection, unless that `is_off` by then, and lets Anki's windows show it.
    `turn` waits until one may run among `turns`."""

    free: Wait
    saved: Wait
    background: Callable[..., Wait]
    writing: Callable[[Callable[[Any], Any], IsSo], Wait]
    turns: Turns
    turn: Callable[[Abandons], Wait]
