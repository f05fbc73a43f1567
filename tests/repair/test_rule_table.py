"""The table of rules: what stands in it fires everywhere it is for, and a hint only saves time."""

from __future__ import annotations

from pathlib import Path
from typing import List, get_args

import pytest
from annoki.model import BlockKind, Item, Kind, Span
from annoki.repair import RULES, repair
from annoki.repair.rule import Mended, Part, Rule, in_words, mended, words_of

from tests.fixture_files import pairs
from tests.texts import block, prose, said

HERE = Path(__file__).parent
FILES = (
    "words.txt",
    "formulas.txt",
    "buttons.txt",
    "lists.txt",
    "gutters.txt",
    "gutters_inside.txt",
)
TEXTS = [text for name in FILES for pair in pairs(HERE / name) for text in pair[1:]]
TEXTS += (HERE / "sound.txt").read_text(encoding="utf-8").splitlines()
TEXTS += ["先 ** 排序 **，再查找"]
KINDS = frozenset(get_args(BlockKind)) - {"code"}


def _colours(text: str) -> List[Mended]:
    at = text.find("colour")
    return [mended("colour", text, at, at + 6, "color")] if at >= 0 else []


def colour(*parts: Part) -> Rule:
    """A rule that nobody has heard of."""
    kinds = frozenset(KINDS)
    return Rule(
        "colour", frozenset(parts), kinds, lambda text: "ou" in text, in_words(_colours, kinds)
    )


def item(kind: Kind, part: Part, text: str) -> Item:
    bare = Item(kind, "source", "line 1", 1)
    return (
        bare._replace(passage=prose(text)) if part == "passage" else bare._replace(body=prose(text))
    )


@pytest.mark.parametrize(
    ("kind", "part"),
    [("annotation", "passage"), ("annotation", "note"), ("page-note", "note"), ("post", "text"),
     ("memo", "text")],
)  # fmt: skip
def test_a_new_rule_fires_where_it_is_for_and_nowhere_else(kind: Kind, part: Part) -> None:
    damaged = item(kind, part, "a colour, `a colour`, 颜色 colour")
    healed = repair(damaged, [*RULES, colour(part)])
    assert said((*healed.passage, *healed.body)) == "a color, `a colour`, 颜色 colour"
    assert [made.rule for made in healed.repairs] == ["colour"]
    others = [one for one in get_args(Part) if one != part]
    assert repair(damaged, [*RULES, colour(*others)]) is damaged


def test_words_in_lists_and_tables_are_mended_in_their_place() -> None:
    for kind in ("bullets", "numbers", "table"):
        listed = Item("post", "blog", "x", 1, body=(block(kind, "one\ttwo\na colour\tx"),))
        healed = repair(listed, [colour("text")])
        assert said(healed.body) == said(listed.body).replace("colour", "color")
        assert healed.body[0].kind == kind


def test_what_takes_the_place_of_words_is_set_as_they_were() -> None:
    spans = (Span("the "), Span("nice colour", strong=True), Span("x", "formula"))
    post = Item("post", "blog", "x", 1, body=(prose("")[0]._replace(spans=spans),))
    (healed,) = repair(post, [colour("text")]).body
    assert healed.spans == (Span("the "), Span("nice color", strong=True), Span("x", "formula"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.name}-{min(rule.parts)}")
def test_a_hint_says_no_only_where_nothing_would_change(rule: Rule) -> None:
    looked_at = 0
    for text in TEXTS:
        for kind in rule.kinds:
            blocks = (block(kind, text),)
            changed = rule.apply(blocks, item("post", "text", ""))[0] != blocks
            hinted = rule.hint(words_of(blocks[0]))
            looked_at += hinted
            assert hinted or not changed, text
    assert rule.name == "table" or looked_at
