"""What holds for any item: nothing is lost, a second run changes nothing, and it takes no time."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path
from typing import List, Tuple

import pytest
from annoki.model import BlockKind, Item, Repair
from annoki.readers.markdown.flattened import spans_of
from annoki.repair import repair
from annoki.text.spans import written

from tests.fixture_files import pairs
from tests.texts import block, passage, said

HERE = Path(__file__).parent
FILES = ("words.txt", "formulas.txt", "buttons.txt", "lists.txt", "gutters.txt")
DAMAGED = [pair.given for name in FILES for pair in pairs(HERE / name)]
SOUND = (HERE / "sound.txt").read_text(encoding="utf-8").splitlines()
LENGTH = 100_000
ADVERSARIAL = {
    "one letter": "a" * LENGTH,
    "spaced letters": "a " * (LENGTH // 2),
    "dashes": "- " * (LENGTH // 2),
    "announced dashes": ": - a" * (LENGTH // 5),
    "bullets": "包括: " + "• a " * (LENGTH // 4),
    "digits": "1" * LENGTH,
    "a gutter": "".join(map(str, range(1, 20_000))) + "x",
    "brackets": "(" * LENGTH,
    "pairs": "()" * (LENGTH // 2),
    "scripts": "a^" * (LENGTH // 2),
    "subscripts": "a_b" * (LENGTH // 3),
    "backslashes": "\\" * LENGTH,
    "commands": "\\alpha " * (LENGTH // 7),
    "open formulas": "\\(" * (LENGTH // 2),
    "backquotes": "`" * LENGTH,
    "dollars": "$a " * (LENGTH // 3),
    "commas": "a," * (LENGTH // 2),
    "labels": ". Copied f(" * (LENGTH // 11),
    "references": "f(" * (LENGTH // 4) + ")[source]" * (LENGTH // 18),
    "numbers": "x: " + " ".join(f"{n}. a" for n in range(1, 14_000)),
    "list lines": "- a\n" * (LENGTH // 4),
    "hyphens": "ab-" * (LENGTH // 3),
    "run together": "thethe" * (LENGTH // 6),
    "Chinese": "的" * LENGTH,
    "invisible": "a\u200b" * (LENGTH // 2),
    "a product": "Vh" * (LENGTH // 2),
    "TeX": "\\text{a}\\sum_{i}^{n} x_{i} " * (LENGTH // 27),
    "damage": "It was proposedseveral times and re-ported, as x2x^2x2 shows. " * (LENGTH // 61),
}


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
def test_no_input_takes_long(name: str) -> None:
    repair(Item("annotation", "s", "w", 1, passage=passage("warm up")))
    for item in items(ADVERSARIAL[name]):
        start = time.perf_counter()
        repair(item)
        assert time.perf_counter() - start < 3.0  # about 0.5 s where nothing else runs
