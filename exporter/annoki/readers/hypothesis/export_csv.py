"""Hypothes.is annotations as the client exports them to CSV (docs/formats.md; in hypothesis/client
`annotations-exporter`, since 2023 with other headings). Times are local, ids are left out."""

from __future__ import annotations

import csv
import io
from functools import partial
from typing import Dict, Iterator, List, Optional, Tuple, Union

from ...contained import contained
from ...model import Document, Face, Found, Problem, Skipped
from ...text.dates import local_time
from ...words import message
from ..records import as_line, as_lines, as_text
from .annotation import Annotation, newest_first

NAME = "hypothesis-csv"

_COLUMNS = {
    "created at": "created",
    "creation date": "created",
    "url": "url",
    "type": "type",
    "annotation/reply type": "type",
    "quote/description": "quote",
    "quote": "quote",
    "comment": "comment",
    "body": "comment",
    "tags": "tags",
}
_NEEDED = {"created", "url", "type", "quote", "comment"}
_SEPARATORS = (",", ";", "\t")
_LONGEST = 2**31 - 1

_Row = Tuple[int, List[str]]


def detect(text: str) -> bool:
    """Whether the first line has the headings of an export."""
    return bool(_dialect(text)[0])


def declared(text: str) -> Optional[int]:
    """An export does not say how many annotations it holds."""
    return None


def is_ended(text: str) -> bool:
    """A line end outside of quotes ends a row, and quotes that are open are told."""
    return text.endswith("\n")


def read(document: Document) -> Iterator[Found]:
    """The annotations, newest first; replies are skipped."""
    separator, headings = _dialect(document.text)
    if not separator:
        what = message("readers.headings")
        yield Problem(message("places.line", n=1), what, document.text[:200])
        return
    rows, broken = _rows(document.text, separator)
    numbered = ((message("places.line", n=number), row) for number, row in rows[1:] if any(row))
    yield from newest_first(
        contained("reading", where, partial(_part, where, row, headings), " | ".join(row))
        for where, row in numbered
    )
    if broken:
        yield broken


def _dialect(text: str) -> Tuple[str, List[str]]:
    """The separator and what each column holds; both empty if this is no export."""
    head = text.lstrip("\ufeff\n").partition("\n")[0][:1000]
    for separator in _SEPARATORS:
        names = next(csv.reader([head], delimiter=separator), [])
        columns = [_COLUMNS.get(name.strip().lower(), "") for name in names]
        if set(columns) >= _NEEDED:
            return separator, columns
    return "", []


def _rows(text: str, separator: str) -> Tuple[List[_Row], Optional[Problem]]:
    """(line that it begins at, cells) of each row, and where the file is broken, if it is."""
    source = io.StringIO(text.lstrip("\ufeff\n"), newline="")
    skipped = text[: len(text) - len(source.getvalue())].count("\n")
    reader = csv.reader(source, delimiter=separator)
    rows: List[_Row] = []
    line = 1 + skipped
    limit = csv.field_size_limit(_LONGEST)
    try:
        for row in reader:
            rows.append((line, row))
            line = reader.line_num + 1 + skipped
    except csv.Error as error:
        return rows, Problem(
            message("places.line", n=line), message("readers.broken_csv", why=error)
        )
    finally:
        csv.field_size_limit(limit)
    last = _text_from(text, rows[-1][0]) if rows else ""
    # Quotes come in pairs, those inside a cell too.
    if last.count('"') % 2:
        begins, _ = rows.pop()
        return rows, Problem(
            message("places.line", n=begins), message("readers.open_cell"), last[:2000]
        )
    return rows, None


def _text_from(text: str, line: int) -> str:
    """`text` from the beginning of line number `line` on."""
    at = 0
    for _ in range(line - 1):
        at = text.index("\n", at) + 1
    return text[at:]


def _part(where: str, row: List[str], headings: List[str]) -> Union[Annotation, Skipped, Problem]:
    if len(row) != len(headings):
        what = message("readers.cells", n=len(row), headings=len(headings))
        return Problem(where, what, " | ".join(row)[:2000])
    cells: Dict[str, str] = {}
    for name, cell in zip(headings, row):
        if name:
            cells[name] = as_text(cell)
    if as_line(cells["type"]).lower() == "reply":
        return Skipped(where, message("readers.reply"), cells["comment"])
    captured, created = local_time(cells["created"])
    return Annotation(
        where,
        created=created,
        captured=captured,
        uri=as_line(cells["url"]),
        passage=cells["quote"],
        text=cells["comment"],
        face=Face.EXCERPT,
        tags=as_lines(cells.get("tags", "").split(",")),
    )
