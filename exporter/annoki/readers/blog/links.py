"""What a page says about itself in its links: its feeds and the page after it."""

from __future__ import annotations

import re
from typing import NamedTuple, Optional, Tuple
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4.element import Tag

from ..html.tree import attribute, elements, page_tree

_FEED_TYPES = ("application/atom+xml", "application/rss+xml")
_COMMENTS = re.compile(r"\bcomments?\b|评论|評論|留言", re.IGNORECASE)
_NEXT = (
    "link[rel~=next i]",
    "a[rel~=next i]",
    "a:is([class~=next i], [class~=next-page i], [class~=page-next i], [class~=pagination-next i],"
    " [class~=older-posts i])",
)
"""What links to the next page, the surest first."""
_PAGE_PATH = re.compile(r"/page/([0-9]{1,6})(?:/(?:index\.html)?)?$")


class Links(NamedTuple):
    """Absolute http(s) addresses: feeds in the order of the page, the next page if any, and all
    that the page leads to, its posts among them."""

    feeds: Tuple[str, ...]
    following: Optional[str]
    leads: Tuple[str, ...] = ()


def links_of(text: str, url: str) -> Links:
    """The links of the page `text` that was fetched from `url`."""
    page = page_tree(text)
    base = _join(url, attribute(page.select_one("base[href]"), "href")) or url
    feeds = [
        _join(base, attribute(link, "href"))
        for link in page.select("link[rel~=alternate i]")
        if attribute(link, "type").split(";")[0].strip().lower() in _FEED_TYPES
        and not _COMMENTS.search(f"{attribute(link, 'title')} {attribute(link, 'href')}")
    ]
    leads = (_join(base, attribute(link, "href")) for link in elements(page, "a"))
    return Links(
        tuple(dict.fromkeys(filter(None, feeds))),
        _following(page, base, url),
        tuple(filter(None, leads)),
    )


def _following(page: Tag, base: str, url: str) -> Optional[str]:
    """The next page: what is called so, else the link to `/page/N/` with N one more than ours."""
    for selector in _NEXT:
        for link in page.select(selector):
            target = _join(base, attribute(link, "href"))
            if target and target != urldefrag(url).url:
                return target
    here = urlsplit(url).path
    number = _PAGE_PATH.search(here)
    wanted = int(number.group(1)) + 1 if number else 2
    root = here[: number.start()] if number else here.rstrip("/")
    for link in elements(page, "a"):
        target = _join(base, attribute(link, "href"))
        path = urlsplit(target).path if target else ""
        found = _PAGE_PATH.search(path)
        if found and int(found.group(1)) == wanted and path[: found.start()] == root:
            return target
    return None


def _join(base: str, href: str) -> Optional[str]:
    """`href` as an absolute http(s) address without fragment; None where it is none."""
    if not href.strip() or href.strip().startswith("#"):
        return None
    try:
        target = urldefrag(urljoin(base, href.strip())).url
        parts = urlsplit(target)
        return target if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None
