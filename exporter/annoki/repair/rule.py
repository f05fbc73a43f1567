"""What a rule of repair is, and how one is applied to the words of a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import (
    Callable,
    FrozenSet,
    List,
    Literal,
    NamedTuple,
    Sequence,
    Tuple,
)

from ..model import Block, BlockKind, Blocks, Item, Repair, Span, Spans
from ..text.scripts import HAN
from ..text.spans import OPAQUE, Change, changed, outline, pieces, with_pieces
from ..words import message

Part = Literal["title", "passage", "note", "text"]
"""Of an item: its title, the passage, the reader's own note on it, or a post's or memo's text."""


Apply = Callable[[Blocks, Item], Tuple[Blocks, List[Repair]]]
"""What gives the blocks of a part mended, and each change; the item tells where they are from."""


@dataclass(frozen=True)
class Rule:
    """One way in which text is damaged, and how it is mended.

    `name` is what a report calls it. It looks at blocks of `kinds`, in the `parts` of an item that
    it is for. `hint` says of a block's words (`words_of`, or its code) whether `apply` has to look
    at it: cheaply, and False only where nothing would change. `apply` takes the blocks of one part
    of an item, and that item, and gives them mended, with what it did. Applied to what it has
    mended it changes nothing. `where` says of which items it is.
    """

    name: str
    parts: FrozenSet[Part]
    kinds: FrozenSet[BlockKind]
    hint: Callable[[str], bool]
    apply: Apply
    where: Callable[[Item], bool] = lambda item: True


def rule_name(repair: Repair) -> str:
    """What people call the rule of `repair`."""
    try:
        return message(f"repairs.{repair.rule}")
    except KeyError:  # another version's
        return repair.rule


class Mended(NamedTuple):
    """A change of words, and how it is told."""

    change: Change
    repair: Repair


def mended(rule: str, text: str, start: int, end: int, after: str) -> Mended:
    """Words `start:end` of `text` that become `after`."""
    return Mended(Change(start, end, Span(after)), Repair(rule, text[start:end], after))


def alone(apply: Callable[[Blocks], Tuple[Blocks, List[Repair]]]) -> Apply:
    """`apply` of blocks alone, wherever they are from."""
    return lambda blocks, item: apply(blocks)


def in_words(find: Callable[[str], List[Mended]], kinds: FrozenSet[BlockKind]) -> Apply:
    """What applies `find`, which gives the changes in the words of one block, in order."""
    return in_words_of(lambda text, item: find(text), kinds)


def in_words_of(find: Callable[[str, Item], List[Mended]], kinds: FrozenSet[BlockKind]) -> Apply:
    """The same where the item says what may have befallen the words."""

    def apply(blocks: Blocks, item: Item) -> Tuple[Blocks, List[Repair]]:
        repairs: List[Repair] = []
        result: List[Block] = []
        for block in blocks:
            found = find(words_of(block), item) if block.kind in kinds else []
            result.append(with_pieces(block, _changed(pieces(block), found)) if found else block)
            repairs += [one.repair for one in found]
        return tuple(result), repairs

    return apply


# Addresses that are no links, but no words either.
_ADDRESS = re.compile(rf"\b(?:www\.|(?:ftp|git|ssh|file)://)[^\s{HAN},\uff0c。;\uff1b、]+")


def words_of(block: Block) -> str:
    """The outline of `block`, its cells a line each; addresses that are no links are opaque too.
    The whole of a block of code."""
    if block.kind == "code":
        return block.code
    return words_in(block.spans) if not block.rows else "\n".join(map(words_in, pieces(block)))


def words_in(spans: Spans) -> str:
    """The outline of `spans`, in which addresses that are no links are opaque too."""
    text = outline(spans)
    if "www." in text or "://" in text:
        return _ADDRESS.sub(lambda match: OPAQUE * len(match.group()), text)
    return text


def _changed(parts: Sequence[Spans], found: Sequence[Mended]) -> List[Spans]:
    """`parts` with what was found in the text that they make."""
    result: List[Spans] = []
    at, n = 0, 0
    for part in parts:
        end = at + sum(len(span.text) for span in part)
        here: List[Change] = []
        while n < len(found) and found[n].change.end <= end:
            change = found[n].change
            here.append(change._replace(start=change.start - at, end=change.end - at))
            n += 1
        result.append(changed(part, here) if here else part)
        at = end + 1
    return result
