"""One sync, from the click to the tooltip: read in the background, compare, ask, write.

Reading does not touch the collection and can be cancelled at any time; writing is one operation
of Anki's, one undo step, and cannot. Between the two the learner may have gone on working: then it
is compared again. What each step does is `annoki.pipeline`'s; here are the windows and the waiting.
"""

from __future__ import annotations

from enum import Enum, auto
from threading import Event
from typing import TYPE_CHECKING, Any, Callable, Optional

from annoki.config import Config
from annoki.errors import Cancelled, CollectionChanged
from annoki.pipeline.gather import Gathered, gather
from aqt.operations import CollectionOp, QueryOp
from aqt.utils import tooltip

from . import ankiweb, host, last_report
from .i18n import summary, tr
from .preview_dialog import Choice, PreviewDialog, left_to_ask

if TYPE_CHECKING:
    from anki.collection import Collection
    from annoki.pipeline.syncing import Plan
    from annoki.targets.collection.apply import Applied

    from .profile import Profile
    from .progress_window import ProgressWindow


class Mode(Enum):
    """What a sync is for."""

    NORMAL = auto()
    PREVIEW = auto()
    QUIET = auto()
    """Nobody has clicked: ask nothing, and leave to a click what would have to be asked."""


def _say(said: str) -> None:
    tooltip(said, period=5000)


