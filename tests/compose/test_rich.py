"""Blocks with marks, as readers of HTML and Markdown hand them on, to the HTML of a field."""

from __future__ import annotations

import pytest
from annoki.compose import compose
from annoki.config import Config
from annoki.model import Block, Face, Item, Note
from annoki.notetype import FIELDS
from annoki.text.marks import (
    BREAK,
    CODE,
    CODE_END,
    DISPLAY,
    DISPLAY_END,
    EMPHASIS,
    EMPHASIS_END,
    FORMULA,
    FORMULA_END,
    LINK,
    LINK_END,
    LINK_TEXT,
    STRONG,
    STRONG_END,
    literal,
    plain,
)


def link(address: str, text: str) -> str:
    return f"{LINK}{address}{LINK_TEXT}{text}{LINK_END}"


def answer(*blocks: Block, pictures: dict[str, str] | None = None) -> str:
    item = Item("post", "blog", "here", 1, title="标题", body=blocks, face=Face.PAGE)
    note = compose(item, "g", Config(), 0, "", pictures or {})
    return note.fields[FIELDS.index("Answer")]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            f"一个{STRONG}重{EMPHASIS}点{EMPHASIS_END}{STRONG_END}。",
            "一个<strong>重<em>点</em></strong>。",
        ),
        (
            f"{STRONG}a{EMPHASIS}b{STRONG_END}c{EMPHASIS_END}",
            "<strong>a<em>b</em></strong><em>c</em>",
        ),
        (f"cut {STRONG}here", "cut <strong>here</strong>"),
        (f"closed{STRONG_END} only", "closed only"),
        (f"use {CODE}a<b && **c**{CODE_END}", "use <code>a&lt;b &amp;&amp; **c**</code>"),
        (f"{FORMULA}a_1 < b_2{FORMULA_END}, so", r'<span class="keep">\(a_1 &lt; b_2\),</span> so'),
        (f"{DISPLAY}x^2{DISPLAY_END}", r"\[x^2\]"),
        (link("https://a.b/?a=1&b=2", "page"), '<a href="https://a.b/?a=1&amp;b=2">page</a>'),
        (
            link("https://a.b", f"{CODE}f(){CODE_END} docs"),
            '<a href="https://a.b"><code>f()</code> docs</a>',
        ),
        (link("javascript:alert(1)", "click"), "click"),
        (literal("**not bold**, `no code`, [no](link)"), "**not bold**, `no code`, [no](link)"),
        (literal("a [sound:x.mp3] b"), "a &#91;sound:x.mp3] b"),
        (f"one{BREAK}two", "one<br>two"),
    ],
)
def test_marks(text: str, html: str) -> None:
    assert answer(Block("prose", text)) in (
        f"<p>{html}</p>",
        f'<p lang="en">{html}</p>',
        f'<p lang="zh-Hans">{html}</p>',
    )


def test_blocks() -> None:
    assert answer(Block("heading", "背景")) == '<h3 lang="zh-Hans">背景</h3>'
    assert answer(Block("quote", "said")) == '<blockquote lang="en"><p>said</p></blockquote>'
    nested = Block("bullets", "one\n\tin one\n\t\tdeeper\n\tagain\ntwo")
    assert answer(nested) == (
        '<ul lang="en"><li>one<ul><li>in one<ul><li>deeper</li></ul></li><li>again</li></ul></li>'
        "<li>two</li></ul>"
    )
    assert answer(Block("numbers", "c\nd", start=3)).startswith('<ol start="3"')
    too_deep = "\n".join("\t" * depth + "x" for depth in range(100))
    rendered = answer(Block("bullets", too_deep))
    assert rendered.count("<ul") == rendered.count("</ul>") < 12


def test_pictures() -> None:
    shown = Block("picture", f"图 {STRONG}1{STRONG_END} <b>", "", "https://p.example/1.png")
    had = {"https://p.example/1.png": "annoki-0123.png"}
    assert answer(shown, pictures=had) == (
        '<figure><img src="annoki-0123.png" alt="图 1 &lt;b&gt;">'
        '<figcaption lang="zh-Hans">图 <strong>1</strong> &lt;b&gt;</figcaption></figure>'
    )
    missing = answer(shown)
    assert "<img" not in missing
    assert '<a href="https://p.example/1.png">图 1 &lt;b&gt;</a>' in missing
    nameless = answer(shown._replace(text=""))
    assert "Picture</span></a>" in nameless
    assert "javascript" not in answer(shown._replace(address="javascript:x"))


def described(**more: object) -> Note:
    item = Item("annotation", "hypothesis", "here", 1, "The passage.", (Block("prose", "批注"),))
    return compose(item._replace(face=Face.RECORD, **more), "g", Config())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "source"),
    [
        (
            {"collection": "标题 & more", "link": "https://hyp.is/x?a&b", "host": "a.example"},
            '<a href="https://hyp.is/x?a&amp;b" lang="zh-Hans">标题 &amp; '
            '<span lang="en">more</span>'
            "</a>"
            ' <span class="host">a.example</span>',
        ),
        (
            {"link": "https://hyp.is/x", "host": "a.example"},
            '<a class="host" href="https://hyp.is/x">a.example</a>',
        ),
        (
            {"link": "https://hypothes.is/a/x"},
            '<a class="host" href="https://hypothes.is/a/x">hypothes.is</a>',
        ),
        ({"link": "obsidian://open", "host": "a.example"}, '<span class="host">a.example</span>'),
        ({"link": "javascript:alert(1)"}, ""),
    ],
)
def test_the_source_is_a_link_that_works_on_a_phone(more: dict[str, str], source: str) -> None:
    assert described(**more).fields[FIELDS.index("Source")] == source


def test_context_and_tags() -> None:
    note = described(context=("before ", ""), tags=("深度 学习", 'a"b', "::", "#c"))
    assert note.fields[FIELDS.index("Context")] == '<p lang="en">…before […]</p>'
    own = [tag for tag in note.tags if tag.startswith("annoki::tag::")]
    assert own == ["annoki::tag::a_b", "annoki::tag::c", "annoki::tag::深度_学习"]


def test_a_marker_that_became_a_heading_still_parts_question_and_answer() -> None:
    blocks = (
        Block("prose", "[!NOTE] 什么?"),
        Block("heading", "flashcard"),
        Block("prose", "这个"),
    )
    item = Item("annotation", "hypothesis", "here", 1, "The passage.", blocks, face=Face.PAGE)
    note = compose(item, "g", Config())
    assert note.status == "ready"
    assert "flashcard" not in "".join(note.fields[:3])


def test_plain_is_what_one_reads() -> None:
    text = (
        f"{STRONG}粗{STRONG_END} {link('https://a.example', '链接')} {literal('`x` **y** [z](w)')}"
    )
    assert plain(text) == "粗 链接 `x` **y** [z](w)"
