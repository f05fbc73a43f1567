"""A blog's pages, saved or fetched: a home page with many posts, or the page of one."""

from __future__ import annotations

import re
from functools import partial
from typing import Dict, Iterator, Optional, Set, Tuple

from bs4.element import Tag

from ...contained import contained
from ...errors import InputError
from ...model import Block, Blocks, Document, Found, Item, Problem
from ...text.code import is_gutter_code
from ...text.dates import day_in, day_of, is_day
from ...text.spans import text_of
from ...text.urls import absolute, bare, host_of, placed, single_rooted
from ...words import message
from ..html.tree import Whole, attribute, collapsed_text, is_page, lang_of, page_of, page_tree
from ..html.walk import blocks_of_element
from ..markdown.flattened import spans_of
from ..printed import paragraph
from .days import day_by_address
from .escaped import unescape_excerpts
from .furniture import empty_anchors, hide_furniture, post_tags, take_pins
from .items import Items, posts_of_page
from .outline import without_outline
from .parts import body_of, heading_of_card, heading_of_page, href_of, own_address
from .published import day_of_post
from .shown import as_shown, face_of, holds_more, without_text
from .stripped import doubted
from .themes import ANY
from .whole_page import BlogPage, parts_of, whole_page
from .years import years_above

NAME = "blog-html"

