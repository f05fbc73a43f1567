"""What stands in a post but is none of its text."""

from __future__ import annotations

import re
from typing import Dict, Iterable, List, Set, Tuple

from bs4.element import NavigableString, PageElement, Tag

from ...text.dates import is_day
from ...text.urls import absolute
from ..html.names import is_anchor
from ..html.tree import Around, attribute, classes, collapsed_text, elements
from .cards import is_aside, name_words

_MORE = re.compile(
    r"(?:\u9605\u8bfb(?:\u5168\u6587|\u66f4\u591a|\u539f\u6587)|\u7ee7\u7eed\u9605\u8bfb"
    r"|\u67e5\u770b(?:\u5168\u6587|\u66f4\u591a)|\u66f4\u591a|\u95b1\u8b80\u5168\u6587"
    r"|read\s+(?:more|the\s+rest|full\s+\w+)|continue\s+reading|more)\W*",
    re.IGNORECASE,
)
_MORE_CLASSES = {"more", "more-link", "read-more", "readmore", "article-more", "post-more"}
_FURNITURE = {"header", "footer", "nav", "aside", "time"}
_TAG_PATH = re.compile(r"/(?:tags?|categor(?:y|ies))/[^?#]")
_CALLED = (
    r"\W*(?:\u6807\u7b7e|\u6a19\u7c64|\u5206\u7c7b|\u5206\u985e|tags?|tagged|categor(?:y|ies)"
    r"|(?:posted|filed)\s+(?:in|under))"
)
_TAGS_LABEL = re.compile(rf"(?:{_CALLED})?\W*", re.IGNORECASE)
_LABEL = re.compile(rf"{_CALLED}\s*[:\uff1a]", re.IGNORECASE)
_LONGEST_LABEL = 100
_AGED = re.compile(
    r"[^.!\u3002\uff01]{0,16}(?:\u6587\u7ae0?|\u8ddd\u79bb?|this\s+(?:article|post|page)).{0,40}"
    r"(?:\u66f4\u65b0|updated|modified).{0,60}"
    r"(?:\u8fc7\u65f6|\u904e\u6642|\u8fc7\u671f|\u904e\u671f|outdated|out[ -]of[ -]date)"
    r"[^.!\u3002\uff01]{0,40}[.!\u3002\uff01]?",
    re.IGNORECASE,
)
_LONGEST_NOTICE = 160
_COVERS = {"cover", "featured", "thumbnail", "thumb", "banner"}
_BOXES = {"div", "section", "footer"}
_BOX_NAMES = {"reward", "donate", "sponsor", "license", "copyright", "share"}
_BOX_SAYS = re.compile(
    r"\u6253\u8d4f|\u8d5e\u8d4f|\u6350\u8d60|\u8d5e\u52a9|\u8f6c\u8f7d|\u8f49\u8f09|\u7248\u6743|\u7248\u6b0a|\u8bb8\u53ef|\u6388\u6743|\u5206\u4eab|\u5fae\u4fe1|\u652f\u4ed8\u5b9d|\bCC\b|\bshare\b"
    r"|licen[sc]e|copyright|creative\s+commons|reward|donate|sponsor|coffee",
    re.IGNORECASE,
)
_LONGEST_BOX = 400
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PINNED = re.compile(r"\W*(?:\u7f6e[\u9876\u9802]|pinned|sticky)\W*", re.IGNORECASE)
_PINS = {"label", "small"}
_LABELS = {"a", "span", "i", "em", "b", "small", "label", "strong"}
_PROSE = {"p", "li", "dd", "dt", "td", "th", "pre", "blockquote", "figcaption", "summary"}
_SENTENCE = re.compile("[.!?,;\u2026\u3002\uff01\uff1f\uff0c\uff1b]")


def empty_anchors(root: Tag) -> None:
    """Take the signs away that link to the headings they stand beside: they are no words of these,
    nor of titles."""
    for link in elements(root, "a"):
        if is_anchor(link) and not attribute(link, "href").partition("#")[0]:
            link.clear()


def post_tags(element: Tag, body: Tag) -> Tuple[str, ...]:
    """Its tags and categories."""
    inside: Set[int] = set()
    if body is not element:
        inside = {id(link) for link in elements(body, "a")}
        for one in _own_tag_lists(body):
            inside -= {id(link) for link in elements(one, "a")}
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


def _is_cover(element: Tag, title: str, speaking: Set[int]) -> bool:
    """Whether `element` is a picture that says nothing but the title, or holds no words and is
    called what holds one above a text."""
    if element.name == "img":
        return bool(title) and attribute(element, "alt").split() == title.split()
    return id(element) not in speaking and not _COVERS.isdisjoint(name_words(element))


