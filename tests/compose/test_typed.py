"""What becomes of notes and memos as their services keep them: Markdown as it was typed."""

from __future__ import annotations

import json
from typing import Dict, List, Tuple

import pytest
from annoki.compose import compose
from annoki.config import Config
from annoki.model import Document, Item, Note
from annoki.notetype import FIELDS
from annoki.readers.hypothesis import rows
from annoki.readers.memos import records
from annoki.text.spans import text_span

from tests.texts import prose

CONFIG = Config()


def shown(note: Note) -> Tuple[str, str, str]:
    fields: Dict[str, str] = dict(zip(FIELDS, note.fields))
    return note.status, fields["Prompt"], fields["Answer"]


def noted(item: object) -> Note:
    assert isinstance(item, Item)
    return compose(item, "guid", CONFIG)


def remark(text: str) -> Note:
    """A note on a passage, as an API row."""
    row = {
        "id": "a",
        "created": "2024-11-24T12:05:31+00:00",
        "user": "acct:a@hypothes.is",
        "uri": "https://a.example/x",
        "text": text,
        "target": [{"selector": [{"type": "TextQuoteSelector", "exact": "the passage"}]}],
    }
    (item,) = rows.read(Document("x", json.dumps([row])))
    return noted(item)


def memo(text: str) -> Note:
    row = {"name": "memos/a", "createTime": "2024-03-01T08:00:00Z", "content": text}
    (item,) = records.read(Document("x", json.dumps([row])))
    return noted(item)


@pytest.mark.parametrize(
    "answer",
    [
        "![[Heaps#^sift]]",
        "![[heap.png|300]]",
        "[[Heaps|见这篇]]",
        "详见 [[Heaps]]、[[Trees]]。",
        "[the docs](https://a.example/heap)",
        "<https://a.example/heap>",
        "如下图:\n\n![a heap](https://a.example/heap.png)",
        "- 见 [[Heaps]]",
        "see Fig. 3",
    ],
)
def test_what_only_leads_elsewhere_is_no_answer(answer: str) -> None:
    assert remark(f"> [!NOTE] 什么是堆?\n> {answer}".replace("\n\n", "\n>\n> ")).status == (
        "unfinished"
    )
    assert memo(f"什么是堆?\n#flashcard\n{answer}").status == "unfinished"


@pytest.mark.parametrize(
    "answer",
    [
        "- [[Heaps]]\n- [[Trees]]",
        "[[Heaps]] 的一种",
        "如下:\n\n```py\nheapify(x)\n```",
        "[docs](https://a.example) 说是完全二叉树",
    ],
)
def test_what_says_something_beside_its_links_is_one(answer: str) -> None:
    assert remark(f"什么是堆?\n#flashcard\n{answer}").status == "ready"


def test_callouts_beside_and_inside_are_quotations() -> None:
    note = remark("> [!faq] Q\n> one\n>> [!todo]- T\n>> two\n\n> [!info|x]\n> three")
    assert shown(note) == (
        "ready",
        '<p lang="en">Q</p>',
        '<p lang="en">one</p>'
        '<blockquote lang="en"><p><strong>T</strong><br>two</p></blockquote>'
        '<blockquote lang="en"><p>three</p></blockquote>',
    )


def test_what_a_second_callout_asks_is_no_guess_of_the_first() -> None:
    status, _, answer = shown(remark("[!NOTE] 什么是堆?\n一棵树\n\n[!TIP] 满吗?\n满"))
    assert (status, "<strong>满吗?</strong>" in answer) == ("ready", True)


def test_an_item_of_a_list_asks_what_those_below_it_answer() -> None:
    status, prompt, answer = shown(remark("- What is a heap? #card\n    - a tree\n    - an order"))
    assert (status, prompt) == ("ready", '<p lang="en">What is a heap?</p>')
    assert answer == '<ul lang="en"><li>a tree</li><li>an order</li></ul>'


def test_tags_above_a_callout_are_tags() -> None:
    note = remark("#flashcards/ds #tree\n\n> [!NOTE] 什么是堆?\n> 一棵树\n>\n> 满的")
    assert shown(note)[1:] == (
        '<p lang="zh-Hans">什么是堆?</p>',
        '<p lang="zh-Hans">一棵树</p><p lang="zh-Hans">满的</p>',
    )
    assert {"annoki::tag::ds", "annoki::tag::tree"} <= set(note.tags)


@pytest.mark.parametrize(
    ("text", "status", "prompt", "answer"),
    [
        ("什么是堆:::一棵树", "ready", "什么是堆", "一棵树"),
        ("#ds/tree\n什么是堆:::一棵树", "ready", "什么是堆", "一棵树"),
        ("什么是堆:::一棵树 #ds/tree", "ready", "什么是堆", "一棵树"),
        ("#ds #tree 什么是堆:::一棵树", "ready", "什么是堆", "一棵树"),
        ("> [!NOTE] 什么是堆？\n> flashcard\n> 一棵树", "ready", "什么是堆？", "一棵树"),
        ("#flashcards/ds 什么是堆？\n一棵树", "ready", "什么是堆？", "一棵树"),
        ("什么是堆？\n#flashcards/ds #重要\n一棵树", "ready", "什么是堆？", "一棵树"),
        ("什么是堆:::", "unfinished", "什么是堆", ""),
        ("#ds 今天读到堆。它满。", "digest", "今天读到堆。", "它满。"),
        ("> [!NOTE]\n> 今天读到堆。", "unfinished", "今天读到堆。", ""),
    ],
)
def test_memos_have_the_habits_of_notes(text: str, status: str, prompt: str, answer: str) -> None:
    got, front, back = shown(memo(text))
    assert got == status
    assert f">{prompt}</p>" in front
    assert f">{answer}</p>" in back if answer else not back


