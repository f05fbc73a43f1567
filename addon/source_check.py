"""Reads one source in the background, to tell what is in it. Nothing of it is kept."""

from __future__ import annotations

from dataclasses import replace
from threading import Event
from typing import Callable, NamedTuple

from annoki.config import Config, Source
from annoki.errors import AnnokiError, Cancelled
from annoki.pipeline.gather import Gathered, gather
from annoki.pipeline.report import Report
from aqt.operations import QueryOp

from . import account_text, host
from .i18n import tr
from .settings import without_tokens

_PROBLEMS = 3
"""How many problems are told; the report of a sync has them all."""


class Tested(NamedTuple):
    """What a test found: in a few words, and in full."""

    short: str
    full: str
    good: bool = True


class SourceCheck:
    """One test of `source`. `done` is called once, in the main thread, unless it was forgotten."""

    def __init__(self, source: Source, config: Config, done: Callable[[Tested], None]) -> None:
        self._source = source
        self._config = replace(config, sources=(source,), pictures=False)
        self._done = done
        self._stopped = Event()
        self._forgotten = False

    def start(self) -> None:
        """Begin. Anki's collection is not touched, so that nothing has to be waited for."""
        QueryOp(
            # The dialog may be gone before this ends.
            parent=host.main_window(),
            op=lambda _col: gather(self._config, cancelled=self._stopped.is_set).whole(),
            success=self._succeeded,
        ).failure(self._failed).without_collection().run_in_background()

    def stop(self) -> None:
        """End soon, and say so."""
        self._stopped.set()

    def forget(self) -> None:
        """End soon, and say nothing: nobody is there any more."""
        self._forgotten = True
        self._stopped.set()

    def _succeeded(self, gathered: Gathered) -> None:
        self._tell(_found(gathered.report))

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self._tell(Tested(tr("test.stopped"), tr("test.stopped")))
            return
        known = isinstance(error, AnnokiError)
        said = str(error) if known else f"{type(error).__name__}: {error}"
        said = _failed(without_tokens(said, [self._source]))
        self._tell(Tested(said, said, good=False))

    def _tell(self, found: Tested) -> None:
        if not self._forgotten:
            self._done(found)


def _failed(what: str) -> str:
    return tr("test.failed", what=account_text.without_address(what))


def _found(report: Report) -> Tested:
    """What the accounts of one source say: one for what was asked for, one for each file else."""
    accounts = report.accounts
    problems = [
        account_text.problem(problem.what, problem.stage, problem.error)
        for account in accounts
        for problem in account.problems
    ]
    found = sum(account.found for account in accounts)
    if problems and not found:
        said = _failed(problems[0])
        return Tested(said, said, good=False)
    # Of several files each may be whole, but whether there should be more of them nobody says.
    first = accounts[0] if len(accounts) == 1 else None
    declared = first.declared if first else None
    complete = first.complete if first else None
    whole = account_text.completeness(found, declared, complete, bool(problems))
    listed = account_text.listed([account_text.items(found, declared), whole])
    skipped = sum(len(account.skipped) for account in accounts)
    parts = (
        first.user if first else "",
        listed,
        tr("report.skipped", n=skipped) if skipped else "",
        account_text.requests(sum(account.requests for account in accounts)),
    )
    short = " · ".join(part for part in parts if part)
    lines = [short]
    lines += problems[:_PROBLEMS]
    if problems:
        lines.append(tr("test.partial"))
    elif complete is False:
        lines.append(tr("test.newest"))
    return Tested(short, "\n".join(lines), good=not problems)
