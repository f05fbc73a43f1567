"""What an item is to a learner: the table of docs/card-design.md, one function a row or two."""

from __future__ import annotations

import re
from typing import NamedTuple, Tuple

from ..model import Block, Blocks, Face, Item, Status
from ..text.dates import is_when
from ..text.spans import outline, text_of
from . import doubt, labels, no_answer
from .code_like import with_code
from .digest import letters, says_nothing, sides_of
from .habits import Habit, first_line_off, habit_of
from .tagged import tags_off

_LETTER = re.compile(r"[^\W\d_]")


class Judged(NamedTuple):
    """An item's parts by field, before rendering. `untitled` marks a prompt that is the opening of
    the answer, `rest` what is folded away below the answer, or left out if that `is_cut`. `quoted`
    says that the passage is the answer, `here` that the question needs it."""

    status: Status
    why: str
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
        why = f"{judged.why}; a placeholder stands where a formula or code was lost"
        judged = judged._replace(status="unfinished", why=why)
    if judged.status != "unfinished" and doubt.has_damaged_formula((*item.passage, *item.body)):
        why = f"{judged.why}; a formula was lost, and what is left of it is no TeX"
        judged = judged._replace(status="unfinished", why=why)
    if judged.answer and not judged.rest and _words(judged.prompt) == _words(judged.answer):
        why = f"{judged.why}; the answer says what the prompt does"
        judged = judged._replace(status="unfinished", why=why, answer=(), reverse=False)
    if judged.status not in ("unfinished", "highlight") and not judged.answer:
        why = f"{judged.why}; all of it is asked, and nothing answers"
        judged = judged._replace(status="unfinished", why=why)
    if judged.passage:
        names = labels.unnamed(judged.prompt, judged.passage)
        if names:
            judged = judged._replace(why=f"{judged.why}; the passage does not name {names[0]}")
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
        why += "; further cards stand below the answer"
    return Judged(status, why, prompt, answer, passage, False, reverse, habit.tags)


def _with_code(judged: Judged) -> Judged:
    """What the reader typed, with its code set as code; a passage is as it was found."""
    quotes = judged.status in ("passage", "highlight") and not judged.passage
    prompt = judged.prompt if quotes else with_code(judged.prompt)
    answer = judged.answer if judged.quoted else with_code(judged.answer)
    return judged._replace(prompt=prompt, answer=answer)


def _card(habit: Habit) -> Tuple[Status, str]:
    how = f"callout {habit.callout.upper()}" if habit.how == "callout" else "marker line"
    how += ", folded" if habit.folded else ""
    if no_answer.is_no_answer(habit.answer) and not no_answer.is_asked_for(
        habit.question, habit.answer
    ):
        points = habit.answer and not no_answer.is_reminder(habit.answer)
        why = "no answer but a pointer" if points else "no answer"
        return "unfinished", f"{how}: {why}"
    if habit.callout == "question":
        return "unsure", f"{how}: a question with a draft"
    if doubt.holds_guess(habit.answer, habit.question):
        return "unsure", f"{how}: the answer holds a guess"
    return "ready", f"{how}: question and answer"


def _separator(habit: Habit) -> Tuple[Status, str]:
    right = "\n".join([outline(block.spans) for block in habit.answer])
    is_prose = all(block.kind == "prose" for block in habit.answer)
    if no_answer.is_asked_for(habit.question, habit.answer):
        return "ready", "separator: two sides"
    if is_prose and no_answer.is_open(right, goes_on=True):
        return "unfinished", "separator: the right side is open"
    if no_answer.is_no_answer(habit.answer):
        return "unfinished", "separator: no answer but a pointer"
    if is_prose and doubt.is_doubted(right):
        return "unsure", "separator: the right side ends in doubt"
    if doubt.holds_guess(habit.answer, habit.question):
        return "unsure", "separator: the right side holds a guess"
    return "ready", "separator: two sides"


def _plain(passage: Blocks, habit: Habit) -> Judged:
    note = habit.answer
    if not note:
        return Judged("highlight", "highlight without a note", passage)
    if doubt.is_question(note):
        return Judged("unfinished", "the note is an open question", note, (), passage)
    if passage and no_answer.is_mark(note, passage):
        return Judged("unfinished", "the note is only a mark", passage, note)
    if passage and no_answer.is_pointer(note):
        return Judged("unfinished", "the note only points elsewhere", passage, note)
    if passage and labels.is_label(note, passage):
        if labels.is_heading(passage):
            return Judged("unfinished", "a label, and its passage is a heading", note, (), passage)
        return Judged("ready", "a label, which its passage answers", note, passage, quoted=True)
    if passage:
        return Judged("passage", "passage and gloss", passage, note)
    return Judged("passage", "page note", note[:1], note[1:])


def _below_heading(blocks: Blocks) -> Blocks:
    """`blocks` without an only heading: it says no more of a post than its title."""
    below = tuple(block for block in blocks if block.kind != "heading")
    return below if below and len(blocks) == len(below) + 1 else blocks


def _digest(item: Item) -> Judged:
    source = "post" if item.kind == "post" else "link note"
    if not item.body:
        return Judged("unfinished", f"{source} without text", (Block("prose", item.title),))
    prompt, answer, rest, untitled, is_cut = sides_of(item)
    why = f"{source} without a title: its opening" if untitled else f"{source} with a title"
    status: Status = "unfinished"
    asked, said = text_of(prompt), text_of((*answer, *rest))
    if no_answer.is_pointer(_below_heading((*answer, *rest))):
        why += "; no text but a pointer"
    elif answer and not untitled and letters(asked) == letters(said):
        answer, rest = (), ()
        why += "; the answer says what the prompt does"
    elif says_nothing(asked, said) or (untitled and _only_heads(said, item.body)):
        why += "; its text says nothing: tags, signs, a day, addresses, or a cut beginning"
    else:
        status = "digest"
    return Judged(status, why, prompt, answer, (), untitled, False, (), rest, is_cut)


def _only_heads(said: str, body: Blocks) -> bool:
    """Whether what is left is a day above what was taken for the question."""
    return is_when(said) and text_of(body).startswith(said)
