"""One sync, from the click to the tooltip: read in the background, compare, ask, write.

Reading does not touch the collection and can be cancelled at any time; writing is one operation
of Anki's, one undo step, and cannot. Between the two the learner may have gone on working: then it
is compared again. What each step does is `annoki.pipeline`'s; here are the windows and the waiting.
"""

from __future__ import annotations

import time
import traceback
from enum import Enum, auto
from threading import Event
from typing import TYPE_CHECKING, Any, Callable, Dict, Optional

from annoki import __version__
from annoki.config import Config
from annoki.errors import AnnokiError, Cancelled, CollectionChanged
from annoki.pipeline.gather import Gathered, gather
from aqt.operations import CollectionOp, QueryOp
from aqt.utils import tooltip

from . import host, settings
from .i18n import summary, tr

if TYPE_CHECKING:
    from anki.collection import Collection
    from annoki.pipeline.syncing import Plan
    from annoki.targets.collection.apply import Applied

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
    """A sync of `config`'s sources. `ended` is called once, with whether to show the report."""

    def __init__(self, config: Config, mode: Mode, ended: Callable[[bool], None]) -> None:
        self._config = config
        self._mode = mode
        self._ended = ended
        self._cancelled = Event()
        self._abandoned = False
        self._agreed = config.confirm == "never"
        self._without_gone = False
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
        from .progress_window import ProgressWindow

        if self._is_over():
            return
        services = {source.name for source in self._config.sources if source.is_live}
        self._window = ProgressWindow(
            host.main_window(), lambda: self._progress, self._cancelled.set, services
        )
        QueryOp(
            parent=host.main_window(),
            op=lambda _col: gather(
                self._config,
                progress=self._told,
                cancelled=self._cancelled.is_set,
                cache=settings.CACHE,
            ).whole(),
            success=self._guarded(self._have_read),
        ).failure(self._failed).without_collection().run_in_background()

    def _told(self, done: int, total: int, what: str) -> None:
        # Called in the background; the window looks at it from time to time.
        self._progress = (done, total, what)

    def _have_read(self, gathered: Gathered) -> None:
        self._gathered = gathered
        self._soon(lambda: host.save_editors(self._guarded(self._compare)))

    def _compare(self) -> None:
        if self._is_over():
            return
        if host.is_busy():
            self._soon(self._compare)
            return
        if self._window is not None:
            self._window.compare()
        QueryOp(
            parent=host.main_window(), op=self._plan, success=self._guarded(self._have_planned)
        ).failure(self._failed).run_in_background()

    def _plan(self, col: Collection) -> Plan:
        from annoki.pipeline.syncing import compare

        assert self._gathered is not None
        plan = compare(col, self._gathered, self._config)
        return plan.without_gone() if self._without_gone else plan

    def _have_planned(self, plan: Plan) -> None:
        if self._is_over():
            return
        self._close_window()
        if self._mode is Mode.QUIET and plan.unusual() and not self._agreed:
            self._without_gone = True
            self._left_to_ask = tr("gone.later", n=len(plan.gone))
            plan = plan.without_gone()
        elif self._must_ask(plan):
            self._ask(plan)
            return
        self._write(plan)

    def _must_ask(self, plan: Plan) -> bool:
        if self._agreed or self._mode is Mode.QUIET:
            return False
        if self._mode is Mode.PREVIEW:
            return True
        always = self._config.confirm == "always" and plan.changes_anything
        return always or bool(plan.unusual())

    def _ask(self, plan: Plan) -> None:
        from .preview_dialog import Answer, PreviewDialog

        def answered(answer: Answer) -> None:
            if answer is Answer.NO:
                self._end(tr("cancelled") if self._mode is not Mode.PREVIEW else "")
                return
            self._agreed = True
            self._without_gone = answer is Answer.WITHOUT_GONE
            agreed = plan.without_gone() if self._without_gone else plan
            self._soon(lambda: host.save_editors(self._guarded(lambda: self._write(agreed))))

        PreviewDialog(host.main_window(), plan, self._config, answered).open()

    def _write(self, plan: Plan) -> None:
        if self._is_over():
            return
        CollectionOp(host.main_window(), lambda col: self._carry_out(col, plan)).success(
            lambda _applied: self._have_written(plan)
        ).failure(self._failed).run_in_background()

    def _carry_out(self, col: Collection, plan: Plan) -> Applied:
        from annoki.pipeline.syncing import carry_out

        # Whatever had to be asked has been, or was left out.
        return carry_out(col, plan, allow_gone=True, undo_name=tr("undo"))

    def _have_written(self, plan: Plan) -> None:
        failed = sum(bool(account.problems) for account in plan.report.accounts)
        said = summary(plan.counts())
        if self._left_to_ask:
            said += f"<br>{self._left_to_ask}"
        try:
            self._keep_report(plan)
        except OSError as error:
            said += "<br>" + tr("failed.report", what=error.strerror or error)
        if failed:
            said += "<br>" + tr("failed.some", n=failed)
        show_report = bool(failed) and self._mode is not Mode.QUIET
        if self._config.ankiweb_after and plan.changes_anything:
            # Anki says something of its own, which would hide what we have to say.
            host.sync_with_ankiweb(lambda: _say(said))
            self._end("", show_report)
        else:
            self._end(said, show_report)

    def _keep_report(self, plan: Plan) -> None:
        data: Dict[str, Any] = {
            "when": time.strftime("%Y-%m-%d %H:%M:%S"),
            **plan.report.as_dict(__version__),
            "plan": plan.as_dict(),
        }
        settings.write_report(data)

    def _failed(self, error: Exception) -> None:
        if self._abandoned or isinstance(error, Cancelled):
            self._end("" if self._abandoned else tr("cancelled"))
        elif isinstance(error, CollectionChanged):
            self._soon(self._compare)
        else:
            from .failure_dialog import FailureDialog

            known = isinstance(error, AnnokiError)
            what = str(error) if known else tr("failed.unexpected")
            details = "".join(traceback.format_exception(type(error), error, error.__traceback__))
            sources = self._config.sources
            what, details = (settings.without_tokens(one, sources) for one in (what, details))
            self._end("")
            FailureDialog(host.main_window(), what, "" if known else details).open()

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
        if self._abandoned or not host.has_collection():
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
        ended, self._ended = self._ended, lambda _show: None
        ended(show_report and not self._abandoned)

    def _close_window(self) -> None:
        if self._window is not None:
            self._window.finish()
            self._window = None
