"""The parts of a post in a page: its title, address, day, tags, and what is furniture."""

from __future__ import annotations

import re
from itertools import chain
from typing import Dict, Iterator, List, Optional, Tuple

from bs4.element import PageElement, Tag

from ...text.dates import day_of, is_day
from ...text.urls import absolute, single_rooted
from ..html.tree import Around, attribute, classes, collapsed_text, elements
from .cards import Where, is_aside, is_title, name_words, post_at
from .themes import ANY, BARE, Theme, matching
from .whole_page import BlogPage

_MORE = re.compile(
    r"(?:\u9605\u8bfb(?:\u5168\u6587|\u66f4\u591a|\u539f\u6587)|\u7ee7\u7eed\u9605\u8bfb"
    r"|\u67e5\u770b(?:\u5168\u6587|\u66f4\u591a)|\u66f4\u591a|\u95b1\u8b80\u5168\u6587"
    r"|read\s+(?:more|the\s+rest|full\s+\w+)|continue\s+reading|more)\W*",
    re.IGNORECASE,
)
_MORE_CLASSES = {"more", "more-link", "read-more", "readmore", "article-more", "post-more"}
_PATH = re.compile(r"/(?!index\.\w+$)[^/?#]")
_TAG_PATH = re.compile(r"/(?:tags?|categor(?:y|ies))/[^?#]")
_FURNITURE = {"header", "footer", "nav", "aside", "time"}
_HEADINGS = ("h1", "h2", "h3")
_ALONE = {"h1", "h2", "h3", "h4", "h5", "h6"}
_TITLES = {"post-title", "entry-title", "article-title", "p-name"}
_CODE = {"pre", "code", "figure", "td"}
_CONTENT = {"content", "excerpt", "except", "summary", "abstract", "description", "desc"}
_LOOSE = {".content", ".summary", ".entry-summary", ".post-excerpt", ".excerpt"}
"""What a writer may have called a part of the text, too, in the page of one post."""
_DATES = {"date", "time", "published", "datetime", "history"}
_CHANGED = re.compile(
    r"\W*(?:\u66f4\u65b0|\u7f16\u8f91|\u4fee\u6539|updated|modified|edited)", re.I
)
_META = 60
"""The longest line beside a post that tells its day."""
_ROOT = re.compile(r"(?:https?://[^/]*)?/*(?:index\.\w+)?", re.IGNORECASE)


def within(inner: PageElement, outer: Tag, *names: str) -> List[Tag]:
    """The elements between `outer` and `inner`, which stands in them, that are called by one of
    `names`, or all."""
    found: List[Tag] = []
    for one in inner.parents:
        if not names or one.name in names:
            found.append(one)
        if one is outer:
            break
    return found


def is_in(inner: Tag, outer: Optional[Tag]) -> bool:
    """Whether `inner` is `outer` or stands in it."""
    return outer is not None and (inner is outer or any(one is outer for one in inner.parents))


def body_of(element: Tag, theme: Theme, heading: Optional[Tag], alone: bool) -> Tag:
    """The outermost element that holds the text of the post `element`; itself, if there is none."""
    if alone and is_body(element):
        return element
    around = {id(one) for one in (heading, *heading.parents)} if heading is not None else set()
    selectors = [one for one in theme.body if not (alone and theme is ANY and one in _LOOSE)]
    some = any(True for _ in matching(element, *selectors))
    for selector in selectors if some else ():
        for one in matching(element, selector):
            if id(one) not in around or theme is not ANY:
                return one
    if alone or theme is not ANY:
        return element
    for one in elements(element):
        is_inner = one is not element and one.name != "a" and id(one) not in around
        if is_inner and _is_content(one) and collapsed_text(one):
            return one
    return element


def is_body(element: Tag) -> bool:
    """Whether `element` is called what holds the text of a post."""
    return any(f".{name}" in BARE for name in classes(element))


def _is_content(element: Tag) -> bool:
    return not _CONTENT.isdisjoint(name_words(element))


def heading_of_card(element: Tag, theme: Theme) -> Optional[Tag]:
    """The element of the title of a post in a list: outside code, and outside its text if it can;
    what is called a title may hold more than its heading."""
    if element.name in _ALONE:  # of a text that nothing holds together
        return next(filter(collapsed_text, elements(element, "a")), None)
    some = any(True for _ in matching(element, *theme.title))
    for selector in theme.title if some else ():
        for one in matching(element, selector):
            if not any(around.name in _CODE for around in within(one, element)[:-1]):
                return next(elements(one, *_HEADINGS), one)
    for one in elements(element):
        if one is not element and is_title(one) and collapsed_text(one):
            return next(elements(one, *_HEADINGS), one)
    return _first_link(element)


def heading_of_page(root: Tag, element: Tag, body: Tag, page: BlogPage) -> Optional[Tag]:
    """The element of the title of the post that a page is of: what says what the page is called,
    else the outermost heading in the post but outside its text, else what is called its title."""
    best: Optional[Tag] = None
    least = 4
    aside, above = Around(is_aside), True
    text = body if body is not element or is_body(element) else None
    begins = next((one.parent for one in element.find_all(string=True) if one.strip()), None)
    for one in elements(root):
        above = above and one is not element
        titled = not _TITLES.isdisjoint(classes(one))
        if not titled and one.name not in ("h1", "h2"):
            continue
        inside, words = is_in(one, element), collapsed_text(one)
        if not words or words == page.site or is_in(one, text) or _leads_home(one):
            continue
        if any(around.name in _CODE for around in one.parents) or aside(one):
            continue
        if words == page.title:
            rank = 0
        elif inside and (text or (begins is not None and is_in(begins, one))):
            rank = 1
        elif titled and above:
            rank = 2
        elif one.name == "h1" and above and not page.said:
            rank = 3
        else:
            continue
        if rank < least:
            best, least = one, rank
    return best


