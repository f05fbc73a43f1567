"""A post as a blog's search index lists it, whatever the index is written in."""

from __future__ import annotations

import re
from typing import NamedTuple, Tuple
from urllib.parse import unquote

from ...model import Face, Found, Item
from ...text.urls import absolute, host_of, placed, single_rooted
from ..markdown.flattened import spans_of
from .days import day_by_address
from .outline import without_outline
from .shown import as_shown
from .stripped import doubted

_ESCAPED = re.compile("%2f|https?%3a", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z]")


class Indexed(NamedTuple):
    """What an index says of a post. `sections` are HTML, or text without tags; `day` as printed in
    dates of items, or empty; `is_part` says that they are known to be an excerpt, `loses_signs`
    that the index leaves out what stood as an entity."""

    title: str
    url: str
    sections: Tuple[str, ...]
    tags: Tuple[str, ...] = ()
    day: str = ""
    is_part: bool = False
    loses_signs: bool = False

    @property
    def content(self) -> str:
        """All that it says."""
        return "\n".join(self.sections)


def found_of(post: Indexed, where: str, n: int, blog: str) -> Found:
    """The `n`th post of the index of the `blog` (its address, or empty)."""
    from ..html.walk import blocks_of_html

    url = post.url
    # Old generators escape a whole path, slashes too, for a script to read.
    url = single_rooted(unquote(url) if _ESCAPED.match(url) else url)
    link, known = placed(absolute(url, blog), blog)
    base, said = link or blog, filter(str.strip, post.sections)
    body = without_outline(tuple(b for one in said for b in blocks_of_html(one, base=base)))
    if not _TAG.search(post.content):
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
        face=_face(post) if body else Face.TEXT,
    )
    return as_shown(item, post.content)


def _face(post: Indexed) -> Face:
    if post.is_part:
        return Face.EXCERPT
    return Face.PAGE if _TAG.search(post.content) else Face.STRIPPED
