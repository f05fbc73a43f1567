"""Rule `gutter`: takes out the line numbers that a flattened code table fused to its code.

Hexo themes print code as a table of two cells, the line numbers and the code; flattened to text
they become `123import os…`, in an excerpt also behind the sentence before (`代码如下:1234var a…`).
Only an exact run 1..n is a gutter: any other digits are the text's own.
"""

from __future__ import annotations

import re
from typing import Iterator, List, Tuple

from ..model import Block, Blocks, Repair, Span, Spans
from ..text.code import is_fused_code
from ..text.gutter import FEWEST, Numbers, gutter_of, gutters_in, has_numbers
from ..text.scripts import HAN
from ..text.spans import BREAK, cutter, joined, plain, stripped
from .rule import words_in

_STARTS_CODE = re.compile(rf"[A-Za-z_]{{2}}|[#$@<>\"'{{%!;]|/[/a-z*]|[{HAN}]")
_UNITS = re.compile(
    r"(?:st|nd|rd|th|px|em|rem|pt|x|s|ms|us|ns|min|h|d|k|m|g|kb|mb|gb|tb|kib|mib|gib|hz|khz|mhz|ghz"
    r"|b|bit|bits|ul|ull|ll|lf|cm|mm|km|kg|mg|am|pm|fr|vh|vw|deg|rad|dp|sp|e\d+|j)(?![A-Za-z_])",
    re.I,
)
"""What may follow a number in sound code or output: `12px`, `1st`, `1e9`."""

_SURE = 10
"""From this many lines on, a run 1..n that opens code is no number of its own."""
_TOLD = 16


def may_hold(code: str) -> bool:
    """Whether `drop_numbers` has to look at `code`."""
    return code.startswith("1")


def may_hold_inside(text: str) -> bool:
    """Whether `drop_inside` has to look at prose that reads `text`."""
    return has_numbers(text)


def drop_numbers(blocks: Blocks) -> Tuple[Blocks, List[Repair]]:
    """`blocks` with the line numbers taken off their code; of code in one line they tell how many
    it was."""
    repairs: List[Repair] = []
    result: List[Block] = []
    for block in blocks:
        last, length = _head(block.code) if block.kind == "code" else (0, 0)
        if length:
            digits, rest = block.code[:length], block.code[length:]
            head = rest.split("\n", 1)[0][:_TOLD]
            repairs.append(Repair("gutter", digits + head, head))
            lost = last if last > 1 and "\n" not in rest else 0
            block = block._replace(code=rest, lines=lost or block.lines)
        result.append(block)
    return tuple(result), repairs


def _head(code: str) -> Tuple[int, int]:
    """How many lines the numbers at the head of `code` count, and how many digits they are; zeros
    where that is not sure."""
    none = (0, 0)
    if not may_hold(code):
        return none
    last, length = gutter_of(code)
    rest = code[length:]
    lines = code.count("\n") + 1
    if not last or not rest.strip() or lines not in (1, last):
        return none
    sure = last >= _SURE or lines == last >= FEWEST
    if not sure and (not _STARTS_CODE.match(rest) or _UNITS.match(rest)):
        return none
    return last, length


def drop_inside(blocks: Blocks) -> Tuple[Blocks, List[Repair]]:
    """`blocks`, of which prose is parted where a gutter stands in it; what follows one is code if
    that is certain, and else a line of the prose."""
    return _without_gutters(blocks, False)


def drop_before_code(blocks: Blocks) -> Tuple[Blocks, List[Repair]]:
    """`blocks` without those gutters in prose that certainly have code after them."""
    return _without_gutters(blocks, True)


def _without_gutters(blocks: Blocks, only_sure: bool) -> Tuple[Blocks, List[Repair]]:
    repairs: List[Repair] = []
    result: List[Block] = []
    for block in blocks:
        text = words_in(block.spans) if block.kind == "prose" else ""
        found = sorted(gutters_in(text)) if may_hold_inside(text) else []
        ends = [place.start for place in found[1:]] + [len(text)]
        found = [place for place, end in zip(found, ends) if _is_one(text, place, end, only_sure)]
        if not found:
            result.append(block)
            continue
        for start, end, _ in found:
            head, tail = text[max(0, start - _TOLD) : start], text[end : end + _TOLD]
            repairs.append(Repair("gutter", head + text[start:end] + tail, head + tail))
        result += _parted(block, text, found)
    return tuple(result), repairs


def _is_one(text: str, place: Numbers, end: int, only_sure: bool) -> bool:
    """Whether the numbers at `place` are a gutter; numbers apart in one line may count anything
    but code (`1 2 3 4 for which`), which stands up to `end`."""
    numbers, following = text[place.start : place.end], text[place.end : end]
    apart = " " in numbers and "\n" not in numbers
    if not (apart or only_sure):
        return True
    return "\n" not in following and is_fused_code(following, 0 if apart else place.last)


def _parted(block: Block, text: str, found: List[Numbers]) -> Iterator[Block]:
    """`block` without its gutters, as prose and code."""
    cut = cutter(block.spans)
    prose: List[Spans] = [stripped(cut(0, found[0].start))]
    ends = [place.start for place in found[1:]] + [len(text)]
    for place, end in zip(found, ends):
        here = stripped(cut(place.end, end))
        following = text[place.end : end]
        # Lines of prose have lost their indentation: they are no code any more.
        if "\n" in following or not is_fused_code(following, place.last):
            if place is found[-1] and prose and not any(map(str.isalnum, following)):
                # Of code that an excerpt cut off in its numbers, only the mark of that is left.
                here = joined([prose.pop(), here], Span(" "))
            prose.append(here)
            continue
        yield from _prose(block, prose)
        prose = []
        yield Block("code", code=plain(here), lines=place.last)
    yield from _prose(block, prose)


def _prose(block: Block, parts: List[Spans]) -> Iterator[Block]:
    spans = joined([part for part in parts if part], BREAK)
    if spans:
        yield block._replace(spans=spans)
