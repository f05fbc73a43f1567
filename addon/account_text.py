"""How many items a source gave, and whether that is all of them, in a few words."""

from __future__ import annotations

import re
from typing import List, Optional

from .i18n import tr


def items(found: int, declared: Optional[int]) -> str:
    """`844 items`, or `3 of 4 items` where the source says that it has more."""
    if declared in (None, found):
        return tr("report.items", n=found)
    return tr("report.declared", n=found, declared=declared)


def completeness(
    found: int, declared: Optional[int], complete: Optional[bool], troubled: bool
) -> str:
    """Whether the listing is whole; empty where nobody can know, as of most files.

    `complete` is what a service's answer proves, None for files, of which some declare how many
    items there are. Without trouble, what is not whole is only the newest part.
    """
    if troubled:
        return tr("complete.partial")
    if complete is None:
        return tr("complete.whole") if declared is not None and declared == found else ""
    return tr("complete.whole" if complete else "complete.newest")


def requests(count: int) -> str:
    """`6 requests`; empty where nothing was asked."""
    return tr("complete.requests", n=count) if count else ""


def listed(parts: List[str]) -> str:
    """The parts that there are, as one list."""
    return tr("count.join").join(part for part in parts if part)


def problem(what: str, stage: str = "", error: str = "") -> str:
    """What went wrong, where the input is named beside it; what is no fault of what was written in
    the language of the interface."""
    return tr(f"problem.{stage}", error=error) if stage else without_address(what)


def without_address(what: str) -> str:
    """A problem less the address that it begins with, where the source is named beside it."""
    return re.sub(r"^https?://\S+: ", "", what)
