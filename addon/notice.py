"""A small panel in Anki's main window that says something and may offer a button or two.

It is no window: it never takes the keyboard, and nothing that is typed reaches it. What it says
goes away by itself, once it could be seen.
"""

from __future__ import annotations

from functools import partial
from typing import Callable, List, Optional, Sequence, Tuple

from aqt import colors, qt
from aqt.theme import theme_manager

from .host import main_window
from .i18n import tr

_WIDTH, _MARGIN, _LASTS = 400, 16, 12.0
_LOOKS_EVERY, _SHOWN_AFTER = 100, 400

Button = Tuple[str, Callable[[], None]]
"""The key of what stands on it, and what it does once the panel is gone."""

Following = Callable[[], Tuple[str, int, int]]
"""Tells what is being done, and how much of how much of it is."""

_shown: List[Notice] = []


class Notice(qt.QFrame):
    """Says `text`, in the place of the one before. One that `waits` stays until it is clicked; one
    that follows `progress` appears only if that takes a while."""

    def __init__(
        self,
        text: str,
        buttons: Sequence[Button] = (),
        trouble: bool = False,
        waits: bool = False,
        progress: Optional[Following] = None,
    ) -> None:
        super().__init__(main_window())
        name = "annoki_progress" if progress else "annoki_notice"
        self.setObjectName(name)
        self._left, self._waits, self._progress = _LASTS, waits, progress
        self.label = qt.QLabel(text)
        self.label.setObjectName(f"{name}_text")
        self.label.setTextFormat(qt.Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self._bar = qt.QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximumHeight(6)
        self._bar.setVisible(progress is not None)
        top, below, rows = qt.QHBoxLayout(), qt.QHBoxLayout(), qt.QVBoxLayout(self)
        top.addWidget(_badge(trouble, progress is not None), 0, qt.Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.label, 1)
        if not waits and not progress:
            close = qt.QToolButton()
            close.setText("✕")
            close.setAccessibleName(tr("notice.close"))
            self._add(close, "close", top, lambda: None)
        below.addStretch()
        for key, start in buttons:
            self._add(qt.QPushButton(tr(key)), key.rpartition(".")[2], below, start)
        rows.setContentsMargins(14, 12, 12, 12)
        rows.setSpacing(10)
        rows.addLayout(top)
        rows.addWidget(self._bar)
        if buttons:
            rows.addLayout(below)
        self._dress()
        clear()
        _shown.append(self)
        main_window().installEventFilter(self)
        timer = qt.QTimer(self)
        qt.qconnect(timer.timeout, self._look)
        timer.start(_LOOKS_EVERY)
        if progress:
            qt.QTimer.singleShot(_SHOWN_AFTER, self._appear)
        else:
            self._appear()

    def leave(self) -> None:
        """Go away for good."""
        if self in _shown:
            _shown.remove(self)
            self.hide()
            self.deleteLater()

    def eventFilter(self, _watched: qt.QObject, event: qt.QEvent) -> bool:  # type: ignore[override]
        """Stay in the corner of a window that is given another size."""
        if event.type() == qt.QEvent.Type.Resize and self.isVisible():
            qt.QTimer.singleShot(0, self._appear)
        return False

    def _add(
        self, button: qt.QAbstractButton, name: str, row: qt.QHBoxLayout, start: Callable[[], None]
    ) -> None:
        button.setObjectName(f"{self.objectName()}_{name}")
        button.setFocusPolicy(qt.Qt.FocusPolicy.NoFocus)
        qt.qconnect(button.clicked, partial(self._answer, start))
        row.addWidget(button, 0, qt.Qt.AlignmentFlag.AlignTop)

    def _answer(self, start: Callable[[], None], _checked: bool = False) -> None:
        self.leave()
        start()

    def _dress(self) -> None:
        names = (colors.CANVAS_ELEVATED, colors.BORDER, colors.FG)
        canvas, line, text = (theme_manager.var(one) for one in names)
        self.setStyleSheet(
            f"QFrame#{self.objectName()} {{ background: {canvas}; border: 1px solid {line};"
            f" border-radius: 10px; }} QLabel {{ color: {text}; }}"
            " QToolButton { border: none; padding: 0 4px; }"
        )
        shadow = qt.QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 4)
        shadow.setColor(qt.QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)

    def _appear(self) -> None:
        window, layout = main_window(), self.layout()
        if self not in _shown or layout is None:
            return
        width = min(_WIDTH, window.width() - 2 * _MARGIN)
        self.resize(width, layout.totalHeightForWidth(width))
        bar = window.bottomWeb
        bottom = bar.mapTo(window, qt.QPoint(0, 0)).y() if bar.isVisible() else window.height()
        self.move(window.width() - width - _MARGIN, bottom - self.height() - _MARGIN)
        self.show()
        self.raise_()

    def _look(self) -> None:
        if self._progress is not None:
            said, done, total = self._progress()
            self.label.setText(said)
            # Of a single source nobody knows how far it is.
            self._bar.setRange(0, total if total > 1 else 0)
            self._bar.setValue(done)
        elif not self._waits and main_window().isActiveWindow() and not self.underMouse():
            self._left -= _LOOKS_EVERY / 1000
            if self._left <= 0:
                self.leave()


def tell(text: str, *buttons: Button, trouble: bool = False, waits: bool = False) -> None:
    """Say `text` in Anki's main window."""
    Notice(text, buttons, trouble, waits)


def clear() -> None:
    """Whatever is said is no longer of use."""
    for one in tuple(_shown):
        one.leave()


def _badge(trouble: bool, working: bool) -> qt.QLabel:
    working_sign, trouble_sign = ("↻", colors.STATE_NEW), ("!", colors.STATE_LEARN)
    done_sign = ("✓", colors.STATE_REVIEW)
    sign, colour = working_sign if working else trouble_sign if trouble else done_sign
    badge = qt.QLabel(sign)
    badge.setFixedSize(22, 22)
    badge.setAlignment(qt.Qt.AlignmentFlag.AlignCenter)
    badge.setStyleSheet(
        f"background: {theme_manager.var(colour)}; color: white; border-radius: 11px;"
        " font-weight: bold;"
    )
    return badge
