"""`annoki page`: cards to look at, in one file for a browser."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Optional, Tuple

import click

from ..pipeline.paging import may_hold_page, write_page
from ..pipeline.pool import usable_processes
from ..words import message
from .declared import Declaring
from .exit_codes import ExitCode
from .output import print_problems, print_summary, reasons_of
from .reading import configured, gathering
from .saying import Voice, telling_that


def declare(on: Declaring) -> click.Command:
    """What the command line understands of it."""
    return on.reading(
        "page",
        page,
        on.file("-o", "output", metavar="OUT.html", required=True, help="cli.page_output"),
        on.format(),
        on.config(),
        on.file("--collection", "collection_path", metavar="PATH", help="learnt.option"),
        on.flag("--no-repair", help="cli.no_repair"),
    )


def page(
    voice: Voice,
    inputs: Tuple[str, ...],
    output: Path,
    format_: Optional[str],
    config_path: Optional[Path],
    collection_path: Optional[Path],
    no_repair: bool,
) -> None:
    """Write a page of the cards of INPUT, or of the configured sources."""
    from ..targets.collection.copied import check_there, copy_of

    may_hold_page(output)
    if collection_path:
        check_there(collection_path)
    config = configured(config_path, inputs)
    made = gathering(voice, config, inputs, format_, not no_repair, processes=usable_processes())
    with ExitStack() as ended, made as gathering_:
        ended.callback(print_problems, voice, gathering_.report)
        gathered = gathering_.whole()
        if gathered.report.total:
            held = ended.enter_context(copy_of(collection_path)) if collection_path else None
            write_page(gathered, output, held)
    report = gathered.report
    done = message("cli.written" if report.total else "cli.not_written", output=str(output))
    with telling_that(done):
        if not report.total:
            reasons = reasons_of(report)
            key = "cli.no_cards_but" if reasons else "cli.no_cards"
            voice.complain(message(key, reasons=reasons, done=done))
            sys.exit(ExitCode.PARTLY_READ)
        print_summary(voice, report)
        voice.say(message("cli.page_wrote", output=str(output)))
    sys.exit(ExitCode.of(report))
