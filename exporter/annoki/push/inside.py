"""Answers are sent from inside Anki: looked at, ticked, sent, put back, and told in one list.

Services may be slow, and Anki goes on meanwhile: the steps wait as `pipeline.in_steps` has it, for
what Anki's side gives. However it ends, what was sent by then is remembered and told.
"""

from __future__ import annotations

import contextlib
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Dict, Generator, List

from ..config import Config
from ..errors import Cancelled
from ..pipeline.in_steps import Over, Steps, Wait, Waits
from ..pipeline.rows import Listed
from ..targets.collection.trouble import ended_by
from ..words import message
from .listing import Sendings, states_said
from .sending import Outcome
from .services import without_token
from .whole import Push, Remembering

if TYPE_CHECKING:
    from ..fetch.web import Web
    from ..targets.collection import Collection

_MOST_SECONDS = 3600
"""How long one step may last; what is left then is sent by the next."""


class Sending:
    """The answers of the open collection that go back to the sources of `config`; the journal is in
    `folder`. `show` is called whenever there is something else to show, `is_open` says whether the
    collection still is."""

    def __init__(
        self,
        config: Config,
        folder: Path,
        cache: Path,
        waits: Waits,
        is_open: Callable[[], bool],
        show: Callable[[], None],
        undo_name: str,
    ) -> None:
        self._config, self._folder, self._cache = config, folder, cache
        self._waits, self._is_open, self._show, self._undo_name = waits, is_open, show, undo_name
        self._found = Sendings((), without_token(config))
        self._doing = self._trouble = ""
        self._stops = self._writes = self.is_off = False
        self.is_busy = self.can_undo = False
        self._to_remember: List[Remembering] = []
        self._latest: Dict[str, Outcome] = {}

    @property
    def listed(self) -> Listed:
        """The rows to show."""
        return self._found.listed()

    @property
    def ticks(self) -> Any:
        """Which rows may be ticked, by GUID, and whether they are; to be changed by a person."""
        return self._found.ticks

    @property
    def can_send(self) -> bool:
        """Whether anything is ticked, and nothing else is being done."""
        return bool(self._found.chosen()) and not self.is_busy

    @property
    def told(self) -> str:
        """What is being done, or what kept it from being done, or how much there is to tell of."""
        return self._doing if self.is_busy else self._trouble or self._found.states_said()

    @property
    def parting(self) -> str:
        """What is to be told once nobody looks any more, if anything is."""
        done = states_said(self._latest.values())
        return message("send.closing", what=done) if self._stops and self._latest else ""

    def stop(self) -> None:
        """Nobody looks any more: what is being sent comes to its end, and nothing else is begun."""
        self._stops = True

    def abandon(self) -> None:
        """The collection is being closed: nothing is waited for or written into it. What may have
        been sent the next look finds out."""
        self._stops = self.is_off = True

    def look(self) -> Steps:
        """Find out what there is to send; nothing is sent."""
        return self._whole(self._look(), message("send.looking"))

    def send(self) -> Steps:
        """Send what is ticked."""
        chosen, self._writes = self._found.chosen(), True
        return self._whole(self._done(lambda push: push.send(chosen)), message("send.looking"))

    def undo(self) -> Steps:
        """Put back what was sent last."""
        self._writes = True
        return self._whole(self._done(Push.undo), message("send.looking"))

    def _look(self) -> Steps:
        settled = yield from self._done(Push.settle)
        plan = yield from self._done(partial(Push.plan, dry=True))
        self._found = Sendings(plan.outgoing, without_token(self._config), settled)

    def _whole(self, steps: Steps, doing: str) -> Steps:
        self.is_busy, self._trouble, self._doing = True, "", message("send.waiting")
        self._latest.clear()
        self._show()
        yield self._waits.turn(self)
        try:
            self._doing = doing
            if not self._stops:
                yield from steps
        except (Cancelled, Over):
            pass
        except Exception as error:
            self._trouble = ended_by(error)
        finally:
            self._waits.turns.over(self)
            self.is_busy = self._writes = False
            self._show()

    def _done(self, work: Callable[[Push], Any]) -> Generator[Wait, Any, Any]:
        """What `work` comes to; what has to be remembered of it is, however it ends."""
        try:
            return (yield self._waits.background(partial(self._work, work)))
        finally:
            while self._to_remember and not self.is_off:
                yield self._waits.saved
                yield self._waits.writing(self._to_remember.pop(0), self._is_closed)

    def _work(self, work: Callable[[Push], Any], col: Collection) -> Any:
        push = Push(
            lambda: contextlib.nullcontext(col),
            os.path.realpath(col.path),
            self._config,
            self._web,
            self._folder,
            undo_name=self._undo_name,
            tell=self._tell,
            came=self._came,
            remember=self._to_remember.append,
        )
        try:
            return work(push)
        finally:
            self.can_undo = push.can_undo()

    def _is_closed(self) -> bool:
        return self.is_off or not self._is_open()

    def _web(self) -> Web:
        from ..fetch.web import Web

        most = self._config.max_megabytes * 1024 * 1024
        return Web(most, self._is_cancelled, self._cache, _MOST_SECONDS)

    def _is_cancelled(self) -> bool:
        # What is being written has its time, so that it is known whether it was.
        return self.is_off or (self._stops and not self._writes)

    def _came(self, outcome: Outcome) -> None:
        self._found.became(outcome)
        self._latest[outcome.guid] = outcome

    def _tell(self, done: int, total: int, what: str) -> None:
        if self._stops:
            raise Cancelled
        self._doing = message("send.doing", n=done + 1, total=total, what=what)
