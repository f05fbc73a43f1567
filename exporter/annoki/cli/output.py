"""What the command line prints and writes for people to read."""

from __future__ import annotations

import html
import json
import os
import stat
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Dict, Iterable

from .. import __version__
from ..errors import Untold, UsageError
from ..files.names import printable, why
from ..files.whole import write_whole
from ..model import Note
from ..notetype import FIELDS
from ..pipeline.report import WHOLE, Account, Report
from ..targets.memory import field_of
from ..text.field import one_line
from .saying import complain, say

_NAMED = 5
"""Of so many files at most the names are told that are of no known format."""


def print_problems(report: Report) -> None:
    """Each failure, on standard error: which input, where, what, and the text itself."""
    for account in report.accounts:
        for problem in account.problems:
            raw = f": {one_line(html.escape(problem.raw))}" if problem.raw else ""
            where = "" if problem.where == WHOLE else f"{problem.where}: "
            complain(printable(f"{account.input}: {where}{problem.what}{raw}"))


def print_summary(report: Report) -> None:
    """What was found in each input, and what became of it all."""
    print_sources([account for account in report.accounts if account.format])
    counts = ", ".join(f"{count} {status}" for status, count in report.by_status.most_common())
    repairs = sum(account.repairs for account in report.accounts)
    merged = f"; {report.merged} items merged into others" if report.merged else ""
    say(f"{report.total} notes{counts and ': '}{counts}; {repairs} repairs{merged}.")
    if report.ignored:
        named, more = report.ignored[:_NAMED], len(report.ignored) - _NAMED
        others = f" and {more} more" if more > 0 else ""
        say(f"Left alone, since of no known format: {', '.join(named)}{others}")
    print_missing_pictures(report)


def print_missing_pictures(report: Report) -> None:
    """The pictures that could not be had, and why."""
    if report.missing_pictures:
        missing = len(report.missing_pictures)
        say(f"{missing} picture{'s' * (missing > 1)} could not be had; a link stands there.")
        for problem in report.missing_pictures:
            named = problem.what.startswith(problem.where)
            say(f"  {problem.what if named else f'{problem.where}: {problem.what}'}")


def print_sources(accounts: Iterable[Account]) -> None:
    """What was found in each of `accounts`."""
    for account in accounts:
        declared = f" of {account.declared} declared" if account.declared is not None else ""
        skipped = f", {len(account.skipped)} skipped" if account.skipped else ""
        lost = f", {account.lost} failed" if account.lost else ""
        found = f"{account.found}{declared}{skipped}{lost}{_asked(account)}"
        say(printable(f"{account.input} ({account.format or 'nothing read'}): {found}"))


def reasons_of(report: Report) -> str:
    """Why items were left out, and how many for each reason; empty where none was."""
    whys = Counter(one.why for account in report.accounts for one in account.skipped)
    told = (f"{count} skipped ({why})" for why, count in whys.most_common())
    return f": {', '.join(told)}" if whys else ""


def _asked(account: Account) -> str:
    """Of a source that was asked: in how many requests, for whom, and whether that is all."""
    if not account.requests:
        return ""
    whole = "complete" if account.whole else "not known to be complete"
    user = f" for {account.user}" if account.user else ""
    return f"; {account.requests} request{'s' * (account.requests > 1)}{user}, {whole}"


def print_items(report: Report, notes: Dict[str, Note]) -> None:
    """What becomes of each item, and why."""
    for account in report.accounts:
        for entry in account.entries:
            note = notes[entry.guid]
            say(f"{entry.n:>4}  {entry.where}  {entry.status}", newline=False, bold=True)
            say(f"  ({entry.why})")
            for name in ("Prompt", "Answer", "Passage"):
                text = one_line(note.fields[FIELDS.index(name)])
                if text:
                    say(f"      {name + ':':<9}{text}")
            for repair in entry.repairs:
                say(f"      {repair.rule}: {repair.before!r} -> {repair.after!r}")
        for skipped in account.skipped:
            say(f"   -  {skipped.where}  skipped  ({skipped.why})")


def with_notes(report: Report, notes: Dict[str, Note]) -> Dict[str, Any]:
    """The JSON report, with the deck, tags and fields of each item's note."""
    data = report.as_dict(__version__)
    for account in data["inputs"]:
        for item in account["items"]:
            note = notes[item["guid"]]
            held = (*note.fields, field_of(note.memory, note.guid))
            fields = {name: value for name, value in zip(FIELDS, held) if value}
            item.update(deck=note.deck, tags=list(note.tags), fields=fields)
    return data


REPORT_BEGINS = '{\n "annoki": '
"""How a report begins that was written as `Report.as_dict` tells it."""


def may_hold_report(path: Path, output: Path) -> None:
    """Raise UsageError unless a report may be written to `path`: what is there already, and is no
    report, may be an input, the options, or whatever else the learner has once only."""
    if os.path.isdir(path) or not os.path.isdir(path.parent):
        raise UsageError(f"{path}: cannot be written; name a file in a folder that exists")
    if os.path.realpath(path) == os.path.realpath(output):
        raise UsageError(f"{path}: the package and the report; name two files")
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UsageError(f"{path}: is no file that could be replaced; name one")
        with path.open("rb") as file:
            begins = file.read(len(REPORT_BEGINS))
    except FileNotFoundError:
        return
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({why(error)})") from error
    if begins not in (b"", REPORT_BEGINS.encode()):
        raise UsageError(f"{path}: is no report; choose another file, or move it away")


def write_report(path: Path, report: Report) -> None:
    """Write `report` to `path`, whole or not at all. Raises Untold."""
    try:
        # Half a character becomes an escape, as JSON has them.
        text = _as_json(report.as_dict(__version__)).encode("utf-8", "backslashreplace")
        write_whole(path, text)
    except OSError as error:
        raise Untold(f"{path}: cannot be written ({why(error)})") from error


def say_json(data: Any) -> None:
    """`data` on standard output, as JSON whatever signs that can take."""
    plain = not (getattr(sys.stdout, "encoding", None) or "utf-8").lower().startswith("utf")
    say(_as_json(data, plain), newline=False)


def _as_json(data: Any, plain: bool = False) -> str:
    return json.dumps(data, ensure_ascii=plain, indent=1) + "\n"
