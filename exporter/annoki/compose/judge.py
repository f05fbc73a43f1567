"""What an item is to a learner: the table of docs/card-design.md, one function a row or two."""

from __future__ import annotations

import re
from typing import NamedTuple, Tuple

from ..model import Block, Blocks, Face, Item, Status
from ..text.dates import is_when
from ..text.spans import outline, text_of
from ..words import Message
from . import doubt, labels, no_answer
from .code_like import with_code
from .digest import letters, says_nothing, sides_of
from .habits import Habit, first_line_off, habit_of
from .reasons import also, reason
from .tagged import tags_off

_LETTER = re.compile(r"[^\W\d_]")


class Judged(NamedTuple):
    """An item's parts by field, before rendering. `untitled` marks a prompt that is the opening of
    the answer, `rest` what is folded away below the answer, or left out if that `is_cut`. `quoted`
    says that the passage is the answer, `here` that the question needs it."""

    status: Status
    why: Message
    prompt: Blocks
    answer: Blocks = ()
    passage: Blocks = ()
    untitled: bool = False
    reverse: bool = False
    tags: Tuple[str, ...] = ()
    rest: Blocks = ()
    is_cut: bool = False
    quoted: bool = False
    here: bool = False


def judge(item: Item, reverse_separator: bool = False, one_way_separator: bool = False) -> Judged:
    """What becomes of `item`, and why. One item gives exactly one note."""
    judged = _judged(item, reverse_separator, one_way_separator)
    if judged.status != "unfinished" and doubt.has_placeholder(_converted(item)):
        why = also(judged.why, reason("why.placeholder"))
        judged = judged._replace(status="unfinished", why=why)
    if judged.status != "unfinished" and doubt.has_damaged_formula((*item.passage, *item.body)):
        why = also(judged.why, reason("why.lost_formula"))
        judged = judged._replace(status="unfinished", why=why)
    if judged.answer and not judged.rest and _words(judged.prompt) == _words(judged.answer):
        why = also(judged.why, reason("why.same"))
        judged = judged._replace(status="unfinished", why=why, answer=(), reverse=False)
    if judged.status not in ("unfinished", "highlight") and not judged.answer:
        why = also(judged.why, reason("why.all_asked"))
        judged = judged._replace(status="unfinished", why=why)
    if judged.passage:
        names = labels.unnamed(judged.prompt, judged.passage)
        if names:
            why = also(judged.why, reason("why.unnamed", name=names[0]))
            judged = judged._replace(why=why)
        if labels.needs_passage(judged.prompt, judged.answer, judged.passage):
            judged = judged._replace(here=True)
    return judged


def _judged(item: Item, reverse_separator: bool, one_way_separator: bool) -> Judged:
    # What is listed in an issue is a link note; a memo alone is a note on no passage.
    if item.kind == "post" or (item.kind == "memo" and (item.collection or not item.face)):
        said = (Block("prose", item.title),) if item.title else ()
        title, names = tags_off(said, item.tags, asks=True)
        return _digest(item._replace(title=title[0].spans) if names else item)._replace(tags=names)
    known = item.tags if item.face == Face.RECORD else ()
    habit = habit_of(item.body, one_way_separator, known)
    is_card = habit.question or habit.tags or not habit.answer
    if item.kind == "memo" and (habit.how == "plain" or not is_card):
        body, names = tags_off(habit.answer, known)
        return _digest(item._replace(body=body))._replace(tags=(*habit.tags, *names))
    return _with_code(_annotation(item.passage, item.body, habit, reverse_separator))


def _converted(item: Item) -> Blocks:
    """What of `item` may have come through a converter: not what its reader typed."""
    typed = item.kind == "annotation" or (item.kind == "memo" and item.face == Face.RECORD)
    return item.passage if typed else (*item.passage, *item.body)


def _words(blocks: Blocks) -> str:
    """All that `blocks` say, in letters, signs and addresses alone."""
    shown = [text_of(blocks), *(block.address for block in blocks)]
    return "".join("".join(shown).casefold().split())


def _annotation(passage: Blocks, body: Blocks, habit: Habit, reverse_separator: bool) -> Judged:
    if habit.how == "plain":
        return _plain(passage, habit)._replace(tags=habit.tags)
    prompt, answer = habit.question, habit.answer
    if not prompt and passage:
        # Marked as a card without a question: then the passage asks.
        prompt, passage = passage, ()
    elif not prompt:
        # Then the first line does; or, where nothing but the marks of a card was written, these.
        prompt, answer = first_line_off(answer)
        prompt, answer = prompt or answer[:1] or body, answer if prompt else answer[1:]
    habit = habit._replace(answer=answer)
    status, why = _card(habit) if habit.how != "separator" else _separator(habit)
    reverse = reverse_separator and habit.how == "separator" and status in ("ready", "unsure")
    answer = () if status == "unfinished" and no_answer.is_reminder(answer) else answer
    if habit.more:
        answer = (*answer, *habit.more)
        why = also(why, reason("why.more_cards"))
    return Judged(status, why, prompt, answer, passage, False, reverse, habit.tags)