def hide_furniture(
    element: Tag, body: Tag, title: str, link: str, base: str, alone: bool = True
) -> bool:
    """Hide what stands in a post but is none of its text; whether it says that there is more.

    `link` is the post's address, or its path where the page does not tell the host.
    """
    more = False
    for one in elements(element, "a"):
        words = collapsed_text(one)
        address = absolute(attribute(one, "href"), base) or attribute(one, "href").strip()
        own = bool(link) and address.split("#")[0] == link.split("#")[0]
        if not _MORE_CLASSES.isdisjoint(classes(one)) or (own and _MORE.fullmatch(words[:40])):
            one["hidden"] = ""
            more = True
        elif own and body is element:
            del one["href"]  # it is of the card, not of its words
            if not words:
                one["hidden"] = ""
    hidden = [*_own_tag_lists(body), *_boxes(body)]
    if body is element:
        hidden += _tag_lists(body)
        speaking = _speaking(text for text in body.find_all(string=True) if text.strip())
        if not alone:
            hidden += _labels(body)
        for one in elements(body):
            is_around = one.name in _FURNITURE or is_aside(one) or _is_meta(one)
            if one is not body and (is_around or _is_cover(one, title, speaking)):
                hidden.append(one)
    for one in hidden:
        one["hidden"] = ""
    for one in _notices_of_age(body):
        one["hidden"] = ""
    return more


def take_pins(heading: Tag) -> None:
    """Take out of the title of a post what says that it is kept on top, at either end."""
    words = [text for text in heading.find_all(string=True) if text.strip()]
    ends = [words[0], words[-1]] if len(words) > 1 else []
    for pin in [text.parent for text in ends if text.parent is not heading]:
        if (
            pin is not None
            and (pin.name in _PINS or _is_named(pin))
            and _PINNED.fullmatch(collapsed_text(pin))
        ):
            pin.extract()


def _is_named(element: Tag) -> bool:
    return element.name in ("span", "i") and bool(classes(element))


def _ends(body: Tag) -> List[PageElement]:
    """The first and the last words that `body` shows."""
    is_hidden = Around(lambda one: one.has_attr("hidden"))
    words = [
        text
        for text in body.find_all(string=True)
        if type(text) is NavigableString
        and text.strip()
        and text.parent is not None
        and not is_hidden(text.parent)
    ]
    return [*words[:1], *words[-1:]]


def _boxes(body: Tag) -> List[Tag]:
    """What themes put into the element of a text, at its ends: what is called a reward, a licence,
    or shares; one that has a heading is the text's own."""
    found: List[Tag] = []
    titled = _speaking(elements(body, *_HEADINGS))
    for text in _ends(body):
        box = None
        for one in text.parents:
            if one is body or id(one) in titled:
                break
            if one.name in _BOXES and not _BOX_NAMES.isdisjoint(name_words(one)):
                box = one
        words = collapsed_text(box)
        if box is not None and len(words) <= _LONGEST_BOX and _BOX_SAYS.search(words):
            found.append(box)
    return found


def _notices_of_age(body: Tag) -> List[Tag]:
    """The boxes above and below a text in which a theme says that it was changed long ago."""
    found: List[Tag] = []
    for text in _ends(body):
        for one in text.parents:
            said = collapsed_text(one)
            if one is body or len(said) > _LONGEST_NOTICE:
                break
            if one.name == "div" and _AGED.fullmatch(said):
                found.append(one)
    return found


def _speaking(texts: Iterable[PageElement]) -> Set[int]:
    """The ids of the elements that `texts` stand in."""
    found: Set[int] = set()
    for text in texts:
        for one in text.parents:
            if id(one) in found:
                break
            found.add(id(one))
    return found


def _own_tag_lists(body: Tag) -> List[Tag]:
    """What tells the tags of a post inside its text: what schema.org calls so, and a list that is
    called one, at either end."""
    found = [one for one in elements(body) if "keywords" in attribute(one, "itemprop").split()]
    ends = {id(one) for text in _ends(body) for one in text.parents}
    lists = (one for one in _tag_lists(body) if id(one) in ends)
    return found + [one for one in lists if _LABEL.match(collapsed_text(one)[:_LONGEST_LABEL])]


def _tag_lists(body: Tag) -> List[Tag]:
    """The elements in `body` that hold nothing but links to lists of posts, and what they are
    called."""
    speaking: Set[int] = {id(body)}
    links = [link for link in elements(body, "a") if _is_tag(link)]
    named = {id(link) for link in links}
    for text in body.find_all(string=True):
        if _TAGS_LABEL.fullmatch(text[:_LONGEST_LABEL]):
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
