"""Players and pages that stand inside a page: an address each, of what a text cannot show."""

from __future__ import annotations

from typing import Iterator

from bs4.element import Tag

from ...text.urls import absolute
from .names import is_hidden
from .tree import attribute, elements

_ADDRESSES = {
    "audio": ("src", "data-src"),
    "embed": ("src",),
    "iframe": ("src", "data-src", "data-lazy-src"),
    "object": ("data",),
    "video": ("src", "data-src"),
}


def addresses_of(element: Tag, base: str) -> Iterator[str]:
    """The address of what `element` embeds, if it does and is shown, completed by `base`: of a
    player with several sources, the first."""
    if element.name not in _ADDRESSES or is_hidden(element):
        return
    names = _ADDRESSES[element.name]
    for one in elements(element, element.name, "source"):
        for name in names:
            address = absolute(attribute(one, name), base)
            if address:
                yield address
                return
