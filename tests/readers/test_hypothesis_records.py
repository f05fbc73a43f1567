"""Hypothes.is rows and client exports: the same annotations through four records of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from annoki.identity.guids import identify
from annoki.identity.keys import guid_for, names_of
from annoki.model import Document, Face, Item, Problem, Skipped
from annoki.readers.hypothesis import export_csv as hypothesis_csv
from annoki.readers.hypothesis import export_html as hypothesis_html
from annoki.readers.hypothesis import export_txt as hypothesis_txt
from annoki.readers.hypothesis import page_text as hypothesis_text
from annoki.readers.hypothesis import rows as hypothesis_json
from annoki.readers.hypothesis.text_fragment import link_to
from annoki.text.dates import day_of, instant_of, local_time
from annoki.text.spans import text_of

from tests.fixture_files import TESTS
from tests.texts import said

PAGE = "https://notes.example.org/posts/attention"
FIXTURES = TESTS / "fixtures"
READERS = (hypothesis_json, hypothesis_csv, hypothesis_txt, hypothesis_html)


def row(**changes: Any) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "id": "aAbBcC",
        "created": "2023-08-29T23:30:00.000000+00:00",
        "updated": "2023-09-02T08:00:00.500000+00:00",
        "user": "acct:reader@hypothes.is",
        "uri": PAGE,
        "text": "缩放点积: divide by **√d**",
        "tags": ["注意力", "transformer"],
        "group": "__world__",
        "permissions": {"read": ["group:__world__"]},
        "target": [
            {
                "source": PAGE,
                "selector": [
                    {"type": "TextPositionSelector", "start": 3, "end": 9},
                    {
                        "type": "TextQuoteSelector",
                        "exact": "scaled dot products",
                        "prefix": "we prefer ",
                        "suffix": " over sums",
                    },
                ],
            }
        ],
        "document": {"title": ["Attention, 慢慢读"]},
        "links": {
            "html": "https://hypothes.is/a/aAbBcC",
            "incontext": "https://hyp.is/aAbBcC/notes.example.org/posts/attention",
        },
    }
    return {**whole, **changes}


def found(*rows: Any, **more: Any) -> list[Any]:
    reply = {"total": len(rows), "rows": list(rows), **more}
    return list(hypothesis_json.read(Document("x", json.dumps(reply))))


def read(reader: Any, printed: str) -> list[Any]:
    return list(reader.read(Document("x", printed)))


def text(item: Item) -> str:
    return text_of(item.body)


# --- rows of the API ---


def test_a_row_gives_all_that_it_holds() -> None:
    (item,) = found(row())
    assert (item.kind, item.source, item.where, item.n) == ("annotation", "hypothesis", "row 1", 1)
    assert said(item.passage) == "scaled dot products"
    assert item.context == ("we prefer ", " over sums")
    assert item.captured == "2023-08-29"
    assert item.modified == 1693641600
    assert (item.host, item.uri) == ("notes.example.org", PAGE)
    assert item.collection == "Attention, 慢慢读"
    assert item.tags == ("注意力", "transformer")
    assert item.source_ids == ("hypothesis:aAbBcC",)
    assert item.link == "https://hyp.is/aAbBcC/notes.example.org/posts/attention"
    assert item.face == Face.RECORD
    assert "缩放点积" in text(item)


def test_newest_come_first_and_numbers_count_them() -> None:
    days = ("2023-08-01", "2023-08-03", "2023-08-02")
    rows = [row(id=day, created=f"{day}T00:00:00+00:00") for day in days]
    assert [(item.n, item.captured) for item in found(*rows)] == [
        (1, "2023-08-03"),
        (2, "2023-08-02"),
        (3, "2023-08-01"),
    ]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"references": ["zZ"]}, "a reply"),
        ({"hidden": True, "text": ""}, "hidden by the group's moderators"),
        ({"target": [{"source": PAGE}], "text": " \n"}, "neither a passage nor a note"),
    ],
)
def test_what_is_left_out_is_told_with_a_reason(changes: dict[str, Any], why: str) -> None:
    (skipped,) = found(row(**changes))
    assert isinstance(skipped, Skipped)
    assert skipped.why == why


def test_what_others_flagged_is_still_the_readers_own() -> None:
    (item,) = found(row(flagged=True, hidden=False, moderation_status="APPROVED"))
    assert isinstance(item, Item)


@pytest.mark.parametrize(
    ("prefix", "suffix", "context"),
    [
        ("Loading annotations...", " 摘要", ("", " 摘要")),
        ("of it.Loading annotations…2 Data ", "", ("2 Data ", "")),
        ("ding annotations...第二节 ", "的开头Loading annotations...3", ("第二节 ", "的开头")),
        ("", "end of the pageLoading annotatio", ("", "end of the page")),
        ("annotations... are ", " Loading annotated text", None),
        ("on Loading annotations ", " Loading", None),
    ],
)
def test_the_clients_own_notice_is_no_context(
    prefix: str, suffix: str, context: tuple[str, str] | None
) -> None:
    quote = {"type": "TextQuoteSelector", "exact": "q", "prefix": prefix, "suffix": suffix}
    (item,) = found(row(target=[{"source": PAGE, "selector": [quote]}], links={}))
    assert item.context == (context or (prefix, suffix))
    assert context is None or "Loading" not in item.link


def test_a_page_note_has_no_selector() -> None:
    (item,) = found(row(target=[{"source": PAGE}], links={}))
    assert (item.kind, item.passage, item.link) == ("page-note", (), PAGE)


@pytest.mark.parametrize(
    "changes",
    [
        {"document": {}},
        {"document": None},
        {"document": {"title": "a title of old"}},
        {"target": []},
        {"target": None},
        {"target": [{"source": PAGE, "selector": None}]},
        {"tags": None},
        {"user": None},
        {"links": None},
        {"uri": None},
        {"created": "long ago", "updated": None},
    ],
)
def test_old_rows_lack_things(changes: dict[str, Any]) -> None:
    (item,) = found(row(**changes))
    assert isinstance(item, Item)
    assert item.uri == PAGE
    assert item.link.startswith("https://")


def test_a_title_may_be_a_text_and_is_never_the_bare_address() -> None:
    titles = [{"title": "old"}, {"title": [PAGE + "/"]}, {"title": []}, {}]
    rows = [row(id=str(at), document=title) for at, title in enumerate(titles)]
    assert [item.collection for item in found(*rows)] == ["old", "", "", ""]


@pytest.mark.parametrize("uri", ["urn:x-pdf:0123456789abcdef", "file:///home/me/论文.pdf"])
def test_a_file_of_ones_own_is_linked_by_the_annotation(uri: str) -> None:
    target = [{"source": uri, **{"selector": row()["target"][0]["selector"]}}]
    (item,) = found(row(uri=uri, target=target, links={"html": "https://hypothes.is/a/aAbBcC"}))
    assert (item.uri, item.host) == (uri, "")
    assert item.link == "https://hypothes.is/a/aAbBcC"
    (bare,) = found(row(uri=uri, target=target, links={"incontext": "hypothesis://a"}))
    assert bare.link == "https://hypothes.is/a/aAbBcC"


def test_of_one_id_the_last_version_stays() -> None:
    old = row(text="first draft", updated="2023-08-30T00:00:00+00:00")
    item, skipped = found(old, row())
    assert "√d" in text(item)
    assert (skipped.where, skipped.why) == ("row 1", "an older version of another row")


def test_a_bad_row_is_reported_and_the_rest_read() -> None:
    everything = found("oops", row(), None, {"status": "failure"})
    assert [type(one) for one in everything] == [Item, Problem, Problem, Problem]
    assert everything[1].where == "row 1"


def test_of_a_broken_reply_the_rows_before_the_break_are_read() -> None:
    whole = json.dumps({"total": 2, "rows": [row(), row(id="second")]}, indent=1)
    cut = whole[: whole.index('"second"')]
    assert hypothesis_json.detect(cut)
    assert hypothesis_json.declared(cut) == 2
    item, problem = hypothesis_json.read(Document("x", cut))
    assert isinstance(item, Item)
    assert isinstance(problem, Problem)
    assert "not whole JSON" in problem.what


@pytest.mark.parametrize("text", ["", "{", "[", "[" * 100_000, '{"rows": 3}', "nothing", "null"])
def test_what_is_no_reply_is_a_problem(text: str) -> None:
    problems = list(hypothesis_json.read(Document("x", text)))
    assert problems
    assert all(isinstance(problem, Problem) for problem in problems)


def test_escapes_bring_in_nothing_that_a_note_cannot_hold() -> None:
    hostile = row(text="a\x1fb\x00c\ud800d\ue010e", tags=["x\ny", "x y", " "])
    (item,) = found(hostile)
    assert not set(text(item)) & {"\x1f", "\x00", "\ud800", "\ue010"}
    assert item.tags == ("x y",)
    assert text(item).encode("utf-8")


def test_a_reply_declares_its_total_an_export_none() -> None:
    assert hypothesis_json.declared(json.dumps({"total": 844, "rows": [row()]})) == 844
    assert hypothesis_json.declared(json.dumps([row()])) is None
    export = {
        "export_date": "2024-01-01T00:00:00Z",
        "export_userid": "acct:reader@hypothes.is",
        "client_version": "1.2",
        "annotations": [row()],
    }
    assert hypothesis_json.detect(json.dumps(export))
    assert hypothesis_json.declared(json.dumps(export)) is None
    (item,) = read(hypothesis_json, json.dumps(export, indent=2))
    assert said(item.passage) == "scaled dot products"


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize(
    "changes",
    [{}, {"target": [{"source": PAGE}]}, {"references": ["zZ"]}, {"uri": "urn:x-pdf:1"}],
)
def test_one_annotation_alone_is_read_as_in_a_list(changes: dict[str, Any], indent: Any) -> None:
    one = row(**changes)
    alone = json.dumps(one, indent=indent, ensure_ascii=False)
    assert hypothesis_json.detect(alone)
    assert hypothesis_json.declared(alone) is None
    assert read(hypothesis_json, alone) == found(one)
    cut = alone[: len(alone) - 9]
    assert hypothesis_json.detect(cut)
    assert [type(one) for one in read(hypothesis_json, cut)] == [Problem]


# --- client exports ---


def exported(name: str) -> list[Any]:
    path = FIXTURES / name
    readers = {"csv": hypothesis_csv, "txt": hypothesis_txt, "html": hypothesis_html}
    reader = readers[path.suffix[1:]]
    text = path.read_text(encoding="utf-8")
    assert reader.detect(text)
    return list(reader.read(Document(name, text)))


@pytest.mark.parametrize("name", ["client-export.csv", "client-export.txt", "client-export.html"])
def test_an_export_is_read_whole(name: str) -> None:
    items = [one for one in exported(name) if isinstance(one, Item)]
    skipped = [one for one in exported(name) if isinstance(one, Skipped)]
    assert [(item.n, item.kind, item.captured) for item in items] == [
        (1, "page-note", "2023-09-01"),
        (2, "annotation", "2023-08-30"),
        (3, "annotation", "2023-08-29"),
    ]
    note, formula, highlight = items
    assert said(note.passage) == ""
    assert "通读之后再看第三节" in text(note)
    assert said(formula.passage) == 'the "softmax" of scores, then a weighted sum'
    assert "Annotation 3:" in text(formula)
    assert "Tags: 不是标签" in text(formula)
    assert formula.tags == ("注意力", "to read")
    assert said(highlight.passage) == "梯度会消失，所以要缩放"
    assert (highlight.body, highlight.tags) == ((), ())
    assert {item.uri for item in items} == {PAGE}
    assert {item.face for item in items} == {Face.EXCERPT}
    assert all(item.link.startswith(PAGE) for item in items)
    assert [one.why for one in skipped] == ["a reply"]


@pytest.mark.parametrize("reader", [hypothesis_txt, hypothesis_html])
def test_an_export_of_one_page_names_it_and_counts(reader: Any) -> None:
    name = f"client-export.{reader.NAME.partition('-')[2]}"
    text = (FIXTURES / name).read_text(encoding="utf-8")
    assert reader.declared(text) == 4
    assert reader.about(text).split("\n")[0] == PAGE
    titles = {one.collection for one in exported(name) if isinstance(one, Item)}
    assert titles == {"Attention: 慢慢读"}


@pytest.mark.parametrize("separator", [";", "\t"])
def test_csv_from_a_spreadsheet(separator: str) -> None:
    cells = ["Tags", "URL", "Type", "Quote/description", "Comment", "Created at", "Mine"]
    first = ["a,b", PAGE, "Annotation", '"k,v;\tw"', '"第一行\n第二行"', "29.08.2023 14:03", ""]
    text = "\ufeff" + "\n".join(separator.join(line) for line in (cells, first)) + "\n"
    assert hypothesis_csv.detect(text)
    (item,) = read(hypothesis_csv, text)
    assert (said(item.passage), item.tags, item.captured) == ("k,v; w", ("a", "b"), "2023-08-29")


def test_csv_rows_that_are_cut_are_reported() -> None:
    text = (FIXTURES / "client-export.csv").read_text(encoding="utf-8")
    *_, problem = hypothesis_csv.read(Document("x", text + "2023-01-01 10:00,me,,http"))
    assert isinstance(problem, Problem)
    assert problem.where == f"line {text.count(chr(10)) + 1}"


def test_a_large_cell_is_read_and_leaves_no_trace_in_the_csv_module() -> None:
    import csv

    before = csv.field_size_limit()
    head = "Created at,URL,Type,Quote/description,Comment"
    text = f"{head}\n2023-08-29,{PAGE},Annotation,q,{'长' * 200_000}\n"
    (item,) = hypothesis_csv.read(Document("x", text))
    assert isinstance(item, Item)
    assert csv.field_size_limit() == before


def test_the_older_text_export() -> None:
    text = (
        "Jan 5, 2024, 2:03 PM\nA page\nhttps://a.example/b\nGroup: Public\nTotal users: 1\n"
        "Users: me\nTotal annotations: 2\nTotal replies: 0\n\n"
        "Annotation 1:\nAug 29, 2023, 9:03 PM\nComment: 两行\n\n注释\nme\n"
        'Quote: "some words"\nTags: x, y\n\n'
        "Annotation 2:\nAug 30, 2023, 9:03 AM\nComment: of the page\nme\n"
        'Quote: "null"\nPage: 3'
    )
    assert hypothesis_txt.detect(text)
    note, annotation = read(hypothesis_txt, text)
    assert (note.kind, note.captured) == ("page-note", "2023-08-30")
    assert (said(annotation.passage), annotation.tags) == ("some words", ("x", "y"))
    assert "注释" in text_of(annotation.body[-1:])


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2023-08-29 14:03", "2023-08-29"),
        ("2023-08-29T23:59:00.000Z", "2023-08-29"),
        ("2023/8/29 14:03", "2023-08-29"),
        ("2023年8月29日 14:03", "2023-08-29"),
        ("29 Aug 2023, 14:03", "2023-08-29"),
        ("Tue, 29 Aug 2023 23:59:00 +0800", "2023-08-29"),
        ("August 29, 2023 at 2:03 PM", "2023-08-29"),
        ("29/08/2023 14:03", "2023-08-29"),
        ("8/29/2023, 2:03 PM", "2023-08-29"),
        ("5.8.2023", "2023-08-05"),
        ("5/8/2023", ""),
        ("99 Foo 2023", ""),
        ("0001-01-01", ""),
        ("1970-01-01", ""),
        ("1970-01-02", "1970-01-02"),
        ("", ""),
    ],
)
def test_printed_dates(printed: str, day: str) -> None:
    assert day_of(printed) == day


def test_times_sort_whatever_their_print() -> None:
    assert local_time("8/29/2023, 2:03 PM") == ("2023-08-29", "2023-08-29T14:03")
    assert local_time("29 Aug 2023, 12:03 AM") == ("2023-08-29", "2023-08-29T00:03")


def test_moments() -> None:
    assert str(instant_of("2023-08-29T23:30:00+08:00")) == "2023-08-29 15:30:00+00:00"
    assert str(instant_of("2023-08-29T23:30:00.123456789Z")).startswith("2023-08-29 23:30:00.12")
    assert instant_of(0) is instant_of("yesterday") is instant_of(True) is None
    assert instant_of(10**30) is None
    assert instant_of("0001-01-01T00:00:00Z") is instant_of("1970-01-01T00:00:00Z") is None


def html_export(*parts: tuple[str, str, str], indent: str = "") -> str:
    """As the client prints (passage, rendered note, type), with `indent` before each level."""

    def set_off(text: str, level: int) -> str:
        if not indent or "\n" not in text:
            return text
        return re.sub("(\n+)", rf"\1{indent * level}", f"\n{text}\n")

    articles = "".join(
        f"""<article>
