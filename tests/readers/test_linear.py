"""Reading a page costs what its length asks for, however the page repeats itself.

What is counted is lines of Python run, not time, so that no other program on the machine matters.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from annoki.errors import InputError
from annoki.readers.html import builder, tokenizer
from annoki.readers.html.tokenizer import DEEPEST
from annoki.readers.html.tree import page_of
from annoki.readers.html.walk import blocks_of_html

from tests.work import lines_run

SMALL, LARGE = 400, 1600
DEEP = "<div>" * DEEPEST

SHAPES: dict[str, Callable[[int], str]] = {
    "elements in elements": lambda n: "<div>" * n + "x" + "</div>" * n,
    "elements that nothing closes": lambda n: "<p>x" * n,
    "marks that nothing closes": lambda n: "<b><i>" * n + "x",
    "marks and blocks crossed": lambda n: "<b><p></b>" * n + "x",
    "marks closed where nothing is open": lambda n: "<b><i><u><p>" * n + "</b>x" * n,
    "links in links": lambda n: "<a href=x><div>" * n + "x",
    "text astray in a table": lambda n: "<table>" + "x<b>y</b>" * n,
    "rows astray": lambda n: "<table>" + "<tr>x<td>y" * n,
    "tables in tables": lambda n: "<table><tr><td>" * n + "x",
    "tables that arrange": lambda n: "<div>" + "<table><tr><td>x</table>" * n,
    "lists in lists": lambda n: "<ul><li>x" * n,
    "empty elements far down": lambda n: DEEP + "x<br><img>" * n,
    "rules far down": lambda n: DEEP + "<hr>x" * n,
    "blocks far down": lambda n: DEEP + "<div><p>x" * n,
    "templates": lambda n: "<template>x" * n + "</template>y" * n,
    "foreign elements": lambda n: "<svg><p>" * n + "x",
    "attributes": lambda n: "<p " + "".join(f"a{i}=1 " for i in range(n)) + ">x",
    "the same attribute": lambda n: "<p " + "a=1 " * n + ">x",
    "a long name": lambda n: "<p " + "a1-" * n + "><" + "b1" * n + ">x",
    "signs in an attribute": lambda n: "<p a='" + "&amp;b" * n + "'>x",
    "signs in text": lambda n: "x" + "&amp;&#60;&lt" * n,
    "signs in a title": lambda n: "<title>" + "&amp;<" * n + "</title>x",
    "ends in a script": lambda n: "<script>" + "</script<" * n + "</script>x",
    "dashes in a comment": lambda n: "<!--" + "- " * n + "-->x",
    "an endless number": lambda n: "&#" + "1" * n + ";x",
    "an endless end of a script": lambda n: "<script></" + "a" * n + "></script>x",
    "an endless document type": lambda n: "<!doctype " + "a" * n + ">x",
    "bodies": lambda n: "".join(f"<body a{i}=1>" for i in range(n)) + "x",
    "figures in figures": lambda n: "<figure class=highlight><tr><td>x" * n,
    "tables of code in tables": lambda n: "<table class=x><tr><td>x" * n,
    "code": lambda n: "<div class=highlight>" * n + "x",
    "formulas": lambda n: "<span class=katex>" * n + "x",
    "anchors": lambda n: "<a class=anchor>x<span>" * n,
    "quotes": lambda n: "<blockquote> " * n + "x",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_the_page_costs_four_times_as_much(shape: str) -> None:
    small, large = (SHAPES[shape](size) for size in (SMALL, LARGE))
    blocks_of_html("x")  # what is made once
    least = lines_run(lambda: blocks_of_html("x"))
    little, much = (lines_run(partial(blocks_of_html, html)) - least for html in (small, large))
    assert much <= 4.5 * max(little, least)


def test_marks_that_all_differ_do_not_go_on_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "MOST_REOPENED", 1000)
    page = page_of("".join(f"<p><b a={i}>x" for i in range(400))).root
    assert len(page.find_all("p")) == 400
    assert 1000 < len(page.find_all("b")) < 2000  # of 80,000 in a browser
    assert page.get_text() == "x" * 400


def test_a_page_beyond_all_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokenizer, "MOST_TAGS", 1000)
    assert page_of("<br></br>x" * 500).root.find("br")
    with pytest.raises(InputError, match=r"^more than 1,000 tags in one page; save it in parts$"):
        page_of("<br>x" * 1001)


def test_no_tree_is_deeper_than_that_of_chromium() -> None:
    element, depth = page_of("<span>" * 3 * DEEPEST + "x").root.find("span"), 0
    while element is not None:
        element, depth = element.find("span", recursive=False), depth + 1
    assert depth == DEEPEST - 2  # below the page and its body
