"""Lets Anki sync with AnkiWeb as a click on its own button does, and tells how that ended."""

from __future__ import annotations

import contextlib
from enum import Enum, auto
from typing import Any, Callable

from anki.collection import Collection
from aqt.qt import QApplication, QMessageBox, QTimer
from aqt.utils import ask_user_dialog, show_warning

from . import host
from .i18n import tr

_POLL, _MEDIA_POLL = 200, 1000


class Ended(Enum):
    """How a sync of Anki's ended."""

    IN_STEP = auto()
    FAILED = auto()
    """AnkiWeb was not reached, did not like something, or Anki's sync was cancelled."""
    FULL_SYNC = auto()
    """One side has to replace the other, and nobody has decided which."""


class Watch:
    """Sees what a sync of `col` comes to. Anki says that it has ended, but to nobody how."""

    _CALLS = ("sync_collection", "full_upload_or_download")

    def __init__(self, col: Collection) -> None:
        self._col = col
        self._ended = Ended.FAILED
        for name in self._CALLS:
            setattr(col, name, self._seen(getattr(col, name)))

    def stop(self) -> Ended:
        """Leave Anki's collection as it was, and say how its sync ended."""
        for name in self._CALLS:
            with contextlib.suppress(AttributeError):
                delattr(self._col, name)
        return self._ended

    def _seen(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def seen(*args: Any, **named: Any) -> Any:
            # An error leaves what is known: a full sync that fails is still to be decided.
            answer = call(*args, **named)
            self._ended = Ended.FULL_SYNC if getattr(answer, "required", 0) else Ended.IN_STEP
            return answer

        return seen


def watch_opening() -> Callable[[], Ended]:
    """Watch the sync that Anki does by itself when a profile is opened."""
    col = host.main_window().col
    assert col is not None
    return Watch(col).stop


def has_account() -> bool:
    """Whether an account of AnkiWeb, or of a server in its place, is set up."""
    return bool(host.main_window().pm.sync_auth())


def sync(then: Callable[[Ended], None], starts: Callable[[], bool] = lambda: True) -> None:
    """Let Anki sync, and call `then` when it has ended, well or not.

    Media that are still under way go first. Then `starts` is asked whether it is still wanted; if
    not, or if the profile has been closed, nothing more is done.
    """
    window = host.main_window()
    col = window.col

    def start() -> None:
        if col is None or window.col is not col:
            return
        if window.media_syncer.is_syncing():
            QTimer.singleShot(_MEDIA_POLL, lambda: host.when_free(start))
        elif starts():
            watch = Watch(col)
            host.after_anki_sync(lambda: _when_read(lambda: then(watch.stop())))
            window.on_sync_button_clicked()

    host.when_free(start)


def _when_read(step: Callable[[], None]) -> None:
    """Call `step` when what Anki says, in a box that it does not wait for, has been read."""
    if QApplication.activeModalWidget() is None:
        step()
    else:
        QTimer.singleShot(_POLL, lambda: _when_read(step))


def decide(
    how: Ended, quiet: bool, go_on: Callable[[bool], None], give_up: Callable[[str], None]
) -> None:
    """After a sync of Anki's: `go_on`, told whether all is in step, or `give_up`, told what to say.

    Nothing is written while one side may replace the other. Where AnkiWeb was only not reached, a
    person is asked, unless it has to be `quiet`.
    """
    window, role = host.main_window(), QMessageBox.ButtonRole
    if how is Ended.IN_STEP:
        go_on(True)
    elif quiet:
        give_up(tr("ankiweb.later"))
    elif how is Ended.FULL_SYNC:
        give_up("")
        box = show_warning(tr("ankiweb.full"), parent=window, title=tr("failed.title"))
        box.setObjectName("annoki_ankiweb")
    else:
        box = ask_user_dialog(
            tr("ankiweb.question"),
            lambda button: give_up(tr("cancelled")) if button else go_on(False),
            [(tr("ankiweb.go_on"), role.AcceptRole), (tr("cancel"), role.RejectRole)],
            parent=window,
            title=tr("read.title"),
        )
        box.setObjectName("annoki_ankiweb")
