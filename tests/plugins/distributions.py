"""Tiny distributions, installed into a folder of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Dict, Mapping

from tests.fixture_files import ROOT


def install(folder: Path, name: str, modules: Mapping[str, str], points: str) -> Path:
    """What pip would leave of the distribution `name`: its modules and its entry points."""
    for module, source in modules.items():
        (folder / f"{module}.py").write_text(source, encoding="utf-8")
    info = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(points)
    return folder


def environment(*folders: Path) -> Dict[str, str]:
    """An environment in which the distributions in `folders` are installed, beside Annoki."""
    path = [*map(str, folders), str(ROOT / "exporter")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path), "PYTHONUTF8": "1"}


def annoki(*arguments: object, path: Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command line, beside the distributions in `path`."""
    return subprocess.run(
        [sys.executable, "-m", "annoki", *map(str, arguments)],
        env=environment(path), cwd=cwd, capture_output=True, encoding="utf-8",
    )  # fmt: skip
