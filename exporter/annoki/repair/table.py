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
from ..words import message

_LONGEST_CELL = 24
_WIDTHS = range(3, 11)
_ROWS = 2
_LEAST = _WIDTHS[0] * (_ROWS + 1)
# 32000, 62.8, 1,024, 02:09, 95%, 3.5 GB, -1, ~3, 1e-4, a dash for nothing
_NUMBER = re.compile(r"[-+~≈±<>]?\d[\d.,:/e+\-]*\s?(?:%|‰|[A-Za-zµ°]{1,3}(?:/s)?)?$|[-–—]$")
_WORD, _FIGURE, _NEITHER = "wf-"
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
    signs = "".join(map(_sign, body))
    at = 0
    while at < len(body):
        width, rows = _table_at(signs, at)
        if not rows:
            healed.append(body[at])
            at += 1
            continue
        cells = [block.spans for block in body[at : at + width * rows]]
        lines = [Row(tuple(cells[n : n + width])) for n in range(0, len(cells), width)]
        healed.append(Block("table", rows=tuple(lines)))
        head = " ".join(map(plain, cells[:width]))
        repairs.append(Repair("table", head, message("repairs.as_table", width=width, rows=rows)))
        at += width * rows
    return (tuple(healed), repairs) if repairs else (tuple(body), [])


def _table_at(signs: str, at: int) -> Tuple[int, int]:
    """(columns, rows with the head) of the table that begins with block `at`, or (0, 0)."""
    for width in _WIDTHS:
        if not signs.startswith(_WORD * width, at):
            return 0, 0
        # Which columns hold numbers, the first row says; every row must say the same.
        row = signs[at + width : at + 2 * width]
        if len(row) < width or row[0] != _WORD or _NEITHER in row or _FIGURE not in row:
            continue
        rows = 2
        while signs.startswith(row, at + rows * width):
            rows += 1
        if rows > _ROWS:
            return width, rows
    return 0, 0


def _sign(block: Block) -> str:
    """What `block` may be in a table, as one letter."""
    text = plain(block.spans)
    if block.kind != "prose" or len(text) > _LONGEST_CELL or "\n" in text:
        return _NEITHER
    if _SENTENCE.search(folded(text)):
        return _NEITHER
    return _FIGURE if _NUMBER.match(text) else _WORD
