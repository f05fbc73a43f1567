"""The simulations, each run by its test in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.fixture_files import ROOT


def apart(module: str, *arguments: str, measured: bool = False) -> subprocess.CompletedProcess[str]:
    """What became of `python -m module`; whether the lines that it runs count as tested says
    `measured`."""
    environment = {
        name: said for name, said in os.environ.items() if measured or "COVERAGE" not in name
    }
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env={**environment, "PYTHONPATH": str(ROOT / "exporter")},
        capture_output=True,
        encoding="utf-8",
        timeout=1200,
        check=False,
    )
