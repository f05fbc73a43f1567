"""Files that are cut anywhere: it is told, and what they break off in is not taken for true."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import List, Tuple

import pytest
from annoki import readers
from annoki.model import Document, Face, Found, Item, Problem, Skipped
from annoki.pipeline.inputs import Input
from annoki.pipeline.listings import read_all
from annoki.pipeline.report import Account
from annoki.text.document import read_stream

from tests.fixture_files import EXAMPLES, TESTS

FIXTURES = TESTS / "fixtures"
STEP = 47

MARKED = [
    EXAMPLES / "blog-feed.xml",
    EXAMPLES / "blog-home.html",
    EXAMPLES / "blog-search.xml",
    EXAMPLES / "hypothesis-export.json",
    EXAMPLES / "hypothesis-page.html",
    EXAMPLES / "memos.json",
    FIXTURES / "blog-any.html",
    FIXTURES / "blog-butterfly.html",
    FIXTURES / "blog-fluid.html",
    FIXTURES / "blog-icarus.html",
    FIXTURES / "blog-next.html",
    FIXTURES / "feed-atom.xml",
    FIXTURES / "feed-rss.xml",
    FIXTURES / "hexo-search.xml",
    FIXTURES / "hypothesis-page.html",
]
"""Files whose syntax says where they end."""

_SAID = "两篇短文,都在首页上只印出开头,后面的要点开才能读到,所以用省略号结尾,不是文件断在这里。" * 3
TITLED = "".join(f"{title}\n{_SAID} ...\n" for title in "甲乙丙")
UNTITLED = f"{_SAID}...\n" * 3


def found(text: str, format: str) -> Tuple[List[Item], List[Found]]:
    """(the items, the problems) in `text`."""
    every = list(readers.read(Document("a document", text), format).found)
    return (
        [one for one in every if isinstance(one, Item)],
        [one for one in every if isinstance(one, Problem)],
    )


def said(items: List[Item]) -> List[Tuple[object, ...]]:
    return [(one.passage, one.body, one.title, one.link, one.tags) for one in items]


@pytest.mark.parametrize("path", MARKED, ids=lambda path: path.name)
def test_a_cut_is_told_or_loses_nothing(path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    format = readers.read(Document("a document", text)).format
    whole, problems = found(text, format)
    assert not problems
    for at in range(1, len(text), STEP):
        items, problems = found(text[:at], format)
        there = said(whole)
        assert all(one in there for one in said(items)), f"cut at {at}: a part is taken as whole"
        assert problems or not items or len(items) == len(whole), f"cut at {at}: nothing is told"


@pytest.mark.parametrize("path", [EXAMPLES / "weekly.txt", *MARKED], ids=lambda path: path.name)
def test_what_breaks_off_inside_a_sign_is_told_and_its_last_item_left_out(path: Path) -> None:
    data = path.read_bytes()
    every = said(listed(Document("x", data.decode()))[0])
    inside = [at for at in range(len(data) // 2, len(data)) if data[at] & 0xC0 == 0x80]
    for at in inside[:: max(1, len(inside) // 10)]:
        items, account = listed(read_stream(BytesIO(data[:at]), "x"))
        assert all(one in every for one in said(items)), f"cut at {at}: a part is taken as whole"
        assert account.problems, f"cut at {at}: nothing is told"
        assert account.found == len(items) + len(account.skipped)


@pytest.mark.parametrize("declared", [2, 3])
def test_what_stands_above_the_item_that_breaks_off_inside_a_sign_is_whole(declared: int) -> None:
    """By its number of annotations the page tells itself that it is cut, and where."""
    text = f"{declared} Matching Annotations\n  1. Aug 2023\n    1. 一段\n\n      一条笔记\n\n"
    cut = f"{text}    2. 又一段\n\n      又一条笔记".encode()[:-1]

    (item,), account = listed(read_stream(BytesIO(cut), "x"))

    assert item.where == "line 3"
    assert account.found == 1
    assert any("inside a character" in problem.what for problem in account.problems)


ISSUE = "".join(f"{n}. [一篇](https://a.example/{n}) 说的是第 {n} 件事。\n\n" for n in (1, 2, 3))


@pytest.mark.parametrize("link", ["[又一篇](", "[又一篇](htt", "[又一篇](https://a.exam"])
def test_what_breaks_off_inside_a_link_is_told_and_its_item_left_out(link: str) -> None:
    items, account = listed(Document("x", f"{ISSUE}4. 读了 https://b.example 和 {link}"))

    assert [one.where for one in items] == ["line 1", "line 3", "line 5"]
    assert account.found == 3
    assert ["inside a link" in problem.what for problem in account.problems] == [True]


@pytest.mark.parametrize("end", ["\n", ")", "", " 和"])
def test_a_link_that_is_all_there_or_was_never_closed_breaks_off_nothing(end: str) -> None:
    link = "[又一篇](https://a.example/" if end else "[又一篇]"
    items, account = listed(Document("x", f"{ISSUE}4. 读了 https://b.example 和 {link}{end}"))

    assert len(items) == 4
    assert not account.problems


def listed(document: Document) -> Tuple[List[Item], Account]:
    """(the items, the account) of one input."""
    (items,), report = read_all([Input("x", "", document)])
    return items, report.accounts[0]


@pytest.mark.parametrize("name", ["hypothesis-page.txt", "hypothesis-export.txt"])
def test_a_text_that_counts_its_annotations_tells_when_one_is_missing(name: str) -> None:
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    format = readers.read(Document("a document", text)).format
    whole, _ = found(text, format)
    for at in range(1, len(text), STEP):
        items, problems = found(text[:at], format)
        assert problems or len(items) in (0, len(whole)), f"cut at {at}"


@pytest.mark.parametrize("end", ["    2.", "    2. ", "    2. \n"])
def test_a_number_that_nothing_follows_is_not_the_annotation(end: str) -> None:
    """Else the page would hold as many as it says, and what was there be gone."""
    text = f"2 Matching Annotations\n  1. Aug 2023\n    1. passage\n\n      note\n\n{end}"

    items, problems = found(text, "hypothesis-page-text")

    assert len(items) == len(problems) == 1


@pytest.mark.parametrize("end", ["  3", "  3.", "  3. "])
def test_the_number_of_a_link_note_that_is_not_there_is_no_caption(end: str) -> None:
    text = "周刊\n\n  1. 一条笔记。\n\n  2. 又一条。\n\n"

    assert said(found(text + end, "weekly-text")[0]) == said(found(text, "weekly-text")[0])


def test_the_number_of_an_annotation_that_is_not_there_is_no_comment() -> None:
    text = (EXAMPLES / "hypothesis-export.txt").read_text(encoding="utf-8")
    before, number, _ = text.partition("Annotation 3:\n")
    whole = said(found(text, "hypothesis-txt")[0])

    for end in (number, number.strip()):
        items, problems = found(before + end, "hypothesis-txt")
        assert items
        assert problems
        assert all(one in whole for one in said(items))


@pytest.mark.parametrize(
    ("text", "is_ended"),
    [
        ("Created at,URL,Type,Quote,Comment\n1,a://b,Annotation,q,note\n", True),
        ("Created at,URL,Type,Quote,Comment\n1,a://b,Annotation,q,no", False),
        ("Annotation 1:\nCreated at: 1\nComment: note\nTags: a\n", True),
        ("Annotation 1:\nCreated at: 1\nComment: note\nTags: a", False),
        ("Annotation 1:\nCreated at: 1\nComment: note\n", False),
        ("1 Matching Annotation\n    1. passage\n\n      note\n\n", False),
        ('{"total": 0, "rows": []}', True),
        (TITLED, True),
        (TITLED.rstrip(" .\n"), False),
        (TITLED + "丁\n一篇短文。\n", False),
        (UNTITLED, True),
        (UNTITLED.rstrip(" .\n"), False),
    ],
)
def test_what_shows_that_its_last_item_is_all_there(text: str, is_ended: bool) -> None:
    assert readers.read(Document("a document", text)).is_ended == is_ended


@pytest.mark.parametrize("line", ["丁", "What is 丁", "$e^", "```", "© 2026 甲乙丙", "下一页 »"])
@pytest.mark.parametrize("end", ["", "\n"])
def test_a_line_below_the_last_excerpt_of_a_home_page_is_no_post(line: str, end: str) -> None:
    """It is the page's own, or a title in which the file breaks off."""
    every = list(readers.read(Document("a document", f"{TITLED}{line}{end}")).found)

    assert [isinstance(one, Item) for one in every] == [True] * 3 + [False]
    assert every[-1] == Skipped("line 7", "a title without text below it", line)


