"""Rule `marks`: gives a formula back the signs that a blog's Markdown took for marks.

Renderers read Markdown before MathJax sees the page: `$v_\\theta$ ... $a_{i,j}$` is emphasised from
the one underscore to the other, `x^* + y^*` from star to star. Both ends of emphasis were one sign,
so what tells one tells the other; where neither does, the formula stays damaged. A raised stretch
had `^` at both ends (`x^2+y^2`), a struck one tildes, which are spaces in TeX. WordPress sets a
minus between spaces as a dash, and a prime as a quotation mark, neither of which TeX knows outside
words. Lost backslashes are the business of backslash.py.
"""

from __future__ import annotations

import re
from typing import Dict, List, NamedTuple, Optional, Sequence, Tuple

from ..model import Blocks, Repair, Span, Spans
from ..text.spans import OPAQUE, is_words, pieces, with_pieces
from .backslash import with_backslashes

_MARK = re.compile(r"(</?(?:em|strong)>)")
_TYPED = {"<sup>": "^", "</sup>": "^", "<del>": "~", "</del>": "~"}
_EDGE = re.compile(r"</?(?:sup|del)>")
_LOST = re.compile(r"</?(?:em|strong|sub|unknown)>")
_NO_EXPONENT = re.compile(r"(?:^|[\s({\[,;=+*/<>&^_$-])\^|\^(?:$|[\s)}\],;:.=+/<>&^_$-])")
_DELIMITERS = (("$$", "$$"), ("\\[", "\\]"), ("$", "$"), ("\\(", "\\)"), ("", ""))
_STARRED = re.compile(r"\^\{?\s*$|\\(?:begin|end)\{[A-Za-z]+$|\\operatorname$")
_NO_BASE = re.compile(r"(?:^|[\s({\[,;=+*/<>&^_$-])$")
_BASE = re.compile(r"[A-Za-z}]$")
_NO_INDEX = re.compile(r"$|[\s)}\],;:.=+*/<>&^_$-]")
# Emphasis from `2*\pi` to `n*\log n` is as likely: what is no index says nothing.
_INDEX = re.compile(
    r"\\(?!l[gn]|log|sin|cos|tan|exp|[dt]?frac|sqrt|sum|prod|int|left|max|min|big)[A-Za-z]"
)
_LETTER = re.compile(r"[ij](?![A-Za-z])")
_TWICE = re.compile(
    r"_\s*(?:[A-Za-z0-9]|\{[^{}]*\}|\\[A-Za-z]+)?\s*_"
    r"|\^\s*(?:[A-Za-z0-9*]|\{[^{}]*\}|\\[A-Za-z]+)\s*\^"
)
_TYPESET = re.compile(
    r"\\(?:text\w*|mbox|hbox|operatorname\*?)\s*\{[^{}]*\}"
    r"|(?<=\s)\u2013(?=\s)|(?<=[A-Za-z0-9})\]])\u2019+"
)
_AS_TYPED = str.maketrans("\u2013\u2019", "-'")


class _Edge(NamedTuple):
    """Where emphasis begins or ends: in the span number `n`, after its part number `part` (in words
    -1, and right before them)."""

    n: int
    part: int
    left: str
    right: str


class _Pair(NamedTuple):
    mark: str
    first: _Edge
    last: Optional[_Edge]


def may_hold(text: str) -> bool:
    """Whether there may be a formula."""
    return OPAQUE in text


def restore(blocks: Blocks) -> Tuple[Blocks, List[Repair]]:
    """`blocks` with formulas as their writers had typed them, where that is certain."""
    repairs: List[Repair] = []
    result = []
    for block in blocks:
        parts = pieces(block)
        if any(_is_candidate(span) for part in parts for span in part):
            block = with_pieces(block, [_restored(part, repairs) for part in parts])
        result.append(block)
    return tuple(result), repairs


def _is_candidate(span: Span) -> bool:
    return span.kind == "damaged" or (bool(span.written) and span.kind in ("formula", "display"))


def _restored(spans: Spans, repairs: List[Repair]) -> Spans:
    if any(span.kind == "damaged" for span in spans):
        spans = _with_signs(spans, repairs)
    return tuple(
        [
            _as_typed(_with_backslashes(span, repairs), repairs) if _is_candidate(span) else span
            for span in spans
        ]
    )


