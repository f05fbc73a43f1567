r"""Rule `marks` where Markdown took the backslashes of `\[` and `\]`: `[ x = \frac{a}{b} ]` alone.

A bracket that opens a line and one that closes it hold a formula where what is between them is TeX
beyond doubt, and nothing else stands beside them.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import List, Tuple

from ..model import Block, Blocks, Repair, Span, Spans
from ..text.scripts import EAST_ASIAN, FORMS
from ..text.spans import BREAK, OPAQUE, is_words, joined, lines, plain
from ..text.tex_names import tex_names

_LINE = re.compile(r"\[\s(.*\S)\s\]", re.DOTALL)
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_WORDS = re.compile(r"\\(?:text[a-z]*|[mhf]box|operatorname\*?|math[a-z]+|begin|end) ?\{[^{}]*\}")
_PROSE = re.compile(rf"[{EAST_ASIAN}{FORMS}]|(?<![\\A-Za-z])[A-Za-z]{{3,}} [A-Za-z]{{3,}}|\$")
_LONGEST = 4000


def may_hold(text: str) -> bool:
    """Whether `with_brackets` has to look at `text`."""
    return "[" in text and "]" in text and ("\\" in text or OPAQUE in text)


def with_brackets(blocks: Blocks) -> Tuple[Blocks, List[Repair]]:
    """`blocks` with such formulas, each on a line of its own."""
    repairs: List[Repair] = []
    result: List[Block] = []
    for block in blocks:
        text = plain(block.spans) if block.kind == "prose" else ""
        if may_hold(text):
            here = _mended(lines(block.spans), repairs)
            block = block._replace(spans=here) if here != block.spans else block
        result.append(block)
    return tuple(result), repairs


def _mended(rest: List[Spans], repairs: List[Repair]) -> Spans:
    """The lines `rest`, those from one that begins with a bracket to one that ends with one made a
    formula if they are one."""
    result: List[Spans] = []
    opened = -1
    for line in rest:
        result.append(line)
        text = plain(line).strip()
        if text == "[" or text.startswith("[ "):
            opened = len(result) - 1
        if opened >= 0 and (text == "]" or text.endswith(" ]")):
            whole = joined(result[opened:], BREAK)
            tex = _tex(whole)
            if tex:
                written = plain(whole)
                result[opened:] = [(Span(tex, "display", written=written),)]
                repairs.append(Repair("marks", written, f"\\[{tex}\\]"))
            opened = -1
    return joined(result, BREAK)


def _tex(spans: Spans) -> str:
    """The TeX between the brackets around `spans`, if that is what they are."""
    text = plain(spans).strip()
    found = _LINE.fullmatch(text) if len(text) <= _LONGEST else None
    if not found or not all(map(_is_plain, spans)):
        return ""
    tex = found[1].strip()
    depth = list(accumulate([(char == "[") - (char == "]") for char in tex]))
    if min(depth) < 0 or depth[-1]:
        return ""
    commands, _ = tex_names()
    names = _COMMAND.findall(tex)
    known = [name in commands or name in ("begin", "end") for name in names]
    if not names or not all(known) or _PROSE.search(_WORDS.sub(" ", tex)):
        return ""
    return " ".join(tex.split())


def _is_plain(span: Span) -> bool:
    """Whether `span` is words that no mark sets, for which a sign may be lost, or TeX that stands
    without a mark."""
    if span.kind == "display":
        return span.text == span.written
    return span.kind == "break" or (is_words(span) and not span.emphasis and not span.strong)