@pytest.mark.parametrize("letters", range(1, len("Tags: ")))
def test_the_name_of_the_tags_cut_is_no_comment(letters: int) -> None:
    text = (EXAMPLES / "hypothesis-export.txt").read_text(encoding="utf-8").rstrip("\n")
    whole, _ = found(f"{text}\nTags: 统计", "hypothesis-txt")
    items, _ = found(f"{text}\n{'Tags: '[:letters]}", "hypothesis-txt")

    assert [one.body for one in items] == [one.body for one in whole]
    assert found(f"{text}\nTag\n", "hypothesis-txt")[0][-1].body != whole[-1].body


def test_a_cell_that_is_not_closed_is_cut() -> None:
    text = (EXAMPLES / "hypothesis-export.csv").read_text(encoding="utf-8")
    whole, _ = found(text, "hypothesis-csv")
    at = text.rindex('"')
    items, problems = found(text[:at], "hypothesis-csv")
    assert [one.what for one in problems if isinstance(one, Problem)] == [
        "breaks off inside a quoted cell"
    ]
    assert items
    assert all(one in said(whole) for one in said(items))


@pytest.mark.parametrize(
    ("declared", "found_there", "is_cut"),
    [
        (5, 5, False),
        (5, 4, True),
        (5, 6, True),
        (844, 200, False),
        (844, 44, False),  # the last page
        (844, 43, True),
        (844, 199, True),
        (400, 200, False),
    ],
)
def test_a_page_of_activity_holds_200_or_what_is_left(
    declared: int, found_there: int, is_cut: bool
) -> None:
    cards = "".join(f"    {n}. passage {n}\n" for n in range(1, found_there + 1))
    text = f"{declared} Matching Annotations\n  1. Aug 2023\n{cards}"

    items, problems = found(text, "hypothesis-page-text")

    assert len(items) == found_there
    assert bool(problems) == is_cut