_SHAPE = re.compile(
    r"<article\b|\b(?:recent-post-item|index-card|post-block|card-title|post-content|article-entry"
    r"|entry-content|markdown-body)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"<a\s", re.IGNORECASE)
_OTHERS = "annotation-card__"
_NUMBERED = re.compile(r"\d+[.)\u3001] ")
_PATH = re.compile(r"/(?!index\.\w+$)[^/?#]")
_CANONICAL = re.compile(
    r"<link\b(?=[^>]{0,1000}\brel=[\"']?canonical\b)[^>]{0,1000}?\bhref=[\"']?(https?://[^\"'\s>]{1,2000})",
    re.IGNORECASE,
)


def detect(text: str) -> bool:
    """Whether `text` is HTML with what a theme or an article is marked by, or a list of posts."""
    if not is_page(text) or _OTHERS in text:
        return False
    if _SHAPE.search(text):
        return True
    if sum(1 for _ in _LINK.finditer(text)) < 2:
        return False
    try:
        with page_tree(text) as root:
            page = whole_page(root, Document("", text))
            return isinstance(posts_of_page(root, page), Items)
    except InputError:
        return False


def declared(text: str) -> Optional[int]:
    """A page of a blog does not say how many posts there are."""
    return None


def about(text: str) -> str:
    """The address that the page gives as its own."""
    found = _CANONICAL.search(text[:100_000])
    return bare(found.group(1)) if found else ""


def read(document: Document) -> Iterator[Found]:
    """The posts in the order printed (newest first), each once."""
    with page_of(document.text) as whole:
        yield from _posts(whole, document)


def _posts(whole: Whole, document: Document) -> Iterator[Found]:
    root = whole.root
    empty_anchors(root)
    page = whole_page(root, document)
    found = posts_of_page(root, page)
    if isinstance(found, Problem):
        yield found
        return
    items = found.posts
    if not found.alone:
        unescape_excerpts(items)
    posts: Dict[str, Item] = {}
    drawn: Set[str] = set()
    years = years_above(items)
    for at, element in enumerate(items, 1):
        if whole.breaks_off_in(element):
            what = message("readers.page_breaks_in")
            yield Problem(message("places.post", n=at), what, collapsed_text(element))
            continue
        where, year = message("places.post", n=at), years[at - 1]
        made = contained(
            "reading", where, partial(_post, root, element, found, page, where, year, drawn)
        )
        if not isinstance(made, Item):
            yield made
            continue
        key = made.link or f"{made.title}\n{made.body!r}"
        known = posts.setdefault(key, made._replace(n=len(posts) + 1))
        if _told(made) > _told(known):
            posts[key] = made._replace(where=known.where, n=known.n)
    # Where most have no text it is a list of titles, though it may feature a post.
    tells = 2 * sum(bool(post.body) for post in posts.values()) >= len(posts)
    for post in posts.values():
        is_told = post.body or post.left_out or post.where in drawn or not tells
        yield post if is_told else without_text(post)
    if whole.broken and not any(map(whole.breaks_off_in, items)):
        what = message("readers.page_breaks_posts", n=len(items))
        yield Problem(message("places.end"), what)


def _told(post: Item) -> Tuple[bool, int, int]:
    """How much a card tells of its post: a theme may feature a post in a smaller one besides."""
    return bool(post.captured), len(post.tags), len(repr(post.body))


def _post(
    root: Tag, element: Tag, found: Items, page: BlogPage, where: str, year: str, drawn: Set[str]
) -> Found:
    theme, alone = found.theme, found.alone
    if alone:
        body = body_of(element, theme, None, True)
        heading = found.heading or heading_of_page(root, element, body, page)
    else:
        heading = heading_of_card(element, theme)
        body = body_of(element, theme, heading, False)
    if heading is not None:
        take_pins(heading)
    title = collapsed_text(heading)
    if heading is not None and not title:
        title = " ".join(attribute(heading, "title").split())
    href = href_of(element, heading, body, page, alone)
    link = absolute(href, page.base)
    # A saved page may not tell its host; but the path is the post's, wherever the blog is.
    path = href if _PATH.match(href) else ""
    site = page.site or page.title
    tags = post_tags(element, body)
    day = day_of_post(element, body, alone)
    if alone:
        printed, name = (page.title, "") if page.said else parts_of(page.title)
        site = page.site or name or (page.title if found.heading else "")
        # A page that is called as its site is of a post without a title.
        link = link or page.link or own_address(root, body)
        title = title or (printed if printed != site else "")
        tags = tuple(dict.fromkeys((*tags, *page.tags)))
        day = day or page.day
    in_link = _is_in_link(body, href)
    if heading is not None:
        heading["hidden"] = ""
    more = hide_furniture(element, body, title, link or path, page.base, alone)
    link, known = placed(link, page.base)
    base = link or placed(page.base)[0]
    cut = theme.flat or ((more or in_link) and not alone)
    # A card that shows nothing but the title; what else is in it is furniture.
    if body is element and theme is not ANY:
        blocks: Blocks = ()
    else:
        blocks = _flat(body) if theme.flat else blocks_of_element(body, base)
    blocks = without_outline(_untitled(blocks if alone else doubted(blocks), title))
    post = Item(
        "post",
        "blog",
        where,
        0,
        body=blocks,
        title=spans_of(title),
        captured=day_by_address(day, known or path),
        host=host_of(base),
        collection=site,
        source_ids=(known or path,) if known or path else (),
        link=link,
        tags=tags,
        face=face_of(blocks, not cut),
        lang=lang_of(element),
    )
    if not (alone or blocks or body is element) and holds_more(body):
        drawn.add(where)
    return as_shown(_listed(post, year), body, alone)


def _is_in_link(body: Tag, href: str) -> bool:
    """Whether the text in `body` stands in the link to its post, as only the head of one does: it
    could hold no links."""
    text = max(body.find_all(string=True), key=len, default=None)
    return text is not None and any(
        one.name == "a" and single_rooted(attribute(one, "href")) == href for one in text.parents
    )


def _untitled(blocks: Blocks, title: str) -> Blocks:
    """`blocks` without a first heading that is but the title again."""
    if blocks and blocks[0].kind == "heading" and text_of(blocks[:1]).split() == title.split():
        return blocks[1:]
    return blocks


def _listed(post: Item, year: str) -> Item:
    """`post`, whose text in a list of titles is but the day when it was published."""
    said = text_of(post.body).strip()
    if not post.title or not is_day(said):
        return post
    day = post.captured or day_of(said) or day_in(year, said)
    return post._replace(body=(), captured=day, face=face_of(()))


def _flat(body: Tag) -> Blocks:
    """The lines of an excerpt whose markup is lost, as the same page's text has them."""
    texts = (" ".join(line.split()) for line in body.get_text().split("\n"))
    return tuple(
        Block("code", code=text) if _is_code(text) else paragraph(text) for text in texts if text
    )


def _is_code(text: str) -> bool:
    return is_gutter_code(text) and not _NUMBERED.match(text)
