"""What was found where a person pointed, told before anything is synced: a headline and advice."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from typing import Callable, Dict, List, Mapping, NamedTuple, Sequence, Tuple

from ..config import Config
from ..errors import AnnokiError
from ..model import Note, Problem, Status
from ..sources.source import Source
from ..words import Message, message, said_by
from .gather import Gathered, gather
from .report import Account, Report

_SHOWN = 3
_TELLING: Tuple[Status, ...] = ("ready", "passage", "digest", "unsure", "highlight", "unfinished")
"""What shows best what the notes will be, first."""


class Recognised(NamedTuple):
    """What sources hold: whose it is, how many and whether all is `said` in a line; `advice` says,
    a line each, what is missing and what to do. Not `good`: something could not be read, or there
    is nothing. Some of the `notes` serve as examples; none: there is nothing to sync."""

    said: str
    advice: Tuple[str, ...] = ()
    good: bool = True
    notes: Tuple[Note, ...] = ()


def found_at(
    sources: Sequence[Source], config: Config, cancelled: Callable[[], bool] = lambda: False
) -> Recognised:
    """What is where `sources` point, which are read for that alone, with the options of `config`.
    Whatever keeps them from being read is told, too."""
    alone = replace(config, sources=tuple(sources), pictures=False)
    try:
        return found_in(sources, gather(alone, cancelled=cancelled).whole())
    except Exception as error:
        what = error if isinstance(error, AnnokiError) else f"{type(error).__name__}: {error}"
        return Recognised(message("found.unread", what=said_by(what)), good=False)


def found_in(sources: Sequence[Source], gathered: Gathered) -> Recognised:
    """What `sources` hold, which were `gathered`."""
    report = gathered.report
    whose = _whose(sources, report)
    problems = [problem for account in report.accounts for problem in account.problems]
    if not gathered.notes:
        return _nothing(sources, whose, problems)
    count = sum(account.found for account in report.accounts)
    skipped = sum(len(account.skipped) for account in report.accounts)
    said, advice = _how_many(report.accounts, whose, count)
    if problems:
        advice = (message("found.problems", what=_what(problems[0])), *advice)
    if skipped:
        advice = (*advice, message("found.left_out", n=skipped))
    return Recognised(said, advice, not problems, _examples(gathered.notes))


def _whose(sources: Sequence[Source], report: Report) -> str:
    users = {account.user for account in report.accounts if account.user}
    if len(users) == 1:
        return users.pop().replace("acct:", "").replace("@hypothes.is", "")
    if len(sources) > 1:
        return message("found.sources", n=len(sources))
    (source,) = sources
    return source.name if source.is_live else os.path.basename(source.path) or source.path


def _how_many(accounts: Sequence[Account], whose: str, n: int) -> Tuple[str, Tuple[str, ...]]:
    parts = [one for one in accounts if one.declared is not None and one.declared > one.found]
    # Where something kept the rest from being read, that is told.
    rest = (message("found.rest"),) if any(not one.problems for one in parts) else ()
    if len(accounts) > 1:
        return message("found.files", whose=whose, n=n, files=len(accounts)), rest
    (account,) = accounts
    if parts:
        return message("found.part", whose=whose, n=n, declared=account.declared), rest
    if account.whole:
        return message("found.whole", whose=whose, n=n), ()
    if account.complete is False and not account.problems:
        return message("found.newest", whose=whose, n=n), (message("found.older"),)
    return message("found.some", whose=whose, n=n), ()


def _nothing(sources: Sequence[Source], whose: str, problems: Sequence[Problem]) -> Recognised:
    """Why there is nothing, and what to do."""
    kind = sources[0].kind
    key = {"file": "found.readable", "blog": "found.check_address"}.get(kind, "")
    if problems:
        said = message("found.failed", whose=whose, what=_what(problems[0]))
    elif kind == "hypothesis":
        said, key = message("found.nobody", whose=whose), "found.check_account"
    else:
        said = message("found.empty", whose=whose)
    return Recognised(said, (message(key),) if key else (), good=False)


def _what(problem: Problem) -> str:
    """What is wrong, without its place, as the source is named beside it."""
    said = problem.what
    if not isinstance(said, Message):
        return re.sub(r"^https?://\S+: ", "", said)
    if said.key == "readers.unknown_document":
        return message("found.unknown")
    what: str = said.values["what"] if said.key == "errors.at" else said
    return what


def _examples(notes: Sequence[Note]) -> Tuple[Note, ...]:
    """A note of each status, the most telling first; then more of these."""
    by_status: Dict[str, List[Note]] = {}
    for note in notes:
        by_status.setdefault(note.status, []).append(note)
    kinds = [by_status[status] for status in _TELLING if status in by_status]
    chosen = [kind[0] for kind in kinds] + [note for kind in kinds for note in kind[1:]]
    return tuple(chosen[:_SHOWN])


def made_of(by_status: Mapping[str, int]) -> Message:
    """`200 notes: 59 cards ready, 12 unsure, 99 passages, 30 to finish`."""
    counts = {
        **{name: by_status.get(name, 0) for name in ("ready", "unsure", "passage", "digest")},
        "to_finish": by_status.get("unfinished", 0) + by_status.get("highlight", 0),
    }
    told = [message(f"found.{name}", n=n) for name, n in counts.items() if n]
    return message("found.made", n=sum(counts.values()), what=told)
