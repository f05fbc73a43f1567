"""Where a page lists posts, whatever its theme: siblings of one kind, of which each has a heading,
or else nothing but links, that lead to one other page of the blog, each to another."""

from __future__ import annotations

import re
from itertools import chain
from typing import Callable, Dict, Iterable, List, NamedTuple, Optional, Sequence, Tuple
from urllib.parse import urlsplit

from bs4.element import Tag

from ...text.urls import absolute, host_of
from ..html.tree import Around, attribute, classes, collapsed_text, elements
from .days import day_by_address
from .themes import BARE

_BETWEEN = re.compile(r"[-_]+|(?<=[a-z])(?=[A-Z])")
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_TITLES = {"title", "headline", *_HEADINGS}
_ASIDE_NAMES = {"nav", "aside", "footer"}
_NEIGHBOURS = {"prev", "previous", "next"}
_ASIDE = {
    "nav",
    "navbar",
    "navigation",
    "menu",
    "sidebar",
    "aside",
    "widget",
    "footer",
    "related",
    "comment",
    "comments",
    "pagination",
    "paginator",
    "breadcrumb",
    "breadcrumbs",
    "toc",
    "recommend",
    "recommends",
    "recommended",
    "swiper",
    "carousel",
    "prevnext",
    *_NEIGHBOURS,
}
_ASIDE_FIRST = {
    "search", "toc", "reward", "related", "comment", "comments", "sidebar", "license", "copyright",
    "share", *_NEIGHBOURS,
}  # fmt: skip
_MAIN = {"content", "main", "container", "wrap", "wrapper", "page"}
_WITH = {"no", "with", "has", "have", "use", "without"}  # fmt: skip
_TEXTS = {name[1:] for name in BARE}
_SCHEME = re.compile(r"(?:[a-z][\w+.-]*:|//)", re.IGNORECASE)
# Of the blog, but no post: its lists and its own few pages, and what is no page at all.
_NO_POST = re.compile(
    r"(?:^(?:/[\w-]+)?/(?:archives?|about|contact|links?|friends?|tags?|categor(?:y|ies)|posts?|blog"
    r"|search|guestbook|feed|rss|login|register)(?:/\d{4}(?:/\d\d?)?)?/?"
    r"|/(?:tags?|categor(?:y|ies)|author)/.*|/page/?\d+/?"
    r"|\.(?:xml|json|png|jpe?g|gif|webp|svg|pdf|zip|css|js|txt))$",
    re.IGNORECASE,
)
_INDEX = re.compile(r"(?:/index\.\w+|/+)$")
_POST_ID = re.compile(r"(?:^|&)p=\d+")
_BULLETS = " \t\r\n\xa0|\u2022\u00b7,/\u3001\uff0c-"
_NEAR = 3
"""How many elements a link may stand inside what is called a title."""

Where = Tuple[str, str]
"""Host and path of an address; the host is empty where the address does not tell it."""
_MANY: Where = ("", "")


class _Link(NamedTuple):
    element: Tag
    where: Where


def name_words(element: Tag) -> List[str]:
    """The words that the classes and the id of `element` are made of, in lower case."""
    names = [*classes(element), attribute(element, "id")]
    return [word.lower() for name in names for word in _BETWEEN.split(name) if word]


def is_aside(element: Tag) -> bool:
    """Whether `element` is what stands around the posts of a page."""
    if element.name in _ASIDE_NAMES:
        return True
    own = attribute(element, "id").lower()
    if element.name in ("html", "body", "main") or own in _MAIN:
        return False
    names = [*classes(element), own]
    parts = ([word.lower() for word in _BETWEEN.split(name) if word] for name in names if name)
    if element.name == "article":
        return any(words and words[-1] in _NEIGHBOURS for words in parts)
    # What has a sidebar is none, nor what says where that is.
    called = any(
        words and (words[0] in _ASIDE_FIRST or (words[-1] in _ASIDE and words[0] not in _WITH))
        for words in parts
    )
    return called and not _holds_main(element)


def _holds_main(element: Tag) -> bool:
    inner = [one for one in element.contents if isinstance(one, Tag)]
    for one in chain(inner, *(child.contents for child in inner)):
        if isinstance(one, Tag) and (one.name == "main" or attribute(one, "role") == "main"):
            return True
    return False


def post_at(href: str, base: str, own: str = "") -> Optional[Where]:
    """Where `href` leads, if it may be to a post of the blog at `base` other than `own`."""
    href = href.strip()
    if not href or href.startswith("#") or (_SCHEME.match(href) and not absolute(href)):
        return None
    try:
        parts = urlsplit(absolute(href, base) or href)
    except ValueError:
        return None
    if base and (parts.hostname or "") != host_of(base):
        return None
    path = _INDEX.sub("", parts.path)
    if not path and _POST_ID.search(parts.query):
        path = f"?{parts.query}"
    if not path or _NO_POST.search(parts.path) or path == _INDEX.sub("", _path_of(own)):
        return None
    return (parts.hostname or "").lower(), path


