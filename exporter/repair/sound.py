"""Tells cheaply which texts no rule has to look at: most of them.

What a rule looks for shows inside one run of characters between spaces (`shared,the`,
`QKTQK^TQK^T`, `re-ported`), but for two signs that this module looks for itself. Such runs recur,
most of all the sound ones, so each is judged once, and a text made of runs known to be sound is
sound. The rules' own hints decide; this module only remembers what they said.
"""

from __future__ import annotations

from typing import Set

from . import button, formula, tripled, words
from .lexicon import ranks

_REMEMBERED = 20_000
_sound: Set[str] = set()
"""Runs that no rule has to look at: a cache."""

_LONGEST = 200
"""A longer run is none that recurs."""

_SPACED = 12
"""One space in so many characters at least has what is written in words; Chinese is not."""


def is_sound(text: str) -> bool:
    """Tell whether no rule for passages would change `text`; a few sound ones are not known as so.

    The rules for a reader's own words are fewer, so that what is sound here is sound there.
    """
    if not text.isascii() and (
        text.count(" ") * _SPACED < len(text) or tripled.may_repeat_letter(text)
    ):
        return False
    if "- " in text and words.is_split(text):
        return False
    found = text.split()
    return _sound.issuperset(found) or all(map(_is_sound, set(found) - _sound))


def _is_sound(run: str) -> bool:
    if not _is_word(run) and (
        len(run) > _LONGEST
        or button.may_hold_label(run)
        or formula.hints(run)
        or tripled.may_repeat(run)
        or words.may_be_joined(run)
    ):
        return False
    if len(_sound) >= _REMEMBERED:
        _sound.clear()
    _sound.add(run)
    return True


def _is_word(run: str) -> bool:
    """Tell an English word with the marks of a sentence around it, that is no `hahaha`."""
    word = run.lstrip("(").rstrip(".,;:!?)")
    return word in ranks() and word.count(word[:2]) < 3
