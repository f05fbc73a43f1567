"""MathML to TeX: presentation elements whose meaning is certain; of anything else, nothing."""

from __future__ import annotations

import re
from typing import Dict, List, Optional

from bs4.element import Comment, NavigableString, Tag

from .tree import attribute

_DEEPEST = 40
_FUNCTIONS = frozenset([
    "arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "coth", "csc", "deg", "det", "dim",
    "exp", "gcd", "hom", "inf", "ker", "lg", "lim", "liminf", "limsup", "ln", "log", "max", "min",
    "Pr", "sec", "sin", "sinh", "sup", "tan", "tanh",
])  # fmt: skip
_NAMED: Dict[str, str] = {
    "\u2211": "\\sum ", "\u220f": "\\prod ", "\u2210": "\\coprod ", "\u222b": "\\int ",
    "\u222c": "\\iint ", "\u222d": "\\iiint ", "\u222e": "\\oint ", "\u22c3": "\\bigcup ",
    "\u22c2": "\\bigcap ", "\u2a01": "\\bigoplus ", "\u2a02": "\\bigotimes ",
    "\u2032": "'", "\u2033": "''", "\u2212": "-", "\u2016": "\\|", "\u2225": "\\|", "\u2223": "|",
    "\u2061": "", "\u2062": "", "\u2063": "", "\u2064": "", "\u200b": "",
    "{": "\\{", "}": "\\}", "#": "\\#", "$": "\\$", "%": "\\%", "&": "\\&", "_": "\\_",
    "\\": "\\backslash ",
}  # fmt: skip
_OVER: Dict[str, str] = {
    "^": "hat", "\u02c6": "hat", "\u0302": "hat", "\u00af": "overline", "\u203e": "overline",
    "\u0304": "bar", "_": "overline", "-": "bar", "\u2015": "overline", "\u2192": "vec",
    "\u20d7": "vec", "~": "tilde", "\u02dc": "tilde", "\u0303": "tilde", ".": "dot",
    "\u02d9": "dot", "\u00a8": "ddot", "\u23de": "overbrace", "\u02c7": "check",
}  # fmt: skip
_UNDER = {"_": "underline", "\u0332": "underline", "\u00af": "underline", "\u23df": "underbrace"}
_VARIANTS = {
    "normal": "mathrm", "bold": "mathbf", "italic": "mathit", "bold-italic": "boldsymbol",
    "double-struck": "mathbb", "script": "mathcal", "fraktur": "mathfrak",
    "sans-serif": "mathsf", "monospace": "mathtt",
}  # fmt: skip
_FENCES = {"{": "\\{", "}": "\\}", "\u27e8": "\\langle ", "\u27e9": "\\rangle ", "": "."}
_PLAIN_FENCES = frozenset("()[]|/.\u2016")
_HIGH = frozenset(["(", ")", "[", "]", "|", "\\{", "\\}", "\\|"])
_LIMITS = re.compile(
    r"\\(?:sum|prod|coprod|i*int|oint|big[a-z]+|lim(?:inf|sup)?|max|min|sup|inf|arg|det|gcd|Pr"
    r"|operatorname\*\{[^{}]*\})\s*"
)
_SPACED = re.compile(r"\\[A-Za-z]+$")
_WIDTH = re.compile(r"^\s*(\d{1,3}(?:\.\d{1,6})?|\.\d{1,6})\s*em\s*$")
_GROUPS = ("math", "mrow", "mstyle", "mpadded", "mtd")
_COUNTS = {
    "mfrac": 2, "msub": 2, "msup": 2, "msubsup": 3, "mroot": 2, "munder": 2, "mover": 2,
    "munderover": 3,
}  # fmt: skip


def tex_of(math: Tag) -> Optional[str]:
    """The TeX of the element `math`, or None where anything in it is not known for certain."""
    try:
        return " ".join(_row(math, 0).split())
    except _Unknown:
        return None


class _Unknown(Exception):
    """What has no TeX here."""


def _children(element: Tag) -> List[Tag]:
    children: List[Tag] = []
    for child in element.contents:
        if isinstance(child, Tag):
            children.append(child)
        elif (
            isinstance(child, NavigableString) and not isinstance(child, Comment) and child.strip()
        ):
            raise _Unknown
    return children


def _row(element: Tag, depth: int) -> str:
    tex = ""
    children = _children(element)
    pieces = [_tex(child, depth + 1) for child in children]
    if any(child.name == "mtable" for child in children):
        pieces = _around_table(pieces)
    for piece in pieces:
        # Letters after a command would be of its name.
        tex += " " + piece if _SPACED.search(tex) and piece[:1].isalpha() else piece
    return tex


def _around_table(pieces: List[str]) -> List[str]:
    """`pieces`, whose brackets around a table are as high as it is."""
    opening, closing = pieces[0], pieces[-1]
    left, right = opening in _HIGH, closing in _HIGH and len(pieces) > 1
    if left or right:
        pieces = pieces[left : len(pieces) - right]
        opening, closing = opening if left else ".", closing if right else "."
        return [f"\\left{opening} ", *pieces, f"\\right{closing} "]
    return pieces


