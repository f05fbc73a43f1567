"""What of Anki we depend on: its window, whether it is busy, and how to wait for it."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Collection, Dict, List, Optional, Sequence

import aqt
from annoki.profile import Profile
from aqt import qt
from aqt.main import AnkiQt
from aqt.utils import restoreGeom, saveGeom

if TYPE_CHECKING:
    from anki.collection import OpChanges
    from anki.decks import DeckId

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
    if window.col is None:
        return None
    return Profile(Path(window.pm.profileFolder(create=False)), _shipped_configuration())


def is_profile_open(profile: Profile) -> bool:
    """Whether `profile` is the one whose collection is open; a full sync closes it for a while."""
    found, col = open_profile(), main_window().col
    return found is not None and found.beside == profile.beside and col.db is not None


def _shipped_configuration() -> Dict[str, Any]:
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
        qt.QTimer.singleShot(_POLL, lambda: when_free(step))
    else:
        step()


def log() -> logging.Logger:
    """Where Anki keeps what an add-on did: `logs/addons/` in its folder."""
    logger: logging.Logger = main_window().addonManager.get_logger(__name__)
    logger.setLevel(logging.INFO)
    return logger


def set_free(large: List[object]) -> None:
    """Let go of what is `large` bit by bit, in another thread: Anki would stand still for it. It is
    emptied a little later, when nobody else holds what was in it."""

    def slowly() -> None:
        time.sleep(1)
        held = [value for one in large for value in vars(one).values()]
        parts = [part for value in held if isinstance(value, (list, tuple)) for part in value]
        held.clear()
        large.clear()
        while parts:
            del parts[-500:]

    main_window().taskman.run_in_background(slowly, uses_collection=False)


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
    left, called = _editors(), False

    def saved() -> None:
        left.pop()
        if not left:
            go_on()

    def go_on() -> None:
        nonlocal called
        if not called:
            called = True
            then()

    if not left:
        go_on()
        return
    for editor in tuple(left):
        editor.call_after_note_saved(saved, keepFocus=True)
    # An editor that is just being closed may never answer.
    qt.QTimer.singleShot(2000, go_on)


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


def deck_to_study(names: Sequence[str]) -> Optional[DeckId]:
    """The deck above all decks of `names`, or else the first; None if there is none."""
    col, top = main_window().col, names[0].partition("::")[0]
    assert col is not None
    all_below = all(name.startswith(f"{top}::") for name in names)
    return col.decks.id_for_name(top if all_below else names[0])


def study(deck: DeckId) -> None:
    """Open the deck of the id `deck`, as a click on it does."""
    main_window().deckBrowser.set_current_deck(deck)


def restore_size(dialog: qt.QDialog, key: str, width: int, height: int) -> None:
    """Give `dialog` the place and size it was left with, and remember where it is left again."""
    dialog.resize(width, height)
    # Anki keeps such things in the profile, of which there is none at its very start.
    if main_window().pm.profile is not None:
        restoreGeom(dialog, key)
    qt.qconnect(dialog.finished, lambda _result: _save_size(dialog, key))


def _save_size(dialog: qt.QDialog, key: str) -> None:
    if main_window().pm.profile is not None:
        saveGeom(dialog, key)


def close_windows() -> None:
    """Close whatever window of ours is open: each shows something of one profile."""
    for dialog in main_window().findChildren(qt.QDialog):
        if dialog.objectName().startswith("annoki_") and dialog.isVisible():
            dialog.close()
