"""What of Anki we depend on: its window, whether it is busy, and how to wait for it."""

from __future__ import annotations

from typing import Any, Callable, Dict, List

import aqt
from aqt.main import AnkiQt
from aqt.qt import QDialog, QTimer, qconnect
from aqt.utils import restoreGeom, saveGeom

_POLL = 150
_anki_syncs = [False]
_after_anki_sync: List[Callable[[], None]] = []


def main_window() -> AnkiQt:
    """Anki's main window."""
    assert aqt.mw is not None
    return aqt.mw


def configuration(module: str) -> Dict[str, Any]:
    """What Anki keeps as the configuration of the add-on that `module` belongs to."""
    return main_window().addonManager.getConfig(module) or {}


def on_anki_sync_start() -> None:
    """Anki's own sync begins; it may go on to a full sync, and ask about it."""
    _anki_syncs[0] = True


def on_anki_sync_end() -> None:
    """Anki's own sync has ended, well or not."""
    _anki_syncs[0] = False
    while _after_anki_sync:
        _after_anki_sync.pop()()


def has_collection() -> bool:
    """Whether a collection is open; a full sync closes it for a while."""
    col = main_window().col
    return col is not None and col.db is not None


def is_busy() -> bool:
    """Whether Anki syncs, shows progress, or has its collection closed for a while."""
    window = main_window()
    closed_for_now = window.col is not None and window.col.db is None
    return _anki_syncs[0] or bool(window.progress.busy()) or closed_for_now


def when_free(step: Callable[[], None]) -> None:
    """Call `step` as soon as Anki is not busy: at once, or later from its event loop."""
    if is_busy():
        QTimer.singleShot(_POLL, lambda: when_free(step))
    else:
        step()


def save_editors(then: Callable[[], None]) -> None:
    """Let every open editor save what is being typed, so that it counts; then call `then`."""
    editors = []
    for window in main_window().app.topLevelWidgets():
        editor = getattr(window, "editor", None)
        if editor is not None and hasattr(editor, "call_after_note_saved"):
            editors.append(editor)
    left: List[object] = list(editors)
    called: List[bool] = []

    def saved() -> None:
        if left:
            left.pop()
        if not left:
            go_on()

    def go_on() -> None:
        if not called:
            called.append(True)
            then()

    if not editors:
        go_on()
        return
    for editor in editors:
        editor.call_after_note_saved(saved, keepFocus=True)
    # An editor that is just being closed may never answer.
    QTimer.singleShot(2000, go_on)


def restore_size(dialog: QDialog, key: str, width: int, height: int) -> None:
    """Give `dialog` the place and size it was left with, and remember where it is left again."""
    dialog.resize(width, height)
    # Anki keeps such things in the profile, of which there is none at its very start.
    if main_window().pm.profile is not None:
        restoreGeom(dialog, key)
    qconnect(dialog.finished, lambda _result: _save_size(dialog, key))


def _save_size(dialog: QDialog, key: str) -> None:
    if main_window().pm.profile is not None:
        saveGeom(dialog, key)


def sync_with_ankiweb(then: Callable[[], None]) -> None:
    """Let Anki sync where an account is set up, and call `then` when it has ended.

    Media that are still under way from the sync before go first.
    """
    window = main_window()

    def start() -> None:
        if not has_collection() or not window.pm.sync_auth():
            then()
        elif window.media_syncer.is_syncing():
            QTimer.singleShot(1000, lambda: sync_with_ankiweb(then))
        else:
            _after_anki_sync.append(then)
            window.on_sync_button_clicked()

    when_free(start)