def _with_code(judged: Judged) -> Judged:
    """What the reader typed, with its code set as code; a passage is as it was found."""
    quotes = judged.status in ("passage", "highlight") and not judged.passage
    prompt = judged.prompt if quotes else with_code(judged.prompt)
    answer = judged.answer if judged.quoted else with_code(judged.answer)
    return judged._replace(prompt=prompt, answer=answer)


def _card(habit: Habit) -> Tuple[Status, Message]:
    if habit.how == "callout":
        key = "why.callout_folded" if habit.folded else "why.callout"
        how = reason(key, name=habit.callout.upper())
    else:
        how = reason("why.marker_folded" if habit.folded else "why.marker")
    if no_answer.is_no_answer(habit.answer) and not no_answer.is_asked_for(
        habit.question, habit.answer
    ):
        points = habit.answer and not no_answer.is_reminder(habit.answer)
        return "unfinished", _of(how, "why.pointer" if points else "why.no_answer")
    if habit.callout == "question":
        return "unsure", _of(how, "why.draft")
    if doubt.holds_guess(habit.answer, habit.question):
        return "unsure", _of(how, "why.guess")
    return "ready", _of(how, "why.card")


def _of(how: Message, key: str) -> Message:
    return reason("errors.at", where=how, what=reason(key))


def _separator(habit: Habit) -> Tuple[Status, Message]:
    how = reason("why.separator")
    right = "\n".join([outline(block.spans) for block in habit.answer])
    is_prose = all(block.kind == "prose" for block in habit.answer)
    if no_answer.is_asked_for(habit.question, habit.answer):
        return "ready", _of(how, "why.sides")
    if is_prose and no_answer.is_open(right, goes_on=True):
        return "unfinished", _of(how, "why.open_side")
    if no_answer.is_no_answer(habit.answer):
        return "unfinished", _of(how, "why.pointer")
    if is_prose and doubt.is_doubted(right):
        return "unsure", _of(how, "why.doubted_side")
    if doubt.holds_guess(habit.answer, habit.question):
        return "unsure", _of(how, "why.guess_side")
    return "ready", _of(how, "why.sides")


def _plain(passage: Blocks, habit: Habit) -> Judged:
    note = habit.answer
    if not note:
        return Judged("highlight", reason("why.highlight"), passage)
    if doubt.is_question(note):
        return Judged("unfinished", reason("why.question"), note, (), passage)
    if passage and no_answer.is_mark(note, passage):
        return Judged("unfinished", reason("why.mark"), passage, note)
    if passage and no_answer.is_pointer(note):
        return Judged("unfinished", reason("why.elsewhere"), passage, note)
    if passage and labels.is_label(note, passage):
        if labels.is_heading(passage):
            return Judged("unfinished", reason("why.heading"), note, (), passage)
        return Judged("ready", reason("why.label"), note, passage, quoted=True)
    if passage:
        return Judged("passage", reason("why.gloss"), passage, note)
    return Judged("passage", reason("why.page_note"), note[:1], note[1:])


def _below_heading(blocks: Blocks) -> Blocks:
    """`blocks` without an only heading: it says no more of a post than its title."""
    below = tuple(block for block in blocks if block.kind != "heading")
    return below if below and len(blocks) == len(below) + 1 else blocks


def _digest(item: Item) -> Judged:
    is_post = item.kind == "post"
    if not item.body:
        why = reason("why.post_empty" if is_post else "why.link_empty")
        return Judged("unfinished", why, (Block("prose", item.title),))
    prompt, answer, rest, untitled, is_cut = sides_of(item)
    if untitled:
        why = reason("why.post_untitled" if is_post else "why.link_untitled")
    else:
        why = reason("why.post" if is_post else "why.link")
    status: Status = "unfinished"
    asked, said = text_of(prompt), text_of((*answer, *rest))
    if no_answer.is_pointer(_below_heading((*answer, *rest))):
        why = also(why, reason("why.text_pointer"))
    elif answer and not untitled and letters(asked) == letters(said):
        answer, rest = (), ()
        why = also(why, reason("why.same"))
    elif says_nothing(asked, said) or (untitled and _only_heads(said, item.body)):
        why = also(why, reason("why.says_nothing"))
    else:
        status = "digest"
    return Judged(status, why, prompt, answer, (), untitled, False, (), rest, is_cut)


def _only_heads(said: str, body: Blocks) -> bool:
    """Whether what is left is a day above what was taken for the question."""
    return is_when(said) and text_of(body).startswith(said)
