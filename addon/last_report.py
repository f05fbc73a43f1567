"""The report of the last sync, and what the next one takes from it where nothing has changed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Dict

from annoki import __version__
from annoki.pipeline.last_sync import LastSync

from . import host

if TYPE_CHECKING:
    from annoki.config import Config
    from annoki.pipeline.gather import Known
    from annoki.pipeline.syncing import Plan
    from annoki.sync.collection_plan import CollectionPlan

    from .profile import Profile


def known(profile: Profile, config: Config) -> Known:
    """What is known of a run, if the report that is kept is of it and the collection as it was."""
    col = host.main_window().col
    assert col is not None
    last = LastSync(col, config).standing()
    return lambda run: last(run) if profile.read_report().get("run") == run else None


def keep(profile: Profile, plan: Plan, done: CollectionPlan) -> None:
    """Keep the report of `plan`, and what of it was `done`; of items that are as they were it has
    said all. Raises OSError."""
    is_new = plan.again is not None
    read: Dict[str, Any] = plan.report.as_dict(__version__) if is_new else profile.read_report()
    when = time.strftime("%Y-%m-%d %H:%M:%S")
    read.update(when=when, run=plan.run.digest, plan=done.as_dict())
    profile.keep_report(read)
