"""Formulas in rendered HTML: their TeX, never what a renderer made of it.

KaTeX and MathML keep TeX in an `annotation`, MathJax 2 in a `script`, MathJax 3 and 4 in an
`annotation` or `data-latex`, Zhihu in `data-tex`, image services in the address or `alt`
(formula_image.py). MathML without TeX is read itself.
"""

from __future__ import annotations

import re
from typing import NamedTuple, Optional

from bs4.element import Tag

from .formula_image import image_tex
from .mathml import tex_of
from .tree import attribute, classes, elements, find_class

_RENDERED = {
    "MathJax", "MathJax_Preview", "MathJax_Display", "MathJax_SVG", "MathJax_SVG_Display",
    "MathJax_CHTML", "MathJax_Processing", "MathJax_Processed", "MJXc-display", "mjx-chtml",
    "MJX_Assistive_MathML",
}  # fmt: skip
_TEX = ("application/x-tex", "application/x-latex", "tex", "latex")
_NAMED = ("data-latex", "alttext", "data-formula")
_SIZE = re.compile(r"^(?:\\(?:inline|displaystyle|dpi\{\d+\}|bg_\w+|fn_\w+|large|small)\s*)+")
# What hides a formula from a parser of XML; its beginning is a line, which is a comment.
_SECTION_END = re.compile(r"(?<!\\)%\s*\]\]>\s*\Z")
_COMMENT = re.compile(r"(?<!\\)%[^\n]*\n")


class Formula(NamedTuple):
    """A formula's TeX without delimiters (on one line); where there is none, what is left of it."""

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
        tex, shown = image_tex(element)
        return _formula(tex, shown) if tex else None
    if names & {"katex", "katex-display", "mwe-math-element"}:
        shown = "katex-display" in names or any(
            attribute(one, "display") == "block" for one in elements(element, "math")
        )
        return _annotated(element, shown)
    if tag == "mjx-container" or _is_math(element):
        shown = attribute(element, "display") in ("true", "block")
        shown = shown or attribute(element, "mode") == "display"
        return _annotated(element, shown)
    if "ztext-math" in names and element.has_attr("data-tex"):
        return _formula(attribute(element, "data-tex"), "ztext-math-block" in names)
    return None


def is_rendered(element: Tag) -> bool:
    """Whether `element` is what MathJax 2 made of the `script` beside it."""
    return not _RENDERED.isdisjoint(classes(element))


def rendered(element: Tag) -> Formula:
    """The formula of what MathJax 2 has rendered, its script being lost."""
    return _annotated(element, "MathJax_Display" in classes(element))


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
    maths = [element] if _is_math(element) else list(elements(element, "math"))
    text = "".join((maths[0] if maths else element).get_text().split())
    if text:
        # A single letter means itself; of any other text nobody knows what it was.
        tex = (maths and tex_of(maths[0])) or (text if len(text) == 1 and text.isalnum() else "")
        return Formula(tex, display, text)
    return Formula("", display)


def _is_math(element: Tag) -> bool:
    return element.name.rpartition(":")[2] == "math"


def _formula(tex: str, display: bool) -> Formula:
    tex = _SECTION_END.sub("", tex.replace("\u200b", ""))
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
