"""What our windows share: how they are made, and what they are made of."""

from __future__ import annotations

from functools import partial
from typing import Any, Callable, Dict, List, Mapping, Optional, Set, Tuple, TypeVar

from aqt import qt
from aqt.operations import QueryOp
from aqt.utils import disable_help_button, restoreGeom, saveGeom

from . import host
from .i18n import tr

_Part = TypeVar("_Part", bound=qt.QWidget)
_Came = TypeVar("_Came")
_Size = Optional[Tuple[str, int, int]]
_Parent = Optional[qt.QWidget]

_there: Set[qt.QDialog] = set()
"""Each window until Qt has deleted it. That may be a little after it was closed, and if Python let
go of it in between, a timer that Anki has given it would call what is no longer there."""


class Window(qt.QDialog):
    """A window called `annoki_NAME`, in front of `parent` or else of Anki's own.

    `size` is the key under which Anki keeps how it was left, and its width and height before that.
    """

    def __init__(self, name: str, title: str, size: _Size = None, parent: _Parent = None) -> None:
        super().__init__(parent or host.main_window())
        self.is_over = False
        _there.add(self)
        qt.qconnect(self.destroyed, partial(_there.discard, self))
        disable_help_button(named_as(self, name))
        self.setWindowTitle(title)
        if size:
            key, *pixels = size
            restoreGeom(self, key, default_size=(pixels[0], pixels[1]))
            qt.qconnect(self.finished, lambda _result: saveGeom(self, key))

    def done(self, result: int) -> None:
        """How Qt closes it."""
        if not self.is_over:
            self.is_over = True
            super().done(result)
            self.left()

    def left(self) -> None:
        """It is closed, however that was done."""

    def in_background(
        self, work: Callable[[Any], _Came], then: Callable[[_Came], None], beside: bool = False
    ) -> None:
        """Do `work` with the collection, and `then` with what came of it, unless the window is left
        by then. What is done `beside` does not wait for others who use the collection."""

        def success(came: _Came) -> None:
            if not self.is_over:
                then(came)

        op = QueryOp(parent=host.main_window(), op=work, success=success)
        (op.without_collection() if beside else op).run_in_background()

    def dropped(self, names: List[str]) -> None:
        """These files, folders and addresses were dropped, or texts, a line each, where drops are
        accepted."""

    def dragEnterEvent(self, event: Any) -> None:
        """How Qt asks whether something is welcome."""
        event.setAccepted(event.mimeData().hasUrls() or event.mimeData().hasText())

    def dropEvent(self, event: Any) -> None:
        """How Qt gives it."""
        event.acceptProposedAction()
        urls = [url.toLocalFile() or url.toString() for url in event.mimeData().urls()]
        names = map(str.strip, urls or event.mimeData().text().splitlines())
        self.dropped(list(filter(None, names)))


def named_as(part: _Part, name: str, told: str = "", **properties: Any) -> _Part:
    """`part`, called `annoki_NAME`, with these of Qt's `properties`; it is `told` by who reads the
    screen aloud."""
    configure: Callable[..., None] = part.pyqtConfigure
    configure(**{"objectName": f"annoki_{name}", "accessibleName": told, **properties})
    return part


def button(name: str, text: str, click: Callable[[], Any]) -> qt.QPushButton:
    """A button that Return does not press while something else has the keyboard."""
    made = named_as(qt.QPushButton(text), name, autoDefault=False)
    qt.qconnect(made.clicked, lambda _checked=False: click())
    return made


def buttons(window: str, starts: Mapping[str, Callable[[], Any]]) -> Dict[str, qt.QPushButton]:
    """The buttons of `window` by name, each with what it starts."""
    return {
        name: button(f"{window}_{name}", tr(f"{window}.{name}"), start)
        for name, start in starts.items()
    }


def ok_and_cancel(window: qt.QDialog) -> qt.QDialogButtonBox:
    """The buttons below what is edited in `window`, in the order that is usual here."""
    standard = qt.QDialogButtonBox.StandardButton
    made = qt.QDialogButtonBox(standard.Ok | standard.Cancel)
    qt.qconnect(made.accepted, window.accept)
    qt.qconnect(made.rejected, window.reject)
    ok = made.button(standard.Ok)
    assert ok is not None
    ok.setObjectName(f"{window.objectName()}_ok")
    return made


def choice(name: str, texts: Mapping[Any, str], value: Any) -> qt.QComboBox:
    """One of the values of `texts`, each shown as its text: `value`, if it is there, or the first;
    later its `currentData`."""
    made = named_as(qt.QComboBox(), name)
    for one, text in texts.items():
        made.addItem(text, one)
    made.setCurrentIndex(max(0, made.findData(value)))
    return made


def in_a_row(*parts: Optional[qt.QWidget]) -> qt.QHBoxLayout:
    """`parts` beside each other; None is a gap that takes all the room there is."""
    made = qt.QHBoxLayout()
    for part in parts:
        made.addStretch() if part is None else made.addWidget(part)
    return made


def label(name: str, text: str = "", plain: bool = False, **properties: Any) -> qt.QLabel:
    """A paragraph, of HTML unless it is `plain`, that is as high as it needs."""
    format = qt.Qt.TextFormat.PlainText if plain else qt.Qt.TextFormat.AutoText
    return named_as(qt.QLabel(text), name, "", wordWrap=True, textFormat=format, **properties)
