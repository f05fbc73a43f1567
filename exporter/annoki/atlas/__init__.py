"""The atlas: of each document what was read, asked and left open, and where a thing was met again.

It is made of notes alone, whatever source they came from. Pure.
"""

from __future__ import annotations

from typing import Any, Dict, NamedTuple, Sequence, Tuple

from ..model import Note
from .documents import ReadDocument, documents_of
from .met_again import Meeting, met_again


class Atlas(NamedTuple):
    """`documents` in the order in which they were first met; `document_of` gives that of each note,
    as an index into them. `links` tell what was met in several places."""

    documents: Tuple[ReadDocument, ...]
    document_of: Tuple[int, ...]
    links: Tuple[Meeting, ...]

    def as_dict(self) -> Dict[str, Any]:
        """What is told of it as JSON; numbers point into the lists of notes and `documents`.

        {"documents": [{"title", "untitled": bool, "kind": "page"|"post"|"issue"|"memos",
                        "host", "url", "source": index, "notes": [index],
                        "read": n, "asked": n, "open": n, "other": n,
                        "first": "2023-02", "last": "2023-08-13"}],
         "of": [index of its document, for each note],
         "links": [{"by": "address"|"title"|"name", "text", "url",
                    "places": [{"document": index, "notes": [index]}]}]}
        """
        return {
            "documents": [one.as_dict() for one in self.documents],
            "of": list(self.document_of),
            "links": [one.as_dict() for one in self.links],
        }


def atlas_of(notes: Sequence[Note]) -> Atlas:
    """The atlas of `notes`, which are in reading order."""
    documents, document_of = documents_of(notes)
    return Atlas(documents, document_of, met_again(notes, documents))
