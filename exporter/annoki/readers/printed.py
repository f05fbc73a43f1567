"""Printed lines to blocks: paragraphs, and fenced code."""

from __future__ import annotations

from typing import Iterator, List, Sequence, Tuple

from ..model import Block, Blocks
from ..text import fences
from ..text.blank import is_blank
from .markdown.flattened import spans_of

_AT_ONCE = 1 << 16


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


def paragraph(text: str) -> Block:
    """The flattened text `text` as a paragraph."""
    return Block("prose", spans_of(text))


def printed_passage(text: str) -> Blocks:
    """A passage of a flattened page; nothing for an empty one. Only code has several lines."""
    if is_blank(text):
        return ()
    return (Block("code", code=text) if "\n" in text else paragraph(text),)


def blocks_of(lines: Sequence[str]) -> Blocks:
    """Paragraphs (parted by empty lines) and fenced code; an unclosed fence runs to the end."""
    blocks: List[Block] = []
    words: List[str] = []
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        fence = fences.opening(lines[at]) if line else None
        opens = fence is not None and not fence.before.strip()
        if line and not opens:
            words.append(line)
        elif words:
            blocks.append(paragraph("\n".join(words)))
            words = []
        if fence and opens:
            end = fences.end_of(lines, at, fence)
            code = "\n".join(lines[at + 1 : end])
            blocks.append(Block("code", code=code, language=fence.language))
            at = end
        at += 1
    if words:
        blocks.append(paragraph("\n".join(words)))
    return tuple(blocks)
