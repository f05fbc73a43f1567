"""What an item is to a learner: the table of design section 6, one function a row or two."""

from __future__ import annotations

import re
from typing import NamedTuple, Optional, Sequence, Tuple

from ..model import Block, Item, Status
from ..text.fullwidth import folded
from ..text.lazy import pattern
from ..text.marks import LINK, plain
from ..text.spans import dollars_pair, split
from . import doubt
from .habits import Habit, parse

_SENTENCE = pattern(r".+?(?:[。!?]+[”」』)\"]?|(?<![\d\s])[.;](?=\s)|…|$)", re.DOTALL)
_LONGEST_OPENING = 160
_CUT_AT = pattern(r"^.+[\s,、;:]", re.DOTALL)
_CJK = pattern("[\u2e80-\u9fff\uac00-\ud7af“「《]")
_LATIN_LETTER = pattern(r"[A-Za-z]")
_CHINESE_NAME = pattern(r"[^\s。!?:;,、]{4,40}(?=[ \t]+[\u2e80-\u9fff])")
# After these the name is only the first word of a longer one.
_GOES_ON = tuple("的之里中上下和与及或、,\uff0c")
_PICTURE = "\u56fe\u7247 Picture"
_DANGLING = pattern(r"[\s,、;:&]+$")
_SENTENCE_INSIDE = pattern(r"[.!?] [A-Z\u2e80-\u9fff]|: ?\S+ ?$")


class Judged(NamedTuple):
    """An item's parts by field, before rendering. `untitled` marks a prompt cut from the answer."""

    status: Status
    why: str
    prompt: Tuple[Block, ...]
    answer: Tuple[Block, ...] = ()
    passage: Tuple[Block, ...] = ()
    untitled: bool = False
    reverse: bool = False
    tags: Tuple[str, ...] = ()


def judge(item: Item, reverse_separator: bool = False, one_way_separator: bool = False) -> Judged:
    """What becomes of `item`, and why. One item gives exactly one note."""
    if item.kind in ("post", "memo"):
        judged = _digest(item)
    else:
        dollars = dollars_pair(doubt.text_of(item.body))
        habit = parse(item.body, one_way_separator, dollars)
        judged = _annotation(item.passage, habit, reverse_separator)
    texts = [item.passage, *[block.text for block in item.body if block.kind != "code"]]
    if judged.status != "unfinished" and any(map(doubt.has_placeholder, texts)):
        why = f"{judged.why}; a placeholder stands where a formula or code was lost"
        judged = judged._replace(status="unfinished", why=why)
    return judged


def _annotation(text: str, habit: Habit, reverse_separator: bool) -> Judged:
    # Readers keep the line breaks of code only.
    passage = (Block("code" if "\n" in text else "prose", text),) if text else ()
    if habit.how == "plain":
        return _plain(passage, habit)
    status, why = _card(habit) if habit.how != "separator" else _separator(habit)
    reverse = reverse_separator and habit.how == "separator" and status in ("ready", "unsure")
    prompt = habit.question
    if not prompt:
        # Marked as a card without a question: then the passage asks.
        prompt, passage = passage or habit.answer[:1], ()
    return Judged(status, why, prompt, habit.answer, passage, False, reverse, habit.tags)


def _card(habit: Habit) -> Tuple[Status, str]:
    how = f"callout {habit.callout.upper()}" if habit.how == "callout" else "marker line"
    how += ", folded" if habit.folded else ""
    if doubt.is_no_answer(habit.answer):
        why = "no answer but a pointer" if habit.answer else "no answer"
        return "unfinished", f"{how}: {why}"
    if habit.callout == "question":
        return "unsure", f"{how}: a question with a draft"
    return "ready", f"{how}: question and answer"


def _separator(habit: Habit) -> Tuple[Status, str]:
    right = doubt.text_of(habit.answer)
    if all(block.kind == "prose" for block in habit.answer) and doubt.is_open(right):
        return "unfinished", "separator: the right side is open"
    if doubt.is_doubted(right):
        return "unsure", "separator: the right side ends in doubt"
    return "ready", "separator: two sides"


