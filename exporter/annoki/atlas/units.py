"""What can be a thing that is met again: a page, a post, a memo, an item of an issue."""

from __future__ import annotations

import html
from typing import Iterator, NamedTuple, Sequence, Tuple

from ..model import Note
from ..notetype import WRITTEN
from ..sync.details import is_opening, site_in
from .documents import ReadDocument
from .told import on_one_line

_LONGEST = 300
"""What is longer is a text, and no title."""
_PROMPT, _SOURCE = WRITTEN.index("Prompt"), WRITTEN.index("Source")


class Unit(NamedTuple):
    """A page with all its `notes`, or one post, memo or item of an issue.

    It is the whole `document`, or else the one of its notes. `address` and `title` are empty where
    nothing tells them.
    """

    document: int
    is_whole: bool
    notes: Tuple[int, ...]
    source: int
    address: str
    title: str


def units_of(notes: Sequence[Note], documents: Sequence[ReadDocument]) -> Iterator[Unit]:
    """The units of `documents`, which `notes` come from."""
    for at, one in enumerate(documents):
        if one.kind in ("page", "post"):
            title = "" if one.is_untitled else _title_of(one, notes)
            yield Unit(at, True, one.notes, one.source, one.url, _short(title))
            continue
        for n in one.notes:
            prompt, source = (notes[n].fields[at] for at in (_PROMPT, _SOURCE))
            is_title = notes[n].status == "digest" and not is_opening(prompt)
            link = html.unescape(site_in(source).link)
            title = _short(on_one_line(prompt)) if is_title else ""
            yield Unit(at, False, (n,), one.source, link, title)


def _title_of(document: ReadDocument, notes: Sequence[Note]) -> str:
    """The title in full, as people write it."""
    first = notes[document.notes[0]]
    if document.kind == "post":
        return on_one_line(first.fields[_PROMPT])
    titles = (site_in(notes[n].fields[_SOURCE]).title for n in document.notes)
    return on_one_line(next(filter(None, titles), ""))


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST else ""
