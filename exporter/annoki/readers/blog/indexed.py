"""A post as a blog's search index lists it, whatever the index is written in."""

from __future__ import annotations

import re
from typing import NamedTuple, Tuple
from urllib.parse import unquote

from ...model import Blocks, Face, Found, Item
from ...text.urls import absolute, host_of, placed, single_rooted
from ..markdown.flattened import spans_of
from .days import day_by_address
from .outline import without_outline
from .shown import as_shown, holds_lock
from .stripped import doubted

_ESCAPED = re.compile("%2f|https?%3a", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z]")


class Indexed(NamedTuple):
    """What an index says of a post. `sections` are HTML, or text without tags; `part`, an excerpt,
    stands in for them; `day` as printed in dates of items, or empty; `loses_signs` says that the
    index leaves out what stood as an entity."""

    title: str
    url: str
    sections: Tuple[str, ...]
    part: str = ""
    tags: Tuple[str, ...] = ()
    day: str = ""
    loses_signs: bool = False

    @property
    def content(self) -> str:
        """All of its text."""
        return "\n".join(self.sections)


def found_of(post: Indexed, where: str, n: int, blog: str) -> Found:
    """The `n`th post of the index of the `blog` (its address, or empty)."""
    url = post.url
    # Old generators escape a whole path, slashes too, for a script to read.
    url = single_rooted(unquote(url) if _ESCAPED.match(url) else url)
    link, known = placed(absolute(url, blog), blog)
    base, shown, is_part = link or blog, post.content, False
    body = _blocks(post.sections, base)
    if not (body or holds_lock(shown)) and post.part.strip():
        body, shown, is_part = _blocks((post.part,), base), post.part, True
    has_tags = bool(_TAG.search(shown))
    if not has_tags:
        body = doubted(body, post.loses_signs)
    item = Item(
        "post",
        "blog",
        where,
        n,
        body=body,
        title=spans_of(post.title),
        captured=day_by_address(post.day, f"/{url}"),
        host=host_of(link),
        # It tells no host, but the path is the post's, wherever the blog is.
        source_ids=(known or f"/{url.lstrip('/')}",) if url else (),
        link=link,
        tags=post.tags,
        face=_face(is_part, has_tags) if body else Face.TEXT,
    )
    return as_shown(item, shown)


def _blocks(sections: Tuple[str, ...], base: str) -> Blocks:
    from ..html.walk import blocks_of_html

    said = filter(str.strip, sections)
    return without_outline(tuple(b for one in said for b in blocks_of_html(one, base=base)))


def _face(is_part: bool, has_tags: bool) -> Face:
    if is_part:
        return Face.EXCERPT
    return Face.PAGE if has_tags else Face.STRIPPED
