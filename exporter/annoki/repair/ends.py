"""Joints between two sentences, lines of a slide or cells of a list: `cost.Inference-optimized`.

What ends there ends without doubt where the next begins with a capital and goes on as a sentence.
"""

from __future__ import annotations

import re
from typing import Iterator, Tuple

from .joint import STRONG, WEAK, joint, recurs
from .lexicon import is_word, rank
from .terms import TERMS, word_set

MATHS = "\U0001d400-\U0001d7ff"
"""Letters of formulas, which a PDF has as characters of their own."""

_Found = Tuple[int, int, str, float]

_SENTENCE = re.compile(
    r"(?:\A|(?<= ))([a-z]{3,20}|[\[(]?[\w.]{1,20}[)\]])\.([A-Z][a-z]+)(?=(-[a-z]{3,20}) |,? [a-z])"
)
_OPENERS = word_set(
    "the this these those we it in our for however as when while if to with by at there here both "
    "each most many such although since after before then thus therefore moreover furthermore "
    "finally first second next also one two they their its from"
)
_SLIDE = re.compile(
    r"(?<![\w.\-/\\@#$%&=+*~:<>`|\[{])([a-z]{7,40})([A-Z][a-z]{2,20})(?![\w(.=/\[])"
)
_AFTER_MATHS = re.compile(rf"([{MATHS}])([A-Z]?[a-z]{{2,20}})(?![\w(\[])")
_BEFORE_MATHS = re.compile(rf"(?<![\w\\])([A-Za-z][a-z]{{2,20}})([{MATHS}])")
_PARTICIPLE = re.compile(
    r"(?<![\w\-])(?:the|an?|this|each|every|its|our|their) "
    r"(([a-z]{4,15}ed)([a-z]{4,12}))(?![\w\-(=/@]|\.\w)"
)
_PARAMETER = re.compile(
    r"\A((?:\*{0,2}\w{1,40}, ){0,6}\*{0,2}\w{1,40}?)"
    r"(float|int|bool|str|string|array_like|callable|dict|list|tuple|ndarray|function|sequence|scalar"
    r"|object)(, optional)(?=[A-Z][a-z]+ )"
)
_COMMON = 12_000
_RARER = 25_000
_VERY_COMMON = 3_000
_UNCOMMON = 40_000
_RARE = 60_000


def ends(masked: str) -> Iterator[_Found]:
    """Find such joints: (start, end, parted, weight)."""
    if "." in masked:
        yield from _sentences(masked)
    for match in _PARTICIPLE.finditer(masked) if "ed" in masked else ():
        whole, left, right = match.groups()
        if rank(left) >= _RARE or rank(right) >= _VERY_COMMON or not _is_verb(left[:-2]):
            continue
        if not is_word(whole) and not recurs(masked, *match.span(1)):
            yield match.start(1), match.end(1), f"{left} {right}", STRONG
    for match in _SLIDE.finditer(masked):
        parted = joint(match.group(1))
        if parted and rank(match.group(2).lower()) < _VERY_COMMON:
            text = f"{parted.left} {parted.right} {match.group(2)}"
            yield match.start(), match.end(), text, WEAK
    if not masked.isascii():
        for match in _AFTER_MATHS.finditer(masked):
            if rank(match.group(2).lower()) < _COMMON:
                yield match.start(), match.end(), " ".join(match.groups()), STRONG
        for match in _BEFORE_MATHS.finditer(masked):
            if rank(match.group(1).lower()) < _COMMON:
                yield match.start(), match.end(), " ".join(match.groups()), STRONG
    listed = _PARAMETER.match(masked) if ", optional" in masked else None
    if listed:  # parameters, whose names, types and texts stood apart
        name, kind, rest = listed.groups()
        yield listed.start(), listed.end(), f"{name} {kind}{rest} ", STRONG


def _sentences(masked: str) -> Iterator[_Found]:
    for match in _SENTENCE.finditer(masked):
        left, right, compound = match.groups()
        word = right.lower()
        is_bracket = left[-1] in ")]"
        if not is_bracket and (rank(left) >= _UNCOMMON or left in TERMS):
            continue
        if word in TERMS or rank(word) >= _RARER or recurs(masked, *match.span()):
            continue  # `torch.Tensor`
        sure = word in _OPENERS or bool(compound)
        if sure or not (is_bracket or match.start() == 0):
            yield match.start(), match.end(), f"{left}. {right}", STRONG if sure else WEAK


def _is_verb(stem: str) -> bool:
    """Whether `stem`, which stands before `ed`, is that of a verb: `dott`, `us`, `call`."""
    stems = {stem, stem + "e"} | ({stem[:-1]} if stem[-1:] == stem[-2:-1] else set())
    return any(len(one) > 2 and rank(one) < _RARER for one in stems)
