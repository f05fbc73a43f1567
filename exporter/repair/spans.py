"""Stretches of text that no repair may enter: formulas already marked, inline code, addresses."""

from __future__ import annotations

import re
from typing import List, Tuple

Span = Tuple[int, int]

_PROTECTED = re.compile(
    r"\\\((?:(?!\\[()]).){1,1000}?\\\)"
    r"|\\\[(?:(?!\\[\[\]])[\s\S]){1,2000}?\\\]"
    r"|`[^`\n]{1,300}`"
    r"|(?:https?|ftp|git|ssh|file)://[^\s一-鿿,。;、]+"
    r"|\bwww\.[^\s一-鿿,。;、]+"
)
_DOLLARS = re.compile(r"\$\$[^$]{1,2000}\$\$|\$[^$\n]{1,500}\$")
_HINT = re.compile(r"\\[(\[]|`|://|www\.")


def protected(text: str) -> List[Span]:
    """Return the spans of `text` to leave alone, in order and without overlap.

    Dollar signs pair up only where their number is even: an odd one means that a formula is
    broken, and then none of them can be trusted.
    """
    spans = [m.span() for m in _PROTECTED.finditer(text)] if _HINT.search(text) else []
    if "$" in text and text.count("$") % 2 == 0:
        spans = merge(spans + [m.span() for m in _DOLLARS.finditer(text)])
    return spans


def merge(spans: List[Span]) -> List[Span]:
    """Return the spans in order, those that overlap made one."""
    merged: List[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def mask(text: str, spans: List[Span], filler: str = "\x00") -> str:
    """Return `text` with every protected character replaced, so that offsets stay the same."""
    if not spans:
        return text
    out: List[str] = []
    at = 0
    for start, end in spans:
        out.append(text[at:start])
        out.append(filler * (end - start))
        at = end
    out.append(text[at:])
    return "".join(out)
