"""What stands in a post but is none of its text."""

from __future__ import annotations

import re
from typing import Dict, List, Set, Tuple

from bs4.element import Tag

from ...text.dates import is_day
from ...text.urls import absolute
from ..html.tree import Around, attribute, classes, collapsed_text, elements
from .cards import is_aside

_MORE = re.compile(
    r"(?:\u9605\u8bfb(?:\u5168\u6587|\u66f4\u591a|\u539f\u6587)|\u7ee7\u7eed\u9605\u8bfb"
    r"|\u67e5\u770b(?:\u5168\u6587|\u66f4\u591a)|\u66f4\u591a|\u95b1\u8b80\u5168\u6587"
    r"|read\s+(?:more|the\s+rest|full\s+\w+)|continue\s+reading|more)\W*",
    re.IGNORECASE,
)
_MORE_CLASSES = {"more", "more-link", "read-more", "readmore", "article-more", "post-more"}
_FURNITURE = {"header", "footer", "nav", "aside", "time"}
_TAG_PATH = re.compile(r"/(?:tags?|categor(?:y|ies))/[^?#]")
_TAGS_LABEL = re.compile(
    r"\W*(?:\u6807\u7b7e|\u6a19\u7c64|\u5206\u7c7b|\u5206\u985e|tags?|tagged|categor(?:y|ies)"
    r"|(?:posted|filed)\s+(?:in|under))?\W*",
    re.IGNORECASE,
)
_LABELS = {"a", "span", "i", "em", "b", "small", "label", "strong"}
_PROSE = {"p", "li", "dd", "dt", "td", "th", "pre", "blockquote", "figcaption", "summary"}
_SENTENCE = re.compile("[.!?,;\u2026\u3002\uff01\uff1f\uff0c\uff1b]")


def post_tags(element: Tag, body: Tag) -> Tuple[str, ...]:
    """Its tags and categories."""
    inside = {id(link) for link in elements(body, "a")} if body is not element else set()
    tags = [
        collapsed_text(link).lstrip("#").strip()
        for link in elements(element, "a")
        if id(link) not in inside and _is_tag(link)
    ]
    return tuple(dict.fromkeys(filter(None, tags)))


def _is_tag(link: Tag) -> bool:
    return attribute(link, "rel") == "tag" or bool(_TAG_PATH.search(attribute(link, "href")))


def _is_meta(element: Tag) -> bool:
    return any(name.lower().split("-")[-1] in ("meta", "metadata") for name in classes(element))


def _is_cover(element: Tag, title: str) -> bool:
    """Whether `element` is a picture that says nothing but the title."""
    return (
        element.name == "img" and bool(title) and attribute(element, "alt").split() == title.split()
    )


def hide_furniture(
    element: Tag, body: Tag, title: str, link: str, base: str, alone: bool = True
) -> bool:
    """Hide what stands in a post but is none of its text; whether it says that there is more."""
    more = False
    for one in elements(element, "a"):
        words = collapsed_text(one)
        address = absolute(attribute(one, "href"), base)
        own = bool(link) and address.split("#")[0] == link.split("#")[0]
        if not _MORE_CLASSES.isdisjoint(classes(one)) or (own and _MORE.fullmatch(words[:40])):
            one["hidden"] = ""
            more = True
        elif own and body is element:
            del one["href"]  # it is of the card, not of its words
            if not words:
                one["hidden"] = ""
    if body is element:
        hidden = _tag_lists(body)
        if not alone:
            hidden += _labels(body)
        for one in elements(body):
            is_around = one.name in _FURNITURE or is_aside(one) or _is_meta(one)
            if (is_around and one is not body) or _is_cover(one, title):
                hidden.append(one)
        for one in hidden:
            one["hidden"] = ""
    return more


def _tag_lists(body: Tag) -> List[Tag]:
    """The elements in `body` that hold nothing but links to lists of posts, and what they are
    called."""
    speaking: Set[int] = {id(body)}
    links = [link for link in elements(body, "a") if _is_tag(link)]
    named = {id(link) for link in links}
    for text in body.find_all(string=True):
        if _TAGS_LABEL.fullmatch(text[:100]):
            continue
        for one in text.parents:
            if id(one) in speaking or id(one) in named:
                break
            speaking.add(id(one))
    found: List[Tag] = []
    for link in links:
        one = link
        while one.parent is not None and id(one.parent) not in speaking:
            one = one.parent
        found.append(one)
    return found


def _labels(card: Tag) -> List[Tag]:
    """The elements in a card whose own words are no sentence, and stand in no block of prose."""
    found: List[Tag] = []
    inner = card.find_all(recursive=False)
    whole = inner[0] if len(inner) == 1 else card
    is_prose = Around(lambda one: one.name in _PROSE)
    has_words: Dict[int, bool] = {}
    for text in card.find_all(string=True):
        one = text.parent
        if one is None or one.name not in _LABELS or _SENTENCE.search(text):
            continue
        around = one.parent
        if around is None or one is card or one is whole or is_prose(one):
            continue
        if not text.strip() or is_day(text.strip()):
            continue
        if id(around) not in has_words:
            words = around.find_all(string=True, recursive=False)
            has_words[id(around)] = any(beside.strip() for beside in words)
        if not has_words[id(around)]:
            found.append(one)
    return found
