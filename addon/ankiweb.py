"""Lets Anki sync with AnkiWeb as a click on its own button does, and tells how that ended."""

from __future__ import annotations

from typing import Callable, Optional

from anki.collection import Collection
from annoki.pipeline.in_steps import OnDone, OnError, Over, Wait
from annoki.targets.collection.ankis_sync import Ended, Watch
from aqt import qt

from . import host, notice
from .i18n import tr

_POLL, _MEDIA_POLL = 200, 1000


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
