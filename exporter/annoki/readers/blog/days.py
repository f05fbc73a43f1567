"""The day of a post by its address: of the blog's own zone, as stamps in UTC are not."""

from __future__ import annotations

import re
from datetime import date

from ...text.dates import day_of

_DAY = re.compile(r"/(\d{4})([/-])(\d{1,2})\2(\d{1,2})(?=[/-]|$)")
_NEAR = 1
"""How many days a stamp in UTC may be away from the day in any zone."""


def day_by_address(day: str, address: str) -> str:
    """`day` (empty, or as `2024-01-05`); but the day in `address` where that is as good as it, as
    blogs print it there. One that is further away is another's: of a change, or of a move."""
    found = _DAY.search(address)
    own = day_of("-".join(found.group(1, 3, 4))) if found else ""
    if not own or not day:
        return day or own
    try:
        apart = date.fromisoformat(day) - date.fromisoformat(own)
    except ValueError:  # of a month or a year
        return day
    return own if abs(apart.days) <= _NEAR else day
