"""The submenu *Tools > Annoki*, and what each entry starts.

Anki imports this at every start, and many starts pass without a click: so what an entry needs is
imported when it is chosen, and the menu needs its words only.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Callable, Dict, Optional, Sequence, TypeVar

from aqt import qt
from aqt.utils import show_warning, tooltip

from . import host
from .i18n import said, tr

if TYPE_CHECKING:
    from concurrent.futures import Future

    from annoki.config import Source
    from annoki.pipeline.one_sync import Mode
    from annoki.profile import Profile
    from annoki.sync.choice import Choice


_ENTRIES = ("first", "sync", "preview", "", "finish", "send", "sources", "report")
"""The submenu, in which an empty name is a line. Each starts a sync or opens a window."""
_SYNCS: Dict[str, Mode] = {"sync": "normal", "preview": "preview"}
_WINDOWS = {
    "first": ".first_window.FirstWindow",
    "finish": ".finish_window.FinishWindow",
    "send": ".send_window.SendWindow",
    "sources": ".sources_dialog.SourcesDialog",
    "report": ".report_window.ReportWindow",
}
"""Made of a profile; that may raise UsageError, where the configuration cannot be used."""
_SHORTCUT = "Ctrl+Shift+Y"

_T = TypeVar("_T")
_Step = Callable[[], None]

_open: Dict[str, qt.QDialog] = {}


def set_up() -> None:
    """Put our submenu into the Tools menu; once, when Anki's window is ready."""
    window = host.main_window()
    menu = qt.QMenu(tr("menu.title"), window)
    menu.setObjectName("annoki_menu")
    for name in _ENTRIES:
        action = menu.addAction(tr(f"menu.{name}")) if name else menu.addSeparator()
        assert action is not None
        if name:
            action.setObjectName(f"annoki_{name}")
            qt.qconnect(action.triggered, lambda _checked=False, name=name: _choose(name))
        if name == "sync":
            action.setShortcut(qt.QKeySequence(_SHORTCUT))
    window.form.menuTools.addSeparator()
    window.form.menuTools.addMenu(menu)
    # *Config* in Anki's list of add-ons would edit what all profiles share.
    window.addonManager.setConfigAction(__name__, partial(_choose, "sources"))


def _choose(name: str) -> None:
    _loaded(partial(_begin, _SYNCS[name]) if name in _SYNCS else partial(show, name))


def _loaded(start: Callable[[], object]) -> None:
    """Start once all that it needs is loaded, for which Anki need not stand still."""

    def load() -> None:
        from annoki.pipeline import gather, last_sync, syncing  # noqa: F401
        from annoki.targets.collection import apply  # noqa: F401

    def done(future: Future[None]) -> None:
        future.result()
        start()

    host.main_window().taskman.run_in_background(load, done, uses_collection=False)


def on_profile_open() -> None:
    """Sync at once, where that is asked for; Anki's own sync at opening goes first."""
    host.forget_anki_sync()  # Of the profile before, whose sync may have ended in an error.
    profile, window = host.open_profile(), host.main_window()
    if profile is None or window.col is None:
        return
    if profile.begins():
        first = partial(host.when_free, partial(_choose, "first"))
        window.progress.single_shot(0, first, False)
    if not profile.wants("sync_on_open"):
        return  # Nor if it cannot be read: that is said at the next click.
    from annoki.targets.collection.ankis_sync import Watch

    # Anki starts its own sync right after this hook; from its event loop we see it.
    opening = Watch(window.col).stop if window.can_auto_sync() else None
    begin = partial(_loaded, partial(_begin, "quiet", opening=opening))
    window.progress.single_shot(0, begin, False)


def on_profile_close() -> None:
    """The collection goes away: stop reading, close what is open."""
    from . import notice

    host.turns().abandon()
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
        module, _, window = _WINDOWS[name].rpartition(".")
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


def _profile() -> Optional[Profile]:
    profile = host.open_profile()
    if profile is None:
        tooltip(tr("no_collection"))
    return profile


def sync_then(
    step: _Step,
    choice: Optional[Choice] = None,
    sources: Sequence[Source] = (),
    or_else: Optional[_Step] = None,
) -> None:
    """Sync now, all or these of the sources, as was chosen; take `step` when that has ended, or
    `or_else`, if there is such a step, where it has not begun or not ended well."""
    from annoki.sync.choice import NO_CHOICE

    def ended(well: bool) -> None:
        (step if well or or_else is None else or_else)()

    if not _begin("normal", ended, choice=choice or NO_CHOICE, sources=sources):
        ended(well=False)


def _begin(mode: Mode, then: Callable[[bool], None] = lambda _: None, **wanted: Any) -> bool:
    """Begin a sync, if that can be done, and `then` tell whether it ended well."""
    from annoki.profile import settings

    from .steps import WAITS
    from .sync_op import Sync

    profile = _profile()
    if profile is None:
        return False
    config = _or_warn(partial(settings.stored_config, profile), quiet=mode == "quiet")
    if host.turns():
        tooltip(tr("busy"))
    elif config is not None and config.sources:
        if host.is_busy():
            tooltip(tr("waiting"))

        def ended(well: bool) -> None:
            if host.turns().over(sync):
                then(well)

        sync = Sync(profile, config, WAITS, ended, mode, show=show, **wanted)
        host.turns().take(sync)
        sync.start()
        return True
    elif config is not None and mode != "quiet":
        show("first")
    return False


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
