"""Code, formulas and addresses in text that has no other markup: told from the words around them.

Formulas are `\\( \\)`, `\\[ \\]`, `$$ $$` and `$ $`; code is what backticks enclose.
"""

from __future__ import annotations

import re
from typing import Dict, Iterator, List, NamedTuple, Optional, Sequence

from ..model import Span, SpanKind, Spans
from .spans import Change, changed, cutter, outline, plain
from .urls import ADDRESS, SCHEME, trimmed

# One alternation, so that whatever opens first wins and nothing is read inside it.
# Nothing may hold its own opening mark and all is bounded: hostile text costs linear time.
_BUT_DOLLARS = (
    r"(?<!`)(?P<ticks>`{1,3})(?!`)(?P<code>.{1,1000}?)(?<!`)(?P=ticks)(?!`)"
    r"|\\\((?P<inline>(?:(?!\\\().){1,1000}?)\\\)"
    r"|\\\[(?P<block>(?:(?!\\\[).){1,4000}?)\\\]"
    rf"|(?P<url>{ADDRESS})"
)
_DOLLARS = (
    r"|(?<![\\$])\$\$(?P<dollars>[^$]{1,4000}?)\$\$(?!\$)"
    # As Pandoc: an inline formula hugs its dollars, and no digit follows, so that prices stay.
    r"|(?<![\\$])\$(?P<dollar>(?![\s$])(?:[^$\\\n]|\\.){0,1000}?(?<![\s\\]))\$(?![\d$])"
)
_WITHOUT_DOLLARS = re.compile(_BUT_DOLLARS, re.DOTALL | re.ASCII)
_NOTATION = re.compile(_BUT_DOLLARS + _DOLLARS, re.DOTALL | re.ASCII)
_OPENING = re.compile(rf"`|\\|\$|{SCHEME}")
_KINDS: Dict[str, SpanKind] = {
    "inline": "formula",
    "block": "display",
    "dollars": "display",
    "dollar": "formula",
}
_ESCAPED = re.compile(r"\\[\\()\[\]{}]")
_BRACKET = re.compile(r"[()\[\]{}]")
_NAME = re.compile(r"[A-Za-z_({@\"]")
_DOLLAR = re.compile(r"\\\$|\$")


class Notation(NamedTuple):
    """A stretch `start:end` of a text that is `span`."""

    start: int
    end: int
    span: Span


def holds_notation(text: str) -> bool:
    """Whether `text` may hold anything but words, seen at a glance: most texts do not."""
    return (
        "`" in text
        or "$" in text
        or "\\" in text
        or (":" in text and ("://" in text or "mailto:" in text))
    )


def notations_in(text: str, code: bool = True) -> List[Notation]:
    """The code, formulas and addresses in `text`, in order; `code` says whether backticks count.

    With an odd number of dollar signs, code and addresses left out, nothing says which of them
    belong together, so none is a formula.
    """
    if not holds_notation(text):
        return []
    found = list(_found(_NOTATION, text, code))
    if not any(text[one.start] == "$" for one in found):
        return found
    without = list(_found(_WITHOUT_DOLLARS, text, code))
    return found if _dollars_pair(text, without) else without


def _dollars_pair(text: str, found: Sequence[Notation]) -> bool:
    at, count = 0, 0
    for start, end in [*((one.start, one.end) for one in found), (len(text), len(text))]:
        count += sum(token == "$" for token in _DOLLAR.findall(text[at:start]))
        at = end
    return count % 2 == 0


def _found(pattern: re.Pattern[str], text: str, code: bool) -> Iterator[Notation]:
    at, spent = 0, -1
    while True:
        opening = _OPENING.search(text, at)
        if not opening:
            return
        at = opening.start()
        match = pattern.match(text, at) if at != spent else None
        one = _one(match, code) if match else None
        if one:
            yield one
        elif match and match.lastgroup == "dollar":
            spent = match.end() - 1  # the other dollar of what is no formula opens none
        at = one.end if one else at + 1


def _one(match: re.Match[str], code: bool) -> Optional[Notation]:
    name, whole, start = match.lastgroup or "", match.group(), match.start()
    text = match[name]
    if name == "code":
        if not code:
            return None
        return Notation(start, match.end(), Span(text.strip() or text, "code", written=whole))
    if name == "url":
        url = trimmed(text)
        return Notation(start, start + len(url), Span(url, link=url))
    if name == "dollar" and _is_program(text, match.string[match.end() : match.end() + 1]):
        return None
    return Notation(start, match.end(), Span(text, _KINDS[name], written=whole))


def _is_program(tex: str, after: str) -> bool:
    """Whether two variables of a program stand around `tex`, and no formula's dollars.

    They do where a bracket opens or closes in it without its partner (of whatever shape, since
    `[0, 1)` is a formula) and the second dollar has `after` it what a variable begins with.
    """
    if not _NAME.match(after):
        return False
    depth = 0
    for bracket in _BRACKET.findall(_ESCAPED.sub("", tex)):
        depth += 1 if bracket in "([{" else -1
        if depth < 0:
            return True
    return depth > 0


def noted(text: str) -> Spans:
    """The spans of the flattened text `text`, whose code, formulas and addresses are told."""
    found = notations_in(text)
    if not found:
        return (Span(text),) if text else ()
    spans: List[Span] = []
    at = 0
    for start, end, span in found:
        if start > at:
            spans.append(Span(text[at:start]))
        spans.append(span)
        at = end
    if at < len(text):
        spans.append(Span(text[at:]))
    return tuple(spans)


def with_notation(spans: Sequence[Span]) -> Spans:
    """`spans` of a rendered text, in whose words formulas and addresses are told.

    A formula's dollars may stand on two sides of emphasis that was made inside it, but not of the
    border of a link.
    """
    spans = [part for span in spans for part in _in_link(span)]
    text = outline(spans)
    changes = []
    cut_here = cutter(spans)
    for start, end, span in notations_in(text, code=False):
        if not span.link:
            inside = cut_here(start, end)
            if any(one.link for one in inside):
                continue
            here = plain(inside)
            at = text.index(span.text, start) - start
            span = span._replace(text=here[at : at + len(span.text)], written=here)
        changes.append(Change(start, end, span))
    return changed(spans, changes) if changes else tuple(spans)


def _in_link(span: Span) -> Iterator[Span]:
    """A link whose words hold formulas as several, one after the other; anything else as it is."""
    at = 0
    if span.link and span.kind == "text":
        for start, end, formula in notations_in(span.text, code=False):
            if not formula.link:
                if start > at:
                    yield span._replace(text=span.text[at:start], written="")
                yield span._replace(text=formula.text, kind=formula.kind, written=formula.written)
                at = end
    if at < len(span.text) or not at:
        yield span._replace(text=span.text[at:], written="") if at else span
