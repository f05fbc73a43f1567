"""Tables in rendered HTML: a line a row, cells parted by tabs."""

from __future__ import annotations

from typing import Callable, Dict, Iterator, List, Tuple

from bs4.element import Tag

from ...model import Block
from ...text.marks import BREAK
from .tree import attribute, elements

_WIDEST_SPAN = 20
_BLOCKS = {"table", "pre", "figure", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "article"}


def is_layout(table: Tag) -> bool:
    """Whether `table` only arranges what it holds: blocks, or a single cell."""
    cells = 0
    for one in elements(table):
        if one is not table and one.name in _BLOCKS:
            return True
        cells += one.name in ("td", "th")
    return cells < 2


def blocks_of(table: Tag, cell: Callable[[Tag], Tuple[Block, ...]]) -> Iterator[Block]:
    """The table, and the pictures in it after it; `cell` reads what one cell holds."""
    pictures: List[Block] = []
    rows: List[List[str]] = []
    carried: Dict[int, int] = {}
    for caption in elements(table, "caption"):
        yield from cell(caption)
    for row in elements(table, "tr"):
        texts: List[str] = []
        for one in row.contents:
            if not isinstance(one, Tag) or one.name not in ("td", "th"):
                continue
            _carry(carried, texts)
            blocks = cell(one)
            pictures += [block for block in blocks if block.kind == "picture"]
            wide, high = _span(attribute(one, "colspan")), _span(attribute(one, "rowspan"))
            for column in range(len(texts), len(texts) + wide):
                if high > 1:
                    carried[column] = high - 1
            texts += [_text(blocks), *[""] * (wide - 1)]
        _carry(carried, texts)
        if any(texts):
            rows.append(texts)
    if rows:
        width = max(map(len, rows))
        lines = ("\t".join(row + [""] * (width - len(row))) for row in rows)
        yield Block("table", "\n".join(lines))
    yield from pictures


def _carry(carried: Dict[int, int], texts: List[str]) -> None:
    """Leave room for cells of rows above that reach down into this one."""
    while carried.get(len(texts), 0) > 0:
        carried[len(texts)] -= 1
        texts.append("")


def _span(text: str) -> int:
    digits = text.strip()
    return max(1, min(int(digits), _WIDEST_SPAN)) if digits.isdecimal() and len(digits) < 5 else 1


def _text(blocks: Tuple[Block, ...]) -> str:
    texts: List[str] = []
    for block in blocks:
        lines = block.text.strip("\n").split("\n")
        if block.kind == "bullets":
            lines = [f"\u2022 {line.strip()}" for line in lines]
        elif block.kind == "numbers":
            lines = [f"{number}. {line.strip()}" for number, line in enumerate(lines, block.start)]
        if block.kind != "picture":
            texts += lines
    return BREAK.join(texts).replace("\t", " ")
