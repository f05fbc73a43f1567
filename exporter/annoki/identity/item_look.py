"""How an item looks beside others that share a name with it."""

from __future__ import annotations

from functools import cached_property
from typing import FrozenSet

from ..model import Item
from ..text.spans import written
from .likeness import excerpt, normalised


class ItemLook:
    """What tells an item apart from others that share a name with it."""

    hashes: FrozenSet[str] = frozenset()
    is_own = True

    def __init__(self, item: Item) -> None:
        self.captured, self.host, self.face = item.captured, item.host, int(item.face)
        self._item = item

    @cached_property
    def text(self) -> str:
        """Title and text, normalised."""
        return normalised(written(self._item.title)) + excerpt(self._item)
