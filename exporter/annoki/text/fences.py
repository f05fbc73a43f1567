"""Fenced code in Markdown: which lines open a fence, and which close it."""

from __future__ import annotations

import re
from typing import Dict, List, NamedTuple, Optional, Sequence

_OPENING = re.compile(
    r"^([ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?)(`{3,}(?!`)|~{3,}(?!~))[ \t]*([^\s`{]*)"
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
    if match is None or line.find("`", match.end(2)) >= 0:
        return None
    return Fence(match[1], match[2], match[3].lower())


def closes(line: str, fence: Fence) -> bool:
    """Whether `line` closes `fence`: by as many of its signs or more, and nothing else."""
    return _signs(line, fence.sign[0]) >= len(fence.sign)


def _signs(line: str, sign: str) -> int:
    """How many of `sign` a line is that holds nothing else."""
    bare = line.strip(" \t>")
    return 0 if bare.strip(sign) else len(bare)


def end_of(lines: Sequence[str], at: int, fence: Fence) -> int:
    """Which of `lines` closes the fence that line `at` opens; behind the last if none does."""
    for end in range(at + 1, len(lines)):
        if closes(lines[end], fence):
            return end
    return len(lines)


class Closed:
    """Which fences are closed in `lines`, of whose lines many may open one that none closes."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._longest: Dict[str, List[int]] = {}

    def end_of(self, at: int, fence: Fence) -> Optional[int]:
        """Which line closes the fence that line `at` opens, if one does."""
        sign = fence.sign[0]
        if sign not in self._longest:
            self._longest[sign] = self._from_each(sign)
        # So those that are not closed are not looked for to the end, each time anew.
        if self._longest[sign][at + 1] < len(fence.sign):
            return None
        return end_of(self._lines, at, fence)

    def _from_each(self, sign: str) -> List[int]:
        """How long the longest line of nothing but `sign` is, from each line on."""
        longest = [0]
        for line in reversed(self._lines):
            longest.append(max(longest[-1], _signs(line, sign)))
        return longest[::-1]
