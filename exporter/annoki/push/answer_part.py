"""The part of an annotation's Markdown that is its answer, and the same with another one.

Nothing is written that was not composed first: the new text must give a card whose answer means
what stands in Anki, and of which all else is as it was.
"""

from __future__ import annotations

from typing import Iterator, NamedTuple, Tuple

from ..compose import compose
from ..compose.habits import Habit, habit_of
from ..compose.judge import Judged, judge
from ..config import Config
from ..model import Block, Blocks, Face, Item
from ..notetype import WRITTEN
from ..readers.html.walk import blocks_of_html
from ..readers.markdown.blocks import blocks_of_markdown
from ..readers.markdown.typing import manner_of
from ..repair import repair
from ..text.spans import text_span
from ..text.urls import is_web
from ..words import message
from .as_markdown import NoWayBack as NoWayBack
from .as_markdown import shown_in, typed
from .edits import edits_in
from .lost import hidden_in, is_more
from .meaning import mean_the_same, meaning_of
from .places import Beginning, beginnings, endings, lines_in

_ANYWHERE = Item(
    "annotation", "hypothesis", "", 1, (Block("prose", text_span("\ufffc")),), face=Face.RECORD
)
_PLAIN = Config()
_ANSWER = WRITTEN.index("Answer")
_MOST_READ = 250_000
"""So many characters are read in all until an answer's place must have been found."""
_WORDS = "annoki"
_PARTS = " ::: "
_CLOSINGS = ("", " ", "\n\n")
"""What may have to stand between an answer and what is behind it on its line."""


class _Card(NamedTuple):
    """What an annotation becomes, as far as another answer must leave it alone."""

    question: Blocks
    passage: Blocks
    tags: Tuple[str, ...]
    more: Blocks
    how: Tuple[str, str, bool]


def with_answer(text: str, html: str, around: Item = _ANYWHERE, config: Config = _PLAIN) -> str:
    """The annotation's Markdown `text` with the answer that the field `html` holds, every character
    outside its answer being as it was.

    `around` is what the annotation was read as: its passage, tags and address also say which part
    is the answer. Without it any passage is thought of. `text` itself comes back where its answer
    says what `html` does. Raises NoWayBack, with the reason, where the answer's place cannot be
    told or `html` cannot be typed.
    """
    return _Annotation(text, around, config).with_answer(html)


class _Candidate(NamedTuple):
    """The whole `text` with the answer from `start` to `end` replaced, and how that is parted.
    `before` stands before each further line of the answer."""

    start: int
    end: int
    text: str
    how: Tuple[str, str, bool]
    before: str = ""


