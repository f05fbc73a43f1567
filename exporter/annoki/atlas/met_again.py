"""Where the same thing was met again: a paper, a post, a repository that several places name."""

from __future__ import annotations

from typing import Any, Dict, Literal, NamedTuple, Sequence, Tuple

from ..model import Note
from .documents import ReadDocument

Evidence = Literal["address", "title", "name"]
"""What tells that it is the same: an address; the title of one that stands in another; a name that
both give it."""


class MetAt(NamedTuple):
    """Where a thing was met: a document, and which notes of it name the thing; none, where the
    document is the thing itself."""

    document: int
    notes: Tuple[int, ...] = ()


class Meeting(NamedTuple):
    """A thing that was met in several places, and `text` or the address `url` that tells so."""

    by: Evidence
    text: str
    url: str
    places: Tuple[MetAt, ...]

    def as_dict(self) -> Dict[str, Any]:
        """Its part of the atlas."""
        places = [{"document": one.document, "notes": list(one.notes)} for one in self.places]
        return {"by": self.by, "text": self.text, "url": self.url, "places": places}


def met_again(notes: Sequence[Note], documents: Sequence[ReadDocument]) -> Tuple[Meeting, ...]:
    """What was met in several places of `notes`, which come from `documents`."""
    return ()
