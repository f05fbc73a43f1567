"""What a file breaks off in, told by what is known. Pure.

A dump may end without a line end, so that nothing in it says whether its last item is all there.
If what it shows of it is a proper beginning of what is held, it is that, cut.
"""

from __future__ import annotations

import html
import re
from typing import Iterable, NamedTuple, Optional, Sequence, Tuple, TypeVar

from ..identity.likeness import normalised
from ..notetype import WRITTEN

K = TypeVar("K")

_TAGS = re.compile(r"<[^<>]*>")
_WORDS = re.compile(r"[^<>&\s]+")
_LONG, _TORN = 24, 4
_MARKS = ("```", "$$", "**", "`", "$", "[", "\\")
"""What opens or closes a stretch of text: one without its other half was torn from it."""

_PROMPT, _ANSWER, _PASSAGE, _STATUS = map(WRITTEN.index, ("Prompt", "Answer", "Passage", "Status"))
_ON_PASSAGES = ("passage", "highlight")
"""Statuses of notes whose prompt is the passage itself."""


class Texts(NamedTuple):
    """What an item says, normalised (`identity.likeness.normalised`): its passage, empty where it
    has none, and what was written about it."""

    passage: str
    body: str


def texts_in(fields: Sequence[str]) -> Texts:
    """The texts of a note that has these fields (`notetype.WRITTEN`)."""
    prompt, answer, passage = (_plain(fields[at]) for at in (_PROMPT, _ANSWER, _PASSAGE))
    if not passage and fields[_STATUS] in _ON_PASSAGES:
        return Texts(prompt, answer)
    return Texts(passage, prompt + answer)


def first_words(field: str) -> str:
    """What stands at the beginning of a field (HTML) that may be torn at its end: whatever begins
    like it holds that."""
    first = _WORDS.search(_TAGS.sub(" ", field)[: -_TORN or None])
    return first.group()[:_LONG] if first else ""


def cut_of(end: Texts, held: Iterable[Tuple[K, Texts]]) -> Optional[K]:
    """Which of the notes `held` (by any key) is the one that `end`, the last item of a file, is a
    proper beginning of; None if it is all there, or nothing is known of it.

    An item that breaks off in its passage has nothing below it; one that breaks off below has the
    whole passage. What stands there in full is not cut, whatever else begins like it.
    """
    found: Optional[K] = None
    for key, texts in held:
        if texts == end:
            return None
        if found is None and _begins(end, texts):
            found = key
    return found


def _begins(end: Texts, whole: Texts) -> bool:
    if end.passage == whole.passage:
        return _is_beginning(end.body, whole.body)
    return bool(end.passage) and not end.body and _is_beginning(end.passage, whole.passage)


def _is_beginning(part: str, whole: str) -> bool:
    if len(part) >= len(whole):
        return False
    return whole.startswith(part) or whole.startswith(_untorn(part))


def _untorn(text: str) -> str:
    """`text` up to a mark whose other half is missing: what it opened is set otherwise in a whole
    text."""
    ends = [text.rfind(mark) for mark in _MARKS if text.count(mark) % 2]
    return text[: min((end for end in ends if end >= 0), default=len(text))]


def _plain(field: str) -> str:
    return normalised(html.unescape(_TAGS.sub("", field)))
