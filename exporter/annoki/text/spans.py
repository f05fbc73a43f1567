"""Operations on spans: how they read, where they are cut. Pure.

Places in spans are counted in the characters of `plain`, in which `outline` is as long: a rule
looks at the one or the other, and cuts where it has found something.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import Callable, Iterable, Iterator, List, NamedTuple, Sequence, Tuple

from ..model import Block, Row, Span, Spans
from .blank import is_blank

OPAQUE = "\ufffc"
"""What stands in an outline for each character that is not words."""

BREAK = Span("\n", "break")


def text_span(text: str) -> Spans:
    """`text`, nothing but words, as spans."""
    return (Span(text),) if text else ()


def plain(spans: Sequence[Span]) -> str:
    """`spans` as one reads them; a line break is a line feed."""
    return spans[0].text if len(spans) == 1 else "".join([span.text for span in spans])


def written(spans: Sequence[Span]) -> str:
    """`spans` as they stand in their input: what identifies them."""
    return "".join([span.written or span.text for span in spans])


def is_words(span: Span) -> bool:
    """Whether `span` is words that are not linked, which rules may look into."""
    return span.kind == "text" and not span.link


def outline(spans: Sequence[Span]) -> str:
    """`plain(spans)` in which each character of code, formulas and links is `OPAQUE`."""
    if len(spans) == 1 and is_words(spans[0]):
        return spans[0].text
    return "".join(
        [
            span.text if is_words(span) or span.kind == "break" else OPAQUE * len(span.text)
            for span in spans
        ]
    )


def cut(spans: Sequence[Span], start: int, end: int) -> Spans:
    """What stands from place `start` to `end`; no code, formula or address is cut in two."""
    return _cut(spans, 0, 0, start, end)


def cutter(spans: Sequence[Span]) -> Callable[[int, int], Spans]:
    """`cut` of these `spans`, for who cuts them often."""
    ends = [0, *accumulate([len(span.text) for span in spans])]

    def cut_here(start: int, end: int) -> Spans:
        first = bisect_right(ends, start) - 1
        return _cut(spans, first, ends[first], start, end)

    return cut_here


def _cut(spans: Sequence[Span], first: int, at: int, start: int, end: int) -> Spans:
    """`cut`, from the span number `first` on, which begins `at`."""
    result: List[Span] = []
    for n in range(first, len(spans)):
        span = spans[n]
        after = at + len(span.text)
        if at >= end:
            break
        if after > start and (start <= at or is_words(span) or span.link):
            begin, last = max(0, start - at), min(len(span.text), end - at)
            piece = span if last - begin == len(span.text) else _piece(span, begin, last)
            if piece.text:
                result.append(piece)
        at = after
    return tuple(result)


def _piece(span: Span, first: int, last: int) -> Span:
    if span.kind != "text" or span.link == span.text:
        return span
    text = span.text[first:last]
    if not span.written:
        return span._replace(text=text)
    before, _, after = span.written.partition(span.text)
    shown = (before if first == 0 else "") + text + (after if last == len(span.text) else "")
    return span._replace(text=text, written=shown if shown != text else "")


def stripped(spans: Sequence[Span]) -> Spans:
    """`spans` without white space and line breaks at both ends; nothing, where none can be seen."""
    text = plain(spans)
    if is_blank(text):
        return ()
    left = len(text) - len(text.lstrip())
    right = len(text.rstrip())
    return tuple(spans) if right - left == len(text) else cut(spans, left, right)


def lines(spans: Sequence[Span]) -> List[Spans]:
    """`spans` parted at their line breaks."""
    result: List[List[Span]] = [[]]
    for span in spans:
        if span.kind == "break":
            result.append([])
        else:
            result[-1].append(span)
    return [tuple(line) for line in result]


def joined(parts: Iterable[Sequence[Span]], between: Span = BREAK) -> Spans:
    """`parts` with `between` between each two of them."""
    result: List[Span] = []
    for n, part in enumerate(parts):
        if n:
            result.append(between)
        result += part
    return tuple(result)


def with_breaks(spans: Iterable[Span]) -> Iterator[Span]:
    """`spans` in which each line feed of words is a span of its own."""
    for span in spans:
        if span.kind != "text" or "\n" not in span.text:
            yield span
            continue
        before, _, after = span.written.partition(span.text) if span.written else ("", "", "")
        pieces = span.text.split("\n")
        for n, text in enumerate(pieces):
            if n:
                yield BREAK
            shown = (before if not n else "") + text + (after if n == len(pieces) - 1 else "")
            if text or shown:
                yield span._replace(text=text, written=shown if shown != text else "")


class Change(NamedTuple):
    """A stretch `start:end` of words, and what takes its place."""

    start: int
    end: int
    after: Span


def changed(spans: Sequence[Span], changes: Iterable[Change]) -> Spans:
    """`spans` with `changes`, which are in order and do not overlap; words keep their setting."""
    result: List[Span] = []
    cut_here = cutter(spans)
    at = 0
    for change in changes:
        result += cut_here(at, change.start)
        here = cut_here(change.start, change.end)[:1]
        if change.after.text:
            setting = here[0] if here else Span("")
            result.append(change.after._replace(strong=setting.strong, emphasis=setting.emphasis))
        at = change.end
    result += cut_here(at, len(plain(spans)))
    return tuple(_merged(result))


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """`spans`, neighbouring words of one setting being one span."""
    last: Span | None = None
    for span in spans:
        if last and last.kind == span.kind == "text" and last[2:5] == span[2:5] and not span.link:
            shown = written((last, span)) if last.written or span.written else ""
            last = last._replace(text=last.text + span.text, written=shown)
            continue
        if last:
            yield last
        last = span
    if last:
        yield last


def pieces(block: Block) -> Tuple[Spans, ...]:
    """All spans of `block`: its own, or those of each cell."""
    if block.rows:
        return tuple([cell for row in block.rows for cell in row.cells])
    return (block.spans,) if block.spans else ()


def with_pieces(block: Block, new: Sequence[Spans]) -> Block:
    """`block` with other spans, in the order of `pieces`."""
    if not block.rows:
        return block._replace(spans=new[0]) if new else block
    left = iter(new)
    rows = [Row(tuple([next(left) for _ in row.cells]), row.level) for row in block.rows]
    return block._replace(rows=tuple(rows))


def is_seen(block: Block) -> bool:
    """Whether `block` shows anything."""
    return bool(block.address) or not is_blank(_text(block, plain))


def text_of(blocks: Sequence[Block]) -> str:
    """`blocks` as one reads them: a line for each line, list item and row of a table."""
    return "\n".join([_text(block, plain) for block in blocks])


def written_text_of(blocks: Sequence[Block]) -> str:
    """`text_of(blocks)` as it stands in the input."""
    return "\n".join([_text(block, written) for block in blocks])


def _text(block: Block, how: Callable[[Spans], str]) -> str:
    if block.kind == "code":
        return block.code
    if block.rows:
        lines = ["\t" * row.level + "\t".join(map(how, row.cells)) for row in block.rows]
        return "\n".join(lines)
    return how(block.spans)
