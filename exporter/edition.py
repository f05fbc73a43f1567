"""Edition: the plan of a package, compared with the package that it replaces. Pure.

The earlier package is the memory of what changed and when; its notes are never edited in place.
"""

from __future__ import annotations

import calendar
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Iterable, Iterator, List, Literal, Mapping, NamedTuple, Tuple

from .model import Note

Change = Literal["add", "update", "same"]

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
    change: Change
    modified: int


@dataclass(frozen=True)
class Edition:
    """Steps in reading order, and the GUIDs that are present but no longer wanted."""

    notes: Tuple[Note, ...]
    changes: Tuple[Change, ...]
    modified: Tuple[int, ...]
    gone: Tuple[str, ...] = ()

    @property
    def steps(self) -> Iterator[Step]:
        """The steps, made as they are taken: a hundred thousand are not held in memory."""
        return map(Step, self.notes, self.changes, self.modified)

    def count(self, change: Change) -> int:
        """How many notes undergo `change`."""
        return self.changes.count(change)


def plan_package(notes: Iterable[Note], present: Mapping[str, Earlier], now: int) -> Edition:
    """Plan a package of `notes`. `now` is used for notes that differ from their `present` self.

    Mod times follow design section 5: when the item was edited, if the source says so, else its
    date, carried over for as long as the content is the same; `now` once it differs. They are
    always later than before, since Anki imports what is newer.
    """
    changes: List[Change] = []
    modified: List[int] = []
    ordered = tuple(sorted(notes, key=lambda note: note.reading_order))
    for note in ordered:
        before = present.get(note.guid)
        change: Change
        if before is None:
            change, at = "add", note.modified or epoch_of(note.captured)
        elif note.face < before.face:
            # It would replace what a richer face has given, so to Anki it is no newer.
            change, at = "same", before.modified
        elif before.content == content_of("\x1f".join(note.fields), " ".join(note.tags)):
            change, at = "same", before.modified
        else:
            newer = note.modified > before.modified
            change, at = "update", note.modified if newer else max(now, before.modified + 1)
        changes.append(change)
        modified.append(at)
    wanted = {note.guid for note in ordered} if present else set()
    gone = tuple(guid for guid in present if guid not in wanted)
    return Edition(ordered, tuple(changes), tuple(modified), gone)


def content_of(fields: str, tags: str) -> bytes:
    """A hash of what a note holds: its fields joined by U+001F, its tags by spaces."""
    return hashlib.blake2b(f"{fields}\x1f{tags}".encode(), digest_size=16).digest()


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