def _leads_home(heading: Tag) -> bool:
    links = [*elements(heading, "a"), *(one for one in heading.parents if one.name == "a")]
    return any(
        _ROOT.fullmatch(attribute(one, "href").strip()) for one in links if one.has_attr("href")
    )


def _first_link(element: Tag) -> Optional[Tag]:
    """The link that a card without a heading begins with, but for a day, or the first of several
    elements that it holds, unless it is the whole card."""
    texts = (text for text in element.find_all(string=True) if text.strip())
    said = next((text for text in texts if not is_day(text.strip())), None)
    links = within(said, element, "a") if said else []
    address = attribute(links[0], "href") if links else ""
    if not _PATH.search(address) or _TAG_PATH.search(address):
        return None
    inner = [one for one in links[0].find_all(recursive=False) if collapsed_text(one)]
    if len(inner) > 1 and said not in links[0].contents:
        return inner[0]
    return links[0] if links[0].get_text() != element.get_text() else None


def href_of(element: Tag, heading: Optional[Tag], body: Tag, page: BlogPage, alone: bool) -> str:
    """The post's address, as the page writes it: of its title, of what its title or the whole card
    stands in, else of the only other page that links in it, but not in its text, lead to."""
    links: List[Tag] = []
    if heading is not None:
        links = [
            *elements(heading, "a"),
            *reversed([one for one in heading.parents if one.name == "a"]),
        ]
    elif element.name == "a":
        links = [element]
    for href in (attribute(link, "href") for link in links):
        if href and not href.startswith("#"):
            return single_rooted(href)
    if alone:
        return ""
    title = collapsed_text(heading)
    beside: Dict[Where, str] = {}
    for link in elements(element, "a"):
        where = post_at(attribute(link, "href"), page.base, page.link)
        if where is None or (body is not element and is_in(link, body)):
            continue
        said = (attribute(link, "title"), attribute(link, "aria-label"), collapsed_text(link))
        if title and any(title in one for one in said):
            return attribute(link, "href").strip()
        beside.setdefault(where, attribute(link, "href").strip())
    return next(iter(beside.values())) if len(beside) == 1 else ""


def post_tags(element: Tag, body: Tag) -> Tuple[str, ...]:
    """Its tags and categories."""
    inside = {id(link) for link in elements(body, "a")} if body is not element else set()
    tags = [
        collapsed_text(link).lstrip("#").strip()
        for link in elements(element, "a")
        if id(link) not in inside
        and (attribute(link, "rel") == "tag" or _TAG_PATH.search(attribute(link, "href")))
    ]
    return tuple(dict.fromkeys(filter(None, tags)))


def day_of_post(element: Tag, body: Tag) -> str:
    """The day it was published, in the page's own zone: as printed before as stamped."""
    times = list(elements(element, "time"))
    published = [one for one in times if "Published" in attribute(one, "itemprop")]
    for one in published or times:
        for printed in (collapsed_text(one), attribute(one, "title"), attribute(one, "datetime")):
            if day_of(printed):
                return day_of(printed)
    for printed in chain(_called_dates(element, body), _beside(element, body)):
        if day_of(printed):
            return day_of(printed)
    return ""


def _outside(element: Tag, body: Tag) -> Iterator[Tag]:
    """The elements in `element`, but those of its text."""
    stack: List[Tag] = [element]
    while stack:
        one = stack.pop()
        yield one
        stack += [
            child
            for child in reversed(one.contents)
            if isinstance(child, Tag) and child is not body
        ]


def _called_dates(element: Tag, body: Tag) -> Iterator[str]:
    for one in _outside(element, body):
        if not _DATES.isdisjoint(name_words(one)) and not _CHANGED.match(
            collapsed_text(one)[:_META]
        ):
            yield collapsed_text(one)[:_META]


def _beside(element: Tag, body: Tag) -> Iterator[str]:
    """What else is printed beside the text: what is nothing but a day, or tells it when pointed at,
    before a line that holds one."""
    lines: List[str] = []
    for one in _outside(element, body):
        own = " ".join("".join(one.find_all(string=True, recursive=False)).split())
        if _CHANGED.match(own):
            continue
        if is_day(own):
            yield own
        elif day_of(attribute(one, "title")) and one.name in ("span", "div", "i", "p"):
            yield attribute(one, "title")
        elif len(own) <= _META and one.name not in _HEADINGS and one.name != "a":
            lines.append(own)
    if body is not element:
        yield from lines


def _is_meta(element: Tag) -> bool:
    return any(name.lower().split("-")[-1] in ("meta", "metadata") for name in classes(element))


def hide_furniture(element: Tag, body: Tag, link: str, base: str) -> bool:
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
        for one in elements(body):
            if one is not body and (one.name in _FURNITURE or is_aside(one) or _is_meta(one)):
                one["hidden"] = ""
    return more
