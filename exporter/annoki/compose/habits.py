"""The habits of Obsidian in a note: callouts, marker lines and separators (docs/formats.md).

A habit parts a note into what is asked and what is answered. The longest separator is tried first;
none is looked for in code, formulas or URLs.
"""

from __future__ import annotations

import re
from typing import Callable, List, Literal, NamedTuple, Optional, Sequence, Tuple

from ..model import Block, Blocks, Row, Spans
from ..text.fullwidth import folded
from ..text.spans import BREAK, cut, joined, lines, outline, pieces, plain, stripped

_CALLOUT = re.compile(r"^\[!(\w+)\]([+-]?)\s*(.*)$")
_MARKER = re.compile(r"^#?flashcards?((?:/[^\s/#]+)*)\s*$", re.IGNORECASE)
_MARKER_AT_END = re.compile(
    r"(?<=\S)[ \t]+(#flashcards?(?:/[^\s/#]+)*)[ \t]*$", re.IGNORECASE | re.MULTILINE
)
_OPENS_MARKER = ("#", "f", "F")
_QUOTED = re.compile(r"^>\s?")
_LINE_SEPARATORS = ("??", "?")
_ASKS = ("?", "\uff1f")
# A site makes a heading of a line that begins with `#`, a marker line among them.
_LINES = ("prose", "heading", "quote")
_TWO_WAY = re.compile(r":::+")
_ONE_WAY = re.compile(r"(?<![:\w]):: ?(?!:)|(?<=\w):: (?!:)|(?<=\w)::(?=[^\x00-\x7f])")


class Habit(NamedTuple):
    """A note parted: `how` says by what; a plain note has all its text in `answer`.

    `callout` is the type in lower case (`note`), `tags` what `#flashcards/a/b` names.
    """

    how: Literal["callout", "marker", "separator", "plain"]
    question: Blocks = ()
    answer: Blocks = ()
    callout: str = ""
    folded: bool = False
    marked: bool = False
    tags: Tuple[str, ...] = ()


def habit_of(body: Sequence[Block], one_way: bool = False) -> Habit:
    """`body` parted; `one_way` also takes `::` for a separator."""
    blocks = _marker_on_its_line(_unquoted(body))
    if not blocks:
        return Habit("plain")
    header = _header(blocks)
    if header:
        question, rest = _first_line_off(blocks, header.start(3))
        parted = _at_marker(rest) or _at_line_separator(rest)
        if parted:
            question, rest = question + parted.before, parted.after
        return Habit(
            "callout",
            question,
            rest,
            header.group(1).lower(),
            bool(header.group(2)),
            bool(parted),
            _tags(parted),
        )
    parted = _at_marker(blocks)
    if not parted:
        parted = _at_line_separator(blocks)
        parted = parted if parted and parted.before and parted.after else None
    if parted:
        return Habit("marker", parted.before, parted.after, marked=True, tags=_tags(parted))
    parted = _at_separator(blocks, _TWO_WAY)
    if not parted and one_way:
        parted = _at_separator(blocks, _ONE_WAY)
    if parted and parted.before:
        return Habit("separator", parted.before, parted.after)
    return Habit("plain", answer=blocks)


class _Parted(NamedTuple):
    before: Blocks
    line: str
    after: Blocks


def _unquoted(body: Sequence[Block]) -> Blocks:
    """A callout typed with `>` carries it on each of its lines."""
    first = outline(body[0].spans) if body and body[0].kind in _LINES else ""
    if not first.startswith(">") or not _CALLOUT.match(_QUOTED.sub("", first).split("\n", 1)[0]):
        return tuple(body)
    blocks: List[Block] = []
    for block in body:
        if block.kind not in _LINES:
            blocks.append(block)
            continue
        part: List[Spans] = []
        for line in (*map(_without_quote, lines(block.spans)), ()):
            if line:
                part.append(line)
            elif part:
                blocks.append(Block("prose", joined(part)))
                part = []
    return tuple(blocks)


def _without_quote(line: Spans) -> Spans:
    match = _QUOTED.match(outline(line))
    return stripped(cut(line, match.end() if match else 0, len(plain(line))))


