"""`annoki sync`: a collection in step with its sources."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Optional, Tuple

import click

from .. import __version__
from ..errors import CollectionError, UnusualPlan
from ..words import message
from .declared import Declaring
from .exit_codes import ExitCode
from .output import print_missing_pictures, print_problems, print_sources, say_json
from .reading import configured, gathered
from .saying import Voice, telling_that

if TYPE_CHECKING:
    from ..pipeline.report import Report
    from ..sync.collection_plan import CollectionPlan


def declare(on: Declaring) -> click.Command:
    """What the command line understands of it."""
    collection = "--collection", "collection_path"
    return on.reading(
        "sync",
        sync,
        on.file(*collection, metavar="PATH", required=True, help="cli.collection"),
        on.format(),
        on.config(),
        on.flag("--dry-run", help="cli.dry_run"),
        on.flag("--json", "as_json", help="cli.sync_json"),
        on.flag("--allow-gone", help="cli.allow_gone"),
        on.flag("--restore-deleted", help="cli.restore_deleted"),
        on.option("--take-theirs", multiple=True, metavar="GUID|all", help="cli.take_theirs"),
    )


def sync(
    voice: Voice,
    inputs: Tuple[str, ...],
    collection_path: Path,
    format_: Optional[str],
    config_path: Optional[Path],
    dry_run: bool,
    as_json: bool,
    allow_gone: bool,
    restore_deleted: bool,
    take_theirs: Tuple[str, ...],
) -> None:
    """Bring an Anki collection in step with INPUT, or with the configured sources."""
    from ..pipeline.last_sync import LastSync
    from ..pipeline.syncing import carry_out, compare
    from ..targets.collection.opening import open_collection

    config = configured(config_path, inputs)
    # The JSON tells of each item, so all has to be made.
    in_full = as_json or restore_deleted or take_theirs
    with open_collection(collection_path, dry_run) as col:
        known = None if in_full else LastSync(col, config).standing()
    # Servers may take their time: Anki has the collection until all is read.
    whole = gathered(voice, config, inputs, format_, known)
    report = whole.report
    with ExitStack() as compared:
        compared.callback(lambda: print_problems(voice, report))
        col = compared.enter_context(open_collection(collection_path, dry_run))
        plan = compare(
            col, whole, config, restore=restore_deleted, take_theirs=frozenset(take_theirs)
        )
        report = plan.report
        try:
            done = plan if dry_run else carry_out(col, plan, allow_gone).plan
        except UnusualPlan as refused:
            raise CollectionError(message("cli.unusual", why=refused.why)) from refused
    with telling_that(message("cli.dry_run_done" if dry_run else "cli.in_step")):
        _tell_of(voice, report, done, dry_run, as_json, allow_gone)
    sys.exit(ExitCode.of(report))


def _tell_of(
    voice: Voice,
    report: Report,
    plan: CollectionPlan,
    dry_run: bool,
    as_json: bool,
    allow_gone: bool,
) -> None:
    if as_json:
        say_json(voice, {**report.as_dict(__version__), "plan": plan.as_dict()})
        return
    print_sources(voice, [one for one in report.accounts if one.requests or one.skipped])
    print_missing_pictures(voice, report)
    if dry_run:
        for line in plan.lines() or [message("cli.nothing_to_do")]:
            voice.say(line)
    summary = plan.summary()
    voice.say(message("cli.would_be", summary=summary) if dry_run else summary)
    if plan.not_gone:
        voice.say(plan.why_not_gone())
    if dry_run and plan.unusual() and not allow_gone:
        voice.say(message("cli.would_be_refused", why=plan.unusual()))
