"""Tags that a reader typed behind the words of a line."""

from __future__ import annotations

from typing import List, Tuple

from ..model import Block, Blocks, Spans
from ..text.spans import cut, joined, lines, outline, stripped
from ..text.tags import leading_tags, tag_names, trailing_tags
from .callouts import WORDED

_ENDS = (".", "!", "?", "\u3002", "\uff01", "\uff1f", "\u2026")


def tags_off(blocks: Blocks, known: Tuple[str, ...] = ()) -> Tuple[Blocks, Tuple[str, ...]]:
    """(`blocks` without the tags behind their first and last words; what these name).

    `known` are tags by what the source says. Others must be none of a program's words (`#define`):
    they are not in ASCII, or several, or stand behind a sentence.
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
            printed[n], found = _off(printed[n], known)
            names += found
        kept[at] = block._replace(spans=joined(printed))
    return tuple(kept), tuple(dict.fromkeys(names))


def _off(line: Spans, known: Tuple[str, ...]) -> Tuple[Spans, Tuple[str, ...]]:
    text = outline(line)
    start = trailing_tags(text)
    before, names = text[:start].rstrip(), tag_names(text[start:])
    if not before or not names:
        return line, ()
    is_certain = len(names) > 1 or not names[0].isascii() or before.endswith(_ENDS)
    if not is_certain and not set(names) <= set(known):
        return line, ()
    return stripped(cut(line, 0, start)), names


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
