"""Line numbers that a flattened code table fused to its code (`12git lfs install`)."""

from __future__ import annotations

import re
from itertools import islice
from typing import Iterator, NamedTuple

FEWEST = 4
"""So many numbers may be a gutter wherever they stand; fewer only before what is code."""
_FAKE = 10
"""Up to this number a run is typed as a password or a telephone number, too (12345678910)."""

_RUN = re.compile(r"1234\d*")
_FEW = re.compile("(?<![^\\s:\uff1a\u3002\uff01\uff1f])123?(?=[A-Za-z_@#$])")
_CUT_OFF = re.compile(r"\s*(?:\.{3}|\u2026|\Z)")
_APART = re.compile(r"(?<!\S)1(?:\s+[1-9]\d{0,3}){3,}")
# What is never parted from its number: a fraction, an address, a name, an amount.
_OF_A_NAME = re.compile(r"[\d_\-=/\\#%&+@$*~^'\"`|]\Z|\d[.,:]\Z")
_LETTER = re.compile(r"[A-Za-z.,]\Z")

_STATEMENT = re.compile(
    r"(?:import|from|export|package|using|public|private|protected|static|final|class|struct|enum"
    r"|interface|typedef|template|namespace|def|async|await|function|func|fn|let|const|var|int|void"
    r"|char|bool|float|double|long|auto|string|String|unsigned|return|if|for|while|with|try|switch"
    r"|echo|select|SELECT|insert|INSERT|update|UPDATE|create|CREATE|sudo|git|npm|yarn|pip3?|docker"
    r"|apt|apt-get|yum|brew|cd|mkdir|wget|curl|ssh|python3?|node|java|gcc|g\+\+|make|vim?|cat|ls)"
    r"(?:[ ({<]|\Z)|#(?:include|import|define|pragma|!| )|//|/\*|<(?:[!?]|[A-Za-z]\w*[ >])"
    r"|@[A-Za-z]\w|[$>] \S|>>> |(?:use|mod) \w+(?:::|;)|pub |impl[ <]"
)
_WEAK = re.compile(
    r"[A-Za-z_][\w.\[\]-]{0,60}(?: ?(?:[-+*/:]?=|<-) ?\S|\(|: [A-Za-z0-9\"'{\[])|[{\[]\s*[\"{\[]"
)
_CODE_SIGN = re.compile(r"[A-Za-z_#{\[@$\"'!\u2500-\u259f]")

_JOINT = re.compile(r"[)\]};\"'](?=[A-Za-z_][\w.]{0,40}(?: ?[-+*/]?=[^=]|\())")
"""Where a statement follows another of which the line end is lost."""
_NEAR = 300


class Gutter(NamedTuple):
    """An exact run 1, 2, … `last`, written without gaps; `length` is its number of digits."""

    last: int
    length: int


class Numbers(NamedTuple):
    """A gutter at `start:end` of a text; it counts the lines of its code up to `last`."""

    start: int
    end: int
    last: int


def gutter_of(text: str) -> Gutter:
    """The gutter that opens `text`; its `last` is 0 where there is none.

    Any digits but an exact run 1..n are the code's own (docs/formats.md).
    """
    last, length = _counted(text)
    return Gutter(0, 0) if text[length : length + 1].isdigit() else Gutter(last, length)


def gutters_in(text: str) -> Iterator[Numbers]:
    """The gutters of `FEWEST` lines and more that stand in prose, wherever their code begins; of
    fewer those before as many statements.

    Digits that may be a number of anything else (a password, a telephone) are none.
    """
    for run in _RUN.finditer(text):
        start, end = run.span()
        last, length = _counted(run.group())
        if length < end - start:
            # An excerpt may end inside the gutter.
            broken_off = str(last + 1).startswith(text[start + length : end])
            if last <= _FAKE or not broken_off or not _CUT_OFF.match(text, end):
                continue
        if _is_gutter(text[max(0, start - 2) : start], text[end : end + 80], last):
            yield Numbers(start, end, last)
    for few in _FEW.finditer(text):
        if _counts_joints(text[few.end() : few.end() + _NEAR], len(few.group())):
            yield Numbers(few.start(), few.end(), len(few.group()))
    yield from _apart(text)


def _counts_joints(code: str, lines: int) -> bool:
    """Whether `code` begins with a statement, and shows as many as there are `lines`."""
    if not (_STATEMENT.match(code) or _WEAK.match(code)):
        return False
    return sum(1 for _ in islice(_JOINT.finditer(code), lines - 1)) == lines - 1


def has_numbers(text: str) -> bool:
    """Whether there is a run of numbers in `text` that may be a gutter."""
    return "1234" in text or bool(_FEW.search(text) or _APART.search(text))


def _apart(text: str) -> Iterator[Numbers]:
    """Gutters whose numbers stand apart, each in a line above as many lines, or before a
    statement."""
    for run in _APART.finditer(text):
        start, end = run.span()
        numbers = run.group().split()
        last = len(numbers)
        if numbers != list(map(str, range(1, last + 1))):
            continue
        after = text[end : end + 4000]
        in_lines = run.group().count("\n") == last - 1 and after.startswith("\n")
        is_above = in_lines and len(after.strip("\n").split("\n")) >= last
        if is_above or (after[:1].isspace() and _STATEMENT.match(after.lstrip())):
            yield Numbers(start, end, last)


def _is_gutter(before: str, after: str, last: int) -> bool:
    if _OF_A_NAME.search(before):
        return False
    opens = bool(_STATEMENT.match(after))
    if last > _FAKE:
        return opens or not _LETTER.search(before)
    if _LETTER.search(before):
        return opens
    if last == _FAKE:
        return opens or bool(_CODE_SIGN.match(after))
    # After a space a number stands alone: `id 1234a = 5`.
    return opens or (not before[-1:].isspace() and bool(_WEAK.match(after)))


def _counted(text: str) -> Gutter:
    """The run 1, 2, … that opens `text`, whatever follows it."""
    last = length = 0
    while text.startswith(str(last + 1), length):
        last += 1
        length += len(str(last))
    return Gutter(last, length)
