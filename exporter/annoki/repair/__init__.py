"""Repair: heals what copying and converting broke, and records each change (docs/formats.md).

Each rule is a module, and a line in `RULES`. It says where its damage comes from, and leaves alone
what it is not sure of: a repair that changes sound text is worse than none.
"""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import FrozenSet, List, Sequence, Tuple, get_args

from ..model import Block, BlockKind, Blocks, Item, Repair
from . import (
    bracket,
    button,
    commands,
    cut,
    emphasis,
    environment,
    formula,
    gutter,
    lexicon,
    lines,
    listing,
    marks,
    names,
    punctuation,
    table,
    words,
)
from .rule import Part, Rule, alone, in_words, in_words_of, words_of

__all__ = ["RULES", "forget", "repair"]

_Kinds = FrozenSet[BlockKind]
_PROSE: _Kinds = frozenset(["prose"])
_CODE: _Kinds = frozenset(["code"])
_WORDS: _Kinds = frozenset(get_args(BlockKind)) - {"code", "caption"}
_SET: _Kinds = _WORDS | {"caption"}
_PASSAGE: FrozenSet[Part] = frozenset(["passage"])
_NOTE: FrozenSet[Part] = frozenset(["note"])
_TEXT: FrozenSet[Part] = frozenset(["text"])
_BODY: FrozenSet[Part] = frozenset(["note", "text"])
_NOT_OWN: FrozenSet[Part] = frozenset(["passage", "text"])
_ALL: FrozenSet[Part] = _NOT_OWN | _NOTE
_TITLE: FrozenSet[Part] = frozenset(["title"])
_chinese = in_words(punctuation.marks_of_chinese, _SET)
_fractions = in_words(punctuation.fractions, _PROSE)
_formulas = formula.tripled_formulas
_joints_of_pdf = in_words(words.joints_of_pdf, _PROSE)
_is_folded = attrgetter("folded")
_own_formulas = partial(_formulas, own=True)

RULES: Tuple[Rule, ...] = (
    # Labels of page buttons inside a passage.
    Rule("button", _PASSAGE, _PROSE, button.may_hold, in_words(button.labels, _PROSE)),
    # Commands of a formula whose line ends were deleted.
    Rule("commands", _NOT_OWN, _SET, marks.may_hold, commands.part_commands),
    # Those whose beginning was taken for an escape.
    Rule("commands", _ALL, _SET, marks.may_hold, alone(commands.restore_commands)),
    # One with an environment, which its reader took for a formula without its other two faces.
    Rule("formula", _NOT_OWN, _WORDS, marks.may_hold, alone(environment.tripled_environments)),
    # A formula that is printed three times becomes one; readers repeat more than pages do.
    Rule("formula", _NOT_OWN, _WORDS, formula.may_hold, in_words(_formulas, _WORDS)),
    Rule("formula", _NOTE, _WORDS, formula.may_hold, in_words(_own_formulas, _WORDS)),
    # Signs of a formula that a blog's Markdown took for marks.
    Rule("marks", _BODY, _SET, marks.may_hold, alone(marks.restore)),
    # Those around a formula on lines of its own.
    Rule("marks", _BODY, _PROSE, bracket.may_hold, alone(bracket.with_brackets)),
    # Those of emphasis that Markdown left standing.
    Rule("marks", _TEXT, _SET, emphasis.may_hold, alone(emphasis.with_emphasis)),
    # Words run together or cut by the lines of a PDF.
    Rule("word", _PASSAGE, _PROSE, words.may_hold, in_words(words.joints, _PROSE)),
    Rule("word", _PASSAGE, _PROSE, words.may_hold_of_pdf, _joints_of_pdf, words.is_of_pdf),
    # Passages that were selected in mid-word.
    Rule("cut", _PASSAGE, _PROSE, cut.may_hold, in_words_of(cut.cut_ends, _PROSE)),
    # Names that ran together in a note.
    Rule("name", _NOTE, _PROSE, names.may_hold, in_words_of(names.names, _PROSE)),
    # Line numbers fused to the head of a code block, or standing in an excerpt before its code.
    Rule("gutter", _BODY, _CODE, gutter.may_hold, alone(gutter.drop_numbers)),
    Rule("gutter", _TEXT, _PROSE, gutter.may_hold_inside, alone(gutter.drop_inside)),
    Rule("gutter", _PASSAGE, _PROSE, gutter.may_hold_inside, alone(gutter.drop_before_code)),
    # Code whose line ends were deleted.
    Rule("lines", _BODY, _CODE, lines.may_hold, alone(lines.with_lines)),
    # Lists that a converter flattened into prose.
    Rule("list", _BODY, _PROSE, listing.may_hold, alone(listing.restore_lists)),
    # Tables printed one cell a line.
    Rule("table", _BODY, _PROSE, table.may_hold, alone(table.restore_tables)),
    # Marks of Chinese that a converter made ASCII.
    Rule("punctuation", _ALL | _TITLE, _SET, punctuation.may_hold, _chinese, _is_folded),
    Rule("punctuation", _NOT_OWN, _PROSE, punctuation.may_hold_fraction, _fractions),
)
"""In the order in which they are applied."""


def repair(item: Item, rules: Sequence[Rule] = RULES) -> Item:
    """`item` healed, with what was changed added to `item.repairs`; itself if it is sound.

    Repairing an item that is already repaired changes nothing.
    """
    own: Part = "note" if item.kind in ("annotation", "page-note") else "text"
    passage, made = _applied(rules, item, item.passage, "passage")
    body, more = _applied(rules, item, item.body, own)
    said = (Block("heading", item.title),) if item.title else ()
    title, named = _applied(rules, item, said, "title")
    if not made and not more and not named:
        return item
    return item._replace(
        passage=passage,
        body=body,
        title=title[0].spans if title else (),
        repairs=(*item.repairs, *named, *made, *more),
    )


def _applied(
    rules: Sequence[Rule], item: Item, blocks: Blocks, part: Part
) -> Tuple[Blocks, List[Repair]]:
    repairs: List[Repair] = []
    if not blocks:
        return blocks, repairs
    seen = _seen(blocks)
    for rule in rules:
        if part not in rule.parts or not rule.where(item):
            continue
        # Most hints cost less than a generator would that goes through the blocks.
        for kind, text in seen:
            if kind in rule.kinds and rule.hint(text):
                break
        else:
            continue
        blocks, made = rule.apply(blocks, item)
        if made:
            repairs += made
            seen = _seen(blocks)
    return blocks, repairs


def _seen(blocks: Blocks) -> List[Tuple[BlockKind, str]]:
    return [(block.kind, words_of(block)) for block in blocks]


def forget() -> None:
    """Give back the memory that the word list takes, some 20 MB; it is read again when needed.
    Anki stays open for days."""
    for kept in lexicon.KEPT:
        kept.cache_clear()
