"""Work in steps: each is taken when what the one before waits for has come."""

from __future__ import annotations

from threading import Event, Thread
from typing import Callable, List

import pytest
from annoki.pipeline.in_steps import OnDone, OnError, Over, Steps, Turns, Wait, take


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


def test_what_cannot_be_begun_ends_the_work_as_any_failure_does() -> None:
    told: List[str] = []

    def nowhere(_done: OnDone, _failed: OnError) -> None:
        raise RuntimeError("no collection")

    def work() -> Steps:
        try:
            yield nowhere
        except RuntimeError as error:
            told.append(str(error))
            yield at_once(1)
        finally:
            told.append("over")

    take(work())
    assert told == ["no collection", "over"]


def test_what_the_work_itself_raises_is_its_callers() -> None:
    told: List[str] = []

    def work() -> Steps:
        yield at_once(1)
        try:
            yield at_once(2)
            raise ValueError("a defect")
        finally:
            told.append("over")

    with pytest.raises(ValueError, match="a defect"):
        take(work())
    assert told == ["over"]


class Goes:
    def __init__(self) -> None:
        self.is_abandoned = False

    def abandon(self) -> None:
        self.is_abandoned = True


def test_one_runs_after_the_other() -> None:
    turns, later, told = Turns(), [], []  # type: Turns, List[Callable[[], None]], List[str]
    first, other = Goes(), Goes()

    def when(is_so: Callable[[], bool], step: Callable[[], None]) -> None:
        if is_so():
            step()
        else:
            later.append(lambda: when(is_so, step))

    turns.turn(first, when)(lambda _: told.append("first"), lambda _: None)
    turns.turn(other, when)(lambda _: told.append("other"), lambda _: None)
    assert told == ["first"]
    assert turns.over(first)
    later.pop()()
    assert told == ["first", "other"]
    turns.abandon()
    assert other.is_abandoned
    assert not turns
    assert not turns.over(other)


def test_what_is_being_written_is_waited_for_and_nothing_is_begun_then() -> None:
    turns, goes_on, ended = Turns(), Event(), Event()
    work = turns.writing(lambda col: goes_on.wait(30) and col, lambda: False)
    came: List[object] = []
    writes = Thread(target=lambda: came.append(work("col")))

    def close() -> None:
        turns.abandon()
        ended.set()

    closes = Thread(target=close)
    writes.start()
    closes.start()
    assert not ended.is_set()
    goes_on.set()
    writes.join()
    closes.join()
    assert came == ["col"]
    with pytest.raises(Over):
        turns.writing(lambda col: came.append(col), lambda: True)("col")
    turns.abandon()
    assert came == ["col"]
