"""One sync inside Anki, from the click to the sentence: read beside it, compare, ask, write.

Reading does not touch the collection and can be cancelled at any time; writing is one operation
of Anki's, one undo step, and cannot. Between the two the learner may have gone on working: then it
is compared again. What is shown and asked on the way is for who shows it: the methods that raise
NotImplementedError here.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import (
    TYPE_CHECKING,
    Any,
    Callable,
    Dict,
    Generator,
    List,
    Literal,
    Optional,
    Protocol,
    Sequence,
)

from ..config import Config, Source
from ..errors import Cancelled, CollectionChanged
from ..files.kept_reports import KeptReports
from ..sync.choice import NO_CHOICE, Choice
from ..sync.collection_plan import CollectionPlan
from ..targets.collection.ankis_sync import Ended
from ..targets.collection.apply import Applied
from ..words import message
from .gather import Gathered, gather
from .in_steps import Over, Steps, Wait, Waits
from .keeping import keep_failed, keep_report, known_of
from .progress_words import COMPARING, HowFar
from .question_words import left_to_ask
from .results import results_of
from .syncing import Plan, carry_out, compare_as_chosen

if TYPE_CHECKING:
    from ..targets.collection import Collection

_PATIENCE = 3
"""So often it is compared beside a person's work; then that waits for as long as it takes."""

Mode = Literal["normal", "preview", "quiet"]
"""What a sync is for. A quiet one nobody has clicked: it asks nothing, shows nothing while it runs,
and says only what changed."""


class Keeps(Protocol):
    """Where a sync keeps its report, how each source answered, and what need not be asked again."""

    cache: Path

    @property
    def reports(self) -> KeptReports:
        """The reports of the last syncs."""
        ...

    def keep_results(self, results: Dict[str, Any]) -> None:
        """Keep these results, by `results.key_of`."""


