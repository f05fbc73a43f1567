"""What a page says about itself in its links: its feeds and the page after it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Dict, List, NamedTuple, Optional, Tuple
from urllib.parse import urldefrag, urljoin, urlsplit

_FEED_TYPES = ("application/atom+xml", "application/rss+xml")
_COMMENTS = re.compile(r"\bcomments?\b|评论|評論|留言", re.IGNORECASE)
_NEXT_CLASSES = frozenset(("next", "next-page", "page-next", "pagination-next", "older-posts"))
_PAGE_PATH = re.compile(r"/page/([0-9]{1,6})(?:/(?:index\.html)?)?$")

# A page's links stand well before this; what is longer is hostile.
_MOST_CHARACTERS = 8_000_000


class Links(NamedTuple):
    """Absolute http(s) addresses: feeds in the order of the page, and the next page if any."""

    feeds: Tuple[str, ...]
    following: Optional[str]


def links_of(text: str, url: str) -> Links:
    """The links of the page `text` that was fetched from `url`."""
    parser = _Parser()
    # Never closed: what is left unfinished at the end holds no link, and is costly to go through.
    parser.feed(text[:_MOST_CHARACTERS])
    base = _join(url, parser.base) or url
    feeds = [
        _join(base, link.get("href", ""))
        for link in parser.links
        if "alternate" in _words(link.get("rel", ""))
        and link.get("type", "").split(";")[0].strip().lower() in _FEED_TYPES
        and not _COMMENTS.search(f"{link.get('title', '')} {link.get('href', '')}")
    ]
    following = _following(parser, base, url)
    return Links(tuple(dict.fromkeys(feed for feed in feeds if feed)), following)


def _following(parser: _Parser, base: str, url: str) -> Optional[str]:
    """The next page: what is called so, else the link to `/page/N/` with N one more than ours."""
    called = [link for link in parser.links if "next" in _words(link.get("rel", ""))]
    called += [one for one in parser.anchors if "next" in _words(one.get("rel", ""))]
    called += [one for one in parser.anchors if _NEXT_CLASSES & _words(one.get("class", ""))]
    for link in called:
        target = _join(base, link.get("href", ""))
        if target and target != urldefrag(url).url:
            return target
    here = urlsplit(url).path
    number = _PAGE_PATH.search(here)
    wanted = int(number.group(1)) + 1 if number else 2
    root = here[: number.start()] if number else here.rstrip("/")
    for link in parser.anchors:
        target = _join(base, link.get("href", ""))
        path = urlsplit(target).path if target else ""
        found = _PAGE_PATH.search(path)
        if found and int(found.group(1)) == wanted and path[: found.start()] == root:
            return target
    return None


def _words(value: str) -> frozenset[str]:
    return frozenset(value.lower().split())


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


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.base = ""
        self.links: List[Dict[str, str]] = []
        self.anchors: List[Dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: List[Tuple[str, Optional[str]]]) -> None:
        if tag not in ("a", "link", "base"):
            return
        values = {name: value or "" for name, value in attrs}
        if tag == "base":
            self.base = self.base or values.get("href", "")
        else:
            (self.links if tag == "link" else self.anchors).append(values)
