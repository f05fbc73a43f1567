"""Notes that say themselves what asks and what answers: `Q: ... A: ...`, `问：…答：…`."""

from __future__ import annotations

import re
from typing import List, NamedTuple, Optional, Sequence, Tuple

from ..model import Block, Blocks, Spans
from ..text.fullwidth import folded
from ..text.spans import cut, lines, outline, stripped
from .callouts import WORDED
from .markers import card_quoted, prose

_ASKS = re.compile(r"(?:(q)|question|问题?|提问) ?\d{0,2} ?: *", re.IGNORECASE)
_ANSWERS = re.compile(r"(?:(a)|answer|ans|答案?|回答) ?\d{0,2} ?: *", re.IGNORECASE)
_ANSWERS_BEHIND = re.compile(r"\? *((?:a|answer|ans|答案?|回答) ?\d{0,2} ?: *)", re.IGNORECASE)
# One letter may name a variable, and any other word of a list stand before a colon.
_A_QUESTION = re.compile(
    r"\?|什么|如何|怎么|怎样|为何|哪|\b(?:what|why|how|when|where|which|who)\b", re.IGNORECASE
)
_NAMED = re.compile(r"[^\W\d_]{1,12} ?:")
_MOST_LINES = 6


class Said(NamedTuple):
    """A note parted by its own words, all without these; `more` are further cards."""

    question: Blocks
    answer: Blocks
    more: Blocks


def said_in(blocks: Sequence[Block]) -> Optional[Said]:
    """`blocks` by what their first lines call themselves; further pairs are quotations."""
    first = outline(blocks[0].spans) if blocks and blocks[0].kind in WORDED else ""
    if not _ASKS.match(folded(first)):
        return None
    cards: List[Tuple[List[Spans], List[Block]]] = []
    asking = False
    for block in blocks:
        part: List[Spans] = []
        for line in _lines(block) if block.kind in WORDED else ():
            text = folded(outline(line))
            asks, answers = _ASKS.match(text), _ANSWERS.match(text) if asking else None
            if asks and not asking:
                if cards:
                    cards[-1][1].extend(prose(part))
                part, asking = [], True
                cards.append(([stripped(cut(line, asks.end(), len(text)))], []))
            elif answers:
                part, asking = [stripped(cut(line, answers.end(), len(text)))], False
            elif asking:
                cards[-1][0].append(line)
                if asks or _NAMED.match(text) or len(cards[-1][0]) > _MOST_LINES:
                    return None
            else:
                part.append(line)
        if block.kind not in WORDED and asking:
            return None
        cards[-1][1].extend(prose(part) if block.kind in WORDED else (block,))
    question, answer = cards[0]
    asked = prose(question)
    if asking or not asked or not _is_asked(first, asked):
        return None
    more = [one for head, said in cards[1:] for one in card_quoted(head[0], said)]
    return Said(asked, tuple(answer), tuple(more))


def _is_asked(first: str, question: Blocks) -> bool:
    label = _ASKS.match(folded(first))
    is_letter = label is not None and label[1] is not None
    return not is_letter or bool(_A_QUESTION.search(folded(outline(question[0].spans))))


def _lines(block: Block) -> List[Spans]:
    """The lines of `block`, an answer behind its question being one of its own."""
    result: List[Spans] = []
    for line in lines(block.spans):
        text = folded(outline(line))
        behind = _ANSWERS_BEHIND.search(text) if _ASKS.match(text) else None
        if behind:
            result += [stripped(cut(line, 0, behind.start(1)))]
            result += [stripped(cut(line, behind.start(1), len(text)))]
        else:
            result.append(line)
    return result
