"""Repair: heals what copying and converting broke, and records each change (docs/formats.md).

Each rule is a module, and a line in `RULES`. It says where its damage comes from, and leaves alone
what it is not sure of: a repair that changes sound text is worse than none.
"""

from __future__ import annotations

from functools import partial
from typing import List, Tuple

from ..model import Block, Item, Repair
from . import button, formula, gutter, lexicon, listing, table, words
from .rule import Part, Rule, in_words

__all__ = ["RULES", "forget", "repair"]

RULES: Tuple[Rule, ...] = (
    # Labels of page buttons inside a passage.
    in_words("button", ["passage"], button.may_hold, button.labels, frozenset(["prose"])),
    # A formula that is printed three times becomes one; readers repeat more than pages do.
    in_words("formula", ["passage", "text"], formula.may_hold, formula.tripled_formulas),
    in_words("formula", ["note"], formula.may_hold, partial(formula.tripled_formulas, own=True)),
    # Words run together or cut by the lines of a PDF.
    in_words("word", ["passage"], words.may_hold, words.joints, frozenset(["prose"])),
    # Line numbers fused to the head of a code block.
    Rule("gutter", frozenset(["note", "text"]), gutter.may_hold, gutter.drop_numbers),
    # Lists that a converter flattened into prose.
    Rule("list", frozenset(["note", "text"]), listing.may_hold, listing.restore_lists),
    # Tables printed one cell a line.
    Rule("table", frozenset(["note", "text"]), table.may_hold, table.restore_tables),
)
"""In the order in which they are applied."""


def repair(item: Item) -> Item:
    """`item` healed, with what was changed added to `item.repairs`; itself if it is sound.

    Repairing an item that is already repaired changes nothing.
    """
    own: Part = "note" if item.kind in ("annotation", "page-note") else "text"
    passage, made = _applied(item.passage, "passage")
    body, more = _applied(item.body, own)
    if not made and not more:
        return item
    return item._replace(passage=passage, body=body, repairs=(*item.repairs, *made, *more))


def _applied(blocks: Tuple[Block, ...], part: Part) -> Tuple[Tuple[Block, ...], List[Repair]]:
    repairs: List[Repair] = []
    for rule in RULES if blocks else ():
        if part in rule.parts and any(map(rule.hint, blocks)):
            blocks, made = rule.apply(blocks)
            repairs += made
    return blocks, repairs


def forget() -> None:
    """Give back the memory that the word list takes, some 20 MB; it is read again when needed.
    Anki stays open for days."""
    lexicon.ranks.cache_clear()
