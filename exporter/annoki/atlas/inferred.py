"""What neither an address nor a title tells: a title in another language, an author who is cited.

Both ask for several names at once that hardly anything else has.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Dict, FrozenSet, Iterator, List, NamedTuple, Sequence, Set, Tuple

from ..text.scripts import HAN
from .common_words import SMALL
from .names import A_WORD

_HAN = re.compile(f"[{HAN}]")
_MEASURE = re.compile(r"(?<!\d)(\d{1,9}(?:\.\d{1,9})?) ?([KMGT]?B|[KM]|bit|nm|GHz|MHz|fps|Hz)\b")
_FEWEST_NAMES, _FEWEST_NUMBERS = 4, 2
_MOST = 8
"""A word that more titles have tells none of them."""
_PERSON = re.compile(
    r"[A-Z][\w'\u2019-]+(?: [A-Z]\.)*(?: (?:de|van|von|der|la|le|di))*(?: [A-Z][\w'\u2019-]+){1,2}"
)
_PARTED = re.compile(r"\s*(?:[,;\u3001\uff0c&\u00b7]|\band\b)\s*")
_MARKS = re.compile(r"[\s\d*\u2020\u2021\u00a7\u00b6\u2016\u2217]+$")
_FEWEST_AUTHORS = 3
_LONGEST_BYLINE = 600
_YEAR = r",? \(?(?:19|20)\d\d\b"
_CITED = re.compile(
    rf"\b([A-Z][a-z]{{5,30}})(?= et al\b|{_YEAR}|(?: &| and) [A-Z][a-z]{{1,30}}{_YEAR})"
)
_RARE = 3
"""A word of a title that stands in no more of what was read says what that is about."""
_ENOUGH_READ = 12
_TIMES = 2


class Titled(NamedTuple):
    """A unit, and its title."""

    unit: int
    title: str


class Inferred(NamedTuple):
    """Two units that are of one thing, what tells so, and where: the places of those of the notes
    of `other` that do; none, where its title does."""

    one: int
    other: int
    text: str
    notes: Tuple[int, ...] = ()


def translated(titles: Sequence[Titled]) -> Iterator[Inferred]:
    """Titles of which one is the other in Chinese: a translator leaves names and numbers as they
    are, and the other has them all."""
    foreign = [(one, _kept(one.title)) for one in titles if not _HAN.search(one.title)]
    having: Dict[str, List[int]] = {}
    for at, (_, kept) in enumerate(foreign):
        for word in kept:
            having.setdefault(word, []).append(at)
    found: List[Inferred] = []
    for one in titles:
        kept = _kept(one.title) if _HAN.search(one.title) else frozenset()
        numbers = {word for word in kept if _is_number(word)}
        if len(kept) < _FEWEST_NAMES or len(numbers) < _FEWEST_NUMBERS:
            continue
        rarest = min((having.get(word, []) for word in sorted(kept)), key=len)
        for at in rarest if len(rarest) <= _MOST else ():
            other, has = foreign[at]
            same_numbers = numbers == {word for word in has if _is_number(word)}
            if kept <= has and same_numbers and len(kept) * 5 >= len(has) * 2:
                told = " \u00b7 ".join(_as_written(one.title, kept))
                found.append(Inferred(one.unit, other.unit, told))
    times = Counter(unit for one in found for unit in one[:2])
    # What could be several is none of them.
    yield from [one for one in found if times[one[0]] == times[one[1]] == 1]


def _kept(title: str) -> FrozenSet[str]:
    words = A_WORD.findall(_MEASURE.sub(r"\1\2", title))
    folded = (word.casefold() for word in words if word.isascii() and len(word) > 1)
    return frozenset(_singular(word) for word in folded if word not in SMALL)


def _as_written(title: str, kept: FrozenSet[str]) -> List[str]:
    words = A_WORD.findall(_MEASURE.sub(r"\1\2", title))
    return list(dict.fromkeys(word for word in words if _singular(word.casefold()) in kept))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def _is_number(word: str) -> bool:
    return any(sign.isdigit() for sign in word)


def by_author(
    titles: Sequence[Titled],
    nameless: Sequence[int],
    texts: Sequence[Sequence[Sequence[str]]],
) -> Iterator[Inferred]:
    """A text that names its authors, and a page without a name, of whose notes one cites such an
    author and several are about what its title says. `texts` gives unit → note → line."""
    if len(texts) < _ENOUGH_READ:
        return
    authors: Dict[str, Set[int]] = {}
    title_of = {one.unit: one.title for one in titles}
    for unit in title_of:
        for surname in {name for note in texts[unit] for line in note for name in _byline(line)}:
            authors.setdefault(surname, set()).add(unit)
    if not authors:
        return
    cited: Dict[int, Set[str]] = {}
    for unit in nameless:
        lines = (line for note in texts[unit] for line in note)
        cited[unit] = {name for line in lines for name in _CITED.findall(line)} & authors.keys()
    citing = Counter(name for names in cited.values() for name in names)
    pairs = [
        (unit, other, name)
        for other, names in cited.items()
        for name in sorted(names)
        for unit in sorted(authors[name])
        if len(authors[name]) == 1 and citing[name] == 1
    ]
    spread: Dict[str, Set[int]] = {
        word: set() for u, _, _ in pairs for word in _topics(title_of[u])
    }
    for at, notes in enumerate(texts) if spread else ():
        whole = "\n".join(line for note in notes for line in note)
        for word, there in spread.items():
            if word in whole:
                there.add(at)
    for unit, other, name in pairs:
        rare = [word for word in _topics(title_of[unit]) if len(spread[word]) <= _RARE]
        about = [word for word in rare if other in spread[word]]
        said = [at for at, note in enumerate(texts[other]) if _any_in(about, note)]
        if len(said) >= _TIMES:
            citing_it = [at for at, note in enumerate(texts[other]) if _any_in([name], note)]
            places = tuple(sorted({*said, *citing_it}))
            yield Inferred(unit, other, " \u00b7 ".join([name, *about]), places)


def _any_in(words: Sequence[str], lines: Sequence[str]) -> bool:
    return any(word in line for word in words for line in lines)


def _byline(line: str) -> Iterator[str]:
    """The surnames of a line that lists persons."""
    parts = [_MARKS.sub("", part) for part in _PARTED.split(line[:_LONGEST_BYLINE])]
    parts = [part for part in parts if part]
    if len(parts) >= _FEWEST_AUTHORS and all(_PERSON.fullmatch(part) for part in parts):
        for part in parts:
            surname = part.rpartition(" ")[2]
            if len(surname) > 5:
                yield surname


def _topics(title: str) -> List[str]:
    """The words of a title: of Chinese, each two characters that stand together."""
    runs = re.findall(f"[{HAN}]{{2,}}", title)
    pairs = [run[at : at + 2] for run in runs for at in range(len(run) - 1)]
    return list(dict.fromkeys(pairs))
