"""What a sync waits for inside Anki. What comes of it is told in Anki's own thread."""

from __future__ import annotations

from typing import Any, Callable

from anki.collection import Collection
from annoki.pipeline.in_steps import OnDone, OnError, Wait
from aqt import qt

from . import host


def anki_is_free(done: OnDone, _failed: OnError) -> None:
    """Wait until Anki is not busy."""
    host.when_free(lambda: done(None))


def editors_saved(done: OnDone, _failed: OnError) -> None:
    """Wait until every open editor has saved what is being typed, so that it counts."""
    host.save_editors(lambda: done(None))


def background(work: Callable[[Collection], Any], alone: bool = False) -> Wait:
    """Work in another thread. Only what is done `alone`, in a row with all that Anki does to its
    collection, may change that; it lets what a person does in the meantime wait."""

    def wait(done: OnDone, failed: OnError) -> None:
        window = host.main_window()
        col = window.col
        assert col is not None

        def ended(future: Any) -> None:
            error = future.exception()
            if error is not None:
                failed(error)
            else:
                done(future.result())

        window.taskman.run_in_background(lambda: work(col), ended, uses_collection=alone)

    return wait


def writing(work: Callable[[Collection], Any]) -> Wait:
    """Change the collection as Anki's own operations do, but so that the keyboard stays where it
    is: Anki counts as busy, and shows no window that would swallow what is typed."""

    def wait(done: OnDone, failed: OnError) -> None:
        progress = host.main_window().progress
        shown = progress.start(parent=host.main_window())
        if shown is not None:
            shown.setWindowModality(qt.Qt.WindowModality.NonModal)
            shown.setAttribute(qt.Qt.WidgetAttribute.WA_DontShowOnScreen)

        def then(step: Callable[[Any], None]) -> Callable[[Any], None]:
            def ended(came: Any) -> None:
                progress.finish()
                step(came)

            return ended

        background(work, alone=True)(then(done), then(failed))

    return wait
