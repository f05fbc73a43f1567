"""The notes that every program gets, each known again by a word of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import Iterator, List, NamedTuple, Tuple

from ..generate import SEED, Annotation, Page, Writer


class Notation(NamedTuple):
    """A sentence as it is written, and what in it is TeX."""

    text: str
    formulas: Tuple[str, ...]


NOTATIONS = (
    Notation("当 $a_1 * b_1 * c_1$ 不变时成立。", ("a_1 * b_1 * c_1",)),
    Notation("若 $p < q$ 且 $q > r$ 则相反。", ("p < q", "q > r")),
    Notation(r"集合是 $\{x \mid x_i \ne 0\}$。", (r"\{x \mid x_i \ne 0\}",)),
    Notation(
        r"Here $\hat{y}_i = \mathbf{w}_i^\top x_i + b_i$ holds.",
        (r"\hat{y}_i = \mathbf{w}_i^\top x_i + b_i",),
    ),
    Notation(
        r"$$\begin{pmatrix} a & b \\ c & d \end{pmatrix}$$",
        (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",),
    ),
    Notation("It costs $5 at first and $6 later.", ()),
    Notation("路径是 `$HOME/$USER`。", ()),
)
"""What is hard to tell or to keep: Markdown's own signs in TeX, angle brackets, braces, a matrix,
and dollars that are none of TeX's."""

_EVERY = 8
"""One note in so many ends with a notation."""

_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Item:
    """One note: `written` is what stands in the dump, `front` and `back` say it as a card."""

    key: str
    month: str
    host: str
    written: Annotation
    formulas: Tuple[str, ...]

    @property
    def front(self) -> str:
        return "\n".join(self.written.front)

    @property
    def identity(self) -> str:
        """What a person would tell it by: the passage, else what was asked."""
        return self.written.passage or self.front

    @property
    def back(self) -> str:
        """In Markdown, with the passage below, and where it is from."""
        lines = [re.sub("^• ", "- ", line) for line in self.written.back]
        if self.written.passage and self.written.front != [self.written.passage]:
            lines += ["", self.written.passage]
        return "\n".join([*lines, "", f"{self.host}, {self.month}"]).strip()

    @property
    def answered(self) -> bool:
        """Whether it has an answer that is said, and so a card to be learnt."""
        last = "".join(self.written.note).strip()
        return bool(last and "".join(self.written.back)) and last[-1] not in "？?O"

    @property
    def titled(self) -> bool:
        """Whether it has a question of its own, in a callout."""
        return bool(self.written.note) and self.written.note[0].startswith("[!")

    def said(self, text: str, *formulas: str) -> Item:
        """With `text` added to what was written."""
        note, back = [*self.written.note], [*self.written.back]
        if note and ":::" in note[0]:
            note[-1] += f"，{text}"
            back[-1] += f"，{text}"
        else:
            note += ["", text]
            back += ["", text]
        written = self.written._replace(note=note, back=back)
        return replace(self, written=written, formulas=(*self.formulas, *formulas))

    def asked(self, title: str) -> Item:
        """With another question."""
        assert self.titled
        first = self.written.note[0].replace(self.front, title)
        note = [first, *self.written.note[1:]]
        return replace(self, written=self.written._replace(note=note, front=[title]))


Source = Tuple[Tuple[Item, ...], ...]
"""What there is to read: of each document its notes, in their order."""


def corpus(count: int) -> Source:
    """`count` notes; see `benchmarks.generate`."""
    made: List[Tuple[Item, ...]] = []
    number = 0
    for page in Writer(SEED).pages(count):
        made.append(tuple(_items(page, number)))
        number += len(page.annotations)
    return tuple(made)


def others(count: int, after: int) -> Iterator[Item]:
    """`count` more notes, none of them of the corpus, each a question with an answer."""
    pages = Writer(SEED + 1).pages(100 * count)
    found = (item for page in pages for item in _items(page, after))
    fit = (item for item in found if item.titled and item.answered and item.written.passage)
    for number, item in enumerate(islice(fit, count), after):
        passage = re.sub(r"zu\d+", f"zu{number:05}", item.written.passage)
        yield replace(item, key=f"zu{number:05}", written=item.written._replace(passage=passage))


def pages(source: Source) -> Iterator[Page]:
    """As the dump's writer takes them."""
    for items in source:
        if items:
            yield Page(items[0].month, items[0].host, [item.written for item in items])


def _items(page: Page, first: int) -> Iterator[Item]:
    for number, written in enumerate(page.annotations, first):
        key = f"zu{number:05}"
        prose = _FENCE.sub("", "\n".join(written.note))
        formulas = tuple(re.findall(r"\$([^$\n]+)\$", prose))
        item = Item(key, page.month, page.host, marked(written, key), formulas)
        if number % _EVERY == 0 and written.note and ":::" not in written.note[0]:
            notation = NOTATIONS[number // _EVERY % len(NOTATIONS)]
            item = item.said(notation.text, *notation.formulas)
        yield item


def marked(written: Annotation, key: str) -> Annotation:
    """With a word in its passage, else in its text, by which it is known again in Anki."""
    if written.passage:
        passage = f"{written.passage} Mark {key}."
        front = [passage] if written.front == [written.passage] else written.front
        return written._replace(passage=passage, front=front)
    lines = [*written.note, "", f"Mark {key}."]
    return written._replace(note=lines, back=[*written.back, "", f"Mark {key}."])
