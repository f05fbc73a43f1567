"""A list that sits in one line of prose: `关键点: - 速度 - 显存`, `步骤: 1. 读取 2. 训练`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from typing import Dict, List, Mapping, NamedTuple, Optional, Tuple

from ..model import BlockKind, Spans
from ..text.fullwidth import folded
from ..text.scripts import HAN
from ..text.spans import cutter, plain, stripped
from .rule import words_in

_ANNOUNCES = re.compile(r"以下|如下|下列|下面|\bfollowing\b|\bas follows\b", re.I)
_DASH = re.compile(r"(?:(?<=\s)|(?<=:))[-•]\s+(?=\S)")
_NUMBER = re.compile(
    r"(?:(?<=[\s:。;,!?)])|\A)(\d{1,2})"
    rf"(?:\.\s+(?=[^\d\s])|[.、](?=[{HAN}])|\.\s+(?=\d+[A-Za-z{HAN}]))"
)
_FIRST_SENTENCE = re.compile(r"[。!?;]|[.;!?](?=\s|\Z)")
_LETTER = re.compile(r"[^\W\d_]")
_WORDLESS = re.compile(r"[\W\d_]*\Z")
_CHINESE = re.compile(f"[{HAN}]")


class InlineList(NamedTuple):
    """A line taken apart: prose before, the items, prose after; `source` is the list as printed."""

    kind: BlockKind
    head: Spans
    items: Tuple[Spans, ...]
    tail: Spans
    source: Spans


Place = Tuple[int, int]


def inline_list(line: Spans) -> Optional[InlineList]:
    """The list inside a line, or None. The caller has ruled out lines not to be parted."""
    text, marks = plain(line), folded(words_in(line))
    return _numbered(line, text, marks) or _dashed(line, text, marks)


def _dashed(line: Spans, text: str, words: str) -> Optional[InlineList]:
    marks = [m.span() for m in _DASH.finditer(words)]
    if len(marks) < 2:
        return None
    if not _ANNOUNCES.search(words[: marks[0][0]]):
        marks = _after_colon(words, marks)
        if len(marks) < 2:
            return None
    items = _between(text, marks)
    texts = [text[start:end] for start, end in items]
    if not all(texts) or all(map(_WORDLESS.match, texts)):
        return None
    return _list("bullets", line, text, marks[0][0], items, len(text))


def _after_colon(words: str, marks: List[Place]) -> List[Place]:
    """The marks from the first one on that stands right behind a colon."""
    for i, (start, _) in enumerate(marks):
        head = words[max(0, start - 8) : start].rstrip()
        if head.endswith(":") and not head.endswith("::"):
            return marks[i:]
    return []


def _numbered(line: Spans, text: str, words: str) -> Optional[InlineList]:
    marks = _numbers_of_list(text, words)
    if not marks:
        return None
    items = _between(text, marks)
    last = _end_of_last(text, items)
    items[-1] = (items[-1][0], last)
    return _list("numbers", line, text, marks[0][0], items, last)


def _list(
    kind: BlockKind, line: Spans, text: str, start: int, items: List[Place], end: int
) -> InlineList:
    """The parts of `line` where a list stands from `start` to `end`."""
    cut = cutter(line)
    return InlineList(
        kind,
        cut(0, len(text[:start].rstrip())),
        tuple([cut(*item) for item in items]),
        stripped(cut(end, len(text))),
        cut(start, len(text[:end].rstrip())),
    )


def _introduced(words: str, start: int, end: int) -> bool:
    """Whether what stands before a `1.` leads into a list."""
    head = words[max(0, start - 48) : start].rstrip()
    if not head or head.endswith("::"):
        return False
    if head[-1] == ":":
        return True
    if head[-1] == "," and _CHINESE.match(words, end):
        return True
    return _ANNOUNCES.search(head) is not None


def _numbers_of_list(text: str, words: str) -> List[Place]:
    """The marks of the first list that is introduced, and of which each item has a letter: 1, 2, 3…
    or, as feeds print them, 1, 1, 1… with nothing else behind them."""
    found = [(int(m.group(1)), m.span()) for m in _NUMBER.finditer(words)]
    starts = [start for _, (start, _) in found] + [len(text)]
    letters = [len(text)] * (len(found) + 1)  # where the next stands behind each mark
    for at in reversed(range(len(found))):
        letter = _LETTER.search(text, found[at][1][1], starts[at + 1])
        letters[at] = letter.start() if letter else letters[at + 1]
    places: Dict[int, List[int]] = defaultdict(list)
    for at, (number, _) in enumerate(found):
        places[number].append(at)
    ones = 1 + max((each[-1] for number, each in places.items() if number != 1), default=-1)
    at = 0
    while at < len(found):
        number, (start, end) = found[at]
        if number == 1 and _introduced(words, start, end):
            only = at >= ones
            following = [*range(at, len(found))] if only else _counted(found, places, at)
            ends = [*following[1:], len(found)]
            bare = [one for one, end in zip(following, ends) if letters[one] >= starts[end]]
            if len(following) > 1 and not bare:
                return [found[one][1] for one in following]
            # What begins up to there would go on in the same way.
            if only:
                at = (bare or following)[-1]
            elif len(following) > 1:
                at = following[1]
            elif found[at + 1][0] != 1:
                at = ones - 1
        at += 1
    return []


def _counted(
    found: List[Tuple[int, Place]], places: Mapping[int, List[int]], first: int
) -> List[int]:
    """Which of those `found` count 1, 2, 3 … from the `first` on; `places` has those of each
    number."""
    counted = [first]
    while found[first + 1][0] != 1:
        following = places.get(len(counted) + 1, [])
        at = bisect_right(following, counted[-1])
        if at == len(following):
            break
        counted.append(following[at])
    return counted


def _between(text: str, marks: List[Place]) -> List[Place]:
    """Where the items are that stand between `marks`, without white space around them."""
    ends = [start for start, _ in marks[1:]] + [len(text)]
    items: List[Place] = []
    for (_, start), end in zip(marks, ends):
        item = text[start:end]
        first = start + len(item) - len(item.lstrip())
        items.append((min(first, end), max(min(first, end), start + len(item.rstrip()))))
    return items


def _end_of_last(text: str, items: List[Place]) -> int:
    """Where the last item ends: before prose that follows a list of single sentences."""
    for start, end in items[:-1]:
        sentence = _FIRST_SENTENCE.search(folded(text[start:end]))
        if sentence is None or text[start + sentence.end() : end].strip():
            return items[-1][1]
    start, end = items[-1]
    sentence = _FIRST_SENTENCE.search(folded(text[start:end]))
    return start + sentence.end() if sentence else end
