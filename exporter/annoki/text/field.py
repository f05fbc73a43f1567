"""A field as a person reads it in a list."""

from __future__ import annotations

import html
import re

LONGEST = 200
"""So much of a field tells a person, who looks for it in a list, which note it is."""

_BLOCK = re.compile(
    r"</?(?:p|ul|ol|li|pre|tr|th|td|h[1-6]|blockquote|figure|figcaption|details|summary)\b[^>]*>|<br>"
)
_TAG = re.compile(r"<[^>]+>")


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
