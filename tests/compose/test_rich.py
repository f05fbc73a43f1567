"""Blocks of spans, as readers of HTML and Markdown hand them on, to the HTML of a field."""

from __future__ import annotations

import pytest
from annoki.compose import compose
from annoki.compose.highlight import code_block
from annoki.compose.languages import Languages
from annoki.config import Config
from annoki.model import Block, Face, Item, Note, Span
from annoki.notetype import FIELDS
from annoki.text.spans import BREAK

from tests.texts import block, passage, prose


def answer(*blocks: Block, pictures: dict[str, str] | None = None) -> str:
    item = Item("post", "blog", "here", 1, title=(Span("标题"),), body=blocks, face=Face.PAGE)
    note = compose(item, "g", Config(), 0, "", pictures or {})
    return note.fields[FIELDS.index("Answer")]


STRONG, EMPHASIS = Span("", strong=True), Span("", emphasis=True)
LINK = Span("", link="https://a.b")


def set_as(one: Span, text: str) -> Span:
    return one._replace(text=text)


@pytest.mark.parametrize(
    ("spans", "html"),
    [
        (
            [
                Span("一个"),
                set_as(STRONG, "重"),
                Span("点", strong=True, emphasis=True),
                Span("。"),
            ],
            "一个<strong>重<em>点</em></strong>。",
        ),
        (
            [set_as(STRONG, "a"), Span("b", strong=True, emphasis=True), set_as(EMPHASIS, "c")],
            "<strong>a<em>b</em></strong><em>c</em>",
        ),
        ([Span("cut "), set_as(STRONG, "here")], "cut <strong>here</strong>"),
        (
            [Span("use "), Span("a<b && **c**", "code")],
            "use <code>a&lt;b &amp;&amp; **c**</code>",
        ),
        (
            [Span("a_1 < b_2", "formula"), Span(", so")],
            r'<span class="keep">\(a_1 &lt; b_2\),</span> so',
        ),
        ([Span("x^2", "display")], r"\[x^2\]"),
        (
            [Span("page", link="https://a.b/?a=1&b=2")],
            '<a href="https://a.b/?a=1&amp;b=2">page</a>',
        ),
        (
            [Span("f()", "code", link="https://a.b"), set_as(LINK, " docs")],
            '<a href="https://a.b"><code>f()</code> docs</a>',
        ),
        (
            [Span("https://a.b/词", link="https://a.b/词")],
            '<a href="https://a.b/词">https://a.b/词</a>',
        ),
        ([Span("click", link="javascript:alert(1)")], "click"),
        ([Span("**not bold**, `no code`, [no](link)")], "**not bold**, `no code`, [no](link)"),
        ([Span("a [sound:x.mp3] b")], "a [\u2060sound:x.mp3] b"),
        ([Span("one"), BREAK, Span("two")], "one<br>two"),
    ],
)
def test_spans(spans: list[Span], html: str) -> None:
    assert answer(Block("prose", tuple(spans))) in (
        f"<p>{html}</p>",
        f'<p lang="en">{html}</p>',
        f'<p lang="zh-Hans">{html}</p>',
    )


def test_blocks() -> None:
    assert answer(block("heading", "背景")) == '<h3 lang="zh-Hans">背景</h3>'
    assert answer(block("quote", "said")) == '<blockquote lang="en"><p>said</p></blockquote>'
    nested = block("bullets", "one\n\tin one\n\t\tdeeper\n\tagain\ntwo")
    assert answer(nested) == (
        '<ul lang="en"><li>one<ul><li>in one<ul><li>deeper</li></ul></li><li>again</li></ul></li>'
        "<li>two</li></ul>"
    )
    assert answer(block("numbers", "c\nd", start=3)).startswith('<ol start="3"')
    too_deep = "\n".join("\t" * depth + "x" for depth in range(100))
    rendered = answer(block("bullets", too_deep))
    assert rendered.count("<ul") == rendered.count("</ul>") < 12


def test_code_whose_lines_are_lost_says_so_and_is_not_highlighted() -> None:
    code = block("code", "# a comment, and codeimport os", "python")
    assert 'class="language-python"' in answer(code)
    shown = answer(code._replace(lines=2))
    assert "换行已失" in shown
    assert "line breaks lost" in shown
    assert "<code># a comment, and codeimport os</code>" in shown


def test_pictures() -> None:
    caption = (Span("图 "), Span("1", strong=True), Span(" <b>"))
    shown = Block("picture", caption, address="https://p.example/1.png")
    had = {"https://p.example/1.png": "annoki-0123.png"}
    assert answer(shown, pictures=had) == (
        '<figure><img src="annoki-0123.png" alt="图 1 &lt;b&gt;">'
        '<figcaption lang="zh-Hans">图 <strong>1</strong> &lt;b&gt;</figcaption></figure>'
    )
    missing = answer(shown)
    assert "<img" not in missing
    assert '<a href="https://p.example/1.png">图 1 &lt;b&gt;</a>' in missing
    nameless = answer(shown._replace(spans=()))
    assert "Picture</span></a>" in nameless
    assert "javascript" not in answer(shown._replace(address="javascript:x"))


def described(**more: object) -> Note:
    item = Item("annotation", "hypothesis", "here", 1, passage("The passage."), prose("批注"))
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
        block("prose", "[!NOTE] 什么?"),
        block("heading", "flashcard"),
        block("prose", "这个"),
    )
    item = Item(
        "annotation", "hypothesis", "here", 1, passage("The passage."), blocks, face=Face.PAGE
    )
    note = compose(item, "g", Config())
    assert note.status == "ready"
    assert "flashcard" not in "".join(note.fields[:3])


@pytest.mark.parametrize("text", ["水" * 5000, "水 <b> & " * 900, "短。"])
def test_a_note_remembers_how_its_text_began(text: str) -> None:
    body = (Block("prose", (Span(text),)), Block("prose", (Span("尾"), set_as(STRONG, "巴"))))
    item = Item("post", "blog", "here", 1, title=(Span("标题"),), body=body, face=Face.PAGE)

    said = compose(item, "g", Config()).memory.said

    assert said == f"标题{text}尾巴".replace(" ", "")[: min(501, len(said))]
    assert len(said) == min(501, len(f"标题{text}尾巴"))


SOUND = "\n".join(f'var x{n} = f("{n}");  // what it is' for n in range(90))


@pytest.mark.parametrize(
    "code",
    [
        SOUND * 2,
        SOUND + "\n" * 900 + "var y = 1;",
        SOUND + "\n" + "x\n" * 400,
        SOUND + "\n" + "0x00, 0x00, 0x00,\n" * 40,
        "\n".join(["+-----+-----+"] * 40),
        'var y = "' + "ab, (c) = d; " * 40 + '";',
    ],
    ids=["long", "empty lines", "words", "data", "few signs", "a long line"],
)
def test_code_that_nobody_writes_is_shown_without_colours(code: str) -> None:
    # Lexers take minutes for some of it.
    shown = code_block(code, "csharp", Languages("zh-Hans", "en"))
    assert shown.startswith("<pre><code>")
    assert "<span" not in shown


def test_code_that_people_write_is_coloured() -> None:
    shown = code_block(SOUND, "csharp", Languages("zh-Hans", "en"))
    assert shown.startswith('<pre><code class="language-csharp"><span class="k')
