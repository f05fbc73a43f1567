"""When two texts are the same, whatever faces they are seen through: comparing, never changing."""

from __future__ import annotations

import re
import unicodedata
from typing import Dict, Iterator, List, Sequence, Tuple

from ..model import Item
from ..text.spans import written_text_of
from ..text.urls import WEB

_INVISIBLE = re.compile("[\\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_SPACES = bytes(code for code in range(0x80) if chr(code).isspace())
_SCHEME = re.compile(rf"{WEB}(?:www\.)?", re.IGNORECASE)
_ADDRESS_END = re.compile(r"(?:index\.html?)?(?:[?&]utm_[^#]*)?(?:#.*)?$", re.IGNORECASE)
_NUMBERS = re.compile(r"\d{5,}")
_PIECE = 12
_BEGINNING = 1_200
_MANY = 20
"""So many texts at most are looked at because of one piece: what more texts share says nothing."""

_ENOUGH = 3
"""Texts are alike when one in so many pieces of the shorter stands in the longer."""


def normalised(text: str) -> str:
    """NFKC without white space and zero-width characters: what a converter cannot change."""
    if text.isascii():
        return text.encode().translate(None, _SPACES).decode()
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def text_key(item: Item) -> str:
    """The whole text of `item`'s body, normalised."""
    return normalised(written_text_of(item.body))


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
    # A flattened text holds the line numbers of its code, all in a run.
    texts = [_NUMBERS.sub("", excerpt(item)) for item in items]
    # Thousands of memos may open alike: each is compared with those only that share a piece.
    holders: Dict[str, List[int]] = {}
    for at in order:
        address = _address(items[at])
        keys = (f"@{address}", *_looked_for(texts[at]))
        near = sorted({one for key in keys for one in holders.get(key, ())})
        same = next((one for one in near if _same(items, texts, found[one][0], at)), None)
        if same is not None:
            found[same].append(at)
            continue
        for key in (f"@{address}", *_held(texts[at])):
            known = holders.setdefault(key, [])
            if len(known) < _MANY and len(found) not in known[-1:]:
                known.append(len(found))
        found.append([at])
    return found


def _held(text: str) -> Iterator[str]:
    """What another text may be found by in `text`: each piece of its beginning, its first
    characters (`^`), and the whole of a text that is too short for pieces (`$`)."""
    beginning = text[:_BEGINNING]
    for at in range(len(beginning) - _PIECE + 1):
        yield beginning[at : at + _PIECE]
    yield from (f"^{text[:length]}" for length in range(_PIECE + 1))
    if not _pieces(text):
        yield f"${text}"


def _looked_for(text: str) -> Iterator[str]:
    """What `_held` of a text that is like `text` has one of."""
    yield from _pieces(text) or (f"^{text}",)
    yield from (f"${text[:length]}" for length in range(_PIECE + 1))


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
    shorter, longer = sorted((one, other), key=len)
    pieces = _pieces(shorter)
    if not pieces:
        return longer.startswith(shorter)
    return sum(piece in longer for piece in pieces) * _ENOUGH >= len(pieces)


def _pieces(text: str) -> Tuple[str, ...]:
    """Pieces of the beginning, which every face shows."""
    return tuple(text[at : at + _PIECE] for at in range(0, min(len(text), 240) - _PIECE, _PIECE))