def test_pages_may_be_put_together_in_one_file() -> None:
    pages = [
        f"{total} Matching Annotations\n  1. Aug 2023\n"
        + "".join(f"    {n}. passage {at}-{n}\n" for n in range(1, count + 1))
        for at, (total, count) in enumerate([(211, 200), (211, 11)])
    ]
    assert found("".join(pages), "hypothesis-page-text")[1] == []
    assert found(pages[0] + pages[1].rpartition("    11.")[0], "hypothesis-page-text")[1]


def test_an_answer_with_fewer_rows_than_its_total_is_cut() -> None:
    row = '{"id": "a", "uri": "https://a.example/", "user": "acct:me@a", "text": "note"}'
    text = f'{{"total": 10, "rows": [{row}]}}'

    (problem,) = found(text, "hypothesis-json")[1]
    assert isinstance(problem, Problem)
    assert problem.what == "1 of 10 are in it: it is cut"
    fetched = Document("the service", text, "https://api.example/")
    assert not [one for one in readers.read(fetched).found if isinstance(one, Problem)], (
        "its fetcher knows what is missing"
    )


def test_a_page_that_leaves_end_tags_out_is_whole() -> None:
    text = "<article><h2><a href=https://a.example/x>T</a></h2><p>text<ul><li>one<li>two</ul>"
    assert found(f"<body>{text}</article><p>below", "blog-html")[1] == []
    assert found(f"{text}</body>", "blog-html")[1] == [], "it says that it ends"
    assert found(text, "blog-html")[1]


def test_a_card_without_text_is_a_post_all_the_same() -> None:
    """A complete listing must not seem to have lost it; of its text nothing is said."""
    card = '<div class="recent-post-item"><a class="article-title" href="{0}">{0}</a>{1}</div>'
    text = "<body>" + card.format("/a/", '<div class="content">text</div>') + card.format("/b/", "")
    items, _ = found(text, "blog-html")
    assert [(one.title[0].text, bool(one.body)) for one in items] == [("/a/", True), ("/b/", False)]
    assert [one.face for one in items] == [Face.EXCERPT, Face.TEXT]


def about(text: str) -> str:
    return readers.read(Document("a document", text)).about


def test_files_say_what_they_are() -> None:
    page = (
        '<html><form method="GET" action="https://hypothes.is/users/me">\n'
        '<input type="hidden" name="q" value="tag:&quot;a&quot;">'
        '<div class="search-results__total">0</div></html>'
    )
    assert about(page) == 'users/me\ntag:"a"'
    export = (EXAMPLES / "hypothesis-export.txt").read_text(encoding="utf-8")
    assert about(export) == (
        "https://statistics.example.com/sampling\nGroup: Public\nUsers: annoki_reader"
    )
    feed = (EXAMPLES / "blog-feed.xml").read_text(encoding="utf-8")
    assert about(feed)
    assert "://" not in about(feed)
    dump = (EXAMPLES / "hypothesis-page.txt").read_text(encoding="utf-8")
    assert about(dump) == "", "a dump does not say whose it is"


def test_an_answer_of_the_service_does_not_say_what_was_asked() -> None:
    row = '{"id": "a", "uri": "https://a.example/", "user": "acct:me@a", "text": "note"}'
    assert about(f'{{"total": 1, "rows": [{row}]}}') == ""
    assert about(f'{{"export_userid": "acct:me@a", "annotations": [{row}]}}') == (
        "acct:me@a\nhttps://a.example/"
    )