def _marker_on_its_line(blocks: Blocks) -> Blocks:
    """A marker may also end the line of the question; a plain word there is none."""
    for at, block in enumerate(blocks):
        text = outline(block.spans) if block.kind in _LINES else ""
        match = _MARKER_AT_END.search(text) if "#" in text else None
        if match:
            before, marker = cut(block.spans, 0, match.start()), cut(block.spans, *match.span(1))
            after = cut(block.spans, match.end(), len(text))
            parted = block._replace(spans=(*before, BREAK, *marker, *after))
            return (*blocks[:at], parted, *blocks[at + 1 :])
    return blocks


def _header(blocks: Sequence[Block]) -> Optional[re.Match[str]]:
    if not blocks or blocks[0].kind not in _LINES:
        return None
    text = outline(blocks[0].spans)
    return _CALLOUT.match(text.split("\n", 1)[0]) if text.startswith("[!") else None


def _first_line_off(blocks: Blocks, title: int) -> Tuple[Blocks, Blocks]:
    """(what stands from place `title` of the header line on, the blocks below that line)."""
    first, *below = lines(blocks[0].spans)
    rest = _prose(below) if below else ()
    return _prose([cut(first, title, len(plain(first)))]), (*rest, *blocks[1:])


def _at_marker(blocks: Sequence[Block]) -> Optional[_Parted]:
    return _at_line(blocks, _OPENS_MARKER, lambda line: bool(_MARKER.match(line)))


def _at_line_separator(blocks: Sequence[Block]) -> Optional[_Parted]:
    return _at_line(blocks, _ASKS, lambda line: folded(line) in _LINE_SEPARATORS)


def _at_line(
    blocks: Sequence[Block], opens: Tuple[str, ...], is_it: Callable[[str], bool]
) -> Optional[_Parted]:
    """Part `blocks` at the first line of words that `is_it`, and begins with one of `opens`."""
    for at, block in enumerate(blocks):
        if block.kind not in _LINES:
            continue
        text = plain(block.spans)
        if "\n" not in text and not text.startswith(opens):
            continue
        printed = lines(block.spans)
        for n, line in enumerate(map(plain, printed)):
            if line.startswith(opens) and is_it(line):
                return _Parted(
                    (*blocks[:at], *_prose(printed[:n])),
                    line,
                    (*_prose(printed[n + 1 :]), *blocks[at + 1 :]),
                )
    return None


def _prose(printed: Sequence[Spans]) -> Blocks:
    spans = stripped(joined(printed))
    return (Block("prose", spans),) if spans else ()


def _at_separator(blocks: Sequence[Block], separator: re.Pattern[str]) -> Optional[_Parted]:
    """Part `blocks` at the first separator, which is the last three colons of its run."""
    for at, block in enumerate(blocks):
        if block.kind in ("code", "picture"):
            continue
        for n, spans in enumerate(pieces(block)):
            text = outline(spans)
            match = separator.search(folded(text)) if ":" in text or "\uff1a" in text else None
            if match:
                start = match.start()
                start = max(start, match.end() - 3) if separator is _TWO_WAY else start
                left = stripped(cut(spans, 0, start))
                right = stripped(cut(spans, match.end(), len(text)))
                before, after = _split(block, n, left, right)
                return _Parted(
                    (*blocks[:at], *before), text[start : match.end()], (*after, *blocks[at + 1 :])
                )
    return None


def _split(block: Block, n: int, left: Spans, right: Spans) -> Tuple[Blocks, Blocks]:
    """`block` as two, its piece number `n` parted into `left` and `right`."""
    if not block.rows:
        sides = (block._replace(spans=left), block._replace(spans=right))
        return tuple([one for one in sides[:1] if left]), tuple([one for one in sides[1:] if right])
    at, cell = 0, n
    while cell >= len(block.rows[at].cells):
        cell -= len(block.rows[at].cells)
        at += 1
    row = block.rows[at]
    first = Row((*row.cells[:cell], left), row.level)
    last = Row((right, *row.cells[cell + 1 :]), row.level)
    before = [*block.rows[:at], *([first] if any(first.cells) else [])]
    after = [*([last] if any(last.cells) else []), *block.rows[at + 1 :]]
    return (
        (block._replace(rows=tuple(before)),) if before else (),
        (block._replace(rows=tuple(after)),) if after else (),
    )


def _tags(parted: Optional[_Parted]) -> Tuple[str, ...]:
    match = _MARKER.match(parted.line) if parted else None
    path = match.group(1).strip("/") if match else ""
    return (path.replace("/", "::"),) if path else ()
