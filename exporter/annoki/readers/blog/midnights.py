"""Stamps in UTC that are midnights where a blog is written.

Who tells the day of a post alone has a moment made of it by the generator, its midnight, which is
on the day before in UTC. A single stamp may be of a post that was published then; of all the posts
of a blog it tells the zone, if they are in the language that is spoken there.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Sequence

from ...text.dates import day_of
from ...text.scripts import HAN, HANGUL, KANA_LETTERS

_UTC = r":00:00(?:\.0{1,9})?\s*(?:Z|UTC?|GMT|[+-]00:?00)\s*\Z"
_ZONES = (
    (re.compile(rf"[T\s]16{_UTC}", re.IGNORECASE), re.compile(f"[{HAN}]")),
    (re.compile(rf"[T\s]15{_UTC}", re.IGNORECASE), re.compile(f"[{KANA_LETTERS}{HANGUL}]")),
)
_FEWEST = 3


def are_midnights(stamps: Sequence[str], titles: Sequence[str]) -> bool:
    """Whether `stamps`, of all the posts of `titles`, are midnights in China, Japan or Korea."""
    if len(stamps) < _FEWEST:
        return False
    return any(
        all(map(stamp.search, stamps)) and 2 * sum(map(bool, map(own.search, titles))) > len(titles)
        for stamp, own in _ZONES
    )


def day_told(stamp: str, is_midnight: bool) -> str:
    """The day in `stamp`, as `2024-01-05` or empty; the next one if it `is_midnight` there."""
    day = day_of(stamp)
    if not day or not is_midnight:
        return day
    try:
        return str(date.fromisoformat(day) + timedelta(1))
    except OverflowError:  # of the last day that there is
        return day
