"""Whatever write a run is killed at, or the disk refuses: old or new, never half."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from . import runs

ROOT = Path(__file__).parents[2]

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
    environment = {name: said for name, said in os.environ.items() if "COVERAGE" not in name}
    done = subprocess.run(
        [sys.executable, "-m", "tests.kills", command, *options],
        cwd=ROOT,
        env={**environment, "PYTHONPATH": str(ROOT / "exporter")},
        capture_output=True,
        encoding="utf-8",
        timeout=1200,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
