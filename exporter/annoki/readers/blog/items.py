"""Which elements of a page are posts: those that it lists, or the one that it is the page of."""

from __future__ import annotations

import re
from typing import Dict, Iterable, List, NamedTuple, Optional, Sequence, Tuple, Union

from bs4.element import Tag

from ...model import Problem
from ...words import message
from ..html.tree import Around, attribute, classes, collapsed_text, elements
from .cards import is_aside, is_title, listed_in, post_at
from .parts import body_of, heading_of_card, href_of, is_empty_title
from .published import above_in_parent, day_among
from .themes import ANY, BARE, THEMES, Theme, first, outermost
from .whole_page import BlogPage, title_of

_HOST = re.compile(r"https?://[^/]+/*(?:index\.\w+)?")
_PROSE = {"p", "pre", "blockquote", "li", "dd", "td", "figure", "h2", "h3", "h4", "h5", "h6"}
_TITLES = {"h1", "h2", "h3"}
_MOST = 2 / 3
"""How much of a text must stand in one place for that to hold it."""
_LEAST = 40
"""The fewest characters of a post that no name of an element tells."""


class Items(NamedTuple):
    """The elements of posts, how they are read, and whether the page is that of the only one.

    `heading` is its title, if neither the page nor a name says so, but where it stands."""

    theme: Theme
    posts: List[Tag]
    alone: bool = False
    heading: Optional[Tag] = None


def posts_of_page(root: Tag, page: BlogPage) -> Union[Items, Problem]:
    """The posts in the page of which `root` is the tree, or why there are none."""
    aside = Around(is_aside)
    articles = [one for one in outermost(root, ANY.item) if not _is_comment(one) and not aside(one)]
    declared = _declared(root)
    listed = declared or Items(ANY, articles)
    if len(listed.posts) < 2 or declared is None:
        cards = listed_in(root, page.base, page.link)
        if len(listed.posts) < 2 or _holds(cards, articles):
            listed = Items(ANY, cards) if cards else listed
    others = listed.posts
    if page.is_post and listed.posts == articles:
        others = [
            one for one in articles if not _is_titled(one, page) and _leads(Items(ANY, [one]), page)
        ]
    own = _titled(articles, page) or _own(root, page, articles, others)
    if own is not None:
        return Items(ANY, [own], True)
    if listed.posts:
        return listed._replace(alone=_is_alone(listed, page))
    several = len(outermost(root, *BARE))
    dated = _dated(root, page) if several < 2 else None
    if dated is not None:
        return dated
    key = "readers.posts_apart" if several else "readers.no_posts"
    what = message(
        key, n=several, themes=[f"{one.item} ({one.name})" for one in THEMES] + [ANY.item, *BARE]
    )
    return Problem(message("places.page"), what)


def _holds(cards: Sequence[Tag], articles: Sequence[Tag]) -> bool:
    """Whether `cards` are what `articles` stand in, each in its own: then they tell more."""
    within = {id(one) for one in cards}
    return len(cards) >= len(articles) and all(
        any(id(around) in within for around in (one, *one.parents)) for one in articles
    )


def _is_alone(listed: Items, page: BlogPage) -> bool:
    """Whether the page is that of the only post; a new blog's home page has one, too, whose title
    and address are not those of the page."""
    if len(listed.posts) != 1 or _HOST.fullmatch(page.link):
        return False
    if not _leads(listed._replace(alone=True), page):
        return True
    # A title may link to its own page, which does not tell where it is.
    heading = heading_of_card(listed.posts[0], listed.theme)
    return not page.link and collapsed_text(heading) == title_of(page)


def _leads(listed: Items, page: BlogPage) -> bool:
    """Whether the first post links to another page as its own."""
    post, theme = listed.posts[0], listed.theme
    heading = heading_of_card(post, theme)
    body = body_of(post, theme, heading, False)
    href = href_of(post, heading, body, page, listed.alone)
    return post_at(href, page.base, page.link) is not None


def _declared(root: Tag) -> Optional[Items]:
    """The posts of a theme that is known."""
    aside = Around(is_aside)
    for theme in THEMES:
        items = [
            one
            for one in outermost(root, theme.item)
            if first(one, (*theme.title, *theme.body)) and not aside(one)
        ]
        if any(first(item, theme.title) and first(item, theme.body) for item in items):
            return Items(theme, items)
    return None