def test_tags_of_memos_are_those_of_anki_and_a_marker_is_none() -> None:
    tags = memo("#ds/tree #flashcards/heap\n什么是堆？\n一棵树").tags
    own = [tag for tag in tags if tag.startswith("annoki::tag")]
    assert own == ["annoki::tag::ds::tree", "annoki::tag::heap"]


def test_what_a_memo_folds_away_is_shown_without_its_tags() -> None:
    status, prompt, answer = shown(memo("<details>\n<summary>点开</summary>\n\n藏着\n\n</details>"))
    assert status == "digest"
    assert ">点开</p>" in prompt
    assert "藏着" in answer
    assert "details" not in answer
    assert "summary" not in answer


@pytest.mark.parametrize(
    "day",
    [
        "2024-05-01",
        "2024年5月1日 星期三 晴",
        "# 2024.5.1",
        "5月1日",
        "5/1 周三",
        "May 1, 2024",
        "Wed, 1 May 2024",
        "1st May",
        "2024-05-01 08:30",
        "8:30 am",
    ],
)
def test_a_line_that_only_says_when_does_not_ask(day: str) -> None:
    status, prompt, answer = shown(memo(f"{day}\n堆是树。它是满的。"))
    assert status == "digest"
    assert prompt.endswith(">堆是树。</p>")
    assert ">它是满的。</p>" in answer or "<br>它是满的。</p>" in answer
    assert memo(f"{day}\n堆是树。").status == "unfinished"


@pytest.mark.parametrize(
    "line", ["Decide 12", "May I ask", "2024 年的计划", "第 5 月", "Sun 工作站"]
)
def test_a_line_that_says_more_than_when_asks(line: str) -> None:
    assert shown(memo(f"{line}\n堆是树。它是满的。"))[0] == "digest"
    assert "堆是树" in shown(memo(f"{line}\n堆是树。它是满的。"))[2]


def test_a_day_below_what_asks_for_it_is_an_answer() -> None:
    assert memo("登月是哪天。\n1969-07-20").status == "digest"


@pytest.mark.parametrize(
    ("text", "prompt", "tags"),
    [
        ("周记 #12 #读书\n堆是树。", "周记 #12", ["读书"]),
        ("# 周记 #12 #读书\n\n堆是树。", "周记 #12", ["读书"]),
        ("第十二周 #ds/tree\n堆是树。", "第十二周", ["ds::tree"]),
        ("Heaps #ds\n\nThey are trees.", "Heaps", ["ds"]),
        ("5月1日\n#日记\n\n堆满了吗\n堆是树。", "堆满了吗", ["日记"]),
        ("堆与 #栈 的区别\n堆是树。", "堆与 #栈 的区别", ["栈"]),
    ],
)
def test_tags_behind_the_words_of_a_memo_are_tags(text: str, prompt: str, tags: List[str]) -> None:
    made = memo(text)
    assert shown(made)[0] == "digest"
    assert _words(shown(made)[1]) == prompt
    assert [tag[13:] for tag in made.tags if tag.startswith("annoki::tag")] == tags


@pytest.mark.parametrize(
    ("text", "front", "back", "tags"),
    [
        ("堆:::一棵树 #读书", "堆", "一棵树", ["读书"]),
        ("[!NOTE] 什么是堆？ #ds\n一棵树", "什么是堆？", "一棵树", ["ds"]),
        ("[!NOTE] 堆 #12\n一棵树。 #ds #tree", "堆 #12", "一棵树。", ["ds", "tree"]),
        ("什么是 #define:::宏", "什么是 #define", "宏", []),
        ("选择器怎么写:::写成 #main", "选择器怎么写", "写成 #main", []),
        ("一棵树 #重要", "the passage", "一棵树", ["重要"]),
    ],
)
def test_tags_behind_the_words_of_a_note(text: str, front: str, back: str, tags: List[str]) -> None:
    made = remark(text)
    assert (_words(shown(made)[1]), _words(shown(made)[2])) == (front, back)
    assert [tag[13:] for tag in made.tags if tag.startswith("annoki::tag")] == tags


def test_tags_behind_the_title_of_a_post_are_tags() -> None:
    item = Item(
        "post", "blog", "here", 1, body=prose("堆是树。"), title=text_span("周记 #12 #读书")
    )._replace(tags=("读书",))
    made = noted(item)
    assert _words(shown(made)[1]) == "周记 #12"
    assert "annoki::tag::读书" in made.tags


def _words(html: str) -> str:
    return "".join(part.partition(">")[2] for part in html.partition("<details")[0].split("<"))


@pytest.mark.parametrize(
    "answer",
    ["写 #标签", "有 #if #else #endif", "有 #999 #ccc", "用。#include", "选择器写成 #main"],
)
def test_what_an_answer_ends_in_may_be_what_was_asked(answer: str) -> None:
    assert _words(shown(remark(f"[!NOTE] 怎么写?\n{answer}"))[2]) == answer
    assert not [tag for tag in remark(answer).tags if tag.startswith("annoki::tag")]
