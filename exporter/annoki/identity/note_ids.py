"""The ids that a note and its cards have in Anki: of its GUID alone (docs/sync-contract.md).

AnkiWeb joins notes and cards by id, so that two devices that add one note must give it one id. And
Anki tells a deletion by id, once: what was deleted never comes back under the id that it had. So a
GUID has a *bucket* of 1024 ids, of which a note takes the first that is free: its *edition*.

All are below the ids that Anki itself makes, which are the time in ms: so they are nobody else's,
and never so far in the future that Anki's check of the database would replace them.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import AbstractSet, List, Optional, Tuple

EDITIONS = 1024
START = 50_000_000_000
END = 1_300_000_000_000
"""In ms since 1970 the spring of 2011, before there was an Anki that made ids of the time."""
_BUCKETS = (END - START) // EDITIONS


def note_id(guid: str, edition: int = 0) -> int:
    """The id of the note `guid`, of any of 1024 editions; from there on they begin again."""
    return card_ids(guid, edition, 1)[0]


def card_ids(guid: str, edition: int = 0, templates: int = 2) -> List[int]:
    """The ids of the note's cards, by template: the first is called as the note, the others are as
    far from it and each other as a bucket allows."""
    return free_ids(guid, edition, frozenset(), templates)


def free_ids(guid: str, edition: int, taken: AbstractSet[int], templates: int = 2) -> List[int]:
    """As `card_ids`, of the first edition from `edition` on of which no id is `taken`; of `edition`
    if there is none, so that Anki has to find an id."""
    first, offset = _bucket(guid)
    places = _places(templates)
    for later in range(edition, edition + EDITIONS + 1):
        ids = [first + (offset + later + place) % EDITIONS for place in places]
        if taken.isdisjoint(ids):
            break
    return ids


def bucket_of(guid: str) -> int:
    """The number of the bucket of `guid`. Of a million notes a few hundred share theirs."""
    return (_bucket(guid)[0] - START) // EDITIONS


def bucket_with(id: int) -> Optional[int]:
    """The number of the bucket that `id` lies in; None if it lies in none."""
    bucket = (id - START) // EDITIONS
    return bucket if 0 <= bucket < _BUCKETS else None


def edition_of(guid: str, id: int) -> Optional[int]:
    """Which edition of the note `guid` has the id `id`; None if that is not in its bucket."""
    first, offset = _bucket(guid)
    return (id - first - offset) % EDITIONS if first <= id < first + EDITIONS else None


def _bucket(guid: str) -> Tuple[int, int]:
    """The first id of the bucket of `guid`, and how far from it the ids of edition 0 begin."""
    number = int.from_bytes(hashlib.sha256(b"note id" + guid.encode()).digest()[:8], "big")
    return START + number % _BUCKETS * EDITIONS, number // _BUCKETS


@lru_cache(maxsize=16)
def _places(templates: int) -> Tuple[int, ...]:
    """0, 512, 256, 768, 128, …: where in its bucket the card of each template is."""
    return tuple(int(f"{n % EDITIONS:010b}"[::-1], 2) for n in range(templates))
