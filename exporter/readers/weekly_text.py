"""Weekly link notes collected from memos, as text (source-formats, seed 004).

Items are numbered at two spaces; the numbers start again after each code or figure block. What
stands between two items (code, console output, captions, closing words) belongs to the first.
"""

from __future__ import annotations

import re
from typing import Iterator, List, Optional, Tuple

from ..model import Block, Document, Found, Item
from .blocks import blocks_of, lines_of
from .code import is_code

NAME = "weekly-text"

_ITEM = re.compile(r"^ {1,3}(\d+)\. +(\S.*)$")
_SHAPE = re.compile(r"^ {1,3}\d+\. +\S", re.MULTILINE)
_DEEPER = re.compile(r"^ {4}\d+\. +\S.*\n(?:\n| {6})", re.MULTILINE)
_CUT = "..."
_CAPTION_END = re.compile(r"[。!?!?.,;:,;:…)]$")
_CAPTION_LENGTH = 40


def detect(text: str) -> bool:
    """Whether `text` holds items at two spaces and nothing below them at four."""
    return len(_SHAPE.findall(text)) >= 2 and not _DEEPER.search(text)


def declared(text: str) -> Optional[int]:
    """A digest does not say how many items it holds."""
    return None


def read(document: Document) -> Iterator[Found]:
    """The items in the order printed."""
    title = ""
    where = lead = ""
    n = 0
    rest: List[str] = []
    in_output = False
    for number, line in lines_of(document.text):
        # An item's number inside console output (between two lines of dots) is not an item.
        if line == _CUT and where:
            in_output = not in_output
        item = None if in_output else _ITEM.match(line)
        if item:
            if where:
                yield _item(n, where, lead, rest, title)
            where, lead, rest, n = f"line {number}", item.group(2), [], n + 1
        elif where:
            rest.append(line)
        elif line.strip() and not title:
            title = line.strip()  # what follows it, up to the first item, is the page's furniture
    if where:
        yield _item(n, where, lead, rest, title)


def _item(n: int, where: str, lead: str, rest: List[str], title: str) -> Item:
    body = (Block("prose", lead), *_after(lead, rest))
    return Item("memo", "weekly", where, n, body=body, collection=title)


def _after(lead: str, lines: List[str]) -> Iterator[Block]:
    """The blocks below an item's first line, code put together again across empty lines."""
    before = lead
    code: List[str] = []
    for paragraph, framed in _paragraphs(lines):
        announced = before.rstrip().endswith((":", ":")) or bool(code)
        if framed or is_code(paragraph, announced):
            if framed or code[:1] == [_CUT]:
                yield from _code(code)
            code += ([""] if code else []) + paragraph
            continue
        yield from _code(code)
        for block in blocks_of(paragraph):
            short = len(block.text) <= _CAPTION_LENGTH and not _CAPTION_END.search(block.text)
            yield Block("caption", block.text) if short and block.kind == "prose" else block
            before = block.text
    yield from _code(code)


def _code(lines: List[str]) -> Iterator[Block]:
    if lines:
        yield Block("code", "\n".join(lines), "text" if lines[0] == _CUT else "")
        lines.clear()


def _paragraphs(lines: List[str]) -> Iterator[Tuple[List[str], bool]]:
    """(lines, whether framed): runs between empty lines; output and fences stay whole."""
    paragraph: List[str] = []
    closing = ""
    for at, line in enumerate(lines):
        opens = line if line == _CUT or line.startswith("```") else ""
        if closing:
            paragraph.append(line)
            if line == closing:
                yield paragraph, closing == _CUT
                paragraph, closing = [], ""
        elif opens and (opens[:3] if opens[0] == "`" else opens) in lines[at + 1 :]:
            if paragraph:
                yield paragraph, False
            paragraph, closing = [line], opens[:3]
        elif line.strip():
            paragraph.append(line)
        elif paragraph:
            yield paragraph, False
            paragraph = []
    if paragraph:
        yield paragraph, closing == _CUT