def _tex(element: Tag, depth: int) -> str:
    if depth > _DEEPEST:
        raise _Unknown
    name = element.name.rpartition(":")[2]
    if name in ("mi", "mn", "mo", "mtext"):
        return _token(element, name)
    if name in _GROUPS:
        return _row(element, depth)
    if name == "semantics":
        children = _children(element)
        return _tex(children[0], depth + 1) if children else ""
    if name == "mspace":
        return _space(element)
    if name == "msqrt":
        return f"\\sqrt{{{_row(element, depth)}}}"
    if name == "mphantom":
        return f"\\phantom{{{_row(element, depth)}}}"
    if name == "mfenced":
        return _fenced(element, depth)
    if name == "mtable":
        return _table(element, depth)
    children = _children(element)
    if len(children) != _COUNTS.get(name, -1):
        raise _Unknown
    parts = [
        "" if _is_accent(one, name, n) else _tex(one, depth + 1) for n, one in enumerate(children)
    ]
    return _built(element, name, parts, children)


def _is_accent(element: Tag, around: str, n: int) -> bool:
    """Whether `element`, child number `n` of one called `around`, is a sign that TeX names."""
    if not n or around not in ("munder", "mover", "munderover"):
        return False
    return element.get_text().strip() in (_UNDER if n == 1 and around != "mover" else _OVER)


def _built(element: Tag, name: str, parts: List[str], children: List[Tag]) -> str:
    first, second, *more = parts
    if name == "mfrac":
        bare = re.match(r"\s*0(?:\.0*)?(?![\d.])", attribute(element, "linethickness"))
        over = f"{{{first}\\atop {second}}}" if bare else f"\\frac{{{first}}}{{{second}}}"
        return over
    if name == "mroot":
        return f"\\sqrt[{{{second}}}]{{{first}}}"
    if name in ("munder", "mover", "munderover") and not _LIMITS.fullmatch(first):
        return _above(name, parts, children)
    base = first.strip() if len(first.strip()) == 1 or _LIMITS.fullmatch(first) else f"{{{first}}}"
    if name in ("msub", "munder"):
        return f"{base}_{{{second}}}"
    if name in ("msup", "mover"):
        return f"{base}{_raised(second)}"
    return f"{base}_{{{second}}}{_raised(more[0])}"


def _raised(exponent: str) -> str:
    return exponent if exponent and not exponent.strip("'") else f"^{{{exponent}}}"


def _above(name: str, parts: List[str], children: List[Tag]) -> str:
    """A base with something above or below it that is no limit of an operator."""
    tex = parts[0]
    if name != "mover":
        accent = _UNDER.get(children[1].get_text().strip())
        tex = f"\\{accent}{{{tex}}}" if accent else f"\\underset{{{parts[1]}}}{{{tex}}}"
    if name != "munder":
        accent = _OVER.get(children[-1].get_text().strip())
        tex = f"\\{accent}{{{tex}}}" if accent else f"\\overset{{{parts[-1]}}}{{{tex}}}"
    return tex


def _token(element: Tag, name: str) -> str:
    if any(isinstance(child, Tag) for child in element.contents):
        raise _Unknown
    text = element.get_text()
    if name == "mtext":
        return _words(text)
    text = "".join(text.split())
    if text in _NAMED:
        return _NAMED[text]
    if name == "mn" or len(text) < 2 or not text.isalpha():
        tex = "".join(_NAMED.get(char, char) for char in text)
        if "^" in text or "~" in text:
            raise _Unknown
        variant = _VARIANTS.get(attribute(element, "mathvariant"), "")
        return f"\\{variant}{{{tex}}}" if variant and name != "mo" and tex else tex
    if text in _FUNCTIONS:
        return f"\\{text} "
    if not text.isascii():
        return _words(text)
    variant = _VARIANTS.get(attribute(element, "mathvariant"), "mathrm")
    return f"\\{variant}{{{text}}}" if name == "mi" else f"\\operatorname*{{{text}}}"


def _words(text: str) -> str:
    text = " ".join(f".{text}.".split())[1:-1].replace("\u200b", "")
    if any(sign in text for sign in "\\^~"):
        raise _Unknown
    if not text.strip():
        return "\\ " if text else ""
    return "\\text{" + "".join(f"\\{char}" if char in "{}#$%&_" else char for char in text) + "}"


def _space(element: Tag) -> str:
    if attribute(element, "linebreak") not in ("", "auto", "nobreak"):
        raise _Unknown
    width = _WIDTH.match(attribute(element, "width"))
    if not width:
        return "\\ " if attribute(element, "width") else ""
    em = float(width.group(1))
    return "\\quad " if em > 0.7 else "\\;" if em > 0.2 else "\\," if em > 0 else ""


def _fenced(element: Tag, depth: int) -> str:
    opening = element.get("open", "(")
    closing = element.get("close", ")")
    signs = "".join(str(element.get("separators", ",")).split())
    marks = []
    for fence in (opening, closing):
        mark = str(fence).strip()
        if mark not in _FENCES and (mark not in _PLAIN_FENCES or len(mark) > 1):
            raise _Unknown
        marks.append("\\|" if mark == "\u2016" else _FENCES.get(mark, mark))
    parts = [_tex(child, depth + 1) for child in _children(element)]
    tex = ""
    for n, part in enumerate(parts):
        separator = signs[min(n - 1, len(signs) - 1)] if n and signs else ""
        tex += _NAMED.get(separator, separator) + part
    return f"\\left{marks[0]} {tex}\\right{marks[1]} "


def _table(element: Tag, depth: int) -> str:
    rows = []
    for row in _children(element):
        if row.name.rpartition(":")[2] != "mtr":
            raise _Unknown
        cells = _children(row)
        if any(cell.name.rpartition(":")[2] != "mtd" for cell in cells):
            raise _Unknown
        if any(cell.has_attr("rowspan") or cell.has_attr("columnspan") for cell in cells):
            raise _Unknown
        rows.append(" & ".join(_row(cell, depth + 1) for cell in cells))
    return "\\begin{matrix}" + "\\\\ ".join(rows) + "\\end{matrix}"
