"""`annoki export`: a package."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Optional, Tuple

import click

from ..files.names import printable
from ..pipeline.exporting import replaced_by, write_package
from ..pipeline.pool import usable_processes
from ..words import message
from .declared import Declaring
from .exit_codes import ExitCode
from .output import may_hold_report, print_problems, print_summary, reasons_of, write_report
from .reading import configured, gathering
from .saying import Voice, telling_that


def declare(on: Declaring) -> click.Command:
    """What the command line understands of it."""
    return on.reading(
        "export",
        export,
        on.file("-o", "output", metavar="OUT.apkg", required=True, help="cli.output"),
        on.format(),
        on.config(),
        on.file("--report", "report_path", metavar="FILE.json", help="cli.report"),
        on.file("--previous", metavar="OLD.apkg", help="cli.previous"),
        on.flag("--no-repair", help="cli.no_repair"),
    )


def export(
    voice: Voice,
    inputs: Tuple[str, ...],
    output: Path,
    format_: Optional[str],
    config_path: Optional[Path],
    report_path: Optional[Path],
    previous: Optional[Path],
    no_repair: bool,
) -> None:
    """Write an Anki package of INPUT, or of the configured sources."""
    if report_path:
        may_hold_report(report_path, output)
    config = configured(config_path, inputs)
    earlier = replaced_by(output, previous)
    made = gathering(
        voice,
        config,
        inputs,
        format_,
        not no_repair,
        bool(report_path),
        usable_processes(),
        earlier,
        earlier.known if earlier and not report_path else None,
    )
    # What could not be read is told of when the progress bar is gone, and whatever comes after.
    with ExitStack() as ended, made as gathered:
        ended.callback(print_problems, voice, gathered.report)
        plan = write_package(gathered, output, earlier)
    report = gathered.report
    done = message("cli.written" if plan else "cli.not_written", output=str(output))
    with telling_that(done), ExitStack() as ended:
        if report_path:
            ended.callback(write_report, report_path, report)
        if plan is None:
            reasons = reasons_of(report)
            key = "cli.nothing_but" if reasons else "cli.nothing"
            voice.complain(message(key, reasons=reasons, done=done))
            sys.exit(ExitCode.PARTLY_READ)
        print_summary(voice, report)
        if earlier:
            # What could not be read, or failed, may be what is missing.
            is_gone = plan.gone and not report.failed
            counts = [
                message(f"cli.count.{what}", n=plan.count(what))
                for what in ("add", "update", "same")
            ]
            counts += [message("cli.count.gone", n=len(plan.gone))] if is_gone else []
            voice.say(message("cli.against", earlier=printable(earlier.path), counts=counts))
        voice.say(message("cli.wrote", output=printable(output)))
    sys.exit(ExitCode.of(report))
