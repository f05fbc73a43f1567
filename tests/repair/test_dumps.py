"""Whole dumps: each repair was read and found right.

Pinned by number only: so many `word` repairs and so on, no other.
"""

from __future__ import annotations

from collections import Counter
from typing import Dict, List

import pytest
from annoki.model import Document, Item
from annoki.readers import read
from annoki.repair import repair

from tests.fixture_files import EXAMPLES
from tests.texts import said

EXPECTED: Dict[str, Dict[str, int]] = {
    "hypothesis-page.txt": {
        "button": 3, "cut": 2, "formula": 9, "list": 5, "punctuation": 29, "word": 3,
    },
    "blog-titled.txt": {"gutter": 5, "lines": 2, "punctuation": 71, "table": 1},
    "blog-untitled.txt": {"punctuation": 102},
    "blog-untitled-page2.txt": {"punctuation": 73},
    "weekly.txt": {"list": 1, "punctuation": 25},
}  # fmt: skip
STAYS = (
    "/build/*.o",
    "HEAD^2",
    "HEAD~2",
    "a+++++b",
    "OrderedDict",
    "ExceptionGroup",
    "asyncio.TaskGroup",
    "logging.config.dictConfig",
    "move_to_end(key",
    "conflict serializability",
    "linearizability",
    "difftastic",
    "sqlite-utils",
    "bfloat16",
    "kkk bits",
    "near-optimal",
    "real-time",
    "write-ahead",
    "Two-phase",
    "2.3. ",
    "[!NOTE]",
    "...",
    ":::",
    " - 哪怕",
    "|--SEARCH",
    "🌸",
)
"""Sound strings of the dumps that look like damage."""


def items(name: str) -> List[Item]:
    document = Document(name, (EXAMPLES / name).read_text(encoding="utf-8"))
    return [found for found in read(document).found if isinstance(found, Item)]


def text(item: Item) -> str:
    return said((*item.passage, *item.body))


@pytest.mark.parametrize("name", EXPECTED)
def test_repairs_by_rule(name: str) -> None:
    made = Counter(made.rule for item in items(name) for made in repair(item).repairs)
    assert made == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_second_run_changes_nothing(name: str) -> None:
    for item in items(name):
        once = repair(item)
        assert repair(once) is once


def test_sound_strings_stay() -> None:
    missing = set(STAYS)
    for item in [item for name in EXPECTED for item in items(name)]:
        given, healed = text(item), text(repair(item))
        for stays in STAYS:
            assert given.count(stays) == healed.count(stays), (item.where, stays)
        missing -= {stays for stays in STAYS if stays in given}
    assert not missing


@pytest.mark.parametrize("name", EXPECTED)
def test_only_passages_and_bodies_change(name: str) -> None:
    for item in items(name):
        healed = repair(item)
        assert (healed.title, healed.host, healed.captured) == (
            item.title,
            item.host,
            item.captured,
        )
