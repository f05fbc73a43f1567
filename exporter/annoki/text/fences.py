"""Fenced code in Markdown: which lines open a fence, and which close it."""

from __future__ import annotations

import re
from typing import NamedTuple, Optional, Sequence

_OPENING = re.compile(
    r"^([ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?)(`{3,}|~{3,})[ \t]*([^\s`{]*)[^`\n]*$"
)


class Fence(NamedTuple):
    """A line that opens fenced code: what stands before its sign (indent, quote marks, the mark of
    a list item), the sign, and the language in lower case, if any."""

    before: str
    sign: str
    language: str


def opening(line: str) -> Optional[Fence]:
    """The fence that `line` opens, or None."""
    if "```" not in line and "~~~" not in line:
        return None
    match = _OPENING.match(line)
    return Fence(match[1], match[2], match[3].lower()) if match else None


def closes(line: str, fence: Fence) -> bool:
    """Whether `line` closes `fence`: by as many of its signs or more, and nothing else."""
    bare = line.strip(" \t>")
    return len(bare) >= len(fence.sign) and not bare.strip(fence.sign[0])


def end_of(lines: Sequence[str], at: int, fence: Fence) -> int:
    """Which of `lines` closes the fence that line `at` opens; behind the last if none does."""
    for end in range(at + 1, len(lines)):
        if closes(lines[end], fence):
            return end
    return len(lines)
