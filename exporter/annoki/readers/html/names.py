"""What elements of rendered HTML are: blocks, marks, or nothing that a reader wrote."""

from __future__ import annotations

import re
from itertools import islice
from typing import Dict, Optional

from bs4.element import NavigableString, Tag

from ...text.callout import opening_folded
from .tree import attribute, classes, elements

BLOCKS = {
    "address", "article", "aside", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup",
    "html", "legend", "main", "nav", "p", "section", "tbody", "td", "tfoot", "th", "thead", "tr",
}  # fmt: skip
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "summary"}
LISTS = {"ul", "ol", "menu"}
MARKS: Dict[str, str] = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "emphasis"),
    **dict.fromkeys(("code", "tt", "samp", "kbd"), "code"),
}
"""Elements that set what is in them, and how."""

_TRANSPARENT = {
    "a", "abbr", "acronym", "big", "bdi", "bdo", "data", "font", "label", "nobr", "picture", "rb",
    "ruby", "small", "span", "time", "tt", "wbr",
}  # fmt: skip
"""Inline elements that no sign of Markdown makes."""

AROUND = {"q": ("\u201c", "\u201d"), "rt": ("(", ")")}
CAPTIONS = {
    "image-caption", "img-alt", "img-caption", "img-title", "caption-text", "wp-caption-text",
}  # fmt: skip

_DROPPED_TAGS = {
    "applet", "audio", "base", "button", "canvas", "datalist", "embed", "frame", "frameset", "head",
    "iframe", "input", "link", "map", "meta", "meter", "noembed", "noframes", "noscript", "object",
    "option", "output", "progress", "rp", "script", "select", "source", "style", "svg", "template",
    "textarea", "title", "video",
}  # fmt: skip
_DROPPED_CLASSES = {
    "sr-only", "visually-hidden", "screen-reader-text", "screen-reader-only", "visuallyhidden",
    "copy-btn", "copy-button", "copy-code-btn", "hljs-copy", "hljs-button",
    "code-block-extension-header", "code-copy", "clipboard-btn",
    "highlight-tools", "code-header", "code-lang", "toolbar", "lang-label", "headerlink-icon",
    "line-numbers-rows", "post-copyright", "fold-toggle", "anchorjs-link",
}  # fmt: skip
LOCKS = {
    "hbe-content", "hbe-input", "hbe-input-container", "hugo-encryptor-cipher-text",
    "hugo-encryptor-form", "hugo-encryptor-prompt", "post-password-form",
}  # fmt: skip
"""What encryptors ask for a password with. Once it is given, the text stands around these."""

_ANCHORS = {
    "headerlink", "header-anchor", "markdownIt-Anchor", "anchor", "heading-link", "anchor-link",
    "heading-anchor", "header-link", "permalink",
}  # fmt: skip
_ANCHOR_SIGNS = {"", "#", "\u00b6", "\U0001f517", "§", "\u200b"}
_FIRST = 100
"""What a callout says first is among so many elements and texts."""
_HIDDEN = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


def typed_as(element: Tag) -> str:
    """The name of `element` if a formula's signs may have made it: `x^2+y^2` a `sup`, `a~b~c` a
    `sub` or `del`, `i<n` and `j>0` an `unknown` one. Else nothing."""
    name = element.name
    if name in ("sup", "sub", "del", "s"):
        return "del" if name == "s" else name
    return "" if name in _TRANSPARENT or name in AROUND or "-" in name else "unknown"


def is_dropped(element: Tag) -> bool:
    """Whether nobody reads `element` on the page: scripts, controls, what is hidden."""
    if element.name in _DROPPED_TAGS or is_hidden(element) or is_lock(element):
        return True
    names = classes(element)
    if not names:
        return False
    return is_anchor(element) or not _DROPPED_CLASSES.isdisjoint(names)


def is_hidden(element: Tag) -> bool:
    """Whether `element` says of itself that it is not shown."""
    style = attribute(element, "style")
    return element.has_attr("hidden") or (bool(style) and bool(_HIDDEN.search(style)))


def is_anchor(element: Tag) -> bool:
    """Whether `element` is the sign beside a heading that links to it."""
    is_one = element.name == "a" and not _ANCHORS.isdisjoint(classes(element))
    return is_one and element.get_text().strip() in _ANCHOR_SIGNS


def is_lock(element: Tag) -> bool:
    """Whether `element` asks for a password, or holds what that would decipher."""
    if not LOCKS.isdisjoint(classes(element)):
        return True
    return element.name == "form" and any(
        attribute(one, "type").lower() == "password" for one in elements(element, "input")
    )


def is_callout(quote: Tag) -> bool:
    """Whether `quote` is an Obsidian callout, which its writer quotes himself."""
    for text in islice(quote.descendants, _FIRST):
        start = str(text).lstrip() if type(text) is NavigableString else ""
        if start:
            return opening_folded(start).startswith("[!")
    return False


def number_of(text: Optional[str], default: int) -> int:
    """A list's or item's number as its attribute gives it."""
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else default
