"""When two texts are the same, whatever faces they are seen through: comparing, never changing."""

from __future__ import annotations

import re
import unicodedata
from typing import List, Sequence, Tuple

from .marks import plain
from .model import Item

_INVISIBLE = re.compile("[\\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_ADDRESS_END = re.compile(r"(?:index\.html?)?(?:[?&]utm_[^#]*)?(?:#.*)?$", re.IGNORECASE)
_NUMBERS = re.compile(r"\d{5,}")
_PIECE = 12
_ENOUGH = 3
"""Texts are alike when one in so many pieces of the shorter stands in the longer."""


def normalised(text: str) -> str:
    """NFKC without white space and zero-width characters: what a converter cannot change."""
    if text.isascii():
        return "".join(text.split())
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def text_key(item: Item) -> str:
    """The whole text of `item`'s body, normalised."""
    return normalised("".join([plain(block.text) for block in item.body]))


def excerpt(item: Item) -> str:
    """`text_key` less the ellipsis that says that it was cut."""
    text = text_key(item)
    bare = text.rstrip("…").rstrip(".")
    return bare if text.endswith(("...", "…")) else text


def clusters(items: Sequence[Item]) -> List[List[int]]:
    """The indices of `items`, those together that are one thing; all share a name (title, lead).

    Two posts with two addresses are two. Where an address is not known, as in a text dump, or says
    nothing, as with a memo that a weekly memo took up, their texts decide. An item without text is
    what the first one is.
    """
    # The richest first: what is poorer finds its place beside them.
    order = sorted(range(len(items)), key=lambda at: -items[at].face)
    found: List[List[int]] = []
    texts = [excerpt(item) for item in items]
    for at in order:
        same = next((one for one in found if _same(items, texts, one[0], at)), None)
        if same is not None:
            same.append(at)
        else:
            found.append([at])
    return found


def _same(items: Sequence[Item], texts: Sequence[str], one: int, other: int) -> bool:
    addresses = [_address(items[at]) for at in (one, other)]
    if all(addresses) and (items[one].kind == "post" or addresses[0] == addresses[1]):
        return addresses[0] == addresses[1]
    return alike(texts[one], texts[other])


def _address(item: Item) -> str:
    """What names the item in its source, in the one form that all its faces share."""
    address = item.link or next(iter(item.source_ids), "")
    return _ADDRESS_END.sub("", _SCHEME.sub("", address)).rstrip("/")


def alike(one: str, other: str) -> bool:
    """Whether two normalised texts are one, cut or flattened in two ways."""
    # A flattened text holds the line numbers of its code, all in a run.
    shorter, longer = sorted((_NUMBERS.sub("", text) for text in (one, other)), key=len)
    pieces = _pieces(shorter)
    if not pieces:
        return longer.startswith(shorter)
    return sum(piece in longer for piece in pieces) * _ENOUGH >= len(pieces)


def _pieces(text: str) -> Tuple[str, ...]:
    """Pieces of the beginning, which every face shows."""
    return tuple(text[at : at + _PIECE] for at in range(0, min(len(text), 240) - _PIECE, _PIECE))
