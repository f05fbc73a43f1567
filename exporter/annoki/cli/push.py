"""`annoki push`: answers edited in Anki back into the annotations that they answer."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import (
    TYPE_CHECKING,
    Any,
    Callable,
    ContextManager,
    Dict,
    Iterable,
    List,
    Optional,
    Sequence,
    Union,
)

import click

from ..config import Config
from ..words import Message, at, message
from .declared import Declaring
from .exit_codes import ExitCode
from .places import cache_path
from .reading import configured
from .saying import Voice, telling_that
from .sync_target import Target, chosen

if TYPE_CHECKING:
    from ..fetch.web import Web
    from ..push.planning import Outgoing
    from ..push.sending import Outcome
    from ..push.whole import Push
    from ..targets.collection import Collection

_MOST_SECONDS = 3600
"""How long a run may send; what is left then the next one sends."""
_WRONG = ("failed", "unknown")
_TOLD = ("ready", "sent", "undone", "same", "conflict", "refused", "failed", "unknown")


def declare(on: Declaring) -> click.Command:
    """What the command line understands of it."""
    collection = "--collection", "collection_path"
    return on.command(
        "push",
        push,
        on.file(*collection, metavar="PATH", help="cli.collection"),
        on.flag("--ankiweb", help="headless.option"),
        on.config(),
        on.flag("--dry-run", help="push.dry_run"),
        on.flag("--undo", "is_undone", help="push.undo"),
    )


def push(
    voice: Voice,
    collection_path: Optional[Path],
    ankiweb: bool,
    config_path: Optional[Path],
    dry_run: bool,
    is_undone: bool,
) -> None:
    """Send answers edited in Anki back, show what would be sent, or put back what was."""
    target = chosen(voice, collection_path, ankiweb, dry_run, False)
    config = configured(config_path, ())
    with target.held():
        sending = pushing(target, config, target.in_step, lambda one: tell_outcome(voice, one))
        if is_undone:
            sys.exit(_exit_code([one.state for one in sending.undo()]))
        sys.exit(send_and_tell(voice, sending, dry_run))


def pushing(
    target: Target,
    config: Config,
    opened: Callable[[], ContextManager[Collection]],
    came: Callable[[Outcome], None],
) -> Push:
    """What sends the answers of the collection that is `target`, which is `opened` to be looked at;
    `came` hears what became of each."""
    from platformdirs import user_data_path

    from ..push.whole import Push

    def web() -> Web:
        from ..fetch.web import Web

        return Web(config.max_megabytes * 1024 * 1024, None, cache_path(), _MOST_SECONDS)

    return Push(
        opened,
        os.path.realpath(target.path),
        config,
        web,
        user_data_path("annoki", appauthor=False),
        target.in_step,
        came=came,
    )


def send_and_tell(voice: Voice, sending: Push, dry_run: bool) -> ExitCode:
    """Send what there is to send, or show it, and tell of all that is not sent. What became of each
    answer is told as it comes."""
    plan = sending.plan(dry_run)
    for one in plan.outgoing:
        if one.state != "same" and (dry_run or one.state != "ready"):
            tell_outcome(voice, one)
        for line in one.diff() if dry_run and one.state == "ready" else ():
            voice.say(f"    {line}")
    done = () if dry_run else sending.send(plan.outgoing)
    with telling_that(message("push.ended")):
        states: List[str] = [one.state for one in (*plan.settled, *done)]
        states += [one.state for one in plan.outgoing if dry_run or one.state != "ready"]
        counts = _counts([one for one in states if one != "same"])
        key = "push.would_be" if dry_run else "push.counts"
        voice.say(message(key, counts=counts) if counts else message("push.nothing"))
    return _exit_code(states)


def tell_outcome(voice: Voice, one: Union[Outcome, Outgoing]) -> None:
    """A line for what became of an answer, or would."""
    said = message(f"push.{one.state}", title=one.title)
    voice.say(voice.line(at(said, one.why) if one.why else said))


def _exit_code(states: Iterable[str]) -> ExitCode:
    """The end of a run in which answers came to `states`."""
    return ExitCode.PARTLY_READ if any(one in _WRONG for one in states) else ExitCode.ALL_READ


def _counts(states: Sequence[str]) -> List[Message]:
    counted = Counter(states)
    return [message(f"push.n_{state}", n=counted[state]) for state in _TOLD if counted[state]]


class Answers:
    """The answers that a sync sends back once the collection is in step; nothing is printed where
    they are told in JSON. Raises UsageError if there is no source to send them to."""

    def __init__(self, voice: Voice, target: Target, config: Config, as_json: bool) -> None:
        from ..push.services import written_to

        written_to(config)
        self._voice, self._dry_run, self._as_json = voice, target.dry_run, as_json
        self._done: List[Outcome] = []
        self._outgoing: Sequence[Outgoing] = ()
        self._sending = pushing(target, config, target.as_it_is, self._came)

    def settle(self) -> None:
        """Find out what an earlier run left unknown, which a sync would take for news."""
        if not self._dry_run:
            self._sending.settle()

    def send(self) -> ExitCode:
        """Send them, or look at what would be sent."""
        if not self._as_json:
            return send_and_tell(self._voice, self._sending, self._dry_run)
        self._outgoing = self._sending.plan(self._dry_run).outgoing
        if not self._dry_run:
            self._sending.send(self._outgoing)
        states: List[str] = [one.state for one in self._done]
        return _exit_code(states + [one.state for one in self._outgoing])

    def as_dict(self) -> Dict[str, Any]:
        """Their part of the JSON report."""
        answers = [one.as_dict() for one in self._done]
        left = (one for one in self._outgoing if self._dry_run or one.state != "ready")
        return {"answers": answers + [one.as_dict() for one in left]}

    def _came(self, one: Outcome) -> None:
        self._done.append(one)
        if not self._as_json:
            tell_outcome(self._voice, one)
