"""Excerpts that a theme escapes though they were escaped: it took the tags off, not the entities,
and `&lt;` stands there for every reader to see (in the page `&amp;lt;`)."""

from __future__ import annotations

import html
import re
from typing import List, Sequence

from bs4.element import NavigableString, Tag

from ..html.tree import Around
from .cards import is_title

_ENTITY = re.compile(r"&(amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_BARE = re.compile(rf"[<>\"]|&(?!{_ENTITY.pattern[1:]})")
_OF_CODE = re.compile("quot|apos|#.*")
"""What programs write for signs that stand well in a text as they are; who writes of entities
shows the others."""
_KINDS = 2
_CODE = ("pre", "code")


def unescape_excerpts(cards: Sequence[Tag]) -> None:
    """Undo it in all `cards` of a page, if it is so for certain: of all signs that are escaped none
    stands in any excerpt as it is, and entities do in several, or such as only programs write."""
    found: List[NavigableString] = []
    of_title = Around(is_title)
    for card in cards:
        texts = [
            text
            for text in card.find_all(string=True)
            if type(text) is NavigableString and text.parent and not of_title(text.parent)
        ]
        longest = max(texts, key=len, default=None)
        if isinstance(longest, NavigableString):
            if _BARE.search(longest):
                return
            around = longest.parent
            if around is not None and around.name not in _CODE and not around.find(True):
                found.append(longest)
    escaped = [text for text in found if _ENTITY.search(text)]
    kinds = {one.group(1) for text in escaped for one in _ENTITY.finditer(text)}
    if len(escaped) > 1 or (len(kinds) >= _KINDS and any(map(_OF_CODE.fullmatch, kinds))):
        for text in escaped:
            text.replace_with(NavigableString(html.unescape(text)))
