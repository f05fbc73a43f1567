"""One sync, from the click to the sentence: read in the background, compare, ask, write.

Reading does not touch the collection and can be cancelled at any time; writing is one operation
of Anki's, one undo step, and cannot. Between the two the learner may have gone on working: then it
is compared again. What each step does is `annoki.pipeline`'s; here is the waiting.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import replace
from enum import Enum, auto
from threading import Event
from typing import TYPE_CHECKING, Any, Callable, Generator, List, Optional, Sequence, Tuple

from annoki.config import Config, Source
from annoki.errors import Cancelled, CollectionChanged
from annoki.pipeline.gather import Gathered, gather
from annoki.pipeline.in_steps import Over, Steps, Wait, take
from annoki.pipeline.keeping import keep_failed, keep_report, known_of
from annoki.pipeline.progress_words import COMPARING, HowFar
from annoki.pipeline.question_words import left_to_ask
from annoki.pipeline.results import results_of
from annoki.pipeline.syncing import Plan, carry_out, compare
from annoki.profile.settings import without_tokens
from annoki.sync.choice import Choice
from annoki.targets.collection.apply import Applied

from . import ankiweb, host, notice
from .i18n import said, tr
from .preview_dialog import PreviewDialog
from .steps import anki_is_free, background, editors_saved, writing

if TYPE_CHECKING:
    from anki.collection import Collection
    from annoki.profile import Profile
    from annoki.targets.collection.ankis_sync import Ended

_PATIENCE = 3
"""So often it is compared beside a person's work; then that waits for as long as it takes."""


class Mode(Enum):
    """What a sync is for."""

    NORMAL = auto()
    PREVIEW = auto()
    QUIET = auto()
    """Nobody has clicked: ask nothing, show nothing while it runs, and say only what changed."""


