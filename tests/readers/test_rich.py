"""Rendered HTML and typed Markdown as blocks: golden pairs, hostile input."""

from __future__ import annotations

import unicodedata

import pytest
from annoki.readers.html.walk import blocks_of_html
from annoki.readers.markdown.blocks import blocks_of_markdown
from annoki.text.spans import text_of

from tests.fixture_files import TESTS, Pair, pairs
from tests.texts import shown

BASE = "https://e.example/a/"
RICH = pairs(TESTS / "fixtures" / "rich.txt")
MARKDOWN = pairs(TESTS / "fixtures" / "markdown.txt")


@pytest.mark.parametrize("pair", RICH, ids=lambda pair: pair.title)
def test_rendered_html(pair: Pair) -> None:
    assert shown(blocks_of_html(pair.given, BASE)) == pair.expected.rstrip("\n")


@pytest.mark.parametrize("pair", MARKDOWN, ids=lambda pair: pair.title)
def test_typed_markdown(pair: Pair) -> None:
    assert shown(blocks_of_markdown(pair.given, BASE)) == pair.expected.rstrip("\n")


def test_line_breaks_of_the_source_are_kept_where_they_were_typed() -> None:
    html = "<p>a\nb<br>\nc <code>x\ny</code></p>\n<p>d</p>"
    assert shown(blocks_of_html(html, lines=True)) == "prose: a↵b↵c {c}x y{/c}\nprose: d"
    assert shown(blocks_of_html(html)) == "prose: a b↵c {c}x y{/c}\nprose: d"


def test_without_a_base_a_relative_link_is_its_text() -> None:
    assert shown(blocks_of_html("<a href='/x'>x</a> <img src='y.png' alt='y'>")) == (
        "prose: x\ncaption: y"
    )


def test_the_address_of_a_picture_is_no_word_of_it() -> None:
    lazy = "<p><img src='/wait.svg' data-src='/sea.png' alt='/sea.png' title='{}'></p>"
    picture = shown(blocks_of_html(lazy.format("/sea.png"), "https://a.example/"))
    assert picture == "picture <https://a.example/sea.png>:"
    assert shown(blocks_of_html(lazy.format("退潮的海"), "https://a.example/")) == (
        "picture <https://a.example/sea.png>: 退潮的海"
    )


