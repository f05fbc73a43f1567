r"""Backslashes of TeX that Markdown or JSON took away or doubled: `\left{`, `50%`, `\\frac{a}{b}`.

Markdown takes `\{` for a brace that is meant as one, and of `\\` leaves one: `$\{1,2\}$` is shown
without its braces, and rows run into one another. Where TeX allows but one reading it is restored;
a formula in which such a sign still has its backslash did not lose those of others.
"""

from __future__ import annotations

import re
from typing import List

from ..text.tex_names import tex_names

_BRACE, _SPACE = re.compile(r"\\[{}]"), re.compile(r"\\[,;:]")
_DELIMITER = re.compile(r"\\(left|right)\s?(?=[{}])")
_PERCENT = re.compile(r"(?<=\d)( ?)%")
_HASH = re.compile(r"(?<!\\)#(?!\d)")
_WORDS = re.compile(r"(\\(?:text[a-z]*|[mhf]box) ?\{[^{}]*\})")
_REFERENCE = re.compile(r"&(?:amp;)*(lt|gt|amp);")  # however often it was escaped
_REFERENCES = {"lt": "<", "gt": ">", "amp": "&"}
_DIFFERENTIAL = re.compile(r"(?<=[\w)}\]]),(?=d(?:[A-Za-z]|\\[a-z]+)(?![A-Za-z({]))")
_INTEGRAL = re.compile(r"\\(?:i{0,3}|o)int(?![a-z])")
_DOUBLED = re.compile(r"(?<!\\)\\\\([A-Za-z]+)(?=[{_^ ]|\W|\Z)")
_RUN = re.compile(r"\\+")
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[{}]|[^\\{}]", re.DOTALL)
_OPENED = re.compile(
    r"(?:^|=|\\(?:in|notin|subset|subseteq|subsetneq|supset|supseteq|cup|cap|setminus|to|equiv"
    r"|triangleq|rightarrow))\s*$"
)
_SEPARATOR = re.compile(r",|\||:|\\mid\b")
_RELATION = re.compile(r"[=<>]|\\(?:in|leq?|geq?|neq?|text)\b")
_DEEPEST = 4
_NO_SET = re.compile(
    r"\\(?:over|choose|atop|brace|brack|rm|bf|it|cal|sf|tt|displaystyle|scriptstyle|textstyle|begin"
    r"|end|\\)(?![A-Za-z])|&|^\d{1,3}(?:,\d{3})+$"
)
_COUNTED = re.compile(r"\s*_\s?\{\s*\w\s*=[^{}]*\}\s*\^")
_ROWS = re.compile(
    r"(\\begin\{((?:[a-zA-Z]?(?:small)?matrix|d?r?cases|aligned|align|gathered|gather|split|array)\*?)\})"
    r"((?:(?!\\begin|\\end)[^\0]){1,2000}?)(\\end\{\2\})"
)
_ROW_END = re.compile(r"(?<!\\)\\(?:[ \n]|(?=\d)|(?=&=))")
_APART = re.compile(r"(?<=\s)\\[ \n]|\\\n|\\(?=\d)|\\(?=&=)")


def with_backslashes(tex: str) -> str:
    """`tex` with the backslashes that its writer typed; itself where none is missing for sure."""
    tex = _REFERENCE.sub(lambda one: _REFERENCES[one[1]], tex) if "&" in tex else tex
    if "\\\\" in tex:
        tex = _halved(tex)
    if "%" in tex or "#" in tex:  # which words inside a formula may hold
        parts = _WORDS.split(tex)
        parts[::2] = [_HASH.sub(r"\\#", _PERCENT.sub(r"\1\\%", one)) for one in parts[::2]]
        tex = "".join(parts)
    if "{" in tex and not _BRACE.search(tex):
        tex = _with_sets(tex)
    if "\\left" in tex or "\\right" in tex:
        tex = _DELIMITER.sub(r"\\\1\\", tex)
    if _INTEGRAL.search(tex) and not _SPACE.search(tex):
        tex = _DIFFERENTIAL.sub(r"\\,", tex)
    return _ROWS.sub(_rows, tex) if "\\begin" in tex and _ROW_END.search(tex) else tex


def _halved(tex: str) -> str:
    """`tex` whose every backslash is there twice: no row of it begins with a command's name."""
    commands, _ = tex_names()
    if any(len(run) % 2 for run in _RUN.findall(tex)):
        return tex
    if not any(len(one[1]) > 1 and one[1] in commands for one in _DOUBLED.finditer(tex)):
        return tex
    return _RUN.sub(lambda run: run[0][: len(run[0]) // 2], tex)


def _with_sets(tex: str) -> str:
    """`tex` with the braces of sets: of groups that are no argument, and list or choose."""
    tokens: List[str] = _TOKEN.findall(tex)
    opened: List[int] = []
    for n, token in enumerate(tokens):
        if token == "{":
            opened.append(n)
        elif token == "}" and opened:
            start = opened.pop()
            if len(opened) >= _DEEPEST:
                continue
            if not _OPENED.search("".join(tokens[max(0, start - 4) : start]) if start else ""):
                continue
            inside = _top("".join(tokens[start + 1 : n]))
            counted = _COUNTED.match("".join(tokens[n + 1 : n + 24]))
            if (counted or _lists(inside)) and not _NO_SET.search(inside):
                tokens[start], tokens[n] = "\\{", "\\}"
    return "".join(tokens)


def _lists(inside: str) -> bool:
    """Whether `inside` lists members, or says which there are."""
    found = _SEPARATOR.search(inside)
    if not found or not re.search(r"[\w)]", inside[: found.start()]):
        return False
    after = inside[found.end() :].lstrip()
    if found[0] == ",":
        return after[:1] not in ("", ",", "|")
    return _RELATION.search(after) is not None


def _top(inside: str) -> str:
    """`inside` without what stands in brackets of its own."""
    parts: List[str] = []
    depth = 0
    for token in _TOKEN.findall(inside):
        depth -= token in ("}", ")", "]")
        if depth <= 0:
            parts.append(token)
        depth += token in ("{", "(", "[")
    return "".join(parts)


def _rows(match: re.Match[str]) -> str:
    opening, _, inside, closing = match.groups()
    if "\\\\" in inside:
        return match.group()
    rows = [row for row in _ROW_END.split(inside) if row.strip()]
    columns = {row.count("&") for row in rows}
    # A space of TeX stands close to a word or between two formulas; one row alone needs no frame.
    apart = len(_APART.findall(inside)) == len(_ROW_END.findall(inside))
    sure = columns != {0} or all("=" in row for row in rows) or apart
    if len(columns) != 1 or not sure or len(rows) < 2:
        return match.group()
    return opening + "\\\\ ".join(_ROW_END.split(inside)) + closing
