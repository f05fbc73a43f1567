"""Posts and link notes: the opening is printed once, and how much of the rest is shown."""

from __future__ import annotations

import re
from typing import Tuple

import pytest
from annoki.compose import compose
from annoki.config import Config
from annoki.identity.likeness import normalised
from annoki.model import Block, Face, Item, Note, Row, Span
from annoki.notetype import FIELDS
from annoki.text.spans import text_of, text_span

from tests.texts import block, prose

LINK = "https://a.example/post"
LONG = "每一句都说同一件事，只是换了说法。"


def made(*body: Block, title: str = "", kind: str = "post", link: str = LINK) -> Note:
    is_memo = kind == "memo"
    item = Item("memo" if is_memo else "post", "blog", "here", 1, body=body, face=Face.PAGE)
    item = item._replace(title=text_span(title) if title else (), link=link)
    return compose(item._replace(collection="周刊" if is_memo else ""), "g", Config())


def field(note: Note, name: str) -> str:
    return note.fields[FIELDS.index(name)]


def seen(html: str) -> str:
    return normalised(re.sub("<[^>]+>", "", html))


@pytest.mark.parametrize(
    ("text", "prompt", "answer"),
    [
        ("先排序。再二分。", "先排序。", "再二分。"),
        ("Is it sorted? Then halve it.", "Is it sorted?", "Then halve it."),
        ("标题一样的一行\n下面说它。", "标题一样的一行", "下面说它。"),
        ("用 `a. b` 写。够了。", "用 a. b 写。", "够了。"),
    ],
)
def test_the_opening_is_the_prompt_and_never_in_the_answer(
    text: str, prompt: str, answer: str
) -> None:
    note = made(*prose(text))
    assert note.status == "digest"
    assert seen(field(note, "Prompt")) == normalised(prompt)
    assert seen(field(note, "Answer")) == normalised(answer)


@pytest.mark.parametrize(
    ("text", "prompt"),
    [
        ("只有一句。", "只有一句。"),
        ("Only one sentence 🚀", "Only one sentence 🚀"),
        ("今天发布了。 #v1", "今天发布了。"),
        ("今天发布了。\n🎉🎉", "今天发布了。"),
    ],
)
def test_what_is_all_on_the_front_is_unfinished(text: str, prompt: str) -> None:
    """Nothing is left that could be recalled."""
    for kind in ("post", "memo"):
        note = made(*prose(text), kind=kind)
        assert note.status == "unfinished"
        assert seen(field(note, "Prompt")) == normalised(prompt)


@pytest.mark.parametrize(
    ("text", "prompt", "answer"),
    [
        ("🎉🎉\n今天发布了。跑得更快。", "今天发布了。", "🎉🎉 跑得更快。"),
        ("2024-03-01 12:00\n先排序。再二分。", "先排序。", "2024-03-01 12:00 再二分。"),
        ("https://a.example/x\n先排序。再二分。", "先排序。", "https://a.example/x 再二分。"),
        ("1984\n42", "1984", "42"),
    ],
)
def test_the_first_line_that_says_something_asks(text: str, prompt: str, answer: str) -> None:
    note = made(*prose(text))
    assert seen(field(note, "Prompt")) == normalised(prompt)
    assert seen(field(note, "Answer")) == normalised(answer)


def test_items_above_the_one_that_says_something_stay() -> None:
    note = made(block("bullets", "✅\n先排序\n再二分"))
    assert seen(field(note, "Prompt")) == "先排序"
    assert seen(field(note, "Answer")) == "✅再二分"


def test_an_opening_that_is_too_long_goes_on_in_the_answer() -> None:
    text = "这一句没有句号，" * 40
    note = made(*prose(text + "完。"))
    prompt, answer = (seen(field(note, name)) for name in ("Prompt", "Answer"))
    assert prompt.endswith("...")
    assert answer.startswith("...")
    assert len(prompt) < 170
    # Of the mark at the cut the dots stand for one.
    assert len(prompt + answer) - 6 == len(normalised(text + "完。")) - 1


def test_an_opening_that_is_cut_tears_no_link_or_code() -> None:
    spans = (
        Span("参见" * 60),
        Span("一个很长的名字" * 9, link=LINK),
        Span("x" * 50, "code"),
        Span("。"),
    )
    note = made(Block("prose", spans))
    assert field(note, "Prompt").count("<a ") + field(note, "Answer").count("<a ") == 1
    assert "x" * 50 in field(note, "Answer")


def test_an_opening_in_a_list_leaves_the_list() -> None:
    note = made(block("numbers", "第一条\n第二条\n第三条"))
    assert seen(field(note, "Prompt")) == "第一条"
    assert field(note, "Answer").startswith('<ol start="2"')
    assert "第一条" not in field(note, "Answer")


