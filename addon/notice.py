"""A small panel in Anki's main window that says something and may offer a button or two.

It is no window: it never takes the keyboard, and nothing that is typed reaches it. What it says
goes away by itself, once it could be seen.
"""

from __future__ import annotations

from functools import partial
from typing import Callable, List, Sequence, Tuple

from aqt import colors, qt
from aqt.theme import theme_manager

from .host import main_window
from .i18n import tr

_WIDTH, _MARGIN = 400, 16
_LASTS = 12.0
_LOOKS_EVERY = 250

Button = Tuple[str, Callable[[], None]]
"""The key of what stands on it, and what it does once the panel is gone."""

DONE, TROUBLE = ("✓", colors.STATE_REVIEW), ("!", colors.STATE_LEARN)
"""What a panel begins with: a sign, and its colour."""

_shown: List[Notice] = []


class Notice(qt.QFrame):
    """Says `text`, in the place of the one before. One that `waits` stays until it is clicked."""

    def __init__(
        self,
        text: str,
        buttons: Sequence[Button] = (),
        sign: Tuple[str, object] = DONE,
        waits: bool = False,
        name: str = "annoki_notice",
    ) -> None:
        super().__init__(main_window())
        self._left = _LASTS
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.label = qt.QLabel(text)
        self.label.setObjectName(f"{name}_text")
        self.label.setTextFormat(qt.Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        top = qt.QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(_badge(*sign), 0, qt.Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.label, 1)
        if not waits:
            close = qt.QToolButton()
            close.setText("✕")
            close.setAccessibleName(tr("notice.close"))
            self._add(close, "close", top, self.leave)
        self._rows = qt.QVBoxLayout(self)
        self._rows.setContentsMargins(14, 12, 12, 12)
        self._rows.setSpacing(10)
        self._rows.addLayout(top)
        self._add_buttons(buttons)
        self._look()
        clear()
        _shown.append(self)
        main_window().installEventFilter(self)
        if not waits:
            timer = qt.QTimer(self)
            qt.qconnect(timer.timeout, self._wait)
            timer.start(_LOOKS_EVERY)

    def appear(self) -> None:
        """Show it in its place."""
        if self in _shown:
            self._place()
            self.show()
            self.raise_()

    def leave(self) -> None:
        """Go away for good."""
        if self in _shown:
            _shown.remove(self)
            self.hide()
            self.deleteLater()

    def add(self, widget: qt.QWidget) -> None:
        """Put `widget` under the text."""
        self._rows.insertWidget(1, widget)

    def eventFilter(self, _watched: qt.QObject, event: qt.QEvent) -> bool:  # type: ignore[override]
        """Stay in the corner of a window that is given another size."""
        if event.type() == qt.QEvent.Type.Resize and self.isVisible():
            qt.QTimer.singleShot(0, self._place)
        return False

    def _add_buttons(self, buttons: Sequence[Button]) -> None:
        row = qt.QHBoxLayout()
        row.addStretch()
        for key, start in buttons:
            button = qt.QPushButton(tr(key))
            self._add(button, key.rpartition(".")[2], row, partial(self._answer, start))
        if buttons:
            self._rows.addLayout(row)

    def _add(
        self,
        button: qt.QAbstractButton,
        name: str,
        row: qt.QHBoxLayout,
        start: Callable[[], None],
    ) -> None:
        button.setObjectName(f"{self.objectName()}_{name}")
        button.setFocusPolicy(qt.Qt.FocusPolicy.NoFocus)
        qt.qconnect(button.clicked, lambda _checked=False: start())
        row.addWidget(button, 0, qt.Qt.AlignmentFlag.AlignTop)

    def _answer(self, start: Callable[[], None]) -> None:
        self.leave()
        start()

    def _look(self) -> None:
        colour, line, text = (
            theme_manager.var(one) for one in (colors.CANVAS_ELEVATED, colors.BORDER, colors.FG)
        )
        self.setStyleSheet(
            f"QFrame#{self.objectName()} {{ background: {colour}; border: 1px solid {line};"
            f" border-radius: 10px; }} QLabel {{ color: {text}; }}"
            " QToolButton { border: none; padding: 0 4px; }"
        )
        shadow = qt.QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 4)
        shadow.setColor(qt.QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)

    def _place(self) -> None:
        if self not in _shown:
            return
        window, layout = main_window(), self.layout()
        assert layout is not None
        width = min(_WIDTH, window.width() - 2 * _MARGIN)
        self.resize(width, layout.totalHeightForWidth(width))
        bar = window.bottomWeb
        bottom = bar.mapTo(window, qt.QPoint(0, 0)).y() if bar.isVisible() else window.height()
        self.move(window.width() - width - _MARGIN, bottom - self.height() - _MARGIN)

    def _wait(self) -> None:
        if self.isVisible() and main_window().isActiveWindow() and not self.underMouse():
            self._left -= _LOOKS_EVERY / 1000
            if self._left <= 0:
                self.leave()


def say(text: str, *buttons: Button, trouble: bool = False, waits: bool = False) -> None:
    """Say `text` in Anki's main window."""
    Notice(text, buttons, TROUBLE if trouble else DONE, waits).appear()


def clear() -> None:
    """Whatever is said is no longer of use."""
    for one in tuple(_shown):
        one.leave()


def _badge(sign: str, colour: object) -> qt.QLabel:
    badge = qt.QLabel(sign)
    badge.setFixedSize(22, 22)
    badge.setAlignment(qt.Qt.AlignmentFlag.AlignCenter)
    badge.setStyleSheet(
        f"background: {theme_manager.var(colour)};"  # type: ignore[arg-type]
        " color: white; border-radius: 11px; font-weight: bold;"
    )
    return badge
