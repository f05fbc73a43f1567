"""Formulas in a text whose tags were taken off, as excerpts and lists for a search have it: what a
renderer had taken for marks is gone without a trace, but where TeX then makes no sense."""

from __future__ import annotations

import re

from ...model import Blocks, Span, Spans
from ...text.spans import pieces, with_pieces

_GREEK = (
    "alpha|beta|gamma|delta|(?:var)?epsilon|zeta|eta|(?:var)?theta|iota|kappa|lambda|(?:var)?rho"
    "|(?:var)?sigma|tau|upsilon|(?:var)?phi|chi|psi|omega|nabla|partial"
)
_LOST = re.compile(
    rf"\\(?:{_GREEK})[a-z]{{1,2}}(?![A-Za-z])"
    r"|\\(?:sum|prod|bigcup|bigcap|lim|max|min|sup|inf)\{[a-z](?:\s*=[^{}]{0,80})?\}"
    r"|&(?:amp|lt|gt|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});"
)
"""A letter's name with its index run together, the bounds of a sum without a sign, entities."""


def doubted(blocks: Blocks) -> Blocks:
    """`blocks`, whose formulas are damaged where they have lost a sign for certain."""
    return tuple(
        with_pieces(block, [_doubted(part) for part in pieces(block)])
        if any(map(_is_lost, (span for part in pieces(block) for span in part)))
        else block
        for block in blocks
    )


def _doubted(spans: Spans) -> Spans:
    return tuple(span._replace(kind="damaged") if _is_lost(span) else span for span in spans)


def _is_lost(span: Span) -> bool:
    return span.kind in ("formula", "display") and bool(_LOST.search(span.text))
