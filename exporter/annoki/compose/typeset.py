"""Which TeX a card may show as a formula: what sets type, where Anki's MathJax reads it.

MathJax has commands that link, run, load, define and style, and a formula comes from a stranger.
So what may be in one is listed (`text/typeset.txt`); of any other nobody need know what it does.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Dict, List, Match, Optional, Tuple

from ..text.tex_names import tex_names

_DEEPEST = 12
"""How many braces, environments and fences may stand inside one another: with each more, WebKit
lays out the innermost twice as often."""
_OPENS, _CLOSES = ("begin", "left"), ("end", "right")
_LONGEST_LENGTH = 20.0
_MOST_BACKWARDS = 10.0
"""In em: so long a single space may be, and so far may all together go back over what stands
before."""
_MOST_ENCLOSING = 200
"""How many commands may hold all that follows: MathJax is not made for more inside one another."""
_LONGEST_OVERLAPPING = 80
"""Characters of TeX in what takes up no room of its own, and so stands upon what is beside it."""

_EM = {
    "em": 1.0, "ex": 0.43, "mu": 1 / 18, "pt": 0.1, "pc": 1.2, "px": 0.0625, "mm": 0.285,
    "cm": 2.85, "in": 7.2,
}  # fmt: skip
"""The units of MathJax, in em."""
_THIN = 0.3

# As MathJax: letters of ASCII, or whatever stands there; a line feed is a space.
_TOKEN = re.compile(r"\\(?:([A-Za-z]+)|(.)|\n|\Z)|[{}#$]", re.DOTALL)
_SPACES = " \n\t\u00a0"
_DELIMITERS = "()[]"
_LABEL = re.compile(r"(\\\\)|\\label\s*\{[^{}\\$]*\}")

_LENGTH = r"([-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+))\s*(em|ex|mu|pt|pc|px|mm|cm|in)"
_COLOUR = r"\{\s*[\w#.,! -]{1,40}\}"
_MODEL = r"\s*(?:\[[A-Za-z]+\]\s*)?"
TAKES: Dict[str, str] = {
    "any": "",
    "colour": rf"{_MODEL}{_COLOUR}",
    "colours": rf"{_MODEL}{_COLOUR}\s*{_COLOUR}",
    "length": rf"\s*(?:\{{\s*)?{_LENGTH}",
    "lengths": rf"\s*(?:\[\s*{_LENGTH}\s*\]\s*)?(?:\{{\s*{_LENGTH}\s*\}}\s*){{2,3}}",
    "line": rf"\*?(?:\[\s*(?:{_LENGTH}\s*)?\])?(?!\[)",
    "fraction": rf"\s*(?:\{{[^{{}}]{{0,12}}\}}\s*){{2}}\{{\s*(?:{_LENGTH}\s*)?\}}",
    "number": r"\s*(?:\{-?\d{1,2}\}|\d)",
    "backwards": "",
    "unbracketed": r"(?!\s*\[)",
    "notation": r"\s*\{[\w\s,]*\}(?!\s*\[)",
    "overlapping": r"\s*(?:\[[tb]\]\s*)?",
    "enclosing": "",
    "colouring": rf"{_MODEL}{_COLOUR}",
    "doubling": r"\s*",
    "environment": r"\s*\{([A-Za-z]+\*?)\}",
}
"""Kind → what has to follow a command of that kind."""
_ENCLOSING = ("enclosing", "colouring", "environment")
_NEW_LINE = re.compile(r"\\(?:\\|begin\b|cr\b|newline\b)")
_AMOUNT = re.compile(_LENGTH)


def typeset(tex: str) -> str:
    """`tex` as a card may show it, without the labels that MathJax would find twice there, on the
    front and on the back; nothing where it holds anything that may not be shown."""
    tex = _LABEL.sub(r"\1", tex) if "\\label" in tex else tex
    return tex if _is_typesetting(tex) else ""


@lru_cache(maxsize=1024)
def _is_typesetting(tex: str) -> bool:
    commands, environments, patterns = allowed()
    depth, around, enclosing, doubled = 0, 0, 0, 0
    backwards = 0.0
    for token in _TOKEN.finditer(tex):
        name = token[1] or token[2]
        if name is None:
            if token[0] == "\\":  # alone at the end: it would take the delimiter along
                return False
            if token[0] in "#$" and not depth:  # in no TeX, but in what was taken for it
                return False
            depth += (token[0] == "{") - (token[0] == "}")
            if not 0 <= depth <= _DEEPEST - around:
                return False
            continue
        if name in _SPACES:
            continue
        if name in _DELIMITERS:
            # Inside a text they begin and end a formula, elsewhere they would end this one.
            if not depth:
                return False
            continue
        kind = "environment" if name in ("begin", "end") else commands.get(name, "")
        follows = patterns[kind].match(tex, token.end()) if kind else None
        if not follows or (kind == "environment" and follows[1] not in environments):
            return False
        around = max(around + (name in _OPENS) - (name in _CLOSES), 0)
        if depth + around > _DEEPEST:
            return False
        enclosing += kind in _ENCLOSING
        if kind == "doubling":
            if token.start() < doubled:  # each would double what the one around it doubles
                return False
            doubled = _argument_end(tex, follows.end())
        elif kind == "overlapping" and not _is_short(tex, follows.end()):
            return False
        back = _THIN if kind == "backwards" else _backwards(follows)
        backwards += back or 0.0
        if back is None or backwards > _MOST_BACKWARDS or enclosing > _MOST_ENCLOSING:
            return False
    return depth == 0


def _backwards(follows: Match[str]) -> Optional[float]:
    """How far the lengths in what follows a command go back, in em; None if one is too long."""
    back = 0.0
    for amount, unit in _AMOUNT.findall(follows[0]) if follows.re.groups > 1 else ():
        length = float(amount.replace(",", ".")) * _EM[unit]
        if abs(length) > _LONGEST_LENGTH:
            return None
        back -= min(length, 0.0)
    return back


def _is_short(tex: str, start: int) -> bool:
    """Whether the argument at `start` is one line, as short as what takes up no room must be."""
    piece = tex[start : start + _LONGEST_OVERLAPPING + 2]
    end = _argument_end(piece, 0)
    return end > 0 and not _NEW_LINE.search(piece, 0, end)


def _argument_end(tex: str, start: int) -> int:
    """Where the argument ends that begins at `start`; 0 if it does not end."""
    depth = 0
    if tex[start : start + 1] not in ("{", "\\"):
        return start + 1
    for token in _TOKEN.finditer(tex, start):
        depth += (token[0] == "{") - (token[0] == "}")
        if depth <= 0:
            return token.end()
    return 0


@lru_cache(maxsize=1)
def allowed() -> Tuple[Dict[str, str], List[str], Dict[str, re.Pattern[str]]]:
    """(command → kind, environments, kind → what has to follow)."""
    commands, environments = tex_names()
    return commands, environments, {name: re.compile(one) for name, one in TAKES.items()}
