"""What the command line prints and writes for people to read."""

from __future__ import annotations

import html
import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Dict, Iterable, List

from .. import __version__
from ..errors import Untold, UsageError
from ..files.names import why
from ..files.whole import may_replace, write_whole
from ..model import Note
from ..notetype import FIELDS
from ..pipeline.report import WHOLE, Account, Report
from ..repair.rule import rule_name
from ..targets.memory import field_of
from ..text.field import one_line
from ..words import Message, at, but_for, message, unwritten
from .saying import Voice

_NAMED = 5
"""Of so many files at most the names are told that are of no known format."""


def print_problems(voice: Voice, report: Report) -> None:
    """Each failure, on standard error: which input, where, what, and the text itself."""
    for account in report.accounts:
        for problem in account.problems:
            said = problem.what
            if problem.raw:
                said = at(said, one_line(html.escape(problem.raw)))
            if problem.where != WHOLE:
                said = at(problem.where, said)
            voice.complain(voice.line(at(account.input, said)))


def print_summary(voice: Voice, report: Report) -> None:
    """What was found in each input, and what became of it all."""
    print_sources(voice, [account for account in report.accounts if account.format])
    counts = [
        message("cli.of_status", count=count, status=_status(status))
        for status, count in report.by_status.most_common()
    ]
    notes = message("cli.notes_of" if counts else "cli.notes", total=report.total, counts=counts)
    repairs = sum(account.repairs for account in report.accounts)
    key = "cli.summary_merged" if report.merged else "cli.summary"
    voice.say(message(key, notes=notes, repairs=repairs, merged=report.merged))
    if report.ignored:
        named, more = report.ignored[:_NAMED], len(report.ignored) - _NAMED
        key = "cli.ignored_more" if more > 0 else "cli.ignored"
        voice.say(message(key, names=named, more=more))
    print_missing_pictures(voice, report)


def _status(status: str) -> Message:
    return message(f"status.{status}")


def print_missing_pictures(voice: Voice, report: Report) -> None:
    """The pictures that could not be had, and why."""
    if report.missing_pictures:
        voice.say(message("cli.pictures", n=len(report.missing_pictures)))
        for problem in report.missing_pictures:
            said = at(problem.where, but_for(problem.what, problem.where))
            voice.say(f"  {voice.told(said)}")


def print_sources(voice: Voice, accounts: Iterable[Account]) -> None:
    """What was found in each of `accounts`."""
    for account in accounts:
        found = [message("cli.found", found=account.found)]
        if account.declared is not None:
            found = [message("cli.found_of", found=account.found, declared=account.declared)]
        if account.skipped:
            found.append(message("cli.skipped", n=len(account.skipped)))
        if account.lost:
            found.append(message("cli.lost", n=account.lost))
        format = account.format or message("cli.nothing_read")
        said = message("cli.source", input=account.input, format=format, found=found)
        # Of a source that was asked: in how many requests, for whom, and whether that is all.
        if account.requests:
            requests = message("cli.requests", n=account.requests)
            if account.user:
                requests = message("cli.requests_for", requests=requests, user=account.user)
            whole = message("cli.complete" if account.whole else "cli.incomplete")
            said = message("cli.asked", source=said, requests=requests, whole=whole)
        voice.say(voice.line(said))


def reasons_of(report: Report) -> List[Message]:
    """Why items were left out, and how many for each reason."""
    whys = Counter(one.why for account in report.accounts for one in account.skipped)
    return [message("cli.skipped_for", count=count, why=why) for why, count in whys.most_common()]


def print_items(voice: Voice, report: Report, notes: Dict[str, Note]) -> None:
    """What becomes of each item, and why."""
    for account in report.accounts:
        for entry in account.entries:
            note = notes[entry.guid]
            title = f"{entry.n:>4}  {voice.told(entry.where)}  {voice.told(_status(entry.status))}"
            voice.say(title, newline=False, bold=True)
            voice.say(message("cli.item_why", why=entry.why))
            for name in ("Prompt", "Answer", "Passage"):
                text = one_line(note.fields[FIELDS.index(name)])
                if text:
                    voice.say(f"      {name + ':':<9}{text}")
            for repair in entry.repairs:
                changed = f"{repair.before!r} -> {voice.told(repair.after)!r}"
                voice.say(f"      {voice.told(at(rule_name(repair), changed))}")
        for skipped in account.skipped:
            voice.say(message("cli.skipped_item", where=skipped.where, why=skipped.why))


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
        raise UsageError(at(path, message("cli.no_place")))
    if os.path.realpath(path) == os.path.realpath(output):
        raise UsageError(at(path, message("cli.one_file")))
    may_replace(path, REPORT_BEGINS, message("cli.no_report"))


def write_report(path: Path, report: Report) -> None:
    """Write `report` to `path`, whole or not at all. Raises Untold."""
    try:
        # Half a character becomes an escape, as JSON has them.
        text = _as_json(report.as_dict(__version__)).encode("utf-8", "backslashreplace")
        write_whole(path, text)
    except OSError as error:
        raise Untold(unwritten(path, why(error))) from error


def say_json(voice: Voice, data: Any) -> None:
    """`data` on standard output, as JSON whatever signs that can take."""
    plain = not (getattr(sys.stdout, "encoding", None) or "utf-8").lower().startswith("utf")
    voice.give(_as_json(data, plain), newline=False)


def _as_json(data: Any, plain: bool = False) -> str:
    return json.dumps(data, ensure_ascii=plain, indent=1) + "\n"
