"""When two texts are the same, whatever faces they are seen through: comparing, never changing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Iterable, Tuple

from ..model import Item
from ..text.spans import written_text_of

_INVISIBLE = re.compile("[\\s\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_VARIANTS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
_PLAIN = str.maketrans(
    "\u2018\u2019\u201a\u201b\u2032\u201c\u201d\u201e\u201f\u2033", "'" * 5 + '"' * 5
)
_SPACES = bytes(code for code in range(0x80) if chr(code).isspace())
_UNLIKE = re.compile(r"\d{5,}|[$`]")
_PIECE, _RUN = 12, 3
_COMPARED = 240
"""So many characters are compared."""
_ENOUGH = 3
"""Texts are alike when one in so many pieces of the shorter stands in the longer; less than one in
so many characters may be an edit in one place."""


def normalised(text: str) -> str:
    """NFKC without white space and zero-width characters: what a converter cannot change."""
    if text.isascii():
        return text.encode().translate(None, _SPACES).decode()
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).replace("\u2010", "-")


def unvaried(text: str) -> str:
    """`text`, normalised, less what typography changes: bent quotation marks, the variants of
    signs."""
    return text if text.isascii() else _VARIANTS.sub("", text).translate(_PLAIN)


def text_key(item: Item) -> str:
    """The whole text of `item`'s body, normalised."""
    return normalised(written_text_of(item.body))


def excerpt(item: Item) -> str:
    """`text_key` less the ellipsis that says that it was cut."""
    text = text_key(item)
    bare = text.rstrip("…").rstrip(".")
    return bare if text.endswith(("...", "…")) else text


def likeness(one: str, other: str) -> float:
    """How much of the beginning of the shorter of two normalised texts stands in the longer: from
    0 for two texts, to 1 for one that was cut or flattened in two ways."""
    # A flattened text holds the line numbers of its code, all in a run, and the dollars of TeX; the
    # marks of code in a line not every face shows.
    shorter, longer = sorted((_bare(one), _bare(other)), key=len)
    own = shingles(shorter.rstrip("."))  # it may say with dots that it was cut
    if not own:
        return float(shorter in longer if shorter else not longer)
    share = sum(piece in longer for piece in own) / len(own)
    return share if share * _ENOUGH >= 1 else 0.0


@lru_cache(maxsize=64)
def _bare(text: str) -> str:
    # A long text may be compared with each of many short ones.
    return _UNLIKE.sub("", text)


def nearness(one: str, other: str) -> float:
    """How near two normalised texts are that are as alike as others: finer than `likeness`."""
    mine, its = ({*_runs(text)} for text in (one, other))
    return len(mine & its) / (len(mine | its) or 1)


def _runs(text: str) -> Iterable[str]:
    begins = text[:_COMPARED]
    return (begins[at : at + _RUN] for at in range(len(begins)))


def differ_between(one: str, other: str) -> bool:
    """Whether two normalised texts say something, and nothing alike, between how both begin and how
    both end: two posts that have their first and last lines in common. Of the shorter so much that
    it is no sentence that was rewritten, or added."""
    least = max(2 * _PIECE, min(len(one), len(other)) // _ENOUGH)
    begun = _alike_until(one, other)
    one, other = _without_ends(one[begun:], other[begun:])
    return min(len(one), len(other)) >= least and not likeness(one, other)


def _without_ends(one: str, other: str) -> Tuple[str, str]:
    """Both without what they end in alike. What was cut ends within what the other ends in."""
    ended = _alike_until(one[::-1], other[::-1])
    cuts = [(one[: len(one) - ended], other[: len(other) - ended])]
    for is_other, (cut, whole) in enumerate(((one, other), (other, one))):
        bare = cut.rstrip(".")
        if cut.endswith("..."):
            # The longest end of it that stands in the whole one: if that does, any shorter does.
            least, most = 0, len(bare)
            while least < most:
                many = (least + most + 1) // 2
                least, most = (many, most) if bare[-many:] in whole else (least, many - 1)
            if least >= _PIECE:
                left = bare[: len(bare) - least], whole[: whole.rfind(bare[-least:])]
                cuts.append(left[::-1] if is_other else left)
    return min(cuts, key=lambda left: len(left[0]) + len(left[1]))


def _alike_until(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other))
    return next((at for at, (mine, its) in pairs if mine != its), min(len(one), len(other)))


def shingles(text: str, step: int = _PIECE) -> Tuple[str, ...]:
    """Pieces of the beginning of a normalised text, which every face shows, `step` apart."""
    return tuple(
        text[at : at + _PIECE] for at in range(0, min(len(text), _COMPARED) - _PIECE, step)
    )
