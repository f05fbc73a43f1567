"""The little Markdown that a flattened text can still hold: code, `**strong**` and links."""

from __future__ import annotations

import re
from typing import Iterator, List
from xml.etree.ElementTree import Element

from ...model import Span, Spans
from ...text.notation import in_line, notations_in, noted
from ...text.spans import with_breaks
from .marks import held, released
from .parser import flattened_tree_of

_MARKED = re.compile(r"\*\*\S[^*]*\*\*|\]\(\s*<?[a-zA-Z]")


def spans_of(text: str) -> Spans:
    """The spans of the flattened text `text`."""
    spans = _marked(text) if _is_marked(text) else noted(text)
    return tuple(with_breaks(spans)) if "\n" in text else spans


def _is_marked(text: str) -> bool:
    """Whether `text` holds strong text or a link (code alone needs no parser)."""
    if "**" not in text and "](" not in text:
        return False
    return bool(_MARKED.search(text))


def _marked(text: str) -> Spans:
    things: List[Span] = []
    parts: List[str] = []
    at = 0
    for start, end, span, _ in notations_in(text):
        if not span.link:  # an address may be that of a link
            parts += [text[at:start], held(len(things))]
            things.append(in_line(span))
            at = end
    parts.append(text[at:])
    return tuple(_spans(flattened_tree_of("".join(parts)), Span(""), things))


def _spans(element: Element, around: Span, things: List[Span]) -> Iterator[Span]:
    """The spans in `element`, set as `around` is."""
    yield from _words(element.text or "", around)
    for child in element:
        if child.tag == "held":
            thing = things[int(child.get("n", ""))]
            yield thing._replace(strong=around.strong, link=around.link)
        elif child.tag == "strong":
            yield from _enclosed(child, around._replace(strong=True), "**", "**", things)
        else:
            written = [thing.written for thing in things]
            address = released(child.get("href", ""), written)
            end = released(child.get("end", ""), written)
            yield from _enclosed(child, around._replace(link=address), "[", end, things)
        yield from _words(child.tail or "", around)


def _enclosed(
    element: Element, around: Span, opening: str, closing: str, things: List[Span]
) -> Iterator[Span]:
    """The spans in `element`; the first and the last know its marks as theirs."""
    spans = list(_spans(element, around, things))
    if not spans:
        return
    spans[0] = spans[0]._replace(written=opening + (spans[0].written or spans[0].text))
    spans[-1] = spans[-1]._replace(written=(spans[-1].written or spans[-1].text) + closing)
    yield from spans


def _words(text: str, around: Span) -> Iterator[Span]:
    """Words, in which addresses are told; inside a link they are its words."""
    at = 0
    for start, end, span, _ in notations_in(text, code=False) if not around.link else ():
        if span.kind == "text":
            if start > at:
                yield around._replace(text=text[at:start])
            yield around._replace(text=span.text, link=span.link)
            at = end
    if at < len(text):
        yield around._replace(text=text[at:])
