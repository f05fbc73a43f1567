"""The saved activity page, in both markups."""

from __future__ import annotations

import re
import unicodedata

from annoki.identity.guids import identify
from annoki.model import Document, Face, Found, Item, Problem, Skipped
from annoki.readers.hypothesis import page_html as hypothesis_html
from annoki.readers.hypothesis import page_text as hypothesis_text
from annoki.text.spans import text_of

from tests.fixture_files import EXAMPLES, TESTS
from tests.texts import said, shown

PAGE = (TESTS / "fixtures" / "hypothesis-page.html").read_text(encoding="utf-8")


def read(text: str) -> list[Found]:
    return list(hypothesis_html.read(Document("page.html", text)))


def items(text: str) -> list[Item]:
    return [found for found in read(text) if isinstance(found, Item)]


def test_shape_and_total() -> None:
    assert hypothesis_html.detect(PAGE)
    assert hypothesis_html.declared(PAGE) == 1206
    assert not hypothesis_html.detect("844 Matching Annotations\n  1. Aug 2023\n")
    assert not hypothesis_html.detect('{"text": "<li class=\\"annotation-card__text\\">"}')
    assert not hypothesis_html.detect("<?xml version='1.0'?><rss>annotation-card__text</rss>")
    assert not hypothesis_html.detect("<html><p>a blog</p></html>")


def test_what_is_left_out_says_why() -> None:
    kinds = [(type(found).__name__, found.where) for found in read(PAGE)]
    assert kinds == [
        ("Item", "annotation 1"),
        ("Item", "annotation 2"),
        ("Skipped", "annotation 3"),
        ("Skipped", "annotation 4"),
        ("Item", "annotation 5"),
        ("Item", "annotation 6"),
    ]
    whys = [found.why for found in read(PAGE) if isinstance(found, Skipped)]
    assert whys == [
        "hidden by the group's moderators",
        "an annotation without passage or note",
    ]


def test_all_that_a_card_tells() -> None:
    first = items(PAGE)[0]
    assert said(first.passage) == 'Warm-up helps "a lot", **really**'
    assert shown(first.body) == (
        "prose: [!NOTE] 为什么要预热?↵#flashcard↵稳定{b}初期{/b}梯度,见"
        " {a https://docs.example.org/guide/more}此处{/a}"
        " 与 {a https://hyp.is/ZZZ/else.example/x}他处{/a}"
    )
    assert first._replace(passage=(), body=()) == Item(
        "annotation",
        "hypothesis",
        "annotation 1",
        1,
        captured="2026-01-05",
        host="docs.example.org",
        collection="Tuning guide & notes",
        source_ids=("hypothesis:AAA_bbb-1",),
        uri="https://docs.example.org/guide/",
        link="https://hyp.is/AAA_bbb-1/docs.example.org/guide/",
        tags=("学习率", "nlp/tips"),
        face=Face.PAGE,
    )


def test_page_note_local_file_and_bare_highlight() -> None:
    _, note, local, highlight = items(PAGE)
    assert (note.kind, note.passage, note.n) == ("page-note", (), 2)
    assert (local.host, local.uri, local.collection) == ("", "", "paper.pdf")
    assert local.captured == "2025-12"
    assert local.link == "https://hypothes.is/a/BBB"
    assert said(local.passage) == "a PDF's line"
    assert (highlight.collection, highlight.body) == ("", ())
    assert highlight.uri == "https://blog.example/p?a=1&b=2"
    assert highlight.captured == "2025-12-01"


def test_fences_that_the_site_broke_are_code_again() -> None:
    assert shown(items(PAGE)[2].body) == (
        "prose: 代码:\n"
        "code[py]: for x in y:↵    f(x)↵# comment↵g()\n"
        "prose: 之后\n"
        "code[cpp]: int  a;↵return a;"
    )


def test_a_page_without_cards_is_a_problem() -> None:
    (found,) = read("<html><body><form>Log in</form></body></html>")
    assert isinstance(found, Problem)
    assert "annotation-card" in found.what
    empty = '<div class="search-results__total"> 0 <b>Matching Annotations</b></div>'
    assert read(empty) == []


OURS = EXAMPLES / "hypothesis-page.html"


def test_all_cards_of_a_whole_page() -> None:
    text = OURS.read_text(encoding="utf-8")
    assert hypothesis_html.detect(text)
    assert hypothesis_html.declared(text) == 5
    assert [type(one) for one in read(text)] == [Item] * 5
    for item in items(text):
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", item.captured)
        assert item.source_ids
        assert item.link.startswith("https://hyp")
        assert item.uri.startswith("https://") or item.host == ""
        for block in item.body:
            assert "share-widget" not in text_of([block]), "nothing of a script"
            assert block.address == "" or block.address.startswith("https://")


def test_one_identity_with_the_text_dump() -> None:
    dump = EXAMPLES / "hypothesis-page.txt"
    document = Document(dump.name, dump.read_text(encoding="utf-8"))
    printed = [found for found in hypothesis_text.read(document) if isinstance(found, Item)]
    first, second = identify([printed, items(OURS.read_text(encoding="utf-8"))])
    page = {one.guid: one.item for one in second}
    both = [(one.item, page[one.guid]) for one in first if one.guid in page]
    assert len(both) == len({one.guid for one in first} & set(page)) == 4
    # The dump prints the numbers of lists.
    (differing,) = [other for one, other in both if _text(one) != _text(other)]
    assert any(block.kind == "numbers" for block in differing.body)


def _text(item: Item) -> str:
    text = unicodedata.normalize("NFKC", text_of(item.body))
    return re.sub(r"[\s\u200b•]+", "", text)


def test_two_megabytes_are_read_whole() -> None:
    """What it costs is measured by `make bench`."""
    text = OURS.read_text(encoding="utf-8")
    start = text.index(">", text.index('<ol class="search-results__list"')) + 1
    end = text.rindex("</ol>")
    times = 2_000_000 // (end - start)
    assert len(items(text[:start] + text[start:end] * times + text[end:])) == 5 * times
