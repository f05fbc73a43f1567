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
from typing import TYPE_CHECKING, Any, Callable, Generator, Optional, Sequence, Tuple

from annoki.config import Config, Source
from annoki.errors import Cancelled, CollectionChanged
from annoki.pipeline.gather import Gathered, gather
from annoki.pipeline.keeping import keep_failed, keep_report, known_of
from annoki.pipeline.question_words import left_to_ask
from annoki.pipeline.results import results_of
from annoki.profile.settings import without_tokens
from annoki.sync.choice import NO_CHOICE, Choice

from . import ankiweb, host, notice
from .i18n import happened, said, tr
from .preview_dialog import PreviewDialog
from .progress_notice import ProgressNotice
from .steps import Steps, Wait, anki_is_free, background, editors_saved, take, writing

if TYPE_CHECKING:
    from anki.collection import Collection
    from annoki.pipeline.syncing import Plan
    from annoki.profile import Profile
    from annoki.targets.collection.apply import Applied

_PATIENCE = 3
"""So often it is compared beside a person's work; then that waits for as long as it takes."""


class Mode(Enum):
    """What a sync is for."""

    NORMAL = auto()
    PREVIEW = auto()
    QUIET = auto()
    """Nobody has clicked: ask nothing, show nothing while it runs, and say only what changed."""


class _Closed(Exception):
    """The profile is closed: nothing more is written, asked or said."""


