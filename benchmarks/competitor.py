"""ankdown in a virtual environment of its own, since its dependencies are nobody else's concern."""

from __future__ import annotations

import subprocess
import venv
from pathlib import Path


class Missing(Exception):
    """ankdown cannot be installed here; the message says why."""


def install(folder: Path) -> Path:
    """The `ankdown` command inside `folder`, installed if it is not there. Raises Missing."""
    command = folder / "bin" / "ankdown"
    if command.exists():
        return command
    try:
        venv.create(folder, with_pip=True, clear=True)
        _pip(folder, "install", "--quiet", "ankdown")
    except (subprocess.CalledProcessError, OSError) as error:
        said = getattr(error, "stderr", "") or str(error)
        raise Missing(said.strip().rpartition("\n")[2]) from error
    return command


def versions(folder: Path) -> str:
    """What is installed in `folder`, of what decides the speed."""
    frozen = dict(line.split("==", 1) for line in _pip(folder, "freeze").split() if "==" in line)
    with_ = ", ".join(f"{name} {frozen[name]}" for name in ("genanki", "misaka") if name in frozen)
    return f"ankdown {frozen.get('ankdown', '?')} ({with_})"


def _pip(folder: Path, *arguments: str) -> str:
    command = [
        str(folder / "bin" / "python"),
        "-m",
        "pip",
        "--disable-pip-version-check",
        *arguments,
    ]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
