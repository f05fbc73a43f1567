"""Rule `punctuation`: gives Chinese the full-width marks back that a converter made ASCII.

Where a page was flattened to text, 。 and “” survive, the marks with an ASCII look-alike do not.
Many type these between Chinese characters, too, which looks the same there, and better so. What the
rest of the document has is not asked: one note that changes would change all others.

A fraction of which a page parted the numbers (`1 /3 的人`) is one again.
"""

from __future__ import annotations

import re
from typing import List

from ..text.scripts import HAN
from .rule import Mended, mended

_AFTER = f"{HAN}。、”》」』】)"
_OPENING = f"{HAN}“《「『【"
_BEFORE = rf"(?:[{_OPENING}]|\([{HAN}])"
_FULLWIDTH = str.maketrans(",:;?!()", "\uff0c\uff1a\uff1b\uff1f\uff01\uff08\uff09")
_MARK = re.compile(
    rf"(?<=[{_AFTER}])(?:[,:;?!](?={_BEFORE})|[?!](?=\n|\Z))"
    rf"|(?<=[{_AFTER}])\([{HAN}](?:[^()\n\ufffc]{{0,80}}[{_AFTER}])?\)"
    rf"|\([{HAN}](?:[^()\n\ufffc]{{0,80}}[{_AFTER}])?\)(?=[{_OPENING}。])"
)
_KEPT = re.compile("[\uff0c\uff1a\uff1b\uff1f\uff01\uff08\uff09]")
_SIGNS = re.compile(r"[,:;?!(]")
_FRACTION = re.compile(rf"(?<![\d./])([1-9]\d?) /([1-9]\d?)(?= ?[{HAN}])")


def may_hold(text: str) -> bool:
    """Whether `marks_of_chinese` has to look at `text`."""
    return not text.isascii() and _SIGNS.search(text) is not None


def marks_of_chinese(text: str) -> List[Mended]:
    """The marks between Chinese characters, as Chinese sets them."""
    found: List[Mended] = []
    if _KEPT.search(text):
        return found  # whoever wrote it did so on purpose
    for match in _MARK.finditer(text):
        start, end = match.span()
        for at in {start, end - 1}:
            around = text[max(0, at - 1) : at], text[at + 1 : at + 2]
            mark = text[at].translate(_FULLWIDTH)
            one = mended("punctuation", text, at, at + 1, mark)
            told = one.repair._replace(before=text[at].join(around), after=mark.join(around))
            found.append(one._replace(repair=told))
    return sorted(found)


def may_hold_fraction(text: str) -> bool:
    """Whether `fractions` has to look at `text`."""
    return " /" in text


def fractions(text: str) -> List[Mended]:
    """The proper fractions that a space parts before their stroke."""
    return [
        mended("punctuation", text, *match.span(), f"{match.group(1)}/{match.group(2)}")
        for match in _FRACTION.finditer(text)
        if int(match.group(1)) < int(match.group(2))
    ]
