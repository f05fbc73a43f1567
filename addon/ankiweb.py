"""Lets Anki sync with AnkiWeb as a click on its own button does, and tells how that ended."""

from __future__ import annotations

import contextlib
from enum import Enum, auto
from typing import Any, Callable, Optional

from anki.collection import Collection
from aqt import qt

from . import host, notice
from .i18n import tr
from .steps import OnDone, OnError, Over, Wait

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


def synced(done: OnDone, _failed: OnError) -> None:
    """Wait until Anki has synced, well or not. Media that are still under way go first. If the
    profile is closed, it is waited for ever."""
    window = host.main_window()
    col = window.col

    def start() -> None:
        if col is None or window.col is not col:
            return
        if window.media_syncer.is_syncing():
            qt.QTimer.singleShot(_MEDIA_POLL, lambda: host.when_free(start))
        else:
            watch = Watch(col)
            host.after_anki_sync(lambda: _when_read(lambda: done(watch.stop())))
            window.on_sync_button_clicked()

    host.when_free(start)


def sync_when_at_hand(col: Optional[Collection]) -> None:
    """Let Anki sync `col` as soon as nothing is being typed: its window takes the keyboard."""
    if host.main_window().col is not col:
        return
    if host.is_at_hand():
        synced(lambda _how: None, lambda _error: None)
    else:
        qt.QTimer.singleShot(_MEDIA_POLL, lambda: sync_when_at_hand(col))


def _when_read(step: Callable[[], None]) -> None:
    """Call `step` when what Anki says, in a box that it does not wait for, has been read."""
    if qt.QApplication.activeModalWidget() is None:
        step()
    else:
        qt.QTimer.singleShot(_POLL, lambda: _when_read(step))


def decided(how: Ended, quiet: bool) -> Wait:
    """Wait until it is known how to go on after a sync of Anki's: whether all is in step, or
    Over. Nothing is written while one side may replace the other. Where AnkiWeb was only not
    reached, a person is asked, unless it has to be `quiet`."""

    def wait(done: OnDone, failed: OnError) -> None:
        if how is Ended.IN_STEP:
            done(True)
        elif quiet or how is Ended.FULL_SYNC:
            failed(Over(tr("ankiweb.later" if quiet else "ankiweb.full")))
        else:
            stop = ("cancel", lambda: failed(Over(tr("cancelled"))))
            buttons = ("ankiweb.go_on", lambda: done(False)), stop
            notice.tell(tr("ankiweb.question"), *buttons, trouble=True, waits=True)

    return wait
