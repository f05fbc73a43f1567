"""Which deck the cards of a new note go to."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Mapping

from ..config import Config
from ..model import Item, Status
from . import inert

_DECKS: Mapping[Status, str] = {
    "ready": "cards",
    "unsure": "cards",
    "passage": "passages",
    "digest": "digests",
    "unfinished": "to_finish",
    "highlight": "to_finish",
}
_LONGEST = 80
_RECURRING = 4096
# Two colons part the names of decks; those that stand at an end would with ours.
_PARTING = re.compile(r"[\s\x00-\x1f]+|:{2,}|^:|:$")


def deck_of(item: Item, status: Status, config: Config) -> str:
    """The deck of a note of that status: one of those configured, or one inside it. What is to be
    finished stays together, as it is to be looked through."""
    deck: str = getattr(config.decks, _DECKS[status])
    if config.decks_by == "none" or _DECKS[status] == "to_finish":
        return deck
    titled = config.decks_by == "document" and item.collection
    return _inside(deck, titled or item.host)


@lru_cache(_RECURRING)
def _inside(deck: str, name: str) -> str:
    name = inert.tag(_PARTING.sub(" ", name.strip())[:_LONGEST]).strip(" :")
    return f"{deck}::{name}" if name else deck
