"""Lets Anki sync with AnkiWeb as a click on its own button does, and tells how that ended."""

from __future__ import annotations

import contextlib
from enum import Enum, auto
from typing import Any, Callable

from anki.collection import Collection
from aqt import qt

from . import host, notice
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


def synced(done: Callable[[Ended], None], _failed: object) -> None:
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


def _when_read(step: Callable[[], None]) -> None:
    """Call `step` when what Anki says, in a box that it does not wait for, has been read."""
    if qt.QApplication.activeModalWidget() is None:
        step()
    else:
        qt.QTimer.singleShot(_POLL, lambda: _when_read(step))


class Decision(Enum):
    """How to go on after a sync of Anki's."""

    IN_STEP = auto()
    WITHOUT = auto()
    """AnkiWeb was not reached, and a person says that it does not matter."""
    STOP = auto()
    """Nothing is written: one side may replace the other, or nobody is there to ask."""


def decided(how: Ended, quiet: bool) -> Callable[[Callable[[Decision], None], object], None]:
    """Wait until it is known how to go on. Where AnkiWeb was only not reached, a person is asked,
    unless it has to be `quiet`."""

    def wait(done: Callable[[Decision], None], _failed: object) -> None:
        def stop() -> None:
            notice.say(tr("cancelled"))
            done(Decision.STOP)

        if how is Ended.IN_STEP:
            done(Decision.IN_STEP)
        elif quiet or how is Ended.FULL_SYNC:
            notice.say(tr("ankiweb.later" if quiet else "ankiweb.full"), trouble=True)
            done(Decision.STOP)
        else:
            go_on = ("ankiweb.go_on", lambda: done(Decision.WITHOUT))
            notice.say(tr("ankiweb.question"), go_on, ("cancel", stop), trouble=True, waits=True)

    return wait
