"""How far a sync is, in words that fit on a line."""

from __future__ import annotations

import os
from typing import NamedTuple, Sequence

from ..sources.source import Source
from ..words import Message, message

_LONGEST = 48
COMPARING = message("progress.compare")
"""What is told once all is read."""


class HowFar(NamedTuple):
    """How much of how much is read or composed, and what is being read (empty: notes are being
    made), as `gather` tells it. A `total` of 0: nobody knows yet."""

    done: int = 0
    total: int = 0
    what: str = ""

    def told(self, sources: Sequence[Source]) -> Message:
        """It in words, where `sources` are read."""
        if not self.total:
            return message("progress.start")
        if not self.what:
            return message("progress.compose", done=self.done, total=self.total)
        if any(source.is_live and source.name == self.what for source in sources):
            return message("progress.ask", what=_short(self.what))
        return message("progress.read", what=_short(os.path.basename(self.what) or self.what))


def _short(name: str) -> str:
    half = _LONGEST // 2
    return name if len(name) <= _LONGEST else f"{name[:half]}…{name[1 - half :]}"
