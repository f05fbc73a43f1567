"""Margin notes as people leave them, by the thousand: the same ones for the same seed, anywhere.

`python -m benchmarks.generate COUNT FOLDER` writes them as an activity page turned into text
(`FOLDER/dump.txt`) and as Markdown for ankdown (`FOLDER/markdown`).
"""

from __future__ import annotations

import math
import re
import sys
from pathlib import Path
from random import Random
from typing import Callable, Iterable, Iterator, List, NamedTuple, TextIO

from . import vocabulary as words

SEED = 20240813
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FORMULAS = (
    ("\\sigma^2/n", "σ2/n"),
    ("O(n\\log n)", "O(nlogn)"),
    ("QK^T", "QKT"),
    ("x_i", "xi"),
    ("W_q x+b", "Wqx+b"),
    ("\\frac{1}{n}\\sum_i x_i", "1n∑ixi"),
    ("\\beta_1", "β1"),
    ("e^{-\\lambda t}", "e−λt"),
)
DAMAGED = tuple(tex for tex, _ in _FORMULAS)
"""The formulas that a passage may hold as copying leaves them: printed three times."""

_CODE = (
    ("python", ["def {a}({b}, {c}=None):", "    return [{d}({b}) for {d} in {c} or ()]"]),
    ("python", ["import {a}", "{b} = {a}.{c}({d}=3)", "print({b})  # {zh}"]),
    ("bash", ["$ {a} --{b} 8 --{c} {d}.json", "pip install {a}-{b}"]),
    ("json", ['{{"{a}": [1, 2, 3], "{b}": {{"{c}": true}}}}']),
    ("", ["{a} -> {b}: {c}", "{a} -> {d}: {b}"]),
)


class Annotation(NamedTuple):
    """What was highlighted and what was written beside it.

    `note` is what stands in the dump, line by line; `front` and `back` say the same as a card.
    """

    passage: str
    note: List[str]
    front: List[str]
    back: List[str]


class Page(NamedTuple):
    """Annotations on one document, in one month."""

    month: str
    host: str
    annotations: List[Annotation]


