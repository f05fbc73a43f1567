"""From the phone into the annotation, whatever fails on the way: no answer lost, none written
twice, no review lost, no full sync, and nothing left to do."""

from __future__ import annotations

from typing import List

import pytest

from tests.apart import apart
from tests.kills import runs

from .__main__ import PLAYS
from .bench import WHOLE

SOME = [
    ["peace", "service-does-it-and-hangs-up", "--rounds", "2", "--every", "4"],
    ["swallowed", "one-closed", "--every", "15"],
    ["killed", "--every", "999"],
]
ALL = [[name, *(["--every", "20"] if name in ("killed", "full") else [])] for name in PLAYS]


@pytest.mark.parametrize("played", ALL if WHOLE else SOME, ids="-".join)
def test_every_answer_arrives_once(played: List[str]) -> None:
    if {"killed", "full"}.intersection(played) and not runs.has_strace():
        pytest.skip(runs.MISSING)
    done = apart("tests.pushes", *played)
    assert done.returncode == 0, done.stdout + done.stderr
