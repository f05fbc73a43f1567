"""Where in an annotation's Markdown an answer may begin, and where it may end.

Which of these places it is, is told by composing the annotation with another answer there: what
parts a note is known to `compose` alone.
"""

from __future__ import annotations

import re
from typing import Iterator, List, NamedTuple, Optional

from ..readers.markdown.bookkeeping import without_bookkeeping
from ..text import fences
from ..text.tags import Tags, leading_tags, marker_in, trailing_tags

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_AROUND = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*")
_QUOTED = re.compile(r"(?:[ \t]*>)+[ \t]?")
_SIGN = re.compile(r"[:\uff1a]+[ \t]*|^(?:[-*+]|\d{1,9}[.)])[ \t]+|^\[![^\]\n]{1,200}\][+-]?[ \t]*")
_DRESS = re.compile(r"(?:#{1,6}[ \t]+)?[*_]*")
_MOST = 60
"""So many lines from its first one a question may have, and so many may stand below an answer."""


class Line(NamedTuple):
    """A line of a text, from `start` to `end`; what stands `before` its words are the signs of
    a quotation that it is in, and its indent. `is_code` is one of a fenced block."""

    start: int
    end: int
    before: str
    words: str
    is_code: bool = False

    @property
    def at(self) -> int:
        """Where its words begin."""
        return self.start + len(self.before)

    @property
    def is_mark(self) -> bool:
        """Whether it says nothing, but for tags and what other programs keep."""
        words = without_bookkeeping(self.words).rstrip()
        marker = self._marker(words)
        is_marker = marker is not None and (marker.start, marker.end) == (0, len(words))
        return not self.is_code and (is_marker or leading_tags(words) == len(words))

    @property
    def marker(self) -> Optional[int]:
        """Where in the text the marker of a card stands that it has, if any."""
        marker = self._marker(self.words)
        return self.at + marker.start if marker else None

    def _marker(self, words: str) -> Optional[Tags]:
        """That in `words`, with the signs around it that make a heading or strong words of it."""
        if self.is_code:
            return None
        dress = _DRESS.match(words)
        n = dress.end() if dress else 0
        bare = words[n:].rstrip("*_")
        found = marker_in(bare)
        if found is None:
            return None
        end = len(words) if found.end == len(bare) else found.end + n
        return found._replace(start=found.start + n if found.start else 0, end=end)


class Beginning(NamedTuple):
    """A place `at` which an answer may begin; `opening` stands between it and the answer, and
    `before` before each further line of that. `is_below` says that nothing there is replaced."""

    at: int
    opening: str = ""
    before: str = ""
    is_below: bool = False


def lines_in(text: str) -> List[Line]:
    """The lines of `text`, without white space at their ends."""
    printed = _LINE.findall(text)
    bare = [line.rstrip() for line in printed]
    found: List[Line] = []
    at, code_end = 0, -1
    for n, line in enumerate(bare):
        fence = fences.opening(line) if n > code_end else None
        code_end = fences.end_of(bare, n, fence) if fence else code_end
        match = _AROUND.match(line)
        before = match[0] if match else ""
        found.append(Line(at, at + len(line), before, line[len(before) :], n <= code_end))
        at += len(printed[n])
    return found


def beginnings(lines: List[Line]) -> Iterator[Beginning]:
    """Where an answer may begin, in order: with the words of a line, behind a sign or tags in it,
    or below it."""
    for line in lines[:_MOST]:
        if not line.is_mark:
            yield from _within(line)
        if line.is_code:
            continue
        quoted = _QUOTED.match(line.before)
        before = quoted[0] if quoted else ""
        for between in ("\n", f"\n{before.rstrip()}\n"):
            yield Beginning(line.end, f"{between}{before}", before, is_below=True)


def _within(line: Line) -> Iterator[Beginning]:
    marker = None if line.is_code else marker_in(line.words)
    is_marked = marker is not None and marker.start == 0
    end = 0 if line.is_code else leading_tags(line.words)
    end = max(end, marker.end if marker and is_marked else 0)
    if end:
        end += len(line.words[end:]) - len(line.words[end:].lstrip())
        yield Beginning(line.at + end, "", line.before)
    if not is_marked:
        yield Beginning(line.at, "", line.before)
        if line.before:
            yield Beginning(line.start)
    for sign in () if line.is_code else _SIGN.finditer(line.words):
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
