"""A second add-on, for tests only: plays a script inside the real program and writes its results.

A script is a generator function `script(desk, **arguments)`, which the harness sends as source. It
runs in the program's own thread and yields what it waits for: a number of seconds, of which a busy
program takes more, or a function that is called until it answers with something true. What it
leaves in `desk.results` comes back.
"""

from __future__ import annotations

import faulthandler
import json
import os
import re
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any, Callable, Dict, Generator, List, Optional, Tuple, Union

import aqt
from aqt import gui_hooks
from aqt.qt import (
    QAction,
    QApplication,
    QDialog,
    QMessageBox,
    Qt,
    QTimer,
    QTreeWidget,
    QWidget,
)

# What of Anki may be absent for the type checker, a script takes for granted.
mw: Any = aqt.mw
qt: Any = aqt.qt

Wait = Union[float, Callable[[], object]]
Script = Generator[Wait, None, None]

STEP = 120.0
"""Seconds that one wait may take."""

ROUND = 20
"""Milliseconds between two looks, where the program is not busy."""


class Desk:
    """What a script may do: find actions and windows, wait, take pictures, keep results."""

    def __init__(self, pictures: str) -> None:
        self.results: Dict[str, Any] = {}
        self.errors: List[str] = []
        self.tooltips: List[str] = []
        self._pictures = pictures
        self._label: Any = None
        self._notice: Any = None

    def look(self) -> None:
        """Take down the tooltip or notice that is shown, if it is a new one."""
        for notice in getattr(sys.modules.get("annoki.notice"), "_shown", []):
            if notice.objectName() == "annoki_notice" and notice is not self._notice:
                self._notice = notice
                self.tooltips.append(notice.label.text())
        label = aqt.utils._tooltipLabel
        if label is not None and label is not self._label and not qt.sip.isdeleted(label):
            self._label = label
            self.tooltips.append(re.sub(r"<table.*?<td>|</td>.*", "", label.text(), flags=re.S))

    @property
    def mw(self) -> Any:
        """Anki's main window."""
        return mw

    @property
    def col(self) -> Any:
        """The open collection."""
        return mw.col

    def addon(self, module: str) -> Any:
        """A module of the add-on that is loaded."""
        return sys.modules[module]

    def action(self, name: str) -> QAction:
        """The menu action with the object name `name`."""
        found: Optional[QAction] = mw.findChild(QAction, name)
        assert found is not None, f"no action {name}"
        return found

    def trigger(self, name: str) -> None:
        """Choose the menu action `name`, as a click would, once the script waits again."""
        action = self.action(name)
        assert action.isEnabled(), f"{name} is disabled"
        # What it opens may be modal and not return; then the script would never go on.
        QTimer.singleShot(0, action.trigger)

    def click(self, window: QWidget, name: str) -> None:
        """Click the button `name` in `window`, once the script waits again."""
        button = self.child(window, name)
        assert button.isEnabled(), f"{name} is disabled"
        QTimer.singleShot(0, button.click)

    def choose(self, window: QWidget, button: str, entry: str) -> Script:
        """Open the menu of `button` in `window` and choose `entry` in it."""
        self.click(window, button)
        menu = self.child(window, button).menu()
        yield menu.isVisible
        action = menu.findChild(QAction, entry)
        assert action is not None, f"no entry {entry}"
        menu.close()
        QTimer.singleShot(0, action.trigger)
        yield lambda: not menu.isVisible()

    def fill(self, window: QWidget, name: str, text: str) -> None:
        """Type `text` into the line `name` in `window`, in place of what is there."""
        line = self.child(window, name)
        assert line.isEnabled(), f"{name} is disabled"
        line.selectAll()
        line.insert(text)

    def texts(self, window: QWidget) -> List[str]:
        """All that `window` shows, its hints too, line by line."""
        found = [window.windowTitle()]
        for widget in window.findChildren(QWidget):
            found.append(widget.toolTip())
            for name in ("text", "displayText", "toPlainText", "currentText"):
                # A masked line shows what `displayText` says, not its `text`.
                if hasattr(widget, name) and not (name == "text" and hasattr(widget, "echoMode")):
                    found.append(str(getattr(widget, name)()))
            if widget.objectName() == "annoki_items":
                found += [text for row in self.items(window) for text in row]
            if isinstance(widget, QTreeWidget):
                items = (widget.topLevelItem(at) for at in range(widget.topLevelItemCount()))
                rows = [item for item in items if item is not None]
                columns = range(widget.columnCount())
                found += [row.text(column) for row in rows for column in columns]
                found += [row.toolTip(column) for row in rows for column in columns]
        return [text for text in found if text]

    def sync(self) -> Script:
        """Annoki > Sync now, until it has said what it did."""
        before = len(self.tooltips)
        self.trigger("annoki_sync")
        yield lambda: len(self.tooltips) > before and self.idle()

    def clipboard(self) -> str:
        """The text that was copied."""
        found = QApplication.clipboard()
        return found.text() if found else ""

    def note(self, text: str) -> Any:
        """The only note that holds `text`."""
        (note_id,) = mw.col.find_notes(f'"{text}"')
        return mw.col.get_note(note_id)

    def rows(self) -> Dict[str, Any]:
        """What a learner would miss, row by row."""
        tables = ("notes", "cards", "revlog", "notetypes", "fields", "templates", "decks", "tags")
        return {name: repr(mw.col.db.all(f"select * from {name}")) for name in tables}

    def windows(self) -> List[QWidget]:
        """The visible windows beside the main window, the active one last."""
        found = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not mw]
        return [w for w in found if isinstance(w, QDialog)]

    def window(self, name: str) -> Any:
        """The visible dialog with the object name `name`, or None."""
        return next((w for w in self.windows() if w.objectName() == name), None)

    def loaded(self, name: str) -> Any:
        """The visible dialog `name` once nothing is read for it any more, or None."""
        return self.window(name) if not mw._background_op_count else None

    def items(self, window: QWidget) -> List[Tuple[str, str]]:
        """What the list of items in `window` shows: what each is, and what happened to it."""
        model = self.child(window, "annoki_items").model()
        rows = [model.index(at, 0) for at in range(model.rowCount())]
        return [(row.data(), row.data(Qt.ItemDataRole.UserRole)) for row in rows]

    def pick(self, window: QWidget, text: str) -> None:
        """Make the item current that shows `text`."""
        view = self.child(window, "annoki_items")
        at = next(at for at, row in enumerate(self.items(window)) if text in row[0])
        view.setCurrentIndex(view.model().index(at, 0))

    def notice(self, name: str = "annoki_notice") -> Any:
        """The notice that is shown in Anki's window, or None."""
        shown = getattr(sys.modules.get("annoki.notice"), "_shown", [])
        return next((one for one in shown if one.objectName() == name and one.isVisible()), None)

    def box(self) -> Optional[Any]:
        """The visible message box, or None."""
        return next((w for w in self.windows() if isinstance(w, QMessageBox)), None)

    def child(self, window: QWidget, name: str) -> Any:
        """The widget called `name` in `window`."""
        found = window.findChild(QWidget, name)
        assert found is not None, f"no widget {name} in {window.objectName()}"
        return found

    def idle(self) -> bool:
        """Whether neither Anki nor Annoki is at work."""
        steps = sys.modules.get("annoki.steps")
        running = steps and steps.WAITS.turns
        return not mw.progress.busy() and not mw._background_op_count and not running

    def picture(self, name: str, window: Optional[QWidget] = None) -> None:
        """Keep a picture of `window`, or of the whole screen where there is one."""
        if not self._pictures:
            return
        Path(self._pictures).mkdir(parents=True, exist_ok=True)
        path = str(Path(self._pictures, f"{name}.png"))
        if window is not None and QApplication.platformName() == "offscreen":
            window.grab().save(path)
        else:
            mw.screen().grabWindow(0).save(path)


