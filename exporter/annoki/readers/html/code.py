"""Code in rendered HTML: its lines and language, without line numbers and buttons.

Hexo prints `figure.highlight > table > td.gutter + td.code`, others `pre > code`, Rouge and
Pygments a table, Prism and highlight.js line numbers of their own (source-formats, blogs).
"""

from __future__ import annotations

import re
from typing import Iterator, List, Optional, Tuple, Union
from xml.etree.ElementTree import Element

from .tree import classes

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
_ROWS = {"tr", "li", "div", "p"}
_LINES = {"line", "view-line", "code-line", "token-line"}


def is_code(element: Element) -> bool:
    """Whether `element` is nothing but a block of code."""
    if element.tag == "pre":
        return True
    if element.tag in ("figure", "table", "div"):
        names = set(classes(element))
        if element.tag == "table":
            return bool(names & {"rouge-table", "highlighttable", "hljs-ln"}) or _has_cell(element)
        code = _has_cell(element) or (
            element.tag == "figure" and element.find(".//pre") is not None
        )
        return "highlight" in names and code
    return False


def language_in(element: Element) -> str:
    """The language that the classes or attributes of `element` name, or nothing."""
    names = [name.rstrip(";") for name in classes(element)]
    for name in names:
        match = _NAMED.match(name)
        if match and match.group(1).lower() not in _NOISE:
            return _language(match.group(1))
    given = element.get("data-lang") or element.get("data-language")
    if not given and element.tag == "pre":
        given = element.get("lang")
    if given:
        return _language(given)
    lower = [name.lower() for name in names]
    if not _BESIDE.isdisjoint(lower) or (element.tag == "code" and len(lower) == 1):
        for name in lower:
            if name not in _NOISE and _LANGUAGE.match(name):
                return _language(name)
    return ""


def code_of(element: Element, language: str = "") -> Tuple[str, str]:
    """(text, language) of the code in `element`; `language` is what stands around it."""
    found = ""
    parts: List[str] = []
    for part in _outermost(element):
        # Whatever is nearest to the code says it best.
        found = next(filter(None, map(language_in, part.iter("code"))), "") or language_in(part)
        parts.append(_text(part))
    text = "\n".join(parts).replace("\xa0", " ").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.rstrip().split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    return "\n".join(lines), found or language_in(element) or language


def _has_cell(element: Element) -> bool:
    return any("code" in classes(cell) for cell in element.iter("td"))


def _language(name: str) -> str:
    name = name.strip().lower()
    if name in _NONE:
        return ""
    return "text" if name in _PLAIN else name


def _outermost(element: Element) -> List[Element]:
    """The `pre` elements in `element` that are no gutter, or else its cells of code, or itself."""
    for wanted in (lambda one: one.tag == "pre", lambda one: "code" in classes(one)):
        found = []
        stack = [element]
        while stack:
            one = stack.pop()
            if _is_dropped(one):
                continue
            if wanted(one):
                found.append(one)
            else:
                stack.extend(reversed(one))
        if found:
            return found
    return [element]


def _is_dropped(element: Element) -> bool:
    return element.tag in _DROPPED or not _GUTTERS.isdisjoint(classes(element))


def _text(element: Element) -> str:
    """The text of `element` as displayed: a line for each `br`, row or element of a line."""
    text: List[str] = []
    ended = False  # whether an element of a line has just ended, without a line break
    for piece in _pieces(element):
        if ended and piece is not None and not piece.startswith("\n"):
            text.append("\n")
        ended = piece is None
        text.append(piece or "")
    return "".join(text)


def _pieces(root: Element) -> Iterator[Optional[str]]:
    """The texts in `root`; an empty one where an element of a line begins, None where it ends."""
    stack: List[Union[Element, str, None]] = [root]
    while stack:
        one = stack.pop()
        if one is None or isinstance(one, str):
            yield one
            continue
        if _is_dropped(one):
            continue
        if one.tag == "br":
            yield "\n"
            continue
        if one is not root and (one.tag in _ROWS or not _LINES.isdisjoint(classes(one))):
            yield ""
            stack.append(None)
        for child in reversed(one):
            if child.tail:
                stack.append(child.tail)
            stack.append(child)
        if one.text:
            stack.append(one.text)
