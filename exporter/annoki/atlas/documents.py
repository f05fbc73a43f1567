"""What notes were read in: the page, the post, the issue or the memos that they come from."""

from __future__ import annotations

import html
from typing import Any, Dict, List, Literal, Mapping, NamedTuple, Sequence, Tuple

from ..identity.addresses import page_at, page_uri
from ..model import Note, Status
from ..notetype import WRITTEN
from ..sync.details import Site, is_opening, site_in
from ..text.field import LONGEST, one_line
from ..text.urls import unproxied

ReadKind = Literal["page", "post", "issue", "memos"]
"""What a document is: what annotations stand on, a post, an issue of a weekly, a list of memos."""

_COUNTED_AS: Mapping[Status, str] = {
    "ready": "asked",
    "unsure": "asked",
    "passage": "read",
    "digest": "read",
    "unfinished": "open",
    "highlight": "other",
}
_PROMPT, _SOURCE = WRITTEN.index("Prompt"), WRITTEN.index("Source")


class ReadDocument(NamedTuple):
    """A document, and the notes that come from it, as places among those of the run.

    Where nothing names it, it `is_untitled`, and `title` is how its first note begins (of memos,
    empty). `url` is empty where none is known. `source` is the place of its listing among those of
    the run. Of its notes so many were `read` (passages, digests), `asked` (with an answer), `open`
    (without one) and `other`. `first` and `last` say when they were written down, as exactly as is
    known.
    """

    title: str
    is_untitled: bool
    kind: ReadKind
    host: str
    url: str
    source: int
    notes: Tuple[int, ...]
    read: int = 0
    asked: int = 0
    open: int = 0
    other: int = 0
    first: str = ""
    last: str = ""

    def as_dict(self) -> Dict[str, Any]:
        """Its part of the atlas."""
        told = {**self._asdict(), "notes": list(self.notes)}
        told["untitled"] = told.pop("is_untitled")
        return told


def documents_of(notes: Sequence[Note]) -> Tuple[Tuple[ReadDocument, ...], Tuple[int, ...]]:
    """(the documents of `notes` in the order in which they are met, the place of that of each)."""
    places: Dict[Tuple[object, ...], int] = {}
    of: List[int] = []
    members: List[List[int]] = []
    for n, note in enumerate(notes):
        place = places.setdefault(_key(note, n), len(places))
        if place == len(members):
            members.append([])
        members[place].append(n)
        of.append(place)
    return tuple(_document(notes, each) for each in members), tuple(of)


def _key(note: Note, n: int) -> Tuple[object, ...]:
    listing = note.reading_order[1]
    if note.kind == "post":
        return ("post", n)
    site = site_in(note.fields[_SOURCE])
    if note.kind == "memo":
        return ("issue", listing, site.title) if site.title else ("memos", listing)
    page = page_at(html.unescape(site.link))
    if page:
        return ("page", *page)
    if site.title:
        return ("titled", site.title, site.host)
    return ("printed", listing, note.document, "" if note.document else site.host)


def _document(notes: Sequence[Note], places: Sequence[int]) -> ReadDocument:
    each = [notes[n] for n in places]
    site = Site()
    for note in each:
        site = site.filled(site_in(note.fields[_SOURCE]))
    first = each[0]
    kind = _kind_of(first, site)
    title, url = one_line(site.title, LONGEST), _page_in(html.unescape(site.link))
    if kind == "post":
        # Its source's title is that of the blog.
        title = (
            "" if is_opening(first.fields[_PROMPT]) else one_line(first.fields[_PROMPT], LONGEST)
        )
    elif kind != "page":
        url = ""
    counts = dict.fromkeys(_COUNTED_AS.values(), 0)
    for note in each:
        counts[_COUNTED_AS[note.status]] += 1
    dates = sorted(note.captured for note in each if note.captured)
    return ReadDocument(
        title or ("" if kind == "memos" else one_line(first.fields[_PROMPT], LONGEST)),
        not title,
        kind,
        html.unescape(site.host),
        url,
        first.reading_order[1],
        tuple(places),
        **counts,
        first=dates[0] if dates else "",
        last=dates[-1] if dates else "",
    )


def _kind_of(note: Note, site: Site) -> ReadKind:
    if note.kind == "post":
        return "post"
    if note.kind == "memo":
        return "issue" if site.title else "memos"
    return "page"


def _page_in(link: str) -> str:
    """The page's own address in `link`, which may name a place on it or show it in a view."""
    return page_uri(unproxied(link).partition("#:~:")[0]) if page_at(link) else link