def _plain(passage: Tuple[Block, ...], habit: Habit) -> Judged:
    note = habit.answer
    if not note:
        return Judged("highlight", "highlight without a note", passage)
    if doubt.is_question(note):
        return Judged("unfinished", "the note is an open question", note, (), passage)
    if passage:
        return Judged("passage", "passage and gloss", passage, note)
    return Judged("passage", "page note", note[:1], note[1:])


def _digest(item: Item) -> Judged:
    source = "post" if item.kind == "post" else "link note"
    body = item.body
    if item.title:
        title: Optional[str] = item.title
    else:
        title, body = _named(body) if item.kind == "memo" else (None, body)
    if not body:
        prompt = (Block("prose", title or ""),)
        return Judged("unfinished", f"{source} without text", prompt)
    if title:
        return Judged("digest", f"{source} with a title", (Block("prose", title),), body)
    prompt = (Block("prose", _opening(body)),)
    if doubt.text_of(prompt) == doubt.text_of(body):
        body = ()  # one sentence: the prompt says it all
    return Judged("digest", f"{source} without a title: its opening", prompt, body, untitled=True)


def _named(body: Sequence[Block]) -> Tuple[Optional[str], Tuple[Block, ...]]:
    """(name, the rest) of a link note, or (None, all of it) where the name is not certain."""
    first, *rest = body
    if first.kind == "heading" and rest:
        return first.text, tuple(rest)
    line, _, below = first.text.partition("\n")
    linked = split(line)[0] if line.startswith(LINK) else None
    linked_name = plain(linked.text) if linked is not None else ""
    if linked is not None and linked.kind == "link" and (rest or plain(first.text) != linked_name):
        # The name is what is linked; the link stays with the text.
        return linked_name, tuple(body)
    name = _name(line) if first.kind == "prose" else ""
    if (
        not name
        or line[len(name) :].lstrip().startswith(_GOES_ON)
        or _SENTENCE_INSIDE.search(folded(name))
        or (len(name) == len(line) and not (below or rest))
    ):
        return None, tuple(body)
    text = f"{line[len(name) :].strip()}\n{below}".strip()
    return name, ((first._replace(text=text),) if text else ()) + tuple(rest)


def _name(line: str) -> str:
    """What a link note is about, as its first words say, or empty.

    It is certain where a space parts a Latin name from the Chinese that follows, or a Chinese name
    from its text, or where it fills the line.
    """
    chinese = _CJK.search(line)
    latin = line[: chinese.start()] if chinese else line
    if _LATIN_LETTER.search(latin):
        return latin.rstrip() if not chinese or latin[-1].isspace() else ""
    match = _CHINESE_NAME.match(folded(line))
    return line[: match.end()] if match else ""


def _opening(body: Sequence[Block]) -> str:
    """The first sentence, as written; a long one is cut where a word ends, and says so."""
    written = [block.text for block in body if block.kind not in ("code", "picture") and block.text]
    text = written[0] if written else body[0].text or _PICTURE
    line = text.split("\n", 1)[0]
    length = 0
    for span in split(line):
        sentence = _SENTENCE.match(folded(span.text)) if span.kind == "prose" else None
        ends = sentence and len(sentence.group()) < len(span.text)
        length += len(sentence.group()) if sentence and ends else len(span.text)
        if ends or length > _LONGEST_OPENING:
            break
    if length <= _LONGEST_OPENING:
        return line[:length].strip()
    return _shortened(line)


def _shortened(line: str) -> str:
    whole = ""
    for span in split(line):
        if len(whole) + len(span.text) > _LONGEST_OPENING:
            if span.kind == "prose":
                whole += span.text[: _LONGEST_OPENING - len(whole)]
            break
        whole += span.text
    cut = _CUT_AT.match(folded(whole))
    shorter = whole[: cut.end()] if cut and cut.end() > _LONGEST_OPENING // 3 else whole
    dangling = _DANGLING.search(folded(shorter))
    return (shorter[: dangling.start()] if dangling else shorter) + " …"
