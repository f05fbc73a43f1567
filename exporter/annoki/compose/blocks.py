"""Blocks to the HTML of one field."""

from __future__ import annotations

import html
import re
from typing import Sequence

from ..model import Block
from ..text.marks import plain
from .highlight import code_block
from .inline import Inline

_PARAGRAPHS = ("prose", "heading", "quote", "caption")
_LISTS = {"bullets": "ul", "numbers": "ol"}
_DEEPEST = 8
_WEB = re.compile(r"https?://", re.IGNORECASE)
_NAMELESS = '<span lang="zh-Hans">\u56fe\u7247</span> <span lang="en">Picture</span>'


def html_of(blocks: Sequence[Block], inline: Inline, css: str = "") -> str:
    """`blocks` as block elements, each with its `lang`; `css` is the class of its paragraphs."""
    return "".join([_block(block, inline, css) for block in blocks])


def _block(block: Block, inline: Inline, css: str) -> str:
    kind = block.kind
    if kind == "code":
        return code_block(block.text, block.language, inline.languages)
    if kind in _PARAGRAPHS:
        around, rendered = inline.paragraph(block.text)
        lang = f' lang="{around}"' if around else ""
        if kind == "heading":
            return f"<h3{lang}>{rendered}</h3>"
        if kind == "quote":
            return f"<blockquote{lang}><p>{rendered}</p></blockquote>"
        css = "caption" if kind == "caption" else css
        return f'<p class="{css}"{lang}>{rendered}</p>' if css else f"<p{lang}>{rendered}</p>"
    around = inline.language_of(block.text)
    lang = f' lang="{around}"' if around else ""
    if kind == "picture":
        return _picture(block, inline, around)
    if kind == "table":
        head, *rows = block.text.split("\n")
        lines = [
            _row(head, "th", inline, around),
            *(_row(row, "td", inline, around) for row in rows),
        ]
        return f"<table{lang}>{''.join(lines)}</table>"
    start = f' start="{block.start}"' if kind == "numbers" and block.start != 1 else ""
    return _list(block, inline, f"{start}{lang}", around)


def _list(block: Block, inline: Inline, attributes: str, around: str) -> str:
    """A list; a line that begins with more tabs than the one before begins a list inside it."""
    tag = _LISTS[block.kind]
    rendered = [f"<{tag}{attributes}>"]
    depth = -1
    lines = [(line.lstrip("\t"), line) for line in block.text.split("\n")]
    # A list inside another one of the other kind is a block of its own, indented as it was.
    least = min(len(line) - len(text) for text, line in lines)
    for text, line in lines:
        at = min(len(line) - len(text) - least, depth + 1, _DEEPEST)
        if at > depth >= 0:
            rendered.append(f"<{tag}>")
        elif depth >= 0:
            rendered.append("</li>" + f"</{tag}></li>" * (depth - at))
        rendered.append(f"<li>{inline.render(text, around)}")
        depth = at
    return "".join(rendered) + "</li>" + f"</{tag}></li>" * depth + f"</{tag}>"


def _picture(block: Block, inline: Inline, around: str) -> str:
    """The picture where it could be had, else a link to it; its caption below in both cases."""
    lang = f' lang="{around}"' if around else ""
    caption = inline.render(block.text, around) if block.text else ""
    file = inline.pictures.get(block.address)
    if file:
        alternative = html.escape(plain(block.text).replace("\n", " "))
        below = f"<figcaption{lang}>{caption}</figcaption>" if caption else ""
        return f'<figure><img src="{html.escape(file)}" alt="{alternative}">{below}</figure>'
    if not _WEB.match(block.address):
        return f'<p class="caption"{lang}>{caption}</p>' if caption else ""
    # A link inside the caption cannot be inside another.
    caption = inline.prose(plain(block.text), around) if block.text else _NAMELESS
    return f'<p class="caption"{lang}><a href="{html.escape(block.address)}">{caption}</a></p>'


def _row(cells: str, tag: str, inline: Inline, around: str) -> str:
    rendered = (f"<{tag}>{inline.render(cell, around)}</{tag}>" for cell in cells.split("\t"))
    return f"<tr>{''.join(rendered)}</tr>"
