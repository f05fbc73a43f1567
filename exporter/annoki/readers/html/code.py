"""Code in rendered HTML: its lines and language, without line numbers and buttons.

Hexo prints `figure.highlight > table > td.gutter + td.code`, others `pre > code`, Rouge and
Pygments a table, Prism and highlight.js line numbers of their own.
"""

from __future__ import annotations

import re
from typing import Iterator, List, Optional, Tuple

from bs4.element import NavigableString, PageElement, Tag

from .tree import attribute, classes, elements

_GUTTERS = {
    "gutter", "rouge-gutter", "gl", "linenos", "lineno", "linenodiv", "line-numbers-rows", "lnt",
    "line-number", "hljs-ln-numbers", "hljs-ln-n", "lines-num", "ln", "copy-btn", "hljs-copy",
    "copy-button", "code-lang", "toolbar", "hljs-button", "highlight-tools", "lineno-container",
}  # fmt: skip
_DROPPED = {"button", "script", "style", "svg", "figcaption", "template", "select", "textarea"}
_NAMED = re.compile(
    r"^(?:language|lang|highlight-source|highlight-text|highlight|src|source)-([\w+#.-]+)$",
    re.IGNORECASE,
)
_BESIDE = {"highlight", "hljs", "brush:", "sourcecode", "prettyprint", "src", "codehilite"}
_NOISE = _BESIDE | {
    "code", "pre", "wrap", "nowrap", "linenums", "notranslate", "prettyprinted", "rouge-table",
    "literal-block", "mac", "copyable", "default", "chroma", "prism", "lang", "language", "div",
    "block", "scroll", "expand", "close", "open", "closed", "light", "dark", "table", "rainbow",
    "numberlines", "hljs-ln", "hide", "show",
}  # fmt: skip
_LANGUAGE = re.compile(r"^[a-z][\w+#.]{0,19}$")
_NONE = {"plain", "plaintext", "none", "auto", "undefined", "null", "default", "rouge"}
_PLAIN = {"txt", "nohighlight", "no-highlight"}
_TABLES = {"rouge-table", "highlighttable", "hljs-ln"}
_ROWS = {"tr", "li", "div", "p"}
_LINES = {"line", "view-line", "code-line", "token-line"}


def is_code_element(element: Tag) -> bool:
    """Whether `element` is nothing but a block of code."""
    if element.name == "table":
        return not _TABLES.isdisjoint(classes(element)) or _has_cell(element)
    if element.name in ("figure", "div") and "highlight" in classes(element):
        return _has_cell(element) or (element.name == "figure" and bool(element.find("pre")))
    return element.name == "pre"


def language_in(element: Tag) -> str:
    """The language that the classes or attributes of `element` name, or nothing."""
    names = [name.rstrip(";") for name in classes(element)]
    for name in names:
        match = _NAMED.match(name)
        if match and match.group(1).lower() not in _NOISE:
            return _language(match.group(1))
    given = attribute(element, "data-lang") or attribute(element, "data-language")
    if not given and element.name == "pre":
        given = attribute(element, "lang")
    if given:
        return _language(given)
    lower = [name.lower() for name in names]
    if not _BESIDE.isdisjoint(lower) or (element.name == "code" and len(lower) == 1):
        for name in lower:
            if name not in _NOISE and _LANGUAGE.match(name):
                return _language(name)
    return ""


def code_of(element: Tag, language: str = "") -> Tuple[str, str]:
    """(text, language) of the code in `element`; `language` is what stands around it."""
    found = ""
    parts: List[str] = []
    for part in _outermost(element):
        # Whatever is nearest to the code says it best.
        found = next(filter(None, map(language_in, elements(part, "code"))), "") or language_in(
            part
        )
        parts.append(_text(part))
    text = "\n".join(parts).replace("\xa0", " ").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.rstrip().split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    return "\n".join(lines), found or language_in(element) or language


def _has_cell(element: Tag) -> bool:
    return any("code" in classes(cell) for cell in elements(element, "td"))


def _language(name: str) -> str:
    name = name.strip().lower()
    if name in _NONE:
        return ""
    return "text" if name in _PLAIN else name


def _outermost(element: Tag) -> List[Tag]:
    """The `pre` elements in `element` that are no gutter, or else its cells of code, or itself."""
    for wanted in (lambda one: one.name == "pre", lambda one: "code" in classes(one)):
        found = []
        stack = [element]
        while stack:
            one = stack.pop()
            if _is_dropped(one):
                continue
            if wanted(one):
                found.append(one)
            else:
                stack += [child for child in reversed(one.contents) if isinstance(child, Tag)]
        if found:
            return found
    return [element]


def _is_dropped(element: Tag) -> bool:
    return element.name in _DROPPED or not _GUTTERS.isdisjoint(classes(element))


def _text(element: Tag) -> str:
    """The text of `element` as displayed: a line for each `br`, row or element of a line."""
    text: List[str] = []
    ended = False  # whether an element of a line has just ended, without a line break
    for piece in _pieces(element):
        if ended and piece is not None and not piece.startswith("\n"):
            text.append("\n")
        ended = piece is None
        text.append(piece or "")
    return "".join(text)


def _pieces(root: Tag) -> Iterator[Optional[str]]:
    """The texts in `root`; an empty one where an element of a line begins, None where it ends."""
    stack: List[Optional[PageElement]] = [root]
    while stack:
        one = stack.pop()
        if one is None or isinstance(one, NavigableString):
            yield one
            continue
        if not isinstance(one, Tag) or _is_dropped(one):
            continue
        if one.name == "br":
            yield "\n"
            continue
        if one is not root and (one.name in _ROWS or not _LINES.isdisjoint(classes(one))):
            yield ""
            stack.append(None)
        stack += reversed(one.contents)
