"""Dates as sources print them. What is not sure is left empty."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import Optional, Tuple

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_FIRST_YEAR = 1900
_INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?\s*(?:Z|([+-])(\d\d):?(\d\d))?$"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(r"(\d{4})\s?[-/.\u5e74]\s?(\d{1,2})\s?[-/.\u6708]\s?(\d{1,2})(?!\d)")
# As long as the name of a month; more would be looked at again from each of its letters.
_NAME = r"([A-Za-z]{3})[a-z]{0,6}\.?"
_DAY_FIRST = re.compile(rf"(?<!\d)(\d{{1,2}})(?:\s|-)\s*{_NAME},?(?:\s|-)\s*(\d{{4}})")
_MONTH_FIRST = re.compile(rf"{_NAME}\s+(\d{{1,2}}),?\s+(\d{{4}})")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_MONTH_HEADING = re.compile(r"^([A-Z][a-z]{2})[a-z]* (\d{4})$")
_IN_YEAR = re.compile(
    r"(\d{1,2})\s?[-/.\u6708]\s?(\d{1,2})\s?\u65e5?|([A-Z][a-z]{2})[a-z]*\.? (\d{1,2})"
)
_YEAR = re.compile(r"((?:19|20)\d\d)\s?\u5e74?")
_LONGEST = len("September 30, 2023 ")
_CAPTURED = re.compile(r"(\d{4}(-\d\d(-\d\d)?)?)?", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d\d)(?::\d\d)?\s*([AaPp]\.?[Mm])?")

_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\b\\.?"
)
_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?(?!\d)"
_WEEKDAY = (
    "(?:(?:\u5468|\u661f\u671f|\u793c\u62dc)[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u65e5\u5929]"
    "|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\\b)"
)
_WHEN = re.compile(
    r"20\d\d\s?[-/.\u5e74]\s?\d{1,2}(?:\s?[-/.\u6708]\s?\d{1,2}|\s?\u6708)?\s?[\u65e5\u53f7]?"
    r"|\d{1,2}\s?\u6708\s?\d{1,2}\s?[\u65e5\u53f7]?|\d{1,2}([-/.])\d{1,2}\1(?:19|20)\d\d"
    rf"|\d{{1,2}}[-/.]\d{{1,2}}(?=[\s(\uff08,\uff0c]*{_WEEKDAY})"
    rf"|(?:{_MONTH}\s{_NUMBER}|{_NUMBER},?\s{_MONTH})(?:,?\s(?:19|20)\d\d)?"
    r"|\d{1,2}[:\uff1a]\d\d(?:[:\uff1a]\d\d)?(?:\s?[ap]\.?m\.?)?",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    rf"(?:[\s,.()\uff08\uff09\uff0c|\u00b7\u3001~\u2013\u2014-]|{_WEEKDAY}"
    "|[\u4e0a\u4e0b\u4e2d]\u5348|[\u65e9\u665a]\u4e0a|\u51cc\u6668|\u6674|\u9634|\u591a\u4e91|[\u5c0f\u4e2d\u5927]?[\u96e8\u96ea]"
    "|(?:sunny|cloudy|rainy|snowy)\\b)*",
    re.IGNORECASE,
)
_HOUR = re.compile(r"\d{1,2}[:\uff1a]\d\d")
_LONGEST_WHEN = 60


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
        return moment if _is_meant(moment) else None
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


def is_day(text: str) -> bool:
    """Whether `text` is a date and nothing else, be it without its year."""
    return bool(_IN_YEAR.fullmatch(text) or (len(text) < _LONGEST and day_of(text)))


def is_when(line: str) -> bool:
    """Whether `line` only says when: a day, a time, and the day of the week or weather beside."""
    text = line.strip()
    if not text or len(text) > _LONGEST_WHEN:
        return False
    rest = _BESIDE.match(text)
    at, found = rest.end() if rest else 0, False
    while at < len(text):
        told = _WHEN.match(text, at)
        if not told:
            return False
        rest = _BESIDE.match(text, told.end())
        at = rest.end() if rest else told.end()
        # By itself it may be a ratio, or a verse.
        found = found or not _HOUR.fullmatch(told.group())
    return found


def day_in(year: str, printed: str) -> str:
    """The day that `printed`, a date without its year, is below the heading `year`."""
    found, heading = _IN_YEAR.fullmatch(printed), _YEAR.fullmatch(year)
    if not found or not heading:
        return ""
    month, day = found.group(1) or found.group(3), found.group(2) or found.group(4)
    return _day(heading.group(1), month, day)


def is_year(heading: str) -> bool:
    """Whether `heading` is a year, below which dates go without it."""
    return bool(_YEAR.fullmatch(heading))


def _day(year: str, month: str, day: str) -> str:
    name = month[:3].lower()
    number = _MONTHS.index(name) + 1 if name in _MONTHS else int(month) if month.isdigit() else 0
    try:
        moment = datetime(int(year), number, int(day), tzinfo=timezone.utc)
    except ValueError:
        return ""
    return moment.strftime("%Y-%m-%d") if _is_meant(moment) else ""


def _is_meant(moment: datetime) -> bool:
    """Whether it is none of those that programs print where they know no date: the first day that
    they can count to."""
    return moment.year >= _FIRST_YEAR and moment.date() != _EPOCH.date()


def month_of(heading: str) -> str:
    """`Aug 2023` as `2023-08`; a relative heading (`Last 7 days`) tells no month: empty."""
    match = _MONTH_HEADING.match(heading)
    name = match.group(1).lower() if match else ""
    month = f"{match.group(2)}-{_MONTHS.index(name) + 1:02}" if match and name in _MONTHS else ""
    return month if is_captured(month) else ""


def local_time(printed: str) -> Tuple[str, str]:
    """A printed local time as a day, and as what sorts times; both empty for an unknown day."""
    day, time = day_of(printed), _TIME.search(printed)
    if not day or not time:
        return day, day
    hour = int(time.group(1))
    if time.group(3):
        hour = hour % 12 + 12 * (time.group(3)[0] in "Pp")
    return day, f"{day}T{hour:02}:{time.group(2)}"


def is_captured(text: str) -> bool:
    """Whether `text` is what an item's date may be: a day, a month, a year, or nothing."""
    if not _CAPTURED.fullmatch(text):
        return False
    try:
        return not text or bool(date.fromisoformat(f"{text}-01-01"[:10]))
    except ValueError:
        return False
