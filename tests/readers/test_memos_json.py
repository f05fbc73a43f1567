"""Memos of every version of the service, and the weekly memo that is several items."""

from __future__ import annotations

import json
from typing import Any

import pytest
from annoki.identity.guids import identify
from annoki.identity.keys import ids_of
from annoki.model import Document, Face, Item, Problem, Skipped
from annoki.readers.hypothesis import rows as hypothesis_json
from annoki.readers.memos import records as memos_json
from annoki.readers.memos import weekly_text
from annoki.text.spans import text_of

from tests.fixture_files import TESTS

HOME = "https://memos.example.org"


def found(*memos: Any, url: str = HOME, name: str = "memos") -> list[Any]:
    data: Any = {name: list(memos)} if name else list(memos)
    text = json.dumps(data, ensure_ascii=False)
    assert memos_json.detect(text)
    assert not hypothesis_json.detect(text)
    return list(memos_json.read(Document("x", text, url)))


def read(text: str) -> list[Any]:
    return list(memos_json.read(Document("x", text, HOME)))


def memo(content: str = "一条 note", **more: Any) -> dict[str, Any]:
    return {
        "name": "memos/kQx7",
        "state": "NORMAL",
        "creator": "users/1",
        "createTime": "2024-03-01T10:00:00Z",
        "updateTime": "2024-03-02T10:00:00Z",
        "displayTime": "2024-02-29T23:00:00Z",
        "content": content,
        "visibility": "PRIVATE",
        "tags": [],
        **more,
    }


def shown(item: Item) -> str:
    return text_of(item.body)


# --- versions ---


@pytest.mark.parametrize(
    ("listed", "record", "page", "ids"),
    [
        ("data", {"id": 7, "createdTs": 1709247600}, "/m/7", ("7",)),
        ("", {"id": 7, "createdTs": 1709247600, "name": "ab"}, "/m/ab", ("ab", "7")),
        ("memos", {"name": "memos/7", "uid": "ab"}, "/m/ab", ("ab", "7")),
        ("memos", {"name": "memos/ab"}, "/memos/ab", ("ab",)),
    ],
)
def test_each_version_names_a_memo_otherwise(
    listed: str, record: dict[str, Any], page: str, ids: tuple[str, ...]
) -> None:
    times = {} if "createdTs" in record else {"createTime": "2024-02-29T23:00:00Z"}
    (item,) = found({**record, **times, "content": "一条 note"}, name=listed)
    assert item.link == HOME + page
    assert item.source_ids == tuple(f"memos:memos.example.org/{id}" for id in ids)
    assert item.captured == "2024-02-29"
    assert (item.kind, item.source, item.face) == ("memo", "memos", Face.RECORD)


def test_what_a_memo_holds() -> None:
    (item,) = found(
        memo("读完了 #书/科学 and `#not` https://a.example/#no\n# 标题\n#7", tags=["old"])
    )
    assert (item.captured, item.modified, item.host) == ("2024-03-01", 1709373600, HOME[8:])
    assert item.tags == ("old", "书::科学")
    assert "#书/科学" in shown(item)


def test_a_single_memo_is_a_list_of_one() -> None:
    text = json.dumps(memo())
    assert memos_json.detect(text)
    (item,) = read(text)
    assert item.link == f"{HOME}/memos/kQx7"


def test_a_saved_list_whose_instance_is_unknown() -> None:
    picture = {"name": "attachments/1", "filename": "a.png", "type": "image/png"}
    (item,) = found(memo(attachments=[picture]), url="")
    assert (item.link, item.host, item.source_ids) == ("", "", ("memos:/kQx7",))
    assert [(block.kind, text_of([block])) for block in item.body[1:]] == [("caption", "a.png")]


