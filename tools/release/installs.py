"""Environments that hold nothing but what an installer put there, and what was built for them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import List, NamedTuple

TOOLS = ("pip", "uv")
UV = Path(sys.executable).with_name("uv")
_LIMIT = 600


class Done(NamedTuple):
    """How a command ended, and all that it printed."""

    code: int
    printed: str


def run(*command: str | Path, cwd: Path, **variables: str) -> Done:
    """Run `command` outside this checkout, without what would lead Python back into it but for what
    `variables` say."""
    ours = ("PYTHON", "COVERAGE", "VIRTUAL_ENV")
    environment = {name: v for name, v in os.environ.items() if not name.startswith(ours)}
    # Where a machine trusts certificates of its own, pip knows, and uv has to be told.
    environment |= {"UV_SYSTEM_CERTS": "1", "UV_NO_CONFIG": "1", **variables}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        timeout=_LIMIT,
    )
    return Done(done.returncode, done.stdout)


class Installed(NamedTuple):
    """An environment, and how installing into it went."""

    folder: Path
    done: Done

    @property
    def scripts(self) -> Path:
        """Where its commands are."""
        return self.folder / ("Scripts" if os.name == "nt" else "bin")


def install(python: Path, tool: str, what: Path, folder: Path) -> Installed:
    """Make an empty environment of `python` in `folder`, and install `what` with `tool`."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    environment = folder / "environment"
    made: List[str | Path]
    command: List[str | Path]
    inside = Installed(environment, Done(0, "")).scripts / "python"
    if tool == "uv":
        made = [UV, "venv", "--no-python-downloads", "--python", python, environment]
        command = [UV, "pip", "install", "--python", inside, what]
    else:
        made = [python, "-m", "venv", environment]
        command = [inside, "-m", "pip", "install", "--disable-pip-version-check", what]
    folder.mkdir()
    done = run(*made, cwd=folder)
    if done.code == 0:
        done = run(*command, cwd=folder)
    return Installed(environment, done)
