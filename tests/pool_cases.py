"""Shared work gives what one process gives.

Run by `test_pool.py` in a process of its own: only one without other threads may be forked.
"""

from __future__ import annotations

import os
import select
import signal
import threading
from pathlib import Path
from typing import List

import pytest
from annoki.pipeline.pool import shared

COUNT = 10_000


def squares(numbers: range) -> List[int]:
    return [n * n for n in numbers]


def workers(numbers: range) -> List[int]:
    return [os.getpid() for _ in numbers]


def no_child_is_left() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


@pytest.mark.parametrize("processes", [1, 2, 4])
@pytest.mark.parametrize("count", [0, 1, 1_999, 2_000, COUNT + 1])
def test_results_come_in_order_and_are_those_of_one_process(processes: int, count: int) -> None:
    with shared(squares, count, processes) as made:
        assert list(made) == [n * n for n in range(count)]
    assert no_child_is_left()


def test_others_do_the_work() -> None:
    with shared(workers, COUNT, 2) as made:
        assert set(made) - {os.getpid()}


def test_results_come_before_all_work_is_done(tmp_path: Path) -> None:
    """A target writes the first while the last are still to be made."""

    def noted(numbers: range) -> List[int]:
        (tmp_path / str(numbers.start)).touch()
        return list(numbers)

    with shared(noted, COUNT, 2) as made:
        assert next(made) == 0
        assert len(list(tmp_path.iterdir())) < COUNT // 500
        assert list(made) == list(range(1, COUNT))


def test_one_process_works_as_results_are_taken() -> None:
    done: List[range] = []

    def noted(numbers: range) -> List[int]:
        done.append(numbers)
        return list(numbers)

    with shared(noted, COUNT, 1) as made:
        assert next(made) == 0
        assert len(done) == 1


def test_little_work_is_not_shared() -> None:
    with shared(workers, 100, 2) as made:
        assert set(made) == {os.getpid()}


def test_beside_another_thread_nothing_is_forked() -> None:
    over = threading.Event()
    other = threading.Thread(target=over.wait)
    other.start()
    try:
        with shared(workers, COUNT, 2) as made:
            assert set(made) == {os.getpid()}
    finally:
        over.set()
        other.join()


@pytest.mark.parametrize("processes", [1, 2])
def test_an_error_shows_as_with_one_process(processes: int) -> None:
    def failing(numbers: range) -> List[int]:
        if 4_321 in numbers:
            raise ValueError("4321")
        return list(numbers)

    with pytest.raises(ValueError, match="4321"), shared(failing, COUNT, processes) as made:
        list(made)
    assert no_child_is_left()


def test_the_others_end_with_an_interrupted_main_process() -> None:
    """At a terminal all are interrupted at once: the others leave it to the main process."""

    def interrupting(numbers: range) -> List[int]:
        os.kill(os.getpid(), signal.SIGINT)
        return list(numbers)

    def interrupted() -> None:
        with shared(interrupting, COUNT, 2) as made:
            assert next(made) == 0
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert no_child_is_left()


def test_the_others_end_with_a_killed_main_process() -> None:
    ours, theirs = os.pipe()

    def waiting(numbers: range) -> List[int]:
        if numbers.start:
            os.write(theirs, b"x")
            threading.Event().wait()
        return list(numbers)

    main = os.fork()
    if main == 0:
        with shared(waiting, COUNT, 2) as made:
            list(made)
        os._exit(0)
    os.close(theirs)
    assert os.read(ours, 1) == b"x"
    os.kill(main, signal.SIGKILL)
    os.waitpid(main, 0)
    # Whoever lives has the other end of the pipe.
    while select.select([ours], [], [], 60)[0]:
        if not os.read(ours, 1):
            break
    else:
        pytest.fail("they wait for ever")
    os.close(ours)
