"""A blog's pages, saved or fetched: a home page with many posts, or the page of one."""

from __future__ import annotations

import re
from functools import partial
from typing import Dict, Iterator, List, NamedTuple, Optional, Tuple

from bs4.element import PageElement, Tag

from ...contained import contained
from ...model import Block, Blocks, Document, Found, Item, Problem, Skipped
from ...text.code import is_gutter_code
from ...text.dates import day_in, day_of, is_day
from ...text.spans import text_of
from ...text.urls import absolute, bare, host_of, single_rooted
from ..html.tree import attribute, classes, collapsed_text, elements, is_page, page_of
from ..html.walk import blocks_of_element
from ..markdown.flattened import spans_of
from ..printed import paragraph
from .shown import face_of
from .themes import ANY, BARE, THEMES, Theme, first, outermost
from .years import years_above

NAME = "blog-html"

_SHAPE = re.compile(
    r"<article\b|\b(?:recent-post-item|index-card|post-block|card-title|post-content|article-entry"
    r"|entry-content|markdown-body)\b",
    re.IGNORECASE,
)
_OTHERS = "annotation-card__"
_SAVED = re.compile(r"<!-- saved from url=\(\d+\)(\S{1,2000}) -->")
_MORE = re.compile(
    r"(?:\u9605\u8bfb(?:\u5168\u6587|\u66f4\u591a|\u539f\u6587)|\u7ee7\u7eed\u9605\u8bfb"
    r"|\u67e5\u770b(?:\u5168\u6587|\u66f4\u591a)|\u66f4\u591a|\u95b1\u8b80\u5168\u6587"
    r"|read\s+(?:more|the\s+rest|full\s+\w+)|continue\s+reading|more)\W*",
    re.IGNORECASE,
)
_MORE_CLASSES = {"more", "more-link", "read-more", "readmore", "article-more", "post-more"}
_NUMBERED = re.compile(r"\d+[.)\u3001] ")
_PATH = re.compile(r"/(?!index\.\w+$)[^/?#]")
_HOST = re.compile(r"https?://[^/]+/*(?:index\.\w+)?")
_TAG_PATH = re.compile(r"/(?:tags?|categor(?:y|ies))/[^?#]")
_FURNITURE = {"header", "footer", "nav", "aside", "time"}
_SECTIONS = {"h2", "h3"}
_DATES = {
    "publish-date", "post-date", "post-time", "post-meta-date", "article-date", "date", "published",
    "entry-date", "dt-published",
}  # fmt: skip
_CANONICAL = re.compile(
    r"<link\b(?=[^>]{0,1000}\brel=[\"']?canonical\b)[^>]{0,1000}?\bhref=[\"']?(https?://[^\"'\s>]{1,2000})",
    re.IGNORECASE,
)
_SITE_PARTS = re.compile(r"\s+[-|\u2013\u2014\u00b7_]\s+")


class _Page(NamedTuple):
    base: str
    site: str
    title: str
    link: str


def detect(text: str) -> bool:
    """Whether `text` is HTML with what a theme or an article is marked by."""
    return is_page(text) and bool(_SHAPE.search(text)) and _OTHERS not in text


def declared(text: str) -> Optional[int]:
    """A page of a blog does not say how many posts there are."""
    return None


def about(text: str) -> str:
    """The address that the page gives as its own."""
    found = _CANONICAL.search(text[:100_000])
    return bare(found.group(1)) if found else ""


