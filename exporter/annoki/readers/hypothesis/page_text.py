"""Hypothes.is activity page, as the text that a page-to-text converter left.

Months and hosts share one list at two spaces, annotations stand at four, their notes at six; only
the indent tells a numbered line of a note from the next annotation (docs/formats.md).
"""

from __future__ import annotations

import re
from functools import partial
from typing import Iterator, List, Optional

from ...contained import contained
from ...model import Document, Found, Item, Kind, Problem, Skipped
from ...text.dates import month_of
from ...words import message
from ..markdown.bookkeeping import unkept
from ..printed import blocks_of, lines_of, printed_passage
from .paging import cut_short

NAME = "hypothesis-page-text"

_DECLARED = re.compile(r"^\s*([\d,]+) Matching Annotations?\s*$", re.MULTILINE)
_ANNOTATIONS = re.compile(r"^ {4}\d+\.(?: |$)", re.MULTILINE)
_HEADINGS = re.compile(r"^ {2}\d+\. ", re.MULTILINE)
_NUMBERED = re.compile(r"^( *)(\d+)\.(?:\s+(.*))?$")
_TWICE = re.compile(r"^(\S+)\s+\1$")


def detect(text: str) -> bool:
    """Whether `text` has this shape, head or not (a dump may be cut anywhere)."""
    if _DECLARED.search(text[:2000]):
        return True
    annotations = len(_ANNOTATIONS.findall(text))
    return annotations > 0 and annotations >= len(_HEADINGS.findall(text))


def declared(text: str) -> Optional[int]:
    """How many annotations the page says it matches; the page holds 200 of them at most."""
    match = _DECLARED.search(text[:2000])
    return int(match.group(1).replace(",", "")) if match else None


def _annotation(
    where: str, n: int, passage: str, note: List[str], month: str, host: str, page: str
) -> Found:
    body = unkept(blocks_of(note))
    if not passage and not body:
        return Skipped(where, message("readers.no_annotation_parts"), "")
    kind: Kind = "annotation" if passage else "page-note"
    quoted = printed_passage(passage)
    return Item(
        kind, "hypothesis", where, n, quoted, body, captured=month, host=host, document=page
    )


def read(document: Document) -> Iterator[Found]:
    """The annotations in the order printed (newest first)."""
    month = host = page = passage = ""
    number = n = at = count = pages = 0
    note: List[str] = []

    def finished() -> Iterator[Found]:
        nonlocal n, count
        if not at:
            return
        count += 1
        where = message("places.line", n=at)
        made = partial(_annotation, where, n + 1, passage, note, month, host, page)
        found = contained("reading", where, made, "\n".join([passage, *note]))
        n += isinstance(found, Item)
        yield found

    for line_number, line in lines_of(document.text):
        if not line:
            if at:
                note.append("")
            continue
        if "\t" in line:
            line = line.expandtabs(4)
        if at and line.startswith("      "):  # most lines, and no need to measure them
            note.append(line[6:])
            continue
        indent = len(line) - len(line.lstrip())
        numbered = _NUMBERED.match(line)
        if indent >= 6 and at:
            note.append(line[6:])
        elif numbered and 4 <= indent < 6:
            yield from finished()
            at, note = line_number, []
            if number and int(numbered.group(2)) == 1:
                host = ""  # a host belongs to the document right after it and no further
            if not number or int(numbered.group(2)) == 1:
                page = str(line_number)
            number, passage = int(numbered.group(2)), numbered.group(3) or ""
        elif numbered and 1 <= indent < 4:
            yield from finished()
            at, number, host = 0, 0, ""
            heading = numbered.group(3) or ""
            twice = _TWICE.match(heading)
            if twice:
                host = twice.group(1)
            else:
                month = month_of(heading)
        elif _DECLARED.match(line):
            pages += 1
        else:
            where = message("places.line", n=line_number)
            yield Problem(where, message("readers.stray_line"), line)
    last = list(finished())
    if last and isinstance(last[0], Skipped):
        # What was to follow the number may be all that is missing.
        count -= 1
    short = cut_short(declared(document.text), count, max(1, pages))
    if short and last and not document.text.endswith("\n"):
        # It may be cut in the middle, and would be another one for ever.
        yield short._replace(where=last[0].where, raw=document.text.rpartition("\n")[2])
        return
    yield from last
    if short:
        yield short
