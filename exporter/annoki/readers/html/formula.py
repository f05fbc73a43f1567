"""Formulas in rendered HTML: their TeX, never what a renderer made of it.

KaTeX and MathML keep TeX in an `annotation`, MathJax 2 in a `script`, MathJax 3 and 4 in an
`annotation` or `data-latex`, Zhihu in `data-tex`, image services in the address or `alt`.
"""

from __future__ import annotations

import re
from typing import NamedTuple, Optional, Set
from urllib.parse import unquote, urlsplit

from bs4.element import Tag

from .tree import attribute, classes, elements, find_class

_RENDERED = {
    "MathJax", "MathJax_Preview", "MathJax_Display", "MathJax_SVG", "MathJax_SVG_Display",
    "MathJax_CHTML", "MathJax_Processing", "MathJax_Processed", "MJXc-display", "mjx-chtml",
    "MJX_Assistive_MathML",
}  # fmt: skip
_TEX = ("application/x-tex", "application/x-latex", "tex", "latex")
_NAMED = ("data-latex", "alttext", "data-formula")
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


def formula_of(element: Tag) -> Optional[Formula]:
    """The formula that `element` shows, or None if it shows none."""
    tag, names = element.name, set(classes(element))
    if tag == "script":
        kind = attribute(element, "type").lower()
        if not kind.startswith("math/tex"):
            return None
        return _formula("".join(map(str, element.contents)), "display" in kind)
    if tag == "img":
        return _of_image(element, names)
    if names & {"katex", "katex-display", "mwe-math-element"}:
        shown = "katex-display" in names or any(
            attribute(one, "display") == "block" for one in elements(element, "math")
        )
        return _annotated(element, shown)
    if tag == "mjx-container" or tag == "math":
        shown = attribute(element, "display") in ("true", "block")
        shown = shown or attribute(element, "mode") == "display"
        return _annotated(element, shown)
    if "ztext-math" in names and element.has_attr("data-tex"):
        return _formula(attribute(element, "data-tex"), "ztext-math-block" in names)
    return None


def is_rendered(element: Tag) -> bool:
    """Whether `element` is what MathJax 2 made of the `script` beside it."""
    return not _RENDERED.isdisjoint(classes(element))


def flattened(element: Tag) -> str:
    """The text of a formula without TeX, once: renderers repeat it for screen readers."""
    for math in elements(element, "math"):
        return _text(math)
    return _text(element)


def _text(element: Tag) -> str:
    return "".join(element.get_text().split())


def _annotated(element: Tag, display: bool) -> Formula:
    for one in elements(element, "annotation"):
        if attribute(one, "encoding").lower() in _TEX:
            return _formula(one.get_text(), display)
    for one in elements(element):
        tex = next(filter(None, (attribute(one, name) for name in _NAMED)), "")
        if tex:
            return _formula(tex, display)
    for one in find_class(element, "mwe-math-fallback-image-inline"):
        return _formula(attribute(one, "alt"), display)
    return Formula("", display, flattened(element))


def _of_image(image: Tag, names: Set[str]) -> Optional[Formula]:
    address = attribute(image, "src")
    tex = attribute(image, "data-tex") or attribute(image, "data-formula")
    service = _SERVICE.search(address)
    if not (tex or service or attribute(image, "eeimg") or names & {"ee_img", "mathcode", "latex"}):
        return None
    if not tex and service:
        try:
            query = urlsplit(address).query
        except ValueError:
            query = ""
        tex = unquote(_QUERY.sub("", query).split("&preview", 1)[0])
    tex = tex or attribute(image, "alt")
    return _formula(tex, False) if tex else None


def _formula(tex: str, display: bool) -> Formula:
    above, end, last = tex.strip().rpartition("\n")
    tex = " ".join((_COMMENT.sub(" ", above + end) + last).split())
    tex = tex[len(r"{\displaystyle") : -1] if tex.startswith(r"{\displaystyle") else tex
    for opening, closing in ((r"\(", r"\)"), (r"\[", r"\]"), ("$$", "$$"), ("$", "$")):
        if tex.startswith(opening) and tex.endswith(closing) and len(tex) > 2 * len(opening):
            tex, display = tex[len(opening) : -len(closing)], display or opening in (r"\[", "$$")
    tex = _SIZE.sub("", tex).strip()
    if tex.endswith("\\\\"):  # how Zhihu marks a formula on a line of its own
        tex, display = tex[:-2].rstrip(), True
    return Formula(tex, display)
