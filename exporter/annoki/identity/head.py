"""The head of a post, as one face shows it, over its whole text without tags.

A home page shows how a post begins, its code in lines, its lists and headings; a list of all posts
has all of the text, run together. As far as both say the same, sign for sign, the post is made of
what the head shows, and the whole text goes on behind it.
"""

from __future__ import annotations

from typing import Iterable, List, Tuple

from ..model import Block, Blocks, Face, Item, Spans
from ..text.spans import cutter, is_seen, plain, stripped, text_of

_END = Block("prose")
_FEWEST = 16
"""So many signs are found again behind what a face prints otherwise (a damaged formula) by no
chance, if that is no longer than `_LONGEST`."""
_LONGEST = 2000


def with_head(whole: Item, others: Iterable[Item]) -> Item:
    """`whole`, of which a head among `others` shows what it has lost; itself where none does."""
    if whole.face != Face.STRIPPED:
        return whole
    heads = [_headed(whole.body, one.body) for one in others if one.face == Face.EXCERPT]
    told, body = max(heads, default=(0, ()))
    return whole._replace(body=body, face=Face.HEADED) if told else whole


def _headed(whole: Blocks, head: Blocks) -> Tuple[int, Blocks]:
    """How many signs of `whole` stand in `head`, and the body of both; 0 if nothing is gained."""
    text = _Text(whole)
    taken: List[Block] = []
    for n, block in enumerate(head):
        is_last = n == len(head) - 1
        # Nothing says whether a paragraph ends where an excerpt does.
        if not (is_last and block.kind == "prose"):
            taken += text.as_shown(block, is_last)
    return (text.told, (*taken, *text.rest())) if text.gained else (0, ())


class _Text:
    """What is left of a whole text. `told` counts the signs that a head has told so far, spaces
    apart; `gained` says whether anything was restored by it."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks, self._at, self._otherwise = blocks, 0, 0
        self._has_tags = any(block.kind != "prose" for block in blocks)
        self.told, self.gained = 0, False
        self._open()

    def _open(self) -> None:
        """Begin with the block that is next."""
        self._block = self._blocks[self._at] if self._at < len(self._blocks) else _END
        self._read = 0
        self._text = text_of((self._block,))
        self._places = [n for n, sign in enumerate(self._text) if not sign.isspace()]
        self._signs = "".join([self._text[n] for n in self._places])
        self._cut = cutter(self._block.spans)

    def as_shown(self, block: Block, is_last: bool) -> Blocks:
        """`block` of a head, if the text goes on so, or what is as good, and what stands above it
        there; nothing, where it is not found. `is_last`: the head may break off in it."""
        if not is_seen(block):
            return ()
        ways = _ways(block)
        if not self._read and self._block.kind == block.kind and self._signs in ways:
            return self._whole(block)
        for way in filter(None, ways):
            at = self._found(way)
            if at >= 0 and self._can_be_cut(at, at + len(way), is_last and way == ways[-1]):
                return self._part(block, at, at + len(way))
        if block.kind == "picture":
            return () if self._has_tags else (block,)
        self._otherwise += len(ways[-1]) if ways else _LONGEST
        return ()

    def _found(self, way: str) -> int:
        """Where `way` stands among the signs, here or behind what stands in the head otherwise; -1
        where it does not."""
        if self._block.kind != "prose":
            return -1
        if self._signs.startswith(way, self._read):
            return self._read
        if not 0 < self._otherwise <= _LONGEST or len(way) < _FEWEST:
            return -1
        return self._signs.find(way, self._read, self._read + 2 * _LONGEST + len(way))

    def _can_be_cut(self, first: int, last: int, may_break_off: bool) -> bool:
        start, end = self._places[first], self._places[last - 1] + 1
        after = self._text[end : end + 1]
        whole = plain(self._cut(start, end)) == self._text[start:end]
        return whole and not (may_break_off and after and not after.isspace())

    def _whole(self, block: Block) -> Blocks:
        own = self._block
        self._tell(len(self._signs))
        if own.kind != "code" or "\n" in own.code or "\n" not in block.code:
            return (own,)
        self.gained = True
        language = own.language or block.language
        return (own._replace(code=block.code, lines=0, language=language),)

    def _part(self, block: Block, first: int, last: int) -> Blocks:
        above = self._prose(self._read, first)
        (own,) = self._prose(first, last)
        self._tell(last)
        if block.kind == "prose":
            return (*above, own if _is_set(own.spans) else block)
        self.gained = self.gained or block.kind != "picture"
        return (*above, block)

    def _prose(self, first: int, last: int) -> Blocks:
        """The signs `first:last`, as the text has them."""
        if first == last:
            return ()
        spans = stripped(self._cut(self._places[first], self._places[last - 1] + 1))
        return (self._block._replace(spans=spans),) if is_seen(Block("prose", spans)) else ()

    def _tell(self, last: int) -> None:
        """The block is read up to the sign number `last`."""
        self.told += last - self._read
        self._read, self._otherwise = last, 0
        if last == len(self._signs):
            self._at += 1
            self._open()

    def rest(self) -> Blocks:
        """What was not read."""
        if not self._read or not self._signs:
            return self._blocks[self._at :]
        return (*self._prose(self._read, len(self._signs)), *self._blocks[self._at + 1 :])


def _ways(block: Block) -> List[str]:
    """How a text without tags prints `block`, spaces apart: code with line numbers or without."""
    text = "".join(text_of((block,)).split())
    if block.kind != "code":
        return [text]
    if block.lines:
        return []  # it has lost its own
    return ["".join(map(str, range(1, block.code.count("\n") + 2))) + text, text]


def _is_set(spans: Spans) -> bool:
    return any(span.strong or span.emphasis or span.link for span in spans)
