"""What a sync waits for inside Anki. What comes of it is told in Anki's own thread."""

from __future__ import annotations

from functools import partial
from typing import Any, Callable

from anki.collection import Collection
from annoki.pipeline.in_steps import OnDone, OnError, Over, Wait, Waits
from annoki.targets.collection.ankis_sync import Watch
from annoki.targets.collection.apply import Applied
from aqt import qt

from . import host


def anki_is_free(done: OnDone, _failed: OnError) -> None:
    """Wait until Anki is not busy."""
    host.when_free(lambda: done(None))


def all_saved(done: OnDone, _failed: OnError) -> None:
    """Wait until Anki is not busy, and every open editor has saved what is being typed."""
    host.when_free(lambda: host.save_editors(lambda: done(None)))


def background(work: Callable[[Collection], Any], alone: bool = False) -> Wait:
    """Work in another thread. Only what is done `alone`, in a row with all that Anki does to its
    collection, may change that; it lets what a person does in the meantime wait."""

    def wait(done: OnDone, failed: OnError) -> None:
        window = host.main_window()
        col = window.col
        assert col is not None

        def ended(future: Any) -> None:
            error = future.exception()
            failed(error) if error else done(future.result())

        window.taskman.run_in_background(lambda: work(col), ended, uses_collection=alone)

    return wait


def writing(work: Callable[[Collection], Applied], is_off: Callable[[], bool]) -> Wait:
    """Change the collection, unless that `is_off` by then, as Anki's own operations do, but so that
    the keyboard stays where it is: Anki counts as busy, and shows no window that would swallow what
    is typed. Its windows show what was changed."""

    def wait(done: OnDone, failed: OnError) -> None:
        if is_off():
            failed(Over())
            return

        def wrote(applied: Applied) -> None:
            host.show_changes(applied.changes, applied.plan.changed_ids)
            done(applied)

        progress = host.main_window().progress
        shown = progress.start(parent=host.main_window())
        if shown is not None:
            shown.setWindowModality(qt.Qt.WindowModality.NonModal)
            shown.setAttribute(qt.Qt.WidgetAttribute.WA_DontShowOnScreen)

        def then(step: Callable[[Any], None], came: Any) -> None:
            progress.finish()
            step(came)

        write = host.turns().writing(work, is_off)
        background(write, alone=True)(partial(then, wrote), partial(then, failed))

    return wait


def synced(done: OnDone, _failed: OnError) -> None:
    """Wait until Anki has synced with AnkiWeb, as a click on its own button does, well or not, and
    what it said has been read. Media that are still under way go first. If the profile is closed,
    it is waited for ever."""
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


def sync_when_at_hand() -> None:
    """Let Anki sync as soon as nothing is being typed, as its window takes the keyboard; never, if
    its profile is closed before."""
    window = host.main_window()
    col = window.col

    def start() -> None:
        if window.col is col:
            synced(lambda _how: None, lambda _error: None)

    host.when(lambda: window.col is not col or host.is_at_hand(), start)


_turn = partial(host.turns().turn, when=host.when)
WAITS = Waits(anki_is_free, all_saved, background, writing, host.turns(), _turn)
