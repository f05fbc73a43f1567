"""All commands together, and how the program runs."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from ..words import Language
from . import doctor, export, init, inspect, login, page, push, sync
from .declared import command_line
from .exit_codes import ExitCode
from .language import clicks_words, language_here
from .saying import Voice, on_standard_output, one_line_errors

COMMANDS = (
    init.declare,
    export.declare,
    page.declare,
    inspect.declare,
    push.declare,
    sync.declare,
    login.declare_login,
    login.declare_logout,
    doctor.declare,
)
"""What declares each command: a module of its own, which loads what is heavy when it is run."""


def cli(language: Language = "en") -> click.Group:
    """The command line for whoever speaks `language`."""
    return command_line(Voice(language), COMMANDS)


def main() -> NoReturn:
    """Run the command line, in the language of its user."""
    voice = Voice(language_here())
    # Standard output is where help goes, and what shells complete with.
    with clicks_words(voice.language), one_line_errors(voice), on_standard_output():
        cli(voice.language).main(prog_name="annoki", standalone_mode=False)
    sys.exit(ExitCode.ALL_READ)