@dataclass(eq=False)
class OneSync:
    """A sync of `sources`, or else all of `config`, that of `profile`, into its collection.

    `ended` is called once, with whether it ended well. `choice` is what was chosen beforehand;
    `opening` says how the sync ended that Anki has just done by itself, if it has.
    """

    profile: Keeps
    config: Config
    waits: Waits
    ended: Callable[[bool], None]
    mode: Mode = "normal"
    sources: Sequence[Source] = ()
    choice: Choice = NO_CHOICE
    opening: Optional[Callable[[], Ended]] = None
    undo_name: str = ""

    def __post_init__(self) -> None:
        self.sources = self.sources or self.config.sources
        self._quiet, self._is_preview = self.mode == "quiet", self.mode == "preview"
        self._large: List[Any] = []
        """What was read, and each plan that was made of it."""
        self._stop, self._closed = Event(), False
        self._doing = HowFar().told(()), 0, 0

    def abandon(self) -> None:
        """The collection is being closed: nothing more is asked, said or written."""
        self._closed = True
        self._stop.set()
        self._hide()

    def _whole(self) -> Steps:
        self._log(f"{self.mode}, {len(self.config.sources)} sources")
        well = False
        try:
            yield from self._sync()
            well = True
        except Exception as error:
            yield from self._fail(error)
        finally:
            self._hide()
            large, self._large = self._large, []
            self._let_go(large)
            if self.opening is not None:
                self.opening()
            self.ended(well)

    def _sync(self) -> Steps:
        yield from self._waited(self.waits.free)
        yield from self._anki_first()
        gathered = yield from self._waited(self.waits.background(self._gather), "read")
        self._large.append(gathered)
        choice, left, tries = self.choice, [], 0
        always = self.config.confirm == "always"
        agreed = self.config.confirm == "never" and not self._is_preview
        while True:
            yield from self._waited(self.waits.saved)
            self._doing = COMPARING, 0, 0
            work = partial(compare_as_chosen, gathered=gathered, config=self.config, choice=choice)
            comparing = self.waits.background(work, alone=tries >= _PATIENCE)
            plan: Plan = yield from self._waited(comparing, "compared")
            self._large.append(plan)
            if self._quiet and not agreed and plan.unusual():
                choice = replace(choice, without_unusual=True)
                left = left_to_ask(plan)
                plan = plan.without_unusual()
            elif not agreed and not self._quiet and (self._is_preview or plan.is_to_ask(always)):
                choice = yield from self._ask(plan, choice)
                agreed = True
                # It may have been looked at for long; and what was chosen becomes of the plan.
                yield from self._anki_first()
                continue
            try:
                yield from self._write(plan, left)
                return
            except CollectionChanged:
                tries += 1

    def _gather(self, col: Collection) -> Gathered:
        def told(done: int, total: int, what: str) -> None:
            self._doing = HowFar(done, total, what).told(self.sources), done, total

        # What a preview shows may be chosen from, so it has to be there.
        gathered = gather(
            self.config,
            self.sources,
            progress=told,
            cancelled=self._stop.is_set,
            cache=self.profile.cache,
            known=None if self._is_preview else known_of(self.profile.reports, col, self.config),
        ).whole()
        results = results_of(self.sources, gathered.report)
        self.profile.keep_results({key: one.as_dict() for key, one in results.items()})
        return gathered

    def _write(self, plan: Plan, left: Sequence[str]) -> Steps:
        # Whatever had to be asked has been, or was left out.
        write = partial(carry_out, plan=plan, allow_gone=True, undo_name=self.undo_name)
        yield from self._waited(self.waits.free)
        self._stop.clear()
        self._hide()  # Its button would come too late.
        writing = self.waits.writing(write, self._is_off)
        applied: Applied = yield from self._waited(writing, "wrote", can_stop=False)
        done, trouble = applied.plan, list(left)
        self._log(str(done.counts()))
        try:
            keep = self.waits.background(
                lambda _col: keep_report(self.profile.reports, plan, applied)
            )
            yield from self._waited(keep, "kept the report")
        except OSError as error:
            trouble.append(message("progress.report_lost", what=error.strerror or str(error)))
        failed = sum(bool(account.problems) for account in plan.report.accounts)
        trouble += [message("progress.some_failed", n=failed)] if failed else []
        self._say([*filter(None, (done.done_said(), *trouble))], bool(trouble), done)

    def _keep_failed(self, what: str = "") -> Steps:
        report = self._large[0].report if self._large else None
        with contextlib.suppress(OSError):
            yield self.waits.background(
                lambda _col: keep_failed(self.profile.reports, what, report)
            )

    def _waited(
        self, wait: Wait, done: str = "", can_stop: bool = True
    ) -> Generator[Wait, Any, Any]:
        """What `wait` comes to, if by then there is still something to sync into. How long it took
        to have `done` it is kept in the log."""
        if done and not self._quiet:
            self._show_progress(can_stop)
        began = time.monotonic()
        came = yield wait
        if done:
            self._log(f"{done} in {time.monotonic() - began:.2f} s")
        if self._is_off():
            raise Over
        if self._stop.is_set():
            raise Cancelled
        return came

    def _anki_first(self) -> Steps:
        """Let Anki bring in what other devices sent."""
        raise NotImplementedError

    def _ask(self, plan: Plan, choice: Choice) -> Generator[Wait, Any, Choice]:
        """Show `plan`, and ask what is to be done; `choice` was chosen before."""
        raise NotImplementedError

    def _say(self, lines: List[str], trouble: bool, done: CollectionPlan) -> None:
        """Tell what was `done`; lines say it."""
        raise NotImplementedError

    def _fail(self, error: Exception) -> Steps:
        """Tell why it ended before its end."""
        raise NotImplementedError

    def _is_off(self) -> bool:
        """Whether there is nothing to sync into any more."""
        raise NotImplementedError

    def _show_progress(self, can_stop: bool) -> None:
        """Show what is being done, if that takes a while."""
        raise NotImplementedError

    def _hide(self) -> None:
        """Show it no more."""
        raise NotImplementedError

    def _log(self, text: str) -> None:
        """Keep `text`, of which nobody has to know."""
        raise NotImplementedError

    def _let_go(self, large: List[Any]) -> None:
        """These large things are of no use any more."""
        raise NotImplementedError
