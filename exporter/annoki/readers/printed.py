"""Printed lines to blocks: paragraphs, fenced code, and code that lost its fence."""

from __future__ import annotations

import re
from typing import Iterator, List, Sequence, Tuple

from ..model import Block

_AT_ONCE = 1 << 16
_FENCES = ("```", "~~~")
_FENCE = re.compile(r"^\s{0,3}(`{3,}|~{3,})\s*([\w+#.-]*)\s*$")


def lines_of(text: str) -> Iterator[Tuple[int, str]]:
    """(line number from 1, line) without a second copy of a large text."""
    start, number = 0, 1
    while start <= len(text):
        end = text.find("\n", start + _AT_ONCE)
        if end < 0:
            end = len(text)
        for line in text[start:end].split("\n"):
            yield number, line.rstrip()
            number += 1
        start = end + 1


def blocks_of(lines: Sequence[str]) -> Tuple[Block, ...]:
    """Paragraphs (parted by empty lines) and fenced code; an unclosed fence runs to the end."""
    blocks: List[Block] = []
    paragraph: List[str] = []
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        closed = _closing_fence(lines, at) if line.startswith(_FENCES) else 0
        if line and not closed:
            paragraph.append(line)
        elif paragraph:
            blocks.append(Block("prose", "\n".join(paragraph)))
            paragraph = []
        if closed:
            opening = _FENCE.match(lines[at])
            language = opening.group(2).lower() if opening else ""
            blocks.append(Block("code", "\n".join(lines[at + 1 : closed]), language))
            at = closed
        at += 1
    if paragraph:
        blocks.append(Block("prose", "\n".join(paragraph)))
    return tuple(blocks)


def _closing_fence(lines: Sequence[str], at: int) -> int:
    opening = _FENCE.match(lines[at])
    if not opening:
        return 0
    for end in range(at + 1, len(lines)):
        closing = _FENCE.match(lines[end])
        if closing and not closing.group(2) and closing.group(1).startswith(opening.group(1)):
            return end
    return len(lines)
