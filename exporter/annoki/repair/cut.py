"""Rule `cut`: marks with an ellipsis the end at which a passage was selected in mid-word.

What stands around a passage tells it, where the source says. Else only a piece that is no word, and
that a common one ends or begins with: `anguage modeling`, `of training iteratio`. No letters are
invented.
"""

from __future__ import annotations

import re
from typing import List, Match, Optional

from ..model import Item
from .lexicon import begins_as_none, is_cut, is_word
from .rule import Mended, mended

_FIRST = re.compile(r"\s*([A-Za-z]{1,24})(?=[\s,.;:)!?-]|\Z)")
_LAST = re.compile(r"(?<![^\s(-])([A-Za-z]{1,24})\s*\Z")
_TAIL, _HEAD = re.compile(r"[A-Za-z]{1,24}\Z"), re.compile(r"[A-Za-z]{1,24}")
_LONE = re.compile(r"\s*([fnory]) the [A-Za-z]")
_WORD = re.compile(r"[A-Za-z]{2,}")
_SURE_START, _SURE_END = 4, 6
"""So long a piece has to be, where nothing else tells."""
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
    if _LONE.match(text):
        return True
    is_piece = len(piece) >= _SURE_START and piece.islower() and begins_as_none(piece)
    return is_piece and _is_english(text[first.end() : first.end() + _NEAR])


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
    other = told.group().lower()
    whole = other + piece.lower() if first_is_told else piece.lower() + other
    return is_word(whole) and not (_stands(other) and _stands(piece.lower()))


def _stands(word: str) -> bool:
    return is_word(word) and (len(word) > 1 or word in "ai")


def _is_english(text: str) -> bool:
    """Whether most words of `text` are English ones, of which there are a few."""
    words = [word.lower() for word in _WORD.findall(text)]
    return len(words) > 2 and sum(map(is_word, words)) >= _ENGLISH * len(words)
