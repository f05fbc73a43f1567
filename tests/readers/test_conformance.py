"""Our own readers keep what `check_reader` asks of everybody's."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any, Dict, NamedTuple

import pytest
from annoki.pipeline.conformance import check_reader
from annoki.readers.blog import feed
from annoki.readers.hypothesis import export_csv, export_html, export_txt, page_text, rows
from annoki.readers.memos import records as memos


class Mark(NamedTuple):
    passage: str
    note: str
    day: str = "2023-08-29"
    number: int = 1

    def later(self) -> Mark:
        return Mark(self.passage, f"{self.note} 改过", "2023-09-02", self.number + 3)


MARKS = [
    Mark(
        "A hash table trades order for speed.", "[!NOTE] 换来什么?\n\nflashcard\n\n速度", number=1
    ),
    Mark("Keys are hashed to buckets.", "桶:::bucket", number=2),
    Mark("Collisions are chained, or probed $h(k)+i$.", "$h(k)+i$ 是线性探测", number=3),
    Mark("负载因子超过阈值就扩容。", "", number=4),
    Mark("Deleting leaves a tombstone 🪦.", "`tombstone` 为什么?", number=5),
    Mark("`None` is no key.", "**不是**键", number=6),
]


def as_rows(marks: Sequence[Mark]) -> str:
    listed: list[dict[str, Any]] = [
        {
            "id": f"id-{abs(hash(mark.passage))}",
            "created": f"{mark.day}T10:00:00+00:00",
            "updated": f"{mark.day}T11:00:00+00:00",
            "uri": "https://docs.example.org/hash",
            "user": "acct:me@hypothes.is",
            "text": mark.note,
            "target": [{"selector": [{"type": "TextQuoteSelector", "exact": mark.passage}]}],
        }
        for mark in marks
    ]
    return json.dumps({"total": len(listed), "rows": listed}, ensure_ascii=False)


def as_csv(marks: Sequence[Mark]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    head = "Created at,Author,Page,URL,Group,Type,Quote/description,Comment,Tags"
    writer.writerow(head.split(","))
    for mark in marks:
        page = "https://docs.example.org/hash"
        kind = "Annotation" if mark.note else "Highlight"
        row = [f"{mark.day} 10:00", "me", mark.number, page, "Public", kind]
        writer.writerow([*row, mark.passage, mark.note, ""])
    return text.getvalue()


def as_txt(marks: Sequence[Mark]) -> str:
    head = "2024-01-01 10:00\nHashing\nhttps://docs.example.org/hash\nGroup: Public\n"
    return head + "".join(
        f"\nAnnotation {n}:\nCreated at: {mark.day} 10:00\nAuthor: me\nPage: {mark.number}\n"
        f'Type: Annotation\nQuote: "{mark.passage}"\nComment: {mark.note}\nTags: a\n'
        for n, mark in enumerate(marks, 1)
    )


def as_html(marks: Sequence[Mark]) -> str:
    articles = "".join(
        f"<article><h2>Annotation {n}:</h2><table><tr><td>Created at:</td><td><time datetime='"
        f"{mark.day}T10:00:00Z'></time></td></tr><tr><td>Quote:</td><td><blockquote>{mark.passage}"
        f"</blockquote></td></tr><tr><td>Comment:</td><td>{mark.note}</td></tr></table></article>"
        for n, mark in enumerate(marks, 1)
    )
    page = "<p><strong>Hashing</strong></p><p><a href='https://docs.example.org/hash'>x</a></p>"
    return f"<html><body><section>{page}</section><section>{articles}</section></body></html>"


def as_page(marks: Sequence[Mark]) -> str:
    month = {"2023-08-29": "Aug 2023", "2023-09-02": "Sep 2023"}[marks[0].day]
    lines = [f"{len(marks)} Matching Annotations", f"  1. {month}"]
    for mark in marks:
        lines.append(f"    {mark.number}. {mark.passage}")
        lines += ["", *(f"      {line}" for line in mark.note.split("\n")), ""]
    return "\n".join(lines)


def as_memos(marks: Sequence[Mark]) -> str:
    listed = [
        {
            "name": f"memos/{abs(hash(mark.passage))}",
            "createTime": f"{mark.day}T10:00:00Z",
            "content": f"{mark.passage}\n\n{mark.note}",
        }
        for mark in marks
    ]
    return json.dumps({"memos": listed}, ensure_ascii=False)


def as_feed(marks: Sequence[Mark]) -> str:
    items = "".join(
        f"<item><title>{mark.passage}</title><link>https://b.example/{abs(hash(mark.passage))}/"
        f"</link><pubDate>{mark.day}</pubDate><description>{mark.note}</description></item>"
        for mark in marks
    )
    return f'<rss version="2.0"><channel><title>B</title>{items}</channel></rss>'


READERS = [
    (rows, as_rows), (export_csv, as_csv), (export_txt, as_txt), (export_html, as_html),
    (page_text, as_page), (memos, as_memos),
    (feed, as_feed),
]  # fmt: skip


@pytest.mark.parametrize(("reader", "render"), READERS, ids=lambda one: getattr(one, "NAME", ""))
def test_reader(reader: Any, render: Any) -> None:
    check_reader(reader, render, MARKS, edited=Mark.later)


class Wrong:
    """A reader with one fault; what it reads is a line each."""

    NAME = "lines"

    def __init__(self, fault: str) -> None:
        self.fault = fault
        self.times = 0

    def detect(self, text: str) -> bool:
        return text.startswith("lines\n") or self.fault == "detects all"

    def declared(self, text: str) -> int | None:
        return None

    def read(self, document: Any) -> Any:
        from annoki.model import Item

        from tests.texts import passage

        lines = document.text.split("\n")[1:]
        self.times += 1
        for n, line in enumerate(lines, 1):
            if self.fault == "loses" and n == 3:
                continue
            if self.fault == "opens":
                with open(__file__, encoding="utf-8") as stream:
                    stream.read()
            text = {
                "counts": f"{n} {line}",
                "remembers": f"{self.times} {line}",
                "takes all": line,
                "by place": f"passage {n}",
            }.get(self.fault, line.split("|")[0])
            if self.fault == "breaks" and "|" not in line:
                raise ValueError(line)
            where = "" if self.fault == "nowhere" else f"line {n}"
            more: Dict[str, Dict[str, Any]] = {
                "no day": {"captured": "May"},
                "no link": {"link": "javascript:x"},
            }
            number = n + 1 if self.fault == "from two" else n
            item = Item("annotation", "x", where, number, passage(text))
            yield item._replace(**more.get(self.fault, {}))


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("", ""),
        ("detects all", "recognises what it cannot read"),
        ("loses", "accounted for|numbered"),
        ("opens", "opens nothing"),
        ("counts", "the order decides"),
        ("remembers", "another one"),
        ("takes all", "becomes another note"),
        ("nowhere", "does not say where"),
        ("from two", "numbered"),
        ("by place", "each alone"),
        ("breaks", "cut off after .* it raises ValueError"),
        ("no day", "captured is 'May'"),
        ("no link", "link is 'javascript:x'"),
    ],
)
def test_what_is_amiss_is_said(fault: str, said: str) -> None:
    records = [f"line {chr(0x4E00 + n)} of them|{n}" for n in range(6)]

    def check() -> None:
        check_reader(
            Wrong(fault),
            lambda lines: "\n".join(["lines", *lines]),
            records,
            edited=lambda line: line + "!",
        )

    if not said:
        check()
        return
    with pytest.raises(AssertionError, match=said):
        check()