@pytest.mark.parametrize(
    ("text", "name", "about"),
    [
        ("DuckArgs Acme开源的命令行工具。好用。", "DuckArgs", "Acme开源的命令行工具。好用。"),
        ("acme/duck-args写了参数的解析。", "acme/duck-args", "写了参数的解析。"),
        ("Acme 公司开源的工具。好用。", "Acme 公司开源的工具。", "好用。"),
        ("Acme AI开源的工具。好用。", "Acme AI开源的工具。", "好用。"),
        ("Sparse Attention是一种近似。省显存。", "Sparse Attention是一种近似。", "省显存。"),
        ("[DuckArgs](https://a.example)：解析参数。", "DuckArgs", "解析参数。"),
        (
            "[甲](https://a.example) 和 [乙](https://b.example) 一样。都慢。",
            "甲 和 乙 一样。",
            "都慢。",
        ),
    ],
)
def test_what_a_link_note_names_first_is_its_name(text: str, name: str, about: str) -> None:
    note = made(*prose(text), kind="memo")
    assert seen(field(note, "Prompt")) == normalised(name)
    assert seen(field(note, "Answer")) == normalised(about)


@pytest.mark.parametrize(
    ("text", "name", "about"),
    [
        ("rust 生命周期\n每个引用都有。", "rust 生命周期", "每个引用都有。"),
        ("cargo 包管理:\n默认关闭。", "cargo 包管理", "默认关闭。"),
        ("rust 每个引用都有生命周期。\n默认省略。", "rust", "每个引用都有生命周期。默认省略。"),
        ("ripgrep 更快的 grep", "ripgrep", "更快的 grep"),
    ],
)
def test_a_title_line_is_not_torn(text: str, name: str, about: str) -> None:
    note = made(*prose(text), kind="memo")
    assert seen(field(note, "Prompt")) == normalised(name)
    assert seen(field(note, "Answer")) == normalised(about)


def test_the_link_of_a_name_stays() -> None:
    note = made(*prose("[DuckArgs](https://a.example/x) 解析参数。"), kind="memo")
    assert 'href="https://a.example/x"' in field(note, "Prompt")


@pytest.mark.parametrize("kind", ["heading", "prose"])
def test_a_first_heading_that_repeats_the_title_is_left_out(kind: str) -> None:
    first = Block("heading" if kind == "heading" else "prose", text_span("排序 与二分"))
    note = made(first, *prose("先排序。"), title="排序与 二分")
    assert seen(field(note, "Answer")) == "先排序。"
    other = made(first, *prose("先排序。"), title="排序")
    assert "二分" in field(other, "Answer")


@pytest.mark.parametrize("marker", ["[TOC]", "@[TOC]", "[[toc]]", "{:toc}"])
def test_where_contents_would_stand_is_no_text(marker: str) -> None:
    note = made(Block("prose", text_span(marker)), *prose("先排序。"), title="排序")
    assert seen(field(note, "Answer")) == "先排序。"


def test_a_post_of_nothing_but_a_picture_is_unfinished() -> None:
    note = made(Block("picture", address="https://a.example/a.png"), title="一张图")
    assert note.status == "unfinished"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("#排序#", "unfinished"),
        ("#排序 #二分/查找", "unfinished"),
        ("用户登录 ...", "unfinished"),
        ("排序 与二分：先…", "unfinished"),
        ("先排序，再二分，复杂度就…", "digest"),
        ("先排序。", "digest"),
        ("#排序 先排", "digest"),
        ("Sorted first, then ...", "digest"),
    ],
)
def test_a_text_that_says_nothing_is_unfinished(text: str, status: str) -> None:
    assert made(*prose(text), title="排序与二分").status == status


def test_a_long_text_that_is_its_title_again_is_no_answer() -> None:
    note = made(*prose(LONG * 60), title=LONG * 60)
    assert note.status == "unfinished"
    assert field(note, "Answer") == ""


def test_a_short_text_is_shown_whole() -> None:
    note = made(*prose(*[LONG] * 30), title="短")
    assert "<details>" not in field(note, "Answer")


def test_of_a_long_text_the_rest_is_folded_away() -> None:
    heading = Block("heading", text_span("下一节"))
    note = made(*prose(*[LONG] * 24), heading, *prose(*[LONG] * 60), title="长")
    shown, folded = field(note, "Answer").split("<details>")
    assert 400 <= len(seen(shown)) < 600
    assert folded.startswith('<summary><span lang="zh-Hans">继续读</span>')
    assert "<h3" in folded
    assert folded.endswith("</details>")
    assert folded.count("<p") == 84 - shown.count("<p")


