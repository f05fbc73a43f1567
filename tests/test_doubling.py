"""What is twice as long costs twice as much, whatever it repeats: typed in a note, or flattened in
the text of a page, alone and below a mark, from the reader to the fields of the note. So does twice
as many, whatever they have in common."""

from __future__ import annotations

import json
from itertools import permutations
from typing import Callable, Dict, List

import pytest
from annoki.config import Config
from annoki.model import Document
from annoki.pipeline.inputs import Input
from annoki.pipeline.listings import read_all
from annoki.pipeline.notes import notes_of

from tests.work import lines_run

SIZE = 900
MOST = 2.3
"""Times as many lines of Python for twice the text; what is done once is not counted."""

OPENERS = [
    "[", "![", "[[", "[x](", "[x](<", "[x]('", "[a]: b\n", "[^1]", "*", "**", "**a ", "***", "_a ",
    "==", "~~", "`", "`a ``b ", "```\n", "``` a\n", "~~~\n", "$", "$a ", "$$", "\\(", "\\[",
    "\\begin{a}", "\\\\", "<", "<b>", "<!--", "&lt;", "> ", "- ", "1. ", "- a\n", "*\n\n", "# a\n",
    "|", "|a|\n|-|\n", ":::", "[!NOTE] a\n", "#tag ", "http://a", "Copied ", "x2x^2x2 ", "...\n",
    "a", "中",
]  # fmt: skip
PAIRED = ["[", "](", "**", "`", "$", "\\(", "<b>", "http://a"]


def typed(text: str) -> Input:
    """As a note."""
    row = {
        "id": "a",
        "created": "2024-11-24T12:05:31+00:00",
        "user": "acct:a@hypothes.is",
        "uri": "https://a.example/x",
        "text": text,
        "target": [{"selector": [{"type": "TextQuoteSelector", "exact": text}]}],
    }
    return Input("x", "hypothesis-json", Document("x", json.dumps([row])))


def flattened(text: str) -> Input:
    """As a link note, in its first line and below."""
    return Input("x", "weekly-text", Document("x", f"标题\n\n  1. {text}\n\n{text}\n\n  2. b\n"))


def export(inputs: List[Input]) -> None:
    listings, report = read_all(inputs)
    list(notes_of(listings, report, Config()))


def work(*inputs: Input) -> int:
    return lines_run(lambda: export(list(inputs)))


SHAPES: Dict[str, str] = {
    repr(unit): unit for unit in [*OPENERS, *map("".join, permutations(PAIRED, 2))]
}


@pytest.mark.parametrize("face", [typed, flattened])
@pytest.mark.parametrize("before", ["", "a **b** "], ids=["alone", "below a mark"])
def test_twice_the_text_costs_twice_as_much(face: Callable[[str], Input], before: str) -> None:
    found = {}
    for name, unit in SHAPES.items():
        export([face(before + 3 * unit)])  # what is loaded once
        many = SIZE // len(unit) // 2 * 2  # of dollars an odd one has no other
        least, once, twice = (work(face(before + unit * n)) for n in (2, many, 2 * many))
        if twice - least > MOST * (once - least) + 2000:
            found[name] = once - least, twice - least
    assert found == {}


def memos(*days: int) -> Input:
    """A file of memos that all begin alike."""
    rows = [
        {"name": f"memos/{n}", "createTime": "2024-12-02", "content": f"今日\n第 {n} 天 {n * 7919}"}
        for n in days
    ]
    return Input("x", "memos-json", Document("x", json.dumps({"memos": rows})))


def dump(*notes: int) -> Input:
    marks = "".join(f"    1. One passage\n\n      note {n}\n\n" for n in notes)
    return Input("x", "hypothesis-page-text", Document("x", f"  1. Aug 2023\n{marks}"))


def weekly(many: int) -> Input:
    items = "".join(f"  {n}. one 说明 {n * 7919}\n\n" for n in range(1, many))
    return Input("x", "weekly-text", Document("x", f"标题\n\n{items}"))


def blog(many: int) -> Input:
    posts = "".join(f"日记\n{n * 7919} {'字' * 60} ...\n" for n in range(many))
    return Input("x", "blog-text", Document("x", posts))


MANY: Dict[str, Callable[[int], List[Input]]] = {
    "memos that begin alike": lambda n: [memos(*range(n))],
    "files of them": lambda n: [memos(at, at + n) for at in range(n)],
    "the same files twice": lambda n: [memos(at, at + n) for at in range(n // 2)] * 2,
    "marks on one passage": lambda n: [dump(*range(n))],
    "one mark in each file": lambda n: [dump(at) for at in range(n)],
    "items of one name": lambda n: [weekly(n)],
    "posts of one title": lambda n: [blog(n)],
    "the same posts in two files": lambda n: [blog(n), blog(n)],
}


@pytest.mark.parametrize("shape", MANY)
def test_twice_as_many_cost_twice_as_much(shape: str) -> None:
    export(MANY[shape](3))
    least, once, twice = (work(*MANY[shape](many)) for many in (2, 60, 120))
    assert twice - least <= MOST * (once - least)
