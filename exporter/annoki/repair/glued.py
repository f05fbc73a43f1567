"""Joints with a mark in them: `shared,the`, `2017)optimizer`, `datasets(COCO`, `beingGPT-4`."""

from __future__ import annotations

import re
from typing import Iterator, Tuple

from .joint import MEDIUM, STRONG, WEAK, recurs
from .lexicon import is_word, rank
from .terms import word_set

_COMMON = 12_000
_VERY_COMMON = 9_000
_NOT_BEFORE = r"(?<![\w.\-/\\@#$%&=+*~:<>'\"`|\[{])"
_COMMA = re.compile(
    _NOT_BEFORE
    + r"([A-Za-z]{2,20}|[A-Z][A-Za-z]+\)|\d{4}[a-z]?\)),([a-z]{2,20})(?![\w\-.(=/])(?!\])"
)
_AL_YEAR = re.compile(r"(?<=\bal\.),(?=(?:19|20)\d\d\b)")
_CITED = re.compile(r"(?<=[ ,](?:19|20)\d\d)([a-z]?\))([a-z]{2,20})(?![\w\-.(=/])")
_BRACKET = re.compile(_NOT_BEFORE + r"([a-z]{3,20})\((?=[A-Za-z]{2,} [A-Za-z])")
_AMOUNT = re.compile(r"(?<![\w.,\-])(\d{1,3}(?:\.\d)?[MBK])([a-z]{4,20})(?![\w\-.(=/])")
_CASE = re.compile(
    _NOT_BEFORE
    + r"([a-z]{2,20})([A-Z][A-Za-z]+(?:-\d+(?:\.\d+)?)?|[A-Z]{2,}(?:-\d+)?)(?![\w(.=/\[])"
)
_ACRONYM = re.compile(
    r"(?<![\w.\-/\\@#$%&=+*~:<>'\"`|\[{])([A-Z][A-Za-z]*[A-Z])(is|are|and|of|the|with|for|was|to|in|on|as|has|can|by)(?![\w(.=/\-])"
)
_LABEL = re.compile(
    _NOT_BEFORE + r"([a-z]{2,20})((?:Table|Fig(?:ure|\.)|Sec(?:tion|\.)|Eq(?:uation|\.)|Appendix"
    r"|Algorithm|Theorem|Lemma|Chapter)[ ]?)(?=[(\d]|[A-Z]\b)"
)
_AFTER_NUMBER = re.compile(r"(?<=\d),(and|or|with|which|while|where|but)(?= [a-z])")
_COUNTED = re.compile(r"(?<![\w.,\-/:=])(\d{1,4})([a-z]{5,20}s)(?![\w\-.(=/])")

_LINKS = word_set(
    "the and or with which while where that but as to for is are we it they this these in "
    "on of by from an our its not such so then thus"
)
_BEFORE_LABEL = word_set("the and or in of to from by see with our this using both shown")
_PROVING = word_set("is are and of the with for was has")
_PROVING_LEADS = word_set("being been these those their because although between across")
_NAMING = word_set("called named")
LEADS = tuple(
    sorted(_PROVING_LEADS | _NAMING | word_set("the of and by that than such our which including"))
)
"""What may run into a name (`beingGPT-4`) and heads no identifier of mixed case."""


def marks(masked: str) -> Iterator[Tuple[int, int, str, float]]:
    """Find joints at a mark, a figure or a capital: (start, end, parted, weight)."""
    if "," in masked:
        for match in _COMMA.finditer(masked):
            left, right = match.groups()
            if "," in masked[match.end() : match.end() + 1] or _listed(masked, match.start()):
                continue
            if _common(right) and (left[-1] == ")" or _common(left)):
                weight = STRONG if right in _LINKS and len(left) > 3 else WEAK
                yield match.start(), match.end(), f"{left}, {right}", weight
        for match in _AL_YEAR.finditer(masked):
            yield (
                match.start() - 3,
                match.end() + 4,
                f"al., {masked[match.end() : match.end() + 4]}",
                WEAK,
            )
    if ")" in masked:
        for match in _CITED.finditer(masked):
            if _common(match.group(2)):
                yield (
                    match.start() - 4,
                    match.end(),
                    f"{masked[match.start() - 4 : match.start()]}{match.group(1)} {match.group(2)}",
                    STRONG,
                )
        for match in _BRACKET.finditer(masked):
            if _common(match.group(1)):
                yield match.start(), match.end(), f"{match.group(1)} (", WEAK
    for match in _LABEL.finditer(masked):
        if match.group(1) in _BEFORE_LABEL:
            yield match.start(), match.end(), " ".join(match.groups()), WEAK
    for match in _AFTER_NUMBER.finditer(masked):
        yield match.start(), match.end(), f", {match.group(1)}", WEAK
    for match in _COUNTED.finditer(masked):
        if _common(match.group(2)):
            yield match.start(), match.end(), " ".join(match.groups()), WEAK
    for match in _AMOUNT.finditer(masked):
        if _common(match.group(2)):
            yield match.start(), match.end(), f"{match.group(1)} {match.group(2)}", MEDIUM
    for match in _ACRONYM.finditer(masked):
        if rank((match.group(1)[-1] + match.group(2)).lower()) < _VERY_COMMON:
            continue  # `WideBand`
        if recurs(masked, *match.span()):
            continue  # a name, since the same two words seldom meet twice
        weight = STRONG if match.group(2) in _PROVING else MEDIUM
        yield match.start(), match.end(), f"{match.group(1)} {match.group(2)}", weight
    for match in _CASE.finditer(masked):
        if match.group(1) in _PROVING_LEADS | _NAMING or (
            match.group(1) in LEADS and not match.group(2)[1:].islower()
        ):
            weight = STRONG if match.group(1) in _PROVING_LEADS else WEAK
            yield match.start(), match.end(), f"{match.group(1)} {match.group(2)}", weight


def _listed(masked: str, start: int) -> bool:
    """Tell whether a comma without a space goes before as well: then it is a list of codes."""
    return start > 0 and masked[start - 1] == ","


def _common(word: str) -> bool:
    return rank(word.lower()) < _COMMON or (len(word) > 5 and is_word(word.lower()))
