"""Keeps the reports of syncs, and takes from them what the next one need not find out again.

Any thread may do so, and it is best done in the background: it takes a second for a hundred
thousand items.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Optional, Tuple

from .. import __version__
from ..config import Config
from ..files.json_lines import let_go
from ..files.kept_reports import KeptReports
from ..words import with_messages
from .gather import Known
from .last_sync import LastSync
from .report import Report
from .rows import Listed, overview_of, report_rows
from .syncing import Plan

if TYPE_CHECKING:
    from ..targets.collection import Collection
    from ..targets.collection.apply import Applied


def known_of(reports: KeptReports, col: Collection, config: Config) -> Known:
    """What is known of a run, if `reports` tell of it, and `col` is as it was then."""
    last = LastSync(col, config).standing()
    return lambda run: last(run) if _of_run(reports, run) else None


def keep_report(reports: KeptReports, plan: Plan, applied: Applied) -> None:
    """Keep in `reports` that of `plan`, and what of it was `applied`. Of items that are as they
    were an earlier one has said all. Raises OSError."""
    again = "" if plan.again is not None else _of_run(reports, plan.run.digest)
    report: Dict[str, Any] = reports.read(again) if again else plan.report.as_dict(__version__)
    # One sync after another that finds nothing new pushes no other report out.
    instead_of = again if report.get("again") else ""
    done, step = applied.plan.as_dict(), applied.step
    report.update(again=bool(again), run=plan.run.digest, plan=done, step=step)
    _keep(reports, report, instead_of)


def keep_failed(reports: KeptReports, what: str = "", read: Optional[Report] = None) -> None:
    """Keep in `reports` that a sync failed by `what`, or, if that is empty, was cancelled, and what
    it had `read` by then. Raises OSError."""
    report = read.as_dict(__version__) if read else {"annoki": __version__}
    ended = with_messages({"ended": "failed" if what else "cancelled", "what": what})
    _keep(reports, {**report, **ended})


def _keep(reports: KeptReports, report: Dict[str, Any], instead_of: str = "") -> None:
    report["when"] = time.strftime("%Y-%m-%d %H:%M:%S")
    reports.keep(report, instead_of)
    let_go(report)


def _of_run(reports: KeptReports, run: str) -> str:
    """What that is called which tells of `run`; empty if none does."""
    return next((name for name in reports.names() if reports.head(name).get("run") == run), "")


def shown_of(reports: KeptReports, name: str) -> Tuple[Dict[str, Any], Listed]:
    """The report `name` as a whole, and its rows."""
    report = reports.read(name)
    shown = overview_of(report), Listed(report_rows(report))
    let_go(report)
    return shown


def letting_go(large: List[Any]) -> Iterator[None]:
    """Let go of what is `large` bit by bit, one with each step: all at once would take a while. It
    may hold what belongs to windows, so it is for the thread that they live in."""
    held = [value for one in large for value in vars(one).values()]
    parts = [part for value in held if isinstance(value, (list, tuple)) for part in value]
    held.clear()
    large.clear()
    while parts:
        del parts[-1000:]
        yield
