"""Tells cheaply which texts no rule has to look at: most of them.

What a rule looks for shows inside one run of characters between spaces or Chinese characters
(`shared,the`, `QKTQK^TQK^T`, `re-ported`), but for two signs that this module looks for itself.
Such runs recur, most of all the sound ones, so each is judged once, and a text made of runs known
to be sound is sound. The rules' own hints decide; this module only remembers what they said.
"""

from __future__ import annotations

from typing import Set

from ..text.lazy import pattern
from ..text.spans import dollars_pair, is_prose, split
from . import button, formula, tripled, words
from .lexicon import ranks

_REMEMBERED = 20_000
_sound: Set[str] = set()
"""Runs that no rule has to look at: a cache."""

_SCRIPTS = ("^", "_")
"""Marks of a formula's script, which a run begins with where a Chinese character bears it."""

_LONGEST = 200
"""A longer run is none that recurs."""

_RUN = pattern("[^\\s\u2014\u2018-\u201d\u2026\u3000-\u303f\u3400-\u9fff\uff00-\uff5e]+")
"""Neither a word nor a formula goes on across a Chinese character, its marks among them."""


def is_sound(text: str) -> bool:
    """Tell whether no rule for passages would change `text`; a few sound ones are not known as so.

    The rules for a reader's own words are fewer, so that what is sound here is sound there.
    """
    if not is_prose(text):  # no rule enters code, formulas and addresses
        spans = split(text, dollars_pair(text))
        text = " ".join([span.text for span in spans if span.kind == "prose"])
    if "- " in text and words.is_split(text):
        return False
    if text.isascii():
        found = text.split()
    elif tripled.may_repeat_letter(text):
        return False
    else:
        found = _RUN.findall(text)
    return _sound.issuperset(found) or all(map(_is_sound, set(found) - _sound))


def _is_sound(run: str) -> bool:
    if not _is_word(run) and (
        len(run) > _LONGEST
        or run.startswith(_SCRIPTS)
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
