"""How many annotations a page of activity holds: 200, or as the last page what is left of them."""

from __future__ import annotations

from typing import Optional, Tuple

from ...model import Problem
from ...words import message

_FULL = 200


def cut_short(declared: Optional[int], found: int, pages: int = 1) -> Optional[Problem]:
    """The Problem that `found` annotations stand on what should be so many `pages` of `declared`;
    None if that may be all, or nothing is declared."""
    if declared is None or found == declared or found in _sizes(declared, pages):
        return None
    what = message("readers.cut_page", declared=declared, n=found)
    return Problem(message("places.end"), what)


def _sizes(declared: int, pages: int) -> Tuple[int, int]:
    last = declared % _FULL or min(_FULL, declared)
    return min(declared, _FULL * pages), min(declared, _FULL * (pages - 1) + last)
