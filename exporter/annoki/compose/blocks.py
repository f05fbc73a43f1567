"""Blocks to the HTML of one field."""

from __future__ import annotations

import re
from typing import Sequence

from ..model import Block, Row, Span
from ..text.scripts import EAST_ASIAN
from ..text.spans import joined, pieces, plain
from ..text.urls import is_web
from .highlight import code_block
from .inert import address, quoted
from .inline import Inline
from .languages import holds_rtl

_LISTS = {"bullets": "ul", "numbers": "ol"}
_DEEPEST = 8
_LEVEL = 3
"""Of a heading whose level is not known."""
_LONG_CELL = 14
"""Shorter cells, in widths of a Chinese character, stay on one line."""
_WIDE = re.compile(f"[{EAST_ASIAN}]")
_NAMELESS = '<span lang="zh-Hans">\u56fe\u7247</span> <span lang="en">Picture</span>'


def html_of(blocks: Sequence[Block], inline: Inline, css: str = "") -> str:
    """`blocks` as block elements, each with its `lang`; `css` is the class of its paragraphs."""
    return "".join([_block(block, inline, css) for block in blocks])


def _block(block: Block, inline: Inline, css: str) -> str:
    kind = block.kind
    if kind == "code":
        return code_block(block.code, block.language, inline.languages, bool(block.lines))
    if kind == "picture":
        return _picture(block, inline)
    around = inline.language_of(joined(pieces(block), Span(" ")) if block.rows else block.spans)
    lang = f' lang="{around}"' if around else ""
    if any(holds_rtl(plain(cell)) for cell in pieces(block)):
        lang = f' dir="auto"{lang}'
    if kind == "table":
        tags = ["th", *["td"] * (len(block.rows) - 1)]
        lines = [_row(row, tag, inline, around) for row, tag in zip(block.rows, tags)]
        return f"<table{lang}>{''.join(lines)}</table>"
    if block.rows:
        start = f' start="{block.start}"' if kind == "numbers" and block.start != 1 else ""
        return _list(block, inline, f"{start}{lang}", around)
    rendered = inline.render(block.spans, around)
    if kind == "heading":
        name = f"h{block.level or _LEVEL}"
        return f"<{name}{lang}>{rendered}</{name}>"
    if kind == "quote":
        return f"<blockquote{lang}><p>{rendered}</p></blockquote>"
    css = "caption" if kind == "caption" else css
    return f'<p class="{css}"{lang}>{rendered}</p>' if css else f"<p{lang}>{rendered}</p>"


def _list(block: Block, inline: Inline, attributes: str, around: str) -> str:
    """A list; an item of a higher level than the one before begins a list inside it."""
    tag = _LISTS[block.kind]
    rendered = [f"<{tag}{attributes}>"]
    depth = -1
    # A list inside another one of the other kind is a block of its own, indented as it was.
    least = min(row.level for row in block.rows)
    for row in block.rows:
        at = min(row.level - least, depth + 1, _DEEPEST)
        if at > depth >= 0:
            rendered.append(f"<{tag}>")
        elif depth >= 0:
            rendered.append("</li>" + f"</{tag}></li>" * (depth - at))
        rendered.append(f"<li>{inline.render(row.cells[0], around)}")
        depth = at
    return "".join(rendered) + "</li>" + f"</{tag}></li>" * depth + f"</{tag}>"


def _picture(block: Block, inline: Inline) -> str:
    """The picture where it could be had, else a link to it; its caption below in both cases."""
    around = inline.language_of(block.spans)
    lang = f' lang="{around}"' if around else ""
    if holds_rtl(plain(block.spans)):
        lang = f' dir="auto"{lang}'
    caption = inline.render(block.spans, around) if block.spans else ""
    file = inline.pictures.get(block.address)
    if file:
        alternative = quoted(plain(block.spans).replace("\n", " "))
        below = f"<figcaption{lang}>{caption}</figcaption>" if caption else ""
        return f'<figure><img src="{quoted(file)}" alt="{alternative}">{below}</figure>'
    if not is_web(block.address):
        return f'<p class="caption"{lang}>{caption}</p>' if caption else ""
    # A link inside the caption cannot be inside another.
    caption = inline.words(plain(block.spans), around) if block.spans else _NAMELESS
    return f'<p class="caption"{lang}><a href="{address(block.address)}">{caption}</a></p>'


def _row(row: Row, tag: str, inline: Inline, around: str) -> str:
    cells = (
        f"<{tag}{_size(plain(cell))}>{inline.render(cell, around)}</{tag}>" for cell in row.cells
    )
    return f"<tr>{''.join(cells)}</tr>"


def _size(text: str) -> str:
    """The attribute of a cell that holds `text`: a long one is wrapped."""
    longest = max(text.split("\n"), key=len)
    wide = len(longest) + len(_WIDE.findall(longest))
    return ' class="long"' if wide > 2 * _LONG_CELL else ""
