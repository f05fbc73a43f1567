"""What AnkiWeb is told: both languages alike, with pictures and files that there are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Dict, Tuple

import pytest

from tools.release import listing
from tools.release.tree import Tree


@pytest.fixture
def pictures(tree: Tree, tmp_path: Path) -> Path:
    """What is made for the text."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for language in listing.LANGUAGES:
        for name in re.findall(r"\]\((.*\.png)\)", tree.text(f"{listing.FOLDER}/{language}.md")):
            (folder / name).write_bytes(b"x" * 10_000)
    return folder


UNFIT: Dict[str, Tuple[str, str, str]] = {
    "no title": ("# Annoki:", "Annoki:", "does not begin with a title"),
    "a table": ("## Good to know", "| a | b |\n\n## Good to know", "AnkiWeb would show |"),
    "a fence": ("## Good to know", "```\nx\n```\n\n## Good to know", "AnkiWeb would show ```"),
    "HTML": ("one at a time", "one <b>at</b> a time", "AnkiWeb would show <b"),
    "a picture of nothing": ("finish-en.png", "end-en.png", "end-en.png was not made"),
    "a picture less": ("(finish-en.png)", "(report-en.png)", "finish-en.png: is made, but"),
    "a dead link": ("(README.md)", "(MANUAL.md)", "leads to MANUAL.md"),
    "a button of another name": ("*Preview…*", "*Look before…*", "names Look before…"),
    "an unknown value": ("{newest}", "{latest}", "{latest} stands for nothing"),
    "an item less": ("- **Questions", "**Questions", "the languages differ"),
}


def test_the_text_is_fit(tree: Tree, pictures: Path) -> None:
    assert listing.problems(tree, pictures) == []


@pytest.mark.parametrize("why", UNFIT)
def test_what_of_the_text_is_unfit_is_named(why: str, tree: Tree, pictures: Path) -> None:
    old, new, message = UNFIT[why]
    path = tree.root / listing.FOLDER / "en.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    found = listing.problems(tree, pictures)
    assert any(message in one for one in found), found


def test_a_chinese_button_of_another_name_is_named(tree: Tree, pictures: Path) -> None:
    path = tree.root / listing.FOLDER / "zh.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("“报告…”", "“结果…”"), encoding="utf-8"
    )
    (found,) = listing.problems(tree, pictures)
    assert "zh.md: names 结果…" in found


def test_links_lead_to_the_files_and_pictures_of_this_version(tree: Tree) -> None:
    text = listing.text(tree)
    home = "https://github.com/annoki/annoki"
    assert f"]({home}/blob/v{tree.version}/README.zh-CN.md)" in text
    assert f"]({home}/releases/download/v{tree.version}/first-zh.png)" in text
    assert re.findall(r"\]\((?!https://)|[{}]", text) == []
    assert not re.search(r"\S\n(?!\n|- |\d\. )", text.strip()), "a line is a paragraph or an item"
    assert not re.search(r"[\u4e00-\u9fff，。] [\u4e00-\u9fff]", text.partition("\n---\n")[2])
    oldest, newest = listing.ankis(tree)
    assert text.index(f"For Anki {oldest} or newer") < text.index(f"适用于 Anki {oldest}")
    assert f"Anki: {oldest} to {newest}\n" in listing.form(tree)
