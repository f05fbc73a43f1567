"""Marks inside a text, such as strong words and links, to elements.

Rules come in an order. Each goes once from left to right over what those before it have left; what
it reads becomes a sign for those after it, and only they look inside. So the marks in a text are
read in as many passes as there are rules, however many there are and whatever they open.

A text may have places for things that no rule is to read. In the tree they are elements `held`.
"""

from __future__ import annotations

import re
from typing import Callable, Iterator, List, NamedTuple, Optional, Sequence, Tuple, Union
from xml.etree.ElementTree import Element

Marked = Union[str, Element]
"""What stands for a mark: an element, or a text that means itself."""

Wording = Callable[[str], str]
"""Gives what a text says in which there are signs."""

_SIGN = re.compile("\x02(\\d+)\x03")
_HELD = re.compile("\x02annoki:(\\d+)\x03")
_EITHER = re.compile("\x02((?:annoki:)?\\d+)\x03")


class MarkRule(NamedTuple):
    """Where a mark may open, and what it makes of it: that, and where it ends; None if nothing
    opens there."""

    pattern: re.Pattern[str]
    make: Callable[[re.Match[str], Wording], Optional[Tuple[Marked, int]]]


def read_marks(root: Element, rules: Sequence[MarkRule]) -> None:
    """Put elements in the place of the marks in all texts below `root`, but those of a subclass of
    `str`, which are said to hold none. The texts are without U+0002 and U+0003."""
    reading = _Reading(rules)
    for element in list(root.iter()):
        children = list(element)
        texts = [element.text, *[child.tail for child in children]]
        if not any(texts) or type(element.text) not in (str, type(None)):
            continue
        element[:] = []
        element.text = None
        for text, child in zip(texts, [*children, None]):
            reading.add(element, reading.signed(text or ""))
            if child is not None:
                child.tail = None
                element.append(child)


class _Reading:
    """Of one tree: the rules, and all that they have made, by number."""

    def __init__(self, rules: Sequence[MarkRule]) -> None:
        self._rules = rules
        self._made: List[Marked] = []

    def signed(self, text: str, first: int = 0) -> str:
        """`text` with a sign for each mark that is read by the rule number `first` and those after
        it."""
        for n in range(first, len(self._rules)):
            text = self._once(text, n)
        return text

    def _once(self, text: str, n: int) -> str:
        pattern, make = self._rules[n]
        parts: List[str] = []
        at = 0
        match = pattern.search(text)
        while match:
            found = make(match, self._wording)
            end = found[1] if found else match.end()
            if found:
                made = found[0]
                for one in made.iter() if isinstance(made, Element) else ():
                    one.text = self.signed(one.text, n + 1) if one.text else None
                parts += [text[at : match.start()], f"\x02{len(self._made)}\x03"]
                self._made.append(made)
                at = end
            match = pattern.search(text, end)
        return "".join(parts) + text[at:] if parts else text

    def _wording(self, text: str) -> str:
        return _SIGN.sub(self._words, text)

    def _words(self, sign: re.Match[str]) -> str:
        made = self._made[int(sign.group(1))]
        return made if isinstance(made, str) else self._wording("".join(made.itertext()))

    def add(self, parent: Element, text: str) -> None:
        """Add `text` to the end of `parent`, each element in the place of its sign."""
        words: List[str] = []
        for part in self._parts(text):
            if isinstance(part, str):
                words.append(part)
                continue
            _say(parent, words)
            for one in list(part.iter()):
                inside, one.text = one.text or "", None
                children = list(one)
                one[:] = []
                self.add(one, inside)
                one.extend(children)
            parent.append(part)
            words = []
        _say(parent, words)

    def _parts(self, text: str) -> Iterator[Marked]:
        """`text`, parted at its signs, and what they are for."""
        for n, part in enumerate(_EITHER.split(text)):
            if n % 2 == 0:
                yield part
            elif part.startswith("annoki:"):
                yield Element("held", n=part[len("annoki:") :])
            elif isinstance(made := self._made[int(part)], str):
                yield from self._parts(made)
            else:
                yield made


def _say(parent: Element, words: List[str]) -> None:
    if not any(words):
        return
    if len(parent):
        parent[-1].tail = "".join([parent[-1].tail or "", *words])
    else:
        parent.text = "".join([parent.text or "", *words])


def held(n: int) -> str:
    """What stands in a text for the thing number `n` that no rule is to read.

    It is made of control characters, of which all input is free.
    """
    return f"\x02annoki:{n}\x03"


def holds(text: str) -> bool:
    """Whether `text` holds a place for something."""
    return _HELD.search(text) is not None


def released(text: str, things: Sequence[str]) -> str:
    """`text` with each of `things` in the place that was held for it."""
    return _HELD.sub(lambda match: things[int(match.group(1))], text)
