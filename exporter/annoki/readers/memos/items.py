"""A weekly memo: a list of link notes, which are items of their own (docs/formats.md).

A memo is split only where nothing is lost by it: all of it, but a title and one line of furniture
below, must be numbered items that open with a link, or that are paragraphs of their own.
"""

from __future__ import annotations

import re
from typing import List, NamedTuple, Optional, Tuple

from ...text import fences
from ...text.urls import WEB

_NUMBERED = re.compile(r"^ {0,3}(\d{1,3})[.)](?:[ \t]+(\S.*))?$")
_LINK = re.compile(rf"^\W{{0,3}}(?:\[[^\]\n]+\]\(|<?{WEB})")
_PICTURE = re.compile(r"^\s*!\[[^\]\n]*\]\([^)\n]*\)\s*$")
_HEADING = re.compile(r"^#{1,6}\s+|\s+#+\s*$|^(?:\*\*|__)(?=\S)|(?:\*\*|__)$")
_FEWEST = 3
_TITLE_LENGTH = 100


class Issue(NamedTuple):
    """The title of a weekly memo, as one reads it, and the Markdown of its items."""

    title: str
    items: Tuple[str, ...]


class _Line(NamedTuple):
    text: str
    code: bool
    indent: int
    """Of a line of fenced code the indent of its fence."""


def items_of(content: str) -> Optional[Issue]:
    """The items of a weekly memo, or None for any other memo."""
    lines = _lines(content)
    starts = _starts(lines)
    if len(starts) < _FEWEST:
        return None
    title = _title([line.text for line in lines[: starts[0]]])
    items = [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)])]
    if title is None or not _are_notes(items):
        return None
    return Issue(title, tuple(_unmarked(item) for item in items))


def _lines(content: str) -> List[_Line]:
    """Lines, and whether they are (a fence of) fenced code."""
    lines: List[_Line] = []
    fence: Optional[fences.Fence] = None
    indent = 0
    for text in content.split("\n"):
        if fence is None:
            indent = len(text) - len(text.lstrip(" "))
            fence = fences.opening(text)
            lines.append(_Line(text, fence is not None, indent))
        else:
            lines.append(_Line(text, True, indent))
            fence = None if fences.closes(text, fence) else fence
    return lines


def _starts(lines: List[_Line]) -> List[int]:
    """Where items begin: numbers that go on, or that begin again at 1 (as all-ones lists do)."""
    starts: List[int] = []
    last = 0
    for at, line in enumerate(lines):
        match = None if line.code else _NUMBERED.match(line.text)
        number = int(match.group(1)) if match and match.group(2) else -1
        if number == last + 1 or number == 1:
            starts.append(at)
            last = number
    return starts


def _title(above: List[str]) -> Optional[str]:
    """The title above the first item, empty if there is none; None for more than a title and one
    paragraph of furniture."""
    paragraphs = re.split(r"\n\s*\n", "\n".join(above).strip())
    lines = paragraphs[0].split("\n")
    if len(paragraphs) + len(lines) > 3 or len(lines[0]) > _TITLE_LENGTH:
        return None
    return _HEADING.sub("", lines[0].strip()).strip()


def _are_notes(items: List[List[_Line]]) -> bool:
    firsts = [_NUMBERED.sub(r"\2", item[0].text) for item in items]
    linked = all(_LINK.match(first) for first in firsts)
    apart = all(not item[-1].text.strip() for item in items[:-1])
    if not (linked or apart):
        return False
    # Text at the margin below the last item only closes the memo, not the item.
    return not _has_closing(items[-1]) or any(map(_has_closing, items[:-1]))


def _has_closing(item: List[_Line]) -> bool:
    blank = False
    for line in item[1:]:
        if blank and not line.code and re.match(r"\S", line.text) and not _PICTURE.match(line.text):
            return True
        blank = blank or line.code or not line.text.strip()
    return False


def _unmarked(item: List[_Line]) -> str:
    """An item's Markdown without its number and the indent that the number asks for."""
    match = _NUMBERED.match(item[0].text)
    first = match.group(2) if match else item[0].text
    indent = match.start(2) if match else 0
    rest = [line.text[min(indent, line.indent) :] for line in item[1:]]
    return "\n".join([first, *rest]).strip()
