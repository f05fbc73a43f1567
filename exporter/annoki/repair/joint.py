"""Where two words that ran together have to be parted, and how sure that is."""

from __future__ import annotations

from functools import lru_cache
from math import log
from typing import List, NamedTuple, Optional, Tuple

from .lexicon import commonness, is_word, rank
from .terms import TERMS, word_set

STRONG, MEDIUM, FAINT, WEAK = 1.0, 0.5, 0.3, 0.0
"""How much a candidate proves: a passage is believed to be damaged from `STRONG` on."""

_HEADS = word_set(
    "the these those their which because although been being were than such and of with "
    "into onto several our across during between among both however thus whose that"
)
"""Words that head no coined compound or identifier: `theimage` is two words."""

_TAILS = word_set(
    "the these those their and between that which than were into onto across during because "
    "whose several among"
)
_TAILS_AFTER_ENDING = word_set("of to for from by with on in at as is are was or an has have can")
_PREPOSITIONS = word_set("of to for from by with")
_ENDINGS = (
    "ed",
    "ing",
    "ion",
    "ions",
    "ally",
    "ent",
    "ous",
    "ors",
    "ers",
    "ity",
    "ness",
    "ments",
    "ult",
)
_LITTLE = (
    _HEADS
    | _TAILS
    | _TAILS_AFTER_ENDING
    | word_set(
        "a all it its more most not so be but if no one two our we this they you your some any "
        "other each when where while who only do does can may will would could should very use "
        "used using least then there"
    )
)
"""Function words: with one of them at the joint, only the place in a sentence is in doubt."""

_BEFORE_LONG = word_set("of on to is we at")
"""Behind these the long words of a trade are no ends of longer ones."""

_LONGEST = 40
_NEAR = 10_000
_SURELY = 3_000
_COMMON = 9_000
_UNCOMMON = 15_000
_LESS_COMMON = 30_000
_RARE = 60_000
_MOST_UNCOMMON = (0, 0, 0, 1_000, 3_000, _UNCOMMON, 40_000)
"""By length: the rank below which two words that met in a PDF are."""

_SHORT = word_set("asa tobe itis isno ifit ofan toan isan inan asan ofit toit")
_OPENERS = word_set("the these this when each while our we if which it in")
"""What opens a sentence, so that a capitalised token need not be a name: `Theimage`."""

_THE = ("there", "then", "them", "they", "these")
_THE_CLEAR_BY = 4.0
_CLEAR_BY = 1.5
"""By how much (natural logarithm of ranks) the best joint has to beat the next one."""

_PARTICLES = word_set(
    "re un in on up out off over under pre non sub multi inter down back hyper super semi "
    "mini auto micro meta poly uni bi co web self anti dis mis de"
)
_COMPOUND_TAILS = word_set(
    "like wise ware board way ways side size sized time times line lines point points based "
    "less ship man men work works book books room house land ground light day name names "
    "file files set sets map maps path paths type types list lists box boxes bar key keys "
    "code codes base bases card cards mark marks head heads end ends out up off down back "
    "over in able s maker makers making wood woods boat boats nail nails let lets rooms houses "
    "grounds lines lands days sides sizes jacking hatch part parts"
)
"""What closed compounds end with, so often that a new one is no surprise."""


class Joint(NamedTuple):
    """A token parted in two, and the weight of that."""

    left: str
    right: str
    weight: float


@lru_cache(maxsize=8192)
def joint(token: str) -> Optional[Joint]:
    """Return where `token` (letters only) is to be parted, or None for what is or may be sound."""
    lower = token.lower()
    if len(token) > _LONGEST or token not in (lower, lower.capitalize()) or is_word(lower):
        return None
    if len(token) < 5 and token not in _SHORT:
        return None
    best: Optional[Joint] = None
    costs: List[float] = []
    for at in range(1, len(token)):
        weight = _weight(lower[:at], lower[at:])
        if weight is None:
            continue
        if token != lower and (lower[:at] not in _OPENERS or rank(lower[at:]) > _SURELY):
            continue  # a capitalised token is a name, unless `Theimage` begins a sentence
        cost = log(1 + commonness(lower[:at])) + log(1 + commonness(lower[at:]))
        if not costs or cost < min(costs):
            best = Joint(token[:at], token[at:], weight if token == lower else WEAK)
        costs.append(cost)
    if best is None:
        return None
    costs.sort()
    clear_by = _THE_CLEAR_BY if lower.startswith(_THE) else _CLEAR_BY
    if len(costs) > 1 and costs[1] - costs[0] < clear_by:
        return None
    return best


