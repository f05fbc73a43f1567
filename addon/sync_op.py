"""One sync, from the click to the sentence: read in the background, compare, ask, write.

Reading does not touch the collection and can be cancelled at any time; writing is one operation
of Anki's, one undo step, and cannot. Between the two the learner may have gone on working: then it
is compared again. What each step does is `annoki.pipeline`'s; here is the waiting.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, replace
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any, Callable, Generator, List, Literal, Optional, Sequence

from annoki.config import Config, Source
from annoki.errors import Cancelled, CollectionChanged
from annoki.pipeline.gather import Gathered, gather
from annoki.pipeline.in_steps import OnDone, OnError, Over, Steps, Wait, take
from annoki.pipeline.keeping import keep_failed, keep_report, known_of, letting_go
from annoki.pipeline.progress_words import COMPARING, HowFar
from annoki.pipeline.question_words import left_to_ask
from annoki.pipeline.results import results_of
from annoki.pipeline.syncing import Plan, carry_out, compare_as_chosen
from annoki.profile.settings import without_tokens
from annoki.sync.choice import NO_CHOICE, Choice
from annoki.sync.collection_plan import CollectionPlan
from annoki.targets.collection.ankis_sync import Ended
from annoki.targets.collection.apply import Applied
from annoki.targets.collection.our_notes import deck_to_study
from annoki.targets.collection.trouble import details_of, ended_by

from . import host, notice
from .failure_window import show_failure
from .i18n import said, tr
from .preview_dialog import PreviewDialog
from .steps import all_saved, anki_is_free, background, sync_when_at_hand, synced, writing

if TYPE_CHECKING:
    from anki.collection import Collection
    from annoki.profile import Profile

_PATIENCE = 3
"""So often it is compared beside a person's work; then that waits for as long as it takes."""

Mode = Literal["normal", "preview", "quiet"]
"""What a sync is for. A quiet one nobody has clicked: it asks nothing, shows nothing while it runs,
and says only what changed."""


