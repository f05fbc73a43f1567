"""Each rule read as pairs: damaged text and what it was."""

from __future__ import annotations

from pathlib import Path
from typing import List

import pytest
from annoki.model import Block, Item
from annoki.repair import repair

from tests.fixture_files import Pair, pairs
from tests.texts import block, prose, said
from tests.texts import passage as passage_of

HERE = Path(__file__).parent


def load(name: str) -> List[Pair]:
    found = pairs(HERE / name)
    assert found
    return found


def ids(pair: Pair) -> str:
    return pair.title


def passage(text: str) -> Item:
    return Item("annotation", "hypothesis", "line 1", 1, passage=passage_of(text))


def body(text: str, kind: str = "prose") -> Item:
    return Item("post", "blog", "line 1", 1, body=(block(kind, text),))  # type: ignore[arg-type]


def shown(item: Item) -> str:
    """The blocks of an item as `lists.txt` writes them."""
    blocks = []
    for one in item.body:
        lines = said([one]).split("\n")
        if one.kind == "bullets":
            lines = [f"• {line}" for line in lines]
        elif one.kind == "numbers":
            lines = [f"{n}) {line}" for n, line in enumerate(lines, 1)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def rules(item: Item) -> List[str]:
    return [made.rule for made in item.repairs]


@pytest.mark.parametrize("pair", load("words.txt"), ids=ids)
def test_word(pair: Pair) -> None:
    healed = repair(passage(pair.given))
    assert said(healed.passage) == pair.expected
    assert set(rules(healed)) <= {"word", "cut"}


@pytest.mark.parametrize("pair", load("words.txt"), ids=ids)
def test_word_leaves_the_readers_own_words(pair: Pair) -> None:
    note = Item("annotation", "hypothesis", "line 1", 1, body=prose(pair.given))
    assert repair(note) is note


@pytest.mark.parametrize("pair", load("formulas.txt"), ids=ids)
def test_formula_in_passage(pair: Pair) -> None:
    assert said(repair(passage(pair.given)).passage) == pair.expected


@pytest.mark.parametrize("pair", load("formulas.txt"), ids=ids)
def test_formula_in_a_post(pair: Pair) -> None:
    healed = repair(body(pair.given))
    assert said(healed.body) == pair.expected
    assert repair(body(pair.given, "code")).repairs == ()


def test_the_rows_of_an_environment_may_be_lines_of_the_post() -> None:
    given = "得 a=b+c=d\\begin{aligned}\na &= b + c \\\\\n&= d\n\\end{aligned}a=b+c=d 完"
    healed = repair(body(given))
    assert said(healed.body) == "得 \\(\\begin{aligned} a &= b + c \\\\ &= d \\end{aligned}\\) 完"
    assert repair(healed) == healed


@pytest.mark.parametrize("pair", load("buttons.txt"), ids=ids)
def test_button(pair: Pair) -> None:
    healed = repair(passage(pair.given))
    assert said(healed.passage) == pair.expected
    assert set(rules(healed)) <= {"button"}


@pytest.mark.parametrize("pair", load("lists.txt"), ids=ids)
def test_list(pair: Pair) -> None:
    healed = repair(body(pair.given))
    assert shown(healed) == pair.expected
    assert set(rules(healed)) <= {"list"}
    assert repair(body(pair.given, "code")).repairs == ()
    assert "list" not in rules(repair(passage(pair.given)))


@pytest.mark.parametrize("pair", load("gutters.txt"), ids=ids)
def test_gutter(pair: Pair) -> None:
    damaged = body(pair.given, "code")
    healed = repair(damaged)
    assert said(healed.body) == pair.expected
    assert (healed is damaged) == (pair.given == pair.expected)


@pytest.mark.parametrize("pair", load("gutters_inside.txt"), ids=ids)
def test_gutter_inside(pair: Pair) -> None:
    healed = repair(body(pair.given))
    assert "\n\n".join(map(numbered, healed.body)) == pair.expected
    assert set(rules(healed)) <= {"gutter", "lines"}
    assert repair(healed) is healed
    note = Item("annotation", "hypothesis", "line 1", 1, body=prose(pair.given))
    assert "gutter" not in rules(repair(note))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("12345678910nmap -sS 10.0.0.1", "{10}nmap -sS 10.0.0.1"),
        ("先看代码：12345import osprint(os.sep)", "先看代码：\n\n{5}import osprint(os.sep)"),
        ("电话 12345678901 请拨打", "电话 12345678901 请拨打"),
        ("use 12345for testing", "use 12345for testing"),
        ("track 1234class A", "track 1234class A"),
    ],
)
def test_a_gutter_in_a_passage_goes_where_code_is_certain(given: str, expected: str) -> None:
    assert "\n\n".join(map(numbered, repair(passage(given)).passage)) == expected


def numbered(one: Block) -> str:
    return (f"{{{one.lines}}}" if one.lines else "") + said([one])


def test_code_without_line_ends_is_parted_where_gutter_and_language_agree() -> None:
    healed = repair(body("12git fetch origingit rebase origin/main", "code"))
    assert said(healed.body) == "git fetch origin\ngit rebase origin/main"
    assert rules(healed) == ["gutter", "lines"]
    assert healed.body[0].lines == 0


@pytest.mark.parametrize(
    "code",
    [
        "123# the first line of threeimport osprint(1)",
        "123int a = 1; // one int b = 2;int c = 3;",
        "1234git fetch origingit rebase origin/main",
        "1234def f(x):    return xprint(f(1))",
    ],
)
def test_code_whose_lines_are_not_certain_is_marked(code: str) -> None:
    (healed,) = repair(body(code, "code")).body
    assert "\n" not in healed.code
    assert healed.lines > 1


@pytest.mark.parametrize(
    ("code", "lost"),
    [
        ("int main() {    int a = 1;    int b = 2;    return a;}", True),
        ("import osimport sysprint(os.name)", True),
        ("#include <cstdio>#include <vector>int main(){}", True),
        ("for (i = 0; i < n; i++) { a[i] = i; b[i] = i; }", False),
        ("function f(a){return a}function g(b){return b}", False),
        ("curl -s https://example.com | jq '.items[] | {id}'", False),
        ("SELECT a,  b,  c,  d FROM t", False),
        ("from os import path; import sys", False),
    ],
)
def test_code_in_one_line_that_was_several_is_marked(code: str, lost: bool) -> None:
    healed = repair(body(code, "code"))
    assert healed.body == (block("code", code)._replace(lines=-1 if lost else 0),)
    assert rules(healed) == (["lines"] if lost else [])
    assert repair(healed) is healed


def test_gutter_keeps_the_language() -> None:
    code = Item("post", "blog", "line 1", 1, body=(block("code", "1ls -l", "bash"),))
    assert repair(code).body == (block("code", "ls -l", "bash"),)


def test_a_repair_shows_the_span_and_no_more() -> None:
    text = "The lock is taken beforethe write; " * 5 + "and w2w^2w2 follows."
    for made in repair(passage(text)).repairs:
        assert made.before != made.after
        assert len(made.before) < 60


def test_formula_comes_before_word() -> None:
    healed = repair(passage("for ofthe2ofthe^2ofthe2 at the beginningof the list"))
    assert said(healed.passage) == "for \\(ofthe^2\\) at the beginning of the list"
    assert rules(healed) == ["formula", "word"]
