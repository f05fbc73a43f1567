"""A field as a person reads it in a list."""

from __future__ import annotations

import html
import re
from typing import List
from unicodedata import normalize

LONGEST = 200
"""So much of a field tells a person, who looks for it in a list, which note it is."""

_BLOCK = re.compile(
    r"</?(?:p|ul|ol|li|pre|tr|th|td|h[1-6]|blockquote|figure|figcaption|details|summary)\b[^>]*>|<br>"
)
_TAG = re.compile(r"<[^>]+>")
_LINE = re.compile(r'<(?:p|div)(?: (?:lang|dir)="[\w-]*")*>|</(?:p|div)>|<br ?/?>')
_WORDS = re.compile(r'<span(?: (?:lang|dir)="[\w-]*")*>|</span>')


def one_line(field: str, longest: int = 76) -> str:
    """`field` as one short line of text: blocks are parted by a space, what is inline is not. A
    passage that is folded away below a question is left out."""
    field = field.partition('<details class="here">')[0]
    text = " ".join(html.unescape(_TAG.sub("", _BLOCK.sub(" ", field))).split())
    return text if len(text) <= longest else text[: longest - 1] + "…"


def in_lines(field: str) -> str:
    """`field` as text, a line a block, and code in its own lines."""
    text = html.unescape(_TAG.sub("", _BLOCK.sub("\n", field)))
    return re.sub(r"\n\s*\n", "\n", text).strip("\n")


def read_alike(one: str, other: str) -> bool:
    """Whether two fields look the same: the same text, set in the same way, in the same lines. What
    is said of its language is not seen, nor how a line is made one."""
    return _seen(one) == _seen(other)


def _seen(field: str) -> List[str]:
    text = _WORDS.sub("", _LINE.sub("\n", field)).replace("&nbsp;", " ")
    # Inside of code a space is a space.
    seen = str.rstrip if "<pre" in field else lambda line: " ".join(line.split())
    lines = map(seen, normalize("NFC", text).split("\n"))
    return [line for line in lines if line]
