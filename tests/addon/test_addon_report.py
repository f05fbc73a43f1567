"""The report of each sync, and what a person does from it; the preview has the same list."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, Generator, Iterator

import pytest
from annoki.words import message
from annoki.words import told as told_in

from tests.addon.desktop import Desktop
from tests.addon.keys import managed_screen, needs_keys
from tests.addon.pages import BAMBOO, MOON, NOTEBOOK, OCTOPUS, SALT, page
from tests.fixture_files import ROOT

PICTURES = ROOT / "build" / "pictures" / "addon"
MINE = "盐降低冰点 (我的话)"
THEIRS = "盐水更难结冰。"
LATER = [(OCTOPUS[0], OCTOPUS[1] + ",两颗供鳃,一颗供全身"), (SALT[0], THEIRS), MOON, BAMBOO]


def _acts(desk: Any, look: str, path: str, changed: str) -> Iterator[Any]:
    import subprocess
    from pathlib import Path

    import aqt
    from aqt.theme import Theme

    results: Dict[str, Any] = desk.results

    def keys(*what: str) -> Iterator[Any]:
        running = subprocess.Popen(["xdotool", *what])
        yield lambda: running.poll() is not None

    def opened(name: str) -> Iterator[Any]:
        desk.trigger(f"annoki_{name}")
        yield lambda: desk.loaded(f"annoki_{name}")
        window = desk.window(f"annoki_{name}")
        yield window.isActiveWindow

    def model(window: Any) -> Any:
        return desk.child(window, "annoki_items").model()

    rows = desk.items

    def told(window: Any) -> str:
        return str(desk.child(window, "annoki_report_text").toPlainText())

    def click(window: Any, text: str) -> Iterator[Any]:
        """A click of the mouse on the row that says `text`."""
        view = desk.child(window, "annoki_items")
        at = next(at for at, (said, _) in enumerate(rows(window)) if text in said)
        index = view.model().index(at, 0)
        view.scrollTo(index)
        place = view.viewport().mapToGlobal(view.visualRect(index).center())
        at_pixel = [str(int(one * view.devicePixelRatioF())) for one in (place.x(), place.y())]
        yield from keys("mousemove", *at_pixel, "click", "1")
        yield lambda: view.currentIndex() == index

    def synced_by(start: Iterator[Any]) -> Iterator[Any]:
        before = len(desk.tooltips)
        yield from start
        yield lambda: len(desk.tooltips) > before and desk.idle()

    def again() -> Generator[Any, None, Any]:
        """The report that was just written."""
        for window in desk.windows():
            window.close()
        yield from opened("report")
        return desk.window("annoki_report")

    desk.mw.set_theme(Theme.DARK if "dark" in look else Theme.LIGHT)
    yield from opened("preview")
    window = desk.window("annoki_preview")
    results["planned"] = rows(window)
    yield from click(window, "章鱼")
    cards = desk.child(window, "annoki_preview_cards")
    yield lambda: desk.mw._background_op_count == 0 and cards.isVisible()
    yield 1.5
    desk.picture(f"preview-card-{look}")
    # What is typed filters; Return does not press the button that syncs.
    desk.child(window, "annoki_items_search").setFocus()
    yield from keys("type", "WATER salt")
    yield lambda: model(window).rowCount() == 1
    yield from keys("key", "Return")
    yield lambda: desk.child(window, "annoki_items").hasFocus()
    results["filtered"] = [rows(window)[0][0], desk.col.note_count()]
    yield from synced_by(iter([desk.click(window, "annoki_preview_sync") or 0.0]))

    note = desk.note("Salt lowers")
    note["Answer"] = "盐降低冰点 (我的话)"
    desk.col.update_note(note)
    desk.col.remove_notes(desk.col.find_notes("Moon"))
    Path(path).write_text(changed, encoding="utf-8")
    yield from desk.sync()
    window = yield from again()
    results["rows"], results["overview"] = rows(window), told(window)
    desk.picture(f"report-{look}")
    yield from click(window, "章鱼")
    results["updated"] = told(window)
    yield 0.2
    desk.picture(f"report-updated-{look}")
    yield from keys("key", "Return")
    yield lambda: aqt.dialogs._dialogs["Browser"][1]
    browser = aqt.dialogs._dialogs["Browser"][1]
    yield lambda: browser.table.len() == 1
    results["browser"] = browser.table._model.get_note_ids([browser.table._model.index(0, 0)])
    results["octopus"] = [desk.note("An octopus").id]
    browser.close()
    yield lambda: not aqt.dialogs._dialogs["Browser"][1]
    window.activateWindow()
    yield window.isActiveWindow
    yield from click(window, "Salt")
    results["conflict"] = told(window)
    yield 0.2
    desk.picture(f"report-conflict-{look}")
    yield from synced_by(keys("key", "alt+t"))
    results["theirs"] = desk.note("Salt lowers")["Answer"]
    window = yield from again()
    yield from click(window, "海水")
    desk.child(window, "annoki_items").setFocus()
    yield from synced_by(keys("key", "alt+r"))
    results["restored"] = len(desk.col.find_notes("Moon"))
    window = yield from again()
    results["kept"] = desk.child(window, "annoki_report_chooser").count()
    yield from keys("key", "alt+u")
    yield lambda: not desk.col.find_notes("Moon") and desk.idle()
    before = len(desk.tooltips)
    yield from keys("key", "alt+u")
    yield lambda: len(desk.tooltips) > before
    results["not undone"] = desk.tooltips[-1]

    # One that did not come to its end is told of, too.
    def fails(error: Exception) -> Any:
        def failing(*_: Any, **__: Any) -> Any:
            raise error

        return failing

    sync = desk.addon("annoki.annoki.pipeline.one_sync")
    for error in (sync.Cancelled(), ValueError("a defect")):
        sync.gather = fails(error)
        yield from desk.sync()
    window = yield from again()
    chooser = desk.child(window, "annoki_report_chooser")
    results["ended"] = [chooser.itemText(at) for at in range(3)]
    results["failed"] = told(window)
    chooser.setFocus()
    yield from keys("key", "Down", "Down")
    yield lambda: "annotations" in told(window)
    results["chosen"] = told(window)
    yield 0.2
    desk.picture(f"report-small-{look}")
    yield from keys("key", "Escape")
    yield lambda: not desk.windows()


@needs_keys
@pytest.mark.parametrize(
    ("look", "language", "scale"), [("light", "en", 1), ("dark-zh", "zh_CN", 2)]
)
def test_a_person_reads_the_report_and_acts(
    look: str, language: str, scale: int, prepared: Desktop, tmp_path: Path
) -> None:
    with managed_screen(1024 * scale, 600 * scale) as display:
        desktop = prepared.copy(tmp_path / "desktop", PICTURES)
        desktop.display = display
        desktop.enlarge(scale)
        path = desktop.folder / "annotations.txt"
        path.write_text(page(NOTEBOOK), encoding="utf-8")
        blog = ROOT / "examples" / "weekly.txt"
        desktop.configure(sources=[{"kind": "file", "path": str(one)} for one in (path, blog)])
        outcome = desktop.run(
            _acts, language=language, look=look, path=str(path), changed=page(LATER)
        )
    assert outcome.errors == []
    results, zh = outcome.results, language == "zh_CN"
    assert [
        "海水每天涨落几次",
        "新增 · 可复习 · annotations.txt" if zh else "New · ready · annotations.txt",
    ] in results["planned"]
    assert results["filtered"] == [SALT[0], 0], "Return in the filter does not sync"
    told = {what.partition(" · ")[0]: text for text, what in results["rows"]}
    kinds = {
        **{"conflict": SALT[0], "gone": NOTEBOOK[4][0], "update": "章鱼有几颗心脏？"},
        **{"deleted": "海水每天涨落几次", "not_gone": None, "unchanged": None},
    }
    for kind, text in kinds.items():
        name = told_in(message(f"report.kind_{kind}"), "zh" if zh else "en")
        assert name in told
        assert text in (None, told[name])
    assert "annotations.txt" in results["overview"]
    assert "三颗\n三颗，两颗供鳃，一颗供全身" in results["updated"]
    assert f"{MINE}\n{THEIRS}" in results["conflict"]
    assert results["browser"] == results["octopus"], "Return opens the note in the Browser"
    assert THEIRS in results["theirs"]
    assert results["restored"] == 1
    assert results["kept"] == 4
    assert ("已不是最后一步" if zh else "not the last step any more") in results["not undone"]
    failed, cancelled, written = results["ended"]
    assert ("已取消" if zh else "cancelled") in cancelled
    assert ("失败" if zh else "failed") in failed
    assert failed.partition(" ")[2][10:] in results["failed"]
    assert written.partition(" ")[2][10:] in results["chosen"]
