"""The parts of a post in a page: its title, its text, its address."""

from __future__ import annotations

import re
from typing import Dict, List, Optional

from bs4.element import PageElement, Tag

from ...text.dates import is_day
from ...text.urls import absolute, single_rooted
from ..html.tree import Around, attribute, beginning_of, classes, collapsed_text, elements
from .cards import Where, is_aside, is_title, name_words, post_at
from .themes import ANY, BARE, Theme, called, matching
from .whole_page import BlogPage, leads_home, title_of

_PATH = re.compile(r"/(?!index\.\w+$)[^/?#]")
_TAG_PATH = re.compile(r"/(?:tags?|categor(?:y|ies))/[^?#]")
_ADDRESS = re.compile(r"https?://[^/]+/+(?!index\.\w+$)[^/?#]", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3")
_ALONE = {"h1", "h2", "h3", "h4", "h5", "h6"}
_TITLES = {"post-title", "entry-title", "article-title", "p-name"}
_CODE = {"pre", "code", "figure", "td"}
_CONTENT = {"content", "excerpt", "except", "summary", "abstract", "description", "desc"}
_PROSE = {"p", "pre", "blockquote", "ul", "ol", "table", "figure"}
_LOOSE = {".content", ".summary", ".entry-summary", ".post-excerpt", ".excerpt"}
"""What a writer may have called a part of the text, too, in the page of one post."""


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
        return _inner_body(element)
    around = {id(one) for one in (heading, *heading.parents)} if heading is not None else set()
    selectors = [one for one in theme.body if not (alone and theme is ANY and one in _LOOSE)]
    some = any(True for _ in matching(element, *selectors))
    for selector in selectors if some else ():
        for one in matching(element, selector):
            if id(one) not in around or theme is not ANY:
                return one
    if alone or theme is not ANY:
        return element
    for one in elements(element, "article"):
        if one is not element and id(one) not in around:
            return one
    for one in elements(element):
        is_inner = one is not element and one.name != "a" and id(one) not in around
        if is_inner and _is_content(one) and collapsed_text(one):
            return one
    return element


def is_body(element: Tag) -> bool:
    """Whether `element` is called what holds the text of a post."""
    return any(f".{name}" in BARE for name in called(element))


def _inner_body(element: Tag) -> Tag:
    """What is called the text of a post in `element`, which is, if that holds all of its prose."""
    inner = next((one for one in matching(element, *BARE)), None)
    if inner is None:
        return element
    aside = Around(is_aside)
    prose = (one for one in elements(element) if one.name in _PROSE and not aside(one))
    return inner if all(is_in(one, inner) for one in prose) else element


def _is_content(element: Tag) -> bool:
    return not _CONTENT.isdisjoint(name_words(element))


def heading_of_card(element: Tag, theme: Theme) -> Optional[Tag]:
    """The element of the title of a post in a list: outside code, and outside its text if it can;
    what is called a title may hold more than its heading."""
    if element.name in _ALONE:  # of a text that nothing holds together
        return next(filter(collapsed_text, elements(element, "a")), None)
    some = any(True for _ in matching(element, *theme.title))
    apart = Around(lambda one: one is not element and (one.name in _CODE or is_aside(one)))
    for selector in theme.title if some else ():
        # A text may begin with a heading of its own.
        of_a_kind = _HEADINGS if selector in _HEADINGS else (selector,)
        found = [one for one in matching(element, *of_a_kind) if not apart(one)]
        linked = (one for one in found if any(True for _ in elements(one, "a")))
        for one in found and [next(linked, found[0])]:
            return next(elements(one, *_HEADINGS), one)
    for one in elements(element):
        if one is not element and is_title(one) and collapsed_text(one) and not apart(one):
            return next(elements(one, *_HEADINGS), one)
    return _first_link(element)


def heading_of_page(root: Tag, element: Tag, body: Tag, page: BlogPage) -> Optional[Tag]:
    """The element of the title of the post that a page is of: what says what the page is called,
    else the outermost heading in the post but outside its text, else what is called its title."""
    best: Optional[Tag] = None
    least = 4
    aside, above, said = Around(is_aside), True, title_of(page)
    text = body if body is not element or is_body(element) else None
    begins = next((one.parent for one in element.find_all(string=True) if one.strip()), None)
    for one in elements(root):
        above = above and one is not element
        titled = not _TITLES.isdisjoint(classes(one))
        if not titled and one.name not in ("h1", "h2"):
            continue
        inside, words = is_in(one, element), beginning_of(one)
        if not words or words == page.site or is_in(one, text) or _leads_home(one):
            continue
        if any(around.name in _CODE for around in one.parents) or aside(one):
            continue
        if words in (page.title, said):
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


def is_empty_title(element: Tag, post: Tag) -> bool:
    """Whether `element` is called the title of a post, or the heading of `post`, and shows nothing;
    one that holds a picture shows that."""
    if not _TITLES.isdisjoint(classes(element)):
        return not collapsed_text(element)
    return (
        element.name == "h1"
        and not "".join(map(str, element.contents)).strip()
        and is_in(element, post)
    )


def _leads_home(heading: Tag) -> bool:
    links = [*elements(heading, "a"), *(one for one in heading.parents if one.name == "a")]
    return any(map(leads_home, links))


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


def own_address(root: Tag, body: Tag) -> str:
    """What the page of a post prints as its address, outside its text, as boxes of licences do."""
    inside = {id(link) for link in elements(body, "a")}
    for link in elements(root, "a"):
        href = attribute(link, "href").strip()
        if id(link) not in inside and collapsed_text(link) == href and _ADDRESS.match(href):
            return absolute(href)
    return ""
