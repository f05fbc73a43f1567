"""The habits of Obsidian in a note: callouts, markers and separators (docs/formats.md).

A habit parts a note into what is asked and what is answered. The longest separator is tried first;
none is looked for in code, formulas or URLs.
"""

from __future__ import annotations

import re
from typing import List, Literal, NamedTuple, Optional, Sequence, Tuple

from ..model import Block, Blocks
from ..text.spans import cut, joined, lines, outline, plain, stripped
from ..text.tags import leading_tags, tag_names
from .callouts import WORDED, Header, header_in, inner_quoted, unquoted
from .dialogue import said_in
from .doubt import is_question
from .markers import Parted, at_marker, prose
from .separators import GLUED, ONE_WAY, TWO_WAY, are_cards, at_line_separator, at_separator, others
from .tagged import tags_off

_QUESTIONS = ("question", "help", "faq")
"""Callouts of which, without a title, the first line asks, whatever it ends in."""
_ASKS = ("?", "\uff1f")
_STATES = (".", "\u3002", ";", "\uff1b", ",", "\uff0c")
_LONGEST_QUESTION = 160


class Habit(NamedTuple):
    """A note parted: `how` says by what; a plain note has all its text in `answer`.

    `more` is what stands below the answer: further cards, as quotations. `callout` is the name in
    lower case (`note`), `tags` what stands beside a marker and in its path.
    """

    how: Literal["callout", "marker", "separator", "plain"]
    question: Blocks = ()
    answer: Blocks = ()
    more: Blocks = ()
    callout: str = ""
    folded: bool = False
    tags: Tuple[str, ...] = ()


def habit_of(body: Sequence[Block], one_way: bool = False, known: Tuple[str, ...] = ()) -> Habit:
    """`body` parted; `one_way` also takes `::` for a separator, and `known` are tags by what the
    source says."""
    habit = _habit(tuple(body), one_way)
    if habit.question:
        habit = _without_tag_lines(habit, known)
    elif habit.how == "plain":
        answer, names = tags_off(habit.answer)
        habit = habit._replace(answer=answer, tags=names)
    return habit._replace(question=inner_quoted(habit.question), answer=inner_quoted(habit.answer))


def _without_tag_lines(habit: Habit, known: Tuple[str, ...]) -> Habit:
    """`habit`, a card, in which lines of nothing but tags, at its head or end, are its tags."""
    question, above = _tag_lines_off(habit.question, 0)
    answer, below = _tag_lines_off(habit.answer, -1)
    # A tag that is all there is may be what was asked for.
    question, asked = tags_off(question or habit.question, known, asks=True)
    answer, said = tags_off(answer or habit.answer, known)
    tags = tuple(dict.fromkeys((*habit.tags, *above, *below, *asked, *said)))
    return habit._replace(question=question, answer=answer, tags=tags)


def _tag_lines_off(blocks: Blocks, end: int) -> Tuple[Blocks, Tuple[str, ...]]:
    """(`blocks` without lines of tags at their `end`, 0 or -1; what these name)."""
    kept = list(blocks)
    names: List[str] = []
    while kept and kept[end].kind in WORDED:
        printed = lines(kept[end].spans)
        texts = [outline(line) for line in (printed if end == 0 else reversed(printed))]
        count = next((n for n, text in enumerate(texts) if not _is_tags(text)), len(texts))
        names += [name for text in texts[:count] for name in tag_names(text)]
        if count < len(texts):
            left = printed[count:] if end == 0 else printed[: len(printed) - count]
            kept[end] = kept[end]._replace(spans=stripped(joined(left))) if count else kept[end]
            break
        kept.pop(end)
    return tuple(kept), tuple(names)


def first_line_off(blocks: Blocks) -> Tuple[Blocks, Blocks]:
    """(the first line, what is below it) of blocks that begin with words, else (nothing, all)."""
    return _first_line_off(blocks, 0) if blocks and blocks[0].kind in WORDED else ((), blocks)


