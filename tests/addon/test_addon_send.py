"""Answers go back from inside Anki, to a service on loopback that is written to as the real one.

A person ticks, reads, sends and puts back with real keys and clicks.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, Dict, Iterator, List

import pytest

from tests.addon.desktop import Desktop
from tests.addon.keys import managed_screen, needs_keys
from tests.fetch.servers import TOKEN, Asked, Handler, row
from tests.fixture_files import ROOT
from tests.push.service import ONE, Service

PICTURES = ROOT / "build" / "pictures" / "addon"
SKY = "> [!NOTE] What is the sky?\n> Blue.\n\n#weather"
WHY = "> [!QUESTION] Why is it blue?"
MOON = "> [!NOTE] What pulls the tides?\n> The moon."
SALT = "> [!NOTE] What makes the sea salty?\n> Rivers."
SNOW = "> [!NOTE] Why is snow white?\n> It scatters light."
TEXTS = (SKY, WHY, MOON, SALT, SNOW)


class Steered(Service):
    """A service that a script steers: at `/change` its reader changes an annotation, `/fail` has it
    refuse the next write, `/hold` lets the next wait for `/go`."""

    def __init__(self) -> None:
        super().__init__([row(n, text=text) for n, text in enumerate(TEXTS)])
        self._fails = False
        self._goes = threading.Event()
        self._goes.set()

    def answer(self, handler: Handler, asked: Asked) -> None:
        steps = {"/change": self._change_salt, "/fail": self._fail, "/hold": self._goes.clear}
        if asked.path in ("/go", *steps):
            steps.get(asked.path, self._goes.set)()
            handler.send(b"ok")
        elif asked.path.startswith(ONE) and asked.method == "PATCH" and self._fails:
            self._fails = False
            handler.json({"status": "failure", "reason": "Not today"}, 403)
        else:
            if asked.method == "PATCH":
                self._goes.wait(60)
            super().answer(handler, asked)

    def _change_salt(self) -> None:
        self.edit("row-3", text=f"{SALT} And volcanoes.")

    def _fail(self) -> None:
        self._fails = True


@pytest.fixture
def service() -> Iterator[Steered]:
    with Steered() as running:
        yield running


def _sends(desk: Any, look: str, url: str) -> Iterator[Any]:
    import subprocess
    from urllib.request import urlopen

    from aqt.qt import Qt
    from aqt.theme import Theme

    results: Dict[str, Any] = desk.results

    def keys(*what: str) -> Iterator[Any]:
        running = subprocess.Popen(["xdotool", *what])
        yield lambda: running.poll() is not None

    def steer(what: str) -> None:
        urlopen(f"{url}/{what}", timeout=30).read()

    def window() -> Any:
        return desk.window("annoki_send")

    def opened() -> Iterator[Any]:
        desk.trigger("annoki_send")
        yield lambda: window() and desk.idle()
        yield window().isActiveWindow

    def rows() -> Dict[str, str]:
        return dict(desk.items(window()))

    def said() -> str:
        return str(desk.child(window(), "annoki_send_said").text())

    def details() -> str:
        return str(desk.child(window(), "annoki_report_text").toPlainText())

    def view() -> Any:
        return desk.child(window(), "annoki_items")

    def place(index: Any, right: float) -> List[str]:
        rect = view().visualRect(index)
        where = view().viewport().mapToGlobal(rect.center())
        where.setX(view().viewport().mapToGlobal(rect.topLeft()).x() + int(right))
        scale = view().devicePixelRatioF()
        return [str(int(one * scale)) for one in (where.x(), where.y())]

    def index_of(text: str) -> Any:
        at = next(at for at, (said, _) in enumerate(desk.items(window())) if text in said)
        return view().model().index(at, 0)

    def click(text: str, right: float = 150) -> Iterator[Any]:
        index = index_of(text)
        view().scrollTo(index)
        yield from keys("mousemove", *place(index, right), "click", "1")

    def ticked(text: str) -> Any:
        """Whether its row is ticked; None where it cannot be."""
        state = index_of(text).data(Qt.ItemDataRole.CheckStateRole)
        return None if state is None else state == Qt.CheckState.Checked

    def has(*texts: str) -> bool:
        return bool(desk.idle()) and any(text in str(rows()) for text in texts)

    def kept() -> List[Any]:
        """All of the notes that were sent, to the moment of their last change."""
        return [[*note.fields, note.mod] for note in map(desk.note, ("is the sky", "snow white"))]

    def press(name: str, key: str) -> Iterator[Any]:
        yield desk.child(window(), f"annoki_send_{name}").isEnabled
        yield from keys("key", key)

    def answer(text: str, html: str) -> None:
        note = desk.note(text)
        note["Answer"] = html
        desk.col.update_note(note)

    desk.mw.set_theme(Theme.DARK if "dark" in look else Theme.LIGHT)
    # Nothing was edited yet, and nothing is asked of the service that is not needed.
    yield from desk.sync()
    yield from opened()
    results["nothing"] = [said(), list(rows().values())]
    results["cannot"] = desk.child(window(), "annoki_send_send").isEnabled()
    yield from keys("key", "Escape")
    yield lambda: not window()

    answer("What is the sky", "Blue, as <b>short</b> waves scatter most.")
    answer("Why is it blue", "Short waves scatter most.")
    answer("pulls the tides", "<table><tr><td>The moon</td></tr></table>")
    answer("sea salty", "Rivers, over ages.")
    answer("snow white", "It scatters <i>all</i> light.")
    steer("change")
    yield from opened()
    results["found"], results["counts"] = rows(), said()
    yield from click("What is the sky")
    yield lambda: "What is the sky" in details()
    results["details"] = details()
    yield 0.3
    desk.picture(f"send-{look}")
    results["ticked"] = {text: ticked(text) for text in rows()}
    # Space takes the tick away, and a click on it, too.
    view().setFocus()
    yield from keys("key", "space")
    yield lambda: ticked("What is the sky") is False
    yield from keys("key", "space")
    yield lambda: ticked("What is the sky") is True
    yield from click("Why is it blue", 10)
    yield lambda: ticked("Why is it blue") is False
    steer("fail")
    yield from press("send", "alt+s")
    yield lambda: has("Sent", "已送回")
    results["sent"], results["sent counts"] = rows(), said()
    results["ticked then"] = {text: ticked(text) for text in rows()}
    yield from click("What is the sky")
    yield lambda: "What is the sky" in details()
    results["refused"] = details()
    yield 0.3
    desk.picture(f"send-done-{look}")
    # What failed is sent once more.
    yield from press("send", "alt+s")
    yield lambda: desk.idle() and not desk.child(window(), "annoki_send_send").isEnabled()
    results["again"] = rows()
    results["step"] = desk.col.undo_status().undo
    before = kept()
    yield from keys("key", "Escape")
    yield lambda: not window()
    yield from desk.sync()
    results["in step"] = kept() == before

    # Put back: what was sent last.
    yield from opened()
    yield from press("undo", "alt+p")
    yield (
        lambda: desk.idle() and window() and ("Put back" in str(rows()) or "已撤销" in str(rows()))
    )
    results["undone"] = rows()
    yield 0.2
    desk.picture(f"send-undone-{look}")
    # Closed in the middle: what is being sent is sent, and told of.
    for text in [one for one in rows() if ticked(one) and "Why" not in one]:
        yield from click(text, 10)
        yield lambda text=text: ticked(text) is False
    yield lambda: ticked("Why is it blue") is True
    steer("hold")
    yield from press("send", "alt+s")
    yield lambda: "Why is it blue" in said()
    yield 0.5
    yield from keys("key", "Escape")
    yield lambda: not window()
    told = len(desk.tooltips)
    steer("go")
    yield lambda: desk.idle() and len(desk.tooltips) > told
    results["closed"] = desk.tooltips[-1]
    before = desk.rows()
    yield from desk.sync()
    results["still in step"] = desk.rows() == before


@needs_keys
@pytest.mark.parametrize(
    ("look", "language", "scale"), [("light", "en", 1), ("dark-zh", "zh_CN", 2)]
)
def test_a_person_sends_answers_back(
    look: str, language: str, scale: int, service: Steered, prepared: Desktop, tmp_path: Path
) -> None:
    with managed_screen(1024 * scale, 600 * scale) as display:
        desktop = prepared.copy(tmp_path / "desktop", PICTURES)
        desktop.display = display
        desktop.enlarge(scale)
        mine = {"kind": "hypothesis", "user": "me", "token": TOKEN, "api": service.api}
        other = {"kind": "hypothesis", "user": "you", "api": service.api}
        desktop.configure(sources=[mine, other])
        outcome = desktop.run(_sends, language=language, look=look, url=service.url)
    zh = language == "zh_CN"
    assert outcome.errors == []
    results = outcome.results

    short = str.maketrans("（）", "  ")

    def told(rows: Dict[str, str]) -> Dict[str, str]:
        """What is told of each answer first."""
        return {last(text): below.split(" · ")[0] for text, below in rows.items()}

    def last(text: str) -> str:
        return text.translate(short).split()[-1]

    ready, cannot, conflict = (
        ("待送回", "无法送回", "冲突，未送回")
        if zh
        else ("To send", "Cannot be sent", "Conflict, not sent")
    )
    sent, failed, undone = (
        ("已送回", "失败，未送回", "已撤销") if zh else ("Sent", "Failed, not sent", "Put back")
    )
    api = service.api
    assert results["nothing"] == ["没有要送回的答案。" if zh else "No answers to send.", [cannot]]
    assert not results["cannot"]
    waits = {"tides?": cannot, "sky?": ready, "white?": ready, "blue?": ready, "salty?": conflict}
    assert told(results["found"]) == {**waits, api: cannot}
    ticked = {last(text): tick for text, tick in results["ticked"].items()}
    able = {"sky?": True, "white?": True, "blue?": True}
    assert ticked == {**dict.fromkeys(("tides?", "salty?", api)), **able}
    assert "> Blue, as **short** waves scatter most.\n\n#weather" in results["details"]
    then = {**waits, api: cannot, "sky?": failed, "white?": sent}
    assert told(results["sent"]) == then, "what was not ticked is not sent"
    assert "Not today" in results["refused"]
    assert told(results["again"]) == {**then, "sky?": sent}
    assert results["step"] == ("Annoki：送回答案" if zh else "Annoki: answers sent")
    assert results["in step"], "a sync finds nothing to do"
    assert told(results["undone"])["sky?"] == undone
    assert results["closed"] == (
        "Annoki：已送回答案。1 条已送回。" if zh else "Annoki: answers were sent back. 1 sent."
    )
    assert results["still in step"]
    sky = SKY.replace("Blue.", "Blue, as **short** waves scatter most.")
    assert [one[:] for one in service.writes] == [
        ("row-4", SNOW, SNOW.replace("light", "*all* light")),
        ("row-0", SKY, sky),
        ("row-0", sky, SKY),
        ("row-1", WHY, f"{WHY}\n> Short waves scatter most."),
    ]
