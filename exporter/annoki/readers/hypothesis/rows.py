"""Hypothes.is annotations as the service's own rows: a reply of its search API, a list of rows, one
row, or the JSON that its client exports (docs/formats.md)."""

from __future__ import annotations

import re
from functools import partial
from typing import Dict, Iterator, List, Optional, Tuple, Union

from ...contained import contained
from ...model import Document, Face, Found, Problem, Skipped
from ...text.dates import instant_of, seconds_of
from ...text.urls import absolute
from ...words import message
from ..records import as_line, as_lines, as_text, rows_of
from .annotation import Annotation, newest_first

NAME = "hypothesis-json"

_LISTS = ("rows", "annotations")
_START = re.compile(r"\ufeff?\s*[\[{]")
# Quotes inside a JSON string are escaped, so these are the names of its members.
_EXPORT = re.compile(r'(?<!\\)"export_userid"\s*:')
_WHO = re.compile(r'(?<!\\)"export_userid"\s*:\s*"([^"\\]{1,200})"')
_URI = re.compile(r'(?<!\\)"uri"\s*:\s*"((?:[^"\\]|\\.){0,2000})"')
_LIST = re.compile(r'(?<!\\)"(?:rows|annotations)"\s*:\s*\[')
_EMPTY = re.compile(r'\ufeff?\s*\{\s*"total"\s*:\s*0\s*,\s*"rows"\s*:\s*\[')
_ROW = re.compile(r'(?<!\\)"(?:target|uri)"\s*:')
_TARGET = re.compile(r'(?<!\\)"target"\s*:\s*\[')
_ITS_USER = re.compile(r'(?<!\\)"(?:user|permissions|group)"\s*:')

# What the client writes into each page of a PDF that the viewer has not drawn yet.
_LOADING = ("Loading annotations...", "Loading annotations\u2026")
_LEAST_OF_IT = len("Loading ann")


def detect(text: str) -> bool:
    """Whether `text` is JSON whose members are those of annotations."""
    if not _START.match(text):
        return False
    if _EXPORT.search(text) or _EMPTY.match(text):
        return True
    listed = text.lstrip("\ufeff \t\n").startswith("[") or _LIST.search(text)
    row = _ROW if listed else _TARGET  # by itself it must show more
    return bool(row.search(text) and _ITS_USER.search(text))


def declared(text: str) -> Optional[int]:
    """How many annotations match, as a reply of the API says; an export does not."""
    return rows_of(text, _LISTS).total


def about(text: str) -> str:
    """Who exported it, of which page; an answer of the API does not say what was asked."""
    who = _WHO.search(text)
    pages = set(_URI.findall(text)) if who else set()
    return "\n".join((who.group(1), *pages)) if who and len(pages) == 1 else ""


def read(document: Document) -> Iterator[Found]:
    """The annotations, newest first; replies, hidden rows and older versions are skipped."""
    rows = rows_of(document.text, _LISTS)
    numbered = ((row, message("places.row", n=n)) for n, row in enumerate(rows.rows, 1))
    parts = [contained("reading", where, partial(_part, row, where)) for row, where in numbered]
    yield from newest_first(_latest(parts))
    yield from filter(None, [rows.lacking(bool(document.url))])


def _part(row: object, where: str) -> Union[Annotation, Skipped, Problem]:
    if not isinstance(row, dict):
        return Problem(where, message("readers.not_an_annotation"), as_text(str(row))[:2000])
    text = as_text(row.get("text"))
    exact, context, source = _target(row)
    raw = text or exact
    if row.get("references"):
        return Skipped(where, message("readers.reply"), raw)
    if row.get("hidden") is True:
        return Skipped(where, message("readers.hidden"), raw)
    if row.get("deleted") is True:
        return Skipped(where, message("readers.deleted"), raw)
    if not any(name in row for name in ("target", "uri", "text")):
        return Problem(where, message("readers.bare_annotation"), as_text(", ".join(row)))
    created, links = instant_of(row.get("created")), _record(row.get("links"))
    in_context, alone = as_line(links.get("incontext")), as_line(links.get("html"))
    title = _record(row.get("document")).get("title")
    return Annotation(
        where,
        created=created.isoformat(timespec="microseconds") if created else "",
        captured=created.strftime("%Y-%m-%d") if created else "",
        uri=as_line(row.get("uri")) or source,
        passage=exact,
        text=text,
        face=Face.RECORD,
        tags=as_lines(row.get("tags")),
        title=next(iter(as_lines(title)), ""),
        context=context,
        id=as_line(row.get("id")),
        in_context=absolute(in_context, schemes=("https",)),
        alone=absolute(alone),
        modified=seconds_of(instant_of(row.get("updated"))),
    )


def _target(row: Dict[str, object]) -> Tuple[str, Tuple[str, str], str]:
    """The passage, the text before and after it, and the address of what is annotated.

    Where a part of a picture is annotated, its description stands for the passage, as in the
    client's exports.
    """
    targets = row.get("target")
    target = _record(targets[0]) if isinstance(targets, list) and targets else {}
    source = as_line(target.get("source"))
    selectors = target.get("selector")
    for selector in map(_record, selectors if isinstance(selectors, list) else []):
        if selector.get("type") == "TextQuoteSelector" and as_text(selector.get("exact")):
            around = _context(as_text(selector.get("prefix")), as_text(selector.get("suffix")))
            return as_text(selector.get("exact")), around, source
    return as_text(target.get("description")), ("", ""), source


def _context(before: str, after: str) -> Tuple[str, str]:
    """The text around a passage, as far as it is the page's: both end at 32 characters, where the
    client's own notice may be cut."""
    for notice in _LOADING:
        before = before.rpartition(notice)[2]
        after = after.partition(notice)[0]
        for length in range(_LEAST_OF_IT, len(notice)):
            tail = notice[-length:]
            if " " in tail[1:] and before.startswith(tail):
                before = before[length:]
            if after.endswith(notice[:length]):
                after = after[:-length]
    return before, after


def _record(value: object) -> Dict[str, object]:
    return value if isinstance(value, dict) else {}


def _latest(
    parts: List[Union[Annotation, Skipped, Problem]],
) -> Iterator[Union[Annotation, Skipped, Problem]]:
    """Of several rows with one id the one that was edited last, the others skipped."""
    latest: Dict[str, Annotation] = {}
    for part in parts:
        if isinstance(part, Annotation) and part.id:
            known = latest.get(part.id)
            if known is None or part.modified > known.modified:
                latest[part.id] = part
    for part in parts:
        if isinstance(part, Annotation) and latest.get(part.id, part) is not part:
            yield Skipped(part.where, message("readers.older"), part.text or part.passage)
        else:
            yield part