def _habit(body: Blocks, one_way: bool) -> Habit:
    blocks, above = _below_tags(unquoted(body))
    if not blocks:
        return Habit("plain")
    header = _header(blocks)
    title: Blocks = ()
    if header:
        title, rest = _first_line_off(blocks, header.title)
        blocks = (*title, *rest)
    marked = at_marker(blocks)
    if marked:
        before, names = _tag_lines_off(marked.before, 0)
        marked = marked._replace(before=before, tags=(*names, *marked.tags))
    tags = (*above, *(marked.tags if marked else ()))
    how: Literal["callout", "marker"] = "callout" if header else "marker"
    more = marked.more if marked else ()
    made = Habit(how, (), blocks, more, *(header[:2] if header else ("", False)), tags)
    said = said_in((*marked.before, *marked.after) if marked else blocks)
    if said:
        told = {**said._asdict(), "more": (*said.more, *made.more)}
        return made._replace(how="separator", **told)
    if marked and marked.before and marked.after:
        each = (*marked.before, *marked.after)
        separator = next((one for one in (ONE_WAY, GLUED) if are_cards(each, one)), TWO_WAY)
        sides = at_separator(marked.before, separator) if len(marked.before) == 1 else None
        if sides and sides[0] and sides[1]:
            return _listed(made, sides[0], (*sides[1], *marked.after), separator)
        return made._replace(question=marked.before, answer=marked.after)
    titled = bool(title)
    if marked:
        titled = titled and bool(marked.before or marked.asks)
        blocks = marked.before or marked.after
    parted = at_line_separator(blocks)
    if parted and parted[0] and parted[1]:
        answer, more = others(parted[1], None)
        return made._replace(question=parted[0], answer=answer, more=(*more, *made.more))
    # What is marked as a card, and has no other side, is parted by two colons whoever typed it.
    separators = [TWO_WAY, *([ONE_WAY] if one_way or marked else []), *([GLUED] if marked else [])]
    for separator in separators if not titled or len(blocks) == 1 else ():
        parted = at_separator(blocks, separator)
        if parted and parted[0]:
            return _listed(made, *parted, separator)
    if titled:
        return made._replace(question=blocks[:1], answer=blocks[1:])
    if marked:
        question, answer = _first_asks(blocks, marked)
        return made._replace(question=question, answer=answer)
    if header:
        question, answer = first_line_off(blocks)
        text = plain(question[0].spans) if question else ""
        if header.name in _QUESTIONS or (text.endswith(_ASKS) and answer) or is_question(question):
            return made._replace(question=question, answer=answer)
    return made._replace(how=how if header or above else "plain", answer=blocks)


def _listed(made: Habit, question: Blocks, answer: Blocks, separator: re.Pattern[str]) -> Habit:
    answer, more = others(answer, separator)
    if more and len(question) == 1 and len(question[0].rows) == 1:
        question = prose(question[0].rows[0].cells)
    return made._replace(
        how="separator", question=question, answer=answer, more=(*more, *made.more)
    )


def _below_tags(blocks: Blocks) -> Tuple[Blocks, Tuple[str, ...]]:
    """(what is below, their names) where lines of tags stand above a callout, one of them a marker
    perhaps; else (`blocks`, nothing)."""
    names: List[str] = []
    for at, block in enumerate(blocks):
        if block.kind not in WORDED or not _is_tags(outline(block.spans).split("\n", 1)[0]):
            break
        printed = lines(block.spans)
        texts = list(map(outline, printed))
        end = next((n for n, text in enumerate(texts) if not _is_tags(text)), len(texts))
        names += [name for text in texts[:end] for name in tag_names(text)]
        rest = (*prose(printed[end:]), *blocks[at + 1 :])
        if _header(rest):
            quoted = (one._replace(kind="prose") if one.kind == "quote" else one for one in rest)
            return unquoted(tuple(quoted)), tuple(names)
        if end < len(texts):
            break
    return blocks, ()


def _is_tags(line: str) -> bool:
    return 0 < len(line) == leading_tags(line)


def _header(blocks: Sequence[Block]) -> Optional[Header]:
    if not blocks or blocks[0].kind not in WORDED:
        return None
    return header_in(outline(blocks[0].spans).split("\n", 1)[0])


def _first_asks(blocks: Blocks, marked: Parted) -> Tuple[Blocks, Blocks]:
    """(question, answer) where a marker has words on one side only; no question where another
    place, a passage, has to ask."""
    first, rest = first_line_off(blocks)
    text = plain(first[0].spans) if first else ""
    if not marked.after:
        return (first, rest) if text.endswith(_ASKS) and rest else (blocks, ())
    asks = text and rest and len(text) <= _LONGEST_QUESTION and not text.endswith(_STATES)
    return (first, rest) if marked.asks or asks else ((), blocks)


def _first_line_off(blocks: Blocks, title: int) -> Tuple[Blocks, Blocks]:
    """(what stands from place `title` of the first line on, the blocks below that line)."""
    first, *below = lines(blocks[0].spans)
    return prose([cut(first, title, len(plain(first)))]), (*prose(below), *blocks[1:])
