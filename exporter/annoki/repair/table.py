"""Rule `table`: puts together a table that a converter printed one cell a line.

Only one shape is certain: a head of words, then at least two rows that begin with a word, all with
numbers in the same columns. Anything else stays the lines that it was.
"""

from __future__ import annotations

import re
from typing import List, Sequence, Tuple

from ..model import Block, Blocks, Repair, Row
from ..text.fullwidth import folded
from ..text.spans import plain

_LONGEST_CELL = 24
_WIDTHS = range(3, 11)
_ROWS = 2
_LEAST = _WIDTHS[0] * (_ROWS + 1)
# 32000, 62.8, 1,024, 02:09, 95%, 3.5 GB, -1, ~3, 1e-4, a dash for nothing
_NUMBER = re.compile(r"[-+~≈±<>]?\d[\d.,:/e+\-]*\s?(?:%|‰|[A-Za-zµ°]{1,3}(?:/s)?)?$|[-–—]$")
_SENTENCE = re.compile(r"[。!?;:,…]$")


def may_hold(text: str) -> bool:
    """Whether `text` may be a cell of a table with numbers in it."""
    return len(text) <= _LONGEST_CELL and _NUMBER.match(text) is not None


def restore_tables(body: Sequence[Block]) -> Tuple[Blocks, List[Repair]]:
    """`body` with its tables put together, and what was done; the same `body` if nothing."""
    if len(body) < _LEAST:
        return tuple(body), []
    healed: List[Block] = []
    repairs: List[Repair] = []
    at = 0
    while at < len(body):
        width, rows = _table_at(body, at)
        if not rows:
            healed.append(body[at])
            at += 1
            continue
        cells = [block.spans for block in body[at : at + width * rows]]
        lines = [Row(tuple(cells[n : n + width])) for n in range(0, len(cells), width)]
        healed.append(Block("table", rows=tuple(lines)))
        head = " ".join(map(plain, cells[:width]))
        repairs.append(Repair("table", head, f"[table] {width} × {rows}"))
        at += width * rows
    return (tuple(healed), repairs) if repairs else (tuple(body), [])


def _table_at(body: Sequence[Block], at: int) -> Tuple[int, int]:
    """(columns, rows with the head) of the table that begins with block `at`, or (0, 0)."""
    for width in _WIDTHS:
        if not all(_is_word(body, at + n) for n in range(width)):
            return 0, 0
        # Which columns hold numbers, the first row says; every row must say the same.
        numeric = [_is_number(body, at + width + n) for n in range(width)]
        if numeric[0] or not any(numeric):
            continue
        rows = 1
        while all(
            (_is_number if numeric[n] else _is_word)(body, at + rows * width + n)
            for n in range(width)
        ):
            rows += 1
        if rows > _ROWS:
            return width, rows
    return 0, 0


def _is_number(body: Sequence[Block], at: int) -> bool:
    return _is_cell(body, at) and bool(_NUMBER.match(_cell(body[at])))


def _is_word(body: Sequence[Block], at: int) -> bool:
    return _is_cell(body, at) and not _NUMBER.match(_cell(body[at]))


def _is_cell(body: Sequence[Block], at: int) -> bool:
    if at >= len(body) or body[at].kind != "prose":
        return False
    text = _cell(body[at])
    return len(text) <= _LONGEST_CELL and "\n" not in text and not _SENTENCE.search(folded(text))


def _cell(block: Block) -> str:
    return plain(block.spans)
