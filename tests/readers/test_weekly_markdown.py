"""Issues of link notes in Markdown: what is an item, what belongs to it, and what is left out."""

from __future__ import annotations

import pytest
from annoki.compose.prompts import named
from annoki.model import Document, Found, Item, Skipped
from annoki.readers.memos import weekly_markdown
from annoki.text.spans import plain, text_of

from tests.fixture_files import EXAMPLES, TESTS

ISSUE = (TESTS / "fixtures" / "weekly.md").read_text(encoding="utf-8")
ITEMS = "\n".join(f"- [{name}](https://{name}.example/) is good." for name in "abc")


def read(text: str) -> list[Found]:
    return list(weekly_markdown.read(Document("weekly.md", text)))


def items(text: str) -> list[Item]:
    return [found for found in read(text) if isinstance(found, Item)]


def skipped(text: str) -> dict[str, str]:
    return {found.where: found.why for found in read(text) if isinstance(found, Skipped)}


def test_an_issue() -> None:
    assert weekly_markdown.detect(ISSUE)
    found = items(ISSUE)
    assert [plain(named(item.body)[0]) for item in found] == [
        "Why bread rises",
        "浮点数速查",
        "difftool",
        "topo",
        "⭐ kern",
        "ripgrep notes",
        "一个没有链接的标题，正文里有",
    ]
    assert [item.n for item in found] == list(range(1, 8))
    assert found[0].where == "line 18"
    assert {item.captured for item in found} == {"2024-03-08"}
    assert {item.collection for item in found} == {"边角料周刊（第 12 期）"}


def test_what_follows_an_item_is_its_own() -> None:
    bread, _, _, topo, _, ripgrep, chapter = items(ISSUE)
    assert [block.kind for block in bread.body] == ["prose", "prose", "prose", "bullets"]
    assert [block.kind for block in topo.body] == ["prose", "code"]
    assert topo.body[1].code.startswith("# [not a link]")
    assert text_of(ripgrep.body).endswith("slides")
    assert text_of(chapter.body).endswith("读完了 这一章，值得再读。🙂")


def test_nothing_is_left_out_in_silence() -> None:
    assert skipped(ISSUE) == {
        "line 7": "about the issue",
        "line 12": "no link note: it links nowhere",
        "line 29": "a link without a text",
        "line 31": "no link note: it links nowhere",
        "line 34": "no link note: it links nowhere",
        "line 55": "about the issue",
    }


@pytest.mark.parametrize(
    "text",
    [
        ITEMS,
        ITEMS.replace("- ", "* "),
        ITEMS.replace("- [", "### ["),
        ITEMS.replace("- [", "1. 🔧 ["),
        ITEMS.replace("- [", "（3）["),
        ITEMS.replace("- [a", "1、**[a").replace("- [b", "2、[b").replace("- [c", "3、[c"),
        f"# Week 9, 2024-03-01\n\n{ITEMS}",
    ],
)
def test_marks_of_items(text: str) -> None:
    assert weekly_markdown.detect(text)
    assert [text_of(item.body).strip("🔧*\n ")[0] for item in items(text)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A note with [a link](https://a.example) and [another](https://b.example).",
        "\n".join(f"- [{name}](#{name})" for name in "abcd"),
        "\n".join(f"- ![{name}](https://a.example/{name}.png)" for name in "abcd"),
        ITEMS + "\n- a" * 9,
        (EXAMPLES / "README.md").read_text(encoding="utf-8"),
        (EXAMPLES / "weekly.txt").read_text(encoding="utf-8"),
    ],
)
def test_other_texts_are_no_issue(text: str) -> None:
    assert not weekly_markdown.detect(text)


def test_a_title_in_the_text_gives_the_day() -> None:
    assert {item.captured for item in items(f"# Week 9, 2024-03-01\n\n{ITEMS}")} == {"2024-03-01"}
    assert {item.captured for item in items(ITEMS)} == {""}


def test_a_fence_that_nothing_closes_hides_no_item() -> None:
    assert len(items(f"- [z](https://z.example) says:\n```\n{ITEMS}")) == 4


@pytest.mark.parametrize("sign", ["1.", "1)", "1、", "（1）", "-", "*"])
def test_the_sign_of_a_link_note_that_is_not_there_belongs_to_none(sign: str) -> None:
    signs = [sign.replace("1", str(n)) for n in range(1, 5)]
    text = "".join(f"{one} [一篇](https://a.example/{one}) 好。\n\n" for one in signs[:3])
    whole = [item.body for item in items(text)]

    # A bracket alone is none.
    for at in range(1 + (sign[0] == "（"), len(sign) + 1):
        assert [item.body for item in items(text + signs[3][:at])] == whole
    assert [item.body for item in items(f"{text}42")] != whole


@pytest.mark.parametrize(
    "name",
    [
        "封面图",
        "本周封面",
        "历史上的本周",
        "往年回顾",
        "欢迎订阅",
        "关于本刊",
        "**鸣谢**",
        "Subscribe",
    ],
)
def test_what_an_issue_says_of_itself_is_no_item(name: str) -> None:
    below = "又一年。[第 9 期](https://a.example/9) 说过。"
    text = f"{ITEMS}\n\n## {name}\n\n{below}\n"
    assert [plain(named(item.body)[0]) for item in items(text)] == ["a", "b", "c"]
    assert skipped(text) == {"line 5": "about the issue"}


@pytest.mark.parametrize("name", ["封面图怎么选", "订阅制的终结", "Past issues of trust"])
def test_what_only_begins_like_that_is_one(name: str) -> None:
    below = "说来话长。[原文](https://a.example/9) 说过。"
    text = f"{ITEMS}\n\n## {name}\n\n{below}\n"
    assert len(items(text)) == 4
