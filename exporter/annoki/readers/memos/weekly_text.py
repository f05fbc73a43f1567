"""Weekly link notes collected from memos, as text (docs/formats.md).

Items are numbered at two spaces; the numbers start again after each code or figure block. What
stands between two items (code, console output, captions, closing words) belongs to the first.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Iterator, List, Optional, Sequence, Tuple

from ...contained import contained
from ...model import Block, Blocks, Document, Found, Item, Problem, Skipped
from ...text import fences
from ...text.code import is_code
from ...text.fullwidth import folded
from ...text.spans import text_of
from ...words import message
from ..printed import blocks_of, lines_of, paragraph

NAME = "weekly-text"

_ITEM = re.compile(r"^ {2}(\d+)\.(?: +(\S.*))?$")
_TORN = re.compile(r"^ {2}\d+$")
_SHAPE = re.compile(r"^ {2}\d+\. +\S", re.MULTILINE)
_CUT = "..."
_CAPTION_END = re.compile(r"[。!?.,;:…)]$")
_CAPTION_LENGTH = 40

_Lines = Sequence[Tuple[int, str]]


def detect(text: str) -> bool:
    """Whether `text` holds numbered items at two spaces."""
    return len(_SHAPE.findall(text)) >= 2


def declared(text: str) -> Optional[int]:
    """A digest does not say how many items it holds."""
    return None


def read(document: Document) -> Iterator[Found]:
    """The items in the order printed."""
    lines = list(lines_of(document.text))
    starts = list(_starts(lines))
    title, *others = _paragraphs_before(lines, starts)
    # The line below an issue's title says how the issue was made; any more would be lost.
    for number, text in others[1:]:
        yield Problem(message("places.line", n=number), message("readers.stray_text"), text)
    n = 0
    for start, end in zip(starts, [*starts[1:], len(lines)]):
        number, line = lines[start]
        where = message("places.line", n=number)
        match = _ITEM.match(line)
        lead = match.group(2) if match else None
        rest = [text for _, text in lines[start + 1 : end]]
        if not lead and not any(rest):
            yield Skipped(where, message("readers.empty_item"), line)
            continue
        body = contained(
            "reading", where, partial(_body, lead or "", rest), "\n".join([line, *rest])
        )
        if isinstance(body, Problem):
            yield body
            continue
        n += 1
        yield Item("memo", "weekly", where, n, body=body, collection=title[1])


def _body(lead: str, rest: List[str]) -> Blocks:
    return (*([paragraph(lead)] if lead else []), *_after(lead, rest))


def _starts(lines: _Lines) -> Iterator[int]:
    """Where items begin, if only with a number in which the file breaks off. A numbered line inside
    console output is none."""
    output_end = -1
    for at, (_, line) in enumerate(lines):
        if at <= output_end:
            continue
        if line == _CUT:
            output_end = _closing(lines, at)
        elif _ITEM.match(line) or (at == len(lines) - 1 and _TORN.match(line)):
            yield at


def _closing(lines: _Lines, opening: int) -> int:
    """The line of dots that ends the output begun at `opening`, or `opening` if the next item,
    with its empty line before it, comes first."""
    for at in range(opening + 1, len(lines)):
        if lines[at][1] == _CUT:
            return at
        if _ITEM.match(lines[at][1]) and not lines[at - 1][1]:
            break
    return opening


def _paragraphs_before(lines: _Lines, starts: Sequence[int]) -> List[Tuple[int, str]]:
    """(line number, text) of the title, empty if there is none, and of each paragraph below it."""
    paragraphs: List[Tuple[int, str]] = []
    blank = True
    for number, line in lines[: starts[0] if starts else 0]:
        if not line:
            blank = True
        elif blank:
            paragraphs.append((number, line.strip()))
            blank = False
        else:
            paragraphs[-1] = (paragraphs[-1][0], f"{paragraphs[-1][1]}\n{line.strip()}")
    return paragraphs or [(0, "")]


def _after(lead: str, lines: List[str]) -> Iterator[Block]:
    """The blocks below an item's first line, code put together again across empty lines."""
    before = lead
    code: List[str] = []
    for part, framed in _paragraphs(lines):
        announced = folded(before.rstrip()).endswith(":") or bool(code)
        if framed or is_code(part, announced):
            if framed or code[:1] == [_CUT]:
                yield from _code(code)
            code += ([""] if code else []) + part
            continue
        yield from _code(code)
        for block in blocks_of(part):
            before = text_of([block])
            short = len(before) <= _CAPTION_LENGTH and not _CAPTION_END.search(folded(before))
            yield block._replace(kind="caption") if short and block.kind == "prose" else block
    yield from _code(code)


def _code(lines: List[str]) -> Iterator[Block]:
    if lines:
        yield Block("code", code="\n".join(lines), language="text" if lines[0] == _CUT else "")
        lines.clear()


def _paragraphs(lines: List[str]) -> Iterator[Tuple[List[str], bool]]:
    """(lines, whether framed): runs between empty lines; output and fences stay whole."""
    part: List[str] = []
    closed = fences.Closed(lines)
    at = 0
    while at < len(lines):
        end = _frame_end(lines, at, closed)
        if end and part:
            yield part, False
            part = []
        if end:
            yield lines[at : end + 1], lines[at] == _CUT
            at = end
        elif lines[at].strip():
            part.append(lines[at])
        elif part:
            yield part, False
            part = []
        at += 1
    if part:
        yield part, False


def _frame_end(lines: List[str], at: int, closed: fences.Closed) -> int:
    """Which line ends the output or fenced code that line `at` opens; 0 where none does."""
    if lines[at] == _CUT:
        ends = (end for end in range(at + 1, len(lines)) if lines[end] == _CUT)
        return next(ends, 0)
    fence = fences.opening(lines[at])
    return (closed.end_of(at, fence) or 0) if fence and not fence.before.strip() else 0
