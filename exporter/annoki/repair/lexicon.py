"""Which strings are English words, and how common: the ground of the rule `word`.

The list (`words.txt.gz`, which says where it is from) has 126,000 words, ordered by how often they
occur in an encyclopedia; only its order is used, since lines that ran together meet at one joint
and need no statistics to be parted. It misses much technical vocabulary; `terms` adds that.
"""

from __future__ import annotations

import gzip
from bisect import bisect_left
from functools import lru_cache
from itertools import filterfalse
from pathlib import Path
from string import ascii_lowercase
from typing import Dict, Iterable, Iterator, List, Set

from .terms import TERMS, word_set

NOT_A_WORD = 1_000_000
"""The rank of what the list does not hold."""

_PREFIXES = word_set(
    "un re non pre post sub super over under mis dis de in im inter intra micro macro mega "
    "multi meta hyper hypo mini semi anti auto bi tri uni co counter cyber down up out "
    "extra geo infra mono neo nano omni para photo poly pro proto pseudo quasi retro self "
    "socio techno tele trans ultra vice bio electro thermo hydro neuro psycho cardio immuno "
    "cross eco fore full half high low web net data key"
)
_ENDINGS = word_set(
    "s es ed d er ers r rs or ors ing ings ly ness able ible ability ization isation ize "
    "ise izes ises ized ised izing ising izer iser izers al ally ation ations ment ments "
    "ful less ish ism ist ists ity ic ical ically ous y like wise ship hood ward wards able "
    "ably ee ees"
)
_PREFIX_SIZES = sorted({len(prefix) for prefix in _PREFIXES})
_ENDING_SIZES = sorted({len(ending) for ending in _ENDINGS})
_AGENT_STEMS = ("ct", "pt", "at", "it", "ut", "rt", "nt", "st", "ss", "is", "at", "id")
"""What agent nouns in -or are made of (`predict`, `compress`): `difficultor` is none."""

_COMPLETES = 45_000
_MOST_COMMON = 1_500
_FEWEST_LETTERS = 3
_DERIVED_RANK = 90_000
DERIVED = 59_000
"""The rank that a long word counts as having when it is known, but hardly listed."""


@lru_cache(maxsize=1)
def ranks() -> Dict[str, int]:
    """Return the rank of every listed word, 0 being the most common; read on first use."""
    packed = Path(__file__).with_name("words.txt.gz").read_bytes()
    lines = gzip.decompress(packed).decode("utf-8").splitlines()
    return {word: n for n, word in enumerate(line for line in lines if line[0] != "#")}


def unknown(words: Iterable[str]) -> Set[str]:
    """Return those of `words` (lower case) that are not sound as they stand."""
    # Most are listed: they are passed over before a set is made of the rest.
    return set(filterfalse(ranks().__contains__, words)).difference(TERMS)


def rank(word: str) -> int:
    """Return how common a word is: 0 for the most common, `NOT_A_WORD` for an unlisted one."""
    return ranks().get(word, NOT_A_WORD)


@lru_cache(maxsize=8192)
def is_word(word: str) -> bool:
    """Tell whether `word` (lower case) is listed, a term, or made of one by affixes alone."""
    if word in ranks() or word in TERMS:
        return True
    if len(word) < 5:
        return False
    stems = list(_stems(word))
    if any(_listed(stem) for stem in stems):
        return True
    for size in _PREFIX_SIZES:
        if word[:size] in _PREFIXES and len(word) - size >= 4:
            rest = word[size:]
            if _listed(rest) or any(_listed(stem) for stem in _stems(rest)):
                return True
    return False


@lru_cache(maxsize=1)
def _common_in_order() -> List[str]:
    listed = (word for word, place in ranks().items() if place < _COMPLETES)
    return sorted([*listed, *TERMS])


@lru_cache(maxsize=8192)
def is_cut(word: str) -> bool:
    """Whether `word` (lower case) is none, but a common one begins so."""
    if is_word(word):
        return False
    words = _common_in_order()
    at = bisect_left(words, word)
    return at < len(words) and words[at].startswith(word)


@lru_cache(maxsize=1)
def _common_from_behind() -> List[str]:
    return sorted(word[::-1] for word in _common_in_order())


@lru_cache(maxsize=8192)
def begins_as_none(word: str) -> bool:
    """Whether `word` (lower case) is none, but a common one ends so."""
    if is_word(word):
        return False
    words, reverse = _common_from_behind(), word[::-1]
    at = bisect_left(words, reverse)
    return at < len(words) and words[at].startswith(reverse)


def lacks_a_letter(word: str) -> bool:
    """Whether `word` (lower case, three letters at least) is none, but with one letter more before
    it is one of the most common."""
    if len(word) < _FEWEST_LETTERS or is_word(word):
        return False
    return any(rank(letter + word) < _MOST_COMMON for letter in ascii_lowercase)


def commonness(word: str) -> int:
    """Return the rank of a word, one only derived from listed ones counting as rare."""
    place = rank(word)
    return DERIVED if place > DERIVED and len(word) > 6 and is_word(word) else place


def _listed(stem: str) -> bool:
    return stem in TERMS or rank(stem) < _DERIVED_RANK


def _stems(word: str) -> Iterator[str]:
    """Yield what `word` may be an inflection of, least first: `tokenised` gives `token`."""
    for size in _ENDING_SIZES:
        ending = word[-size:]
        if ending not in _ENDINGS or len(word) - size < 3:
            continue
        stem = word[:-size]
        if ending in ("d", "r", "rs") and not stem.endswith("e"):
            continue
        if stem.endswith("s") and not stem.endswith("ss") and ending[0] not in "ei":
            continue
        if ending in ("or", "ors") and not stem.endswith(_AGENT_STEMS):
            continue
        yield stem
        yield stem + "e"
        if ending in ("es", "ed", "er", "ers", "ly", "ness", "al", "able") and stem.endswith("i"):
            yield stem[:-1] + "y"
        if len(stem) > 3 and stem[-1] == stem[-2]:
            yield stem[:-1]


KEPT = (ranks, _common_in_order, _common_from_behind)
"""What holds the list in memory."""