class Sync:
    """A sync of the sources of `config`, which is that of `profile`, into its collection.

    `sources` are asked: all, if there are none. `choice` is what was chosen beforehand; `opening`
    says how the sync ended that Anki has just done by itself, if it has. `ended` is called once;
    `show` shows another window of ours.
    """

    def __init__(
        self,
        profile: Profile,
        config: Config,
        mode: Mode,
        sources: Sequence[Source],
        choice: Choice,
        opening: Optional[Callable[[], Ended]],
        ended: Callable[[], None],
        show: Callable[[str], None],
    ) -> None:
        self._profile, self._config, self._mode = profile, config, mode
        self._ended, self._show, self._opening = ended, show, opening
        self._sources = sources or config.sources
        self._choice, self._quiet = choice, mode is Mode.QUIET
        self._gathered: Optional[Gathered] = None
        self._large: List[object] = []
        self._with_ankiweb = config.ankiweb
        self._stop, self._at_rest, self._closed = Event(), Event(), False
        self._at_rest.set()
        self._reading, self._is_read = HowFar(), False
        self._shown: Optional[notice.Notice] = None

    def start(self) -> None:
        """Begin as soon as Anki is free."""
        take(self._whole())

    def abandon(self) -> None:
        """The collection is being closed: nothing more is asked or said. What is being written is
        waited for, as it is written whole or not at all."""
        self._closed = True
        self._stop.set()
        self._hide()
        self._at_rest.wait()

    def _whole(self) -> Steps:
        self._log(f"{self._mode.name.lower()}, {len(self._config.sources)} sources")
        try:
            yield from self._sync()
        except Exception as error:
            yield from self._fail(error)
        finally:
            self._hide()
            large, self._large, self._gathered = self._large, [], None
            host.set_free(large)
            if self._opening is not None:
                self._opening()
            self._ended()

    def _sync(self) -> Steps:
        yield from self._waited(anki_is_free)
        yield from self._anki_first()
        gathered = self._gathered = yield from self._waited(background(self._gather), "read")
        self._large.append(gathered)
        choice, agreed, left, tries = self._choice, self._config.confirm == "never", "", 0
        while True:
            plan = yield from self._compare(gathered, choice, alone=tries >= _PATIENCE)
            self._large.append(plan)
            if self._quiet and not agreed and plan.unusual():
                choice = replace(choice, without_unusual=True)
                left = "\n".join(map(said, left_to_ask(plan)))
                plan = plan.without_unusual()
            elif not agreed and not self._quiet and self._must_ask(plan):
                choice = yield from self._waited(self._asked(plan, choice))
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
            self._reading = HowFar(done, total, what)

        # What a preview shows may be chosen from, so it has to be there.
        is_preview = self._mode is Mode.PREVIEW
        gathered = gather(
            self._config,
            self._sources,
            progress=told,
            cancelled=self._stop.is_set,
            cache=self._profile.cache,
            known=None if is_preview else known_of(self._profile.reports, col, self._config),
        ).whole()
        results = results_of(self._sources, gathered.report)
        self._profile.keep_results({key: one.as_dict() for key, one in results.items()})
        return gathered

    def _anki_first(self) -> Steps:
        """What other devices sent shall be there when it is compared. That is at a click, when
        nothing is being typed: Anki's own window takes the keyboard."""
        if not self._with_ankiweb or not ankiweb.has_account():
            return
        yield from self._waited(anki_is_free)
        yield from self._waited(editors_saved)
        self._hide()  # Anki shows its own.
        opening, self._opening = self._opening, None
        how = opening() if opening else (yield from self._waited(ankiweb.synced))
        self._with_ankiweb = yield from self._waited(ankiweb.decided(how, self._quiet))

    def _compare(
        self, gathered: Gathered, chosen: Choice, alone: bool
    ) -> Generator[Wait, Any, Plan]:
        yield from self._waited(anki_is_free)
        yield from self._waited(editors_saved)
        self._is_read = True

        def compared(col: Collection) -> Plan:
            restore, theirs = chosen.restore, chosen.take_theirs
            plan = compare(col, gathered, self._config, restore=restore, take_theirs=theirs)
            return plan.without_unusual() if chosen.without_unusual else plan

        plan: Plan = yield from self._waited(background(compared, alone), "compared")
        return plan

    def _must_ask(self, plan: Plan) -> bool:
        return self._mode is Mode.PREVIEW or plan.is_to_ask(always=self._config.confirm == "always")

    def _asked(self, plan: Plan, choice: Choice) -> Wait:
        def wait(done: Callable[[Choice], None], failed: Callable[[Exception], None]) -> None:
            def answered(chosen: Optional[Choice]) -> None:
                if chosen is not None:
                    done(chosen)
                else:
                    failed(Over("" if self._mode is Mode.PREVIEW else tr("cancelled")))

            def ask() -> None:
                PreviewDialog(plan, answered, choice).open()

            self._hide()
            if host.is_at_hand():
                ask()
            else:
                key = "notice.preview" if self._mode is Mode.PREVIEW else "notice.question"
                buttons = ("notice.look", ask), ("cancel", lambda: answered(None))
                notice.tell(tr(key), *buttons, trouble=True, waits=True)

        return wait

    def _write(self, plan: Plan, left: str) -> Steps:
        def write(col: Collection) -> Applied:
            try:
                if self._closed or not host.is_profile_open(self._profile):
                    raise Over
                # Whatever had to be asked has been, or was left out.
                return carry_out(col, plan, allow_gone=True, undo_name=tr("undo"))
            finally:
                self._at_rest.set()

        yield from self._waited(anki_is_free)
        self._at_rest.clear()
        self._stop.clear()
        applied: Applied = yield from self._waited(writing(write), "wrote")
        done = applied.plan
        host.show_changes(applied.changes, done.changed_ids)
        self._log(str(done.counts()))
        told, trouble = [said(done.done_said())], [left]
        try:
            keep = background(lambda _col: keep_report(self._profile.reports, plan, applied))
            yield from self._waited(keep, "kept the report")
        except OSError as error:
            trouble.append(tr("failed.report", what=error.strerror or error))
        failed = sum(bool(account.problems) for account in plan.report.accounts)
        trouble.append(tr("failed.some", n=failed) if failed else "")
        self._say([*told, *trouble], trouble=any(trouble), add=bool(done.add))
        if self._with_ankiweb and ankiweb.has_account() and done.changes_anything:
            ankiweb.sync_when_at_hand(host.main_window().col)

    def _say(self, told: List[str], trouble: bool, add: bool) -> None:
        self._hide()
        text = "\n".join(one for one in told if one)
        if not text and self._quiet:
            return
        buttons = [("notice.report", lambda: self._show("report"))]
        deck = host.deck_to_study(list(vars(self._config.decks).values())) if add else None
        if deck is not None:
            buttons.insert(0, ("notice.study", lambda: host.study(deck)))
        notice.tell(text or tr("did.nothing"), *buttons, trouble=trouble)

    def _fail(self, error: Exception) -> Steps:
        from .failure_window import failure_of, show_failure

        self._hide()
        if isinstance(error, Cancelled):
            error = Over(tr("cancelled"))
        if self._closed or isinstance(error, Over):
            self._log(f"over: {error}")
            if str(error) == tr("cancelled") and not self._closed:
                yield from self._keep_failed()
            if str(error) and not self._closed:
                notice.tell(str(error), trouble=str(error) != tr("cancelled"))
            return
        what, details = failure_of(error, self._config.sources)
        self._log(f"failed: {what}\n{details}".rstrip())
        yield from self._keep_failed(what)
        button = ("notice.details", lambda: show_failure(what, details))
        notice.tell(tr("notice.failed", what=what), button, trouble=True)

    def _keep_failed(self, what: str = "") -> Steps:
        report = self._gathered.report if self._gathered else None
        with contextlib.suppress(OSError):
            yield background(lambda _col: keep_failed(self._profile.reports, what, report))

    def _waited(self, wait: Wait, done: str = "") -> Generator[Wait, Any, Any]:
        """What `wait` comes to, if by then there is still something to sync into. How long it took
        to have `done` it is kept in the log."""
        if self._shown is None and done and not self._quiet:
            cancel = ("read.cancel", self._stop.set)
            self._shown = notice.Notice(self._progress()[0], [cancel], progress=self._progress)
        began = time.monotonic()
        came = yield wait
        if done:
            self._log(f"{done} in {time.monotonic() - began:.2f} s")
        if self._closed or not host.is_profile_open(self._profile):
            raise Over
        if self._stop.is_set():
            raise Over(tr("cancelled"))
        return came

    def _progress(self) -> Tuple[str, int, int]:
        if self._is_read:
            return said(COMPARING), 0, 0
        return said(self._reading.told(self._sources)), self._reading.done, self._reading.total

    def _log(self, text: str) -> None:
        host.log().info("%s", without_tokens(text, self._config.sources))

    def _hide(self) -> None:
        if self._shown is not None:
            self._shown.leave()
            self._shown = None
