"""The day on which a post was published, as its page prints it."""

from __future__ import annotations

import re
from itertools import chain
from typing import Iterator, List, Optional, Sequence

from bs4.element import Tag

from ...text.dates import day_of, is_day
from ..html.tree import attribute, collapsed_text, elements
from .cards import is_aside, name_words

_DATES = {"date", "time", "published", "datetime", "history"}
_CHANGES = {"update", "updated", "modified", "edited", "lastmod"}
_CHANGED = re.compile(
    r"\W*(?:\u66f4\u65b0|\u7f16\u8f91|\u4fee\u6539|updated|modified|edited)", re.I
)
_HEADINGS = ("h1", "h2", "h3")
_META = 60
"""The longest line beside a post that tells its day."""


def day_of_post(element: Tag, body: Tag, alone: bool) -> str:
    """The day it was published, in the page's own zone: as printed before as stamped. Where a post
    stands `alone`, it may be told above."""
    day = _told(list(elements(element, "time")), list(_outside(element, body)), body is not element)
    one = element
    while alone and not day and one.parent is not None:
        day = day_among(list(above_in_parent(one)))
        one = one.parent
    return day


def day_among(others: Sequence[Tag]) -> str:
    """The day of publishing that one of `others`, which stand beside a text, tells, or none."""
    return _told([one for one in others if one.name == "time"], others, True)


def above_in_parent(element: Tag) -> Iterator[Tag]:
    """What stands above `element` in what holds it, but what stands around posts."""
    for child in element.parent.contents if element.parent is not None else ():
        if child is element:
            break
        if isinstance(child, Tag):
            yield from _outside(child, None, True)


def _told(times: Sequence[Tag], others: Sequence[Tag], in_lines: bool) -> str:
    times = [one for one in times if not _is_changed(one)]
    published = [one for one in times if "Published" in attribute(one, "itemprop")]
    for one in published or times:
        for printed in (collapsed_text(one), attribute(one, "title"), attribute(one, "datetime")):
            if day_of(printed):
                return day_of(printed)
    for printed in chain(_called_dates(others), _beside(others, in_lines)):
        if day_of(printed):
            return day_of(printed)
    return ""


def _outside(element: Tag, body: Optional[Tag], apart: bool = False) -> Iterator[Tag]:
    """The elements in `element`, but those of its text; `apart`: and of what stands around."""
    stack: List[Tag] = [element]
    while stack:
        one = stack.pop()
        # What leads home may tell the day beside.
        if apart and is_aside(one) and "nav" not in name_words(one):
            continue
        yield one
        stack += [
            child
            for child in reversed(one.contents)
            if isinstance(child, Tag) and child is not body
        ]


def _is_changed(element: Tag) -> bool:
    """Whether `element` tells when a post was changed."""
    called = _is_called_changed(element)
    return called or bool(_CHANGED.match(collapsed_text(element)[:_META]))


def _is_called_changed(element: Tag) -> bool:
    return (
        "Modified" in attribute(element, "itemprop")
        or element.has_attr("data-updated")
        or not _CHANGES.isdisjoint(name_words(element))
    )


def _called_dates(others: Sequence[Tag]) -> Iterator[str]:
    for one in others:
        if not _DATES.isdisjoint(name_words(one)) and not _is_changed(one):
            yield collapsed_text(one)[:_META]


def _beside(others: Sequence[Tag], in_lines: bool) -> Iterator[str]:
    """What else is printed beside the text: what is nothing but a day, or tells it when pointed at,
    before (`in_lines`) a line that holds one."""
    lines: List[str] = []
    for one in others:
        own = " ".join("".join(one.find_all(string=True, recursive=False)).split())
        if _CHANGED.match(own) or _is_called_changed(one):
            continue
        if is_day(own):
            yield own
        elif day_of(attribute(one, "title")) and one.name in ("span", "div", "i", "p"):
            yield attribute(one, "title")
        elif len(own) <= _META and one.name not in _HEADINGS and one.name != "a":
            lines.append(own)
    if in_lines:
        yield from lines
