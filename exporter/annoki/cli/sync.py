"""`annoki sync`: a collection in step with its sources."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Optional, Tuple

import click

from .. import __version__
from ..errors import CollectionError, UnusualPlan
from ..words import message
from .declared import Declaring
from .exit_codes import ExitCode
from .output import print_missing_pictures, print_problems, print_sources, say_json
from .push import Answers
from .reading import configured, gathered
from .saying import Voice, telling_that
from .sync_target import Target, chosen

if TYPE_CHECKING:
    from ..config import Config
    from ..pipeline.gather import Gathered, Known
    from ..pipeline.report import Report
    from ..pipeline.syncing import Plan
    from ..sync.collection_plan import CollectionPlan
    from ..targets.collection import Collection


def declare(on: Declaring) -> click.Command:
    """What the command line understands of it."""
    collection = "--collection", "collection_path"
    return on.reading(
        "sync",
        sync,
        on.file(*collection, metavar="PATH", help="cli.collection"),
        on.flag("--ankiweb", help="headless.option"),
        on.flag("--first-upload", help="headless.first_upload"),
        on.format(),
        on.config(),
        on.flag("--dry-run", help="cli.dry_run"),
        on.flag("--json", "as_json", help="cli.sync_json"),
        on.flag("--allow-gone", help="cli.allow_gone"),
        on.flag("--restore-deleted", help="cli.restore_deleted"),
        on.option("--take-theirs", multiple=True, metavar="GUID|all", help="cli.take_theirs"),
        on.flag("--push", "is_pushed", help="push.with_sync"),
    )


def sync(
    voice: Voice,
    inputs: Tuple[str, ...],
    collection_path: Optional[Path],
    ankiweb: bool,
    first_upload: bool,
    format_: Optional[str],
    config_path: Optional[Path],
    dry_run: bool,
    as_json: bool,
    allow_gone: bool,
    restore_deleted: bool,
    take_theirs: Tuple[str, ...],
    is_pushed: bool,
) -> None:
    """Bring an Anki collection in step with INPUT, or with the configured sources."""
    from ..pipeline.syncing import compare

    target = chosen(voice, collection_path, ankiweb, dry_run, first_upload)
    config = configured(config_path, inputs)
    theirs = frozenset(take_theirs)
    planned = partial(compare, config=config, restore=restore_deleted, take_theirs=theirs)
    # The JSON tells of each item, so all has to be made.
    in_full = as_json or restore_deleted or theirs

    def read(known: Known) -> Gathered:
        return gathered(voice, config, inputs, format_, None if in_full else known)

    answers = Answers(voice, target, config, as_json) if is_pushed else None
    with target.held():
        if answers:
            answers.settle()
        report, done, left = _synced(voice, target, config, read, planned, allow_gone)
        code = ExitCode.PARTLY_READ if left else ExitCode.of(report)

        def tell() -> None:
            with telling_that(message("cli.dry_run_done" if dry_run else "cli.in_step")):
                sent = answers.as_dict() if answers else {}
                _tell_of(voice, report, done, dry_run, as_json, allow_gone, sent)
            for one in left:
                voice.complain(one)

        with ExitStack() as ended:
            # JSON is told once, and whatever comes.
            ended.callback(tell) if as_json else tell()
            if answers:
                code = max(code, answers.send())
    sys.exit(code)


def _synced(
    voice: Voice,
    target: Target,
    config: Config,
    read: Callable[[Known], Gathered],
    planned: Callable[[Collection, Gathered], Plan],
    allow_gone: bool,
) -> Tuple[Report, CollectionPlan, List[str]]:
    """What was read, what was done, and what was left since a person should be asked first."""
    from ..pipeline.last_sync import LastSync
    from ..pipeline.question_words import left_to_ask
    from ..pipeline.syncing import carry_out

    report: Optional[Report] = None
    try:
        with target.as_it_is() as col:
            known = LastSync(col, config).standing()
        # Servers may take their time: nobody has the collection until all is read.
        whole = read(known)
        report = whole.report
        with ExitStack() as compared:
            compared.callback(lambda: print_problems(voice, report or whole.report))
            col = compared.enter_context(target.in_step())
            plan = planned(col, whole)
            report = plan.report
            if target.dry_run:
                return report, plan, []
            left = left_to_ask(plan) if target.is_quiet and not allow_gone else []
            plan = plan.without_unusual() if left else plan
            applied = carry_out(col, plan, allow_gone)
            target.keep(plan, applied)
        return report, applied.plan, left
    except UnusualPlan as refused:
        raise CollectionError(message("cli.unusual", why=refused.why)) from refused
    except Exception as error:
        target.keep_failed(error, report)
        raise


def _tell_of(
    voice: Voice,
    report: Report,
    plan: CollectionPlan,
    dry_run: bool,
    as_json: bool,
    allow_gone: bool,
    sent: Dict[str, Any],
) -> None:
    if as_json:
        say_json(voice, {**report.as_dict(__version__), "plan": plan.as_dict(), **sent})
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