class _Player:
    def __init__(self, desk: Desk, script: Script, output: str) -> None:
        self.desk = desk
        self.script = script
        self.output = output
        self.wait: Wait = 0.0
        self.rounds = 0
        self.since = self.ticked = time.monotonic()
        threading.Thread(target=self.guard, args=(os.getppid(),), daemon=True).start()
        self.timer = QTimer(mw)
        self.timer.setInterval(ROUND)
        self.timer.timeout.connect(self.tick)
        self.timer.start()

    def tick(self) -> None:
        self.ticked = time.monotonic()
        self.desk.look()
        waited = time.monotonic() - self.since
        self.rounds += 1
        try:
            if isinstance(self.wait, (int, float)):
                if waited < self.wait or self.rounds * ROUND < self.wait * 1000:
                    return
            elif not self.wait():
                if waited < (2.0 if self.desk.errors else STEP):
                    return
                frame: Any = getattr(self.script, "gi_frame", None)
                line = frame.f_lineno if frame else 0
                names = [w.objectName() or type(w).__name__ for w in self.desk.windows()]
                raise TimeoutError(f"script line {line}: waited {STEP} s; windows: {names}")
            self.wait = next(self.script)
            self.since, self.rounds = time.monotonic(), 0
        except StopIteration:
            self.end("")
        except BaseException:
            self.desk.picture("failure")
            self.end(traceback.format_exc())

    def guard(self, parent: int) -> None:
        """End the program if the harness is gone, or if nothing moves any more."""
        while True:
            threading.Event().wait(1)  # On a clock that is moved, `sleep` does not work.
            if os.getppid() != parent:
                os._exit(4)
            if time.monotonic() - self.ticked > 2 * STEP:
                faulthandler.dump_traceback(sys.__stdout__ or sys.stdout)
                os._exit(5)

    def end(self, failure: str) -> None:
        self.timer.stop()
        data = {
            "results": self.desk.results,
            "errors": self.desk.errors,
            "tooltips": self.desk.tooltips,
            "failure": failure,
        }
        partial = self.output + ".part"
        Path(partial).write_text(json.dumps(data, ensure_ascii=False, default=str), "utf-8")
        os.replace(partial, self.output)
        for window in self.desk.windows():
            window.close()
        if failure:
            # Something may be modal or stuck; the harness only wants the traceback.
            os._exit(3)
        QTimer.singleShot(0, lambda: mw.unloadProfileAndExit() if mw.col else mw.cleanupAndExit())


def _watch(desk: Desk) -> None:
    """Collect what Anki would show as an error."""

    def write(text: str) -> None:
        print(text, end="", file=sys.__stdout__)
        desk.errors.append(text)

    mw.errorHandler.write = write


def _start() -> None:
    path = os.environ.get("ANNOKI_TEST_SCRIPT")
    if not path:
        return
    task = json.loads(Path(path).read_text("utf-8"))
    names: Dict[str, Any] = {"mw": mw, "Qt": Qt, "Any": Any, "Dict": Dict}
    exec(compile(task["source"], task["file"], "exec"), names)
    desk = Desk(task["pictures"])
    _watch(desk)
    script = names[task["name"]](desk, **task["arguments"])
    ready: List[_Player] = []

    def begin() -> None:
        if not ready:
            Path(task["began"]).touch()
            ready.append(_Player(desk, script, task["output"]))

    # Some scripts begin before a profile is open.
    if task["early"]:
        gui_hooks.main_window_did_init.append(begin)
    else:
        gui_hooks.profile_did_open.append(lambda: QTimer.singleShot(0, begin))


_start()
