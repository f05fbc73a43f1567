"""What the readers of records share: rows of JSON, and values from outside made sound."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta, timezone
from typing import List, NamedTuple, Optional, Sequence, Tuple

from ..model import Problem
from ..text import marks
from ..text.code import is_nothing_but_code

# JSON and XML escapes can spell what `document.decode` keeps out, and half a surrogate pair too.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?\s*(?:Z|([+-])(\d\d):?(\d\d))?$"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(r"(\d{4})\s?[-/.\u5e74]\s?(\d{1,2})\s?[-/.\u6708]\s?(\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})(?:\s|-)\s*([A-Za-z]{3})[a-z]*\.?,?(?:\s|-)\s*(\d{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2}),?\s+(\d{4})")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_RAW_LENGTH = 2000


class Rows(NamedTuple):
    """The rows of a listing, how many there are said to be, and what broke it off, if anything."""

    rows: Sequence[object]
    total: Optional[int] = None
    problem: Optional[Problem] = None


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
    what = "breaks off here: not whole JSON" if start else "not JSON"
    problem = Problem(f"line {line}", what, text[at : at + _RAW_LENGTH])
    return Rows(rows, int(said.group(1)) if said else None, problem)


def _past(text: str, at: int, chars: str) -> int:
    while at < len(text) and text[at] in chars:
        at += 1
    return at


def text_of(value: object) -> str:
    """`value` if it is text, with `\\n` line ends and nothing that a note cannot hold; or empty."""
    if not isinstance(value, str):
        return ""
    text = value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value
    text = _CONTROL.sub(" ", text)
    return text if text.isascii() else marks.clean(_SURROGATE.sub("\ufffd", text))


def line_of(value: object) -> str:
    """`text_of(value)` in one line."""
    return " ".join(text_of(value).split())


def texts_of(value: object) -> Tuple[str, ...]:
    """The different texts in a list, or the text that stands in for a list of one."""
    values = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(line for line in map(line_of, values) if line))


def instant_of(value: object) -> Optional[datetime]:
    """A moment in UTC, from RFC 3339 (UTC where no zone is given) or from seconds since 1970."""
    try:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return _EPOCH + timedelta(seconds=value) if value > 0 else None
        match = _INSTANT.match(value.strip()) if isinstance(value, str) else None
        if not match:
            digits = isinstance(value, str) and re.fullmatch(r"\d{9,11}", value.strip())
            return instant_of(int(digits.group())) if digits else None
        year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
        fraction = int(f"{match.group(7) or ''}000000"[:6])
        moment = datetime(year, month, day, hour, minute, min(second, 59), fraction, timezone.utc)
        if match.group(8):
            offset = timedelta(hours=int(match.group(9)), minutes=int(match.group(10)))
            moment += -offset if match.group(8) == "+" else offset
        return moment
    except (ValueError, OverflowError):
        return None


def seconds_of(moment: Optional[datetime]) -> int:
    """Whole seconds since 1970, 0 for an unknown moment."""
    return int((moment - _EPOCH).total_seconds()) if moment else 0


def day_of(printed: str) -> str:
    """A printed date as `2023-08-29`, in the zone it is printed in; empty where it is not sure.

    `5/8/2023` may be either of two days; `29/8/2023` and `5.8.2023` can be one only.
    """
    for pattern, order in ((_YEAR_FIRST, (1, 2, 3)), (_DAY_FIRST, (3, 2, 1))):
        match = pattern.search(printed)
        if match:
            return _day(*(match.group(at) for at in order))
    match = _MONTH_FIRST.search(printed)
    if match:
        return _day(match.group(3), match.group(1), match.group(2))
    match = _NUMBERS.search(printed)
    if not match:
        return ""
    first, sign, second, year = match.groups()
    if sign == "." or int(first) > 12 or first == second:
        return _day(year, second, first)
    return _day(year, first, second) if int(second) > 12 else ""


def _day(year: str, month: str, day: str) -> str:
    name = month[:3].lower()
    number = _MONTHS.index(name) + 1 if name in _MONTHS else int(month) if month.isdigit() else 0
    try:
        return datetime(int(year), number, int(day)).strftime("%Y-%m-%d")
    except ValueError:
        return ""


def passage_of(text: str) -> str:
    """The highlighted text as one paragraph, since its line breaks are those of the page's source.
    Only code keeps them: there they are what was read."""
    text = marks.clean(text).strip("\n")
    lines = [line.rstrip() for line in text.split("\n")]
    if len(lines) > 1 and is_nothing_but_code(lines):
        return "\n".join(lines)
    return " ".join(text.split())
