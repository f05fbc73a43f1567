"""Words that a PDF broke at a line's end: `re-ported`, `cap-tions`, `straightfor-ward`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Iterator, Optional, Tuple

from .joint import MEDIUM, STRONG, WEAK
from .lexicon import NOT_A_WORD, rank
from .terms import TERMS, word_set

_HYPHEN = re.compile(
    r"(?<![\w\-./@#'’])([A-Za-z]{2,20})-([ \n\u00ad]?)([a-z]{3,20})(?![\w\-/@'’]|\.\w)"
)
_JOINED_RANK = 60_000
_HALF_RANK = 40_000
_PREFIXES = word_set("re un de in ex en dis mis pro con com per")
_FREE = word_set(
    "pre non co sub bi tri up on off by anti semi self multi inter over under out down post "
    "meta micro macro mini neo geo bio eco quasi pseudo ultra vice ex all cross mid trans"
)
"""Prefixes that people write with a hyphen as they please."""

_PARTICLES = word_set("ups ons ins offs outs downs overs")
_WRITTEN_SO = word_set(
    "zig-zag hip-hop flip-flop tip-top ping-pong sing-song ad-hoc hi-res lo-res "
    "to-day to-night to-morrow good-bye"
)
_RARER_BY = 10
"""How many times more common the joined word has to be than its second half is alone."""


def hyphens(masked: str) -> Iterator[Tuple[int, int, str, float]]:
    """Find broken words: (start, end, the word whole, weight)."""
    if "-" not in masked:
        return
    for match in _HYPHEN.finditer(masked):
        left, space, right = match.groups()
        weight = broken(left.lower(), right)
        if weight is None and space and rank(right) == NOT_A_WORD and left.lower() in _FREE:
            # Nobody writes `mini- mized`, whatever else begins with `mini-`.
            weight = STRONG if rank(left.lower() + right) < _JOINED_RANK else None
        if weight is not None:
            yield match.start(), match.end(), left + right, weight


@lru_cache(maxsize=16384)
def broken(left: str, right: str) -> Optional[float]:
    """Return how sure it is that the hyphen does not belong, None if it may."""
    whole = rank(left + right)
    if whole > _JOINED_RANK and (left + right not in TERMS or rank(left) < NOT_A_WORD):
        return None
    if left in _FREE or right in _PARTICLES or left + "-" + right in _WRITTEN_SO:
        return None
    left_stands = rank(left) < _HALF_RANK and len(left) > 2
    right_stands = rank(right) < (_HALF_RANK if len(right) > 3 else 3_000)
    if left in _PREFIXES or (left in ("im", "em") and right[0] in "bmp"):
        if not right_stands:
            return STRONG if len(right) > 3 else MEDIUM
        if rank(right) > 8_000 and whole * _RARER_BY < rank(right):
            return STRONG
        return None
    if left_stands and right_stands:
        return None
    if left_stands and len(right) > 3 and rank(right) < NOT_A_WORD:
        return WEAK  # `water-spout`: spelt so by some
    if right_stands and len(left) < 6 and whole > min(20_000, 3 * rank(right)):
        return None  # `neg-entropy`: a coinage on a word
    return STRONG
