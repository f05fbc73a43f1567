"""What a note says, line by line, and which addresses it gives."""

from __future__ import annotations

import html
import re
from typing import Iterator, List, NamedTuple, Tuple
from unicodedata import normalize

from ..model import Note
from ..notetype import WRITTEN
from ..text.urls import ADDRESS, trimmed

_TOLD = tuple(WRITTEN.index(name) for name in ("Prompt", "Answer", "Passage"))
_CODE = re.compile(r"<pre\b[^<>]*>|</pre>")
_BLOCK = re.compile(
    r"</?(?:p|ul|ol|li|tr|th|td|h[1-6]|blockquote|figure|figcaption|details|summary|table)\b[^<>]*>"
    r"|<br>"
)
_LINK = re.compile(r'<a\b[^<>]*?\bhref="([^"]*)"[^<>]*>')
_TAG = re.compile(r"<[^<>]+>")
_ADDRESS = re.compile(ADDRESS, re.ASCII)
_CITED = re.compile(
    r"\barxiv[:\s]{1,3}(\d{4}\.\d{4,5})\b|\bdoi[:\s]{1,3}(10\.\d{4,9}/[\w.()/;:-]{1,100})",
    re.IGNORECASE | re.ASCII,
)


class ToldIn(NamedTuple):
    """`lines` of text without code blocks; `links`, each (address, what is linked)."""

    lines: Tuple[str, ...]
    links: Tuple[Tuple[str, str], ...]


def told_in_note(note: Note) -> ToldIn:
    """What the fields of `note` tell that hold its text."""
    lines: List[str] = []
    links: List[Tuple[str, str]] = []
    for at in _TOLD:
        field = note.fields[at]
        if field:
            lines += _lines(field)
            links += _links(field)
    return ToldIn(tuple(dict.fromkeys(lines)), tuple(dict.fromkeys(links)))


def on_one_line(field: str) -> str:
    """`field`, HTML, as one line."""
    return " ".join(_lines(field))


def _lines(field: str) -> Iterator[str]:
    parts = _CODE.split(field) if "<pre" in field else [field]
    for part in parts[::2]:
        text = html.unescape(_TAG.sub("", _BLOCK.sub("\n", part)))
        for line in normalize("NFKC", text).split("\n"):
            if line.strip():
                yield line.strip()


def _links(field: str) -> Iterator[Tuple[str, str]]:
    if "<a" in field:
        pieces = _LINK.split(field)
        for address, after in zip(pieces[1::2], pieces[2::2]):
            label = html.unescape(_TAG.sub("", after.partition("</a>")[0]))
            yield html.unescape(address), normalize("NFKC", label).strip()
    text = html.unescape(_TAG.sub("", _LINK.sub("", field)))
    for found in _ADDRESS.finditer(text):
        yield trimmed(found.group()), ""
    for found in _CITED.finditer(text):
        at = f"https://arxiv.org/abs/{found[1]}" if found[1] else f"https://doi.org/{found[2]}"
        yield trimmed(at), ""
