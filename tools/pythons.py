"""The Pythons of this machine: what the tests run on beside the one that runs them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Iterator, Optional

RUNS = ("3.10", "3.11", "3.12", "3.13")
"""The versions that the package installs on, oldest first."""

SHIPS = ("3.9", *RUNS)
"""The versions that what ships in the add-on runs on: Anki brings 3.9 or 3.13."""


def find(version: str) -> Optional[Path]:
    """A Python of `version`, such as "3.12", that starts; None where this machine has none."""
    return next((path for path in _candidates(version) if _is(path, version)), None)


def _candidates(version: str) -> Iterator[Path]:
    for folder in os.get_exec_path():
        yield Path(folder, f"python{version}")
        # pyenv puts one starter for all its versions on the path, which starts the chosen one only.
        if Path(folder).name == "shims":
            yield from Path(folder).parent.glob(f"versions/{version}.*/bin/python")


def _is(path: Path, version: str) -> bool:
    code = "import sys, venv, ssl; print('%d.%d' % sys.version_info[:2])"
    if not path.exists():
        return False
    try:
        done = subprocess.run([path, "-I", "-c", code], capture_output=True, text=True)
    except OSError:
        return False
    return done.stdout.strip() == version
