"""Rule `commands`: gives TeX its commands back, of which a program has deleted or eaten something.

A known generator of feeds deletes line ends, those of formulas too: of `\\lVert` and `v_\\theta` on
two lines comes `\\lVertv_\\theta`, which nothing can set. What could be two commands, or one that
the writer has defined (`\\topk`, `\\thetab`), is left as it is, and shown as code.

Commands that KaTeX and MediaWiki know, and MathJax by another name, get that (`\\bm`).

Others take the beginning of a command for an escape (text/eaten.py). What that has left, and is
nothing else, is whole again; in the same text what may be so, or stand for itself, is damaged.
"""

from __future__ import annotations

import re
from typing import FrozenSet, List, Match, Tuple

from ..model import Blocks, Face, Item, Repair, Span, Spans
from ..text.eaten import may_lack_more, without_escapes
from ..text.greek import GREEK
from ..text.spans import pieces, with_pieces
from ..text.tex_names import tex_names
from .terms import word_set

_COMMAND = re.compile(r"\\(?:\\|([A-Za-z]{2,40})(?![A-Za-z]))")
_ANYWHERE = word_set(
    "lVert rVert lvert rvert Vert vert langle rangle lfloor rfloor lceil rceil rightarrow "
    "leftarrow Rightarrow Leftarrow leftrightarrow Leftrightarrow longrightarrow mapsto partial "
    "nabla infty forall exists times otimes oplus approx propto equiv leqslant geqslant subseteq "
    "supseteq subset supset setminus"
)
"""Before letters of these no writer begins a command of his own."""
_WHERE_LOST = word_set(
    "sum prod cdot ldots quad qquad mid sim cup cap limits nolimits displaystyle nonumber"
).union(name for name in GREEK if len(name) > 3)
_LOSES_LINES = (Face.STRIPPED, Face.HEADED)
_CALLED = dict(
    pair.split("=")
    for pair in [
        "bm=boldsymbol",
        "bold=mathbf",
        "infin=infty",
        "lang=langle",
        "rang=rangle",
        "exist=exists",
        "isin=in",
        "plusmn=pm",
        "sdot=cdot",
        "sube=subseteq",
        "supe=supseteq",
        "alef=aleph",
        "weierp=wp",
        "rarr=rightarrow",
        "larr=leftarrow",
        "harr=leftrightarrow",
        "rArr=Rightarrow",
        "lArr=Leftarrow",
        "hArr=Leftrightarrow",
        "uarr=uparrow",
        "darr=downarrow",
        "bull=bullet",
    ]
)
"""What KaTeX (its table of functions) or MediaWiki calls what MathJax calls otherwise."""
_DEFINES = re.compile(r"\\(?:(?:re)?newcommand|def|let|DeclareMathOperator)(?![A-Za-z])")
_MOST = 2
"""So many letters may be left behind: more are a name."""


def part_commands(blocks: Blocks, item: Item) -> Tuple[Blocks, List[Repair]]:
    """`blocks` in whose formulas such commands are parted; `item` tells whether line ends are
    known to be lost."""
    known = _ANYWHERE | _WHERE_LOST if item.face in _LOSES_LINES else _ANYWHERE
    repairs: List[Repair] = []
    result = []
    for block in blocks:
        parts = pieces(block)
        if any(_is_formula(span) and "\\" in span.text for part in parts for span in part):
            block = with_pieces(block, [_parted(part, known, repairs) for part in parts])
        result.append(block)
    return tuple(result), repairs


def _is_formula(span: Span) -> bool:
    return span.kind in ("formula", "display")


def _parted(spans: Spans, known: FrozenSet[str], repairs: List[Repair]) -> Spans:
    commands, _ = tex_names()

    def parted(match: Match[str]) -> str:
        name = match.group(1)
        if not name or name in commands:
            return match.group()
        if name in _CALLED and not _DEFINES.search(match.string):
            repairs.append(Repair("commands", match.group(), f"\\{_CALLED[name]}"))
            return f"\\{_CALLED[name]}"
        ways = [at for at in range(2, len(name)) if name[:at] in commands]
        at = ways[-1] if ways else 0
        # `\intx` may be an integral, or `\in tx`.
        one = at and (len(ways) == 1 or at - ways[-2] > 1)
        if not one or name[:at] not in known or len(name) - at > _MOST:
            return match.group()
        after = f"\\{name[:at]} {name[at:]}"
        repairs.append(Repair("commands", match.group(), after))
        return after

    result = []
    for span in spans:
        text = _COMMAND.sub(parted, span.text) if _is_formula(span) else span.text
        result.append(span._replace(text=text) if text != span.text else span)
    return tuple(result)


def restore_commands(blocks: Blocks) -> Tuple[Blocks, List[Repair]]:
    """`blocks` in whose formulas commands have their beginning again; one beside them of which that
    is not certain is damaged."""
    repairs: List[Repair] = []
    every = [
        span.text
        for block in blocks
        for part in pieces(block)
        for span in part
        if _is_formula(span)
    ]
    if not any(without_escapes(tex)[1] for tex in every):
        return blocks, repairs
    result = [
        with_pieces(
            block, [tuple(_restored(span, repairs) for span in part) for part in pieces(block)]
        )
        for block in blocks
    ]
    return tuple(result), repairs


def _restored(span: Span, repairs: List[Repair]) -> Span:
    if not _is_formula(span):
        return span
    text, many = without_escapes(span.text)
    if many:
        repairs.append(Repair("commands", span.text, text))
    lacks = may_lack_more(span.written.strip("$") or span.text)
    return span._replace(text=text, kind="damaged" if lacks else span.kind)
