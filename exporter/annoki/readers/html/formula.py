"""Formulas in rendered HTML: their TeX, never what a renderer made of it.

KaTeX and MathML keep TeX in an `annotation`, MathJax 2 in a `script`, MathJax 3 and 4 in an
`annotation` or `data-latex`, Zhihu in `data-tex`, image services in the address or `alt`
(formula_image.py). MathML without TeX is read itself. Pandoc, remark, GitLab and others write TeX
as text, in an element that says so, for a script to typeset.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple, Optional, Sequence, Set

from bs4.element import Tag

from .formula_image import image_tex
from .mathml import tex_of
from .plain_math import tex_of_plain
from .tree import attribute, classes, elements, find_class, page_tree

_RENDERED = {
    "MathJax", "MathJax_Preview", "MathJax_Display", "MathJax_SVG", "MathJax_SVG_Display",
    "MathJax_CHTML", "MathJax_Processing", "MathJax_Processed", "MJXc-display", "mjx-chtml",
    "MJX_Assistive_MathML",
}  # fmt: skip
_TEX = ("application/x-tex", "application/x-latex", "tex", "latex")
_NAMED = ("data-latex", "alttext", "data-formula")
_WHOLE = ("math", "mjx-math", "mjx-container")
_INLINE = {"math-inline", "inline-math", "language-math", "lang-math", "katex-error"}
_DISPLAYED = {"math-display", "math-block", "display-math"}
_SIZE = re.compile(
    r"^(?:\\(?:dpi\{\d+\}|bg\{\w+\}|(?:inline|displaystyle|bg_\w+|fn_\w+|tiny|small|normalsize"
    r"|large|Large|LARGE|huge|Huge)(?![A-Za-z]))\s*)+"
)
_DRAWN = ["svg", "mjx-c"]
"""What shows signs that are no text: a picture, or MathJax's characters, which its style draws."""
_MOST = 200
"""So much is looked at inside what may be a formula of HTML's own marks."""
_UNSHOWN = "[\u516c\u5f0f]"
"""What stands for a formula that a page drew, and nobody can read."""
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
    return _typed(element, names)


def _typed(element: Tag, names: Set[str]) -> Optional[Formula]:
    """The TeX that `element` holds as text, if it says that it does."""
    tag = element.name
    shown = tag in ("eqn", "pre") or not names.isdisjoint({"display", *_DISPLAYED})
    if tag == "pre":
        code = element.find("code")
        names = names.union(classes(code)) if isinstance(code, Tag) else names
        if names.isdisjoint(("math", "language-math", "lang-math")):
            return None
    elif names.isdisjoint(_INLINE | _DISPLAYED) and tag not in ("eq", "eqn"):
        said = names & {"inline", "display"} or element.has_attr("data-math-style")
        if "math" not in names or not said:
            return None
    if tag != "pre" and element.find(True):
        tex = tex_of_plain(element)
        if tex:
            return _formula(tex, shown)
        # What is rendered inside is looked at when it comes.
        inside = {one.name for one in islice(element.descendants, _MOST) if isinstance(one, Tag)}
        lost = inside & {"sub", "sup"} and not inside & {"math", "svg", "script", "img"}
        return Formula("", shown, element.get_text()) if lost else None
    formula = _formula(element.get_text(), shown)
    return formula if formula.tex and "$" not in formula.tex.replace("\\$", "") else None


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
        # MathJax 4 has one on each part of a formula, too.
        if tex and (one is element or _is_whole(one)):
            return _formula(tex, display)
    for one in find_class(element, "mwe-math-fallback-image-inline"):
        return _formula(attribute(one, "alt"), display)
    maths = [element] if _is_math(element) else list(elements(element, "math"))
    source = attribute(element, "data-mathml")
    if source and not maths:
        with page_tree(source) as root:
            return _written(list(elements(root, "math")), element, display)
    return _written(maths, element, display)


def _written(maths: Sequence[Tag], element: Tag, display: bool) -> Formula:
    """The formula of `element` whose parts are `maths`."""
    text = "".join((maths[0] if maths else element).get_text().split())
    is_drawn = element.find(_DRAWN) is not None
    if text:
        if maths:
            return Formula(tex_of(maths[0]) or "", display, text)
        # A single letter means itself; of any other text nobody knows what it was.
        alone = len(text) == 1 and text.isalnum() and not is_drawn
        return Formula(text if alone else "", display, text)
    return Formula("", display, _UNSHOWN if is_drawn else "")


def _is_whole(element: Tag) -> bool:
    name = element.name.rpartition(":")[2]
    return name in _WHOLE or attribute(element, "data-mml-node") == "math"


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
