"""The module boundaries of the design, held by a test: data flows one way."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.fixture_files import ROOT

PACKAGE = ROOT / "exporter" / "annoki"
MODULES = sorted(PACKAGE.rglob("*.py"))

# What each room may import of the others, but for those that are everyone's.
SHARED = {"model", "errors", "words", "contained", "files", "text"}
ALLOWED = {
    "model": set(),
    "errors": set(),
    "words": set(),
    "contained": set(),
    "text": set(),
    "files": set(),
    "notetype": set(),
    "plugins": set(),
    "sources": {"plugins"},
    "config": {"sources"},
    "fetch": {"sources", "readers", "__version__"},
    "readers": {"plugins"},
    "repair": set(),
    "compose": {"config", "notetype", "sync"},
    "identity": set(),
    "sync": {"identity", "notetype"},
    "atlas": {"identity", "sync", "notetype"},
    "targets": {"config", "identity", "sync", "notetype"},
    "pipeline": {
        "__version__", "plugins", "config", "sources", "fetch", "readers", "repair", "compose",
        "identity", "sync", "targets", "atlas",
    },
    # Answers that go back: what is typed for them is composed before it is written.
    "push": {
        "config", "sources", "fetch", "readers", "repair", "compose", "notetype", "sync", "targets",
        "pipeline",
    },
    "headless": {"targets"},
    # What Anki's start imports of it looks only when it is asked.
    "profile": {"config", "sources"},
    "cli": {
        "__version__", "config", "sources", "sync", "notetype", "pipeline", "readers", "repair",
        "targets", "fetch", "push", "headless",
    },
    "__main__": {"cli"},
    # The public API names what it gives, and a function as the room `sync` is named.
    "__init__": {"sync", "config", "pipeline", "targets"},
}  # fmt: skip


def imports(path: Path) -> list[tuple[int, str]]:
    """(level, dotted name) of each import, at the top or inside a function; but for a library's
    names that only stand in annotations."""
    found = []
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in [*ast.walk(tree)]:
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            for one in node.body:
                if isinstance(one, ast.ImportFrom) and one.level == 0:
                    one.names.clear()
    for node in ast.walk(tree):
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
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_start_up_loads_no_heavy_library() -> None:
    import subprocess
    import sys

    libraries = "genanki markdown pygments bs4 html5lib feedparser requests anki rich"
    heavy = [*libraries.split(), "multiprocessing", "concurrent.futures"]
    # Whatever was there before, as when coverage is measured, is not ours.
    code = (
        f"import sys; there = set(sys.modules); import annoki.cli.commands; "
        f"print([m for m in {heavy} if m in sys.modules.keys() - there])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]", done.stderr


def test_the_picture_shows_the_rooms_that_there_are() -> None:
    from tools.rooms import FLOW, PICTURE, imports, picture, unnamed

    assert unnamed() == []
    assert PICTURE.read_text(encoding="utf-8") == picture(), "run python -m tools.rooms"
    row = {name: at for at, names in enumerate(FLOW) for name in names}
    upwards = {(one, other) for one, other in imports() if row.get(one, -1) > row[other]}
    assert upwards == set(), "a room knows nothing of those above it"


ROOMS_HAVE = {
    "read": "of the API and of each reader: the items of one document",
    "notes": "of the API, and the function that does it",
    "export": "of the API, the function that does it, and the command",
    "page": "of the API, the function that does it, and the command",
    "plan": "of the API, and the function that does it",
    "sync": "of the API, and the command",
    "detect": "of each reader: whether a document is of its format",
    "declared": "of each reader: how many items a document says that it holds",
    "about": "of readers: what a document says of itself",
    "is_ended": "of readers: whether a document shows that its last item is all there",
    "declare": "of each command: what the command line understands of it",
    "NAME": "of each reader: the name of its format",
    "KIND": "of each kind of source: its declaration",
    "GROUP": "of what other distributions bring: their group of entry points",
    "may_hold": "of each rule of repair: its hint",
}
"""The names by which one room knows its modules, and what they mean in each."""


def test_no_public_name_means_two_things() -> None:
    places: dict[str, set[str]] = {}
    for path in [*MODULES, *(ROOT / "addon").glob("*.py")]:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            for name in names_of(node):
                if not name.startswith("_"):
                    places.setdefault(name, set()).add(path.relative_to(ROOT).as_posix())
    allowed = set(ROOMS_HAVE)
    twice = {name: at for name, at in places.items() if len(at) > 1}
    assert {name: at for name, at in twice.items() if name not in allowed} == {}
    assert allowed <= set(twice), "a name that is no longer needed here"


def names_of(node: ast.stmt) -> list[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]