def read(document: Document) -> Iterator[Found]:
    """The posts in the order printed (newest first), each once."""
    whole = page_of(document.text)
    root = whole.root
    page = _page(root, document)
    theme, items = _items(root)
    if not items:
        yield Problem("the page", f"no posts: {_looked_for()}")
        return
    # A new blog's home page has one post, too, whose title and address are not those of the page.
    alone = len(items) == 1 and not _HOST.fullmatch(page.link)
    posts: Dict[str, Item] = {}
    years = years_above(items)
    for at, element in enumerate(items, 1):
        if whole.breaks_off_in(element):
            yield Problem(f"post {at}", "the page breaks off in it", collapsed_text(element))
            continue
        where, year = f"post {at}", years[at - 1]
        post = partial(_post, element, theme, page, where, alone, year)
        found = contained("reading", where, post)
        if not isinstance(found, Item):
            yield found
            continue
        key = found.link or f"{found.title}\n{found.body!r}"
        known = posts.setdefault(key, found._replace(n=len(posts) + 1))
        if _told(found) > _told(known):
            posts[key] = found._replace(where=known.where, n=known.n)
    yield from posts.values()
    if whole.broken and not any(map(whole.breaks_off_in, items)):
        yield Problem("the end", f"the page breaks off after {len(items)} posts")


def _told(post: Item) -> Tuple[bool, int, int]:
    """How much a card tells of its post: a theme may feature a post in a smaller one besides."""
    return bool(post.captured), len(post.tags), len(repr(post.body))


def _looked_for() -> str:
    themes = ", ".join(f"{theme.item} ({theme.name})" for theme in THEMES)
    return f"looked for {themes}, {ANY.item}, {', '.join(BARE)}"


def _items(root: Tag) -> Tuple[Theme, List[Tag]]:
    for theme in THEMES:
        items = [one for one in outermost(root, theme.item) if first(one, theme.title)]
        if any(first(item, theme.body) for item in items):
            return theme, items
    articles = outermost(root, ANY.item)
    articles = [one for one in articles if not any("comment" in name for name in classes(one))]
    bare = None if articles else first(root, BARE)
    return ANY, [bare] if bare else articles


def _page(root: Tag, document: Document) -> _Page:
    meta = {
        attribute(one, "property") or attribute(one, "name"): attribute(one, "content")
        for one in elements(root, "meta")
    }

    def said(name: str) -> str:
        return " ".join(meta.get(name, "").split())

    links = (one for one in elements(root, "link") if attribute(one, "rel") == "canonical")
    canonical = attribute(next(links, None), "href")
    saved = _SAVED.search(document.text[:5000])
    own = absolute(canonical) or absolute(said("og:url")) or (saved.group(1) if saved else "")
    base = document.url or own
    base = absolute(attribute(next(elements(root, "base"), None), "href"), base) or base
    title = collapsed_text(next(elements(root, "title"), None))
    return _Page(base, said("og:site_name"), said("og:title") or title, own or document.url)


def _post(element: Tag, theme: Theme, page: _Page, where: str, alone: bool, year: str) -> Found:
    heading = _heading(element, theme, alone)
    title = collapsed_text(heading)
    if heading is not None and not title:
        title = " ".join(attribute(heading, "title").split())
    href = single_rooted(_href(element, heading))
    link = absolute(href, page.base)
    # A saved page may not tell its host; but the path is the post's, wherever the blog is.
    path = href if _PATH.match(href) else ""
    site = page.site or page.title
    if alone and not link:
        link, parts = page.link, _SITE_PARTS.split(page.title)
        title = title or parts[0]
        site = page.site or (parts[-1] if len(parts) > 1 else "")
    body = first(element, theme.body) or element
    tags = _tags(element, body)
    day = _day(element)
    if heading is not None:
        heading["hidden"] = ""
    cut = _hide_furniture(element, body, link, page.base) or theme.flat
    # A card that shows nothing but the title; what else is in it is furniture.
    if body is element and theme is not ANY:
        blocks: Blocks = ()
    else:
        blocks = _flat(body) if theme.flat else blocks_of_element(body, link or page.base)
    if not title and not blocks:
        return Skipped(where, "neither a title nor text", link)
    post = Item(
        "post",
        "blog",
        where,
        0,
        body=blocks,
        title=spans_of(title),
        captured=day,
        host=host_of(link or page.base),
        collection=site,
        source_ids=(link or path,) if link or path else (),
        link=link,
        tags=tags,
        face=face_of(blocks, not cut),
    )
    return _listed(post, year)


