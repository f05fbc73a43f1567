"""What holds for any item: nothing is lost, a second run changes nothing, no text is too long."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Callable, Dict, List, Tuple

import pytest
from annoki.model import BlockKind, Item, Repair
from annoki.readers.markdown.flattened import spans_of
from annoki.repair import repair
from annoki.text.spans import written

from tests.fixture_files import pairs
from tests.texts import block, passage, said
from tests.work import bounded, linear

HERE = Path(__file__).parent
FILES = (
    "words.txt",
    "formulas.txt",
    "buttons.txt",
    "lists.txt",
    "gutters.txt",
    "gutters_inside.txt",
)
DAMAGED = [pair.given for name in FILES for pair in pairs(HERE / name)]
SOUND = (HERE / "sound.txt").read_text(encoding="utf-8").splitlines()
LENGTH = 100_000
ADVERSARIAL: Dict[str, Callable[[int], str]] = {
    "one letter": lambda n: "a" * n,
    "spaced letters": lambda n: "a " * (n // 2),
    "dashes": lambda n: "- " * (n // 2),
    "minus signs": lambda n: "- -− " * (n // 5),
    "formulas": lambda n: "x2x^2x2 " * (n // 8),
    "almost formulas": lambda n: "\\foo a a a a a " * (n // 15),
    "announced dashes": lambda n: ": - a" * (n // 5),
    "bullets": lambda n: "包括: " + "• a " * (n // 4),
    "digits": lambda n: "1" * n,
    "a gutter": lambda n: "".join(map(str, range(1, n // 5))) + "x",
    "brackets": lambda n: "(" * n,
    "pairs": lambda n: "()" * (n // 2),
    "scripts": lambda n: "a^" * (n // 2),
    "subscripts": lambda n: "a_b" * (n // 3),
    "backslashes": lambda n: "\\" * n,
    "commands": lambda n: "\\alpha " * (n // 7),
    "open formulas": lambda n: "\\(" * (n // 2),
    "backquotes": lambda n: "`" * n,
    "dollars": lambda n: "$a $a " * (n // 6),
    "commas": lambda n: "a," * (n // 2),
    "labels": lambda n: ". Copied f(" * (n // 11),
    "references": lambda n: "f(" * (n // 4) + ")[source]" * (n // 18),
    "numbers": lambda n: "x: " + " ".join(f"{at}. a" for at in range(1, n // 7)),
    "list lines": lambda n: "- a\n" * (n // 4),
    "hyphens": lambda n: "ab-" * (n // 3),
    "run together": lambda n: "thethe" * (n // 6),
    "Chinese": lambda n: "的" * n,
    "invisible": lambda n: "a\u200b" * (n // 2),
    "a product": lambda n: "Vh" * (n // 2),
    "TeX": lambda n: "\\text{a}\\sum_{i}^{n} x_{i} " * (n // 27),
    "damage": lambda n: (
        "It was proposedseveral times and re-ported, as x2x^2x2 shows. " * (n // 61)
    ),
}
"""Texts of about n characters that a careless rule would read again and again."""


def items(text: str) -> List[Item]:
    kinds: Tuple[BlockKind, ...] = ("prose", "bullets", "code")
    blocks = tuple(block(kind, text) for kind in kinds)
    marked = Item("annotation", "hypothesis", "line 1", 1, passage=passage(text))
    return [marked, Item("post", "blog", "line 1", 1, body=blocks)]


def letters(item: Item) -> str:
    """All that is not a mark, a space or a figure, in order."""
    text = said((*item.passage, *item.body))
    return re.sub(r"[\W\d_]+", "", text)


@pytest.mark.parametrize("text", DAMAGED)
def test_a_second_run_changes_nothing(text: str) -> None:
    for item in items(text):
        once = repair(item)
        assert repair(once) is once


@pytest.mark.parametrize("between", [" ", "\U000e0041", " العربية\nQuote: ", ", so "])
def test_of_many_formulas_none_is_left(between: str) -> None:
    item = items(f"x2x^2x2{between}" * 2000)[1]
    assert len(repair(item).repairs) >= 2000


@pytest.mark.parametrize("text", DAMAGED)
def test_what_changed_is_recorded(text: str) -> None:
    for item in items(text):
        healed = repair(item)
        changed = (healed.passage, healed.body) != (item.passage, item.body)
        assert changed == bool(healed.repairs)
        assert (healed is item) == (not changed)


@pytest.mark.parametrize("name", ["words.txt", "lists.txt", "gutters.txt"])
def test_no_letter_is_lost_or_invented(name: str) -> None:
    for pair in pairs(HERE / name):
        for item in items(pair.given):
            assert letters(repair(item)) == letters(item)


def test_earlier_repairs_stay_and_the_rest_of_the_item_too() -> None:
    earlier = Repair("reader", "a", "b")
    item = Item(
        "annotation",
        "hypothesis",
        "line 9",
        3,
        passage=passage("at the beginningof the list"),
        title=spans_of("theimage of it"),
        captured="2023-08",
        host="example.org",
        repairs=(earlier,),
    )
    healed = repair(item)
    assert healed.repairs == (earlier, Repair("word", "beginningof", "beginning of"))
    assert (written(healed.title), healed.where, healed.captured) == (
        "theimage of it",
        "line 9",
        "2023-08",
    )


def test_any_mixture_is_stable() -> None:
    chance = random.Random(7)
    for _ in range(300):
        parts = chance.sample(DAMAGED, 2) + chance.sample(SOUND, 3)
        chance.shuffle(parts)
        for item in items(chance.choice([" ", "\n", ", "]).join(parts)):
            once = repair(item)
            assert repair(once) == once


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_work_grows_with_the_text_and_no_faster(name: str) -> None:
    def task(size: int) -> None:
        for item in items(ADVERSARIAL[name](size)):
            repair(item)

    linear(task, LENGTH // 25)
    bounded(lambda: task(LENGTH))
