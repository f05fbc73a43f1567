"""A package over the one before: what its source calls a thing tells who it is, not its text."""

from __future__ import annotations

import json
from typing import List

import pytest
from real_anki import EXAMPLES, Desk, Learner

ROW = {
    "id": "PageNoteOfTides01",
    "created": "2024-01-01T00:00:00Z",
    "updated": "2024-01-01T00:00:00Z",
    "user": "acct:me@hypothes.is",
    "uri": "https://tides.example.org/",
    "text": "整页的想法：潮汐一天两次",
    "target": [{"source": "https://tides.example.org/"}],
}
ROWS = json.dumps({"total": 1, "rows": [ROW]}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("memos.json", ["读完了布隆过滤器一章", "重读了布隆过滤器这一章"]),
        ("blog-feed.xml", ["看起来一样的两个字符串", "看起来相同的两个字符串"]),
        ("blog-feed.xml", ["https://blog.example.org/2024", "http://www.blog.example.org/2024"]),
        ("blog-feed.xml", ["/same-look/", "/same-look/?utm_source=rss"]),
        ("rows.json", ["整页的想法", "对这一页的想法"]),
    ],
    ids=["a memo's first line", "a title", "a host", "a query", "a page note's first line"],
)
def test_whatever_became_of_its_text_it_is_the_same_note(
    desk: Desk, learner: Learner, name: str, change: List[str]
) -> None:
    text = ROWS if name == "rows.json" else (EXAMPLES / name).read_text(encoding="utf-8")
    source, changed = desk.folder / name, text.replace(change[0], change[1])
    assert changed != text
    source.write_text(text, encoding="utf-8")
    learner.import_package(desk.export_files([source], desk.package))
    before = {note.guid for note in learner.notes()}

    source.write_text(changed, encoding="utf-8")
    imported = learner.import_package(desk.export_files([source], desk.package))

    assert (imported.new, imported.others) == (0, 0)
    assert {note.guid for note in learner.notes()} == before
