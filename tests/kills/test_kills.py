"""Whatever write a run is killed at, or the disk refuses: old or new, never half."""

from __future__ import annotations

import pytest

from tests.apart import apart

from . import runs

pytestmark = pytest.mark.skipif(not runs.has_strace(), reason=runs.MISSING)


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("export", ["--every", "20"]),
        ("sync", ["--every", "90"]),
        ("export", ["--every", "60", "--full"]),
        ("sync", ["--every", "200", "--full"]),
    ],
)
def test_it_is_as_before_or_as_after(command: str, options: list[str]) -> None:
    # What measures the tests writes, too, and would be counted.
    done = apart("tests.kills", command, *options)
    assert done.returncode == 0, done.stdout + done.stderr
