"""Tables in rendered HTML: a line a row, cells parted by tabs."""

from __future__ import annotations

from typing import Callable, Dict, Iterator, List

from bs4.element import Tag

from ...model import Block, Blocks, Row, Span, Spans
from ...text.spans import joined, lines, text_span
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


def blocks_of_table(table: Tag, cell: Callable[[Tag], Blocks]) -> Iterator[Block]:
    """The table, and the pictures in it after it; `cell` reads what one cell holds."""
    pictures: List[Block] = []
    rows: List[List[Spans]] = []
    carried: Dict[int, int] = {}
    for caption in elements(table, "caption"):
        yield from cell(caption)
    for row in elements(table, "tr"):
        cells: List[Spans] = []
        for one in row.contents:
            if not isinstance(one, Tag) or one.name not in ("td", "th"):
                continue
            _carry(carried, cells)
            blocks = cell(one)
            pictures += [block for block in blocks if block.kind == "picture"]
            wide, high = _span(attribute(one, "colspan")), _span(attribute(one, "rowspan"))
            for column in range(len(cells), len(cells) + wide):
                if high > 1:
                    carried[column] = high - 1
            cells += [joined(_lines(blocks)), *[()] * (wide - 1)]
        _carry(carried, cells)
        if any(cells):
            rows.append(cells)
    if rows:
        width = max(map(len, rows))
        full = (Row((*row, *[()] * (width - len(row)))) for row in rows)
        yield Block("table", rows=tuple(full))
    yield from pictures


def _carry(carried: Dict[int, int], cells: List[Spans]) -> None:
    """Leave room for cells of rows above that reach down into this one."""
    while carried.get(len(cells), 0) > 0:
        carried[len(cells)] -= 1
        cells.append(())


def _span(text: str) -> int:
    digits = text.strip()
    return max(1, min(int(digits), _WIDEST_SPAN)) if digits.isdecimal() and len(digits) < 5 else 1


def _lines(blocks: Blocks) -> Iterator[Spans]:
    """The lines of a cell, a list's with its marks."""
    for block in blocks:
        if block.kind == "code":
            yield from (text_span(line) for line in block.code.strip("\n").split("\n"))
        elif block.kind in ("bullets", "numbers"):
            for number, row in enumerate(block.rows, block.start):
                sign = "\u2022" if block.kind == "bullets" else f"{number}."
                yield (Span(f"{sign} "), *row.cells[0])
        elif block.kind == "table":
            for row in block.rows:
                yield joined(row.cells, Span(" "))
        elif block.kind != "picture":
            yield from lines(block.spans)
