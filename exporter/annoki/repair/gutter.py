"""Rule `gutter`: takes the fused line numbers off the head of a code block.

Hexo themes print code as a table of two cells, the line numbers and the code; flattened to text
they become `123import os…`. Where the code's line breaks stood cannot be known afterwards, so
only the numbers go, and only an exact run 1..n: any other digits are the code's own.
"""

from __future__ import annotations

import re
from typing import List, Tuple

from ..model import Block, Blocks, Repair
from ..text.gutter import gutter_of
from ..text.scripts import HAN

_STARTS_CODE = re.compile(rf"[A-Za-z_]{{2}}|[#$@<>\"'{{%!;]|/[/a-z*]|[{HAN}]")
_UNITS = re.compile(
    r"(?:st|nd|rd|th|px|em|rem|pt|x|s|ms|us|ns|min|h|d|k|m|g|kb|mb|gb|tb|kib|mib|gib|hz|khz|mhz|ghz"
    r"|b|bit|bits|ul|ull|ll|lf|cm|mm|km|kg|mg|am|pm|fr|vh|vw|deg|rad|dp|sp|e\d+|j)(?![A-Za-z_])",
    re.I,
)
"""What may follow a number in sound code or output: `12px`, `1st`, `1e9`."""

_SURE = 4
"""From this many lines on, a run 1..n is no coincidence."""


def may_hold(code: str) -> bool:
    """Whether `drop_numbers` has to look at `code`."""
    return code.startswith("1")


def drop_numbers(blocks: Blocks) -> Tuple[Blocks, List[Repair]]:
    """`blocks` with the line numbers taken off their code."""
    repairs: List[Repair] = []
    result: List[Block] = []
    for block in blocks:
        length = _length(block.code) if block.kind == "code" else 0
        if length:
            digits, rest = block.code[:length], block.code[length:]
            head = rest.split("\n", 1)[0][:16]
            repairs.append(Repair("gutter", digits + head, head))
            block = block._replace(code=rest)
        result.append(block)
    return tuple(result), repairs


def _length(code: str) -> int:
    """How many digits are line numbers; 0 where that is not sure."""
    if not may_hold(code):
        return 0
    last, length = gutter_of(code)
    rest = code[length:]
    if not last or not rest.strip() or code.count("\n") + 1 not in (1, last):
        return 0
    if last < _SURE and (not _STARTS_CODE.match(rest) or _UNITS.match(rest)):
        return 0
    return length
