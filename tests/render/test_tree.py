"""The tree that pages are read from is the one that a browser has: Chromium's, node by node."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from annoki.readers.html.tree import attribute, classes, page_of
from bs4.element import NavigableString, Tag
from playwright.sync_api import Browser, Page

from tests.fixture_files import EXAMPLES, TESTS

from .fragments import fragment

COUNT = 600
SCRIPT = (Path(__file__).parent / "tree.js").read_text(encoding="utf-8")
URL = "http://page.invalid/"
# Scripts stay enabled, which matters to the parser, and none is run.
HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; script-src 'none'",
}
_SPACES = {"http://www.w3.org/2000/svg": "svg ", "http://www.w3.org/1998/Math/MathML": "math "}

# Where the trees differ: all of it is younger than html5lib 1.1, or of no use to a reader.
DIFFERENT = {
    "what nests deeper than the reader's tree does": "<div>" * 600 + "<p>a<p>b",
    "what a select may hold since 2025; it is left out whole": "<select><div>a</select>",
    "a mark that goes on in a textarea, which is left out whole": "<p><b></p><textarea>a",
    "old parts of a ruby, of which a reader sees the text": "<p><b>a</p><rb>b",
    "white space between frames": "<frameset>a b",
    "white space after a template that a page begins with": "<template></template> <p>a",
    "an element that was void once: command": "<command>a",
    "an element that was special once: isindex": "<code><isindex></code>a</isindex>",
    "marks cut off by blocks younger than html5lib: figcaption": "<b><figcaption>a</b>b",
    "the same: main": "<b><main>a</b>b",
    "the same: hgroup": "<b><hgroup>a</b>b",
    "the same: summary": "<b><summary>a</b>b",
    "list items astray in a table, the second of which html5lib leaves there": (
        "<table><li>a<li>b</table>"
    ),
    "a mark with more than three others between it and the block it is cut off by": (
        "<b><i><u><s><tt><em><div>a</b>b</i>c"
    ),
    "a line end after a comment where a pre begins": "<pre><!-- c -->\na",
    "the end, in an element of HTML in a formula, of what is open around the formula": (
        "<b><math><mi><span></b>a"
    ),
    "the null character, which a reader never sees": "<p title='a\0b'>",
}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    opened.route(
        "**/*",
        lambda route: (
            route.fulfill(body="<body>", headers=HEADERS)
            if route.request.url == URL
            else route.abort()
        ),
    )
    opened.goto(URL)
    yield opened
    opened.close()


def ours(html: str) -> list[str]:
    """The tree in lines."""
    lines: list[str] = []
    stack = [(0, child) for child in reversed(page_of(html).root.contents)]
    while stack:
        depth, node = stack.pop()
        if isinstance(node, Tag):
            name = _SPACES.get(node.namespace or "", "") + node.name
            said = [(key, attribute(node, key)) for key in node.attrs if key != "class"]
            said += [("class", " ".join(classes(node)))] if node.has_attr("class") else []
            lines.append(_element(depth, name, said))
            stack += [(depth + 1, child) for child in reversed(node.contents)]
        elif isinstance(node, NavigableString):
            lines.append(f"{' ' * depth}{str(node)!r}")
    return lines


def theirs(nodes: list[Any]) -> list[str]:
    return [_element(*node) if len(node) == 3 else f"{' ' * node[0]}{node[1]!r}" for node in nodes]


def _element(depth: int, name: str, attributes: list[tuple[str, str]]) -> str:
    # Browsers hide what a nonce is.
    said = [
        (key, " ".join(value.split()) if key == "class" else value)
        for key, value in attributes
        if key != "nonce"
    ]
    return f"{' ' * depth}<{name}{''.join(f' {key}={value!r}' for key, value in sorted(said))}>"


def parsed(page: Page, fragments: list[str]) -> list[list[str]]:
    """The trees that Chromium's DOMParser makes, for which there are no scripts."""
    script = f"""(fragments) => fragments.map((html) =>
        ({SCRIPT})(new DOMParser().parseFromString(html, "text/html")))"""
    return [theirs(nodes) for nodes in page.evaluate(script, fragments)]


def shown(page: Page, html: str) -> list[str]:
    """The tree of a page that Chromium shows, in which scripts are enabled, and kept from running.

    It is looked at before the browser does anything else with it.
    """
    script = f"""(html) => {{
        const frame = document.body.appendChild(document.createElement("iframe"));
        const inner = frame.contentDocument;
        inner.open();
        inner.write(html);
        inner.close();
        const nodes = ({SCRIPT})(inner);
        frame.remove();
        return nodes;
    }}"""
    return theirs(page.evaluate(script, html))


def test_malformed_fragments(page: Page) -> None:
    random = Random(20)
    fragments = [fragment(random) for _ in range(COUNT)]
    pairs = zip(fragments, map(ours, fragments), parsed(page, fragments))
    different = [(html, mine, other) for html, mine, other in pairs if mine != other]
    assert different == []


@pytest.mark.parametrize("why", DIFFERENT)
def test_where_the_trees_differ_is_known(why: str, page: Page) -> None:
    (other,) = parsed(page, [DIFFERENT[why]])
    assert ours(DIFFERENT[why]) != other


@pytest.mark.parametrize(
    "html",
    [
        "<head><noscript><img src=pixel.png></noscript><title>t</title></head><p>a",
        "<p>a<noscript><img src=a.png></noscript><img data-src=a.png>",
        "<noscript><p>a",
    ],
)
def test_what_is_there_for_want_of_scripts_is_no_element(html: str, page: Page) -> None:
    assert ours(html) == shown(page, html)


PAGES = sorted([*(TESTS / "fixtures").glob("*.html"), *EXAMPLES.glob("*.html")])


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_whole_pages(path: Path, page: Page) -> None:
    html = path.read_text(encoding="utf-8")
    assert ours(html) == shown(page, html)
