"""The GUIDs that the items of a run have in the package that is replaced."""

from __future__ import annotations

from functools import lru_cache
from typing import Callable, Dict, List, Sequence, Tuple

from ..model import Item
from .contradiction import place_of
from .guids import Identified
from .item_look import ItemLook
from .keys import HEAD, apart_from
from .likeness import excerpt
from .look import Look, Named
from .recognise import recognise


def as_before(
    identified: Sequence[Sequence[Identified]],
    known: Sequence[Named],
    look: Callable[[str], Look],
    item_look: Callable[[Item], Look],
) -> List[List[Identified]]:
    """`identified`, each under the GUID that it has among `known`, the notes of a package; `look`
    says of such a GUID how the note looks, `item_look` of an item how that looks beside it."""
    things: Dict[str, Identified] = {}
    for one in (one for listing in identified for one in listing):
        best = things.get(one.guid)
        if best is None or one.item.face > best.item.face:
            things[one.guid] = one
    wanted = list(things.values())
    found = recognise(
        wanted,
        known,
        lru_cache(maxsize=None)(lambda n: item_look(wanted[n].item)),
        lru_cache(maxsize=None)(lambda at: look(known[at].guid)),
    )
    taken = {one.guid for one in known}
    used = {*taken, *things}
    names: Dict[str, str] = {}
    for n, one in enumerate(wanted):
        if n in found:
            names[one.guid] = known[found[n]].guid
        elif one.guid in taken:
            mark = min(one.ids, default=excerpt(one.item)[:HEAD])
            names[one.guid] = apart_from(used, one.guid, mark, place_of(ItemLook(one.item)))
    moved = {guid: name for guid, name in names.items() if guid != name}
    if not moved:
        return [list(listing) for listing in identified]
    return [
        [
            one._replace(guid=moved[one.guid], keys=_keys(one, moved[one.guid]))
            if one.guid in moved
            else one
            for one in listing
        ]
        for listing in identified
    ]


def _keys(one: Identified, guid: str) -> Tuple[str, ...]:
    """By what `one` is known under another `guid`."""
    return tuple(key for key in dict.fromkeys((*one.keys, one.guid)) if key != guid)