<h2>Annotation {n}:</h2>
<table><tbody style="vertical-align:top;"><tr><td>Created at:</td><td>
<time datetime="2023-08-2{n}T23:30:00.000Z">2023-08-3{n} 07:30</time></td></tr>
<tr><td>Author:</td><td>reader</td></tr><tr><td>Type:</td><td>{kind}</td></tr>
<tr><td>Quote:</td><td>{set_off(f"<blockquote>{set_off(quote, 1)}</blockquote>", 8)}</td></tr>
<tr><td>Comment:</td><td>{set_off(comment, 8)}</td></tr></tbody></table></article>"""
        for n, (quote, comment, kind) in enumerate(parts, 1)
    )
    return f"""<html lang="en"><head><title>Annotations on &quot;A&quot;</title></head><body>
<section><h1>Summary</h1><p><strong>A</strong></p><p>
<a
  href="{PAGE}"
  target="_blank"
>{PAGE}</a></p><table><tbody><tr><td>Total annotations:</td><td>{len(parts)}</td></tr></tbody>
</table></section><hr /><section><h1>Annotations</h1>{articles}</section></body></html>"""


@pytest.mark.parametrize("indent", ["", "  "])
def test_code_in_an_html_export_stands_as_it_was_typed(indent: str) -> None:
    quote = "for k in keys:\n    total += k"
    code = "<pre><code class='language-python'>if a:\n    b\n\n  c\n</code></pre>"
    note = f"<p>为什么？</p>\n{code}\n<p>```\nx\n  y\n```</p>"
    (item,) = read(hypothesis_html, html_export((quote, note, "Annotation"), indent=indent))
    assert said(item.passage) == quote
    blocks = [block for block in item.body if block.kind == "code"]
    assert [block.code.strip("\n") for block in blocks] == ["if a:\n    b\n\n  c", "x\n  y"]
    assert blocks[0].language == "python"


def test_what_a_note_in_an_html_export_holds_is_its_own() -> None:
    inner = "<table><tr><td>Comment:</td><td>其中</td></tr></table><blockquote>Q</blockquote>"
    note = f"<p>$x^2$ 与 <strong>和</strong>, &lt;b&gt;</p>{inner}"
    printed = html_export(
        ("one", note, "Annotation"), ("two", "<img src='https://a.example/p.png'>", "Annotation"),
        ("", "a page note", "Page note"), ("three", "so", "Reply"),
    )  # fmt: skip
    assert hypothesis_html.detect(printed)
    note3, picture, first, reply = read(hypothesis_html, printed)
    assert (note3.kind, picture.body[0].kind, reply.why) == ("page-note", "picture", "a reply")
    assert (first.captured, first.uri, first.collection) == ("2023-08-21", PAGE, "A")
    assert [said(item.passage) for item in (picture, first)] == ["two", "one"]
    assert "其中" in text(first)
    assert "<b>" in text(first)
    assert any(span.kind == "formula" for span in first.body[0].spans)


def test_an_html_export_that_is_cut_says_so() -> None:
    whole = html_export(("one", "一", "Annotation"), ("two", "二", "Annotation"))
    for at in (whole.index("二"), whole.rindex("<article>")):
        *found, problem = read(hypothesis_html, whole[:at])
        assert [said(one.passage) for one in found if isinstance(one, Item)] == ["one"]
        assert isinstance(problem, Problem)
    assert read(hypothesis_html, "<html><p>nothing</p>")[-1].where == "the page"


# --- one identity ---


def test_every_face_gives_the_same_note() -> None:
    csv, txt, html = (exported(f"client-export.{end}") for end in ("csv", "txt", "html"))
    passages = {said(item.passage) for item in csv if isinstance(item, Item) and item.passage}
    rows = [
        row(
            id=str(at),
            target=[{"selector": [{"type": "TextQuoteSelector", "exact": passage}]}],
        )
        for at, passage in enumerate(passages)
    ]
    dump = "2 Matching Annotations\n\n  1. Aug 2023\n\n" + "".join(
        f"    {n}. {' '.join(passage.split())}\n\n" for n, passage in enumerate(passages, 1)
    )
    listings = [
        [one for one in reading if isinstance(one, Item) and one.passage]
        for reading in (csv, txt, html, found(*rows), hypothesis_text.read(Document("x", dump)))
    ]
    guids = [{one.guid for one in listing} for listing in identify(listings)]
    assert len(guids[0]) == 2
    assert guids == [guids[0]] * 5


def test_a_passage_keeps_its_key_with_the_damage_of_its_page() -> None:
    exact = "QK^T\u200bQKT 缩放\n\t点积"
    quote = {"type": "TextQuoteSelector", "exact": exact}
    (item,) = found(row(target=[{"selector": [quote]}]))
    assert said(item.passage) == "QK^T\u200bQKT 缩放 点积"
    assert names_of(item).guid == guid_for("annotation", "QK^TQKT缩放点积")


# --- detection ---


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.NAME)
def test_other_formats_are_not_claimed(reader: Any) -> None:
    theirs = {
        hypothesis_json: (".json",),
        hypothesis_csv: (".csv",),
        hypothesis_txt: ("client-export.txt",),
        hypothesis_html: ("client-export.html",),
    }[reader]
    for path in sorted(FIXTURES.iterdir()):
        if path.name.endswith(theirs) or path.suffix == ".md" or path.is_dir():
            continue
        assert not reader.detect(path.read_text(encoding="utf-8")), path.name
    for text in (
        "<html><h2>Annotation 1:</h2><p>Comment: x</p></html>",
        '{"memos": [{"content": "\\"rows\\": [\\"uri\\": user", "createTime": "2024"}]}',
        '[{"id": 1, "content": "a", "createdTs": 1}]',
        '{"user": "me", "text": "\\"target\\": [", "group": "x", "uri": "https://a.example/"}',
        "Annotation 1: a heading\n\nComment: of a text\n",
        "",
    ):
        assert not reader.detect(text)


# --- links ---


@pytest.mark.parametrize(
    ("passage", "around", "directive"),
    [
        # Long enough to be the only one: by itself.
        (
            "a state-of-the-art, fast & small",
            ("", ""),
            "a%20state%2Dof%2Dthe%2Dart%2C%20fast%20%26",
        ),
        # Short: with the whole words around it, the cut ones left out.
        ("its keys", ("ision takes ", " from every tok"), "takes-,its%20keys,-from%20every"),
        # A selection that cut words: completed from around it.
        ("oftmax of the scores", ("then the s", " is"), "softmax%20of%20the%20scores"),
        ("softmax of the scor", ("", "es is"), "softmax%20of%20the%20scores"),
        # Nothing tells where the cut word began: without it.
        ("oftmax of the scores", ("s", " is"), "of%20the%20scores"),
        # Two blocks of the page: start and end.
        ("First block\nsecond block", ("", ""), "First%20block,second%20block"),
        ("", ("", ""), ""),
    ],
)
def test_text_fragments(passage: str, around: tuple[str, str], directive: str) -> None:
    link = link_to(PAGE, passage, *around)
    if directive:
        assert link.startswith(f"{PAGE}#:~:text={directive}"), link
    else:
        assert link == PAGE


def test_a_long_passage_is_its_first_and_last_words() -> None:
    english = "The quick brown fox jumps over the lazy dog, " * 5 + "and so on to the end"
    assert link_to(PAGE, english).endswith(
        "#:~:text=The%20quick%20brown%20fox%20jumps%20over,"
        "lazy%20dog%2C%20and%20so%20on%20to%20the%20end"
    )
    from urllib.parse import unquote

    chinese = "注意力机制先算分数，再做归一化；" * 9 + "最后按权重求和，得到输出。"
    start, end = unquote(link_to(PAGE, chinese).partition("text=")[2]).split(",")
    assert chinese.startswith(start)
    assert chinese.endswith(end)
    assert max(len(start), len(end)) <= 33


def test_links_lead_to_the_web_only() -> None:
    assert link_to("javascript:alert(1)", "x") == ""
    assert link_to("http://", "x") == ""
    assert link_to("https://[bad", "x") == ""
    (item,) = found(row(uri="HTTPS://Example.ORG:8080/a"))
    assert item.host == "example.org"
    assert link_to(PAGE + "#part:~:text=old", "a passage of some length") == (
        PAGE + "#part:~:text=a%20passage%20of%20some%20length"
    )
    assert link_to('https://a.example/"><b>/中 文') == (
        "https://a.example/%22%3E%3Cb%3E/%E4%B8%AD%20%E6%96%87"
    )


def test_hostile_lengths_stay_linear() -> None:
    link = link_to(PAGE, "word" * 500_000, "x" * 500_000, "y" * 500_000)
    assert len(link) < 500
    list(
        hypothesis_txt.read(Document("x", "Annotation 1:\nCreated at: x\nComment: y\n\n" * 20_000))
    )


def test_fixtures_are_there() -> None:
    assert Path(FIXTURES / "client-export.csv").is_file()


@pytest.mark.parametrize(
    ("exact", "passage"),
    [
        (
            "A sentence that a page\n   breaks. 一句\n话。",
            "A sentence that a page breaks. 一句 话。",
        ),
        ("x = load(a)\nfor y in x:\n    print(y)", "x = load(a)\nfor y in x:\n    print(y)"),
        (
            "git bisect finds the commit that broke it\nCopied\ngit bisect start",
            "git bisect finds the commit that broke it Copied git bisect start",
        ),
        ("\n  one line \n", "one line"),
    ],
)
def test_only_code_keeps_its_lines(exact: str, passage: str) -> None:
    quote = {"type": "TextQuoteSelector", "exact": exact}
    (item,) = found(row(target=[{"selector": [quote]}]))
    assert said(item.passage) == passage
