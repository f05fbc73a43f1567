"""What an element shows that no text can: a player, a page inside the page, a drawing."""

from __future__ import annotations

from bs4.element import Tag

from ...text.urls import absolute
from .names import is_hidden
from .tree import attribute, elements

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
    if element.name == "svg":
        return element.find("text") is not None
    if element.name not in _ADDRESSES:
        return element.name in ("canvas", "img")
    names = _ADDRESSES[element.name]
    inside = elements(element, element.name, "source")
    return any(absolute(attribute(one, name), _BASE) for one in inside for name in names)
