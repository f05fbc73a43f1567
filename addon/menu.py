"""The submenu *Tools > Annoki*, and what each entry starts.

Anki imports this at every start, and many starts pass without a click: so what an entry needs is
imported when it is chosen, and the menu needs its words only.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Callable, Dict, List, Literal, Optional, Sequence, TypeVar

from aqt import qt
from aqt.utils import show_warning, tooltip

from . import host
from .i18n import said, tr

if TYPE_CHECKING:
    from annoki.config import Config, Source
    from annoki.profile import Profile
    from annoki.sync.choice import Choice

    from .ankiweb import Ended
    from .sync_op import Sync

_ModeName = Literal["NORMAL", "PREVIEW", "QUIET"]
"""A `sync_op.Mode`, which is imported when there is something to sync."""

SHORTCUT = "Ctrl+Shift+Y"

_running: Dict[str, Sync] = {}
_open: Dict[str, qt.QDialog] = {}
_after: List[Callable[[], None]] = []
"""What waits for the end of the sync that is running."""


def _first(profile: Profile) -> qt.QDialog:
    from .first_window import FirstWindow

    return FirstWindow(profile)


def _sources(profile: Profile) -> qt.QDialog:
    from annoki.profile import settings

    from .sources_dialog import SourcesDialog

    return SourcesDialog(host.main_window(), profile, settings.raw(profile))


def _report(profile: Profile) -> qt.QDialog:
    from .report_window import ReportWindow

    return ReportWindow(host.main_window(), profile, sync_then)


def _finish(profile: Profile) -> qt.QDialog:
    from annoki.profile import settings

    from .finish_window import FinishWindow

    return FinishWindow(profile, settings.stored_config(profile))


_WINDOWS: Dict[str, Callable[[Profile], qt.QDialog]] = {
    "first": _first,
    "finish": _finish,
    "sources": _sources,
    "report": _report,
}
"""What makes the window behind an entry. It may raise what `settings` raises."""

_ENTRIES = ("first", "sync", "preview", "cancel", "", "finish", "sources", "report")
"""The submenu; empty: a line. An entry needs a window in `_WINDOWS` or a start in `_STARTS`."""


def set_up() -> None:
    """Put our submenu into the Tools menu; once, when Anki's window is ready."""
    window = host.main_window()
    menu = qt.QMenu(tr("menu.title"), window)
    menu.setObjectName("annoki_menu")
    for name in _ENTRIES:
        if not name:
            menu.addSeparator()
        elif name in _STARTS or name in _WINDOWS:
            action = qt.QAction(tr(f"menu.{name}"), window)
            action.setObjectName(f"annoki_{name}")
            if name == "cancel":
                qt.qconnect(menu.aboutToShow, partial(_allow, action))
            start = _STARTS.get(name) or partial(show, name)
            qt.qconnect(action.triggered, lambda _checked=False, start=start: start())
            if name == "sync":
                action.setShortcut(qt.QKeySequence(SHORTCUT))
            menu.addAction(action)
    tools = window.form.menuTools
    tools.addSeparator()
    tools.addMenu(menu)
    host.configure_by(partial(show, "sources"))


def on_profile_open() -> None:
    """Sync at once, where that is asked for; Anki's own sync at opening goes first."""
    host.forget_anki_sync()  # Of the profile before, whose sync may have ended in an error.
    profile = host.open_profile()
    if profile is None:
        return
    if not profile.config.exists():
        with suppress(OSError):
            profile.keep({})  # Only once.
        show_first = partial(host.when_free, partial(show, "first"))
        host.main_window().progress.single_shot(0, show_first, False)
        return
    try:
        if not profile.read().get("sync_on_open"):
            return
    except (OSError, ValueError):
        return  # Said at the next click; a start-up is no time for it.
    from annoki.errors import UsageError
    from annoki.profile import settings

    from . import ankiweb

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
    _after.clear()
    host.forget_anki_sync()
    host.close_windows()


def show(name: str) -> None:
    """Show the window `name`, which is open at most once; a report is read anew."""
    profile = _profile()
    if profile is None:
        return
    if name == "report" and name in _open:
        _open[name].close()
    if name not in _open:
        dialog = _or_warn(lambda: _WINDOWS[name](profile))
        if dialog is None:
            return
        _open[name] = dialog
        qt.qconnect(dialog.finished, lambda _result: _open.pop(name, None))
        host.main_window().garbage_collect_on_dialog_finish(dialog)
        dialog.show()
    _open[name].raise_()
    _open[name].activateWindow()


def _profile() -> Optional[Profile]:
    profile = host.open_profile()
    if profile is None:
        tooltip(tr("no_collection"))
    return profile


def sync_then(
    step: Callable[[], None],
    choice: Optional[Choice] = None,
    sources: Sequence[Source] = (),
) -> None:
    """Sync now, all or these of the sources, as was chosen, and take `step` when that has ended,
    well or not."""
    _after.append(step)
    _begin("NORMAL", choice, sources)
    if "sync" not in _running:
        _go_on()


def _go_on() -> None:
    while _after:
        _after.pop()()


def _begin(
    mode: _ModeName, choice: Optional[Choice] = None, sources: Sequence[Source] = ()
) -> None:
    from annoki.profile import settings

    profile = _profile()
    config = _or_warn(lambda: settings.stored_config(profile)) if profile else None
    if profile is None or config is None:
        return
    if not config.sources:
        show("sources")
    else:
        _start(profile, config, mode, None, choice, sources)


_T = TypeVar("_T")


def _or_warn(make: Callable[[], _T]) -> Optional[_T]:
    """What `make` makes of the configuration; None, once it was said, if that cannot be used."""
    from annoki.errors import UsageError
    from annoki.profile import settings

    try:
        return make()
    except UsageError as error:
        unreadable = isinstance(error, settings.UnreadableFile)
        hint = tr("failed.file" if unreadable else "failed.config")
        show_warning(f"{said(error)}\n\n{hint}", parent=host.main_window())
        return None


def _start(
    profile: Profile,
    config: Config,
    mode: _ModeName,
    opening: Optional[Callable[[], Ended]] = None,
    choice: Optional[Choice] = None,
    sources: Sequence[Source] = (),
) -> None:
    if "sync" in _running:
        tooltip(tr("busy"))
        return
    if host.is_busy():
        tooltip(tr("waiting"))
    from annoki.sync.choice import NO_CHOICE

    from .sync_op import Mode, Sync

    def ended() -> None:
        if _running.get("sync") is sync:
            del _running["sync"]
            _go_on()

    sync = _running["sync"] = Sync(
        profile, config, Mode[mode], ended, show, opening, choice or NO_CHOICE, sources
    )
    sync.start()


def _allow(cancel: qt.QAction) -> None:
    cancel.setEnabled("sync" in _running)


def _cancel() -> None:
    if "sync" in _running:
        _running["sync"].cancel()


_STARTS: Dict[str, Callable[[], None]] = {
    "sync": partial(_begin, "NORMAL"),
    "preview": partial(_begin, "PREVIEW"),
    "cancel": _cancel,
}
