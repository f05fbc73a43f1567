"""Search indexes as JSON, as each generator spells them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from annoki.model import Document, Face, Item, Problem
from annoki.readers import read as read_any
from annoki.readers.blog import search_json
from annoki.text.spans import plain, text_of

from tests.fixture_files import TESTS

BLOG = "https://blog.example.org"
HTML = "<p>第一段</p><pre><code>a = 1\nb = 2\n</code></pre>"
INDEX = TESTS / "fixtures" / "hugo-index.json"
ROWS: dict[str, dict[str, Any]] = {
    "hexo-generator-search": {
        "title": "潮汐", "url": "/2024/02/潮汐/", "content": HTML,
        "categories": ["海"], "tags": ["物理", "海"],
    },
    "hexo-generator-json-content": {
        "title": "潮汐", "slug": "潮汐", "date": "2024-02-03T10:00:00.000Z",
        "path": "2024/02/潮汐/",
        "permalink": f"{BLOG}/2024/02/潮汐/", "text": "第一段 a = 1", "excerpt": "第一段",
        "tags": [{"name": "物理", "slug": "p"}, {"name": "海", "slug": "s"}],
    },
    "a theme of Hugo": {
        "title": "潮汐", "uri": f"{BLOG}/2024/02/潮汐/", "date": "2024-02-03", "content": HTML,
        "tags": ["物理", "海"], "summary": "第一段",
    },
    "a theme of Hugo with Fuse": {
        "title": "潮汐", "permalink": f"{BLOG}/2024/02/潮汐/", "contents": "第一段 a = 1",
        "categories": ["海"], "tags": ["物理", "海"],
    },
    "Jekyll": {
        "title": "潮汐", "tags": "物理, 海", "url": "/2024/02/潮汐/", "date": "2024-02-03",
        "excerpt": "第一段",
    },
}  # fmt: skip
FACES = dict(zip(ROWS, (Face.PAGE, Face.STRIPPED, Face.PAGE, Face.STRIPPED, Face.EXCERPT)))


def items(data: object, url: str = f"{BLOG}/index.json") -> list[Item]:
    text = json.dumps(data, ensure_ascii=False)
    reading = read_any(Document("x", text, url))
    assert reading.format == "search-json"
    return [one for one in reading.found if isinstance(one, Item)]


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("wrap", [lambda row: [row], lambda row: {"meta": {}, "posts": [row]}])
def test_posts_of_each_generator(name: str, wrap: Any) -> None:
    (item,) = items(wrap(ROWS[name]))
    assert plain(item.title) == "潮汐"
    assert (item.kind, item.link) == ("post", f"{BLOG}/2024/02/潮汐/")
    assert item.tags == ("物理", "海")
    assert text_of(item.body).startswith("第一段")
    assert item.face == FACES[name]
    assert item.captured == ("2024-02-03" if "date" in ROWS[name] else "")


def test_sections_of_one_post_are_one() -> None:
    tide = {"uri": "/tide/", "title": "潮汐", "date": "2024-02-03", "tags": ["海"]}
    rows = [
        {**tide, "objectID": "/tide/:0:0", "content": "月亮在拉。"},
        {**tide, "objectID": "/tide/:1:0", "uri": "/tide/#spring", "content": "大潮 满月时水高。"},
        {**tide, "objectID": "/tide/:2:0", "content": "月亮在拉。"},
        {"uri": "/snow/", "title": "雪", "content": "下了一夜。"},
        {"uri": "/snow/", "title": "冰", "content": "湖面很厚。"},
        {"uri": "", "title": "", "content": "没有题目。"},
        {"uri": "", "title": "", "content": "也没有。"},
    ]
    said = [(plain(one.title), text_of(one.body)) for one in items(rows)]
    assert said == [
        ("潮汐", "月亮在拉。\n大潮 满月时水高。"),
        ("雪", "下了一夜。"),
        ("冰", "湖面很厚。"),
        ("", "没有题目。"),
        ("", "也没有。"),
    ]


def test_code_keeps_its_lines() -> None:
    (item,) = items([ROWS["hexo-generator-search"]])
    assert [block.code for block in item.body if block.kind == "code"] == ["a = 1\nb = 2"]


@pytest.mark.parametrize(
    "data",
    [
        [{"title": "x", "content": "a memo has no address"}],
        [{"uri": "https://a.example", "text": "an annotation", "id": "a"}],
        {"title": "x", "url": "https://a.example"},
    ],
)
def test_other_json_is_none(data: object) -> None:
    assert not search_json.detect(json.dumps(data))


def test_what_is_no_post_is_told_and_the_rest_is_read() -> None:
    whole = json.dumps([5, {}, ROWS["Jekyll"], ROWS["a theme of Hugo"]], ensure_ascii=False)
    found = list(search_json.read(Document("x", whole)))
    assert [type(one) for one in found] == [Problem, Problem, Item, Item]
    cut = list(search_json.read(Document("x", whole[:-30])))
    assert [type(one) for one in cut] == [Problem, Problem, Item, Problem]


def test_a_whole_index() -> None:
    reading = read_any(Document("x", INDEX.read_text(encoding="utf-8")))
    first, second = reading.found
    assert isinstance(first, Item)
    assert [block.kind for block in first.body] == ["prose", "code"]
    assert (first.body[1].language, first.host) == ("python", "blog.example.org")
    assert isinstance(second, Item)
    assert (second.face, reading.about) == (Face.EXCERPT, "blog.example.org")
