"""Code, formulas and addresses in text that has no other markup: told from the words around them.

Formulas are `\\( \\)`, `\\[ \\]`, `$$ $$` and `$ $` (dollars.py), and environments that stand
alone; code is what backticks enclose.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple

from ..model import Span, SpanKind, Spans
from .dollars import pairs_in
from .spans import OPAQUE, Change, changed, cutter, outline, plain
from .urls import ADDRESS, SCHEME, trimmed

# One alternation, so that whatever opens first wins and nothing is read inside it.
# Nothing may hold its own opening mark and all is bounded: hostile text costs linear time.
_CODE = r"(?<!`)(?P<ticks>`{1,3})(?!`)(?P<code>.{1,1000}?)(?<!`)(?P=ticks)(?!`)"
_URL = rf"(?P<url>{ADDRESS})"
_NOTATION = re.compile(
    rf"{_CODE}|\\\\\((?P<doubled>(?:(?!\\\().){{1,1000}}?)\\\\\)"
    rf"|\\\\\[(?P<doubled_block>(?:(?!\\\[).){{1,4000}}?)\\\\\]"
    rf"|\\\((?P<inline>(?:(?!\\\().){{1,1000}}?)\\\)"
    rf"|\\\[(?P<block>(?:(?!\\\[).){{1,4000}}?)\\\]|{_URL}",
    re.DOTALL | re.ASCII,
)
_HIDDEN = re.compile(rf"{_CODE}|{_URL}", re.DOTALL | re.ASCII)
_HIDING = re.compile(rf"`|\b{SCHEME}", re.ASCII)
_OPENING = re.compile(rf"`|\\|\$|\b{SCHEME}", re.ASCII)
_KINDS: Dict[str, SpanKind] = {
    "inline": "formula", "doubled": "formula", "block": "display", "doubled_block": "display",
}  # fmt: skip
"""Of those that are doubled, as in a text of JSON, each backslash is there twice."""

_ENVIRONMENT = re.compile(
    r"\\(?:(?P<how>begin|end)[ ]?\{(?P<name>(?:[BbpVv]?(?:small)?matrix|d?r?cases|(?:sub)?numcases"
    r"|align(?:at|ed|edat)?|xx?alignat|array|CD|eqnarray|equation|flalign|[lr]?gather(?:ed)?"
    r"|multlined?|prooftree|split|(?:cramped)?subarray)\*?)\}|.)",
    re.DOTALL,
)
"""Those of MathJax, which typesets them wherever they stand; and whatever is escaped."""
_LONGEST_ENVIRONMENT = 4000


class Notation(NamedTuple):
    """A stretch `start:end` of a text that is `span`, whose text begins at `inside`."""

    start: int
    end: int
    span: Span
    inside: int = 0


class Inside(NamedTuple):
    """A stretch of `size` characters of shown text, `at` a place, that stands inside elements
    `around`, outermost first; `text` is what the page has there."""

    at: int
    size: int
    around: Tuple[str, ...]
    text: str


def holds_notation(text: str) -> bool:
    """Whether `text` may hold anything but words, seen at a glance: most texts do not."""
    return (
        "`" in text
        or "$" in text
        or "\\" in text
        or (":" in text and ("://" in text or "mailto:" in text))
    )


def notations_in(text: str, code: bool = True) -> List[Notation]:
    """The code, formulas and addresses in the block `text`, in order; `code` says whether
    backticks count. Of a formula's TeX the lines are those of the text."""
    return list(_found(text, code)) if holds_notation(text) else []


def _found(text: str, code: bool) -> Iterator[Notation]:
    hidden = list(_hidden(text, code)) if "$" in text or "\\begin" in text else []
    pairs = pairs_in(text, hidden) if "$" in text else {}
    environments = _environments(text, hidden) if "\\begin" in text else {}
    at = 0
    while True:
        opening = _OPENING.search(text, at)
        if not opening:
            return
        at = opening.start()
        one: Optional[Notation] = None
        if at in pairs:
            _, end, start, until, display = pairs[at]
            tex = text[start:until] if display else _bare(text[start:until].strip())
            span = Span(tex, "display" if display else "formula", written=text[at:end])
            one = Notation(at, end, span, text.index(tex, start))
        elif at in environments:
            end = environments[at]
            tex = text[at:end]
            one = Notation(at, end, Span(tex, "display", written=tex), at)
        elif text[at] != "$":
            match = _NOTATION.match(text, at)
            one = _one(match, code) if match else None
        if one:
            yield one
        at = one.end if one else at + 1


