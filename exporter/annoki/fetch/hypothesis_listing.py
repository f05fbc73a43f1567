"""All rows of a Hypothesis search, page by page, while rows may be edited, added and removed.

The service sorts by `updated` in whole milliseconds and has no tie-breaker. So each page asks for
everything from the millisecond of the last row on, that one included, and what comes twice is
dropped. Sorted oldest first, a row that is edited meanwhile moves to the end and is met again.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any, Callable, Dict, List, Optional, Tuple

from ..words import message
from .result import FetchError

ApiRow = Dict[str, Any]
Page = Tuple[List[ApiRow], int]
"""Rows, and how many match in all (wherever the page begins)."""

LIMIT = 200
"""Rows a page; the service gives no more."""

_LAST_OFFSET = 9800
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


class Listing:
    """`rows` by id, each as last edited; `total` is how many the service said there are, last, and
    `most` at most."""

    def __init__(self, ask: Callable[[List[Tuple[str, str]]], Page]) -> None:
        self.rows: Dict[str, ApiRow] = {}
        self.total = 0
        self.most = 0
        self._ask = ask

    def whole(self) -> bool:
        """Whether there are as many rows as the service says there are, and has said all along: of
        one that counts less meanwhile, either rows were removed or it has lost sight of some."""
        return len(self.rows) == self.total == self.most

    def run(self, start: Optional[int] = None) -> None:
        """Add the rows edited at `start` (milliseconds since 1970) or later; None for all.

        Raises FetchError; the rows that arrived before are kept.
        """
        begin = start
        while True:
            rows = self._take([] if begin is None else [("search_after", _just_before(begin))])
            if len(rows) < LIMIT:
                return
            last = milliseconds(rows[-1])
            if begin is not None and last < begin:
                raise FetchError(message("fetch.no_paging"))
            if begin is not None and last == begin:
                if start is None:
                    self._span(begin)
                last = begin + 1
            begin = last

    def _span(self, moment: int) -> None:
        """Add the rows of the one millisecond `moment`, of which there are more than a page.

        Only `offset` tells them apart; it counts from the first row of all.
        """
        offset = sum(milliseconds(row) < moment for row in self.rows.values())
        while offset <= _LAST_OFFSET:
            known = len(self.rows)
            rows = self._take([("offset", str(offset))])
            if len(rows) < LIMIT or milliseconds(rows[-1]) > moment:
                return
            if len(self.rows) == known and offset > known:
                return  # `offset` leads nowhere new
            offset += LIMIT

    def _take(self, where: List[Tuple[str, str]]) -> List[ApiRow]:
        rows, self.total = self._ask(
            [("limit", str(LIMIT)), ("sort", "updated"), ("order", "asc"), *where]
        )
        self.most = max(self.most, self.total)
        merge_rows(self.rows, rows)
        return rows


def merge_rows(known: Dict[str, ApiRow], rows: List[ApiRow]) -> None:
    """Put `rows` into `known`; of two with one id, the later edited stays."""
    for row in rows:
        former = known.get(row["id"])
        if former is None or milliseconds(former) <= milliseconds(row):
            known[row["id"]] = row


def milliseconds(row: ApiRow) -> int:
    """When `row` was last edited, in whole milliseconds since 1970. Raises FetchError."""
    text = str(row.get("updated"))
    try:
        moment = datetime.fromisoformat(text[:-1] + "+00:00" if text.endswith("Z") else text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
        return (moment - _EPOCH) // timedelta(milliseconds=1)
    except (ValueError, OverflowError):
        said = message("fetch.no_time", id=row["id"], time=repr(text[:40]))
        raise FetchError(said) from None


def _just_before(moment: int) -> str:
    """The last microsecond before `moment`: right for a service that rounds to milliseconds down
    and for one that does not."""
    before = _EPOCH + timedelta(milliseconds=moment) - timedelta(microseconds=1)
    return before.isoformat(timespec="microseconds")
