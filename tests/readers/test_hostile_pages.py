"""Pages and records that are made to cost or to reach what they should not: read, or refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from annoki.config import Config, Source
from annoki.pipeline.gather import gather

BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "text",
    [
        f'<!DOCTYPE rss [<!ENTITY a0 "x">{BOMB}]><rss version="2.0">&a11;</rss>',
        f'<?xml version="1.0"?><!DOCTYPE search [<!ENTITY a0 "x">{BOMB}]><search>&a11;</search>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0">&x;</rss>',
        '<!DOCTYPE search [<!ENTITY x SYSTEM "http://evil.invalid/x">]><search>&x;</search>',
    ],
    ids=["feed bomb", "index bomb", "file entity", "remote entity"],
)
def test_entities_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.xml"
    path.write_text(text, encoding="utf-8")
    gathered = gather(Config(), [Source(path=str(path))]).whole()
    assert gathered.notes == ()
    (problem,) = gathered.report.accounts[0].problems
    assert "entities" in problem.what


@pytest.mark.parametrize(
    "text",
    [
        "<html><body><article>" + "<div>" * 20_000 + "深处 deep" + "</div>" * 20_000 + "</article>",
        "<html><body><article><p " + "a='" + "x" * 600_000 + "'>text</p></article></body></html>",
        "<html><body><article><p "
        + "a" * 1000
        + "=1 " * 40_000
        + ">text</p></article></body></html>",
        "<html><body><article>" + "<br>" * 60_000 + "text" + "</p>" * 20_000 + "</article>",
        "<html><body><article>" + "<b>" * 10_000 + "<p>text" * 5 + "</article>",
        "<html><body><article>" + "<ul><li>" * 5_000 + "text</article>",
        "<html><body><article><p>" + "<a href='https://a.example/'>" * 5_000 + "text</article>",
        '{"memos": [{"content": ' + json.dumps("[" * 20_000) + "}]}",
        '{"rows": ' + "[" * 20_000 + "]" * 20_000 + "}",
    ],
    ids=["deep", "attribute", "attributes", "void", "bold", "lists", "links", "brackets", "json"],
)
def test_what_is_huge_or_deep_is_read_or_refused(tmp_path: Path, text: str) -> None:
    """Not timed here; a quadratic reader would not come back before the tests are stopped."""
    path = tmp_path / ("x.json" if text[0] == "{" else "x.html")
    path.write_text(text, encoding="utf-8")
    gathered = gather(Config(), [Source(path=str(path))]).whole()
    assert gathered.notes or gathered.report.failed
