"""Rule `gutter`: takes the fused line numbers off the head of a code block.

Hexo themes print code as a table of two cells, the line numbers and the code; flattened to text
they become `123import os…`. Where the code's line breaks stood cannot be known afterwards, so
only the numbers go, and only an exact run 1..n: any other digits are the code's own.
"""

from __future__ import annotations

import re
from typing import List, Tuple

from ..model import Block, Repair
from ..text.gutter import gutter_of
from ..text.lazy import pattern

_STARTS_CODE = pattern(r"[A-Za-z_]{2}|[#$@<>\"'{%!;]|/[/a-z*]|[一-鿿]")
_UNITS = pattern(
    r"(?:st|nd|rd|th|px|em|rem|pt|x|s|ms|us|ns|min|h|d|k|m|g|kb|mb|gb|tb|kib|mib|gib|hz|khz|mhz|ghz"
    r"|b|bit|bits|ul|ull|ll|lf|cm|mm|km|kg|mg|am|pm|fr|vh|vw|deg|rad|dp|sp|e\d+|j)(?![A-Za-z_])",
    re.I,
)
"""What may follow a number in sound code or output: `12px`, `1st`, `1e9`."""

_SURE = 4
"""From this many lines on, a run 1..n is no coincidence."""


def drop_numbers(block: Block) -> Tuple[Block, List[Repair]]:
    """Take the line numbers off a code block; `block` itself where there are none."""
    text = block.text
    if block.kind != "code" or not text.startswith("1"):
        return block, []
    last, length = gutter_of(text)
    digits, rest = text[:length], text[length:]
    printed = text.count("\n") + 1
    if not last or not rest.strip() or printed not in (1, last):
        return block, []
    if last < _SURE and (not _STARTS_CODE.match(rest) or _UNITS.match(rest)):
        return block, []
    head = rest.split("\n", 1)[0][:16]
    return Block(block.kind, rest, block.language), [Repair("gutter", digits + head, head)]
