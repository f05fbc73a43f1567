"""Work in steps: each is taken when what the one before waits for has come."""

from __future__ import annotations

from typing import List

from annoki.pipeline.in_steps import OnDone, OnError, Steps, Wait, take


class Later:
    """What is waited for until it is said to have come, or to have failed."""

    def __call__(self, done: OnDone, failed: OnError) -> None:
        self.come, self.fail = done, failed


def test_each_step_is_given_what_the_one_before_waited_for() -> None:
    first, other = Later(), Later()
    told: List[object] = []

    def work() -> Steps:
        told.append((yield first))
        try:
            yield other
        except ValueError as error:
            told.append(str(error))

    take(work())
    assert told == []
    first.come(1)
    assert told == [1]
    other.fail(ValueError("no"))
    assert told == [1, "no"]


def at_once(came: int) -> Wait:
    return lambda done, _failed: done(came)


def test_what_comes_at_once_is_not_waited_for() -> None:
    told: List[int] = []

    def work() -> Steps:
        for n in range(3):
            told.append((yield at_once(n)))

    take(work())
    assert told == [0, 1, 2]