def _titled(articles: Sequence[Tag], page: BlogPage) -> Optional[Tag]:
    """The only one of several `articles` that has the title of the page, as no link to another:
    the others are of comments, or of what else there is to read."""
    if len(articles) < 2 or _HOST.fullmatch(page.link):
        return None
    found = [one for one in articles if _is_titled(one, page)]
    return found[0] if len(found) == 1 else None


def _is_titled(article: Tag, page: BlogPage) -> bool:
    """Whether `article` has the title of the page, as no link to another."""
    headings = [h for h in elements(article, "h1", "h2") if collapsed_text(h) == title_of(page)]
    return bool(headings) and not any(_leads_away(one, page) for one in headings)


def _leads_away(heading: Tag, page: BlogPage) -> bool:
    """Whether `heading` holds a link to another page of the blog."""
    links = elements(heading, "a")
    return any(post_at(attribute(link, "href"), page.base, page.link) for link in links)


def _own(
    root: Tag, page: BlogPage, articles: Sequence[Tag], listed: Sequence[Tag]
) -> Optional[Tag]:
    """What holds the post that the page is of, beside the others that it may list."""
    named = _named(root, articles, listed)
    said = sum(len(collapsed_text(one)) for one in listed)
    if named:
        lengths = [len(collapsed_text(one)) for one in named]
        most = max(lengths)
        if page.is_post or most > (said if listed else _MOST * sum(lengths)):
            return named[lengths.index(most)]
        return None
    if (listed and len(listed) < 2) or _HOST.fullmatch(page.link):
        return None
    holder, length = _holder(root, listed)
    if length < max(said, _LEAST):
        return None
    title = title_of(page)
    titles = [one for one in elements(root) if is_title(one)]
    if title and any(collapsed_text(one) == title for one in titles):
        return holder
    # Of a post without a title.
    return holder if any(is_empty_title(one, holder) for one in titles) else None


def _dated(root: Tag, page: BlogPage) -> Optional[Items]:
    """The post of a page that is called as its site is: what holds the prose of the page, below the
    only heading and the day that are printed there."""
    if _HOST.fullmatch(page.link):
        return None
    holder, length = _holder(root, ())
    one = holder
    while length >= _LEAST and one.parent is not None:
        above = list(above_in_parent(one))
        headings = [other for other in above if other.name in _TITLES and collapsed_text(other)]
        if headings:
            is_title_of_post = len(headings) == 1 and not _leads_away(headings[0], page)
            if is_title_of_post and day_among(above):
                return Items(ANY, [holder], True, headings[0])
            return None
        one = one.parent
    return None


def _named(root: Tag, articles: Sequence[Tag], listed: Sequence[Tag]) -> List[Tag]:
    """What is named as the text of a post, and neither holds one of `listed` nor stands in one."""
    bodies = [*articles, *outermost(root, *BARE)]
    within = {id(one) for one in listed}
    around = {id(parent) for one in listed for parent in one.parents}
    inside = within | {id(one) for one in bodies}
    aside = Around(is_aside)
    return [
        one
        for one in bodies
        if id(one) not in within
        and id(one) not in around
        and not _is_comment(one)
        and not aside(one)
        and inside.isdisjoint(map(id, one.parents))
    ]


def _holder(root: Tag, listed: Iterable[Tag]) -> Tuple[Tag, int]:
    """The innermost element that holds most of the prose of the page, but that of `listed` and
    what stands around; and the length of all."""
    order = list(elements(root))
    covered = {id(one) for one in listed}
    lengths: Dict[int, int] = {}
    for one in order:
        if id(one) in covered or id(one.parent) in covered or is_aside(one):
            covered.add(id(one))
        elif one.name in _PROSE:
            covered.add(id(one))
            lengths[id(one)] = len(collapsed_text(one))
    for one in reversed(order):
        if one.parent is not None and id(one) in lengths:
            above = id(one.parent)
            lengths[above] = lengths.get(above, 0) + lengths[id(one)]
    holder, length = root, lengths.get(id(root), 0)
    while True:
        inner = (one for one in holder.contents if isinstance(one, Tag) and one.name not in _PROSE)
        found = next((one for one in inner if lengths.get(id(one), 0) > _MOST * length), None)
        if found is None:
            return holder, length
        holder = found


def _is_comment(element: Tag) -> bool:
    return any("comment" in name for name in classes(element))
