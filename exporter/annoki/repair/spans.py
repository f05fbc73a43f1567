"""Stretches of text that no repair may enter: formulas already marked, inline code, addresses."""

from __future__ import annotations

from typing import List, Tuple

from ..text.lazy import pattern
from ..text.spans import dollars_pair, split

Span = Tuple[int, int]

# Addresses that are no links, but no prose either.
_ADDRESS = pattern(r"\b(?:www\.|(?:ftp|git|ssh|file)://)[^\s一-鿿,\uff0c。;\uff1b、]+")
_HINT = pattern(r"[`$\\]|://|www\.|mailto:")


def protected(text: str) -> List[Span]:
    """Return the spans of `text` to leave alone, in order and without overlap."""
    if not _HINT.search(text):
        return []
    found: List[Span] = []
    at = 0
    for span in split(text, dollars_pair(text)):
        if span.kind == "prose":
            found += [(at + m.start(), at + m.end()) for m in _ADDRESS.finditer(span.text)]
        else:
            found.append((at, at + len(span.text)))
        at += len(span.text)
    return found


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
