"""Shared work gives what one process gives, whatever becomes of the helpers.

Run by `test_shared.py` in a process of its own: only one without other threads may be forked.
"""

from __future__ import annotations

import os
import threading
import time

import pytest
from annoki.pipeline.shared import Shared

COUNT = 5_000


def squares(numbers: range) -> list[int]:
    time.sleep(0.001)  # so that a helper gets its part
    return [n * n for n in numbers]


@pytest.mark.parametrize("processes", [1, 2, 4])
def test_results_come_in_order(processes: int) -> None:
    with Shared(squares, COUNT, processes) as made:
        assert list(made) == [n * n for n in range(COUNT)]


def test_helpers_do_a_part() -> None:
    def workers(numbers: range) -> list[int]:
        time.sleep(0.001)
        return [os.getpid() for _ in numbers]

    with Shared(workers, COUNT, 2) as made:
        assert len(set(made)) == 2


def test_results_come_before_all_work_is_done() -> None:
    """A target writes the first while the last are still to be made."""
    done_here: list[range] = []

    def slowly(numbers: range) -> list[int]:
        time.sleep(0.01)
        done_here.append(numbers)
        return list(numbers)

    with Shared(slowly, COUNT, 2) as made:
        results = iter(made)
        assert next(results) == 0
        first = len(done_here)
        assert list(results) == list(range(1, COUNT))
        assert first < len(done_here)


def test_little_work_is_not_shared() -> None:
    with Shared(lambda numbers: [os.getpid() for _ in numbers], 100, 2) as made:
        assert set(made) == {os.getpid()}


def test_beside_another_thread_nothing_is_forked() -> None:
    over = threading.Event()
    other = threading.Thread(target=over.wait)
    other.start()
    try:
        with Shared(lambda numbers: [os.getpid() for _ in numbers], COUNT, 2) as made:
            assert set(made) == {os.getpid()}
    finally:
        over.set()
        other.join()


def test_what_a_helper_does_not_deliver_is_made_here() -> None:
    here = os.getpid()

    def dying(numbers: range) -> list[int]:
        if os.getpid() != here:
            os.kill(os.getpid(), 9)
        return squares(numbers)

    with Shared(dying, COUNT, 3) as made:
        assert list(made) == [n * n for n in range(COUNT)]


def test_an_error_shows_as_without_helpers() -> None:
    def failing(numbers: range) -> list[int]:
        time.sleep(0.001)
        if 4_321 in numbers:
            raise ValueError("4321")
        return list(numbers)

    with pytest.raises(ValueError, match="4321"), Shared(failing, COUNT, 2) as made:
        list(made)


def test_helpers_end_when_the_main_process_is_interrupted() -> None:
    def endless(numbers: range) -> list[int]:
        time.sleep(60)
        return list(numbers)

    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt), Shared(endless, COUNT, 2):
        raise KeyboardInterrupt
    assert time.monotonic() - start < 30
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
