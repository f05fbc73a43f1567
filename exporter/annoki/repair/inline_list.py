"""A list that sits in one line of prose: `关键点: - 速度 - 显存`, `步骤: 1. 读取 2. 训练`."""

from __future__ import annotations

import re
from typing import List, NamedTuple, Optional, Tuple

from ..model import BlockKind
from ..text.fullwidth import folded
from ..text.lazy import pattern
from .spans import mask, protected

_ANNOUNCES = pattern(r"以下|如下|下列|下面|\bfollowing\b|\bas follows\b", re.I)
_DASH = pattern(r"(?:(?<=\s)|(?<=:))[-•]\s+(?=\S)")
_NUMBER = pattern(
    r"(?:(?<=[\s:。;,!?)])|\A)(\d{1,2})(?:\.\s+(?=[^\d\s])|[.、](?=[一-鿿])|\.\s+(?=\d+[A-Za-z一-鿿]))"
)
_FIRST_SENTENCE = pattern(r"[。!?;]|[.;!?](?=\s|\Z)")
_WORDLESS = pattern(r"[\W\d_]*\Z")
_CJK = pattern(r"[一-鿿]")


class InlineList(NamedTuple):
    """A line taken apart: prose before, the items, prose after; `source` is the list as printed."""

    kind: BlockKind
    head: str
    items: Tuple[str, ...]
    tail: str
    source: str


def inline_list(line: str) -> Optional[InlineList]:
    """Return the list inside a line, or None. The caller has ruled out lines not to be split."""
    masked = folded(mask(line, protected(line)))
    return _numbered(line, masked) or _dashed(line, masked)


def _dashed(line: str, masked: str) -> Optional[InlineList]:
    marks = [m.span() for m in _DASH.finditer(masked)]
    if len(marks) < 2:
        return None
    if not _ANNOUNCES.search(masked[: marks[0][0]]):
        marks = _after_colon(masked, marks)
        if len(marks) < 2:
            return None
    items = _cut(line, marks)
    if any(not item for item in items) or all(_WORDLESS.match(item) for item in items):
        return None
    start = marks[0][0]
    return InlineList("bullets", line[:start].rstrip(), tuple(items), "", line[start:])


def _after_colon(masked: str, marks: List[Tuple[int, int]]) -> List[Tuple[int, int]]:
    """Return the marks from the first one on that stands right behind a colon."""
    for i, (start, _) in enumerate(marks):
        head = masked[max(0, start - 8) : start].rstrip()
        if head.endswith(":") and not head.endswith("::"):
            return marks[i:]
    return []


def _numbered(line: str, masked: str) -> Optional[InlineList]:
    found = [(int(m.group(1)), m.span()) for m in _NUMBER.finditer(masked)]
    for i, (number, (start, end)) in enumerate(found):
        if number != 1 or not _introduced(masked, start, end):
            continue
        marks = _sequence(found[i:])
        if len(marks) < 2:
            continue
        items = _cut(line, marks)
        if any(_WORDLESS.match(item) for item in items):
            continue
        items, tail = _part_tail(items)
        head = line[:start].rstrip()
        source = line[start:].rstrip()
        if tail:
            source = source[: len(source) - len(tail)].rstrip()
        return InlineList("numbers", head, tuple(items), tail, source)
    return None


def _introduced(masked: str, start: int, end: int) -> bool:
    """Tell whether what stands before a `1.` leads into a list."""
    head = masked[max(0, start - 48) : start].rstrip()
    if not head or head.endswith("::"):
        return False
    if head[-1] == ":":
        return True
    if head[-1] == "," and _CJK.match(masked, end):
        return True
    return _ANNOUNCES.search(head) is not None


def _sequence(found: List[Tuple[int, Tuple[int, int]]]) -> List[Tuple[int, int]]:
    """Return the marks 1, 2, 3 … or, as feeds print them, 1, 1, 1 …"""
    if len(found) > 1 and found[1][0] == 1:
        same = [span for number, span in found if number == 1]
        return same if len(same) == len(found) else []
    marks: List[Tuple[int, int]] = []
    for number, span in found:
        if number == len(marks) + 1:
            marks.append(span)
    return marks


def _cut(line: str, marks: List[Tuple[int, int]]) -> List[str]:
    ends = [start for start, _ in marks[1:]] + [len(line)]
    return [line[mark[1] : end].strip() for mark, end in zip(marks, ends)]


def _part_tail(items: List[str]) -> Tuple[List[str], str]:
    """Part the prose that follows a list of single sentences from its last item."""
    for item in items[:-1]:
        end = _FIRST_SENTENCE.search(folded(item))
        if end is None or item[end.end() :].strip():
            return items, ""
    end = _FIRST_SENTENCE.search(folded(items[-1]))
    if end is None:
        return items, ""
    tail = items[-1][end.end() :].strip()
    return [*items[:-1], items[-1][: end.end()].strip()], tail
