"""Callouts as in Obsidian, `[!name|metadata]± title`: the one that a note is, and those inside.

Their names are never printed. Each may be typed with a quotation's `>` before its lines.
"""

from __future__ import annotations

import re
from typing import List, NamedTuple, Optional, Sequence, Tuple

from ..model import Block, Blocks, Spans
from ..text.callout import may_open, opening_folded
from ..text.fullwidth import folded
from ..text.spans import cut, joined, lines, outline, plain, stripped

WORDED = ("prose", "heading", "quote")
"""Kinds of blocks that have lines; a site makes a heading of a line that begins with `#`."""

_HEADER = re.compile(
    r"\s*\[!([^\]|\n\ufffc]{1,80})(?:\|[^\]\n]{0,200})?\]([+-]?)(?![(\[])\s*(?::(?!:)\s*)?"
)
_QUOTED = re.compile(r"(?:\s*>)+\s?")


class Header(NamedTuple):
    """The name of a callout in lower case, and where in its line its title begins."""

    name: str
    is_folded: bool
    title: int


def header_in(line: str) -> Optional[Header]:
    """The header of a callout that the outline `line` is, if it is one."""
    if not may_open(line):
        return None
    match = _HEADER.match(folded(opening_folded(line)))
    if not match or not match.group(1).strip():
        return None
    return Header(match.group(1).strip().lower(), bool(match.group(2)), match.end())


def unquoted(body: Sequence[Block]) -> Blocks:
    """`body` without the `>` that a callout has on each of its lines, where it begins with one."""
    first = outline(body[0].spans).split("\n", 1)[0] if body and body[0].kind in WORDED else ""
    if not first.startswith(">") or not header_in(_QUOTED.sub("", first, count=1)):
        return tuple(body)
    blocks: List[Block] = []
    for block in body:
        if block.kind not in WORDED:
            blocks.append(block)
            continue
        part: List[Spans] = []
        for line in (*map(_without_one, lines(block.spans)), ()):
            if line:
                part.append(line)
            elif part:
                blocks.append(Block("prose", joined(part)))
                part = []
    return tuple(blocks)


def inner_quoted(blocks: Sequence[Block]) -> Blocks:
    """`blocks` in which each callout is a quotation below its title."""
    result: List[Block] = []
    for block in blocks:
        text = outline(block.spans) if block.kind in WORDED else ""
        if may_open(text):
            result += _inner_quoted(block)
        else:
            result.append(block)
    return tuple(result)


def _inner_quoted(block: Block) -> List[Block]:
    parts: List[Tuple[bool, List[Spans]]] = [(False, [])]
    for line in lines(block.spans):
        bare = _without_all(line)
        header = header_in(outline(bare))
        if header:
            title = stripped(cut(bare, header.title, len(plain(bare))))
            parts.append((True, [tuple([span._replace(strong=True) for span in title])]))
        else:
            inside = parts[-1][0]
            parts[-1][1].append(bare if inside else line)
    if len(parts) == 1:
        return [block]
    made = [
        Block("quote", _lines(part)) if inside else block._replace(spans=_lines(part))
        for inside, part in parts
    ]
    return [one for one in made if one.spans]


def _lines(part: Sequence[Spans]) -> Spans:
    return stripped(joined([line for line in part if line]))


def _without_one(line: Spans) -> Spans:
    text = outline(line)
    if not text.startswith(">"):
        return stripped(line)
    return stripped(cut(line, 2 if text[1:2].isspace() else 1, len(text)))


def _without_all(line: Spans) -> Spans:
    match = _QUOTED.match(outline(line))
    return stripped(cut(line, match.end(), len(plain(line)))) if match else line
