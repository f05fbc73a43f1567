"""Markers of a card, `#flashcard` or `#flashcards/path`, with the tags beside them, and where they
part a note."""

from __future__ import annotations

from typing import List, NamedTuple, Optional, Sequence, Tuple

from ..model import Block, Blocks, Row, Spans
from ..text.spans import cut, joined, lines, outline, plain, stripped
from ..text.tags import marker_in
from .callouts import WORDED

ITEMIZED = ("bullets", "numbers")


class Parted(NamedTuple):
    """What stands before a marker and after it, both without any; `asks` says that the first line
    after it has it at its head."""

    before: Blocks
    after: Blocks
    tags: Tuple[str, ...]
    asks: bool


def at_marker(blocks: Sequence[Block]) -> Optional[Parted]:
    """`blocks` parted at their first marker, if there is one."""
    parting = _Parting()
    for block in blocks:
        text = outline(block.spans) if block.kind in WORDED else ""
        if block.rows and block.kind in ITEMIZED and _may_hold(_first_cell(block)):
            parting.list(block)
        elif _may_hold(text):
            parting.worded(block)
        else:
            parting.add(block)
    if parting.after is None:
        return None
    tags = tuple(dict.fromkeys(parting.tags))
    return Parted(tuple(parting.before), tuple(parting.after), tags, parting.asks)


def prose(printed: Sequence[Spans]) -> Blocks:
    """The lines `printed` as a paragraph, if they say anything."""
    spans = stripped(joined(printed))
    return (Block("prose", spans),) if spans else ()


def _may_hold(text: str) -> bool:
    return "#" in text or "\uff03" in text or "flashcard" in text.lower()


def _first_cell(block: Block) -> str:
    return outline(block.rows[0].cells[0])


class _Parting:
    def __init__(self) -> None:
        self.before: List[Block] = []
        self.after: Optional[List[Block]] = None
        self.tags: List[str] = []
        self.asks = False

    def add(self, *blocks: Block) -> None:
        (self.before if self.after is None else self.after).extend(blocks)

    def worded(self, block: Block) -> None:
        """A block of lines."""
        part: List[Spans] = []
        found = False
        for line in lines(block.spans):
            text = outline(line)
            tags = marker_in(text)
            # In the midst of a note such a line asks something else.
            heads = tags is not None and tags.end < len(text)
            if not tags or (heads and (self.before or part or self.after is not None)):
                part.append(line)
                continue
            found = True
            self.tags += tags.names
            words = stripped((*cut(line, 0, tags.start), *cut(line, tags.end, len(text))))
            part += [words] if words and not heads else []
            if self.after is None:
                self.add(*prose(part))
                part = [words] if heads else []
                self.after, self.asks = [], heads
        if found:
            self.add(*prose(part))
        else:
            self.add(block)

    def list(self, block: Block) -> None:
        """A list, whose first item may ask what those below it answer."""
        first, *rows = block.rows
        line, *below = lines(first.cells[0])
        tags = marker_in(outline(line))
        if not tags or (self.after is None and self.before) or (self.after is not None and below):
            self.add(block)
            return
        self.tags += tags.names
        words = stripped((*cut(line, 0, tags.start), *cut(line, tags.end, len(plain(line)))))
        if self.after is None:
            self.add(*prose([words]))
            self.after = [*prose(below)]
            kept = rows
        else:
            kept = [*([Row((words,), first.level)] if words else []), *rows]
        self.add(*([block._replace(rows=tuple(kept))] if kept else []))
