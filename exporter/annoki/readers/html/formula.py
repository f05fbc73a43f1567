"""Formulas in rendered HTML: their TeX, never what a renderer made of it (source-formats).

KaTeX and MathML keep TeX in an `annotation`, MathJax 2 in a `script`, MathJax 3 and 4 in an
`annotation` or `data-latex`, Zhihu in `data-tex`, image services in the address or `alt`.
"""

from __future__ import annotations

import re
from typing import NamedTuple, Optional, Set
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from .tree import classes, find_class

_RENDERED = {
    "MathJax", "MathJax_Preview", "MathJax_Display", "MathJax_SVG", "MathJax_SVG_Display",
    "MathJax_CHTML", "MathJax_Processing", "MathJax_Processed", "MJXc-display", "mjx-chtml",
    "MJX_Assistive_MathML",
}  # fmt: skip
_TEX = ("application/x-tex", "application/x-latex", "tex", "latex")
_SERVICE = re.compile(
    r"latex\.codecogs\.com|zhihu\.com/equation|/cgi-bin/mathtex|/mimetex|math\.now\.sh|/svg\.latex"
)
_QUERY = re.compile(r"^(?:tex|from|math|inline|block)=")
_SIZE = re.compile(r"^(?:\\(?:inline|displaystyle|dpi\{\d+\}|bg_\w+|fn_\w+|large|small)\s*)+")
_COMMENT = re.compile(r"(?<!\\)%[^\n]*\n")


class Formula(NamedTuple):
    """A formula's TeX without delimiters (on one line); where there is none, its text."""

    tex: str
    display: bool
    text: str = ""


def formula_of(element: Element) -> Optional[Formula]:
    """The formula that `element` shows, or None if it shows none."""
    tag, names = element.tag, set(classes(element))
    if tag == "script":
        kind = element.get("type", "").lower()
        if not kind.startswith("math/tex"):
            return None
        return _formula(element.text or "", "display" in kind)
    if tag == "img":
        return _of_image(element, names)
    if names & {"katex", "katex-display", "mwe-math-element"}:
        shown = "katex-display" in names or any(
            one.get("display") == "block" for one in element.iter("math")
        )
        return _annotated(element, shown)
    if tag == "mjx-container" or tag == "math":
        shown = element.get("display") in ("true", "block") or element.get("mode") == "display"
        return _annotated(element, shown)
    if element.get("data-tex") is not None and "ztext-math" in names:
        return _formula(element.get("data-tex", ""), "ztext-math-block" in names)
    return None


def is_rendered(element: Element) -> bool:
    """Whether `element` is what MathJax 2 made of the `script` beside it."""
    return not _RENDERED.isdisjoint(classes(element))


def flattened(element: Element) -> str:
    """The text of a formula without TeX, once: renderers repeat it for screen readers."""
    for math in element.iter("math"):
        return _text(math)
    return _text(element)


def _text(element: Element) -> str:
    return "".join("".join(element.itertext()).split())


def _annotated(element: Element, display: bool) -> Formula:
    for one in element.iter("annotation"):
        if one.get("encoding", "").lower() in _TEX:
            return _formula("".join(one.itertext()), display)
    for one in element.iter("*"):
        tex = one.get("data-latex") or one.get("alttext") or one.get("data-formula")
        if tex:
            return _formula(tex, display)
    for one in find_class(element, "mwe-math-fallback-image-inline"):
        return _formula(one.get("alt", ""), display)
    return Formula("", display, flattened(element))


def _of_image(image: Element, names: Set[str]) -> Optional[Formula]:
    address = image.get("src", "")
    tex = image.get("data-tex") or image.get("data-formula") or ""
    service = _SERVICE.search(address)
    if not (tex or service or image.get("eeimg") or names & {"ee_img", "mathcode", "latex"}):
        return None
    if not tex and service:
        try:
            query = urlsplit(address).query
        except ValueError:
            query = ""
        tex = unquote(_QUERY.sub("", query).split("&preview", 1)[0])
    tex = tex or image.get("alt", "")
    return _formula(tex, False) if tex else None


def _formula(tex: str, display: bool) -> Formula:
    tex = " ".join(_COMMENT.sub(" ", tex.strip()).split())
    tex = tex[len(r"{\displaystyle") : -1] if tex.startswith(r"{\displaystyle") else tex
    for opening, closing in ((r"\(", r"\)"), (r"\[", r"\]"), ("$$", "$$"), ("$", "$")):
        if tex.startswith(opening) and tex.endswith(closing) and len(tex) > 2 * len(opening):
            tex, display = tex[len(opening) : -len(closing)], display or opening in (r"\[", "$$")
    tex = _SIZE.sub("", tex).strip()
    if tex.endswith("\\\\"):  # how Zhihu marks a formula on a line of its own
        tex, display = tex[:-2].rstrip(), True
    return Formula(tex, display)
