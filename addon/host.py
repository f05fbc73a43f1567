"""What of Anki we depend on: its window, whether it is busy, and how to wait for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Dict, List, Optional

import aqt
from aqt.main import AnkiQt
from aqt.qt import QDialog, QTimer, qconnect
from aqt.utils import restoreGeom, saveGeom

from .profile import Profile

_POLL = 150
_anki_syncs = [False]
_after_anki_sync: List[Callable[[], None]] = []


def main_window() -> AnkiQt:
    """Anki's main window."""
    assert aqt.mw is not None
    return aqt.mw


def open_profile() -> Optional[Profile]:
    """The profile that is open, if any is."""
    window = main_window()
    return Profile(Path(window.pm.profileFolder(create=False))) if window.col is not None else None


def is_profile_open(profile: Profile) -> bool:
    """Whether `profile` is the one whose collection is open; a full sync closes it for a while."""
    found, col = open_profile(), main_window().col
    return found is not None and found.beside == profile.beside and col.db is not None


def shipped_configuration() -> Dict[str, Any]:
    """The configuration that the add-on comes with."""
    return main_window().addonManager.addonConfigDefaults(__name__.split(".", maxsplit=1)[0]) or {}


def configure_by(show: Callable[[], None]) -> None:
    """Let *Config* in Anki's list of add-ons call `show`, rather than edit what all share."""
    main_window().addonManager.setConfigAction(__name__, show)


def after_anki_sync(step: Callable[[], None]) -> None:
    """Call `step` when the sync that Anki is about to begin has ended."""
    _after_anki_sync.append(step)


def forget_anki_sync() -> None:
    """A profile is closed or opened: what should follow the sync of the one before is off."""
    _anki_syncs[0] = False
    _after_anki_sync.clear()


def on_anki_sync_start() -> None:
    """Anki's own sync begins; it may go on to a full sync, and ask about it."""
    _anki_syncs[0] = True


def on_anki_sync_end() -> None:
    """Anki's own sync has ended, well or not."""
    _anki_syncs[0] = False
    while _after_anki_sync:
        _after_anki_sync.pop()()


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


def close_windows() -> None:
    """Close whatever window of ours is open: each shows something of one profile."""
    for dialog in main_window().findChildren(QDialog):
        if dialog.objectName().startswith("annoki_") and dialog.isVisible():
            dialog.close()