class Sync:
    """A sync of the sources of `config`, which is that of `profile`, into its collection.

    `ended` is called once, with whether to show the report. `opening` says how the sync ended that
    Anki has just done by itself, if it has.
    """

    def __init__(
        self,
        profile: Profile,
        config: Config,
        mode: Mode,
        ended: Callable[[bool], None],
        opening: Optional[Callable[[], ankiweb.Ended]] = None,
    ) -> None:
        self._profile = profile
        self._config = config
        self._opening = opening
        self._with_ankiweb = config.ankiweb
        self._mode = mode
        self._ended = ended
        self._cancelled = Event()
        self._abandoned = False
        self._agreed = config.confirm == "never"
        self._answer = Choice()
        self._left_to_ask = ""
        self._progress = (0, 0, "")
        self._window: Optional[ProgressWindow] = None
        self._gathered: Optional[Gathered] = None

    def start(self) -> None:
        """Begin as soon as Anki is free."""
        self._soon(self._read)

    def raise_window(self) -> None:
        """Bring what is shown of this sync to the front."""
        if self._window is not None:
            self._window.bring_to_front()

    def abandon(self) -> None:
        """The collection is being closed: nothing more is written, asked or said."""
        self._abandoned = True
        self._cancelled.set()
        self._close_window()

    def _read(self) -> None:
        if self._is_over():
            return
        self._open_window()
        # What a preview shows may be chosen from, so it has to be there.
        known = (
            None if self._mode is Mode.PREVIEW else last_report.known(self._profile, self._config)
        )
        QueryOp(
            parent=host.main_window(),
            op=lambda _col: gather(
                self._config,
                progress=self._told,
                cancelled=self._cancelled.is_set,
                cache=self._profile.cache,
                known=known,
            ).whole(),
            success=self._guarded(self._have_read),
        ).failure(self._failed).without_collection().run_in_background()

    def _told(self, done: int, total: int, what: str) -> None:
        # Called in the background; the window looks at it from time to time.
        self._progress = (done, total, what)

    def _have_read(self, gathered: Gathered) -> None:
        self._gathered = gathered
        self._anki_first(self._compare)

    def _anki_first(self, then: Callable[[], None]) -> None:
        """What other devices sent shall be there when it is compared; then go on with `then`."""
        on = self._guarded(lambda: self._save_and(then))
        ended = self._guarded(lambda how: self._anki_synced(how, on))
        if not self._with_ankiweb or not ankiweb.has_account():
            on()
        elif self._opening is not None:
            opening, self._opening = self._opening, None
            self._soon(lambda: ended(opening()))
        else:
            self._save_and(lambda: ankiweb.sync(ended, self._lets_anki_sync))

    def _save_and(self, then: Callable[[], None]) -> None:
        self._soon(lambda: host.save_editors(self._guarded(then)))

    def _lets_anki_sync(self) -> bool:
        if self._is_over():
            return False
        self._close_window()  # Anki shows its own, above the window that is active.
        return True

    def _anki_synced(self, how: ankiweb.Ended, then: Callable[[], None]) -> None:
        def go_on(in_step: bool) -> None:
            self._with_ankiweb = in_step
            then()

        if not self._is_over():
            ankiweb.decide(how, self._mode is Mode.QUIET, self._guarded(go_on), self._end)

    def _compare(self) -> None:
        if self._is_over():
            return
        if host.is_busy():
            self._soon(self._compare)
            return
        self._open_window().compare()
        QueryOp(
            parent=host.main_window(), op=self._plan, success=self._guarded(self._have_planned)
        ).failure(self._failed).run_in_background()

    def _plan(self, col: Collection) -> Plan:
        from annoki.pipeline.syncing import compare

        gathered, chosen = self._gathered, self._answer
        assert gathered is not None
        plan = compare(
            col, gathered, self._config, restore=chosen.restore, take_theirs=chosen.take_theirs
        )
        return plan.without_unusual() if chosen.without_unusual else plan

    def _have_planned(self, plan: Plan) -> None:
        if self._is_over():
            return
        self._close_window()
        if self._mode is Mode.QUIET and plan.unusual() and not self._agreed:
            self._answer = Choice(without_unusual=True)
            self._left_to_ask = left_to_ask(plan)
            plan = plan.without_unusual()
        elif self._must_ask(plan):
            self._ask(plan)
            return
        self._write(plan)

    def _must_ask(self, plan: Plan) -> bool:
        if self._agreed or self._mode is Mode.QUIET:
            return False
        if self._mode is Mode.PREVIEW:
            return True
        counts = plan.counts()
        seen = any(counts[name] for name in ("add", "update", "conflict", "twins", "gone"))
        always = self._config.confirm == "always" and (seen or plan.upgrade)
        return always or bool(plan.unusual())

    def _ask(self, plan: Plan) -> None:
        def answered(answer: Optional[Choice]) -> None:
            if answer is None:
                self._end(tr("cancelled") if self._mode is not Mode.PREVIEW else "")
                return
            self._agreed = True
            self._answer = answer
            # It may have been looked at for long; and what was chosen becomes of the plan.
            self._anki_first(self._compare)

        PreviewDialog(host.main_window(), plan, self._config, answered).open()

    def _write(self, plan: Plan) -> None:
        if self._is_over():
            return
        CollectionOp(host.main_window(), lambda col: self._carry_out(col, plan)).success(
            lambda applied: self._have_written(plan, applied)
        ).failure(self._failed).run_in_background()

    def _carry_out(self, col: Collection, plan: Plan) -> Applied:
        from annoki.pipeline.syncing import carry_out

        if self._abandoned or not host.is_profile_open(self._profile):
            raise Cancelled
        # Whatever had to be asked has been, or was left out.
        return carry_out(col, plan, allow_gone=True, undo_name=tr("undo"))

    def _have_written(self, plan: Plan, applied: Applied) -> None:
        failed = sum(bool(account.problems) for account in plan.report.accounts)
        said = summary(applied.plan.counts())
        if self._left_to_ask:
            said += f"<br>{self._left_to_ask}"
        try:
            last_report.keep(self._profile, plan, applied.plan)
        except OSError as error:
            said += "<br>" + tr("failed.report", what=error.strerror or error)
        if failed:
            said += "<br>" + tr("failed.some", n=failed)
        show_report = bool(failed) and self._mode is not Mode.QUIET
        if self._with_ankiweb and ankiweb.has_account() and applied.plan.changes_anything:
            # Anki says something of its own, which would hide what we have to say.
            ankiweb.sync(lambda _how: _say(said))
            self._end("", show_report)
        else:
            self._end(said, show_report)

    def _failed(self, error: Exception) -> None:
        if self._abandoned or isinstance(error, Cancelled):
            self._end("" if self._abandoned else tr("cancelled"))
        elif isinstance(error, CollectionChanged):
            self._soon(self._compare)
        else:
            from .text_dialog import say_failure

            self._end("")
            say_failure(error, self._config.sources)

    def _soon(self, step: Callable[[], None]) -> None:
        """Take `step` when Anki is free."""
        host.when_free(self._guarded(step))

    def _guarded(self, step: Callable[..., None]) -> Callable[..., None]:
        """`step`, of which an error ends this sync: the next click must find none running."""

        def guarded(*args: Any) -> None:
            try:
                step(*args)
            except Exception as error:
                self._failed(error)

        return guarded

    def _is_over(self) -> bool:
        """End here if there is nothing left to sync into, or nobody wants it any more."""
        if self._abandoned or not host.is_profile_open(self._profile):
            self._end("")
        elif self._cancelled.is_set():
            self._end(tr("cancelled"))
        else:
            return False
        return True

    def _end(self, said: str, show_report: bool = False) -> None:
        self._close_window()
        if said and not self._abandoned:
            _say(said)
        if self._opening is not None:
            self._opening()
        ended, self._ended = self._ended, lambda _show: None
        ended(show_report and not self._abandoned)

    def _open_window(self) -> ProgressWindow:
        from .progress_window import ProgressWindow

        if self._window is None:
            self._window = ProgressWindow(
                self._config.sources, lambda: self._progress, self._cancelled.set
            )
        return self._window

    def _close_window(self) -> None:
        if self._window is not None:
            self._window.finish()
            self._window = None
