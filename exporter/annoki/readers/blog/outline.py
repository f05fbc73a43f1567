"""A table of contents that stands in a text as a list: it says nothing but the headings below."""

from __future__ import annotations

import re
from itertools import groupby
from typing import List, Optional, Sequence, Tuple

from ...model import Block, Blocks, Row, Span
from ...text.spans import plain

_CALLED = re.compile(
    r"\W*(?:(?:\u6587\u7ae0|\u672c\u6587)?(?:\u76ee\u5f55|\u76ee\u9304|\u76ee\u6b21)"
    r"|(?:table\s+of\s+)?contents|toc)\W*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\A[\d.\u3001)\s]+")
_LISTS = ("bullets", "numbers")
_LEAST, _MOST_OTHER = 3, 0.2
"""How many rows such a list has, and the share of those that no heading says: writers forget."""


def without_outline(blocks: Blocks) -> Blocks:
    """`blocks` without the lists of their headings that are called contents, or lead to them."""
    if not any(block.kind == "heading" for block in blocks):
        return blocks
    headings = {_said(block.spans) for block in blocks if block.kind == "heading"}
    kept: List[Block] = []
    # A list of two kinds is a block of each.
    for is_list, group in groupby(blocks, lambda block: block.kind in _LISTS):
        together = list(group)
        rows = [row for block in together for row in block.rows] if is_list else []
        said = [_said(cell) for row in rows for cell in row.cells]
        others = sum(not one or one not in headings for one in said)
        called = bool(kept) and _is_called(kept[-1])
        if len(said) < _LEAST or others > _MOST_OTHER * len(said) or not (called or _page_of(rows)):
            kept += together
        elif called:
            kept.pop()
    return tuple(kept)


def _said(spans: Tuple[Span, ...]) -> str:
    return "".join(_NUMBER.sub("", plain(spans)).casefold().split())


def _is_called(block: Block) -> bool:
    is_text = block.kind in ("heading", "prose")
    return is_text and bool(_CALLED.fullmatch(plain(block.spans)[:40]))


def _page_of(rows: Sequence[Row]) -> Optional[str]:
    """The page to places in which all `rows` lead, if it is one."""
    links = [span.link for row in rows for cell in row.cells for span in cell if span.text.strip()]
    pages = {page if place else "" for page, _, place in (link.partition("#") for link in links)}
    return pages.pop() if len(pages) == 1 else None
