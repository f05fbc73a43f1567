"""The module boundaries of the design, held by a test: data flows one way."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.fixture_files import ROOT

PACKAGE = ROOT / "exporter" / "annoki"
MODULES = sorted(PACKAGE.rglob("*.py"))

# What each room may import of the others; model, errors and text are everyone's.
SHARED = {"model", "errors", "text"}
ALLOWED = {
    "model": set(),
    "errors": set(),
    "text": set(),
    "notetype": set(),
    "config": set(),
    "fetch": {"config", "__version__"},
    "readers": set(),
    "repair": set(),
    "compose": {"config", "notetype", "sync"},
    "identity": set(),
    "sync": {"notetype"},
    "targets": {"config", "sync", "notetype"},
    "pipeline": {
        "config", "fetch", "readers", "repair", "compose", "identity", "sync", "targets",
    },
    "cli": {"__version__", "config", "sync", "notetype", "pipeline", "readers", "targets"},
    "__main__": {"cli"},
    "__init__": {"config", "sync", "pipeline", "targets"},
}  # fmt: skip


def imports(path: Path) -> list[tuple[int, str]]:
    """(level, dotted name) of each import, whether at the top or inside a function."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(0, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [alias.name for alias in node.names]
            found += [(node.level, ".".join(filter(None, (node.module, name)))) for name in names]
    return found


def part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_respect_the_boundaries(path: Path) -> None:
    depth = len(path.relative_to(PACKAGE).parts)
    for level, name in imports(path):
        top = name.split(".")[0]
        if level == 0:
            assert top != "annoki", f"{name}: imports inside the package are relative"
            assert top not in ("aqt", "PyQt6", "PyQt5"), f"{name}: no Qt in the package"
            if top in ("genanki", "anki"):
                assert part(path) == "targets", f"{name} belongs to its target"
            if top in ("requests", "socket", "urllib3", "http"):
                assert part(path) == "fetch", f"{name}: only fetch opens sockets"
        elif level == depth:
            assert top in ALLOWED[part(path)] | SHARED, f"{part(path)} may not import {top}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_can_be_read_in_a_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 320


def test_start_up_loads_no_heavy_library() -> None:
    import subprocess
    import sys

    libraries = "genanki markdown pygments wordninja bs4 lxml feedparser requests anki"
    heavy = [*libraries.split(), "multiprocessing", "concurrent.futures"]
    code = f"import annoki.cli.commands, sys; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]", done.stderr