def _listed(post: Item, year: str) -> Item:
    """`post`, whose text in a list of titles is but the day when it was published."""
    said = text_of(post.body).strip()
    if not post.title or not is_day(said):
        return post
    day = post.captured or day_of(said) or day_in(year, said)
    return post._replace(body=(), captured=day, face=face_of(()))


def _heading(element: Tag, theme: Theme, alone: bool) -> Optional[Tag]:
    """The element of a post's title; the first heading in the page of one may be a section's, and
    what is called a title may hold more than its heading."""
    selectors = [one for one in theme.title if not (alone and theme is ANY and one in _SECTIONS)]
    found = first(element, selectors)
    if found is None and not alone:
        return _first_link(element)
    return found and next(elements(found, "h1", *_SECTIONS), found)


def _first_link(element: Tag) -> Optional[Tag]:
    """The link that a card without a heading begins with, unless it is the whole card."""
    said = next((text for text in element.find_all(string=True) if text.strip()), None)
    links = _within(said, element, "a") if said else []
    address = attribute(links[0], "href") if links else ""
    is_title = _PATH.search(address) and not _TAG_PATH.search(address)
    return links[0] if is_title and links[0].get_text() != element.get_text() else None


def _href(element: Tag, heading: Optional[Tag]) -> str:
    """The post's address, as the page writes it: of its title, of what its title stands in, or the
    first in it."""
    links: List[Tag] = []
    if heading is not None:
        links = [*elements(heading, "a"), *reversed(_within(heading, element, "a"))]
    for href in (attribute(link, "href") for link in links):
        if href and not href.startswith("#"):
            return href
    return ""


def _within(inner: PageElement, outer: Tag, name: str) -> List[Tag]:
    """The elements between `outer` and `inner`, which stands in them, that are called `name`."""
    found: List[Tag] = []
    for one in inner.parents:
        if one.name == name:
            found.append(one)
        if one is outer:
            break
    return found


def _tags(element: Tag, body: Tag) -> Tuple[str, ...]:
    inside = {id(link) for link in elements(body, "a")} if body is not element else set()
    tags = [
        collapsed_text(link).lstrip("#").strip()
        for link in elements(element, "a")
        if id(link) not in inside
        and (attribute(link, "rel") == "tag" or _TAG_PATH.search(attribute(link, "href")))
    ]
    return tuple(dict.fromkeys(filter(None, tags)))


def _day(element: Tag) -> str:
    """The day it was published, in the page's own zone: as printed before as stamped."""
    times = list(elements(element, "time"))
    published = [one for one in times if "Published" in attribute(one, "itemprop")]
    for one in published or times:
        for printed in (collapsed_text(one), attribute(one, "title"), attribute(one, "datetime")):
            if day_of(printed):
                return day_of(printed)
    for one in elements(element):
        if not _DATES.isdisjoint(classes(one)) and day_of(collapsed_text(one)):
            return day_of(collapsed_text(one))
    return ""


def _hide_furniture(element: Tag, body: Tag, link: str, base: str) -> bool:
    """Hide what stands in a post but is none of its text; whether it says that there is more."""
    more = False
    for one in elements(element, "a"):
        words = collapsed_text(one)
        address = absolute(attribute(one, "href"), base)
        own = bool(link) and address.split("#")[0] == link.split("#")[0]
        if not _MORE_CLASSES.isdisjoint(classes(one)) or (own and _MORE.fullmatch(words[:40])):
            one["hidden"] = ""
            more = True
    if body is element:
        for one in elements(body, *_FURNITURE):
            if one is not body:
                one["hidden"] = ""
    return more


def _flat(body: Tag) -> Blocks:
    """The lines of an excerpt whose markup is lost, as the same page's text has them."""
    texts = (" ".join(line.split()) for line in body.get_text().split("\n"))
    return tuple(
        Block("code", code=text) if _is_code(text) else paragraph(text) for text in texts if text
    )


def _is_code(text: str) -> bool:
    return is_gutter_code(text) and not _NUMBERED.match(text)
