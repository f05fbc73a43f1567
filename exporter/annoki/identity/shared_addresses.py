"""Addresses that name no post: a listing gives one to several (a feed all of whose posts lead to
the home page; a generator that makes an address of the Latin letters in a title)."""

from __future__ import annotations

from collections import defaultdict
from typing import Dict, FrozenSet, List, Sequence

from ..model import Item
from ..text.spans import written
from .contradiction import ENOUGH
from .item_look import ItemLook
from .keys import Names, names_of
from .likeness import likeness, normalised


def names_of_all(listings: Sequence[Sequence[Item]]) -> List[List[Names]]:
    """By what each item of each listing is known."""
    names = [list(map(names_of, items)) for items in listings]
    shared = frozenset[str]().union(*map(_shared, names, listings))
    if shared:
        for of, items in zip(names, listings):
            for at, item in enumerate(items):
                if item.kind == "post" and not shared.isdisjoint(of[at].ids):
                    of[at] = names_of(item._replace(source_ids=(), link=""))
    return names


def _shared(names: Sequence[Names], items: Sequence[Item]) -> FrozenSet[str]:
    """The ids that name several posts of one listing."""
    having: Dict[str, List[Item]] = defaultdict(list)
    for one, item in zip(names, items):
        if item.kind == "post":
            for id in one.ids:
                having[id].append(item)
    return frozenset(
        id for id, (first, *rest) in having.items() if any(_are_two(first, one) for one in rest)
    )


def _are_two(one: Item, other: Item) -> bool:
    """Whether two posts at one address are two: a home page may show one in two cards."""
    titles = {normalised(written(item.title)) for item in (one, other)}
    days = {item.captured for item in (one, other)}
    apart = len(titles) > 1 or (len(days) > 1 and "" not in days)
    return apart and likeness(ItemLook(one).text, ItemLook(other).text) < ENOUGH
