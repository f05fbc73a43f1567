"""*To finish*: what waits is asked and answered by the keyboard, while others are at work, too."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Dict, Iterator

import pytest

from tests.addon.desktop import Desktop, screen
from tests.addon.pages import BAMBOO, GLASS, OCTOPUS, page
from tests.fixture_files import ROOT

PICTURES = ROOT / "build" / "pictures" / "addon"
TIDE = ("The Moon raises two tidal bulges.", "海水为什么每天涨落两次?")
ICE = (
    "Ice floats on water.",
    "[!NOTE] 冰为什么浮在水上?\n\nflashcard\n\n见 [书](https://a.example/b)",
)
RUST = ("Iron rusts in wet air.", "铁为什么会生锈?")
WAITING = [OCTOPUS, BAMBOO, TIDE, ICE, RUST, GLASS]

needs_xvfb = pytest.mark.skipif(
    not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="needs Xvfb and xdotool"
)


def prepare(prepared: Desktop, folder: Path, display: str) -> Desktop:
    desktop = prepared.copy(folder, PICTURES)
    desktop.display = display
    path = desktop.folder / "annotations.txt"
    path.write_text(page(WAITING), encoding="utf-8")
    desktop.configure(sources=[{"kind": "file", "path": str(path), "format": ""}])
    return desktop


def _walk(desk: Any) -> Iterator[Any]:
    import subprocess
    from threading import Event

    from aqt.operations import QueryOp
    from aqt.operations.note import update_note

    def press(*keys: str) -> None:
        subprocess.Popen(["xdotool", *keys])

    def part(name: str) -> Any:
        return desk.child(desk.window("annoki_finish"), f"annoki_finish_{name}")

    def at(text: str) -> Any:
        return lambda: desk.window("annoki_finish") and part("counter").text() == text

    def asked(text: str) -> Any:
        return desk.note(text)

    results = desk.results
    yield from desk.sync()
    desk.trigger("annoki_finish")
    yield at("1 of 5")
    yield part("answer").hasFocus
    # An answer with signs of Markdown, and what a hostile page would write.
    press("type", "It **grows** at each node, $x^2$ <b onclick=x>")
    yield lambda: part("answer").toPlainText().endswith("<b onclick=x>")
    press("key", "ctrl+Return")
    yield at("2 of 5")
    note = asked("Iron rusts")
    results["answer"] = note["Answer"]
    results["first"] = [note["Status"], desk.col.decks.name(note.cards()[0].did)]
    results["queue"] = note.cards()[0].queue
    results["undo"] = desk.col.undo_status().undo
    results["focus"] = part("answer").hasFocus()
    # A pointer that stands where the answer goes may be typed on; it comes last.
    results["draft"] = part("answer").toPlainText()
    press("key", "alt+l")
    yield lambda: part("answer").toPlainText() == ""
    results["later"] = part("counter").text()
    # Others are at work in the collection: nothing is lost, it only waits.
    gate = Event()
    QueryOp(parent=desk.mw, op=lambda _col: gate.wait(60), success=print).run_in_background()
    press("type", "Two bulges.")
    yield lambda: part("answer").toPlainText() == "Two bulges."
    press("key", "ctrl+Return")
    yield part("answer").isReadOnly
    results["waits"] = [part("answer").toPlainText(), part("counter").text()]
    gate.set()
    yield at("3 of 5")
    # Another window edits the note that is asked; what was typed stays, and both are shown.
    press("type", "Fast")
    yield lambda: part("answer").toPlainText() == "Fast"
    other = asked("Bamboo is a grass")
    other["Prompt"] += "<p>edited</p>"
    update_note(parent=desk.mw, note=other).run_in_background()
    yield part("notice").isVisible
    results["changed"] = part("answer").toPlainText()
    # Closed and opened again, what was typed is there.
    press("key", "Escape")
    yield lambda: not desk.window("annoki_finish")
    desk.trigger("annoki_finish")
    yield at("1 of 3")
    press("key", "alt+s")
    yield at("2 of 3")
    results["again"] = part("answer").toPlainText()
    press("key", "ctrl+Return")
    yield at("3 of 3")
    results["bare"] = part("question").isVisible()
    press("key", "alt+d")
    yield part("close").isVisible
    results["end"] = part("notice").text()
    results["left"] = len(desk.col.find_notes('"Glass is neither"'))
    press("key", "Return")
    yield lambda: not desk.window("annoki_finish")
    rows = desk.rows()
    yield from desk.sync()
    results["same"] = desk.rows() == rows
    desk.mw.undo()
    yield lambda: len(desk.col.find_notes('"Glass is neither"')) == 1
    results["edited"] = [asked("Bamboo is a grass")[name] for name in ("Prompt", "Answer")]


@needs_xvfb
def test_what_waits_is_finished_by_the_keyboard(prepared: Desktop, tmp_path: Path) -> None:
    with screen(1024, 600) as display:
        outcome = prepare(prepared, tmp_path / "desktop", display).run(_walk)
    found: Dict[str, Any] = outcome.results
    assert outcome.errors == []
    assert found["answer"] == (
        '<p lang="en">It <strong>grows</strong> at each node, \\(x^2\\) &lt;b onclick=x&gt;</p>'
    )
    assert (found["first"], found["queue"]) == (["ready", "Annoki::Cards"], 0)
    assert found["undo"] == "Annoki: answer"
    assert found["focus"]
    assert found["draft"] == "见 [书](https://a.example/b)"
    assert found["later"] == "2 of 5"
    assert found["waits"] == ["Two bulges.", "2 of 5"]
    assert (found["changed"], found["again"]) == ("Fast", "Fast")
    assert found["bare"], "a highlight may be given a question, too"
    assert found["end"].count("One ") == 3
    assert found["left"] == 0
    assert "edited" in found["edited"][0]
    assert found["edited"][1] == '<p lang="en">Fast</p>'
    assert found["same"], "a sync finds nothing to do"


def _look(desk: Any, look: str) -> Iterator[Any]:
    from aqt.theme import Theme

    desk.mw.set_theme(Theme.DARK if "dark" in look else Theme.LIGHT)
    yield from desk.sync()
    desk.trigger("annoki_finish")
    yield lambda: desk.window("annoki_finish")
    window = desk.window("annoki_finish")
    counter = desk.child(window, "annoki_finish_counter")
    for number in range(1, 6):
        yield lambda number=number: str(number) in counter.text().replace("5", "", number < 5)
        yield 1.0
        desk.picture(f"finish-{number}-{look}")
        desk.click(window, "annoki_finish_skip")
    yield lambda: desk.child(window, "annoki_finish_close").isVisible()
    yield 0.5
    desk.picture(f"finish-end-{look}")


@needs_xvfb
@pytest.mark.parametrize(
    ("look", "language", "scale"), [("light", "en", 1), ("dark-zh-2x", "zh_CN", 2)]
)
def test_pictures(
    look: str,
    language: str,
    scale: int,
    prepared: Desktop,
    tmp_path: Path,
) -> None:
    with screen(1024 * scale, 600 * scale) as display:
        desktop = prepare(prepared, tmp_path / "desktop", display)
        desktop.enlarge(scale)
        outcome = desktop.run(_look, language=language, look=look)
    assert outcome.errors == []
