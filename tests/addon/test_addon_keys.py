"""What is typed while a sync runs, and as it ends, goes where it was meant to go: real keys."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Dict, Iterator

from tests.addon.desktop import Desktop
from tests.addon.keys import managed_screen, needs_keys
from tests.addon.test_addon_services import PNG, feed
from tests.fetch.servers import Asked, Handler, Site
from tests.fixture_files import ROOT

TYPED = "what is typed while a sync runs is never lost, nor does it cancel anything at all"


class Slow(Site):
    """A blog whose feed is in the file `page`; it answers when `gate` is there, and not before."""

    def __init__(self, gate: Path, page: Path) -> None:
        super().__init__()
        self.gate, self.page = gate, page

    def answer(self, handler: Handler, asked: Asked) -> None:
        while not self.gate.exists() and not self.closed.is_set():
            time.sleep(0.02)
        self.pages = {"/atom.xml": self.page.read_text(encoding="utf-8"), "/one.png": PNG}
        super().answer(handler, asked)


def _type(desk: Any, gate: str, changed: str, page: str, typed: str) -> Iterator[Any]:
    import subprocess
    import time
    from pathlib import Path

    import aqt
    from aqt.qt import QApplication

    mw, col = desk.mw, desk.col
    answers = Path(gate)
    shown: Dict[str, Any] = {"progress": 0, "active": []}

    def keys(*what: str) -> Any:
        running = subprocess.Popen(["xdotool", *what])

        def ended() -> bool:
            shown["progress"] += bool(desk.notice("annoki_progress"))
            active = QApplication.activeWindow()
            name = active.objectName() or type(active).__name__ if active else ""
            if name not in shown["active"]:
                shown["active"].append(name)
            return running.poll() is not None

        yield ended

    def sync_while(typing: Any) -> Iterator[Any]:
        """Type, let the source answer in the middle of it, and wait until all is over."""
        before = len(desk.tooltips)
        yield lambda: desk.notice("annoki_progress")
        halfway = typing()
        for at, wait in enumerate(halfway):
            if at == 1:
                answers.touch()
            yield wait
        yield lambda: len(desk.tooltips) > before and desk.idle()
        answers.unlink()

    def halves() -> Iterator[Any]:
        middle = len(typed) // 2
        for part in (typed[:middle], typed[middle:]):
            yield from keys("type", "--delay", "40", part)

    def field_of(window: Any) -> str:
        window.editor.call_after_note_saved(lambda: None, keepFocus=True)
        return str(window.editor.note.fields[0])

    def all_arrived(window: Any) -> Any:
        end = time.monotonic() + 100  # what is lost by then is told, and not waited for

        return lambda: field_of(window) == typed or time.monotonic() > end

    answers.unlink(missing_ok=True)
    for n in range(6):
        note = col.new_note(col.models.by_name("Basic"))
        note["Front"], note["Back"] = f"own {n}", "back"
        col.add_note(note, 1)
    mw.activateWindow()
    yield lambda: mw.isActiveWindow()

    # A new note, half typed, as the first sync makes a note type and decks.
    desk.trigger("annoki_sync")
    mw.onAddCard()
    add = aqt.dialogs._dialogs["AddCards"][1]
    yield lambda: add.isActiveWindow() and add.editor.currentField == 0
    shown["active"] = []
    yield from sync_while(halves)
    yield all_arrived(add)
    desk.results["add"] = [field_of(add), add.isActiveWindow(), add.editor.currentField]
    desk.results["active in add"] = list(shown["active"])
    desk.picture("keys-add")
    add.editor.call_after_note_saved(add._close)
    yield lambda: not aqt.dialogs._dialogs["AddCards"][1]

    # A note in the Browser, as others change.
    Path(page).write_text(changed, encoding="utf-8")
    desk.trigger("annoki_sync")
    browser = aqt.dialogs.open("Browser", mw, search=('"front:own 5"',))
    yield lambda: browser.editor and browser.editor.note
    yield lambda: browser.isActiveWindow()
    browser.editor.note.fields[0] = ""
    browser.editor.loadNote(focusTo=0)
    yield lambda: browser.editor.currentField == 0
    shown["active"] = []
    yield from sync_while(halves)
    yield all_arrived(browser)
    desk.results["browser"] = [field_of(browser), browser.editor.currentField]
    desk.results["active in browser"] = list(shown["active"])
    desk.picture("keys-browser")
    browser.close()
    yield lambda: not aqt.dialogs._dialogs["Browser"][1]

    # Reviews: the answer is shown as the sync ends, and is answered then.
    col.decks.set_current(1)
    mw.moveToState("review")
    yield lambda: mw.state == "review" and mw.reviewer.state == "question"
    mw.activateWindow()
    yield lambda: mw.isActiveWindow()

    def reviews() -> Iterator[Any]:
        for at, key in enumerate(("3", "1", "4", "2")):
            yield from keys("key", "space")
            yield lambda: mw.reviewer.state == "answer"
            if at == 1:
                yield lambda: len(desk.tooltips) > said and desk.idle()
                desk.results["shown at the end"] = mw.reviewer.state
                desk.picture("keys-review")
            left = mw.reviewer.card.id
            yield from keys("key", key)
            yield lambda left=left: mw.reviewer.state == "question" or mw.state != "review"

    said = len(desk.tooltips)
    Path(page).write_text(changed.replace("More about", "Once more about"), encoding="utf-8")
    desk.trigger("annoki_sync")
    yield lambda: desk.notice("annoki_progress")
    for at, wait in enumerate(reviews()):
        if at == 4:
            answers.touch()
        yield wait
    desk.results["eases"] = col.db.list("select ease from revlog order by id")
    desk.results["progress"] = shown["progress"]
    desk.results["windows"] = [one.objectName() for one in desk.windows()]


@needs_keys
def test_what_is_typed_is_never_lost_and_never_cancels(prepared: Desktop, tmp_path: Path) -> None:
    gate, page = tmp_path / "gate", tmp_path / "page"
    with managed_screen() as display, Slow(gate, page) as blog:
        page.write_text(feed(blog.url, 3), encoding="utf-8")
        changed = feed(blog.url, 4).replace("All about", "More about")
        desktop = prepared.copy(tmp_path / "desktop", ROOT / "build" / "pictures" / "addon")
        desktop.display = display
        desktop.configure(sources=[{"kind": "blog", "url": f"{blog.url}/atom.xml"}])
        outcome = desktop.run(_type, gate=str(gate), changed=changed, page=str(page), typed=TYPED)
    assert outcome.errors == []
    results = outcome.results
    # The window, its field, and every key.
    assert results["add"] == [TYPED, True, 0]
    assert results["browser"] == [TYPED, 0]
    assert len(results["active in add"]) == len(results["active in browser"]) == 1
    # The card whose answer was shown as the sync ended is the one that was answered.
    assert results["shown at the end"] == "answer"
    assert results["eases"] == [3, 1, 4, 2]
    # It was there to be seen, and each sync went to its end.
    assert results["progress"] > 0
    assert [said.startswith("Annoki added") for said in outcome.tooltips] == [True, True, False]
    assert outcome.tooltips[2] == "Annoki updated 4 notes."
    assert results["windows"] == []
