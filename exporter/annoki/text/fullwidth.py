"""Full-width punctuation for those who look for marks: Chinese is typed with either kind."""

from __future__ import annotations

import re
from itertools import islice

from .scripts import HAN

# U+FF01 to U+FF5E are the full-width forms of U+0021 to U+007E.
_ASCII = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FULLWIDTH = re.compile("[\uff01-\uff5e]")
# These make up nearly all; replacing each is far cheaper than looking up every character.
_USUAL = [(mark, chr(ord(mark) - 0xFEE0)) for mark in "\uff0c\uff1a\uff1b\uff1f\uff01\uff08\uff09"]

_MARKS_OF_CHINESE = re.compile("[\uff0c\uff1a\uff1b\uff1f\uff01\uff08\uff09]")
_BETWEEN = re.compile(rf"[{HAN}][,:;?!](?=[{HAN}])")
_FEWEST = 2


def is_folded(text: str) -> bool:
    """Whether a converter made the full-width marks of the document `text` ASCII: its Chinese has
    such marks, and not one that is full-width."""
    if text.isascii() or _MARKS_OF_CHINESE.search(text):
        return False
    return len(list(islice(_BETWEEN.finditer(text), _FEWEST))) == _FEWEST


def folded(text: str) -> str:
    """`text` with full-width forms as ASCII, character for character: offsets stay the same.

    Rules match in the folded text and cut the text itself, so what is shown stays as typed.
    """
    if text.isascii():
        return text
    for mark, plain in _USUAL:
        text = text.replace(mark, plain)
    return text.translate(_ASCII) if _FULLWIDTH.search(text) else text
