"""The reports of the last syncs into a profile. All of it is best done in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from annoki.pipeline.keeping import keep_ended, keep_report, known_of

from . import host

if TYPE_CHECKING:
    from annoki.config import Config
    from annoki.pipeline.gather import Known
    from annoki.pipeline.report import Report
    from annoki.pipeline.syncing import Plan
    from annoki.targets.collection.apply import Applied

    from .profile import Profile


def known(profile: Profile, config: Config) -> Known:
    """What is known of a run, if a report that is kept is of it and the collection as it was."""
    col = host.main_window().col
    assert col is not None
    return known_of(profile.reports, col, config)


def keep(profile: Profile, plan: Plan, applied: Applied) -> None:
    """Keep the report of `plan`, and what of it was `applied`. Raises OSError."""
    keep_report(profile.reports, plan, applied.plan, applied.step)


def keep_failed(profile: Profile, what: str = "", read: Optional[Report] = None) -> None:
    """Keep that a sync failed by `what`, or, if that is empty, was cancelled, and what it had
    `read` by then. Raises OSError."""
    keep_ended(profile.reports, "failed" if what else "cancelled", what, read)