@pytest.mark.parametrize(
    "body",
    [
        prose(LONG * 60),
        prose("no end of words " * 100),
        prose("字" * 1000),
        (block("numbers", "\n".join([LONG] * 60)),),
        (Block("code", code="\n".join(["x = compute(x)"] * 300)),),
        (Block("bullets", rows=tuple(Row((text_span(LONG),), n % 3) for n in range(60))),),
    ],
)
def test_one_long_block_is_parted_and_loses_nothing(body: tuple[Block, ...]) -> None:
    note = made(*body, title="长")
    shown, folded = field(note, "Answer").split("<details>")
    assert len(seen(shown)) < 900
    whole = seen(shown + folded).replace(seen("继续读 Read on"), "")
    assert whole == normalised(text_of(body))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "转载请注明出处： https://a.example/p/1 参考： https://b.example/1 https://c.exam…",
            False,
        ),
        ("Paper: https://a.example/1\nCode: https://b.example/2", False),
        ("https://a.example/1", False),
        ("论文：https://a.example/1 作者把稀疏注意力写成一次检索。", True),
        ("See https://a.example/1 for the proof of the bound.", True),
        ("参考： https://a.example/1 关键在于先排序", True),
        ("注意：先备份", True),
        ("TCP 握手三次, 挥手四次: https://a.example/1", True),
    ],
)
def test_addresses_and_what_they_are_called_say_nothing(text: str, says: bool) -> None:
    assert (made(*prose(text), title="门控循环单元").status == "digest") is says


def test_of_code_no_more_than_its_head_is_shown_up_to_the_end_of_a_statement() -> None:
    functions = ["def f():\n    a = 1\n    b = 2\n    return a\n\n\n" * 20, "{\n  f(1)\n}\n" * 20]
    for code in functions:
        note = made(Block("code", code=code), title="\u4ee3\u7801")
        shown, folded = field(note, "Answer").split("<details>")
        assert 10 <= shown.count("\n") <= 30
        head, rest = seen(shown), seen(folded).replace(seen("\u7ee7\u7eed\u8bfb Read on"), "")
        assert rest.startswith(normalised(code)[:4])
        assert head + rest == normalised(code)


def test_of_what_is_longer_than_a_sitting_its_beginning_is_kept() -> None:
    body = prose(*[LONG] * 400)
    note = made(*body, title="很长")
    assert "<details>" not in field(note, "Answer")
    assert len(field(note, "Answer")) < 2000
    assert field(note, "Answer").endswith("The rest is at its source</span></p>")
    assert LINK in field(note, "Source")


def test_without_an_address_nothing_is_lost() -> None:
    note = made(*prose(*[LONG] * 400), title="很长", link="")
    assert field(note, "Answer").count(LONG) == 400


def test_passages_are_said_in_another_language_or_in_own_words() -> None:
    def prompt(passage: str, gloss: str) -> str:
        item = Item("annotation", "hypothesis", "here", 1, prose(passage), prose(gloss))
        return field(compose(item, "g", Config()), "Prompt")

    assert prompt("Keys are hashed.", "键被散列") == '<p lang="en">Keys are hashed.</p>'
    assert prompt("键被散列。", "键先散列") == '<p lang="zh-Hans">键被散列。</p>'
    assert 'class="own"' in prompt("Keys are hashed.", "Hash them.")
    assert 'class="to-en"' in prompt("键被散列。", "Keys are hashed.")


PICTURE = Block("picture", spans=text_span("图"), address="https://a.example/1.png")
PAPER = Block("prose", spans=(Span("课程链接："), Span("here", link=LINK)))


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ((Block("heading", spans=text_span("Overfitting"), level=2), PICTURE), "unfinished"),
        ((Block("heading", spans=text_span("看这里"), level=2), PAPER), "unfinished"),
        ((PICTURE, PAPER), "unfinished"),
        (
            (Block("heading", spans=text_span("箱线图"), level=2), PICTURE, *prose("须是四分位。")),
            "digest",
        ),
        (
            (
                Block("heading", spans=text_span("箱线图"), level=2),
                PICTURE,
                Block("heading", spans=text_span("饼图"), level=2),
                PICTURE,
            ),
            "digest",
        ),
        ((Block("heading", spans=text_span("水往低处流"), level=2),), "digest"),
    ],
)
def test_a_heading_over_a_picture_or_a_link_is_no_text(
    body: Tuple[Block, ...], status: str
) -> None:
    assert made(*body, title="潮汐").status == status
