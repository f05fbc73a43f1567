"""How many items a source gave, and whether that is all of them, in a few words."""

from __future__ import annotations

import re
from functools import reduce
from typing import Any, Iterable, Mapping, Optional

from ..words import Message, message, said_by


def items_said(found: int, declared: Optional[int]) -> str:
    """`844 items`, or `3 of 4 items` where the source says that it has more."""
    if declared in (None, found):
        return message("report.items", n=found)
    return message("report.declared", n=found, declared=declared)


def completeness_said(
    found: int, declared: Optional[int], complete: Optional[bool], troubled: bool
) -> str:
    """Whether the listing is whole; empty where nobody can know, as of most files.

    `complete` is what a service's answer proves, None for files, of which some declare how many
    items there are. Without trouble, what is not whole is only the newest part.
    """
    if troubled:
        return message("report.partial")
    if complete is None:
        is_whole = declared is not None and declared == found
        return message("report.complete") if is_whole else ""
    return message("report.complete" if complete else "report.newest")


def counts_said(one: Mapping[str, Any]) -> str:
    """`844 items, 2 left out, 1 repair, complete, 6 requests` of an input of a JSON report."""
    found, declared, requests = one["found"], one["declared"], one.get("requests", 0)
    repairs = one.get("repairs", 0) or sum(len(item["repairs"]) for item in one["items"])
    counts = {"skipped": len(one["skipped"]), "lost": one.get("lost", 0), "repairs": repairs}
    return together(
        [
            items_said(found, declared),
            *(message(f"report.{name}", n=n) for name, n in counts.items() if n),
            completeness_said(found, declared, one.get("complete"), bool(one["problems"])),
            requests_said(requests),
        ]
    )


def requests_said(count: int) -> str:
    """`6 requests`; empty where nothing was asked."""
    return message("report.requests", n=count) if count else ""


def without_address(what: str) -> str:
    """A problem less the address that it begins with, where the source is named beside it."""
    if isinstance(what, Message) and what.key == "errors.at":
        return said_by(what.values["what"]) if what.startswith("http") else what
    return re.sub(r"^https?://\S+: ", "", what) if what.startswith("http") else what


def together(parts: Iterable[str]) -> str:
    """Those of `parts` that are not empty, as one list."""
    said = [part for part in parts if part]
    return reduce(lambda one, other: message("report.also", one=one, other=other), said or [""])
