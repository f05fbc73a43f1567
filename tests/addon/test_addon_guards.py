"""When a sync may run: one at a time, not while Anki syncs, not without a collection."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Iterator

from tests.addon.desktop import Desktop
from tests.addon.pages import NOTEBOOK, many, page

Write = Callable[..., Path]


def _two_clicks(desk: Any) -> Iterator[Any]:
    desk.trigger("annoki_sync")
    desk.trigger("annoki_sync")
    yield lambda: len(desk.tooltips) > 1 and desk.idle()
    yield 0.5
    desk.results["notes"] = len(desk.col.find_notes(""))
    desk.results["undo"] = desk.col.undo_status().undo
    desk.mw.form.actionUndo.trigger()
    yield lambda: desk.idle() and not desk.col.find_notes("")
    desk.results["left"] = desk.col.undo_status().undo


def test_two_clicks_are_one_sync(desktop: Desktop, write: Write) -> None:
    write(many(400))
    outcome = desktop.run(_two_clicks)
    assert outcome.errors == []
    assert outcome.tooltips[:2] == [
        "Annoki is already at work.",
        "Annoki added 400 notes.",
    ]
    assert outcome.results == {"notes": 400, "undo": "Annoki sync", "left": ""}


def _cancel(desk: Any) -> Iterator[Any]:
    desk.trigger("annoki_sync")
    yield lambda: desk.notice("annoki_progress")
    window = desk.notice("annoki_progress")
    label = desk.child(window, "annoki_progress_text")
    yield lambda: ":" in label.text()
    desk.results["label"] = label.text()
    # The window would show one text, the last, if its thread had to wait for the reading.
    shown = {""}

    def goes_on() -> bool:
        shown.add(label.text())
        return len(shown) > 4

    yield goes_on
    desk.picture("progress", window)
    before = desk.col.mod
    desk.click(window, "annoki_progress_cancel")
    yield lambda: desk.tooltips
    desk.results["notes"] = len(desk.col.find_notes(""))
    desk.results["mod"] = desk.col.mod - before
    desk.results["windows"] = len(desk.windows())
    # It can be started again.
    desk.trigger("annoki_sync")
    yield lambda: desk.notice("annoki_progress")
    desk.click(desk.notice("annoki_progress"), "annoki_progress_cancel")
    yield lambda: len(desk.tooltips) > 1 and not desk.notice("annoki_progress")


def test_reading_can_be_cancelled(desktop: Desktop, write: Write) -> None:
    write(many(20000))
    outcome = desktop.run(_cancel)
    assert outcome.errors == []
    assert outcome.tooltips == ["Annoki: cancelled. Nothing was written."] * 2
    assert outcome.results["notes"] == outcome.results["mod"] == outcome.results["windows"] == 0
    assert outcome.results["label"].startswith("Making notes: ")


def _cancel_as_it_writes(desk: Any) -> Iterator[Any]:
    import importlib
    import threading

    one_sync: Any = importlib.import_module("annoki.annoki.pipeline.one_sync")
    carry_out, writes, go_on = one_sync.carry_out, threading.Event(), threading.Event()

    def slowly(*args: Any, **named: Any) -> Any:
        writes.set()
        go_on.wait(60)
        return carry_out(*args, **named)

    one_sync.carry_out = slowly
    desk.trigger("annoki_sync")
    yield writes.is_set
    yield lambda: desk.notice("annoki_progress")
    notice: Any = importlib.import_module("annoki.notice")
    for button in desk.notice("annoki_progress").findChildren(notice.qt.QPushButton):
        button.click()
    yield 0.5
    go_on.set()
    yield lambda: desk.tooltips and desk.idle()
    desk.results["notes"] = desk.col.note_count()


def test_what_is_being_written_is_told_and_not_called_cancelled(
    desktop: Desktop, write: Write
) -> None:
    write(many(40))
    outcome = desktop.run(_cancel_as_it_writes)
    assert outcome.errors == []
    assert outcome.tooltips == ["Annoki added 40 notes."]
    assert outcome.results == {"notes": 40}
    (name,) = desktop.reports().names()
    assert desktop.reports().read(name)["plan"]["add"] == 40


def _during_anki_s_sync(desk: Any) -> Iterator[Any]:
    from aqt import gui_hooks

    gui_hooks.sync_will_start()
    desk.trigger("annoki_sync")
    yield lambda: desk.tooltips
    yield 0.5
    desk.results["waiting"] = [list(desk.tooltips), len(desk.col.find_notes(""))]
    gui_hooks.sync_did_finish()
    yield lambda: len(desk.tooltips) > 1 and desk.idle()


def test_it_waits_for_anki_s_own_sync(desktop: Desktop, write: Write) -> None:
    write(NOTEBOOK)
    outcome = desktop.run(_during_anki_s_sync)
    assert outcome.results["waiting"] == [["Annoki starts as soon as Anki has finished."], 0]
    assert outcome.tooltips[-1] == "Annoki added 5 notes."
    assert outcome.errors == []


def _without_collection(desk: Any) -> Iterator[Any]:
    desk.mw.unloadProfileAndShowProfileManager()
    yield lambda: desk.col is None
    yield 0.3
    for said, name in enumerate(("sync", "preview", "sources", "report"), 1):
        desk.trigger(f"annoki_{name}")
        yield lambda said=said: len(desk.tooltips) >= said
    desk.results["windows"] = sorted(window.objectName() for window in desk.windows())


def test_without_a_collection_it_says_so(desktop: Desktop, write: Write) -> None:
    write(NOTEBOOK)
    outcome = desktop.run(_without_collection)
    assert outcome.errors == []
    assert outcome.tooltips == ["Open a profile first."] * 4
    assert [name for name in outcome.results["windows"] if name.startswith("annoki")] == []


def _on_open(desk: Any) -> Iterator[Any]:
    yield lambda: desk.tooltips and desk.idle()
    desk.results["notes"] = len(desk.col.find_notes(""))


def test_sync_on_open(desktop: Desktop, write: Write) -> None:
    write(NOTEBOOK, sync_on_open=True)
    outcome = desktop.run(_on_open)
    assert outcome.results["notes"] == 5
    assert outcome.tooltips == ["Annoki added 5 notes."]
    assert outcome.errors == []


def _wrong_config(desk: Any) -> Iterator[Any]:
    desk.trigger("annoki_sync")
    yield desk.box
    desk.results["text"] = desk.box().text()
    desk.picture("wrong-configuration", desk.box())
    desk.box().accept()
    yield lambda: not desk.windows()


def test_a_wrong_configuration_is_named(desktop: Desktop, write: Write) -> None:
    write(NOTEBOOK, confirm="perhaps")
    outcome = desktop.run(_wrong_config)
    assert "confirm must be one of" in outcome.results["text"]
    assert outcome.errors == []


def _always(desk: Any) -> Iterator[Any]:
    desk.trigger("annoki_sync")
    yield lambda: desk.window("annoki_preview")
    desk.results["before"] = len(desk.col.find_notes(""))
    desk.click(desk.window("annoki_preview"), "annoki_preview_sync")
    yield lambda: desk.tooltips and desk.idle()
    desk.results["after"] = len(desk.col.find_notes(""))
    # Nothing to write is nothing to ask.
    yield from desk.sync()
    desk.results["windows"] = len(desk.windows())


def test_it_can_always_ask(desktop: Desktop, write: Write) -> None:
    write(NOTEBOOK, confirm="always")
    outcome = desktop.run(_always)
    assert outcome.results == {"before": 0, "after": 5, "windows": 0}
    assert outcome.tooltips[-1] == "Annoki: nothing has changed since the last sync."
    assert outcome.errors == []


def _never(desk: Any) -> Iterator[Any]:
    import aqt

    desk.trigger("annoki_preview")
    yield lambda: desk.window("annoki_preview")
    desk.window("annoki_preview").close()
    yield desk.idle
    desk.results["notes"] = len(desk.col.find_notes(""))
    yield from desk.sync()
    kept = [one.objectName() for one in desk.mw.findChildren(aqt.qt.QDialog)]
    desk.results["kept"] = kept.count("annoki_preview")


def test_what_never_asks_shows_a_preview_and_writes_nothing_before(
    desktop: Desktop, write: Write
) -> None:
    write(NOTEBOOK, confirm="never")
    outcome = desktop.run(_never)
    assert outcome.results == {"notes": 0, "kept": 0}
    assert outcome.tooltips == ["Annoki added 5 notes."]
    assert outcome.errors == []


def _open_again(desk: Any, path: str, fewer: str) -> Iterator[Any]:
    from pathlib import Path

    yield lambda: desk.tooltips and desk.idle()
    Path(path).write_text(fewer, encoding="utf-8")
    mw = desk.mw
    mw.unloadProfile(lambda: None)
    yield lambda: mw.col is None
    mw.loadProfile()
    yield lambda: len(desk.tooltips) > 1 and desk.idle()
    desk.results["gone"] = len(desk.col.find_notes("tag:annoki::gone"))
    desk.results["windows"] = len(desk.windows())


def test_on_open_nothing_is_asked(desktop: Desktop, write: Write) -> None:
    path = write(many(30), sync_on_open=True)
    outcome = desktop.run(_open_again, path=str(path), fewer=page(many(15)))
    assert outcome.results == {"gone": 0, "windows": 0}
    assert outcome.tooltips[1].startswith("15 notes seem gone from the source")
    assert outcome.errors == []


def _leaves_alone(desk: Any) -> Iterator[Any]:
    import os
    import sys

    own = os.path.realpath(desk.mw.addonManager.addonsFolder("annoki"))
    desk.results["path"] = [entry for entry in sys.path if os.path.realpath(entry).startswith(own)]
    desk.results["shared"] = sorted(
        name for name in ("pygments", "feedparser") if name in sys.modules
    )
    yield from desk.sync()
    desk.results["after"] = sorted(
        name for name in ("pygments", "feedparser") if name in sys.modules
    )
    desk.results["own"] = "annoki.annoki.pipeline.gather" in sys.modules


def test_nothing_is_shared_with_other_add_ons(desktop: Desktop, write: Write) -> None:
    write(
        [("A loop.", "[!NOTE] 循环?\n\nflashcard\n\n```python\nfor n in x: pass\n```"), *NOTEBOOK]
    )
    outcome = desktop.run(_leaves_alone)
    assert outcome.results == {"path": [], "shared": [], "after": [], "own": True}
    assert outcome.errors == []


def _closed_at_once(desk: Any) -> Iterator[Any]:
    import sys
    import time

    menu: Any = sys.modules["annoki.menu"]
    for name in ("sources", "report", "first", "finish"):
        desk.trigger(f"annoki_{name}")
        yield lambda name=name: desk.window(f"annoki_{name}")
        desk.window(f"annoki_{name}").reject()
        yield lambda: not desk.windows()
        # Where it is to stand, as it did before, Anki looks once more 50 ms after it was opened.
        menu.show(name)
        time.sleep(0.08)
        yield 0
        # By then it is closed, and Anki tidies up, before either is done.
        desk.window(f"annoki_{name}").reject()
        desk.mw.garbage_collect_now()
        yield 0.3
    desk.results["windows"] = [window.objectName() for window in desk.windows()]


def test_a_window_may_be_closed_as_soon_as_it_is_open(desktop: Desktop, write: Write) -> None:
    write(NOTEBOOK)
    outcome = desktop.run(_closed_at_once)
    assert outcome.errors == []
    assert outcome.results["windows"] == []