@dataclass(eq=False)
class Sync:
    """A sync of `sources`, or else all of `config`, that of `profile`, into its collection.

    `ended` is called once, with whether it ended well; `show` shows another window of ours.
    `choice` is what was chosen beforehand; `opening` says how the sync ended that Anki has just
    done by itself, if it has.
    """

    profile: Profile
    config: Config
    ended: Callable[[bool], None]
    show: Callable[[str], None]
    mode: Mode = "normal"
    sources: Sequence[Source] = ()
    choice: Choice = NO_CHOICE
    opening: Optional[Callable[[], Ended]] = None

    def __post_init__(self) -> None:
        self.sources = self.sources or self.config.sources
        self._quiet, self._is_preview = self.mode == "quiet", self.mode == "preview"
        self._large: List[Any] = []
        """What was read, and each plan that was made of it."""
        self._with_ankiweb = self.config.ankiweb and bool(host.main_window().pm.sync_auth())
        self._stop, self._at_rest, self._closed = Event(), Event(), False
        self._at_rest.set()
        self._doing = HowFar().told(()), 0, 0
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
            host.bit_by_bit(letting_go(large))
            if self.opening is not None:
                self.opening()
            self.ended(well)

    def _sync(self) -> Steps:
        yield from self._waited(anki_is_free)
        yield from self._anki_first()
        gathered = yield from self._waited(background(self._gather), "read")
        self._large.append(gathered)
        choice, left, tries = self.choice, [], 0
        always = self.config.confirm == "always"
        agreed = self.config.confirm == "never" and not self._is_preview
        while True:
            yield from self._waited(all_saved)
            self._doing = COMPARING, 0, 0
            work = partial(compare_as_chosen, gathered=gathered, config=self.config, choice=choice)
            comparing = background(work, alone=tries >= _PATIENCE)
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

    def _anki_first(self) -> Steps:
        """What other devices sent shall be there when it is compared. That is at a click, when
        nothing is being typed: Anki's own window takes the keyboard."""
        if not self._with_ankiweb:
            return
        yield from self._waited(all_saved)
        self._hide()  # Anki shows its own.
        opening, self.opening = self.opening, None
        how = opening() if opening else (yield from self._waited(synced))
        if how is Ended.FULL_SYNC or (how is Ended.FAILED and self._quiet):
            # Nothing is written while one side may replace the other.
            raise Over(tr("ankiweb.later" if self._quiet else "ankiweb.full"))
        if how is Ended.FAILED:
            yield from self._waited(notice.agreed(tr("ankiweb.question"), "ankiweb.go_on"))
            self._with_ankiweb = False

    def _ask(self, plan: Plan, choice: Choice) -> Generator[Wait, Any, Choice]:
        def asked(done: OnDone, failed: OnError) -> None:
            def answered(chosen: Optional[Choice]) -> None:
                if chosen is not None:
                    done(chosen)
                else:
                    failed(Over() if self._is_preview else Cancelled())

            PreviewDialog(plan, answered, choice).open()

        self._hide()
        if not host.is_at_hand():
            text = tr("notice.preview" if self._is_preview else "notice.question")
            yield from self._waited(notice.agreed(text, "notice.look"))
        chosen: Choice = yield from self._waited(asked)
        return chosen

    def _write(self, plan: Plan, left: Sequence[str]) -> Steps:
        def write(col: Collection) -> Applied:
            try:
                if self._closed or not host.is_profile_open(self.profile):
                    raise Over
                # Whatever had to be asked has been, or was left out.
                return carry_out(col, plan, allow_gone=True, undo_name=tr("undo"))
            finally:
                self._at_rest.set()

        yield from self._waited(anki_is_free)
        self._at_rest.clear()
        self._stop.clear()
        self._hide()  # Its button would come too late.
        applied: Applied = yield from self._waited(writing(write), "wrote")
        done = applied.plan
        host.show_changes(applied.changes, done.changed_ids)
        self._log(str(done.counts()))
        trouble = [said(one) for one in left]
        try:
            keep = background(lambda _col: keep_report(self.profile.reports, plan, applied))
            yield from self._waited(keep, "kept the report")
        except OSError as error:
            trouble.append(tr("failed.report", what=error.strerror or error))
        failed = sum(bool(account.problems) for account in plan.report.accounts)
        trouble += [tr("failed.some", n=failed)] if failed else []
        self._say("\n".join(filter(None, (said(done.done_said()), *trouble))), bool(trouble), done)
        if self._with_ankiweb and done.changes_anything:
            sync_when_at_hand()

    def _say(self, text: str, trouble: bool, done: CollectionPlan) -> None:
        self._hide()
        if not text and self._quiet:
            return
        buttons = [("notice.report", partial(self.show, "report"))]
        window = host.main_window()
        deck = deck_to_study(window.col, self.config) if done.add and window.col else None
        if deck is not None:
            buttons.insert(0, ("notice.study", partial(window.deckBrowser.set_current_deck, deck)))
        notice.tell(text or tr("did.nothing"), *buttons, trouble=trouble)

    def _fail(self, error: Exception) -> Steps:
        self._hide()
        if self._closed or isinstance(error, (Over, Cancelled)):
            self._log(f"over: {error!r}")
            if isinstance(error, Cancelled) and not self._closed:
                notice.tell(tr("cancelled"))
                yield from self._keep_failed()
            elif str(error) and not self._closed:
                notice.tell(str(error), trouble=True)
                yield from self._keep_failed(str(error))
            return
        parts = said(ended_by(error)), details_of(error)
        what, details = (without_tokens(one, self.config.sources) for one in parts)
        self._log(f"failed: {what}\n{details}".rstrip())
        yield from self._keep_failed(what)
        button = ("notice.details", lambda: show_failure(what, details))
        notice.tell(tr("notice.failed", what=what), button, trouble=True)

    def _keep_failed(self, what: str = "") -> Steps:
        report = self._large[0].report if self._large else None
        with contextlib.suppress(OSError):
            yield background(lambda _col: keep_failed(self.profile.reports, what, report))

    def _waited(self, wait: Wait, done: str = "") -> Generator[Wait, Any, Any]:
        """What `wait` comes to, if by then there is still something to sync into. How long it took
        to have `done` it is kept in the log."""
        if self._shown is None and done and not self._quiet:
            cancel = [("read.cancel", self._stop.set)] if self._at_rest.is_set() else []
            self._shown = notice.Notice("", cancel, progress=lambda: self._doing)
        began = time.monotonic()
        came = yield wait
        if done:
            self._log(f"{done} in {time.monotonic() - began:.2f} s")
        if self._closed or not host.is_profile_open(self.profile):
            raise Over
        if self._stop.is_set():
            raise Cancelled
        return came

    def _log(self, text: str) -> None:
        host.log().info("%s", without_tokens(text, self.config.sources))

    def _hide(self) -> None:
        if self._shown is not None:
            self._shown.leave()
            self._shown = None
