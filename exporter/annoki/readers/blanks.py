"""What shows nothing is nothing: the border between readers and all that comes after."""

from __future__ import annotations

from ..model import Found, Item, Skipped
from ..text.blank import is_blank
from ..text.spans import is_seen, plain
from ..words import message


def with_something_to_see(found: Found) -> Found:
    """`found`, of an item only what one can see; it is left out where that is nothing."""
    if not isinstance(found, Item):
        return found
    item = without_blanks(found)
    if item.passage or item.body or item.title:
        return item
    return Skipped(item.where, message("readers.no_text"), "")


def without_blanks(item: Item) -> Item:
    """`item` without the parts that show nothing."""
    passage, body = (tuple(filter(is_seen, blocks)) for blocks in (item.passage, item.body))
    title = () if item.title and is_blank(plain(item.title)) else item.title
    if (len(passage), len(body), title) == (len(item.passage), len(item.body), item.title):
        return item
    return item._replace(passage=passage, body=body, title=title)
