"""How an item looks beside others that share a name with it."""

from __future__ import annotations

from functools import cached_property
from typing import FrozenSet, Optional

from ..model import Face, Item
from ..text.spans import written, written_text_of
from .addresses import Address, page_at
from .likeness import excerpt, normalised


class ItemLook:
    """What tells an item apart from others that share a name with it."""

    is_gone = False
    is_own = True

    def __init__(self, item: Item) -> None:
        self.captured, self.host = item.captured, item.host
        self._item, self._is_remark = item, item.kind in ("annotation", "page-note")

    @property
    def hashes(self) -> FrozenSet[str]:
        """See `Look`."""
        return frozenset()

    @property
    def made(self) -> str:
        """See `Look`."""
        told = self._is_remark and self._item.face in (Face.EXCERPT, Face.RECORD)
        return self.captured if told else ""

    @property
    def page(self) -> Optional[Address]:
        """See `Look`."""
        if not self._is_remark:
            return None
        return page_at(self._item.link) or page_at(self._item.uri)

    @property
    def length(self) -> int:
        """See `Look`."""
        return len(normalised(written_text_of(self._item.passage))) + len(self.text)

    @cached_property
    def text(self) -> str:
        """Title and text, normalised."""
        return normalised(written(self._item.title)) + self.body

    @property
    def said(self) -> str:
        """See `Look`."""
        return self.text

    @cached_property
    def body(self) -> str:
        """See `Look`."""
        return excerpt(self._item)