class _Annotation:
    """One annotation, read with this or that `text`."""

    def __init__(self, text: str, around: Item, config: Config) -> None:
        self.text = text
        self.around = around
        self.config = config
        self.left = _MOST_READ
        self.manner = manner_of(text)
        self.item = self.item_of(text)
        self.judged = self.judge(self.item)
        self.habit = self.habit_of(self.item)
        self.card = _card(self.judged, self.habit)

    def item_of(self, text: str) -> Item:
        """The item that the annotation is, were `text` what was typed."""
        self.left -= len(text)
        page = self.around.uri if is_web(self.around.uri) else ""
        body = blocks_of_markdown(text, base=page) if text.strip() else ()
        return repair(self.around._replace(body=body, repairs=()))

    def judge(self, item: Item) -> Judged:
        return judge(item, self.config.reverse_separator, self.config.one_way_separator)

    def habit_of(self, item: Item) -> Habit:
        known = item.tags if item.face == Face.RECORD else ()
        return habit_of(item.body, self.config.one_way_separator, known)

    def answer_of(self, item: Item) -> str:
        """The HTML of the answer that `item` gives."""
        return compose(item, "", self.config).fields[_ANSWER]

    def with_answer(self, html: str) -> str:
        """See the function of this name."""
        wanted = shown_in(html)
        shown = meaning_of(blocks_of_html(self.answer_of(self.item)))
        if mean_the_same(shown, wanted):
            return self.text
        if self.judged.quoted:
            raise NoWayBack(message("answers.quoted"))
        further = len(self.habit.more)
        if further and not mean_the_same(shown[-further:], wanted[-further:]):
            raise NoWayBack(message("answers.several"))
        markdown = self.typed(wanted[: len(wanted) - further])
        for one in self.candidates(markdown):
            if self.left < 0:
                raise NoWayBack(message("answers.long"))
            if self.is_answered(one, wanted):
                return self.edited(one, shown[: len(shown) - further], markdown, wanted)
        raise NoWayBack(message("answers.unread" if self.has_place() else "answers.nowhere"))

    def has_place(self) -> bool:
        """Whether it can be told where an answer stands that is nothing but words."""
        words = meaning_of(blocks_of_html(_WORDS))
        return any(
            self.left >= 0 and self.is_answered(one, words) for one in self.candidates(_WORDS)
        )

    def candidates(self, markdown: str) -> Iterator[_Candidate]:
        """The texts that may be meant, the likelier ones first."""
        text, how = self.text, self.card.how
        lines = lines_in(text)
        ends = list(endings(lines, any_line=bool(self.habit.more))) or [len(text)]
        markers = [line.marker for line in lines if line.marker is not None]
        for start in list(beginnings(lines)) or [Beginning(0)]:
            if start.is_below and self.judged.answer:
                continue  # what answers already would stay
            typed_there = self.typed_at(start, markdown)
            for end in [start.at] if start.is_below else ends:
                if end < start.at or any(start.at <= at < end for at in markers):
                    continue
                is_last = text[end : end + 1] in ("", "\r", "\n")
                for between in _CLOSINGS[:1] if is_last else _CLOSINGS:
                    new = f"{text[: start.at]}{typed_there}{between}{text[end:]}"
                    yield _Candidate(start.at, end, new, how, start.before)
        if how[0] == "plain" and not self.judged.answer:
            # What was only asked is parted as readers part their notes, and answered.
            for at in ends:
                new = f"{text[:at]}{self.typed_at(Beginning(at, _PARTS), markdown)}{text[at:]}"
                yield _Candidate(at, at, new, ("separator", "", False))

    def typed(self, blocks: Blocks) -> str:
        """What the annotation's reader would type for `blocks`."""
        return "\n\n".join(typed(block, self.manner) for block in blocks)

    def typed_at(self, start: Beginning, markdown: str) -> str:
        """`markdown` as it is typed at `start`."""
        first, *others = markdown.split("\n")
        further = (f"{start.before}{line}" if line else start.before.rstrip() for line in others)
        there = "\n".join([f"{start.opening}{first}", *further])
        return there.replace("\n", "\r\n") if "\r\n" in self.text else there

    def is_answered(self, one: _Candidate, wanted: Blocks) -> bool:
        """Whether the text `one` gives the same card with the answer `wanted`."""
        item = self.item_of(one.text)
        card = _card(self.judge(item), self.habit_of(item))
        if card != self.card._replace(how=one.how):
            return False
        return mean_the_same(meaning_of(blocks_of_html(self.answer_of(item))), wanted)

    def edited(self, one: _Candidate, shown: Blocks, markdown: str, wanted: Blocks) -> str:
        """The text `one`, in which what says what it did, in the answer `shown`, stays as it was
        typed. Raises NoWayBack where `one` would lose what nobody who saw that answer knows of."""
        old = self.text[one.start : one.end]
        hidden = hidden_in(old)
        try:
            told = self.typed(shown)
        except NoWayBack:
            told = ""
        place = Beginning(one.start, "", one.before)
        was, is_now = (self.typed_at(place, text) for text in (told, markdown))
        for new in edits_in(old, was, is_now) if told else ():
            whole = f"{self.text[: one.start]}{new}{self.text[one.end :]}"
            is_kept = all(new.count(kept) >= old.count(kept) for kept in hidden)
            if is_kept and self.is_answered(one._replace(text=whole), wanted):
                return whole
        if hidden:
            raise NoWayBack(message("answers.bookkeeping"))
        if shown and is_more(old, told):
            raise NoWayBack(message("answers.loses"))
        return one.text


def _card(judged: Judged, habit: Habit) -> _Card:
    how = (habit.how, habit.callout, habit.folded)
    return _Card(judged.prompt, judged.passage, judged.tags, habit.more, how)