def _with_signs(spans: Spans, repairs: List[Repair]) -> Spans:
    typed = {n: _typed(one.text) for n, one in enumerate(spans) if one.kind == "damaged"}
    parts = {n: _MARK.split(text) for n, text in typed.items()}
    before: Dict[int, str] = {}
    unsure = set()
    result = list(spans)
    for mark in ("em", "strong"):
        for pair in _pairs(spans, parts, mark):
            edges = [one for one in (pair.first, pair.last) if one]
            sign = _sign(edges, mark) if pair.last else ""
            inside = [one for one in edges if one.part >= 0]
            if not sign:
                unsure |= {one.n for one in inside}
                continue
            for edge in inside:
                parts[edge.n][edge.part] = sign
            for edge in edges:
                if edge.part < 0:
                    before[edge.n] = before.get(edge.n, "") + sign
            for n in range(pair.first.n, (pair.last or pair.first).n + 1):
                if not (inside and edges[-1].part < 0 and n == edges[-1].n):
                    plain = {"emphasis": False} if mark == "em" else {"strong": False}
                    result[n] = result[n]._replace(**plain)  # type: ignore[arg-type]
    for n, found in parts.items():
        whole = "".join(found)
        # What lost its signs otherwise shows no marks.
        unsure |= {n} if len(found) == 1 and typed[n] == spans[n].text else set()
        formula = None if n in unsure or _LOST.search(whole) else _formula(whole, result[n])
        if formula:
            result[n] = formula
            repairs.append(Repair("marks", spans[n].text, whole))
    return tuple(_with_words(result, before))


def _typed(text: str) -> str:
    """`text` with the signs that raised or struck a stretch of it; as it is, if that cannot be."""
    typed = _EDGE.sub(lambda edge: _TYPED[edge.group()], text)
    return text if "<sup>" in text + "</sup>" and _NO_EXPONENT.search(typed) else typed


def _with_words(spans: Sequence[Span], before: Dict[int, str]) -> List[Span]:
    """`spans`, and the signs of words `before` some of them."""
    result: List[Span] = []
    for n, span in enumerate(spans):
        sign = before.get(n, "")
        if sign and is_words(span):
            span = span._replace(text=sign + span.text)
        elif sign:
            result.append(Span(sign))
        result.append(span)
    return result


def _pairs(spans: Spans, parts: Dict[int, List[str]], mark: str) -> List[_Pair]:
    """Each stretch of `mark` that begins or ends inside a formula, in order."""
    found: List[_Pair] = []
    opened: Optional[_Edge] = None
    last = ""
    for n, span in enumerate(spans):
        if span.kind == "break":
            continue
        is_set = span.emphasis if mark == "em" else span.strong
        if is_set and opened is None:
            opened = _Edge(n, -1, last, span.text[:2])
        elif not is_set and opened is not None:
            found.append(_Pair(mark, opened, _Edge(n, -1, last, span.text[:2])))
            opened = None
        pieces_here = parts.get(n, [])
        for part in range(1, len(pieces_here), 2):
            edge = _Edge(n, part, _before(pieces_here, part), _after(pieces_here, part))
            if pieces_here[part] == f"<{mark}>":
                opened = edge
            elif pieces_here[part] == f"</{mark}>" and opened is not None:
                found.append(_Pair(mark, opened, edge))
                opened = None
        last = span.text[-2:]
    if opened is not None:
        found.append(_Pair(mark, opened, None))
    return [
        one for one in found if one.first.part >= 0 or (one.last is not None and one.last.part >= 0)
    ]


def _before(parts: Sequence[str], at: int) -> str:
    return parts[at - 1][-24:]


def _after(parts: Sequence[str], at: int) -> str:
    return parts[at + 1][:12]


def _sign(edges: Sequence[_Edge], mark: str) -> str:
    """What stood at both `edges`; nothing where that is not certain."""
    inside = [one for one in edges if one.part >= 0]
    if any(_STARRED.search(one.left) for one in inside):
        return "*" if mark == "em" else "**"
    if mark == "strong" or any(
        _NO_INDEX.match(one.right) or (_NO_BASE.search(one.left) and one.right[:1] != "{")
        for one in inside
    ):
        return ""
    based = [one for one in inside if _BASE.search(one.left)]
    if any(one.right[:1] == "{" for one in inside) or any(_INDEX.match(one.right) for one in based):
        return "_"
    return "_" if based == inside and all(_LETTER.match(one.right) for one in inside) else ""


def _formula(whole: str, span: Span) -> Optional[Span]:
    """The formula `whole`, its delimiters included, in the place of `span`."""
    for opening, closing in _DELIMITERS:
        if whole.startswith(opening) and whole.endswith(closing):
            tex = whole[len(opening) : len(whole) - len(closing)].strip()
            if not tex or _TWICE.search(tex):
                return None
            display = opening in ("$$", "\\[", "")
            return span._replace(text=tex, kind="display" if display else "formula")
    return None


def _with_backslashes(span: Span, repairs: List[Repair]) -> Span:
    if span.kind == "damaged":
        return span
    text = with_backslashes(span.text)
    if text == span.text:
        return span
    repairs.append(Repair("marks", span.text, text))
    return span._replace(text=text)


def _as_typed(span: Span, repairs: List[Repair]) -> Span:
    """`span` with the signs that a blog set as those of prose."""
    if span.kind == "damaged":
        return span
    text = _TYPESET.sub(
        lambda one: one[0] if one[0].startswith("\\") else one[0].translate(_AS_TYPED), span.text
    )
    if text == span.text:
        return span
    repairs.append(Repair("marks", span.text, text))
    return span._replace(text=text)
