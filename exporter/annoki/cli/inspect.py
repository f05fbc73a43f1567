"""`annoki inspect`: what becomes of each item, and why."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import Optional, Tuple

import click

from .declared import Declaring
from .exit_codes import ExitCode
from .output import print_items, print_problems, print_summary, say_json, with_notes
from .reading import configured, gathered
from .saying import Voice


def declare(on: Declaring) -> click.Command:
    """What the command line understands of it."""
    as_json = on.flag("--json", "as_json", help="cli.inspect_json")
    return on.reading("inspect", inspect, on.format(), on.config(), as_json)


def inspect(
    voice: Voice,
    inputs: Tuple[str, ...],
    format_: Optional[str],
    config_path: Optional[Path],
    as_json: bool,
) -> None:
    """Show what becomes of each item, and why. Nothing is written."""
    config = dataclasses.replace(configured(config_path, inputs), pictures=False)
    whole = gathered(voice, config, inputs, format_)
    report = whole.report
    notes = {note.guid: note for note in whole.notes}
    print_problems(voice, report)
    if as_json:
        say_json(voice, with_notes(report, notes))
    else:
        # Whatever reads it elsewhere may be a program; a log keeps what that is told.
        on_terminal = sys.stdout.isatty()
        print_items(voice._replace(quiet=voice.quiet or on_terminal), report, notes)
        if on_terminal and not voice.quiet:
            from .item_table import show_items

            show_items(voice, report, notes)
        print_summary(voice, report)
    sys.exit(ExitCode.of(report))
