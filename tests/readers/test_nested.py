"""Text may nest as deep as anyone likes: it is read, and as deep everywhere."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import Any, Callable

import pytest
from annoki.readers.markdown.blocks import blocks_of_markdown

from tests.test_contained import annotation, memos, run


def fed(html: str) -> str:
    entry = (
        f"<entry><title>t</title><id>1</id><content type='html'>{escape(html)}</content></entry>"
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>"


def page(html: str) -> str:
    return f"<!DOCTYPE html><body><article class='post'><h1><a href='/p'>t</a></h1>{html}</article>"


DEEP = {
    "numbers": "> " + "10000000000. " * 500, "quotes": ">" * 900 + "x", "spaced": "> " * 900 + "x",
    "bullets": "- " * 900 + "x", "both": "> - " * 500 + "x",
    "brackets": "[" * 400 + "x" + "]" * 400,
    "links": "[" * 400 + "x" + "](http://a.example)" * 400, "stars": "**a *b " * 300,
    "pairs": "<b>" * 3000, "lines": "\n".join("  " * n + "- x" for n in range(200)),
    "quoted lines": "\n".join("> " * n + "x" for n in range(60)),
    "tex": "$" + r"\text{$" * 300 + "$}" * 300 + "$",
}  # fmt: skip
DEEP_HTML = {
    "div": "<div>" * 5000 + "x", "b": "<b>" * 3000 + "x", "ul": "<ul><li>" * 1000 + "x",
    "quote": "<blockquote>" * 3000 + "x", "mrow": "<math>" + "<mrow>" * 2000 + "<mi>x",
    "msqrt": "<math>" + "<msqrt>" * 2000 + "<mi>x", "pre": "<pre>" + "<span>" * 3000 + "x",
    "table": "<table><tr><td>" * 100 + "x", "link": "<a href='http://a.example'><p>" * 500 + "x",
    "html in a formula": "<table><math><html>x",
    "select in a drawing": "<svg><select><p><input>x",
}  # fmt: skip


@pytest.mark.parametrize("name", DEEP)
def test_markdown_may_nest_as_it_likes(name: str) -> None:
    for text in (memos(DEEP[name]), annotation(DEEP[name])):
        made, account = run(text)
        assert account.problems == []
        assert len(made) == 1


@pytest.mark.parametrize("name", DEEP_HTML)
def test_html_may_nest_as_it_likes(name: str) -> None:
    for text in (fed(DEEP_HTML[name]), page(DEEP_HTML[name])):
        _, account = run(text)
        assert [one for one in account.problems if one.stage] == []
        assert account.found <= 1


def called_in(frames: int, task: Callable[[], Any]) -> Any:
    return task() if frames < 1 else called_in(frames - 1, task)


@pytest.mark.parametrize("name", ["quotes", "spaced", "numbers", "quoted lines"])
def test_how_deep_markdown_is_read_does_not_hang_on_who_reads_it(name: str) -> None:
    read = partial(blocks_of_markdown, DEEP[name])
    assert called_in(300, read) == read()


def test_what_fails_leaves_nothing_in_the_next_text(monkeypatch: pytest.MonkeyPatch) -> None:
    from markdown.blockprocessors import ParagraphProcessor

    def fails(*arguments: object) -> None:
        raise MemoryError

    text = "**一**\n\n二 two\n\n三"
    alone = blocks_of_markdown(text)
    with monkeypatch.context() as patched:
        patched.setattr(ParagraphProcessor, "run", fails)
        with pytest.raises(MemoryError):
            blocks_of_markdown("- 一")
    assert blocks_of_markdown(text) == alone
