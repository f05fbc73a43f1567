"""Names of papers, posts and books in running text: which are distinctive, and where one stands."""

from __future__ import annotations

import re
from collections import Counter
from typing import Dict, Iterable, Iterator, List, NamedTuple, Sequence, Tuple

from ..text.scripts import HAN, HANGUL, KANA_LETTERS, LETTER
from .common_words import BEFORE_TITLES, BODIES, CONTINUES, GENERIC, SMALL

_LATIN = rf"[{LETTER}0-9]"
A_WORD = re.compile(rf"{_LATIN}+(?:['\u2019]{_LATIN}+)?|[{HAN}]|[{KANA_LETTERS}{HANGUL}]|[^\W_]")
_HAN = re.compile(f"[{HAN}{KANA_LETTERS}{HANGUL}]")
_NOT_ITS_OWN = GENERIC | SMALL
_FEWEST, _FEWEST_LETTERS = 4, 18
_LONGEST, _MOST_WORDS = 250, 80
_HEAD, _MOST_TIMES, _LONGEST_TERM = 3, 20, 12
_PLAIN = 6
"""So many words of weight make a name of what is written in small letters."""
_PER_HAN = 3 / 8
_PARTS = re.compile(r"\s+[|\u2013\u2014\u00b7]\s+|\s+-\s+|\s+::\s+")
_NUMBERED = re.compile(
    r"^\s*\[[\w./-]{4,20}\]\s*|^(?:GitHub|GitLab)\s+-\s+|\s*\([\w.-]+\.\w{2,}\)\s*$"
)
_FOREIGN = re.compile(rf"[{HAN}{KANA_LETTERS}{HANGUL}\u3000-\u303f\uff00-\uffef]+")
_OPENING = frozenset('"\u201c\u300a\u300c\u300e')
_CLOSING = frozenset('"\u201d\u300b\u300d\u300f.,\uff0c')
_JOINTS = frozenset(":-\u2013")


_MARKED = re.compile("\u300a([^\u300a\u300b\n]{2,200})\u300b")
_FEWEST_MARKED = 3
_PERIODICAL = re.compile(
    "(?:\u62a5|\u520a|\u6742\u5fd7|\u65b0\u95fb|\u8bc4\u8bba|\u6cd5|\u6761\u4f8b|\u529e\u6cd5|\u89c4\u5b9a|\u534f\u8bae|times|journal|magazine|review|weekly|post|news)$",
    re.IGNORECASE,
)
"""How papers that come out again and again end, and laws."""


class Word(NamedTuple):
    """A word, as it is compared, where it stands, and whether it begins as a name's does."""

    text: str
    start: int
    end: int
    is_high: bool
    is_latin: bool


def tokens_in(line: str) -> List[Word]:
    """The words of `line`; each Chinese character is one."""
    return [
        Word(
            _folded(found.group()),
            found.start(),
            found.end(),
            not found.group()[0].islower(),
            not _HAN.match(found.group()),
        )
        for found in A_WORD.finditer(line)
    ]


def _folded(text: str) -> str:
    return text.casefold().replace("\u2019", "'")


class Name(NamedTuple):
    """A distinctive name as it is written, its words as compared, and whether small letters do."""

    shown: str
    words: Tuple[str, ...]
    is_long: bool


def names_in_title(title: str) -> Iterator[Name]:
    """`title` as a name, and its parts that are: beside a site's name, or among Chinese words."""
    bare = _NUMBERED.sub("", title).strip()
    parts = [bare, *_PARTS.split(bare)]
    parts += _FOREIGN.split(bare) if _HAN.search(bare) else []
    for part in dict.fromkeys(part.strip() for part in parts):
        yield from distinctive(part)


def distinctive(text: str) -> Iterator[Name]:
    """`text` as a name, if it is distinctive: nobody would write the same of something else."""
    words = tokens_in(text) if len(text) <= _LONGEST else []
    weighty = [word for word in words if word.is_latin and _has_weight(word)]
    han = sum(not word.is_latin for word in words)
    if not BODIES.isdisjoint(word.text for word in words) or not _HEAD < len(words) <= _MOST_WORDS:
        return
    weight = len(weighty) + han * _PER_HAN
    fewest = _FEWEST + (0 < len(weighty) < _FEWEST)  # a person's name may be in two scripts
    own = sum(word.text not in _NOT_ITS_OWN for word in weighty) + han * _PER_HAN
    letters = sum(len(word.text) for word in weighty) + 4 * han
    if weight < fewest or own < _FEWEST - 1 or letters < _FEWEST_LETTERS:
        return
    is_long = weight >= _PLAIN
    if _as_name(words) or is_long:
        yield Name(text.strip(), tuple(word.text for word in words), is_long)


