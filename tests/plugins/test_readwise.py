"""A reader of another distribution: the very one that docs/writing-a-reader.md shows."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import List

import pytest

from tests.fixture_files import ROOT
from tests.plugins.distributions import annoki, environment, install

PAGE = (ROOT / "docs" / "writing-a-reader.md").read_text(encoding="utf-8")
READER, TEST = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
PROJECT = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)[0]

HEADINGS = (
    "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,"
    "Highlighted at,Document tags"
)
EXPORT = f"""{HEADINGS}
"A lighthouse keeper writes down the weather, always.",守塔人,A. Keeper,,"[!NOTE] 守塔人记什么?

flashcard

天气",yellow,"sea, 天气",page,3,2024-05-14 09:12:00+00:00,
"Fog is counted in ""bells"".",守塔人,A. Keeper,,,,,page,9,2024-05-15 09:12:00+00:00,
one cell too few,守塔人
"""


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    points = re.search(r'\[project\.entry-points\."annoki\.readers"\]\n(.*)\n', PROJECT)
    assert points
    folder = tmp_path / "site"
    folder.mkdir()
    modules = {"annoki_readwise": READER, "test_annoki_readwise": TEST}
    return install(
        folder, "annoki-readwise", modules, "[annoki.readers]\n" + points[1].replace('"', "") + "\n"
    )


def test_the_reader_is_short() -> None:
    assert len(READER.strip().splitlines()) <= 60


def test_its_export_is_recognised_and_exported(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "highlights.csv").write_text(EXPORT, encoding="utf-8")
    done = annoki("inspect", "highlights.csv", "--json", path=installed, cwd=tmp_path)
    (account,) = json.loads(done.stdout)["inputs"]
    assert account["format"] == "readwise-csv"
    assert [item["status"] for item in account["items"]] == ["ready", "highlight"]
    assert account["items"][0]["tags"][-2:] == ["annoki::tag::sea", "annoki::tag::天气"]
    assert [problem["where"] for problem in account["problems"]] == ["highlight 3"]
    done = annoki("export", "highlights.csv", "-o", "x.apkg", path=installed, cwd=tmp_path)
    assert done.returncode == 1, "one record could not be read"
    assert (tmp_path / "x.apkg").is_file()
    assert "2 notes" in done.stdout


def test_its_format_can_be_named_and_is_listed(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "highlights.csv").write_text(EXPORT, encoding="utf-8")
    done = annoki(
        "inspect", "highlights.csv", "--format", "readwise-csv", path=installed, cwd=tmp_path
    )
    assert "1  highlight 1  ready" in done.stdout
    done = annoki("inspect", "highlights.csv", "--format", "x", path=installed, cwd=tmp_path)
    assert done.returncode == 2
    assert "blog-text, readwise-csv" in done.stderr


def test_the_test_on_the_page_passes(installed: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "test_annoki_readwise.py"]
    done = subprocess.run(
        command, cwd=installed, env=environment(installed), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


BROKEN: List[str] = [
    "import nowhere_to_be_found", "raise ValueError('今天不行')", "def f(:", "X = 5",
]  # fmt: skip


@pytest.mark.parametrize("source", BROKEN)
def test_a_reader_that_cannot_be_loaded_is_one_line(source: str, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    install(folder, "broken", {"broken": source}, "[annoki.readers]\nbroken = broken\n")
    (tmp_path / "highlights.csv").write_text(EXPORT, encoding="utf-8")
    example = ROOT / "examples" / "hypothesis-export.json"
    done = annoki("inspect", example, "highlights.csv", path=folder, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.count("cannot be loaded") == 1
    assert "Traceback" not in done.stderr
    assert "highlights.csv: no format recognised" in done.stderr
    assert "3 ready" in done.stdout, "all else is read"


def test_a_known_format_does_not_ask_who_else_reads(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    install(folder, "broken", {"broken": BROKEN[0]}, "[annoki.readers]\nbroken = broken\n")
    example = ROOT / "examples" / "hypothesis-export.json"
    done = annoki("inspect", example, path=folder, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "highlight",
    [
        # As a blog's home page copied as text looks, and as a weekly list of links does.
        "A long highlight that the shop has cut off somewhere in the middle of a sentence, as it "
        "does with books whose limit is reached, so that it ends in dots ...",
        "1. Ferries\n  1. run at noon\n  2. and at six",
    ],
)
def test_its_marks_go_before_our_guesses(installed: Path, tmp_path: Path, highlight: str) -> None:
    rows = (f'"{n} {highlight}",Book,A. Keeper,,,,,page,{n},2024-05-14,...\n' for n in range(6))
    (tmp_path / "highlights.csv").write_text(f"{HEADINGS}\n{''.join(rows)}", encoding="utf-8")
    done = annoki("inspect", "highlights.csv", path=installed, cwd=tmp_path)
    assert "highlights.csv (readwise-csv): 6" in done.stdout


def test_what_is_no_export_is_a_problem(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "milk.txt").write_text("milk\nbread\n", encoding="utf-8")
    done = annoki("inspect", "milk.txt", "--format", "readwise-csv", path=installed, cwd=tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "line 1: headings other than those of an export" in done.stderr
