"""What is twice as long costs twice as much, whatever it repeats: in each place of each format,
alone, in pairs, nested and with another word each time, from the reader to the fields of the note.
So does twice as many, whatever they have in common. What a single call does in C is not seen here,
but by `python -m tests.cost`."""

from __future__ import annotations

import json
from functools import partial
from itertools import permutations
from typing import Callable, Dict, List, Sequence, Tuple

import pytest
from annoki.model import Document
from annoki.pipeline.inputs import Input
from annoki.readers.html import tokenizer

from tests.formats import LAYOUTS
from tests.openers import (
    MARKUP,
    NESTED,
    NESTED_MARKUP,
    OPENERS,
    PAIRED,
    PAIRED_MARKUP,
    VARIED,
    VARIED_MARKUP,
    Form,
    export,
    forms,
    listed,
    repeated,
)
from tests.work import lines_run

MOST = 2.3
"""Times as many lines of Python for twice the text; what is done once is not counted."""
SIZE, MARKUP_SIZE = 900, 300
LEAST = 24
"""How long a text is, and how often at least it repeats something."""


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


def pairs(of: Sequence[str]) -> List[str]:
    return ["".join(pair) for pair in permutations(of, 2)]


def growing_faster(
    units: Sequence[str], made: Callable[[str], Input], size: int = SIZE
) -> Dict[str, Tuple[int, int]]:
    """Those of `units` of which twice as many cost more than `MOST` times as much."""
    found = {}
    for unit in units:
        export([made(repeated(unit, n)) for n in (2, 4)])  # what is loaded once
        many = max(size // len(unit), LEAST) // 2 * 2  # of dollars an odd one has no other
        texts = (repeated(unit, 2 + n) for n in (0, many, 2 * many))
        least, once, twice = (work(made(text)) for text in texts)
        if twice - least > MOST * (once - least) + 2000:
            found[unit] = once - least, twice - least
    return found


def work(*inputs: Input) -> int:
    return lines_run(lambda: export(inputs))


@pytest.mark.parametrize("face", [typed, flattened])
@pytest.mark.parametrize("before", ["", "a **b** "], ids=["alone", "below a mark"])
def test_twice_the_text_costs_twice_as_much(face: Callable[[str], Input], before: str) -> None:
    units = OPENERS + VARIED + NESTED + pairs(PAIRED)
    assert growing_faster(units, lambda text: face(before + text)) == {}


@pytest.mark.parametrize("form", list(forms()), ids=lambda form: form.name)
def test_so_it_does_in_every_format(form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    # Up to that depth the parser looks through all that is open, beyond it there is no more.
    monkeypatch.setattr(tokenizer, "DEEPEST", 16)
    if form.is_markup:
        assert growing_faster(MARKUP, form.input, MARKUP_SIZE) == {}
    else:
        assert growing_faster(OPENERS, form.input) == {}


def test_so_do_tags_in_pairs_with_names_and_nested(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokenizer, "DEEPEST", 16)
    form = Form("search", ("note",))
    units = pairs(PAIRED_MARKUP) + VARIED_MARKUP + NESTED_MARKUP
    assert growing_faster(units, form.input, MARKUP_SIZE) == {}


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


def issue(many: int) -> Input:
    return Input("x", "weekly-markdown", Document("x", "## one\nabout it\n" + "- two\n" * many))


def blog(many: int) -> Input:
    posts = "".join(f"日记\n{n * 7919} {'字' * 60} ...\n" for n in range(many))
    return Input("x", "blog-text", Document("x", posts))


def in_layout(layout: str) -> Dict[str, Callable[[int], List[Input]]]:
    one = partial(listed, layout)
    return {
        f"{layout}: of one title": lambda n: [one(range(n))],
        f"{layout}: of one title, a file each": lambda n: [one([at]) for at in range(n)],
        f"{layout}: of one text, a file each": lambda n: [one([at], True) for at in range(n)],
    }


def fenced(language: str, line: str) -> Callable[[int], List[Input]]:
    return lambda n: [typed(f"```{language}\na;\n{line * n}b;\n```")]


MANY: Dict[str, Callable[[int], List[Input]]] = {
    "memos that begin alike": lambda n: [memos(*range(n))],
    "files of them": lambda n: [memos(at, at + n) for at in range(n)],
    "the same files twice": lambda n: [memos(at, at + n) for at in range(n // 2)] * 2,
    "marks on one passage": lambda n: [dump(*range(n))],
    "one mark in each file": lambda n: [dump(at) for at in range(n)],
    "items of one name": lambda n: [weekly(n)],
    "lines of a list below a heading": lambda n: [issue(n)],
    "lines of code": fenced("csharp", "a\n"),
    "empty lines of code": fenced("cpp", "\n"),
    "words of code": fenced("make", "_"),
    "posts of one title": lambda n: [blog(n)],
    "the same posts in two files": lambda n: [blog(n), blog(n)],
}
for layout in LAYOUTS:
    MANY.update(in_layout(layout))


@pytest.mark.parametrize("shape", MANY)
def test_twice_as_many_cost_twice_as_much(shape: str) -> None:
    export(MANY[shape](3))
    least, once, twice = (work(*MANY[shape](many)) for many in (2, 101, 200))
    assert twice - least <= MOST * (once - least)