def _path_of(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def listed_in(root: Tag, base: str, own: str = "") -> List[Tag]:
    """The elements below `root` that are a post each, in the order printed; none where fewer than
    two are found."""
    links: List[_Link] = []
    for element in elements(root, "a"):
        where = post_at(attribute(element, "href"), base, own)
        if where is not None and not _is_neighbour(element):
            links.append(_Link(element, where))
    # Where the page does not tell its host, one that it names may be another's.
    near = [link for link in links if base or not link.where[0]]
    titles = [link for link in links if _is_titled(link.element)]
    near_titles = [link for link in titles if base or not link.where[0]]
    is_text = Around(is_text_of_post)
    outside = [link for link in near_titles if not is_text(link.element)]
    return (
        _listed(root, outside, near)
        or _listed(root, near_titles, near)
        or _listed(root, near, near, True)
        or _listed(root, titles, links)
    )


def _is_neighbour(link: Tag) -> bool:
    """Whether `link` says that it leads to the page before or after this one."""
    return not _NEIGHBOURS.isdisjoint(attribute(link, "rel").lower().split())


def is_text_of_post(element: Tag) -> bool:
    """Whether `element` is called what holds the text of a post, or its beginning."""
    return not _TEXTS.isdisjoint(classes(element)) or "excerpt" in name_words(element)


def _is_titled(link: Tag) -> bool:
    """Whether `link` stands in a title or holds one."""
    if any(map(is_title, elements(link))):
        return True
    parent = link.parent
    for _ in range(_NEAR):
        if parent is None:
            break
        if is_title(parent):
            return True
        parent = parent.parent
    return False


def is_title(element: Tag) -> bool:
    """Whether `element` is a heading or called one."""
    return element.name in _HEADINGS or not _TITLES.isdisjoint(name_words(element))


def _listed(
    root: Tag, links: Sequence[_Link], every: Sequence[_Link], untitled: bool = False
) -> List[Tag]:
    """The cards that `links`, of `every` one, are the titles of; `untitled` ones must say more than
    those, or lead to addresses of a day."""
    leads = _leads(links)
    cards = _widest(links, leads)
    aside = Around(is_aside)
    groups: Dict[Tuple[int, str, str], List[Tag]] = {}
    for card, where in cards:
        if not aside(card):
            groups.setdefault((id(card.parent), card.name, where[0]), []).append(card)
    lists = [group for group in groups.values() if len(group) > 1 and not _is_prose(group)]
    if untitled:
        lists = [group for group in lists if _tells(group, leads)]
    if not lists:
        return []
    main = max(lists, key=lambda group: sum(len(collapsed_text(card)) for card in group))
    is_like = _likeness(main)
    found: Dict[int, Tag] = {}
    for card, _ in cards:
        # A post that is alone below a heading, as the only one of a year, has that with it.
        inner = next(filter(is_like, elements(card, main[0].name)), None)
        if inner is not None and not aside(inner):
            found[id(inner)] = inner
    # One whose text leads to other posts, too; one without a title, if it is called as they are.
    if classes(main[0]):
        leads = _leads(every)
    for parent in {id(card.parent): card.parent for card in found.values()}.values():
        for child in parent.find_all(main[0].name, recursive=False) if parent else ():
            if id(child) in leads and is_like(child):
                found[id(child)] = child
    return [one for one in elements(root, main[0].name) if id(one) in found]


def _tells(group: Sequence[Tag], leads: Dict[int, Where]) -> bool:
    """Whether most of the cards are more than links, as those of a menu are not."""
    more = 0
    for card in group:
        linked = sum(len(collapsed_text(link)) for link in elements(card, "a"))
        more += len(collapsed_text(card)) > linked or bool(
            day_by_address("", f"{leads[id(card)][1]}/")
        )
    return 2 * more > len(group)


def _is_prose(group: Sequence[Tag]) -> bool:
    """Whether words stand between what may be cards: then they are links in a text."""
    parent = group[0].parent
    words = parent.find_all(string=True, recursive=False) if parent is not None else ()
    return sum(len(one.strip(_BULLETS)) for one in words) > len(group)


def _leads(links: Iterable[_Link]) -> Dict[int, Where]:
    """Where the links in an element lead, by its id: to one place, or `_MANY`."""
    leads: Dict[int, Where] = {}
    for element, where in links:
        one: Optional[Tag] = element
        while one is not None:
            known = leads.get(id(one))
            if known in (where, _MANY):
                break
            leads[id(one)] = where if known is None else _MANY
            one = one.parent
    return leads


def _widest(links: Iterable[_Link], leads: Dict[int, Where]) -> List[Tuple[Tag, Where]]:
    """The widest elements whose links lead to one place, in order."""
    found: Dict[int, Tuple[Tag, Where]] = {}
    for element, where in links:
        one, parent = element, element.parent
        if leads[id(one)] == _MANY:
            continue
        while parent is not None and leads[id(parent)] != _MANY:
            one, parent = parent, parent.parent
        if parent is not None:
            found[id(one)] = one, where
    return list(found.values())


def _likeness(cards: Sequence[Tag]) -> Callable[[Tag], bool]:
    """What tells whether an element is like all of `cards`: what they are called, or else what
    they stand in is."""
    names = set(classes(cards[0])).intersection(*map(classes, cards[1:]))
    parent = cards[0].parent

    def is_like(one: Tag) -> bool:
        if one.name != cards[0].name or not names.issubset(classes(one)):
            return False
        if names or one.parent is parent:
            return True
        around = one.parent
        return (
            around is not None
            and parent is not None
            and around.name == parent.name
            and list(classes(around)) == list(classes(parent))
        )

    return is_like
