"""What a page says about itself in its links: its feeds and the page after it."""

from __future__ import annotations

import re
from typing import Iterator, NamedTuple, Optional, Tuple
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4.element import Tag

from ..html.tree import attribute, classes, elements, page_tree

_FEED_TYPES = ("application/atom+xml", "application/rss+xml")
_COMMENTS = re.compile(r"\bcomments?\b|评论|評論|留言", re.IGNORECASE)
_NEXT = (
    "link[rel~=next i]",
    "a[rel~=next i]",
    "a:is([class~=next i], [class~=next-page i], [class~=page-next i], [class~=pagination-next i],"
    " [class~=older-posts i])",
)
"""What links to the next page, the surest first."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_NAMES = frozenset(("disabled", "hidden", "invisible", "is-hidden", "is-invisible"))
_INDEX = re.compile(
    r"[\"'](?=[^\"'\s]{0,300}(?:search|content|index)\.(?:xml|json))"
    r"([^\"'\s<>]{0,300}?(?:search|content|index)\.(?:xml|json))[\"'?]"
)
"""As a theme tells its script where to look."""
_PAGE_PATH = re.compile(r"/page/([0-9]{1,6})(?:/(?:index\.html)?)?$")


class Links(NamedTuple):
    """Absolute http(s) addresses: feeds in the order of the page, the next page if any, all that
    the page leads to, its posts among them, and the search index that its script reads. `is_last`
    says that of the pages whose numbers are printed none comes after it."""

    feeds: Tuple[str, ...]
    following: Optional[str]
    leads: Tuple[str, ...] = ()
    search: Optional[str] = None
    is_last: bool = False


def links_of(text: str, url: str) -> Links:
    """The links of the page `text` that was fetched from `url`."""
    with page_tree(text) as page:
        return _links(page, text, url)


def _links(page: Tag, text: str, url: str) -> Links:
    base = _join(url, attribute(page.select_one("base[href]"), "href")) or url
    feeds = [
        _join(base, attribute(link, "href"))
        for link in page.select("link[rel~=alternate i]")
        if attribute(link, "type").split(";")[0].strip().lower() in _FEED_TYPES
        and not _COMMENTS.search(f"{attribute(link, 'title')} {attribute(link, 'href')}")
    ]
    leads = (_join(base, attribute(link, "href")) for link in elements(page, "a"))
    index = _INDEX.search(text)
    return Links(
        tuple(dict.fromkeys(filter(None, feeds))),
        _following(page, base, url),
        tuple(filter(None, leads)),
        _join(base, index.group(1)) if index else None,
        _is_last(page, base, url),
    )


def _following(page: Tag, base: str, url: str) -> Optional[str]:
    """The next page: what is called so, else the link to `/page/N/` with N one more than ours."""
    for selector in _NEXT:
        for link in page.select(selector):
            if _is_hidden(link):
                continue
            target = _join(base, attribute(link, "href"))
            if target and target != urldefrag(url).url:
                return target
    root, here = _place(url)
    for link, target, number in _numbered(page, base, root):
        if number == here + 1 and not _is_hidden(link):
            return target
    return None


def _is_last(page: Tag, base: str, url: str) -> bool:
    """Whether pages are printed by number, and none has a higher one than this."""
    root, here = _place(url)
    numbers = [
        number
        for link, _, number in _numbered(page, base, root)
        if link.get_text().strip().isdigit()
    ]
    return bool(numbers) and max(numbers) <= here


def _place(url: str) -> Tuple[str, int]:
    """(the path of the list of pages, the number of the one at `url`)."""
    path = urlsplit(url).path
    number = _PAGE_PATH.search(path)
    return (path[: number.start()], int(number.group(1))) if number else (path.rstrip("/"), 1)


def _numbered(page: Tag, base: str, root: str) -> Iterator[Tuple[Tag, str, int]]:
    """The links of `page` to pages of the list at `root`, where they lead, and their numbers."""
    for link in elements(page, "a"):
        target = _join(base, attribute(link, "href"))
        path = urlsplit(target).path if target else ""
        found = _PAGE_PATH.search(path)
        if target and found and path[: found.start()] == root:
            yield link, target, int(found.group(1))
        elif target and path.rstrip("/") == root:
            yield link, target, 1


def _is_hidden(link: Tag) -> bool:
    """Whether nobody sees `link`, or it says that it leads nowhere, as at the end."""
    return any(
        one.has_attr("hidden")
        or attribute(one, "aria-disabled") == "true"
        or _HIDDEN.search(attribute(one, "style")) is not None
        or not _HIDDEN_NAMES.isdisjoint(map(str.lower, classes(one)))
        for one in (link, *filter(None, [link.parent]))
    )


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
