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
    after it has it at its head. `more` are further cards, marked at the same end of their first
    line, as quotations."""

    before: Blocks
    after: Blocks
    tags: Tuple[str, ...]
    asks: bool
    more: Blocks = ()


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
    after, more = parting.cards()
    return Parted(tuple(parting.before), after, tags, parting.asks, more)


def prose(printed: Sequence[Spans]) -> Blocks:
    """The lines `printed` as a paragraph, if they say anything."""
    spans = stripped(joined(printed))
    return (Block("prose", spans),) if spans else ()


def card_quoted(question: Spans, said: Sequence[Block]) -> Blocks:
    """A further card of a note: a quotation of its answer below its question."""
    strong = tuple([span._replace(strong=True) for span in question])
    first = said[0].spans if said and said[0].kind in WORDED else ()
    head = Block("quote", joined([strong, first] if first else [strong]))
    below = said[1:] if first else said
    return (head, *(one._replace(kind="quote") if one.kind == "prose" else one for one in below))


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
        self.asked = False
        self.more: List[Tuple[Spans, List[Block]]] = []

    def add(self, *blocks: Block) -> None:
        if self.more:
            self.more[-1][1].extend(blocks)
        else:
            (self.before if self.after is None else self.after).extend(blocks)

    def cards(self) -> Tuple[Blocks, Blocks]:
        """What answers, and the further cards as quotations; a question that nothing follows ends
        the answer."""
        after = list(self.after or ())
        if not after or not all(below for _, below in self.more):
            after += [one for head, below in self.more for one in (*prose([head]), *below)]
            return tuple(after), ()
        quoted: List[Block] = []
        for head, below in self.more:
            quoted += card_quoted(head, below)
        return tuple(after), tuple(quoted)

    def further(self, heads: bool) -> bool:
        """Whether a marker at that end of a line opens a further card."""
        return self.after is not None and (self.asks if heads else self.asked)

    def worded(self, block: Block) -> None:
        """A block of lines."""
        part: List[Spans] = []
        found = False
        for line in lines(block.spans):
            text = outline(line)
            tags = marker_in(text)
            # In the midst of a note such a line asks something else.
            heads = tags is not None and tags.end < len(text)
            further = tags is not None and self.further(heads)
            midst = bool(self.before or part or self.after is not None)
            if not tags or (heads and midst and not further):
                part.append(line)
                continue
            found = True
            self.tags += tags.names
            words = stripped((*cut(line, 0, tags.start), *cut(line, tags.end, len(text))))
            if words and further:
                self.add(*prose(part))
                self.more.append((words, []))
                part = []
                continue
            part += [words] if words and not heads else []
            if self.after is None:
                self.add(*prose(part))
                part = [words] if heads else []
                self.after, self.asks, self.asked = [], heads, bool(words) and not heads
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
        words = stripped((*cut(line, 0, tags.start), *cut(line, tags.end, len(plain(line)))))
        if self.after is None:
            self.tags += tags.names
            self.add(*prose([words]))
            self.after, self.asked = [*prose(below)], bool(words)
            self.items(block, rows, first.level)
        elif words and self.further(False):
            self.items(block, block.rows, first.level)
        else:
            self.tags += tags.names
            self.items(block, [*([Row((words,), first.level)] if words else []), *rows], -1)

    def items(self, block: Block, rows: Sequence[Row], level: int) -> None:
        """`rows` of the list `block`, a marker at the end of one of `level` opening a card."""
        part: List[Row] = []
        for row in rows:
            line, *below = lines(row.cells[0])
            tags = marker_in(outline(line)) if row.level == level else None
            words = stripped(cut(line, 0, tags.start)) if tags else ()
            if not tags or not words or tags.end < len(plain(line)):
                part.append(row)
                continue
            self.add(*([block._replace(rows=tuple(part))] if part else []))
            self.tags += tags.names
            self.more.append((words, [*prose(below)]))
            part = []
        self.add(*([block._replace(rows=tuple(part))] if part else []))
