"""Where in an annotation's Markdown an answer may begin, and where it may end.

Which of these places it is, is told by composing the annotation with another answer there: what
parts a note is known to `compose` alone.
"""

from __future__ import annotations

import re
from typing import Iterator, List, NamedTuple

from ..readers.markdown.bookkeeping import without_bookkeeping
from ..text.tags import leading_tags, marker_in, trailing_tags

_AROUND = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*")
_QUOTED = re.compile(r"(?:[ \t]*>)+[ \t]?")
_SIGN = re.compile(r"[:\uff1a]+[ \t]*|^(?:[-*+]|\d{1,9}[.)])[ \t]+|^\[![^\]\n]{1,200}\][+-]?[ \t]*")
_MOST = 60
"""So many lines from its first one a question may have, and so many may stand below an answer."""


class Line(NamedTuple):
    """A line of a text, from `start` to `end`; what stands `before` its words are the signs of
    a quotation that it is in, and its indent."""

    start: int
    end: int
    before: str
    words: str

    @property
    def at(self) -> int:
        """Where its words begin."""
        return self.start + len(self.before)

    @property
    def is_mark(self) -> bool:
        """Whether it says nothing, but for tags and what other programs keep."""
        words = without_bookkeeping(self.words).rstrip()
        return self.is_marker or leading_tags(words) == len(words)

    @property
    def is_marker(self) -> bool:
        """Whether it says nothing but that the note is a card."""
        words = without_bookkeeping(self.words).rstrip()
        marker = marker_in(words)
        return marker is not None and (marker.start, marker.end) == (0, len(words))


class Beginning(NamedTuple):
    """A place `at` which an answer may begin; `opening` stands between it and the answer, and
    `before` before each further line of that. `is_below` says that nothing there is replaced."""

    at: int
    opening: str = ""
    before: str = ""
    is_below: bool = False


def lines_in(text: str) -> List[Line]:
    """The lines of `text`, without white space at their ends."""
    found: List[Line] = []
    at = 0
    for line in text.splitlines(keepends=True):
        bare = line.rstrip()
        match = _AROUND.match(bare)
        before = match[0] if match else ""
        found.append(Line(at, at + len(bare), before, bare[len(before) :]))
        at += len(line)
    return found


def beginnings(lines: List[Line]) -> Iterator[Beginning]:
    """Where an answer may begin, in order: with the words of a line, behind a sign or tags in it,
    or below it."""
    for line in lines[:_MOST]:
        if not line.is_mark:
            yield from _within(line)
        quoted = _QUOTED.match(line.before)
        before = quoted[0] if quoted else ""
        for between in ("\n", f"\n{before.rstrip()}\n"):
            yield Beginning(line.end, f"{between}{before}", before, is_below=True)


def _within(line: Line) -> Iterator[Beginning]:
    marker = marker_in(line.words)
    is_marked = marker is not None and marker.start == 0
    end = max(leading_tags(line.words), marker.end if marker and is_marked else 0)
    if end:
        end += len(line.words[end:]) - len(line.words[end:].lstrip())
        yield Beginning(line.at + end, "", line.before)
    if not is_marked:
        yield Beginning(line.at, "", line.before)
        if line.before:
            yield Beginning(line.start)
    for sign in _SIGN.finditer(line.words):
        at = line.at + sign.end()
        is_apart = line.words[: sign.start()].endswith(" ") and not sign[0][-1:].isspace()
        yield Beginning(at, " " if is_apart else "", line.before)
        yield Beginning(at, f"\n{line.before}", line.before)


def endings(lines: List[Line], any_line: bool = False) -> Iterator[int]:
    """Where an answer may end, first the places below which most stands: tags, and what other
    programs keep, or, at `any_line`, further cards."""
    kept: List[int] = []
    for line in reversed(lines[-_MOST:]):
        kept.append(line.end)
        if not line.is_mark:
            kept += _ends_within(line)
            if not any_line:
                break
    return iter(sorted(set(kept)))


def _ends_within(line: Line) -> Iterator[int]:
    """The places in `line` behind which only tags and what other programs keep stand."""
    end = len(line.words)
    for _ in range(_MOST):
        last = line.words[:end].rstrip()
        shown = without_bookkeeping(last)
        cut = len(shown.rstrip()) if last.startswith(shown.rstrip()) else len(last)
        cut = min(cut, len(last[: trailing_tags(last)].rstrip()))
        if cut == end:
            return
        end = cut
        yield line.at + end
