"""The public API: its page can be followed, and importing it costs nothing."""

from __future__ import annotations

import pkgutil
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable, Dict, List

import annoki
import pytest
from annoki.config import Decks

from tests.fixture_files import EXAMPLES, ROOT

PAGE = ROOT / "docs" / "api.md"
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def run(code: str) -> List[str]:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def followed(blocks: List[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> Dict[str, Any]:
    shutil.copytree(EXAMPLES, folder / "examples")
    monkeypatch.chdir(folder)
    names: Dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), names)
    return names


def test_the_page_without_anki(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = [block for block in BLOCKS if "col" not in block]
    names = followed(blocks, tmp_path, monkeypatch)
    assert len(blocks) == 8
    assert names["report"].total > 0
    assert (tmp_path / "margin.apkg").is_file()


def test_the_whole_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("anki")
    names = followed(BLOCKS, tmp_path, monkeypatch)
    assert names["done"].added == len(names["plan"].add) == len(names["made"])
    assert capsys.readouterr().out.endswith("plan again\n")


def test_all_that_is_public_is_there_and_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in annoki.__all__:
        assert getattr(annoki, name) is not None
        assert name == "__version__" or name in page, name


def test_what_is_not_there_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="nothing_of_that_name"):
        annoki.nothing_of_that_name  # noqa: B018


def test_importing_it_loads_nothing_else() -> None:
    code = "import annoki, sys; print(*sorted(m for m in sys.modules if m.startswith('annoki')))"
    assert run(code) == ["annoki", "annoki.sync"]


def test_its_functions_stay_what_they_are_whatever_is_imported() -> None:
    """A folder of the package is called like one of them."""
    code = """
import annoki, pkgutil, importlib
for one in pkgutil.walk_packages(annoki.__path__, "annoki."):
    if not one.name.startswith(("annoki.targets.apkg", "annoki.__main__")):
        importlib.import_module(one.name)
from annoki.sync.plan import plan_collection
print(*(callable(getattr(annoki, n)) for n in ("read", "notes", "export", "page", "plan", "sync")))
"""
    assert run(code) == ["True"] * 6
    rooms = {one.name for one in pkgutil.iter_modules(annoki.__path__)}
    assert {"read", "notes", "export", "page", "plan", "sync"} & rooms == {"sync"}


def test_nothing_to_export_writes_nothing(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("", encoding="utf-8")
    report = annoki.export(empty, tmp_path / "a.apkg")
    assert (report.total, report.failed) == (0, True)
    assert not (tmp_path / "a.apkg").exists()


def test_notes_of_a_folder_are_those_that_an_export_writes(tmp_path: Path) -> None:
    """What one item looks like in several files is one note."""
    config = annoki.Config(pictures=False)
    found = annoki.read(EXAMPLES, config)
    report = annoki.export(EXAMPLES, str(tmp_path / "a.apkg"), config)
    assert len(annoki.notes(found, config)) == report.total < len(found.items)


def test_no_sources_are_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(annoki.UsageError, match="no sources"):
        annoki.export([], tmp_path / "a.apkg")


WRONG_VALUES: Dict[str, Callable[[], object]] = {
    "a choice": lambda: annoki.Config(gone="burn"),
    "a number": lambda: annoki.Config(max_megabytes=0),
    "a truth": lambda: annoki.Config(pictures=1),  # type: ignore[arg-type]
    "a language": lambda: annoki.Config(chinese="中文"),
    "an empty deck": lambda: annoki.Config(decks=Decks(cards="")),
    "sources that are none": lambda: annoki.Config(sources=("x",)),  # type: ignore[arg-type]
    "an empty path": lambda: annoki.read(""),
    "a source without what it needs": lambda: annoki.read(annoki.Source("hypothesis")),
}


@pytest.mark.parametrize("what", WRONG_VALUES)
def test_a_wrong_value_is_told_in_one_line(what: str) -> None:
    with pytest.raises(annoki.UsageError, match=r"^[^\n]+$"):
        WRONG_VALUES[what]()


WRONG_TYPES: Dict[str, Callable[[], object]] = {
    "no source": lambda: annoki.read(None),  # type: ignore[arg-type]
    "no sources": lambda: annoki.export([None], "a.apkg"),  # type: ignore[list-item]
    "no item": lambda: annoki.notes([1]),  # type: ignore[list-item]
    "no config": lambda: annoki.read("a", {"gone": "tag"}),  # type: ignore[arg-type]
    "no option": lambda: annoki.Config(going="tag"),  # type: ignore[call-arg]
    "no setting": lambda: annoki.Source(way="tag"),
}


@pytest.mark.parametrize("what", WRONG_TYPES)
def test_what_nobody_can_mean_is_a_type_error(what: str) -> None:
    with pytest.raises(TypeError):
        WRONG_TYPES[what]()
