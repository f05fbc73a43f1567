"""Tables in rendered HTML: a line a row, cells parted by tabs."""

from __future__ import annotations

from typing import Callable, Dict, Iterator, List, Tuple
from xml.etree.ElementTree import Element

from ...model import Block
from ...text.marks import BREAK

_WIDEST_SPAN = 20
_BLOCKS = {"table", "pre", "figure", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "article"}


def is_layout(table: Element) -> bool:
    """Whether `table` only arranges what it holds: blocks, or a single cell."""
    cells = 0
    for one in table.iter("*"):
        if one is not table and one.tag in _BLOCKS:
            return True
        cells += one.tag in ("td", "th")
    return cells < 2


def blocks_of(table: Element, cell: Callable[[Element], Tuple[Block, ...]]) -> Iterator[Block]:
    """The table, and the pictures in it after it; `cell` reads what one cell holds."""
    pictures: List[Block] = []
    rows: List[List[str]] = []
    carried: Dict[int, int] = {}
    for caption in table.iter("caption"):
        yield from cell(caption)
    for row in table.iter("tr"):
        texts: List[str] = []
        for one in row:
            if one.tag not in ("td", "th"):
                continue
            _carry(carried, texts)
            blocks = cell(one)
            pictures += [block for block in blocks if block.kind == "picture"]
            wide, high = _span(one.get("colspan")), _span(one.get("rowspan"))
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


def _span(text: str | None) -> int:
    digits = (text or "").strip()
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
