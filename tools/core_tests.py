"""Runs the tests of `annoki` on each Python that it meets, from the 3.9 of Anki to the newest.

    python -m tools.core_tests [VERSION ...]

Each version gets an environment of its own with what the package depends on; what needs Anki, a
browser or the tools of this repository is tested elsewhere. A version that the machine lacks is
named and left out.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import List, NamedTuple

from .pythons import SHIPS, find

ROOT = Path(__file__).parents[1]
ELSEWHERE = (
    *("addon", "anki", "decade", "fuzz", "kills", "packaging", "page", "pushes", "release"),
    *("render", "rounds", "site", "tools", "vectors"),
)
"""The folders in `tests/` that are not the core's."""
SAME = ("test_doubling.py", "test_hostile_length.py", "readers/test_linear.py")
"""Tests of how much work something is, which no version of Python changes."""
TESTS = ("pytest>=8", "jsonschema")


class _Ran(NamedTuple):
    version: str
    code: int
    said: str


def run(version: str, python: Path) -> _Ran:
    """The core's tests on `python`; its environment is made, or made anew, where needed."""
    environment = ROOT / f".venv-{version}"
    made = environment / "made"
    inside = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    uv = Path(sys.executable).with_name("uv")
    left_out = [f"--ignore=tests/{name}" for name in (*ELSEWHERE, *SAME)]
    commands: List[List[str | Path]] = [
        [uv, "venv", "--quiet", "--clear", "--no-python-downloads", "-p", python, environment],
        [uv, "pip", "install", "--quiet", "-p", inside, *TESTS, "-r", "pyproject.toml"],
        [inside, "-m", "pytest", "-p", "no:cacheprovider", "tests", *left_out],
    ]
    if made.exists() and made.stat().st_mtime > (ROOT / "pyproject.toml").stat().st_mtime:
        commands = commands[2:]
    ours = {"PYTHONPATH": str(ROOT / "exporter"), "UV_SYSTEM_CERTS": "1"}
    said = ""
    for command in commands:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=ROOT,
            env={**os.environ, **ours},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        said += done.stdout
        if done.returncode != 0:
            return _Ran(version, done.returncode, said)
        if "install" in command:
            made.touch()
    return _Ran(version, 0, said)


def main() -> int:
    """Run them on the versions that are arguments, else on all; 1 if a test failed on any."""
    wanted = sys.argv[1:] or [version for version in SHIPS if version != _this()]
    here = {version: python for version in wanted for python in [find(version)] if python}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        ran = list(pool.map(run, here, here.values()))
    for version in wanted:
        if version not in here:
            print(f"Python {version}: not on this machine, so nothing was tested on it")
    for result in ran:
        if result.code == 0:
            print(f"Python {result.version}: {result.said.splitlines()[-1]}")
        else:
            print(f"Python {result.version} failed:\n{result.said}")
    return int(any(result.code for result in ran))


def _this() -> str:
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


if __name__ == "__main__":
    sys.exit(main())
