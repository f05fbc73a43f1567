"""Lines of Markdown as people type them, made what Python-Markdown reads as they meant it.

Lists that follow a paragraph without an empty line, nested by two spaces or three, numbered `1)`;
headings, tables and rules between lines of text; a line below a list that belongs to no item. A `#`
without a space after it is a tag, not a heading.
"""

from __future__ import annotations

import re
from typing import Callable, List, NamedTuple, Sequence, Tuple

from ...text import fences

_MARKER = re.compile(r"^( *)([-*+]|\d{1,9}[.)]) +(?=\S)(?:\[([ xX])\] +)?(.*)$")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]")
_RULE = re.compile(r"^ {0,3}(?:(?:-[ ]*){3,}|(?:\*[ ]*){3,}|(?:_[ ]*){3,})$")
_QUOTE = re.compile(r"^ {0,3}>")
_DELIMITERS = re.compile(r"^ *\|? *:?-+:? *(?:\| *:?-+:? *)+\|? *$")
_BOXES = {" ": "\u2610 ", "x": "\u2611 ", "X": "\u2611 "}
_DETAILS = re.compile(r"</?(?:details|summary)(?:\s[^<>\n]{0,200})?>", re.IGNORECASE)
_DEEPEST = 8
MOST_LEVELS = 40
"""Below so many levels of lists and quotations text is what it looks like."""


class FencedCode(NamedTuple):
    """A block of code as typed, and what it holds."""

    source: str
    code: str
    language: str


def without_fences(text: str, hold: Callable[[FencedCode], str]) -> str:
    """`text` with what `hold` answers in the place of each fenced block of code.

    A fence that nothing closes runs to the end.
    """
    lines = text.split("\n")
    result: List[str] = []
    at = 0
    while at < len(lines):
        fence = fences.opening(lines[at])
        if not fence:
            result.append(lines[at])
            at += 1
            continue
        end = fences.end_of(lines, at, fence)
        quotes = fence.before.count(">")
        inside = re.compile(rf"^(?:[ \t]*>){{0,{quotes}}}[ ]?" if quotes else "^")
        width = len(fence.before.rsplit(">", 1)[-1]) - (quotes > 0 and fence.before[-1:] == " ")
        code = [_dedented(inside.sub("", line), width) for line in lines[at + 1 : end]]
        source = "\n".join(lines[at : end + 1])[len(fence.before) :]
        result.append(fence.before + hold(FencedCode(source, "\n".join(code), fence.language)))
        at = end + 1
    return "\n".join(result)


def _dedented(line: str, width: int) -> str:
    return line[min(width, len(line) - len(line.lstrip(" \t"))) :]


def unfolded(text: str) -> str:
    """`text` without the tags of what a page folds away: summary and details are paragraphs."""
    if not _DETAILS.search(text):
        return text
    result: List[str] = []
    for line in text.split("\n"):
        bare = line.lstrip(" \t>")
        indent = line[: len(line) - len(bare)]
        parts = _DETAILS.split(bare)
        result.append(f"\n{indent.rstrip()}\n".join(f"{indent}{part}".rstrip() for part in parts))
    return "\n".join(result)


def arranged(lines: Sequence[str], depth: int = 0) -> List[str]:
    """`lines`, which `depth` quotations hold, as Python-Markdown wants empty lines and indents."""
    if depth > MOST_LEVELS:
        return list(lines)
    result: List[str] = []
    items: List[Tuple[int, str]] = []  # (indent, kind of marker) of the list items around a line
    at = 0
    while at < len(lines):
        line = lines[at]
        previous = lines[at - 1] if at else ""
        indent = len(line) - len(line.lstrip(" "))
        marker = None if _RULE.match(line) else _MARKER.match(line)
        if not line.strip():
            result.append("")
        elif _QUOTE.match(line) and not (items and indent):
            end = at
            while end < len(lines) and _QUOTE.match(lines[end]):
                end += 1
            inside = [re.sub(r"^ *> ?", "", one) for one in lines[at:end]]
            items.clear()
            result += ["", *(f"> {one}".rstrip() for one in arranged(inside, depth + 1))]
            result += [""] if end < len(lines) and _breaks(lines[end]) else []
            at = end
            continue
        elif marker and (items or _opens(marker, previous)):
            before = ""
            while items and indent < items[-1][0] + 2:
                before = items.pop()[1]
            if before and before != _kind(marker):
                result.append("")
            if not (before or items) or (previous.strip() and not _MARKER.match(previous)):
                result.append("")
            del items[_DEEPEST:]
            box = _BOXES[marker.group(3)] if marker.group(3) else ""
            number = marker.group(2).rstrip(".)")
            sign = f"{number}." if number.isdigit() else "-"
            result.append(f"{'    ' * len(items)}{sign} {box}{marker.group(4)}")
            items.append((indent, _kind(marker)))
        elif items:
            while items and indent < items[-1][0] + 2:
                items.pop()
            loose = not previous.strip()
            if not items:
                result.append("")
                continue
            result.append("    " * (len(items) - (not loose)) + line.strip())
        else:
            result += _alone(lines, at)
        at += 1
    return result


def _alone(lines: Sequence[str], at: int) -> List[str]:
    line = lines[at]
    if _HEADING.match(line) or _RULE.match(line):
        return ["", line, ""]
    if "|" in line and at + 1 < len(lines) and _DELIMITERS.match(lines[at + 1]):
        return ["", line]
    if at > 1 and "|" not in line and "|" in lines[at - 1]:
        return ["", line]
    return [line]


def _breaks(line: str) -> bool:
    return bool(_MARKER.match(line) or _HEADING.match(line) or _RULE.match(line))


def _opens(marker: re.Match[str], previous: str) -> bool:
    """Whether a line opens a list: a number in the midst of a text does so only as the first."""
    if not previous.strip():
        return len(marker.group(1)) < 4
    return not marker.group(2)[0].isdigit() or marker.group(2)[:-1] == "1"


def _kind(marker: re.Match[str]) -> str:
    return "ol" if marker.group(2)[0].isdigit() else "ul"
