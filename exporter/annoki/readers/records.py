"""What the readers of records share: rows of JSON, and values from outside made sound."""

from __future__ import annotations

import json
import re
from typing import List, NamedTuple, Optional, Sequence, Tuple, Union

from ..model import Blocks, Item, Problem, Skipped
from ..text.clean import cleaned
from ..text.code import is_nothing_but_code
from ..words import message
from .blanks import without_blanks
from .printed import printed_passage as printed_passage

_RAW_LENGTH = 2000


class Rows(NamedTuple):
    """The rows of a listing, how many there are said to be, and what broke it off, if anything."""

    rows: Sequence[object]
    total: Optional[int] = None
    problem: Optional[Problem] = None

    def lacking(self, fetched: bool) -> Optional[Problem]:
        """The Problem that it is not all there. What was `fetched` may be: its fetcher knows."""
        if self.problem or fetched or self.total is None or len(self.rows) >= self.total:
            return self.problem
        what = message("readers.few_rows", n=len(self.rows), total=self.total)
        return Problem(message("places.end"), what)


def rows_of(text: str, names: Sequence[str]) -> Rows:
    """The rows in a JSON document: a list, a record with a list called one of `names`, or one row.

    Of a document that breaks off, or is broken, the rows before the break are read.
    """
    text = text.lstrip("\ufeff")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return _salvaged(text, names)
    if isinstance(data, list):
        return Rows(data)
    if not isinstance(data, dict):
        return Rows([data])
    total = data.get("total")
    for name in names:
        if isinstance(data.get(name), list):
            known = isinstance(total, int) and not isinstance(total, bool) and total >= 0
            return Rows(data[name], total if known else None)
        if isinstance(data.get(name), dict):
            return Rows([data[name]])
    return Rows([data])


def _salvaged(text: str, names: Sequence[str]) -> Rows:
    start = re.search(rf'^\s*\[|(?<!\\)"(?:{"|".join(names)})"\s*:\s*\[', text)
    at = start.end() if start else 0
    said = re.search(r'^\s*\{\s*"total"\s*:\s*(\d{1,9})\b', text)
    decoder = json.JSONDecoder()
    rows: List[object] = []
    try:
        while start:
            at = _past(text, at, " \t\n\r,")
            row, at = decoder.raw_decode(text, at)
            rows.append(row)
    except (ValueError, RecursionError):
        pass
    line = text.count("\n", 0, at) + 1
    what = message("readers.json_breaks" if start else "readers.no_json")
    problem = Problem(message("places.line", n=line), what, text[at : at + _RAW_LENGTH])
    return Rows(rows, int(said.group(1)) if said else None, problem)


def _past(text: str, at: int, chars: str) -> int:
    while at < len(text) and text[at] in chars:
        at += 1
    return at


def as_text(value: object) -> str:
    """`value` if it is text, or empty; cleaned, since JSON and XML can spell what files cannot."""
    return cleaned(value) if isinstance(value, str) else ""


def as_line(value: object) -> str:
    """`as_text(value)` in one line."""
    return " ".join(as_text(value).split())


def as_lines(value: object) -> Tuple[str, ...]:
    """The different texts in a list, or the text that stands in for a list of one."""
    values = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(line for line in map(as_line, values) if line))


def if_it_says_something(item: Item, raw: str) -> Union[Item, Skipped]:
    """`item` without what shows nothing, unless of what was typed, `raw`, nothing is left."""
    item = without_blanks(item)
    if item.passage or item.body or item.title:
        return item
    return Skipped(item.where, message("readers.only_marks"), raw)


def passage_of(text: str) -> Blocks:
    """The highlighted text as one paragraph, since its line breaks are those of the page's source.
    Only code keeps them: there they are what was read."""
    text = text.strip("\n")
    lines = [line.rstrip() for line in text.split("\n")]
    if len(lines) > 1 and is_nothing_but_code(lines):
        return printed_passage("\n".join(lines))
    return printed_passage(" ".join(text.split()))
