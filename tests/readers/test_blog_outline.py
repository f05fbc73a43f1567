# ruff: noqa: E501
"""Tables of contents that a text begins with as a list."""

from __future__ import annotations

import pytest
from annoki.readers.blog.outline import without_outline
from annoki.readers.html.walk import blocks_of_html

from tests.texts import shown

HERE = "https://river.example/tides/"
TEXT = "<h2>涨潮</h2><p>月亮在拉。</p><h2>2. 退潮</h2><p>水又下去。</p><h3>Spring Tide</h3><p>满月。</p>"
ROWS = "<li>{}</li><li>{}<ul><li>{}</li></ul></li>"
PLAIN = ROWS.format("涨潮", "退潮", "spring tide")
LINKED = ROWS.format(
    "<a href='#a'>涨潮</a>", "<a href='#b'>2、退潮</a>", "<a href='#c'>Spring Tide</a>"
)


def left(html: str) -> str:
    return shown(without_outline(blocks_of_html(html, HERE)))


@pytest.mark.parametrize(
    "outline",
    [
        f"<h1>目录</h1><ul>{PLAIN}</ul>",
        f"<p><strong>Table of Contents:</strong></p><ol>{PLAIN}</ol>",
        f"<p>本文目錄</p><ul>{LINKED}</ul>",
        f"<ul>{LINKED}</ul>",
        f"<h2>Contents</h2><ul>{PLAIN}<li>Spring Tide</li><li>留言</li></ul>",
    ],
)
def test_a_list_of_the_headings_below_is_none_of_a_text(outline: str) -> None:
    assert left(f"<p>海边。</p>{outline}{TEXT}") == left(f"<p>海边。</p>{TEXT}")


@pytest.mark.parametrize(
    "own",
    [
        f"<p>有三点：</p><ul>{PLAIN}</ul>",
        "<h2>目录</h2><ul><li>涨潮</li><li>雪</li><li>冰</li></ul>",
        "<h2>目录</h2><ul><li>涨潮</li><li>退潮</li></ul>",
        "<ul><li><a href='/a#x'>涨潮</a></li><li><a href='/b#x'>退潮</a></li><li><a href='/c'>Spring Tide</a></li></ul>",
        f"<h2>目录</h2><p>见下。</p><ul>{PLAIN}</ul>",
    ],
)
def test_any_other_list_is_the_texts_own(own: str) -> None:
    html = f"{own}{TEXT}"
    assert left(html) == shown(blocks_of_html(html, HERE))


def test_a_list_without_headings_is_all_that_there_is() -> None:
    html = f"<p>目录</p><ul>{LINKED}</ul>"
    assert left(html) == shown(blocks_of_html(html, HERE))