@pytest.mark.parametrize(
    ("files", "address"),
    [
        ({"attachments": [{"name": "attachments/u1"}]}, "/file/attachments/u1/a%20b.png"),
        ({"resources": [{"name": "resources/3", "uid": "u1"}]}, "/file/resources/3/a%20b.png"),
        ({"resourceList": [{"id": 3, "name": "u1"}]}, "/o/r/u1"),
        ({"resourceList": [{"id": 3}]}, "/o/r/3/a%20b.png"),
        ({"resourceList": [{"id": 3, "publicId": "p1"}]}, "/o/r/3/p1"),
        ({"attachments": [{"externalLink": "https://cdn.example.org/x"}]}, "https://cdn"),
    ],
)
def test_pictures_have_an_absolute_address(files: dict[str, Any], address: str) -> None:
    for file in next(iter(files.values())):
        file.update(filename="a b.png", type="image/png")
    (item,) = found(memo(**files))
    assert item.body[-1].kind == "picture"
    assert item.body[-1].address.startswith(address if "://" in address else HOME + address)


def test_other_attachments_are_links() -> None:
    (item,) = found(memo(attachments=[{"name": "attachments/1", "filename": "讲义.pdf"}]))
    assert shown(item).endswith("讲义.pdf")
    assert item.body[-1].spans[0].link.startswith(HOME + "/file/attachments/1/")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"content": ""}, "no text"),
        ({"content": " \n", "attachments": [{"name": "attachments/1"}]}, "no text"),
        ({"state": "ARCHIVED"}, "archived"),
        ({"rowStatus": "ARCHIVED"}, "archived"),
    ],
)
def test_what_is_left_out_is_told_with_a_reason(changes: dict[str, Any], why: str) -> None:
    (skipped,) = found(memo(**changes))
    assert isinstance(skipped, Skipped)
    assert skipped.why == why


def test_pictures_alone_are_an_item_called_by_its_file() -> None:
    picture = {"name": "attachments/1", "filename": "a.png", "type": "image/png"}
    (item,) = found(memo("", attachments=[picture]))
    assert [(block.kind, text_of([block])) for block in item.body] == [("picture", "a.png")]


def test_a_list_without_contents_is_a_problem_of_each() -> None:
    cut = memo(snippet="The beginning…")
    del cut["content"]
    problem, item = found(cut, memo())
    assert isinstance(problem, Problem)
    assert isinstance(item, Item)


def test_bad_records_are_reported_without_what_they_hold_of_tokens() -> None:
    token: dict[str, Any] = {"creator": {"openId": "SECRET"}}
    everything = found(3, {"content": "nameless", **token}, memo(**token))
    assert [type(one) for one in everything] == [Problem, Problem, Item]
    text = json.dumps({"data": [memo(), memo("zweites", **token)]})
    cut = list(memos_json.read(Document("x", text[: text.index("SECRET") + 6], HOME)))
    assert [type(one) for one in cut] == [Item, Problem]
    assert "SECRET" not in str(everything) + str(cut)


def test_a_list_of_version_0_8() -> None:
    text = (TESTS / "fixtures" / "memos-0.8.json").read_text(encoding="utf-8")
    assert memos_json.detect(text)
    assert memos_json.declared(text) == 41
    items = read(text)
    assert [item.n for item in items] == list(range(1, len(items) + 1))
    assert items[0].captured == "2022-12-14"
    assert items[0].body[-1].kind == "picture"
    assert [item.link for item in items[:2]] == [f"{HOME}/m/402", f"{HOME}/m/398"]
    for secret in ("openId", "s3cret"):
        assert secret not in str(items)


# --- the weekly memo ---

WEEKLY = """\
# 阅读周刊·第二期

由脚本汇总。

1. [Qwen 2.5](https://qwen.example/blog) 技术报告：在更多 token 上训练。1. 不是新的一条 2. 也不是
2. [小模型指南](https://small.example/) 讲怎么蒸馏, with numbers.

   ```python
   for step in range(3):
       print(step)
   1. not an item
   ```

   输出如上。
3. [vLLM](https://vllm.example) fast serving
![figure](https://img.example/a.png)

1. https://bare.example/page 裸链接也算一条
"""


