"""Whatever is told of an item, and where it is, is told in English and in Chinese."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Iterator, get_args

import pytest
from annoki import readers
from annoki.compose import compose
from annoki.config import Config
from annoki.errors import InputError
from annoki.fetch import FetchError
from annoki.model import Document, Item, Problem, Repair, Skipped, Status
from annoki.readers.printed import blocks_of
from annoki.readers.shape import in_shape
from annoki.repair import RULES, repair
from annoki.repair.rule import rule_name
from annoki.words import Message, Text, message, told

from tests.fixture_files import EXAMPLES, TESTS

FILES = [
    path
    for folder in (EXAMPLES, TESTS / "fixtures")
    for path in sorted(folder.iterdir())
    if path.suffix in (".txt", ".md", ".html", ".json", ".csv", ".xml")
    and not path.name.endswith("expected.md")
]
HAN = re.compile("[\u4e00-\u9fff]")


def said_of(text: str) -> Iterator[str]:
    """All that is told of what a document holds."""
    try:
        reading = readers.read(Document("a document", text))
        found = list(reading.found)
    except InputError:
        return
    for one in found:
        yield one.where
        if isinstance(one, Problem):
            yield one.what
        elif isinstance(one, Skipped):
            yield one.why
        else:
            yield from filter(None, [one.left_out])
            yield compose(repair(one), "a guid", Config()).why


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.name))
@pytest.mark.parametrize("part", [1.0, 0.7, 0.35])
def test_readers_and_judges_tell_in_both_languages(path: Path, part: float) -> None:
    text = path.read_text(encoding="utf-8")

    for said in set(said_of(text[: int(len(text) * part)])):
        assert isinstance(said, Message), said
        assert HAN.search(told(said, "zh")), said


def test_statuses_and_repairs_have_names_in_both_languages() -> None:
    for status in get_args(Status):
        assert HAN.search(told(message(f"status.{status}"), "zh"))
        assert message(f"status.{status}") == status
    for rule in RULES:
        name = rule_name(Repair(rule.name, "", ""))
        assert HAN.search(told(name, "zh"))
        assert name == rule.name
    assert rule_name(Repair("of another version", "", "")) == "of another version"


def test_other_distributions_may_tell_in_both_languages() -> None:
    where = Text("card 4", "第 4 张")
    problem = in_shape(Problem(where, Text("torn", "破了")))  # type: ignore[arg-type]
    skipped = in_shape(Skipped("card 5", Text("empty", "空的"), ""))  # type: ignore[arg-type]

    assert isinstance(problem, Problem)
    assert (problem.where, problem.what) == ("card 4", "torn")
    assert (told(problem.where, "zh"), told(problem.what, "zh")) == ("第 4 张", "破了")
    assert isinstance(skipped, Skipped)
    assert (told(skipped.where, "zh"), told(skipped.why, "zh")) == ("card 5", "空的")
    assert told(FetchError(Text("away", "不在")), "zh") == "不在"  # type: ignore[arg-type]


def test_reasons_add_up_in_both_languages() -> None:
    item = Item("page-note", "hypothesis", "line 1", 1, (), blocks_of(["甲是[Math]。"]))

    why = compose(item, "a guid", Config()).why

    assert why == ("page note; a placeholder stands where a formula or code was lost")
    assert told(why, "zh") == "页面笔记；公式或代码丢失处只剩占位符"
