"""`annoki push`: answers edited in Anki back into the annotations that they answer."""

from __future__ import annotations

import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Iterable, List, Optional, Sequence

import click

from ..config import Config
from ..words import Message, at, message
from .declared import Declaring
from .exit_codes import ExitCode
from .places import cache_path
from .reading import configured
from .saying import Voice, telling_that

if TYPE_CHECKING:
    from ..fetch.web import Web
    from ..push.planning import Outgoing
    from ..push.sending import Outcome
    from ..push.whole import Push

_MOST_SECONDS = 3600
"""How long a run may send; what is left then the next one sends."""
_WRONG = ("failed", "unknown")
_OF_PLANS = ("ready", "same", "conflict", "refused", "failed")
_OF_RUNS = ("sent", "undone", "conflict", "refused", "failed", "unknown")


def declare(on: Declaring) -> click.Command:
    """What the command line understands of it."""
    collection = "--collection", "collection_path"
    return on.command(
        "push",
        push,
        on.file(*collection, metavar="PATH", required=True, help="push.collection"),
        on.config(),
        on.flag("--dry-run", help="push.dry_run"),
        on.flag("--undo", "is_undone", help="push.undo"),
    )


def push(
    voice: Voice,
    collection_path: Path,
    config_path: Optional[Path],
    dry_run: bool,
    is_undone: bool,
) -> None:
    """Send answers edited in Anki back, show what would be sent, or put back what was."""
    going = pushing(collection_path, configured(config_path, ()), dry_run)
    if is_undone:
        sys.exit(tell_outcomes(voice, going.undo()))
    plan = going.plan(dry_run)
    if dry_run:
        sys.exit(_tell_plan(voice, plan.outgoing))
    tell_outcomes(voice, plan.settled)
    sys.exit(send_and_tell(voice, going, plan.outgoing))


def pushing(collection_path: Path, config: Config, look_only: bool = False) -> Push:
    """What sends the answers of the collection at `collection_path`."""
    import os

    from platformdirs import user_data_path

    from ..push.whole import Push
    from ..targets.collection.opening import open_collection

    def web() -> Web:
        from ..fetch.web import Web

        return Web(config.max_megabytes * 1024 * 1024, None, cache_path(), _MOST_SECONDS)

    return Push(
        partial(open_collection, collection_path, look_only),
        os.path.realpath(collection_path),
        config,
        web,
        user_data_path("annoki", appauthor=False),
    )


def send_and_tell(voice: Voice, going: Push, outgoing: Iterable[Outgoing]) -> ExitCode:
    """Send what is ready, and tell what became of each answer."""
    chosen = tuple(outgoing)
    with telling_that(message("push.ended")):
        done = going.send(chosen)
        for one in chosen:
            if one.state not in ("ready", "same"):
                voice.say(voice.line(_told(one.state, one.title, one.why)))
        tell_outcomes(voice, done)
        states = [one.state for one in done] + [one.state for one in chosen]
        counts = _counts(states, _OF_RUNS)
        voice.say(message("push.counts", counts=counts) if counts else message("push.nothing"))
    return _code(states)


def tell_outcomes(voice: Voice, done: Iterable[Outcome]) -> ExitCode:
    """A line for what became of each answer."""
    done = tuple(done)
    for one in done:
        voice.say(voice.line(_told(one.state, one.title, one.why)))
    return _code(one.state for one in done)


def _tell_plan(voice: Voice, outgoing: Iterable[Outgoing]) -> ExitCode:
    chosen = [one for one in outgoing if one.state != "same"]
    for one in chosen:
        voice.say(voice.line(_told(one.state, one.title, one.why)))
        for line in one.diff() if one.state == "ready" else ():
            voice.say(f"    {line}")
    counts = _counts([one.state for one in chosen], _OF_PLANS)
    voice.say(message("push.would_be", counts=counts) if counts else message("push.nothing"))
    return _code(one.state for one in chosen)


def _counts(states: Sequence[str], named: Sequence[str]) -> List[Message]:
    counted = Counter(states)
    return [message(f"push.n_{state}", n=counted[state]) for state in named if counted[state]]


def _told(state: str, title: str, why: str) -> Message:
    said = message(f"push.{state}", title=title)
    return at(said, why) if why else said


def _code(states: Iterable[str]) -> ExitCode:
    return ExitCode.PARTLY_READ if any(one in _WRONG for one in states) else ExitCode.ALL_READ
