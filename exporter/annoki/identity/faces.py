"""One note of several faces: which of the items that are one thing the note is made of."""

from __future__ import annotations

from collections import Counter
from functools import reduce
from typing import Dict, List, Sequence

from ..model import Item
from ..text.spans import text_of
from .guids import Identified
from .head import with_head

_DETAILS = ("host", "collection", "captured", "title", "link", "uri", "tags", "modified")


def best_faces(identified: Sequence[Sequence[Identified]]) -> Dict[str, Item]:
    """For each GUID of several items the item that its note is made of: the richest face.

    Of equal faces the latest, as far as both tell, and fullest. What it lacks (host, title of the
    page, tags, the lines of its head) is taken from the others, and it is known by all their ids.
    """
    times = Counter(one.guid for listing in identified for one in listing)
    seen: Dict[str, List[Item]] = {}
    for listing in identified:
        for guid, item, *_ in listing:
            if times[guid] > 1:
                seen.setdefault(guid, []).append(item)
    return {guid: best_face(items) for guid, items in seen.items()}


def best_face(items: Sequence[Item]) -> Item:
    """The item that the note of `items`, which are one thing, is made of."""
    return with_head(reduce(_joined, items), items)


def _joined(other: Item, one: Item) -> Item:
    best, rest = (one, other) if _is_richer(one, other) else (other, one)
    lacks = {
        name: getattr(rest, name)
        for name in _DETAILS
        if not getattr(best, name) and getattr(rest, name)
    }
    if not any(best.context) and any(rest.context):
        lacks["context"] = rest.context
    if len(rest.captured) > len(best.captured) > 0 and rest.captured.startswith(best.captured):
        lacks["captured"] = rest.captured
    ids = tuple(dict.fromkeys((*best.source_ids, *rest.source_ids)))
    if ids != best.source_ids:
        lacks["source_ids"] = ids
    return best._replace(**lacks) if lacks else best


def _is_richer(one: Item, other: Item) -> bool:
    """Whether `one` tells as much as `other`, or more. What a face does not tell says nothing, and
    when a post was published nothing of when it was mended."""
    if one.face != other.face:
        return one.face > other.face
    if one.modified != other.modified and one.modified and other.modified:
        return one.modified > other.modified
    days = sorted((one.captured, other.captured))
    if one.kind != "post" and not days[1].startswith(days[0]):
        return one.captured > other.captured
    return len(text_of(one.body)) >= len(text_of(other.body))
