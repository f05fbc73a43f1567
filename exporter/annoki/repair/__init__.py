"""Repair: heals what copying and converting broke, and records each change (design section 1).

One rule a module. Each is pure, says where its damage comes from, and leaves alone what it is not
sure of: a repair that changes sound text is worse than none. Rules know of nothing but text.

- `button`: labels of page buttons inside a passage;
- `formula`: a formula printed three times becomes one `\\(TeX\\)`;
- `word`: words run together or cut by the lines of a PDF, in passages only;
- `gutter`: line numbers fused to the head of a code block;
- `list`: lists that a converter flattened into prose, in bodies only;
- `table`: tables printed one cell a line, in bodies only.
"""

from __future__ import annotations

from typing import List, Tuple

from ..model import Block, Item, Repair
from ..text.spans import forget as forget_spans
from .button import drop_labels
from .formula import untriple
from .gutter import drop_numbers
from .lexicon import ranks
from .listing import restore_lists
from .sound import is_sound
from .table import restore_tables
from .words import part_words

__all__ = ["forget", "repair"]


def repair(item: Item) -> Item:
    """Return `item` healed, with what was changed added to `item.repairs`; `item` if it is sound.

    Repairing an item that is already repaired changes nothing.
    """
    repairs: List[Repair] = []
    passage = item.passage
    if passage and "\n" not in passage and not is_sound(passage):
        for rule in (drop_labels, untriple, part_words):
            passage, made = rule(passage)
            repairs += made
    own = item.kind in ("annotation", "page-note")
    body: List[Block] = []
    for block in item.body:
        healed, made = _repair_block(block, own)
        body += healed
        repairs += made
    healed_body, made = restore_tables(body)
    repairs += made
    if not repairs:
        return item
    return item._replace(passage=passage, body=healed_body, repairs=item.repairs + tuple(repairs))


def forget() -> None:
    """Give back the memory that the word list takes, some 20 MB, and the spans of the last texts;
    both are made again when needed. Anki stays open for days.
    """
    ranks.cache_clear()
    forget_spans()


def _repair_block(block: Block, own: bool) -> Tuple[List[Block], List[Repair]]:
    """Repair one block of a body; a prose block may come back as several."""
    if block.kind == "code":
        healed, repairs = drop_numbers(block)
        return [healed], repairs
    if block.kind == "caption":
        return [block], []
    text, repairs = (block.text, []) if is_sound(block.text) else untriple(block.text, own=own)
    if repairs:
        block = block._replace(text=text)
    if block.kind != "prose":
        return [block], repairs
    blocks, made = restore_lists(block)
    return blocks, repairs + made
