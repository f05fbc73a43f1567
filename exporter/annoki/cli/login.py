"""`annoki login` and `annoki logout`: the account for `annoki sync --ankiweb`."""

from __future__ import annotations

import sys

import click

from ..errors import UsageError
from ..words import message
from .declared import Declaring
from .saying import Voice


def declare_login(on: Declaring) -> click.Command:
    """What the command line understands of it."""
    return on.command(
        "login",
        _login,
        on.option("--user", default="", metavar="EMAIL", help="headless.option_user"),
        on.option("--endpoint", default="", metavar="URL", help="headless.endpoint"),
    )


def declare_logout(on: Declaring) -> click.Command:
    """What the command line understands of it."""
    return on.command("logout", _logout)


def _login(voice: Voice, user: str, endpoint: str) -> None:
    from ..headless.account import PASSWORD, USER, credentials, log_in

    def ask(what: str, hidden: bool) -> str:
        if not (sys.stdin and sys.stdin.isatty()):
            raise UsageError(message("headless.nobody", user=USER, password=PASSWORD))
        asked = voice.told(message(what))
        return str(click.prompt(asked, hide_input=hidden, err=True))

    account = log_in(*credentials(user, ask), endpoint)
    voice.say(message("headless.logged_in", user=account.user))


def _logout(voice: Voice) -> None:
    from ..headless.account import log_out

    account = log_out()
    if account is None:
        voice.say(message("headless.was_out"))
    else:
        voice.say(message("headless.out", user=account.user, folder=str(account.folder)))
