"""What a page of a blog says of itself as a whole, in its head."""

from __future__ import annotations

import json
import re
from typing import Dict, Iterator, List, NamedTuple, Sequence, Tuple

from bs4.element import Tag

from ...model import Document
from ...text.dates import day_of
from ...text.urls import absolute
from ..html.tree import attribute, collapsed_text, elements
from ..records import as_line

_SAVED = re.compile(r"<!-- saved from url=\(\d+\)(\S{1,2000}) -->")
_PARTS = re.compile(r"\s+[-|\u2013\u2014\u00b7_]\s+")
_NAMELESS = re.compile(r"[-|\u2013\u2014\u00b7_]\s+(\S.*)")
"""What a page is called whose post has no title: the site's name behind what parts them."""
_AT_END = re.compile(r"\s+[-|\u2013\u2014\u00b7_]\s+\Z")
_POSTING = re.compile(r"(?:Article|BlogPosting|Report)$")
_ROOT = re.compile(r"(?:https?://[^/]*)?/*(?:index\.\w+)?", re.IGNORECASE)
_LIST = re.compile("[,\uff0c\u3001]")
_LONGEST = 200_000


class BlogPage(NamedTuple):
    """`link` is the page's own address, where it tells one; `base` completes its links.

    `title` is what it is called, without the site's name, and `said` whether it says so as of a
    post; `site` may be empty. `is_post`: it says that it is the page of one. `day` may be empty.
    """

    base: str
    link: str
    title: str
    said: bool
    site: str
    is_post: bool
    day: str
    tags: Tuple[str, ...]


def whole_page(root: Tag, document: Document) -> BlogPage:
    """What the page `document`, of which `root` is the tree, says of itself."""
    meta: Dict[str, List[str]] = {}
    for one in elements(root, "meta"):
        name = attribute(one, "property") or attribute(one, "name")
        meta.setdefault(name.lower(), []).append(" ".join(attribute(one, "content").split()))

    def said(name: str) -> str:
        return meta.get(name, [""])[0]

    links = (one for one in elements(root, "link") if attribute(one, "rel") == "canonical")
    canonical = attribute(next(links, None), "href")
    saved = _SAVED.search(document.text[:5000])
    own = absolute(canonical) or absolute(said("og:url")) or (saved.group(1) if saved else "")
    base = document.url or own
    base = absolute(attribute(next(elements(root, "base"), None), "href"), base) or base
    printed = collapsed_text(next(elements(root, "title"), None))
    postings = list(_postings(root))
    # A list of posts says so of each.
    posting = postings[0] if len(postings) == 1 and not _is_site(said("og:type")) else {}
    title = as_line(posting.get("headline") or posting.get("name")) or said("og:title")
    published = said("article:published_time") or as_line(posting.get("datePublished"))
    is_post = bool(published or posting or said("og:type") == "article")
    of_title = is_post and title and printed.startswith(title)
    site = said("og:site_name") or (parts_of(printed)[1] if of_title else _of_home(root, printed))
    nameless = _NAMELESS.fullmatch(printed)
    if nameless and not _PARTS.search(nameless.group(1)):
        printed = nameless.group(1)
        site = site or printed
    return BlogPage(
        base,
        own or document.url,
        _without(title, site) or _without(printed, site),
        bool(title),
        site,
        is_post,
        day_of(published),
        _tags(meta.get("article:tag", [])),
    )


def leads_home(link: Tag) -> bool:
    """Whether `link` leads to a home page."""
    return link.has_attr("href") and bool(_ROOT.fullmatch(attribute(link, "href").strip()))


def _of_home(root: Tag, printed: str) -> str:
    """`printed`, if that is what the page calls its home page."""
    links = filter(leads_home, elements(root, "a"))
    return printed if any(collapsed_text(one) == printed for one in links) else ""


def _is_site(kind: str) -> bool:
    """Whether `og:type` says that a page is of no post; some themes say of any that it is one."""
    return kind.lower() in ("website", "blog")


def _tags(said: Sequence[str]) -> Tuple[str, ...]:
    """The tags among what is `said`; a list of words is that of the site."""
    return tuple(dict.fromkeys(tag for tag in said if tag and not _LIST.search(tag)))


def parts_of(title: str) -> Tuple[str, str]:
    """The title of a post and the name of its site, which its page's title joins."""
    parts = _PARTS.split(title)
    return (parts[0], parts[-1]) if len(parts) > 1 else (title, "")


def title_of(page: BlogPage) -> str:
    """What the post is called that `page` may be of."""
    return page.title if page.said else parts_of(page.title)[0]


def _without(title: str, site: str) -> str:
    """`title` without the name of its `site`."""
    ends = bool(site) and title != site and _PARTS.split(title)[-1] == site
    return _AT_END.sub("", title[: -len(site)]) if ends else title


def _postings(root: Tag) -> Iterator[Dict[str, object]]:
    """What the page says of the post that it is, as JSON-LD."""
    for one in elements(root, "script"):
        text = "".join(map(str, one.contents))
        if attribute(one, "type") != "application/ld+json" or len(text) > _LONGEST:
            continue
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and isinstance(found.get("@graph"), list):
            found = found["@graph"]
        for record in found if isinstance(found, list) else [found]:
            kinds = record.get("@type") if isinstance(record, dict) else None
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and _POSTING.search(kind) for kind in kinds):
                yield record
