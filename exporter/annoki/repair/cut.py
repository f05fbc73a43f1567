"""Rule `cut`: marks with an ellipsis the end at which a passage was selected in mid-word.

What stands around a passage tells it, where the source says. Else only a piece that is no word, and
that a common one ends or begins with: `anguage modeling`, `of training iteratio`. No letters are
invented.
"""

from __future__ import annotations

import re
from typing import List, Match, Optional

from ..model import Item
from .lexicon import begins_as_none, is_cut, is_word, lacks_a_letter
from .rule import Mended, mended
from .terms import word_set

_FIRST = re.compile(r"\s*([A-Za-z]{1,24})(?=[\s,.;:)!?-]|\Z)")
_LAST = re.compile(r"(?<![^\s(-])([A-Za-z]{1,24})\s*\Z")
_TAIL, _HEAD = re.compile(r"[A-Za-z]{1,24}\Z"), re.compile(r"[A-Za-z]{1,24}(?![A-Za-z])")
_OF_WE = (
    "adopt|apply|are|argue|compare|conduct|consider|demonstrate|describe|develop|do|employ|evaluate"
    "|explore|find|follow|have|introduce|investigate|observe|perform|present|propose|provide|report"
    "|show|study|train|use|want"
)
_LONE = re.compile(
    r"\s*(?:[fnory] the(?! (?:number|size|set|dimension))"
    rf"|nd (?:the|this|these|those|our|their)|e (?:{_OF_WE})) [A-Za-z]"
)
"""What is no word, before what stands behind no letter of a formula: `f the layers`, `e use it`."""
_WORD = re.compile(r"[A-Za-z]{2,}")
_SURE_START, _SURE_END = 4, 6
"""So long a piece has to be, where nothing else tells."""
_SHORT = 3
_LITTLE = word_set(
    "a i ad ah ai al am an as at be by cm do ed et eg em ex go he hi ie if in io is it kg km la lo"
    " ma me mi ml mm mr ms mu my no nu of oh ok on or os ox pa pc pi pm ps re so to uk un up us vs"
    " we xi"
)
_ENGLISH = 0.6
_ELLIPSIS = "\u2026"
_NEAR = 400


def may_hold(text: str) -> bool:
    """Whether `cut_ends` has to look at `text`."""
    return text[:40].lstrip()[:1].isalpha() or text[-40:].rstrip()[-1:].isalpha()


def cut_ends(text: str, item: Item) -> List[Mended]:
    """The first word of a passage that lacks its beginning, and the last one that lacks its end."""
    before, after = item.context
    first, last = _FIRST.match(text), _LAST.search(text, max(0, len(text) - 40))
    found: List[Mended] = []
    if first and _lacks_its_beginning(first, text, before, bool(before or after)):
        start, end = first.span(1)
        found.append(mended("cut", text, start, end, _ELLIPSIS + first.group(1)))
    if last and _lacks_its_end(last, text, after, bool(before or after)):
        start, end = last.span(1)
        if not found or start >= found[0].change.end:
            found.append(mended("cut", text, start, end, last.group(1) + _ELLIPSIS))
    return found


def _lacks_its_beginning(first: Match[str], text: str, before: str, told: bool) -> bool:
    piece = first.group(1)
    if told:
        tail = _TAIL.search(before, max(0, len(before) - 24))
        return not first.group()[0].isspace() and _are_one(tail, piece, first_is_told=True)
    if not _LONE.match(text):
        lacks = begins_as_none if len(piece) >= _SURE_START else lacks_a_letter
        if not piece.islower() or not lacks(piece):
            return False
    return _is_english(text[first.end() : first.end() + _NEAR])


def _lacks_its_end(last: Match[str], text: str, after: str, told: bool) -> bool:
    piece = last.group(1)
    if told:
        head = _HEAD.match(after)
        return not last.group()[-1].isspace() and _are_one(head, piece, first_is_told=False)
    is_piece = len(piece) >= _SURE_END and piece.islower() and is_cut(piece)
    return is_piece and _is_english(text[max(0, last.start() - _NEAR) : last.start()])


def _are_one(told: Optional[Match[str]], piece: str, first_is_told: bool) -> bool:
    """Whether the letters beside a passage and its own at that end are one word, not two."""
    if told is None:
        return False
    other = told.group()
    left, right = (other, piece) if first_is_told else (piece, other)
    if is_word((left + right).lower()):
        return not (_stands(left.lower()) and _stands(right.lower()))
    # A name, such as `Hopfield`: what stands alone begins with its capital, or ends as no word.
    if not right.islower() or _stands(right) or _stands(piece.lower()):
        return False
    if _stands(other.lower()):
        return len(right) >= _SURE_START and begins_as_none(right)
    return len(other) <= _SHORT or begins_as_none(right)


def _stands(word: str) -> bool:
    """Whether `word` may stand alone: the list has many a syllable, of one or two letters."""
    return word in _LITTLE if len(word) < _SHORT else is_word(word)


def _is_english(text: str) -> bool:
    """Whether most words of `text` are English ones, of which there are a few."""
    words = [word.lower() for word in _WORD.findall(text)]
    return len(words) > 2 and sum(map(is_word, words)) >= _ENGLISH * len(words)
