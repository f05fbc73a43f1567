"""The years that a blog's archive prints as headings, above dates without one."""

from __future__ import annotations

from typing import List, Optional, Sequence

from bs4.element import Tag

from ...text.dates import is_year
from ..html.tree import collapsed_text

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


def years_above(items: Sequence[Tag]) -> List[str]:
    """For each of `items`, in the order printed, the last heading above it that is a year."""
    years: List[str] = []
    last: Optional[Tag] = None
    for item in items:
        year = years[-1] if years else ""
        for one in item.previous_elements:
            if one is last:
                break
            if isinstance(one, Tag) and one.name in _HEADINGS and is_year(collapsed_text(one)):
                year = collapsed_text(one)
                break
        years.append(year)
        last = item
    return years
