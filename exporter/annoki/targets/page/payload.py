"""What the page knows, as JSON: the notes in reading order, and what is told of each.

    {"annoki": version, "formulas": whether a note holds one,
     "templates": [{"name", "front", "back"}], "css": style of the cards, "fieldNames": [name],
     "words": {"en": {key: text}, "zh": {key: text}}, "says": [{"en": text, "zh": text}],
     "sources": [{"name": text, "format": name}],
     "documents": [{"title": text, "host": text, "url": address, "source": index}],
     "notes": [{"guid", "fields": [HTML], "status", "tags": [tag], "deck", "suspended": bool,
                "doc": index, "source": index, "month": "2023-08", "captured": "2023-08-13",
                "url": address, "why": text, "where": text,
                "repairs": [{"rule": text, "before": text, "after": text}]}],
     "pictures": {file name: data address},
     "atlas": what `annoki.atlas` tells of documents, and where things were met again; of a
              collection each document has "learnt": the numbers of `collection.learnt.Learnt`,
              "retention": 0 to 1 or null, "leeches": their number, "leechNotes": [index]}

An index points into the list of that name. Where a number stands in place of a text, it is an
index into `says`: what is told in both languages.
"""

from __future__ import annotations

import html
from dataclasses import asdict
from typing import Any, Dict, List, Mapping, NamedTuple, Sequence, Tuple

from ...model import Note, Repair
from ...notetype import CSS, TEMPLATES, WRITTEN
from ...sync.details import site_in
from ...words import LANGUAGES, Message, texts_of, told
from .containers import in_containers

FORMULAS = ("\\(", "\\[")
"""How formulas begin in a field."""
_SOURCE = WRITTEN.index("Source")


class Shown(NamedTuple):
    """A note, and what is told of it: the places of its document among those of the atlas and of
    its source among those of the run, where it stands there, why it is what it is, and what was
    mended. `rule` of a repair is what people call it."""

    note: Note
    doc: int
    source: int
    where: str
    why: str
    repairs: Sequence[Repair] = ()


class ShownSource(NamedTuple):
    """What was read: what it is called, and its format."""

    name: str
    format: str


class _Says:
    """What is told, each once."""

    def __init__(self) -> None:
        self.texts: List[Dict[str, str]] = []
        self._places: Dict[Tuple[str, ...], int] = {}

    def of(self, said: str) -> Any:
        """`said`; of a message the place of its texts."""
        if not isinstance(said, Message):
            return said
        texts = tuple(told(said, language) for language in LANGUAGES)
        at = self._places.setdefault(texts, len(self.texts))
        if at == len(self.texts):
            self.texts.append(dict(zip(LANGUAGES, texts)))
        return at


def payload(
    shown: Sequence[Shown],
    sources: Sequence[ShownSource],
    version: str,
    pictures: Mapping[str, str],
    atlas: Mapping[str, Any],
) -> Dict[str, Any]:
    """What the page of `shown` knows; `pictures` gives the data address of each media file."""
    says = _Says()
    notes = [_note(one, says) for one in shown]
    return {
        "annoki": version,
        "formulas": holds_formulas(shown),
        "templates": [asdict(one) for one in TEMPLATES],
        "css": in_containers(CSS),
        "fieldNames": list(WRITTEN),
        "words": {language: texts_of("page", language) for language in LANGUAGES},
        "sources": [{"name": says.of(one.name), "format": one.format} for one in sources],
        "documents": [
            {name: one[name] for name in ("title", "host", "url", "source")}
            for one in atlas["documents"]
        ],
        "notes": notes,
        "pictures": dict(pictures),
        "atlas": atlas,
        "says": says.texts,
    }


def holds_formulas(shown: Sequence[Shown]) -> bool:
    """Whether MathJax would find something to typeset."""
    return any(begin in field for one in shown for field in one.note.fields for begin in FORMULAS)


def _note(one: Shown, says: _Says) -> Dict[str, Any]:
    note = one.note
    link = site_in(note.fields[_SOURCE]).link
    return {
        "guid": note.guid,
        "fields": list(note.fields),
        "status": note.status,
        "tags": list(note.tags),
        "deck": note.deck,
        "suspended": note.suspended,
        "doc": one.doc,
        "source": one.source,
        "month": note.captured[:7],
        "captured": note.captured,
        "url": html.unescape(link),
        "why": says.of(one.why),
        "where": says.of(one.where),
        "repairs": [
            {name: says.of(value) for name, value in repair._asdict().items()}
            for repair in one.repairs
        ],
    }
