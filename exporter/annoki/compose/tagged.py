"""Tags that a reader typed behind the words of a line."""

from __future__ import annotations

import re
from typing import List, Tuple

from ..model import Block, Blocks, Spans
from ..text.spans import cut, joined, lines, outline, stripped
from ..text.tags import leading_tags, tag_names, trailing_tags
from .callouts import WORDED

_LEAST = 3
"""So many characters at least stand before the tags that are none of the text's words."""
_OF_PROGRAM = re.compile(
    "[0-9a-f]{3,8}|define|include|if(?:n?def)?|else|elif|endif|undef|pragma|error|line|region", re.I
)
_ENDS = (".", "!", "?", "\u3002", "\uff01", "\uff1f", "\u2026")


def tags_off(
    blocks: Blocks, known: Tuple[str, ...] = (), asks: bool = False
) -> Tuple[Blocks, Tuple[str, ...]]:
    """(`blocks` without the tags behind their first and last words; what these name).

    `known` are tags by what the source says. Others are only those that stand behind a sentence,
    or, unless the `blocks` ask, are none of a program's words (`#define`): not in ASCII.
    """
    names: List[str] = []
    kept = [_tag_lines_off(block, known) for block in blocks] if known else list(blocks)
    kept = [block for block in kept if block.kind not in WORDED or block.spans] or list(blocks)
    for at in dict.fromkeys((0, len(kept) - 1)) if kept else ():
        block = kept[at]
        if block.kind not in WORDED:
            continue
        printed = lines(block.spans)
        for n in {0, len(printed) - 1} if known else {len(printed) - 1}:
            printed[n], found = _off(printed[n], known, asks)
            names += found
        kept[at] = block._replace(spans=joined(printed))
    return tuple(kept), tuple(dict.fromkeys(names))


def _off(line: Spans, known: Tuple[str, ...], asks: bool) -> Tuple[Spans, Tuple[str, ...]]:
    text = outline(line)
    start = trailing_tags(text)
    before, names = text[:start].rstrip(), tag_names(text[start:])
    if len(before) < _LEAST or not names:
        return line, ()
    apart = text[start - 1].isspace()
    is_own = set(names) <= set(known) and not any(map(_OF_PROGRAM.fullmatch, names))
    behind = before.endswith(_ENDS)
    is_word = not asks and all(not name.isascii() for name in names)
    return (
        (stripped(cut(line, 0, start)), names)
        if apart and (is_own or behind or is_word)
        else (line, ())
    )


def _tag_lines_off(block: Block, known: Tuple[str, ...]) -> Block:
    """`block` without lines of nothing but tags that are `known`."""
    text = outline(block.spans) if block.kind in WORDED else ""
    if "#" not in text and "\uff03" not in text:
        return block
    kept = [
        line
        for line in lines(block.spans)
        if not 0 < len(outline(line)) == leading_tags(outline(line))
        or not set(tag_names(outline(line))) <= set(known)
    ]
    return block._replace(spans=joined(kept))
