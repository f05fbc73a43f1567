"""What an element shows that no text can: a player, a page inside the page, a drawing."""

from __future__ import annotations

from bs4.element import Tag

from ...text.urls import absolute
from .names import is_hidden
from .tree import attribute

_BASE = "https://page.invalid/"

_ADDRESSES = {
    "audio": ("src", "data-src"),
    "embed": ("src",),
    "iframe": ("src", "data-src", "data-lazy-src"),
    "object": ("data",),
    "video": ("src", "data-src"),
}


def shows_more(element: Tag) -> bool:
    """Whether `element` shows what is no text. A drawing without words may be a sign of the
    theme's, and what embeds nothing shows nothing."""
    if is_hidden(element):
        return False
    if element.name == "text":
        return element.find_parent("svg") is not None
    around = element.parent if element.name == "source" else None
    names = _ADDRESSES.get(around.name if around is not None else element.name)
    if names is None:
        return element.name in ("canvas", "img")
    return any(absolute(attribute(element, name), _BASE) for name in names)
