"""Shared work, tried in a process of its own (see `pool_cases.py`)."""

from __future__ import annotations

import subprocess
import sys

from tests.fixture_files import ROOT, TESTS


def test_shared_work() -> None:
    # Some plugins have threads of their own: with any, no process is forked.
    without = [f"-pno:{name}" for name in ("cacheprovider", "xdist", "rerunfailures")]
    command = [sys.executable, "-m", "pytest", *without]
    cases = str(TESTS / "pool_cases.py")
    done = subprocess.run([*command, cases], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
