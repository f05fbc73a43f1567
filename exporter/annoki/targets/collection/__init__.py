"""Anki collections, handed in open."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from anki.collection import Collection as Collection
    from anki.collection import OpChanges as OpChanges
