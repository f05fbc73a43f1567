"""Pages, feeds and records that were written to do harm: in a real browser nothing of them runs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from annoki.config import Config, Source
from annoki.notetype import FIELDS
from annoki.pipeline.gather import gather
from annoki.targets.apkg import package as apkg
from bs4 import BeautifulSoup

from tests.fixture_files import TESTS

from .page import PHONE, SIDES, Desks, cards_of

HOSTILE = TESTS / "fixtures" / "hostile"
TRAPS = (HOSTILE / "traps.html").read_text(encoding="utf-8")
FILES = sorted(path.name for path in HOSTILE.iterdir() if path.stem not in ("README", "traps"))
SHOWN = [name for name in FIELDS if name != "Sync"]
ALLOWED = {
    "a": {"href", "lang", "class"}, "article": set(), "blockquote": {"lang"}, "br": set(),
    "code": {"class"}, "em": set(), "figcaption": {"lang"}, "figure": set(), "h3": {"lang"},
    "img": {"src", "alt"}, "li": set(), "ol": {"start", "lang"}, "p": {"class", "lang"},
    "pre": {"lang"}, "span": {"class", "lang"}, "strong": set(), "table": {"lang"}, "td": set(),
    "th": set(), "tr": set(), "ul": {"lang"},
}  # fmt: skip


# Whatever a person or the page may do to an element.
PROVOKE = """() => {
    for (const element of document.querySelectorAll("#qa *")) {
        if (element.matches("a[href]") && !/^(https?|mailto):/.test(element.href)) element.click();
        for (const kind of ["click", "mouseover", "mouseenter", "focus", "load", "error", "toggle"])
            element.dispatchEvent(new Event(kind));
    }
}"""


def sprung(name: str, folder: Path) -> Path:
    """The fixture `name` with the traps in it, written as its format wants them."""
    traps = TRAPS
    if name.endswith(".json"):
        traps = json.dumps(TRAPS)[1:-1]
    elif name.endswith(".csv"):
        traps = TRAPS.replace('"', '""')
    elif name.endswith(".xml"):
        traps = TRAPS.replace("]]>", "]]]]><![CDATA[>")
    path = folder / name
    path.write_text((HOSTILE / name).read_text("utf-8").replace("%TRAPS%", traps), "utf-8")
    return path


@pytest.mark.parametrize("name", FILES)
def test_nothing_runs_and_nothing_is_asked_for(desks: Desks, tmp_path: Path, name: str) -> None:
    path = sprung(name, tmp_path)
    gathered = gather(Config(), [Source(path=str(path))]).whole()
    assert not gathered.report.failed, gathered.report.as_dict("")
    assert gathered.notes
    for note in gathered.notes:
        for field in (field for at, field in enumerate(note.fields) if FIELDS[at] in SHOWN):
            assert_clean(field)
        assert not any(re.search(r"[\s\"\x00-\x1f]", tag) for tag in note.tags)
    package = tmp_path / "out.apkg"
    apkg.write(gathered.notes, package)
    desk = desks("light", PHONE)
    for card in cards_of(package):
        for side in SIDES:
            desk.show(card, side)
            found = desk.problems()
            assert [p for p in found if p.startswith(("console", "page", "request"))] == []
            assert desk.page.title() == "main webview"
            desk.page.evaluate(PROVOKE)
            desk.page.wait_for_timeout(50)
            assert desk.said == []
            assert desk.page.title() == "main webview"
        assert "Text" in card.answer
        assert "文字" in card.answer
        # Markdown shows markup as it was typed; a page hides what it hides.
        assert ("hidden words" in card.answer) == name.endswith((".json", ".csv"))
    assert desk.asked == []


def assert_clean(field: str) -> None:
    """Only what we make ourselves is in a field."""
    assert not re.search(r"[\x00-\x08\x0b-\x1f\ue000-\ue0ff]", field)
    assert not re.search(r"(?<!&#91;)\[(sound:|latex\]|\$\]|anki:)", field)
    for element in BeautifulSoup(field, "html.parser").find_all(True):
        assert element.name in ALLOWED, element
        for attribute, value in element.attrs.items():
            assert attribute in ALLOWED[element.name], element
            if attribute == "href":
                assert re.match(r"(https?://[^\s]|mailto:)", str(value)), element
            if attribute == "src":
                assert re.fullmatch(r"annoki-[0-9a-f]{16}\.\w+", str(value)), element


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
