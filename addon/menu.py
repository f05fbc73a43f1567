"""The Tools menu, and what each entry starts.

Anki imports this at every start, and many starts pass without a click: so what an entry needs is
imported when it is chosen, and the menu needs its words only.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Callable, Dict, Literal, Optional

from aqt.qt import QAction, QDialog, QKeySequence, qconnect
from aqt.utils import show_warning, tooltip

from . import host
from .i18n import tr

if TYPE_CHECKING:
    from annoki.config import Config

    from .ankiweb import Ended
    from .profile import Profile
    from .sync_op import Sync

_ModeName = Literal["NORMAL", "PREVIEW", "QUIET"]
"""A `sync_op.Mode`, which is imported when there is something to sync."""

SHORTCUT = "Ctrl+Shift+Y"

_running: Dict[str, Sync] = {}
_open: Dict[str, QDialog] = {}


def set_up() -> None:
    """Put our entries into the Tools menu; once, when Anki's window is ready."""
    entries: Dict[str, Callable[[], None]] = {
        "sync": sync_now,
        "preview": preview,
        "sources": sources,
        "report": report,
    }
    window = host.main_window()
    menu = window.form.menuTools
    menu.addSeparator()
    for name, start in entries.items():
        action = QAction(tr(f"menu.{name}"), window)
        action.setObjectName(f"annoki_{name}")
        qconnect(action.triggered, lambda _checked=False, start=start: start())
        if name == "sync":
            action.setShortcut(QKeySequence(SHORTCUT))
        menu.addAction(action)
    host.configure_by(sources)


def on_profile_open() -> None:
    """Sync at once, where that is asked for; Anki's own sync at opening goes first."""
    host.forget_anki_sync()  # Of the profile before, whose sync may have ended in an error.
    profile = host.open_profile()
    if profile is None:
        return
    try:
        if not profile.read().get("sync_on_open"):
            return
    except (OSError, ValueError):
        return  # Said at the next click; a start-up is no time for it.
    from annoki.errors import UsageError

    from . import ankiweb, settings

    try:
        config = settings.stored_config(profile)
    except UsageError:
        return
    if config.sources:
        # Anki starts its own sync right after this hook; from its event loop we see it.
        window = host.main_window()
        opening = ankiweb.watch_opening() if window.can_auto_sync() else None
        start = partial(_start, profile, config, "QUIET", opening)
        window.progress.single_shot(0, start, False)


def on_profile_close() -> None:
    """The collection goes away: stop reading, close what is open."""
    for running in list(_running.values()):
        running.abandon()
    _running.clear()
    host.forget_anki_sync()
    host.close_windows()


def sync_now() -> None:
    """Annoki: Sync now."""
    _begin("NORMAL")


def preview() -> None:
    """Annoki: Preview…"""
    _begin("PREVIEW")


def sources() -> None:
    """Annoki: Sources…"""
    profile = _profile()
    if profile is None:
        return
    from . import settings
    from .sources_dialog import SourcesDialog

    try:
        config = settings.raw(profile)
    except settings.UnreadableFile as error:
        show_warning(f"{error}\n\n{tr('failed.file')}", parent=host.main_window())
        return
    _show("sources", lambda: SourcesDialog(host.main_window(), profile, config))


def report() -> None:
    """Annoki: Last report…"""
    profile = _profile()
    if profile is None:
        return
    from .text_dialog import ReportDialog

    old = _open.get("report")
    if old is not None:
        old.close()
    _show("report", lambda: ReportDialog(profile.read_report()))


def _profile() -> Optional[Profile]:
    profile = host.open_profile()
    if profile is None:
        tooltip(tr("no_collection"))
    return profile


def _begin(mode: _ModeName) -> None:
    profile = _profile()
    if profile is None:
        return
    config = _config(profile)
    if config is None:
        return
    if not config.sources:
        sources()
    else:
        _start(profile, config, mode)


def _config(profile: Profile) -> Optional[Config]:
    from annoki.errors import UsageError

    from . import settings

    try:
        return settings.stored_config(profile)
    except settings.UnreadableFile as error:
        said = f"{error}\n\n{tr('failed.file')}"
    except UsageError as error:
        said = f"{error}\n\n{tr('failed.config')}"
    show_warning(said, parent=host.main_window())
    return None


def _start(
    profile: Profile,
    config: Config,
    mode: _ModeName,
    opening: Optional[Callable[[], Ended]] = None,
) -> None:
    if "sync" in _running:
        tooltip(tr("busy"))
        _running["sync"].raise_window()
        return
    if host.is_busy():
        tooltip(tr("waiting"))
    from .sync_op import Mode, Sync

    _running["sync"] = Sync(profile, config, Mode[mode], ended=_ended, opening=opening)
    _running["sync"].start()


def _ended(show_report: bool) -> None:
    _running.pop("sync", None)
    if show_report:
        report()


def _show(name: str, make: Callable[[], QDialog]) -> None:
    """Show the dialog `name`, which is open at most once."""
    if name not in _open:
        dialog = _open[name] = make()
        qconnect(dialog.finished, lambda _result: _open.pop(name, None))
        host.main_window().garbage_collect_on_dialog_finish(dialog)
        dialog.show()
    _open[name].raise_()
    _open[name].activateWindow()