class Writer:
    """Someone who reads and writes English and Chinese, and never says the same thing twice."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def pages(self, count: int) -> Iterator[Page]:
        """Pages of `count` annotations, the newest first."""
        # As many months as a reader needs: some fifty highlights each, years at the most.
        months = min(max(4, count // 50), 180)
        made, host = 0, ""
        while made < count:
            ago = made * months // count
            year, month = divmod(2024 * 12 + 10 - ago, 12)
            size = min(count - made, max(1, int(self.random.expovariate(1 / 8))))
            if not host or self.random.random() < 0.6:
                host = f"{self.random.choice(('docs', 'www', 'blog'))}.{self._coined()}.example"
            annotations = [self._annotation() for _ in range(size)]
            yield Page(f"{MONTHS[month]} {year}", host, annotations)
            made += size

    def _annotation(self) -> Annotation:
        kind = self._one_of(callout=30, separator=25, plain=33, highlight=8, question=3, page=1)
        marked = self.random.random() < 0.4
        passage = "" if kind == "page" else self._passage()
        if kind == "highlight":
            return Annotation(passage, [], [passage], [""])
        if kind in ("callout", "question"):
            title = self._question()
            answer = [] if self.random.random() < 0.08 else self._answer(marked)
            name = "QUESTION" if kind == "question" else self._one_of(NOTE=20, tip=2, example=1)
            fold = self._one_of(**{"": 8, "-": 3, "+": 1})
            note = [f"[!{name}]{fold} {title}", "", "flashcard"]
            return Annotation(passage, note + [""] * bool(answer) + answer, [title], answer)
        if kind == "separator":
            left = self._statement() + self._one_of(**{"": 6, "的原因": 1, "的条件": 1})
            right = self._one_of(said=8, open=2)
            right = (
                self._statement() if right == "said" else self._one_of(**{words.ASKS: 2, "TODO": 1})
            )
            if marked and self.random.random() < 0.7:
                right += f"{words.COMMA}即 {self._inline()}"
            return Annotation(passage, [f"{left}:::{right}"], [left], [right])
        note = self._answer(marked) if marked else [self._gloss()]
        return Annotation(passage, note, [passage] if passage else note[:1], note)

    def _passage(self) -> str:
        if self.random.random() < 0.15:
            return self._prose(self._chinese, self._length(30, 220), "")
        passage = self._prose(self._english, self._length(30, 700), " ")
        damage = self.random.random()
        if damage < 0.04:  # a formula copied from a page, printed three times
            tex, plain = self.random.choice(_FORMULAS)
            passage += f" It costs {plain}{tex}{plain} in all."
        elif damage < 0.06:  # two words of a PDF's lines, run together
            passage = re.sub(r" (of|with|because) the ", r" \1the ", passage, count=2)
        elif damage < 0.07:  # the label of a button
            passage += f" For example: Copied {self._name()} = {self._name()}({self._name()}=1)"
        return passage

    def _answer(self, marked: bool) -> List[str]:
        lines = [self._gloss()]
        if not marked:
            return lines + (["", self._gloss()] if self.random.random() < 0.25 else [])
        lines[0] = lines[0].rstrip("。.")
        how = self._one_of(inline=6, bullets=2, flattened=2, fence=2, strong=1)
        if how == "inline":
            lines[0] += f"{words.COMMA}例如 {self._inline()}{words.COMMA}{self._statement()}"
        elif how == "strong":
            lines[0] += f"。**{self.random.choice(words.CONCEPTS)}**{words.COLON}{self._inline()}"
        elif how == "bullets":
            lines[0] += words.COLON
            lines += ["", *(f"• {self._statement()}" for _ in range(self.random.randint(2, 5)))]
        elif how == "flattened":
            sign = self._one_of(dash=1, number=1)
            for n in range(1, self.random.randint(3, 5)):
                lines[0] += f" {'-' if sign == 'dash' else f'{n}.'} {self._statement()}"
        else:
            lines += ["", *self._fence(), "", self._gloss()]
        return lines

    def _inline(self) -> str:
        if self.random.random() < 0.5:
            return f"`{self._name()}.{self._name()}({self.random.randint(1, 512)})`"
        return f"${self.random.choice(_FORMULAS)[0]}$"

    def _fence(self) -> List[str]:
        language, lines = self.random.choice(_CODE)
        names = {letter: self._name() for letter in "abcd"}
        code = [line.format(zh=self._statement(), **names) for line in lines]
        return [f"```{language}", *code, "```"]

    def _gloss(self) -> str:
        if self.random.random() < 0.12:
            return self._english()
        return self._prose(self._chinese, self._length(8, 90), "")

    def _question(self) -> str:
        about = self.random.choice(words.CONCEPTS)
        shape = self._one_of(**{"为什么{0}{1}": 3, "{1}时{0}有什么作用": 2, "{0}是什么": 1})
        return shape.format(about, self._statement()) + words.ASKS

    def _prose(self, sentence: Callable[[], str], length: int, between: str) -> str:
        text = sentence()
        while len(text) < length:
            text += between + sentence()
        return text

    def _length(self, least: int, most: int) -> int:
        """Short ones are many, long ones few."""
        return int(math.exp(self.random.uniform(math.log(least), math.log(most))))

    def _english(self) -> str:
        sentence = self._clause()
        if self.random.random() < 0.5:
            sentence += f" {self.random.choice(words.JOINTS)} {self._clause()}"
        if self.random.random() < 0.2:
            sentence = f"{self.random.choice(words.OPENERS)} {sentence}"
        return sentence[0].upper() + sentence[1:] + "."

    def _clause(self) -> str:
        verb = self.random.choice(words.VERBS)
        if self.random.random() < 0.25:
            verb = f"{self.random.choice(words.ADVERBS)} {verb}"
        return f"{self._thing()} {verb} {self._thing()}"

    def _thing(self) -> str:
        chance = self.random.random()
        if chance < 0.08:
            return self.random.choice(words.NAMES)
        if chance < 0.11:
            return self._name()
        noun = self.random.choice(words.NOUNS)
        if self.random.random() < 0.5:
            noun = f"{self.random.choice(words.ADJECTIVES)} {noun}"
        if self.random.random() < 0.25:
            noun += f" {self._one_of(of=5, **{'with': 2})} the {self.random.choice(words.NOUNS)}"
        return f"{self._one_of(the=5, every=1, each=1)} {noun}"

    def _statement(self) -> str:
        subject = self.random.choice(words.CONCEPTS)
        if self.random.random() < 0.3:
            name = self.random.choice(words.NAMES) if self.random.random() < 0.6 else self._name()
            subject = f"{name} 的{subject}"
        object_ = self.random.choice(words.CONCEPTS) + self.random.choice(words.ENDS)
        degree, action = self.random.choice(words.DEGREES), self.random.choice(words.ACTIONS)
        return f"{subject}{degree}{action}{object_}"

    def _chinese(self) -> str:
        text = self._statement()
        while self.random.random() < 0.4:
            text += f"{words.COMMA}{self.random.choice(words.LINKS)}{self._statement()}"
        return text + "。"

    def _coined(self) -> str:
        return "".join(self.random.choice(words.SYLLABLES) for _ in range(3))

    def _name(self) -> str:
        """An identifier; there are many, as there are in real texts."""
        first, second = self.random.choice(words.NOUNS), self.random.choice(words.NOUNS)
        how = self._one_of(snake=4, camel=2, coined=1)
        if how == "snake":
            return f"{first}_{second}"
        return first.title() + second.title() if how == "camel" else self._coined()

    def _one_of(self, **weights: int) -> str:
        return self.random.choices(list(weights), list(weights.values()))[0]


def write(count: int, folder: Path) -> None:
    """Write `count` annotations as `folder`/dump.txt and as `folder`/markdown/PAGE.md.

    ankdown makes a deck of each folder, and many decks are slow: so there is one.
    """
    markdown = folder / "markdown"
    markdown.mkdir(parents=True, exist_ok=True)
    with Path(folder, "dump.txt").open("w", encoding="utf-8") as dump:
        for n, page in enumerate(written(count, Writer(SEED).pages(count), dump)):
            cards = "\n---\n\n".join(_card(annotation) for annotation in page.annotations)
            Path(markdown, f"{n}.md").write_text(cards, encoding="utf-8")


def written(count: int, pages: Iterable[Page], dump: TextIO) -> Iterator[Page]:
    """`pages`, of `count` annotations together, each as it is written into `dump`."""
    month = host = ""
    number = 0
    dump.write(f"{count:,} Matching Annotations\n")
    for page in pages:
        headings = [page.month] if page.month != month else []
        headings += [f"{page.host} {page.host}"] if headings or page.host != host else []
        month, host = page.month, page.host
        for heading in headings:
            number += 1
            dump.write(f"  {number}. {heading}\n")
        dump.write("".join(_printed(page.annotations)))
        yield page


def _printed(annotations: List[Annotation]) -> Iterator[str]:
    for n, annotation in enumerate(annotations, 1):
        yield f"    {n}. {annotation.passage}".rstrip() + "\n"
        if annotation.note:
            yield "\n"
            yield from (f"      {line}".rstrip() + "\n" for line in annotation.note)
        yield "\n"


def _card(annotation: Annotation) -> str:
    back = [*annotation.back]
    if annotation.passage and annotation.front != [annotation.passage]:
        back += ["", annotation.passage]
    front, back_ = (_bracketed("\n".join(side)) for side in (annotation.front, back))
    return f"{front}\n\n%\n\n{back_}\n"


def _bracketed(text: str) -> str:
    """Formulas as ankdown's default wants them."""
    return re.sub(r"\$([^$\n]+)\$", r"\\(\1\\)", text)


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
