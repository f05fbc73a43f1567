"""Lets Anki sync with AnkiWeb as a click on its own button does."""

from __future__ import annotations

from functools import partial
from typing import Optional

from anki.collection import Collection
from annoki.pipeline.in_steps import OnDone, OnError
from annoki.targets.collection.ankis_sync import Watch
from aqt import qt

from . import host


def has_account() -> bool:
    """Whether an account of AnkiWeb, or of a server in its place, is set up."""
    return bool(host.main_window().pm.sync_auth())


def synced(done: OnDone, _failed: OnError) -> None:
    """Wait until Anki has synced, well or not, and what it said has been read. Media that are still
    under way go first. If the profile is closed, it is waited for ever."""
    window = host.main_window()
    col = window.col

    def is_read() -> bool:
        # Anki does not wait for the box in which it says something.
        return qt.QApplication.activeModalWidget() is None

    def ended(watch: Watch) -> None:
        host.when(is_read, lambda: done(watch.stop()))

    def start() -> None:
        if col is not None and window.col is col:
            host.after_anki_sync(partial(ended, Watch(col)))
            window.on_sync_button_clicked()

    host.when(lambda: not (host.is_busy() or window.media_syncer.is_syncing()), start)


def sync_when_at_hand(col: Optional[Collection]) -> None:
    """Let Anki sync `col` as soon as nothing is being typed: its window takes the keyboard."""

    def is_over() -> bool:
        return host.main_window().col is not col

    def start() -> None:
        if not is_over():
            synced(lambda _how: None, lambda _error: None)

    host.when(lambda: is_over() or host.is_at_hand(), start)
