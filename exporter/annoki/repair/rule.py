"""What a rule of repair is, and how one is applied to the words of a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import (
    Callable,
    FrozenSet,
    Iterable,
    List,
    Literal,
    NamedTuple,
    Sequence,
    Tuple,
    get_args,
)

from ..model import Block, BlockKind, Repair, Span, Spans
from ..text.scripts import HAN
from ..text.spans import OPAQUE, Change, changed, outline, pieces, with_pieces

Part = Literal["passage", "note", "text"]
"""Of an item: the passage, the reader's own note on it, or the text of a post or memo."""

Blocks = Tuple[Block, ...]


@dataclass(frozen=True)
class Rule:
    """One way in which text is damaged, and how it is mended.

    `name` is what a report calls it. It looks at the `parts` of an item that it is for. `hint` says
    of a block's words, cheaply, whether `apply` has to look at it: False only where nothing would
    change. `apply` takes the blocks of one part, and gives them mended, with what it did. Applied
    to what it has mended it changes nothing.
    """

    name: str
    parts: FrozenSet[Part]
    hint: Callable[[Block], bool]
    apply: Callable[[Blocks], Tuple[Blocks, List[Repair]]]


class Mended(NamedTuple):
    """A change of words, and how it is told."""

    change: Change
    repair: Repair


def mended(rule: str, text: str, start: int, end: int, after: str) -> Mended:
    """Words `start:end` of `text` that become `after`."""
    return Mended(Change(start, end, Span(after)), Repair(rule, text[start:end], after))


_TEXT: FrozenSet[BlockKind] = frozenset(get_args(BlockKind)) - {"code", "caption"}


def in_words(
    name: str,
    parts: Iterable[Part],
    hint: Callable[[str], bool],
    find: Callable[[str], List[Mended]],
    kinds: FrozenSet[BlockKind] = _TEXT,
) -> Rule:
    """A rule that looks at the words of one block at a time, its lines parted by line feeds.

    Characters that are no words (code, formulas, links, addresses) are `OPAQUE` to `hint` and
    `find`; `find` gives the changes in order.
    """

    def hinted(block: Block) -> bool:
        return block.kind in kinds and hint(words_of(pieces(block)))

    def apply(blocks: Blocks) -> Tuple[Blocks, List[Repair]]:
        repairs: List[Repair] = []
        result: List[Block] = []
        for block in blocks:
            parts_of = pieces(block) if hinted(block) else ()
            found = find(words_of(parts_of)) if parts_of else []
            result.append(with_pieces(block, _changed(parts_of, found)) if found else block)
            repairs += [one.repair for one in found]
        return tuple(result), repairs

    return Rule(name, frozenset(parts), hinted, apply)


# Addresses that are no links, but no words either.
_ADDRESS = re.compile(rf"\b(?:www\.|(?:ftp|git|ssh|file)://)[^\s{HAN},\uff0c。;\uff1b、]+")


def words_of(parts: Sequence[Spans]) -> str:
    """The outlines of `parts`, a line each, in which addresses that are no links are opaque too."""
    text = outline(parts[0]) if len(parts) == 1 else "\n".join(map(outline, parts))
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
