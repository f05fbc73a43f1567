"""Each peer in a virtual environment of its own, with the versions that a file says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tools import pythons

PINS = Path(__file__).with_name("pins")
PYTHON = "3.12"
"""One of them is written for no older one."""


class Missing(Exception):
    """A peer cannot be installed here; the message says why."""


def version(distribution: str) -> str:
    """The version that is pinned of `distribution`, in its own file."""
    pins = (PINS / f"{distribution}.txt").read_text(encoding="utf-8")
    found = re.search(rf"^{re.escape(distribution)}==(.+)$", pins, re.MULTILINE | re.IGNORECASE)
    assert found, distribution
    return found[1]


def install(distribution: str, folder: Path) -> None:
    """Make `folder` the environment of `distribution`, if it is not that yet. Raises Missing."""
    pins = PINS / f"{distribution}.txt"
    done = folder / "installed.txt"
    if done.exists() and done.read_bytes() == pins.read_bytes():
        return
    python = pythons.find(PYTHON) or Path(sys.executable)
    try:
        for command in (
            [str(python), "-m", "venv", "--clear", str(folder)],
            [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "-r", str(pins)],
        ):
            subprocess.run(command, check=True, capture_output=True, text=True)
    except (subprocess.CalledProcessError, OSError) as error:
        said = getattr(error, "stderr", "") or str(error)
        raise Missing(said.strip().rpartition("\n")[2]) from error
    done.write_bytes(pins.read_bytes())