@lru_cache(maxsize=8192)
def joint_of_lines(token: str) -> Optional[Joint]:
    """The same of a token that stands in a PDF, where any two words may meet at a line's end."""
    lower = token.lower()
    if len(token) > _LONGEST or token not in (lower, lower.capitalize()) or is_word(lower):
        return None
    costs: List[Tuple[float, int]] = []
    for at in range(1, len(token)):
        left, right = lower[:at], lower[at:]
        little = (left in _LITTLE and at > 1) or right in _LITTLE
        if _may_meet(left, right) and (token == lower or little):
            costs.append((log(1 + commonness(left)) + log(1 + commonness(right)), at))
    costs.sort()
    if not costs or (len(costs) > 1 and costs[1][0] - costs[0][0] < _CLEAR_BY):
        return None
    at = costs[0][1]
    return Joint(token[:at], token[at:], WEAK)


def _may_meet(left: str, right: str) -> bool:
    for word in (left, right):
        # The shorter a word is, the more words end or begin with its letters by chance.
        if word not in _LITTLE and _place(word) >= _MOST_UNCOMMON[min(len(word), 6)]:
            return False
    if left in _LITTLE or right in _LITTLE:
        short, other = sorted((left, right), key=len)
        if len(short) == 1:
            return left == short and len(other) > 4
        far = len(other) > 7 and short in _BEFORE_LONG
        return len(short) > 2 or len(other) < 3 or far or _place(other) < _UNCOMMON
    if left in _PARTICLES:
        return False
    # What closed compounds end with is parted from what is as common.
    return right not in _COMPOUND_TAILS or (rank(left) < _SURELY and rank(right) < _SURELY)


def _place(word: str) -> int:
    """The rank of a word, one of the trade counting as a common one."""
    return _SURELY - 1 if word in TERMS else commonness(word)


def recurs(text: str, start: int, end: int) -> bool:
    """Tell whether what stands at `start:end` stands near there once more."""
    token = text[start:end]
    before = text.find(token, max(0, start - _NEAR), start)
    return before >= 0 or text.find(token, end, end + _NEAR) >= 0


def _weight(left: str, right: str) -> Optional[float]:
    """Return how sure it is that `left` and `right` are two words, None if they cannot be."""
    if left not in _LITTLE and right not in _LITTLE:
        return WEAK if _two_contents(left, right) else None
    if left in _LITTLE and right in _LITTLE:
        sure = right == "the" or (len(left + right) > 5 and (left in _HEADS or right in _TAILS))
        return STRONG if sure else MEDIUM
    if left in _HEADS and len(right) > 2:
        return _by_commonness(right)
    if right in _TAILS and len(left) > 2:
        return _by_commonness(left)
    if left == "all" and len(right) > 7 and right.endswith("s") and is_word(right):
        return STRONG
    common = commonness(left)
    if right in _TAILS_AFTER_ENDING and len(left) > 5 and common < _RARE and _ends(left):
        sure = common < _LESS_COMMON or (len(left) > 7 and right in _PREPOSITIONS)
        return STRONG if sure else MEDIUM
    if left in _LITTLE and len(left) > 1 and len(right) > 3 and commonness(right) < _RARE:
        return FAINT
    if right in _LITTLE and len(right) > 1 and len(left) > 3 and commonness(left) < _RARE:
        return FAINT
    return WEAK if _two_contents(left, right) else None


def _ends(word: str) -> bool:
    """Tell whether a word ends as no first half of a coined word does: `compared`, `detectors`."""
    return word.endswith(_ENDINGS)


def _by_commonness(word: str) -> Optional[float]:
    """Return the weight of a joint between a safe function word and `word`."""
    place = commonness(word)
    if place < _COMMON:
        return STRONG
    return MEDIUM if place < _LESS_COMMON or (place < _RARE and len(word) > 5) else None


def _two_contents(left: str, right: str) -> bool:
    """Tell whether two content words may meet at a line's end and are no closed compound."""
    if len(left) < 3 or len(right) < 4 or left in _PARTICLES or right in _COMPOUND_TAILS:
        return False
    if left.endswith(("ed", "ly", "ing")) and len(left) > 4 and len(right) > 4:
        return commonness(left) < _RARE and commonness(right) < _RARE
    # `rank` says as much as `commonness`, and at once, where no derived word is common enough.
    if right.endswith("ing") and len(right) > 7 and len(left) > 3:
        return rank(left) < _COMMON and commonness(right) < _RARE
    return rank(left) < _COMMON and rank(right) < _LESS_COMMON
