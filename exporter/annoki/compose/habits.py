"""The habits of Obsidian in a note: callouts, marker lines and separators (source-formats).

A habit parts a note into what is asked and what is answered. The longest separator is tried first;
none is looked for in code, formulas or URLs.
"""

from __future__ import annotations

import re
from typing import Callable, List, Literal, NamedTuple, Optional, Sequence, Tuple

from ..model import Block
from ..text.fullwidth import folded
from ..text.lazy import pattern
from ..text.marks import plain
from ..text.spans import split

_CALLOUT = pattern(r"^\[!(\w+)\]([+-]?)\s*(.*)$")
_MARKER = pattern(r"^#?flashcards?((?:/[^\s/#]+)*)\s*$", re.IGNORECASE)
_MARKER_AT_END = pattern(
    r"(?<=\S)[ \t]+(#flashcards?(?:/[^\s/#]+)*)[ \t]*$", re.IGNORECASE | re.MULTILINE
)
_OPENS_MARKER = ("#", "f", "F")
_QUOTED = pattern(r"^>\s?")
_LINE_SEPARATORS = ("??", "?")
_ASKS = ("?", "\uff1f")
# A site makes a heading of a line that begins with `#`, a marker line among them.
_LINES = ("prose", "heading", "quote")
_TWO_WAY = pattern(r":{3,}")
_ONE_WAY = pattern(r"(?<![:\w]):: ?(?!:)|(?<=\w):: (?!:)|(?<=\w)::(?=[^\x00-\x7f])")


class Habit(NamedTuple):
    """A note parted: `how` says by what; a plain note has all its text in `answer`.

    `callout` is the type in lower case (`note`), `tags` what `#flashcards/a/b` names.
    """

    how: Literal["callout", "marker", "separator", "plain"]
    question: Tuple[Block, ...] = ()
    answer: Tuple[Block, ...] = ()
    callout: str = ""
    folded: bool = False
    marked: bool = False
    tags: Tuple[str, ...] = ()


def parse(body: Sequence[Block], one_way: bool = False, dollars: bool = True) -> Habit:
    """Part `body`; `one_way` also takes `::` for a separator, `dollars` as in `spans.split`."""
    blocks = _marker_on_its_line(_unquoted(body))
    if not blocks:
        return Habit("plain")
    header = _header(blocks)
    if header:
        question, rest = _first_line_off(blocks, header.group(3))
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
    parted = _at_separator(blocks, _TWO_WAY, dollars)
    if not parted and one_way:
        parted = _at_separator(blocks, _ONE_WAY, dollars)
    if parted and parted.before:
        return Habit("separator", parted.before, parted.after)
    return Habit("plain", answer=blocks)


class _Parted(NamedTuple):
    before: Tuple[Block, ...]
    line: str
    after: Tuple[Block, ...]


def _unquoted(body: Sequence[Block]) -> Tuple[Block, ...]:
    """A callout typed with `>` carries it on each of its lines."""
    first = body[0].text if body and body[0].kind in _LINES else ""
    if not first.startswith(">") or not _CALLOUT.match(_QUOTED.sub("", first).split("\n", 1)[0]):
        return tuple(body)
    blocks: List[Block] = []
    for block in body:
        if block.kind not in _LINES:
            blocks.append(block)
            continue
        lines = [_QUOTED.sub("", line).strip() for line in block.text.split("\n")]
        for paragraph in "\n".join(lines).split("\n\n"):
            if paragraph.strip():
                blocks.append(Block("prose", paragraph.strip()))
    return tuple(blocks)


def _marker_on_its_line(blocks: Tuple[Block, ...]) -> Tuple[Block, ...]:
    """A marker may also end the line of the question; a plain word there is none."""
    for at, block in enumerate(blocks):
        if block.kind in _LINES and "#" in block.text:
            text = _MARKER_AT_END.sub("\n\\1", block.text, count=1)
            if text != block.text:
                return (*blocks[:at], block._replace(text=text), *blocks[at + 1 :])
    return blocks


def _header(blocks: Sequence[Block]) -> Optional[re.Match[str]]:
    if not blocks or blocks[0].kind not in _LINES or not blocks[0].text.startswith("[!"):
        return None
    return _CALLOUT.match(blocks[0].text.split("\n", 1)[0])


def _first_line_off(
    blocks: Tuple[Block, ...], title: str
) -> Tuple[Tuple[Block, ...], Tuple[Block, ...]]:
    """(the title as a block, the blocks below the header line)."""
    _, _, below = blocks[0].text.partition("\n")
    rest = (Block("prose", below), *blocks[1:]) if below else blocks[1:]
    return ((Block("prose", title),) if title else ()), rest


def _at_marker(blocks: Sequence[Block]) -> Optional[_Parted]:
    return _at_line(blocks, _OPENS_MARKER, lambda line: bool(_MARKER.match(line)))


def _at_line_separator(blocks: Sequence[Block]) -> Optional[_Parted]:
    return _at_line(blocks, _ASKS, lambda line: folded(line) in _LINE_SEPARATORS)


def _at_line(
    blocks: Sequence[Block], opens: Tuple[str, ...], is_it: Callable[[str], bool]
) -> Optional[_Parted]:
    """Part `blocks` at the first prose line that `is_it`, and begins with one of `opens`."""
    for at, block in enumerate(blocks):
        if block.kind not in _LINES or not any(map(block.text.__contains__, opens)):
            continue
        lines = block.text.split("\n")
        for n, line in enumerate(lines):
            line = plain(line)
            if line.startswith(opens) and is_it(line):
                return _Parted(
                    (*blocks[:at], *_prose(lines[:n])),
                    line,
                    (*_prose(lines[n + 1 :]), *blocks[at + 1 :]),
                )
    return None


def _prose(lines: Sequence[str]) -> Tuple[Block, ...]:
    text = "\n".join(lines).strip()
    return (Block("prose", text),) if text else ()


def _at_separator(
    blocks: Sequence[Block], separator: re.Pattern[str], dollars: bool
) -> Optional[_Parted]:
    """Part `blocks` at the first separator, which is the last three colons of its run."""
    for at, block in enumerate(blocks):
        if block.kind in ("code", "picture") or "::" not in block.text.replace("\uff1a", ":"):
            continue
        offset = 0
        for span in split(block.text, dollars):
            match = separator.search(folded(span.text)) if span.kind == "prose" else None
            if match:
                start, end = offset + match.start(), offset + match.end()
                start = max(start, end - 3) if separator is _TWO_WAY else start
                before, after = block.text[:start].strip(), block.text[end:].strip()
                return _Parted(
                    (*blocks[:at], *((block._replace(text=before),) if before else ())),
                    block.text[start:end],
                    (*((block._replace(text=after),) if after else ()), *blocks[at + 1 :]),
                )
            offset += len(span.text)
    return None


def _tags(parted: Optional[_Parted]) -> Tuple[str, ...]:
    match = _MARKER.match(parted.line) if parted else None
    path = match.group(1).strip("/") if match else ""
    return (path.replace("/", "::"),) if path else ()
