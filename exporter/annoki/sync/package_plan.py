"""The plan of a package, compared with the package that it replaces. Pure.

The earlier package is the memory of what changed and when; its notes are never edited in place.
"""

from __future__ import annotations

import calendar
from collections import Counter
from functools import lru_cache
from typing import Callable, Iterable, Iterator, Literal, Mapping, NamedTuple, Optional, Tuple

from ..model import Note

PackageChange = Literal["add", "update", "same"]

UNDATED = calendar.timegm((2000, 1, 1, 12, 0, 0))
"""The second that stands for a date which no source gives; any fixed one would do."""


class Earlier(NamedTuple):
    """A note as the previous package holds it: when it was modified (s), its content's hash, and
    the face that it was made from."""

    modified: int
    content: bytes
    face: int = 0


class Step(NamedTuple):
    """What becomes of one note: `modified` is its mod time in seconds since the epoch."""

    note: Note
    change: PackageChange
    modified: int


ContentOf = Callable[[Note], bytes]
"""The hash of what a package holds of a note, as in `Earlier`; how it is held, a target knows."""


class PackagePlan:
    """What becomes of `notes`, which come in reading order, beside their `present` selves.

    It is planned step by step, as the steps are taken, once; `count` and `gone` speak of those that
    were. A note's mod time is when the item was edited, if the source says so, else its date,
    carried over for as long as the content is the same; `now` once it differs. It is always later
    than before, since Anki imports what is newer.
    """

    def __init__(
        self,
        notes: Iterable[Note],
        present: Mapping[str, Earlier],
        now: int,
        content_of: ContentOf,
    ) -> None:
        self._notes = notes
        self._present = present
        self._now = now
        self._content_of = content_of
        self._changes: Counter[PackageChange] = Counter()
        self._left = set(present)

    @property
    def steps(self) -> Iterator[Step]:
        """What becomes of each note."""
        for note in self._notes:
            change, modified = self._planned(note, self._present.get(note.guid))
            self._changes[change] += 1
            self._left.discard(note.guid)
            yield Step(note, change, modified)

    def count(self, change: PackageChange) -> int:
        """How many notes underwent `change`."""
        return self._changes[change]

    @property
    def gone(self) -> Tuple[str, ...]:
        """The GUIDs that are present, but no longer wanted."""
        return tuple(guid for guid in self._present if guid in self._left)

    def _planned(self, note: Note, before: Optional[Earlier]) -> Tuple[PackageChange, int]:
        if before is None:
            return "add", note.modified or epoch_of(note.captured)
        # A poorer face would replace what a richer one has given, so to Anki it is no newer.
        if note.memory.face < before.face or before.content == self._content_of(note):
            return "same", before.modified
        newer = note.modified > before.modified
        return "update", note.modified if newer else max(self._now, before.modified + 1)


@lru_cache(maxsize=1024)
def epoch_of(captured: str) -> int:
    """Noon UTC of the first day that `captured` (`2023`, `2023-08`, `2023-08-13`) may mean.

    At noon it is that day everywhere between UTC-12 and UTC+11, so that Anki's Created column,
    which shows local time, does not tell the month before.
    """
    if not captured:
        return UNDATED
    year, month, day = (*(int(part) for part in captured[:10].split("-")), 1, 1)[:3]
    return calendar.timegm((year, month, day, 12, 0, 0))