def books_in(line: str) -> Iterator[Name]:
    """What `line` marks as a book or a paper, with Chinese title marks, in which even a short name
    is one."""
    for marked in _MARKED.findall(line) if "\u300a" in line else ():
        words = tokens_in(marked)
        weight = sum(1.0 if word.is_latin and _has_weight(word) else 0.5 for word in words)
        if weight >= _FEWEST_MARKED and not _PERIODICAL.search(marked):
            yield Name(marked.strip(), tuple(word.text for word in words), False)


def _has_weight(word: Word) -> bool:
    # Who writes small words large writes a title.
    if word.text in SMALL:
        return word.is_high and len(word.text) > 1
    return len(word.text) > 2 or any(sign.isdigit() for sign in word.text)


class NamesToFind:
    """Looks for `names` in running text."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_head: Dict[Tuple[str, ...], Dict[Tuple[str, ...], Name]] = {}
        for name in names:
            self._by_head.setdefault(name.words[:_HEAD], {})[name.words] = name
        self._sizes = {
            head: sorted({len(words) for words in each}) for head, each in self._by_head.items()
        }

    def in_line(self, line: str) -> Iterator[Name]:
        """Those that stand in `line` by themselves, not in a longer name."""
        if self._by_head.keys().isdisjoint(_heads(A_WORD.findall(_folded(line)))):
            return
        words = tokens_in(line)
        texts = [word.text for word in words]  # a capital letter may fold to two
        times: Counter[Tuple[str, ...]] = Counter()
        for at, head in enumerate(_heads(texts)):
            if head not in self._by_head or times[head] == _MOST_TIMES:
                continue
            times[head] += 1
            for size in self._sizes[head]:
                name = self._by_head[head].get(tuple(texts[at : at + size]))
                # At the line's end, what is shorter was found before.
                if (
                    name
                    and at + size <= len(words)
                    and _stands_alone(line, words, at, at + size, name.is_long)
                ):
                    yield name


def _heads(texts: Sequence[str]) -> Iterator[Tuple[str, ...]]:
    return zip(*(texts[n:] for n in range(_HEAD)))


def _stands_alone(line: str, words: List[Word], at: int, end: int, is_long: bool) -> bool:
    start, stop = words[at].start, words[end - 1].end
    if line[start - 1 : start] in _OPENING and line[stop : stop + 1] in _CLOSING:
        return True
    return (
        (is_long or _as_name(words[at:end]))
        and not _goes_on(line, words, end, is_long)
        and not _began_before(line, words, at, is_long)
    )


def _as_name(words: List[Word]) -> bool:
    weighty = [word for word in words if word.is_latin and word.text not in SMALL]
    return sum(word.is_high for word in weighty) * 5 >= len(weighty) * 3


def _goes_on(line: str, words: List[Word], at: int, is_long: bool) -> bool:
    """Whether the name that ends before the word `at` is the beginning of a longer one, or a term:
    what has an abbreviation, or, if it is short, stands in a sentence."""
    if at >= len(words):
        return False
    last, word = words[at - 1 : at + 1]
    if not (last.is_latin and word.is_latin):
        return not is_long and not last.is_latin and last.end == word.start
    between = line[last.end : word.start].strip()
    if between in ("(", "\uff08"):
        return _initials(words[max(0, at - _LONGEST_TERM) : at]).endswith(
            (word.text, word.text.removesuffix("s"))
        )
    if not set(between) <= _JOINTS:
        return False
    if word.is_high or not is_long or between.startswith("-"):
        return True
    return word.text in CONTINUES and at + 1 < len(words) and words[at + 1].is_high


def _initials(words: List[Word]) -> str:
    return "".join(word.text[0] for word in words if word.text not in SMALL)


def _began_before(line: str, words: List[Word], at: int, is_long: bool) -> bool:
    """Whether the name that begins with the word `at` is the end of a longer one, or a term."""
    if not at:
        return False
    word, first = words[at - 1 : at + 1]
    if not (word.is_latin and first.is_latin):
        return not is_long and not first.is_latin and word.end == first.start
    between = line[word.end : first.start].strip()
    if not set(between) <= _JOINTS or word.text in BEFORE_TITLES:
        return False
    if word.is_high or between or not is_long:
        return True
    return word.text in CONTINUES and at > 1 and words[at - 2].is_high
