"""Whatever goes wrong in a run without a desktop, and wherever: no half state, no review lost, no
full sync after the first."""

from __future__ import annotations

import os

import pytest

from tests.apart import apart
from tests.kills.runs import MISSING, has_strace

from .__main__ import PLAYS

SOME = (
    "peace closed swallowed one-closed server-killed --rounds 2 --every 8",
    "other-device replaced first-halved --every 9",
    "killed full --every 999",
)
PLAYED = PLAYS if os.environ.get("ROUNDS") == "all" else SOME


@pytest.mark.parametrize("played", PLAYED)
def test_nothing_is_lost_or_half_done(played: str) -> None:
    if {"killed", "full", "first-killed", "first-full"} & {*played.split()} and not has_strace():
        pytest.skip(MISSING)
    done = apart("tests.rounds", *played.split())
    assert done.returncode == 0, done.stdout + done.stderr