class Sync:
    """A sync of the sources of `config`, which is that of `profile`, into its collection.

    `ended` is called once; `show` shows another window of ours. `opening` says how the sync ended
    that Anki has just done by itself, if it has; `choice` is what was chosen beforehand. `sources`
    are asked: all, if there are none.
    """

    def __init__(
        self,
        profile: Profile,
        config: Config,
        mode: Mode,
        ended: Callable[[], None],
        show: Callable[[str], None],
        opening: Optional[Callable[[], ankiweb.Ended]] = None,
        choice: Choice = NO_CHOICE,
        sources: Sequence[Source] = (),
    ) -> None:
        self._profile, self._config, self._mode = profile, config, mode
        self._ended, self._show = ended, show
        self._opening, self._choice = opening, choice
        self._sources = sources or config.sources
        self._gathered: Optional[Gathered] = None
        self._with_ankiweb = config.ankiweb
        self._stop, self._closed = Event(), False
        self._at_rest = Event()
        self._at_rest.set()
        self._progress = (0, 0, "")
        self._shown: Optional[ProgressNotice] = None

    def start(self) -> None:
        """Begin as soon as Anki is free."""
        take(self._whole())

    def cancel(self) -> None:
        """Stop reading; what is being written already is written."""
        self._stop.set()

    def abandon(self) -> None:
        """The collection is being closed: nothing more is asked or said. What is being written is
        waited for, as it is written whole or not at all."""
        self._closed = True
        self._stop.set()
        self._hide()
        self._at_rest.wait()

    def _whole(self) -> Steps:
        self._log(f"{self._mode.name.lower()}: {len(self._config.sources)} sources")
        try:
            yield from self._sync()
        except Exception as error:
            if self._closed or isinstance(error, _Closed):
                self._log("the profile was closed")
            elif isinstance(error, Cancelled):
                self._log("cancelled")
                self._say(tr("cancelled"), clicked_only=True)
                yield from self._keep_failed()
            else:
                yield from self._keep_failed(self._fail(error))
        finally:
            self._hide()
            if self._opening is not None:
                self._opening()
            self._ended()

    def _sync(self) -> Steps:
        yield from self._waited(anki_is_free)
        gathered = self._gathered = yield from self._read()
        choice, agreed, left = self._choice, self._config.confirm == "never", ""
        if not (yield from self._anki_first()):
            return
        for attempt in range(1000):
            plan = yield from self._compare(gathered, choice, alone=attempt >= _PATIENCE)
            if self._mode is Mode.QUIET and plan.unusual() and not agreed:
                choice = replace(choice, without_unusual=True)
                left = "\n".join(map(said, left_to_ask(plan)))
                plan = plan.without_unusual()
            elif not agreed and self._must_ask(plan):
                answer = yield from self._waited(self._asked(plan, choice))
                if answer is None and self._mode is Mode.PREVIEW:
                    self._log("nothing was wanted")
                    return
                if answer is None:
                    raise Cancelled
                choice, agreed = answer, True
                # It may have been looked at for long; and what was chosen becomes of the plan.
                if not (yield from self._anki_first()):
                    return
                continue
            try:
                applied = yield from self._write(plan)
            except CollectionChanged:
                continue
            yield from self._tell(plan, applied, left)
            return

    def _read(self) -> Generator[Wait, Any, Gathered]:
        self._tell_progress()

        def read(col: Collection) -> Gathered:
            # What a preview shows may be chosen from, so it has to be there.
            known = (
                None
                if self._mode is Mode.PREVIEW
                else known_of(self._profile.reports, col, self._config)
            )
            return gather(
                self._config,
                self._sources,
                progress=self._told,
                cancelled=self._stop.is_set,
                cache=self._profile.cache,
                known=known,
            ).whole()

        gathered: Gathered = yield from self._waited(background(read), "read")
        results = results_of(self._sources, gathered.report)
        self._profile.keep_results({key: one.as_dict() for key, one in results.items()})
        return gathered

    def _told(self, done: int, total: int, what: str) -> None:
        # Called in the background; the panel looks at it from time to time.
        self._progress = (done, total, what)

    def _anki_first(self) -> Generator[Wait, Any, bool]:
        """What other devices sent shall be there when it is compared. False: not to go on."""
        if self._with_ankiweb and ankiweb.has_account():
            yield from self._waited(anki_is_free)
            yield from self._waited(editors_saved)
            opening, self._opening = self._opening, None
            if opening is None:
                self._hide()  # Anki shows its own.
                how = yield from self._waited(ankiweb.synced)
            else:
                yield from self._waited(anki_is_free)
                how = opening()
            decision = yield from self._waited(ankiweb.decided(how, self._mode is Mode.QUIET))
            if decision is ankiweb.Decision.STOP:
                return False
            self._with_ankiweb = decision is ankiweb.Decision.IN_STEP
        return True

    def _compare(
        self, gathered: Gathered, chosen: Choice, alone: bool
    ) -> Generator[Wait, Any, Plan]:
        yield from self._waited(anki_is_free)
        yield from self._waited(editors_saved)
        self._tell_progress(tr("read.compare"))

        def compared(col: Collection) -> Plan:
            from annoki.pipeline.syncing import compare

            plan = compare(
                col,
                gathered,
                self._config,
                restore=chosen.restore,
                take_theirs=chosen.take_theirs,
            )
            return plan.without_unusual() if chosen.without_unusual else plan

        plan: Plan = yield from self._waited(background(compared, alone), "compared")
        return plan

    def _must_ask(self, plan: Plan) -> bool:
        if self._mode is not Mode.NORMAL:
            return self._mode is Mode.PREVIEW
        counts = plan.counts()
        seen = any(counts[name] for name in ("add", "update", "conflict", "twins", "gone"))
        always = self._config.confirm == "always" and (seen or plan.upgrade)
        return always or bool(plan.unusual())

    def _asked(self, plan: Plan, choice: Choice) -> Wait:
        def wait(done: Callable[[Optional[Choice]], None], _failed: object) -> None:
            self._hide()

            def ask() -> None:
                PreviewDialog(host.main_window(), plan, done, choice).open()

            if host.is_at_hand():
                ask()
            else:
                look, cancel = ("notice.look", ask), ("cancel", lambda: done(None))
                said = tr("notice.preview" if self._mode is Mode.PREVIEW else "notice.question")
                notice.say(said, look, cancel, trouble=True, waits=True)

        return wait

    def _write(self, plan: Plan) -> Generator[Wait, Any, Applied]:
        def write(col: Collection) -> Applied:
            from annoki.pipeline.syncing import carry_out

            try:
                if self._closed or not host.is_profile_open(self._profile):
                    raise _Closed
                # Whatever had to be asked has been, or was left out.
                return carry_out(col, plan, allow_gone=True, undo_name=tr("undo"))
            finally:
                self._at_rest.set()

        yield from self._waited(anki_is_free)
        self._at_rest.clear()
        applied: Applied = yield from self._waited(writing(write), "wrote", cancellable=False)
        host.show_changes(applied.changes, changed_notes(applied.plan))
        return applied

    def _tell(self, plan: Plan, applied: Applied, left: str) -> Steps:
        done = applied.plan
        told = [happened(done.counts())]
        failed = sum(bool(account.problems) for account in plan.report.accounts)
        self._log(f"{done.counts()}, {failed} sources with problems")
        try:
            keep = background(lambda _col: keep_report(self._profile.reports, plan, applied))
            yield from self._waited(keep, "kept the report", cancellable=False)
        except OSError as error:
            told.append(tr("failed.report", what=error.strerror or error))
        if left:
            told.append(left)
        if failed:
            told.append(tr("failed.some", n=failed))
        told = [one for one in told if one]
        if self._mode is Mode.QUIET and not told:
            return
        buttons = [("notice.report", lambda: self._show("report"))]
        deck = host.deck_to_study(list(vars(self._config.decks).values()))
        if done.add and deck:
            buttons.insert(0, ("notice.study", lambda: host.study(deck)))
        self._hide()
        text = "\n".join(told) or tr("did.nothing")
        notice.say(text, *buttons, trouble=bool(failed or left))
        if self._with_ankiweb and ankiweb.has_account() and done.changes_anything:
            yield from self._waited(ankiweb.synced)

    def _fail(self, error: Exception) -> str:
        """Say why it failed; that sentence."""
        from . import failure_window

        what, details = failure_window.failure_of(error, self._config.sources)
        self._log(f"failed: {what}\n{details}".rstrip())
        self._hide()
        show = ("notice.details", lambda: failure_window.show(what, details))
        notice.say(tr("notice.failed", what=what), show, trouble=True)
        return what

    def _keep_failed(self, what: str = "") -> Steps:
        report = self._gathered.report if self._gathered else None
        with contextlib.suppress(OSError):
            yield background(lambda _col: keep_failed(self._profile.reports, what, report))

    def _say(self, said: str, clicked_only: bool = False) -> None:
        self._hide()
        if said and not (clicked_only and self._mode is Mode.QUIET):
            notice.say(said)

    def _waited(
        self, wait: Wait, done: str = "", cancellable: bool = True
    ) -> Generator[Wait, Any, Any]:
        """What `wait` comes to, if by then there is still something to sync into. How long it took
        to have `done` it is kept in the log."""
        began = time.monotonic()
        came = yield wait
        if done:
            self._log(f"{done} in {time.monotonic() - began:.2f} s")
        if self._closed or not host.is_profile_open(self._profile):
            raise _Closed
        if cancellable and self._stop.is_set():
            raise Cancelled
        return came

    def _log(self, text: str) -> None:
        host.log().info("%s", without_tokens(text, self._config.sources))

    def _tell_progress(self, said: str = "") -> None:
        if self._mode is Mode.QUIET:
            return
        if self._shown is None:
            self._shown = ProgressNotice(self._config.sources, lambda: self._progress, self.cancel)
        if said:
            self._shown.tell(said)

    def _hide(self) -> None:
        if self._shown is not None:
            self._shown.leave()
            self._shown = None


def changed_notes(plan: Any) -> Tuple[int, ...]:
    """The ids of the notes, present before, that `plan` changed or took away."""
    twins = [id for one in plan.twins for id in one.note_ids]
    return (*(one.note_id for one in (*plan.update, *plan.gone)), *twins)
