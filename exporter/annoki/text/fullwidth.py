"""Full-width punctuation for those who look for marks: Chinese is typed with either kind."""

from __future__ import annotations

import re

# U+FF01 to U+FF5E are the full-width forms of U+0021 to U+007E.
_ASCII = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FULLWIDTH = re.compile("[\uff01-\uff5e]")
# These make up nearly all; replacing each is far cheaper than looking up every character.
_USUAL = [(mark, chr(ord(mark) - 0xFEE0)) for mark in "\uff0c\uff1a\uff1b\uff1f\uff01\uff08\uff09"]


def folded(text: str) -> str:
    """`text` with full-width forms as ASCII, character for character: offsets stay the same.

    Rules match in the folded text and cut the text itself, so what is shown stays as typed.
    """
    if text.isascii():
        return text
    for mark, plain in _USUAL:
        text = text.replace(mark, plain)
    return text.translate(_ASCII) if _FULLWIDTH.search(text) else text
