"""Code in rendered HTML: its lines and language, without line numbers and buttons.

Hexo prints `figure.highlight > table > td.gutter + td.code`, others `pre > code`, Rouge and
Pygments a table, Prism and highlight.js line numbers of their own.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Iterator, List, Optional

from bs4.element import NavigableString, PageElement, Tag

from ...model import Block
from ...text.gutter import gutter_of
from .tree import attribute, classes, elements

_GUTTERS = {
    "gutter", "rouge-gutter", "gl", "linenos", "lineno", "linenodiv", "line-numbers-rows", "lnt",
    "line-number", "hljs-ln-numbers", "hljs-ln-n", "lines-num", "ln", "copy-btn", "hljs-copy",
    "copy-button", "code-lang", "toolbar", "hljs-button", "highlight-tools", "lineno-container",
    "linenumber", "line-numbers-wrapper", "react-syntax-highlighter-line-number", "pre-numbering",
    "crayon-nums", "blob-num",
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
_NONE = {"plain", "plaintext", "none", "auto", "undefined", "null", "default", "rouge", "fallback"}
_PLAIN = {"txt", "nohighlight", "no-highlight"}
_TABLES = {"rouge-table", "highlighttable", "hljs-ln", "crayon-table", "js-file-line-container"}
_BLOCKS = {"pre", "listing", "xmp"}
_ROWS = {"tr", "li", "div", "p", *_BLOCKS}
_LINES = {
    "line", "view-line", "code-line", "token-line", "highlight-line", "gatsby-highlight-code-line",
}  # fmt: skip
_UNSELECTED = re.compile(r"user-select\s*:\s*none")
_TEAL = re.compile(r"color\s*:\s*(?:#008080|rgba?\(0, ?128, ?128)", re.IGNORECASE)
"""In which an editor of cnblogs.com writes the numbers of lines."""
_MARGIN, _NO_MARGIN = re.compile(r"^ ", re.MULTILINE), re.compile(r"^[^ \n]", re.MULTILINE)
_CODE = ("pre", "code")
_FEW, _LONGEST_BUTTON = 8, 12
"""The elements and texts in a button that copies, and its characters, are fewer."""
_COPYING = re.compile(r"(?:^|[-_])copy(?:$|[-_A-Z]|btn)|clipboard")
_LABEL = 40
"""The most characters that a frame of code writes around it: a language, `Copy`."""
_NUMBER = re.compile(r"[0-9]+")
_FRAME = 100
"""The most elements that are looked at around the code in a frame."""


def is_code_element(element: Tag) -> bool:
    """Whether `element` is nothing but a block of code."""
    if element.name == "table":
        return not _TABLES.isdisjoint(classes(element)) or _holds_code(element)
    if element.name == "figure" and "highlight" in classes(element):
        return _holds_code(element)
    if element.name == "div":
        return ("highlight" in classes(element) and _holds_code(element)) or _is_frame(element)
    return element.name in _BLOCKS


def _holds_code(element: Tag) -> bool:
    """Whether `element` is what generators put around code: a cell of code is in it, or, in a
    figure, a `pre`. What is in another such element is asked about there."""
    stack = [one for one in element.contents if isinstance(one, Tag)]
    while stack:
        one = stack.pop()
        if one.name == "td" and "code" in classes(one):
            return True
        if one.name == "pre" and element.name == "figure":
            return True
        if one.name != element.name or (one.name == "div" and "highlight" not in classes(one)):
            stack += [child for child in one.contents if isinstance(child, Tag)]
    return False


def _is_frame(element: Tag) -> bool:
    """Whether `element` names the language of the one block of code in it, and else holds no text
    but what a page writes beside code: a label, a button, line numbers."""
    if not language_in(element):
        return False
    blocks = around = seen = 0
    stack: List[PageElement] = [element]
    while stack:
        one = stack.pop()
        seen += 1
        if isinstance(one, Tag):
            if one.name == "pre" and "lineno" not in classes(one):
                blocks += 1
            elif one.name == "figcaption":
                return False
            elif not _is_dropped(one):
                stack += one.contents
        else:
            around += len(str(one).strip())
        if blocks > 1 or around > _LABEL or seen > _FRAME:
            return False
    return blocks == 1


def language_in(element: Tag) -> str:
    """The language that the classes or attributes of `element` name, or nothing."""
    names = [name.rstrip(";") for name in classes(element)]
    for name in names:
        match = _NAMED.match(name)
        if match and match.group(1).lower() not in _NOISE:
            return _language(match.group(1))
    given = attribute(element, "data-lang") or attribute(element, "data-language")
    given = given or attribute(element, "data-enlighter-language")
    if not given and element.name == "pre":
        given = attribute(element, "lang")
    if given:
        return _language(given)
    lower = [name.lower() for name in names]
    beside = [at for at, name in enumerate(lower) if name in _BESIDE]
    # A class that a builder made up is no language: `codeLines_x1`.
    alone = element.name == "code" and len(names) == 1 and "_" not in names[0] and lower == names
    if beside or alone:
        first = beside[0] if beside else 0
        for name in lower[first:] + lower[:first]:
            if name not in _NOISE and _LANGUAGE.match(name):
                return _language(name)
    return ""


def code_of(element: Tag, language: str = "") -> Block:
    """The code in `element`, empty where there is none; `language` is what stands around it."""
    found = ""
    parts: List[str] = []
    for part in _outermost(element):
        # Whatever is nearest to the code says it best.
        found = next(filter(None, map(language_in, elements(part, "code"))), "") or language_in(
            part
        )
        parts.append(_text(part))
    text = "\n".join(parts).replace("\xa0", " ").replace("\r\n", "\n").replace("\r", "\n")
    if element.parent is not None and "cnblogs_code" in classes(element.parent):
        text = _MARGIN.sub("", text) if not _NO_MARGIN.search(text) else text
    had = _numbered(element) if "\n" not in text else 0
    text = text.rstrip()
    text = text[text.rfind("\n", 0, len(text) - len(text.lstrip())) + 1 :]
    language = found or language_in(element) or language
    return Block("code", code=text, language=language, lines=had if had > 1 else 0)


def _numbered(element: Tag) -> int:
    """How many lines the line numbers beside the code in `element` count; 0 where there are none,
    or others than 1, 2, …"""
    numbers: List[str] = []
    rows = 0
    stack: List[PageElement] = [element]
    while stack:
        one = stack.pop()
        if not isinstance(one, Tag):
            continue
        if _GUTTERS.isdisjoint(classes(one)):
            stack += reversed(one.contents)
            continue
        numbers += _NUMBER.findall(one.get_text())
        # Prism leaves the numbers to a style sheet, and a row for each line.
        if "line-numbers-rows" in classes(one):
            rows += sum(isinstance(row, Tag) for row in one.contents)
    return gutter_of("".join(numbers)).last if numbers else rows


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
    names = classes(element)
    if element.name in _DROPPED or not _GUTTERS.isdisjoint(names):
        return True
    style = attribute(element, "style")
    if style and (_UNSELECTED.search(style) or _TEAL.search(style)):
        numbers = element.get_text().split()
        only = bool(numbers) and all(map(_NUMBER.fullmatch, numbers))
        return only and (bool(_UNSELECTED.search(style)) or _is_of_cnblogs(element))
    if element.name in _CODE or not any(map(_COPYING.search, names)):
        return False
    inside = list(islice(element.descendants, _FEW))
    if len(inside) == _FEW or any(isinstance(one, Tag) and one.name in _CODE for one in inside):
        return False
    return len(element.get_text().strip()) <= _LONGEST_BUTTON


def _is_of_cnblogs(number: Tag) -> bool:
    """Whether `number` begins a line of what the old editor of cnblogs.com has numbered."""
    around = number.parent.parent if number.parent is not None else None
    before = number.previous_sibling
    first = before is None or (isinstance(before, NavigableString) and before.endswith("\n"))
    return first and around is not None and "cnblogs_code" in classes(around)


def _text(element: Tag) -> str:
    """The text of `element` as displayed: a line for each `br`, row or element of a line.

    An element of a line ends it only where its text has not done so: those of Chroma do.
    """
    text: List[str] = []
    begun: List[int] = []  # where the elements of lines that are open began
    ended = False  # whether an element of a line has just ended, without a line break
    for piece in _pieces(element):
        if piece is None:
            written = len(text) > begun.pop()
            ended = ended or not (written and text[-1].endswith("\n"))
            continue
        if ended and not piece.startswith("\n"):
            text.append("\n")
        ended = False
        if piece:
            text.append(piece)
        else:
            begun.append(len(text))
    whole = "".join(text)
    breaks = text.count("\n")
    # A line break of HTML before each of the text: some editors write both.
    if breaks > 1 and whole.count("\n\n") == breaks == whole.count("\n") - breaks:
        return whole.replace("\n\n", "\n")
    return whole


def _pieces(root: Tag) -> Iterator[Optional[str]]:
    """The texts in `root`; an empty one where an element of a line begins, None where it ends."""
    # Wechat writes an element of code for each line.
    lines = [one for one in root.contents if not isinstance(one, NavigableString) or one.strip()]
    each = len(lines) > 1 and all(isinstance(one, Tag) and one.name == "code" for one in lines)
    stack: List[Optional[PageElement]] = [root]
    while stack:
        one = stack.pop()
        if one is None:
            yield None
            continue
        if isinstance(one, NavigableString):
            if one:
                yield str(one)
            continue
        if not isinstance(one, Tag) or _is_dropped(one):
            continue
        if one.name == "br":
            yield "\n"
            continue
        is_line = one.name in _ROWS or not _LINES.isdisjoint(classes(one))
        if one is not root and (is_line or (each and one.parent is root)):
            yield ""
            stack.append(None)
        stack += reversed(one.contents)