def _is_in_dollars(text: str, start: int, end: int) -> bool:
    """Whether dollars hug the code `start:end`, one on each side."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return before[-1:] == after[:1] == "$" and "$$" not in (before, after)


def _bare(tex: str) -> str:
    """`tex` without the backticks that GitLab and GitHub want inside the dollars."""
    return tex[1:-1] if len(tex) > 2 and tex[0] == tex[-1] == "`" and tex.count("`") == 2 else tex


def _hidden(text: str, code: bool) -> Iterator[Tuple[int, int]]:
    """Where code and addresses stand, in which nothing is TeX."""
    at = 0
    while True:
        opening = _HIDING.search(text, at)
        if not opening:
            return
        at = opening.start()
        match = _HIDDEN.match(text, at)
        one = _one(match, code) if match else None
        if one and not (text[at] == "`" and _is_in_dollars(text, one.start, one.end)):
            yield one.start, one.end
        at = one.end if one else at + 1


def _environments(text: str, hidden: Sequence[Tuple[int, int]]) -> Dict[int, int]:
    """Where each environment in `text` begins, and where it ends."""
    parts: List[str] = []
    at = 0
    for start, end in hidden:
        parts += [text[at:start], OPAQUE * (end - start)]
        at = end
    shown = "".join([*parts, text[at:]])
    found: Dict[int, int] = {}
    opened: List[Tuple[str, int]] = []
    for token in _ENVIRONMENT.finditer(shown):
        name, end = token["name"], token.end()
        if token["how"] == "begin":
            opened.append((name, token.start()))
        elif name and opened:
            begun, start = opened.pop()
            if begun == name and end - start <= _LONGEST_ENVIRONMENT:
                found[start] = end
    return {start: end for start, end in found.items() if OPAQUE not in shown[start:end]}


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
    span = Span(text, _KINDS[name], written=whole)
    return Notation(start, match.end(), span, match.start(name))


def in_line(span: Span) -> Span:
    """`span`; if it is a formula, without what has no width, and a line's end is a space."""
    if span.kind not in ("formula", "display"):
        return span
    tex = span.text.replace("\u200b", "")
    return span._replace(text=tex.replace("\n", " ") if span.kind == "formula" else tex)


def noted(text: str) -> Spans:
    """The spans of the flattened text `text`, whose code, formulas and addresses are told."""
    found = notations_in(text)
    if not found:
        return (Span(text),) if text else ()
    spans: List[Span] = []
    at = 0
    for start, end, span, _ in found:
        if start > at:
            spans.append(Span(text[at:start]))
        spans.append(in_line(span))
        at = end
    if at < len(text):
        spans.append(Span(text[at:]))
    return tuple(spans)


def with_notation(spans: Sequence[Span], inside: Sequence[Inside] = ()) -> Spans:
    """`spans` of a rendered text, in whose words formulas and addresses are told.

    A formula's dollars may stand on two sides of emphasis that was made inside it, or of the border
    of what is `inside` an element: then it is damaged. They never stand on two sides of the border
    of a link.
    """
    spans = [part for span in spans for part in _in_link(span)]
    text = outline(spans)
    begins, ends = [one.at for one in inside], [one.at + one.size for one in inside]
    changes = []
    cut_here = cutter(spans)
    for start, end, span, within in notations_in(text, code=False):
        if not span.link:
            within_it = cut_here(start, end)
            if any(one.link for one in within_it):
                continue
            here = plain(within_it)
            at = within - start
            span = in_line(span._replace(text=here[at : at + len(span.text)], written=here))
            first, last = bisect_right(ends, start), bisect_left(begins, end)
            marked = _with_marks(within_it, inside[first:last], start)
            if marked != here:
                span = span._replace(text=marked.replace("\n", " "), kind="damaged")
        changes.append(Change(start, end, span))
    return changed(spans, changes) if changes else tuple(spans)


class _Set(NamedTuple):
    """Text, and what sets it: `around` it are elements, outermost first."""

    text: str
    emphasis: bool
    strong: bool
    around: Tuple[str, ...] = ()


def _with_marks(spans: Sequence[Span], inside: Sequence[Inside], start: int) -> str:
    """The text of `spans`, which begin at `start`, marks standing where emphasis, strong words or
    what is `inside` an element begin and end in it."""
    parts: List[str] = []
    last: Optional[_Set] = None
    for one in _settings(spans, inside, start):
        if last and one.text != "\n":
            # What began last ends first; a formula with both is past help: no more is needed.
            if one.strong != last.strong:
                parts.append("<strong>" if one.strong else "</strong>")
            if one.emphasis != last.emphasis:
                parts.append("<em>" if one.emphasis else "</em>")
            if one.around != last.around:
                parts += [f"</{name}>" for name in last.around if name not in one.around]
                parts += [f"<{name}>" for name in one.around if name not in last.around]
        last = one if one.text != "\n" or not last else last
        parts.append(one.text)
    return "".join(parts)


def _settings(spans: Sequence[Span], inside: Sequence[Inside], at: int) -> Iterator[_Set]:
    left = list(reversed(inside))
    for span in spans:
        end = at + len(span.text)
        while left and left[-1].at < end:
            here = left[-1]
            if at < here.at:
                yield _Set(span.text[at - end : here.at - end], span.emphasis, span.strong)
                at = here.at
            if here.at + here.size > end:  # goes on in the next span
                yield _Set(span.text[at - end :], span.emphasis, span.strong, here.around)
                at = end
                break
            after = here.at + here.size
            # What holds a whole formula, dollars and all, is set as it is.
            text = here.text if at == here.at else span.text[at - end : after - end or None]
            yield _Set(text, span.emphasis, span.strong, here.around)
            at = after
            left.pop()
        if at < end:
            yield _Set(span.text[at - end :], span.emphasis, span.strong)
        at = end


def _in_link(span: Span) -> Iterator[Span]:
    """A link whose words hold formulas as several, one after the other; anything else as it is."""
    at = 0
    if span.link and span.kind == "text":
        for start, end, formula, _ in notations_in(span.text, code=False):
            if not formula.link:
                if start > at:
                    yield span._replace(text=span.text[at:start], written="")
                yield span._replace(text=formula.text, kind=formula.kind, written=formula.written)
                at = end
    if at < len(span.text) or not at:
        yield span._replace(text=span.text[at:], written="") if at else span
