"""Whatever goes wrong in a run without a desktop, and wherever: no half state, no review lost, no
full sync after the first."""

from __future__ import annotations

import os
from typing import List

import pytest

from tests.apart import apart
from tests.kills import runs

from .__main__ import PLAYS

SOME = [
    ["peace", "closed", "swallowed", "one-closed", "--rounds", "3", "--every", "7"],
    ["server-killed", "other-device", "replaced", "first-halved", "--every", "9"],
    ["killed", "--every", "999"],
]
ALL = [[name] for name in PLAYS]


@pytest.mark.parametrize("played", ALL if os.environ.get("ROUNDS") == "all" else SOME, ids="-".join)
def test_nothing_is_lost_or_half_done(played: List[str]) -> None:
    if {"killed", "first-killed"}.intersection(played) and not runs.has_strace():
        pytest.skip(runs.MISSING)
    done = apart("tests.rounds", *played)
    assert done.returncode == 0, done.stdout + done.stderr
