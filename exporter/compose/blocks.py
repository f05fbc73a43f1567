"""Blocks to the HTML of one field."""

from __future__ import annotations

from typing import Sequence

from ..model import Block
from .highlight import code_block
from .inline import Inline

_LISTS = {"bullets": "ul", "numbers": "ol"}


def html_of(blocks: Sequence[Block], inline: Inline, css: str = "") -> str:
    """`blocks` as block elements, each with its `lang`; `css` is the class of its paragraphs."""
    return "".join(_block(block, inline, css) for block in blocks)


def _block(block: Block, inline: Inline, css: str) -> str:
    if block.kind == "code":
        return code_block(block.text, block.language, inline.languages)
    around = inline.language_of(block.text)
    lang = f' lang="{around}"' if around else ""
    if block.kind in _LISTS:
        tag = _LISTS[block.kind]
        items = "".join(
            f"<li>{inline.render(line, around)}</li>" for line in block.text.split("\n")
        )
        return f"<{tag}{lang}>{items}</{tag}>"
    if block.kind == "table":
        head, *rows = block.text.split("\n")
        lines = [
            _row(head, "th", inline, around),
            *(_row(row, "td", inline, around) for row in rows),
        ]
        return f"<table{lang}>{''.join(lines)}</table>"
    css = "caption" if block.kind == "caption" else css
    attributes = (f' class="{css}"' if css else "") + lang
    return f"<p{attributes}>{inline.render(block.text, around)}</p>"


def _row(cells: str, tag: str, inline: Inline, around: str) -> str:
    rendered = (f"<{tag}>{inline.render(cell, around)}</{tag}>" for cell in cells.split("\t"))
    return f"<tr>{''.join(rendered)}</tr>"
