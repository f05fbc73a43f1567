"""How a sync of Anki's own with AnkiWeb ends."""

from __future__ import annotations

import contextlib
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Callable

if TYPE_CHECKING:
    from anki.collection import Collection


class Ended(Enum):
    """How a sync of Anki's ended."""

    IN_STEP = auto()
    FAILED = auto()
    """AnkiWeb was not reached, did not like something, or Anki's sync was cancelled."""
    FULL_SYNC = auto()
    """One side has to replace the other, and nobody has decided which."""


class Watch:
    """Sees what a sync of `col` comes to. Anki says that it has ended, but to nobody how."""

    _CALLS = ("sync_collection", "full_upload_or_download")

    def __init__(self, col: Collection) -> None:
        self._col = col
        self._ended = Ended.FAILED
        for name in self._CALLS:
            setattr(col, name, self._seen(getattr(col, name)))

    def stop(self) -> Ended:
        """Leave Anki's collection as it was, and say how its sync ended."""
        for name in self._CALLS:
            with contextlib.suppress(AttributeError):
                delattr(self._col, name)
        return self._ended

    def _seen(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def seen(*args: Any, **named: Any) -> Any:
            # An error leaves what is known: a full sync that fails is still to be decided.
            answer = call(*args, **named)
            self._ended = Ended.FULL_SYNC if getattr(answer, "required", 0) else Ended.IN_STEP
            return answer

        return seen
