"""What becomes of a note, read as pairs in cards.txt."""

from __future__ import annotations

import pytest
from annoki.compose import compose
from annoki.config import Config
from annoki.model import Item
from annoki.notetype import FIELDS
from annoki.readers.printed import blocks_of, printed_passage

from tests.fixture_files import TESTS, Pair, pairs

PAIRS = pairs(TESTS / "compose" / "cards.txt")
SHOWN = ("Prompt", "Answer", "Passage", "Context", "Source", "Reverse")


DEFAULT = Config()


def composed(given: str, config: Config = DEFAULT) -> str:
    first, _, rest = given.partition("\n")
    passage = first[3:] if first.startswith(">> ") else ""
    body = blocks_of((rest if passage else given).split("\n"))
    note = compose(
        Item("annotation", "hypothesis", "line 1", 1, printed_passage(passage), body),
        "guid",
        config,
    )
    fields = dict(zip(FIELDS, note.fields))
    lines = [f"status: {note.status}"]
    lines += [f"{name}: {fields[name]}" for name in SHOWN if fields[name]]
    lines += [f"tag: {tag}" for tag in note.tags if tag.startswith("annoki::tag")]
    return "\n".join(lines)


@pytest.mark.parametrize("pair", PAIRS, ids=[pair.title for pair in PAIRS])
def test_note_becomes_card(pair: Pair) -> None:
    assert composed(pair.given) == pair.expected


def test_two_sides_are_reversed_only_when_configured() -> None:
    given = ">> p\n左:::右"
    assert "Reverse" not in composed(given)
    assert "Reverse: 1" in composed(given, Config(reverse_separator=True))


def test_two_colons_separate_only_when_configured() -> None:
    given = ">> p\nTCP:: 面向连接"
    assert "status: passage" in composed(given)
    assert "status: ready" in composed(given, Config(one_way_separator=True))
    scope = composed(">> p\nstd::vector 的长度可变", Config(one_way_separator=True))
    assert "status: passage" in scope


def test_languages_are_configurable() -> None:
    config = Config(chinese="zh-Hant", latin="de")
    assert composed(">> Der Baum\n樹", config).count('lang="de"') == 1
    assert 'lang="zh-Hant"' in composed(">> Der Baum\n樹", config)
