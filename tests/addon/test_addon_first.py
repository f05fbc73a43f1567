"""The first minute, with the real mouse and keyboard: from the package to the first answer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Iterator, List

import pytest

from tests.addon.desktop import HERE, PROFILE, Desktop
from tests.addon.keys import managed_screen, needs_keys
from tests.addon.pages import NOTEBOOK, page
from tests.addon.test_addon_services import feed
from tests.fetch.servers import Hypothesis, Site
from tests.fixture_files import EXAMPLES, ROOT

PICTURES = ROOT / "build" / "pictures" / "addon"


@contextmanager
def dragged(path: Path, display: str) -> Iterator[None]:
    """A file that lies on the screen of `display`, at its right edge."""
    command = [sys.executable, str(HERE / "drag.py"), str(path), "900", "20"]
    shown = subprocess.Popen(
        command, env={**os.environ, "DISPLAY": display}, stdout=subprocess.PIPE
    )
    try:
        assert shown.stdout is not None
        assert shown.stdout.readline().strip() == b"shown"
        yield
    finally:
        shown.kill()
        shown.wait()


class Hand(threading.Thread):
    """Presses a key in each of the windows that Anki opens before add-ons are loaded."""

    def __init__(self, display: str, keys: List[List[str]]) -> None:
        super().__init__(daemon=True)
        self.display, self.keys = display, keys
        self.pressed: List[str] = []

    def run(self) -> None:
        for title, key in self.keys:
            while self.ask("getactivewindow", "getwindowname") != title:
                time.sleep(0.1)
            self.ask("key", key)
            self.pressed.append(key)

    def ask(self, *what: str) -> str:
        """What xdotool answers."""
        environment = {**os.environ, "DISPLAY": self.display}
        done = subprocess.run(["xdotool", *what], env=environment, capture_output=True, text=True)
        return done.stdout.strip()


def _minute(desk: Any) -> Iterator[Any]:
    import subprocess

    done = []

    def act(*what: str) -> Any:
        """One thing that a person does."""
        done.append(" ".join(what))
        return subprocess.Popen(["xdotool", *what])

    def at(widget: Any) -> Any:
        middle = widget.mapToGlobal(widget.rect().center())
        return [str(middle.x()), str(middle.y())]

    yield lambda: desk.window("annoki_first") and desk.window("annoki_first").isActiveWindow()
    window = desk.window("annoki_first")
    said = desk.child(window, "annoki_first_said")
    go = desk.child(window, "annoki_first_go")
    desk.results["before"] = [go.isEnabled(), desk.child(window, "annoki_first_line").hasFocus()]
    x, y = at(desk.child(window, "annoki_first_drop"))
    drag = ["mousemove", "945", "40", "mousedown", "1", "mousemove", "935", "60"]
    for step in ("800", "600", x):
        drag += ["sleep", "0.2", "mousemove", step, y]
    act(*drag, "sleep", "0.4", "mouseup", "1")
    yield lambda: go.isEnabled()
    cards = desk.child(window, "annoki_first_cards")
    texts = "[...document.querySelectorAll('iframe')].map(f => f.contentDocument.body.innerText)"
    seen: List[Any] = []
    yield (
        lambda: cards.evalWithCallback(texts, seen.append) or (seen and seen[-1] and all(seen[-1]))
    )
    desk.results["found"] = [said.text(), desk.child(window, "annoki_first_advice").text()]
    desk.results["cards"] = seen[-1]
    act("mousemove", *at(go), "click", "1")
    yield lambda: said.text().startswith("30 notes") and go.isEnabled()
    desk.results["synced"] = [said.text(), go.text()]
    yield 0.3
    act("mousemove", *at(go), "click", "1")
    yield lambda: desk.mw.state == "review" and desk.mw.reviewer.state == "question"
    yield lambda: desk.mw.isActiveWindow() and not desk.windows()
    desk.results["deck"] = desk.col.decks.name(desk.mw.reviewer.card.did)
    act("key", "space")
    yield lambda: desk.mw.reviewer.state == "answer"
    desk.results["done"] = done


@needs_keys
def test_six_clicks_from_the_package_to_the_first_answer(package: Path, tmp_path: Path) -> None:
    with managed_screen(1024, 600) as display:
        desktop = Desktop(tmp_path / "desktop", display)
        desktop.make(PROFILE)
        hand = Hand(
            display, [["Install Anki add-on", "alt+y"], ["Installation complete", "Return"]]
        )
        with dragged(EXAMPLES / "hypothesis-page.txt", display):
            hand.start()
            outcome = desktop.run(_minute, opening=package)
    assert outcome.errors == []
    results = outcome.results
    assert results["before"] == [False, True]
    assert results["found"] == [
        "hypothesis-page.txt: 30 of 230",
        "This page only; the account or the other pages have the rest.",
    ]
    assert len(results["cards"]) == 3
    assert results["synced"] == [
        "30 notes: 10 cards ready, 2 unsure, 9 passages, 9 to finish",
        "S&tudy now",
    ]
    assert results["deck"] == "Annoki::Cards"
    assert len(hand.pressed) + len(results["done"]) == 6


def _typed(desk: Any, feed: str, api: str, wrong: str, page: str) -> Iterator[Any]:
    """Each thing that may be typed or pasted, by the keyboard alone."""
    import importlib
    import subprocess

    from aqt.qt import QApplication

    service: Any = importlib.import_module("annoki.annoki.fetch.hypothesis")
    service.PUBLIC_API = api
    yield lambda: desk.window("annoki_first") and desk.window("annoki_first").isActiveWindow()
    window = desk.window("annoki_first")
    said = desk.child(window, "annoki_first_said")
    advice = desk.child(window, "annoki_first_advice")
    go = desk.child(window, "annoki_first_go")
    clipboard = QApplication.clipboard()
    assert clipboard is not None
    told = desk.results

    def keys(*what: str) -> Any:
        return subprocess.Popen(["xdotool", *what])

    def answered() -> bool:
        return bool(advice.text()) and advice.text() != "Reading…" and desk.idle()

    for name, text in {"nonsense": "two words", "wrong": wrong, "nobody": "nobody"}.items():
        clipboard.setText(text)
        keys("key", "ctrl+a", "ctrl+v")
        yield lambda text=text: desk.child(window, "annoki_first_line").text() == text
        yield answered
        told[name] = [said.text(), advice.text(), go.isEnabled()]
    # What is typed is looked at when Return says that it is all there.
    keys("key", "ctrl+a", "BackSpace")
    yield lambda: not desk.child(window, "annoki_first_line").text()
    keys("type", feed)
    yield lambda: desk.child(window, "annoki_first_line").text() == feed
    told["while typing"] = [said.text(), go.isEnabled()]
    keys("key", "Return")
    yield go.isEnabled
    told["feed"] = said.text()
    for _ in range(2):  # The same once more is no second source.
        clipboard.setText(page)
        keys("key", "ctrl+a", "ctrl+v")
        yield lambda: said.text().startswith("page.txt") and go.isEnabled()
        told["page"] = said.text()
        keys("key", "Return")
        yield lambda: go.text() == "S&tudy now"
        keys("key", "alt+w", "ctrl+a", "BackSpace")
        yield lambda: go.text() == "&Sync" and not go.isEnabled()

    def fails(*_: Any, **__: Any) -> None:
        raise ValueError("a defect")

    # After a sync that fails there is nothing new to study; it may be tried again.
    desk.addon("annoki.annoki.pipeline.one_sync").gather = fails
    clipboard.setText(page)
    keys("key", "ctrl+a", "ctrl+v")
    yield lambda: said.text().startswith("page.txt") and go.isEnabled()
    keys("key", "Return")
    yield lambda: desk.tooltips[-1].startswith("Annoki could not sync.") and go.isEnabled()
    told["failed"] = go.text()
    keys("key", "Escape")
    yield lambda: not desk.windows()


def _quiet(desk: Any) -> Iterator[Any]:
    yield desk.idle
    yield 0.3
    desk.results["windows"] = [window.objectName() for window in desk.windows()]
    desk.trigger("annoki_first")
    yield lambda: desk.window("annoki_first")
    desk.window("annoki_first").close()


@needs_keys
def test_what_is_typed_or_pasted_is_judged_in_a_sentence(prepared: Desktop, tmp_path: Path) -> None:
    desktop = prepared.copy(tmp_path / "desktop", PICTURES)
    for profile in (PROFILE, "Other"):
        desktop.kept("config.json", profile).unlink()
    path, wrong = desktop.folder / "page.txt", desktop.folder / "shopping.txt"
    path.write_text(page(NOTEBOOK), encoding="utf-8")
    wrong.write_text("milk\nbread\n", encoding="utf-8")
    with managed_screen() as desktop.display, Hypothesis([]) as service, Site() as blog:
        blog.pages = {"/atom.xml": feed(blog.url, 2)}
        address = f"{blog.url}/atom.xml".replace("http://", "")
        outcome = desktop.run(
            _typed, feed=address, api=service.api, wrong=str(wrong), page=str(path)
        )
    told = outcome.results
    assert outcome.errors == []
    assert told["nonsense"][0] == ""
    assert told["nonsense"][1].startswith("“two words” is no file, no address and no user name.")
    assert told["wrong"][0] == "shopping.txt: Annoki does not know what this is."
    assert "Save such a page and drop it here" in told["wrong"][1]
    assert "--format" not in str(told["wrong"])
    assert told["nobody"][0] == "nobody has nothing on Hypothes.is that everyone may read."
    assert not any(told[name][2] for name in ("nonsense", "wrong", "nobody"))
    assert told["while typing"] == ["", False]
    assert told["feed"].endswith(": 2 notes, the newest")
    assert told["page"] == "page.txt: 5 notes, complete"
    assert told["failed"] == "&Sync"
    assert desktop.configuration()["sources"] == [{"kind": "file", "path": str(path)}]
    desktop.display = ""
    # It opened by itself once, in this profile, and can be opened from the menu.
    assert desktop.run(_quiet).results["windows"] == []
    assert not desktop.kept("config.json", "Other").exists()


def _show(desk: Any, look: str, wrong: str, good: str) -> Iterator[Any]:
    from aqt.theme import Theme

    desk.mw.set_theme(Theme.DARK if "dark" in look else Theme.LIGHT)
    yield lambda: desk.window("annoki_first")
    window = desk.window("annoki_first")
    go = desk.child(window, "annoki_first_go")
    cards = desk.child(window, "annoki_first_cards")
    screen = desk.mw.screen().availableGeometry()
    desk.results["screen"] = [screen.width(), screen.height()]
    frame = 30  # Which is given to it a little later than it is there, or never told of.
    fits = window.width() + frame <= screen.width() and window.height() + frame <= screen.height()
    desk.results["fits"] = fits
    yield 1.0
    desk.picture(f"first-{look}")
    window.dropped([wrong])
    yield lambda: desk.child(window, "annoki_first_said").text()
    yield 0.3
    desk.picture(f"first-wrong-{look}")
    window.dropped([good])
    yield go.isEnabled
    # All are there, and their formulas set.
    texts = "[...document.querySelectorAll('iframe')].map(f => f.contentDocument.body.innerText)"
    seen: List[Any] = []
    yield (
        lambda: (
            cards.evalWithCallback(texts, seen.append)
            or (seen and seen[-1] and all(t and "\\(" not in t for t in seen[-1]))
        )
    )
    yield 0.3
    desk.picture(f"first-found-{look}")
    go.click()
    yield lambda: go.isEnabled() and desk.idle()
    yield 0.3
    desk.picture(f"first-synced-{look}")
    desk.results["texts"] = desk.texts(window)
    window.close()


@pytest.mark.skipif(not shutil.which("Xvfb"), reason="needs Xvfb")
@pytest.mark.parametrize(
    ("look", "language", "scale"), [("light", "en", 2), ("dark-zh", "zh_CN", 1)]
)
def test_it_fits_and_is_pictured(
    look: str, language: str, scale: int, prepared: Desktop, tmp_path: Path
) -> None:
    desktop = prepared.copy(tmp_path / "desktop", PICTURES)
    desktop.kept("config.json").unlink()
    desktop.enlarge(scale)
    folder = tmp_path / "saved"
    folder.mkdir()
    shutil.copy(EXAMPLES / "hypothesis-export.txt", folder)
    with managed_screen(1024 * scale, 600 * scale) as desktop.display:
        outcome = desktop.run(
            _show, language=language, look=look, wrong=str(ROOT / "README.md"), good=str(folder)
        )
    assert outcome.errors == []
    assert outcome.results["screen"] == [1024, 600]
    assert outcome.results["fits"]
    for name in ("first", "first-wrong", "first-found", "first-synced"):
        assert (PICTURES / f"{name}-{look}.png").stat().st_size > 10_000, name
