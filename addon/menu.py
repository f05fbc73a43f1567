"""The submenu *Tools > Annoki*, and what each entry starts.

Anki imports this at every start, and many starts pass without a click: so what an entry needs is
imported when it is chosen, and the menu needs its words only.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Callable, Dict, List, Literal, Optional, Sequence, TypeVar

from aqt import qt
from aqt.utils import show_warning, tooltip

from . import host
from .i18n import said, tr

if TYPE_CHECKING:
    from concurrent.futures import Future

    from annoki.config import Source
    from annoki.profile import Profile
    from annoki.sync.choice import Choice
    from annoki.targets.collection.ankis_sync import Ended

    from .sync_op import Sync

_ModeName = Literal["NORMAL", "PREVIEW", "QUIET"]
"""A `sync_op.Mode`, which is imported when there is something to sync."""

SHORTCUT = "Ctrl+Shift+Y"

_T = TypeVar("_T")

_running: Dict[str, Sync] = {}
_open: Dict[str, qt.QDialog] = {}
_after: List[Callable[[], None]] = []
"""What waits for the end of the sync that is running."""


_WINDOWS = {
    "first": ".first_window:FirstWindow",
    "finish": ".finish_window:FinishWindow",
    "sources": ".sources_dialog:SourcesDialog",
    "report": ".report_window:ReportWindow",
}
"""The window behind an entry, of a profile. To make it may raise what `settings` raises."""

_ENTRIES = ("first", "sync", "preview", "", "finish", "sources", "report")
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
            start = _STARTS.get(name) or partial(show, name)
            qt.qconnect(action.triggered, lambda _checked=False, start=start: _loaded(start))
            menu.addAction(action)
            if name == "sync":
                action.setShortcut(qt.QKeySequence(SHORTCUT))
    window.form.menuTools.addSeparator()
    window.form.menuTools.addMenu(menu)
    host.configure_by(lambda: _loaded(partial(show, "sources")))


def on_profile_open() -> None:
    """Sync at once, where that is asked for; Anki's own sync at opening goes first."""
    host.forget_anki_sync()  # Of the profile before, whose sync may have ended in an error.
    profile = host.open_profile()
    if profile is not None and not profile.config.exists():
        with suppress(OSError):
            profile.keep({})  # Only once.
        first = partial(host.when_free, partial(_loaded, partial(show, "first")))
        host.main_window().progress.single_shot(0, first, False)
    try:
        if profile is None or not profile.read().get("sync_on_open"):
            return
    except (OSError, ValueError):
        return  # Said at the next click; a start-up is no time for it.
    from . import ankiweb

    # Anki starts its own sync right after this hook; from its event loop we see it.
    window = host.main_window()
    opening = ankiweb.watch_opening() if window.can_auto_sync() else None
    window.progress.single_shot(
        0, lambda: _loaded(partial(_begin, "QUIET", None, (), opening)), False
    )


def on_profile_close() -> None:
    """The collection goes away: stop reading, close what is open."""
    from . import notice

    for running in tuple(_running.values()):
        running.abandon()
    _running.clear()
    _after.clear()
    notice.clear()
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
        module, _, window = _WINDOWS[name].partition(":")
        make = getattr(import_module(module, __package__), window)
        dialog: Optional[qt.QDialog] = _or_warn(partial(make, profile))
        if dialog is None:
            return
        _open[name] = dialog
        qt.qconnect(dialog.finished, lambda _result: _open.pop(name, None))
        host.main_window().garbage_collect_on_dialog_finish(dialog)
        dialog.show()
    _open[name].raise_()
    _open[name].activateWindow()


def _loaded(start: Callable[[], None]) -> None:
    """Start once all that it needs is loaded, for which Anki need not stand still."""

    def load() -> None:
        from annoki.pipeline import gather, last_sync, syncing  # noqa: F401
        from annoki.targets.collection import apply  # noqa: F401

    def done(future: Future[None]) -> None:
        future.result()
        start()

    host.main_window().taskman.run_in_background(load, done, uses_collection=False)


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
    mode: _ModeName,
    choice: Optional[Choice] = None,
    sources: Sequence[Source] = (),
    opening: Optional[Callable[[], Ended]] = None,
) -> None:
    from annoki.profile import settings
    from annoki.sync.choice import NO_CHOICE

    from .sync_op import Mode, Sync

    profile = _profile()
    if profile is None:
        return
    make = partial(settings.stored_config, profile)
    config = _or_warn(make, quiet=mode == "QUIET")
    if "sync" in _running:
        tooltip(tr("busy"))
    elif config is not None and config.sources:
        if host.is_busy():
            tooltip(tr("waiting"))
        of = Mode[mode], sources, choice or NO_CHOICE, opening
        sync = _running["sync"] = Sync(profile, config, *of, lambda: _ended(sync), show)
        sync.start()
    elif config is not None and mode != "QUIET":
        show("sources")


def _or_warn(make: Callable[[], _T], quiet: bool = False) -> Optional[_T]:
    """What `make` makes of the configuration; None, once it was said, if that cannot be used."""
    from annoki.errors import UsageError
    from annoki.profile import settings

    try:
        return make()
    except UsageError as error:
        hint = tr("failed.file" if isinstance(error, settings.UnreadableFile) else "failed.config")
        if not quiet:
            show_warning(f"{said(error)}\n\n{hint}", parent=host.main_window())
        return None


def _ended(sync: Sync) -> None:
    if _running.get("sync") is sync:
        del _running["sync"]
        _go_on()


_STARTS: Dict[str, Callable[[], None]] = {
    "sync": partial(_begin, "NORMAL"),
    "preview": partial(_begin, "PREVIEW"),
}