HOSTILE = {
    "nested": "<div>" * 20_000 + "deep" + "</div>" * 20_000 + "<p>after</p>",
    "lists": "<ul><li>" * 5_000 + "deep" + "</li></ul>" * 5_000 + "<p>after</p>",
    "quotes": "<blockquote>" * 20_000 + "deep" + "</blockquote>" * 20_000 + "<p>after</p>",
    "tables": "<table><tr><td>" * 5_000 + "deep" + "</table>" * 5_000 + "<p>after</p>",
    "marks": "<b><i>" * 6_000 + "deep" + "</i></b>" * 6_000 + "<p>after</p>",
    "voids": "<br><img><hr>" * 10_000 + "deep<p>after</p>",
    "closed": "<p>deep</p>" + "</p></div>" * 20_000 + "<p>after</p>",
    "unclosed": "<p>deep<p>after</p>" + "<a " * 40_000,
    "comments": "<p>deep<p>after</p>" + "<!-- " * 40_000,
    "quoted": "<p>deep<p>after</p>" + "<a x='" * 20_001,
    "instructions": "<p>deep<p>after</p>" + "<? " * 40_000,
    "ends": "<p>deep<p>after</p>" + "</ " * 40_000,
    "attribute": f"<p title='{'x' * 600_000}'>deep</p><p>after</p>",
    "attributes": "<p " + "".join(f"a{n}=1 " for n in range(10_000)) + ">deep</p><p>after</p>",
    "nulls": "<p>de\0ep</p>" + "\0" * 20_000 + "<p>af\0ter</p>",
    "items": "<ul><li>" + "<p>deep</p>" * 6_000 + "</ul><p>after</p>",
    "entities": "<p>deep</p>" + "&amp;" * 60_000 + "<p>after</p>",
    "declarations": "<p>deep<p>after</p>" + "<!x <![y" * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_html_is_read_and_loses_no_text(name: str) -> None:
    blocks = blocks_of_html(HOSTILE[name])
    text = text_of(blocks)
    assert "deep" in text
    assert "after" in text
    assert "\0" not in text


@pytest.mark.parametrize(
    "html",
    [
        "<p>one</p><p>二</p>",
        "<ul><li>one<li>二</ul>",
        "one<blockquote>二</blockquote>",
        "<table><tr><td>one<td>二</table>",
        "<h2>one</h2>二",
        "one<dialog>二</dialog>",
        "<pre>one</pre><p>二",
    ],
)
def test_deep_blocks_are_still_parted(html: str) -> None:
    for around in (0, 505, 508, 520, 3000):
        page = "<div>" * around + html + "</div>" * around + "<p>after</p>"
        assert text_of(blocks_of_html(page)).split() == ["one", "二", "after"]


def test_deep_marks_part_no_words() -> None:
    html = "<div>" * 600 + "for<b>get</b>ting<i>s</i>"
    assert text_of(blocks_of_html(html)) == "forgettings"


def test_deep_scripts_stay_scripts() -> None:
    html = "<div>" * 5000 + "<script>alert(1)</script><style>p{}</style>x" + "</div>" * 5000
    assert text_of(blocks_of_html(html)) == "x"


COSTLY = {
    "brackets": "[" * 20_000,
    "stars": "*" * 20_000,
    "strong": "**a " * 10_000,
    "backticks": "`" * 20_000,
    "ticks": "`a ``b " * 5_000,
    "quotes": ">" * 1_000 + " a",
    "spaced quotes": "> " * 1_000 + "a",
    "items in items": "- " * 5_000 + "a",
    "numbers": "1. " * 5_000 + "a",
    "deep list": "".join("  " * depth + "- a\n" for depth in range(1_000)),
    "long list": "- a *b* `c`\n" * 5_000,
    "loose list": "1. a\n\n    b\n\n" * 2_000,
    "links": "[a](" * 8_000,
    "pictures": "![" * 9_000,
    "dollars": "$a " * 10_001,
    "fences": "```\n" * 10_001,
    "headings": "# a\n" * 5_000,
    "tables": "|a|b|\n|-|-|\n" * 3_000,
    "underscores": "_a " * 10_000,
    "tags": "<b>" * 8_000,
    "formulas": "\\(" * 20_000,
    "wiki": "[[a" * 8_000,
    "addresses": "https://" * 5_000,
    "rules": "---\n" * 5_000,
}

NOTHING_BUT_MARKS = ("rules", "stars", "backticks", "fences")


@pytest.mark.parametrize("name", COSTLY)
def test_hostile_markdown_is_read(name: str) -> None:
    blocks = blocks_of_markdown(COSTLY[name])
    kept = text_of(blocks)
    assert bool(kept) == (name not in NOTHING_BUT_MARKS)


def test_no_text_is_lost_in_chinese_markdown() -> None:
    typed = "**\u91cd\u70b9\uff1a**\u540e\u6587\uff08\u62ec\u53f7\uff09*\u5f3a\u8c03*\u3002"
    plain = text_of(blocks_of_markdown(typed))
    assert plain == typed.replace("*", "")
    assert unicodedata.normalize("NFKC", plain) != plain  # full width as typed


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        (
            '<figure class="highlight"><table><tr><td class="gutter"><pre>1\n2\n3</pre></td>'
            '<td class="code"><pre>a = 1b = 2print(a)</pre></td></tr></table></figure>',
            3,
        ),
        (
            '<pre class="language-js"><code>let a;let b;<span class="line-numbers-rows">'
            "<span></span><span></span></span></code></pre>",
            2,
        ),
        (
            '<figure class="highlight"><table><tr><td class="gutter"><pre>7\n8</pre></td>'
            '<td class="code"><pre>a = 1b = 2</pre></td></tr></table></figure>',
            0,
        ),
        (
            '<pre class="line-numbers language-js"><code>let a;\n\n<span class="line-numbers-rows">'
            "<span></span><span></span></span></code></pre>",
            0,
        ),
        ('<pre class="line-numbers"><code>ls<button class="copy-btn">2</button></code></pre>', 0),
    ],
)
def test_line_numbers_tell_how_many_lines_were_lost(html: str, lines: int) -> None:
    (code,) = blocks_of_html(html)
    assert code.kind == "code"
    assert code.lines == lines


def test_a_table_that_arranges_what_stands_around_code_is_none() -> None:
    code = '<table class="lntable"><tr><td class="gutter"><pre>1\n2</pre></td>'
    code += '<td class="code"><pre>a = 1\nb = 2</pre></td></tr></table>'
    whole = f"<table><tr><td><p>Above.</p>{code}<p>Below.</p></td></tr></table>"
    assert [block.kind for block in blocks_of_html(whole)] == ["prose", "code", "prose"]