def test_a_weekly_memo_is_its_items() -> None:
    items = found(memo(WEEKLY, attachments=[]), memo("单独一条"))
    assert [item.n for item in items] == [1, 2, 3, 4, 5]
    assert [item.collection for item in items] == ["阅读周刊·第二期"] * 4 + [""]
    assert len({item.source_ids for item in items[:4]}) == 1, "items have no ids, and may move"
    assert len({ids_of(item) for item in items}) == 5
    assert [item.where for item in items[:2]] == ["memo 1, item 1", "memo 1, item 2"]
    assert shown(items[0]).startswith("Qwen 2.5 技术报告")
    code = [block for block in items[1].body if block.kind == "code"]
    assert [block.code for block in code] == [
        "for step in range(3):\n    print(step)\n1. not an item"
    ]
    assert any(block.kind == "picture" for block in items[2].body)
    assert {item.link for item in items[:4]} == {f"{HOME}/memos/kQx7"}


def test_paragraphs_of_their_own_are_items_too() -> None:
    text = (
        "本周所想\n\n1. 第一段，说一件事。\n\n2. 第二段。\n\n```\nx = 1\n```\n\n3. A third thought."
    )
    items = found(memo(text))
    assert [shown(item).partition("\n")[0] for item in items] == [
        "第一段，说一件事。",
        "第二段。",
        "A third thought.",
    ]


@pytest.mark.parametrize(
    "content",
    [
        "今天做了三件事：\n1. 跑步\n2. 读书\n3. 写字",
        "比较一下：\n1. [A](https://a.example) 快\n2. [B](https://b.example) 小\n"
        "3. [C](https://c.example) 贵\n\n最后选了 B。",
        "A first paragraph.\n\nA second one.\n\nA third.\n\n1. [a](https://a.example)\n"
        "2. [b](https://b.example)\n3. [c](https://c.example)",
        "1. [a](https://a.example)\n2. [b](https://b.example)",
        "```\n1. [a](x)\n2. [b](x)\n3. [c](x)\n```",
        "2020. 年\n2021. 年\n2022. 年",
    ],
)
def test_a_list_inside_a_memo_stays_there(content: str) -> None:
    assert len(found(memo(content))) == 1


def test_an_item_of_the_weekly_dump_and_its_memo_are_one_note() -> None:
    memos = [
        "[Qwen 2.5](https://qwen.example/blog) 技术报告：在更多 token 上训练。",
        "[小模型指南](https://small.example/) 讲怎么蒸馏。\n\n```python\nprint(1)\n```",
        "vLLM开源了：[vllm](https://vllm.example) 服务很快。\n\n![图](https://img.example/a.png)",
        "**EVA-03** is out. 对应的报告还没读。",
    ]
    dump = (
        "阅读周刊\n\n本文由脚本汇总。\n\n"
        "  1. Qwen 2.5 技术报告: 在更多 token 上训练。\n\n"
        "  2. 小模型指南 讲怎么蒸馏。\n\nprint(1)\n\n"
        "  1. vLLM开源了:vllm 服务很快。\n\n图\n\n"
        "  1. EVA-03 is out. 对应的报告还没读。\n"
    )
    flat = [one for one in weekly_text.read(Document("x", dump)) if isinstance(one, Item)]
    single = found(*(memo(text, name=f"memos/{at}") for at, text in enumerate(memos)))
    issue = found(memo("# 周刊\n" + "\n".join(f"1. {text}" for text in memos[:2])))
    whole = "".join(f"{at}. {text}\n\n" for at, text in enumerate(memos, 1))
    split = found(memo(f"# 阅读周刊\n\n{whole}"))
    assert (len(flat), len(single), len(split), len(issue)) == (4, 4, 4, 1)
    first, second, third = ([one.guid for one in each] for each in identify([flat, single, split]))
    assert first == second == third
    assert len(set(first)) == 4
