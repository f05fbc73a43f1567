"""What is remembered of a note that was pushed, so that a sync knows whose change is whose.

The memory is a value (`model.Pushed`). How a target writes it down is the target's business.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Iterable, Mapping, Tuple

from ..identity.keys import Names
from ..model import Pushed

HASH_LENGTH = 12

_SHORT = 64
_RECURRING = 4096


def hash_of(text: str) -> str:
    """12 hex digits of BLAKE2b: enough to notice a change."""
    return _short_hash(text) if len(text) < _SHORT else _hash(text)


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=HASH_LENGTH // 2).hexdigest()


_short_hash = lru_cache(_RECURRING)(_hash)  # statuses, months and hosts recur in every note


EMPTY = hash_of("")
"""The hash of no text."""


@lru_cache(_RECURRING)
def _hash_of_tags(tags: Tuple[str, ...]) -> str:
    # Anki knows a tag in one spelling only, whichever came first.
    return _hash(" ".join(sorted({tag.casefold() for tag in tags})))


def known_by(guid: str, memory: Pushed) -> Names:
    """By what the note `guid` is known that remembers `memory`."""
    return Names(guid, memory.keys, memory.ids)


def pushed_of(
    fields: Mapping[str, str],
    sources: Mapping[str, str],
    tags: Iterable[str],
    ids: Tuple[str, ...],
    renderer: int,
    asleep: bool = False,
    face: int = 0,
    origins: Tuple[str, ...] = (),
) -> Pushed:
    """What is pushed with a note whose fields hold `fields`, made from the texts `sources`."""
    content = {name: hash_of(text) for name, text in fields.items()}
    # Most short fields are their own source.
    source = {
        name: content[name] if text is fields.get(name) else hash_of(text)
        for name, text in sources.items()
    }
    return Pushed(source, content, ids, _hash_of_tags(tuple(tags)), renderer, asleep, face, origins)
