"""What a file breaks off in, told by what is known. Pure.

A dump may end without a line end, so that nothing in it says whether its last item is all there.
If what it shows of it is a proper beginning of what is held, it is that, cut. Of what is held only
the composed text is known: marks that the item was written with are not in it, so signs do not
count, nor does a last word that may be torn from a mark.
"""

from __future__ import annotations

import html
import re
from typing import Iterable, Optional, Sequence, Tuple, TypeVar

from ..identity.likeness import normalised, unvaried
from ..notetype import WRITTEN
from ..text.scripts import HAN, HANGUL, KANA
from .details import asked_in, is_quoted

K = TypeVar("K")

_TAGS = re.compile(r"<[^<>]*>")
_WORDS = re.compile(rf"[{HAN}{KANA}{HANGUL}]+|[^\W_{HAN}{KANA}{HANGUL}]+")
_LONG, _TORN = 24, 4
_BEGINNING = 100
_ASCII = "".join(map(chr, range(ord("!"), ord("~") + 1)))
_SIGNS = re.compile(r"[\W_]+")
_MARKS = re.compile(r"[*=~`$#>|\[\]\\^_:]+")
_FLASHCARDS = "flashcards"
_BEGUN_MARK = re.compile(
    rf"(?:(?<!\S)#?(?:{'|'.join(_FLASHCARDS[:n] for n in range(1, len(_FLASHCARDS) + 1))})(?:/\S*)?"
    r"|\[!\w*|\]\([^)]*|(?<!\S)\^\w*|<(?:!.*)?|%%.*)\Z",
    re.IGNORECASE,
)
"""Marks that would leave no trace if they were whole: `flashcard`, `[!NOTE]`, a link's address,
a block's name, a comment."""
_LONGEST_MARK = 2000

_IN_ORDER = ("Passage", "Prompt", "Answer")


def as_written(fields: Sequence[str]) -> Sequence[str]:
    """Which of these fields (`notetype.WRITTEN`) hold what was written, in its order: the passage
    may be the prompt, or the answer."""
    return ("Answer", "Prompt") if is_quoted(fields[WRITTEN.index("Answer")]) else _IN_ORDER


def text_in(fields: Sequence[str], names: Optional[Iterable[str]] = None) -> str:
    """What a note that has these fields says, all of it or in those of `names`."""
    names = as_written(fields) if names is None else names
    plain = " ".join(_TAGS.sub(" ", asked_in(fields[WRITTEN.index(name)])) for name in names)
    return html.unescape(" ".join(plain.split()))


def word_of(field: str) -> str:
    """A word near the beginning of a field (HTML) that may be torn at its end: whatever begins like
    it holds that, through whatever face, as signs are printed otherwise by each."""
    text = _TAGS.sub(" ", field)
    begins, whole = (html.unescape(one)[:_BEGINNING] for one in (text[:-_TORN], text))
    # Of a text that is hardly begun nothing would be left.
    return max(_WORDS.findall(begins) or _WORDS.findall(whole), key=len, default="")[:_LONG]


def cut_of(end: str, held: Iterable[Tuple[K, str]], is_known: bool = False) -> Optional[K]:
    """Which of the texts `held` (by any key) is the one that `end`, the text of the last item of a
    file, is a proper beginning of; None if it is all there, or nothing is known of it. `is_known`
    says that it is one of them in any case: all there, cut, or edited.

    What stands there in full is not cut, whatever else begins like it.
    """
    found: Optional[K] = None
    for key, text in held:
        if unvaried(normalised(text)) == unvaried(normalised(end)):
            return None
        if found is None and (_begins(end, text) or (is_known and _is_torn(end, text))):
            found = key
    return found


def _begins(end: str, whole: str) -> bool:
    part, all_there = _words(end), _words(whole)
    if part == all_there:
        # A mark without its other half is as it was typed; elsewhere more signs are an edit, and
        # others are how another face prints it.
        left, right = (unvaried(_MARKS.sub("", normalised(text))) for text in (end, whole))
        return left == right or len(left) < len(right)
    return bool(part) and all_there.startswith(part)


def _is_torn(end: str, whole: str) -> bool:
    """Whether `end` begins `whole` but for what it breaks off in: the beginning of a mark, or a
    word that was mended when it was whole; then it is shorter."""
    all_there = _words(whole)
    end = end.rstrip()
    mark = _BEGUN_MARK.search(end, max(0, len(end) - _LONGEST_MARK))
    unmarked = _words(end[: mark.start()]) if mark else ""
    if unmarked and all_there.startswith(unmarked):
        return True
    less_a_word = _words(end.rstrip(_ASCII) or end[:1])
    shorter = len(_words(end)) < len(all_there)
    return shorter and bool(less_a_word) and all_there.startswith(less_a_word)


def _words(text: str) -> str:
    return _SIGNS.sub("", normalised(text))
