"""What of Anki we depend on: its window, whether it is busy, and how to wait for it."""

from __future__ import annotations

import logging
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Collection, Iterator, List, Optional

import aqt
from annoki.profile import Profile
from aqt import qt
from aqt.main import AnkiQt
from aqt.utils import aqt_data_folder

if TYPE_CHECKING:
    from anki.collection import OpChanges
    from annoki.pipeline.in_steps import Turns

_POLL = 150
_anki_syncs = [False]
_after_anki_sync: List[Callable[[], None]] = []


def mathjax() -> Path:
    """The folder of Anki's MathJax."""
    return Path(aqt_data_folder(), "web", "js", "vendor", "mathjax")


def main_window() -> AnkiQt:
    """Anki's main window."""
    assert aqt.mw is not None
    return aqt.mw


def open_profile() -> Optional[Profile]:
    """The profile that is open, if any is."""
    window = main_window()
    if window.col is None:
        return None
    shipped = window.addonManager.addonConfigDefaults(__name__.partition(".")[0]) or {}
    return Profile(Path(window.pm.profileFolder(create=False)), shipped)


def is_profile_open(profile: Profile) -> bool:
    """Whether `profile` is the one whose collection is open; a full sync closes it for a while."""
    found, col = open_profile(), main_window().col
    return found is not None and found.beside == profile.beside and col.db is not None


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


def when(is_so: Callable[[], bool], step: Callable[[], None]) -> None:
    """Call `step` as soon as `is_so` says yes: at once, or later from Anki's event loop."""
    if is_so():
        step()
    else:
        qt.QTimer.singleShot(_POLL, lambda: when(is_so, step))


def when_free(step: Callable[[], None]) -> None:
    """Call `step` as soon as Anki is not busy."""
    when(lambda: not is_busy(), step)


@cache
def turns() -> Turns:
    """The turns of syncs, and of what sends answers."""
    from annoki.pipeline.in_steps import Turns

    return Turns()


def bit_by_bit(work: Iterator[None]) -> None:
    """Take the steps of `work`, with room between them for what a person does."""
    if any(True for _ in islice(work, 1)):
        qt.QTimer.singleShot(10, lambda: bit_by_bit(work))


def log() -> logging.Logger:
    """Where Anki keeps what an add-on did: `logs/addons/` in its folder."""
    logger: logging.Logger = main_window().addonManager.get_logger(__name__)
    logger.setLevel(logging.INFO)
    return logger


def is_at_hand() -> bool:
    """Whether a window may open in front of a person, who neither reviews nor is elsewhere: so
    nothing that is typed just now can reach it."""
    window = main_window()
    return window.state != "review" and qt.QApplication.activeWindow() in (None, window)


def _editors() -> List[Any]:
    """The editors that are open, in whatever window."""
    found = (getattr(one, "editor", None) for one in main_window().app.topLevelWidgets())
    return [editor for editor in found if hasattr(editor, "call_after_note_saved")]


def save_editors(then: Callable[[], None]) -> None:
    """Let every open editor save what is being typed, so that it counts; then call `then`."""
    editors, steps = _editors(), [then]

    def go_on() -> None:
        if editors:
            editors.pop().call_after_note_saved(go_on, keepFocus=True)
        elif steps:
            steps.pop()()

    def give_up() -> None:
        editors.clear()
        go_on()

    go_on()
    # An editor that is just being closed may never answer.
    qt.QTimer.singleShot(2000, give_up)


def show_changes(changes: OpChanges, notes: Collection[int]) -> None:
    """Let Anki's windows show `changes`, among them those of `notes`.

    Anki would load each open editor and the card under review anew, whatever has changed, and what
    is being typed into them would be lost. Those that show none of `notes` stay as they are.
    """
    from anki.collection import OpChanges
    from aqt.operations import on_op_finished

    window, editors = main_window(), _editors()
    typed = {editor: getattr(editor, "currentField", None) for editor in editors}
    shown = [one for one in editors if getattr(one.note, "id", None) in notes]
    if editors and not shown:
        changes, whole = OpChanges(), changes
        changes.CopyFrom(whole)
        changes.note_text = changes.notetype = changes.deck = False
    card = window.reviewer.card if window.state == "review" else None
    on_op_finished(window, changes, window.reviewer if card and card.nid not in notes else None)
    for editor in shown:
        if typed[editor] is not None:
            editor.loadNote(focusTo=typed[editor])


def close_windows() -> None:
    """Close whatever window of ours is open: each shows something of one profile."""
    for dialog in main_window().findChildren(qt.QDialog):
        if dialog.objectName().startswith("annoki_") and dialog.isVisible():
            dialog.close()
