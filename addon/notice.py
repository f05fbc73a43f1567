"""A small panel in Anki's main window that says something and may offer a button or two.

It is no window: it never takes the keyboard, and nothing that is typed reaches it. What it says
goes away by itself, once it could be seen.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Callable, List, Optional, Sequence, Tuple

from annoki.errors import Cancelled
from aqt import colors, qt
from aqt.theme import theme_manager

from .host import main_window
from .i18n import said, tr
from .parts import button, in_a_row, label, named_as

if TYPE_CHECKING:
    from annoki.pipeline.in_steps import OnDone, OnError, Wait

_WIDTH, _MARGIN, _LASTS = 400, 16, 12.0
_LOOKS_EVERY, _SHOWN_AFTER = 100, 400
_STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")

Button = Tuple[str, Callable[[], None]]
"""The key of what stands on it, and what it does once the panel is gone."""

Following = Callable[[], Tuple[str, int, int]]
"""Tells what is being done, and how much of how much of it."""

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
        self._name = "progress" if progress else "notice"
        self._left, self._waits, self._progress = _LASTS, waits, progress
        self.label = label(f"{self._name}_text", text, plain=True)
        self._bar = named_as(qt.QProgressBar(), "notice_bar", textVisible=False, maximumHeight=6)
        self._bar.setVisible(progress is not None)
        grid, top = qt.QGridLayout(self), qt.Qt.AlignmentFlag.AlignTop
        grid.setContentsMargins(14, 12, 12, 12)
        grid.setSpacing(10)
        grid.setColumnStretch(1, 1)
        badge = qt.QLabel("↻" if progress else "!" if trouble else "✓")
        badge.setProperty("badge", badge.text())
        grid.addWidget(badge, 0, 0, top)
        grid.addWidget(self.label, 0, 1)
        grid.addWidget(self._bar, 1, 0, 1, 3)
        if not waits and not progress:
            close = self._button("close", "✕", lambda: None)
            close.setAccessibleName(tr("notice.close"))
            grid.addWidget(close, 0, 2, top)
        if buttons:
            made = [self._button(key.rpartition(".")[2], tr(key), start) for key, start in buttons]
            grid.addLayout(in_a_row(None, *made), 2, 0, 1, 3)
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

    def _button(self, name: str, text: str, start: Callable[[], None]) -> qt.QPushButton:
        def answer() -> None:
            self.leave()
            start()

        made = button(f"{self._name}_{name}", text, answer)
        made.setFocusPolicy(qt.Qt.FocusPolicy.NoFocus)
        return made

    def _dress(self) -> None:
        def colour(found: re.Match[str]) -> str:
            return theme_manager.var(getattr(colors, found[1]))

        named_as(self, self._name).setStyleSheet(re.sub(r"\$(\w+)", colour, _STYLE))
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
            doing, done, total = self._progress()
            self.label.setText(said(doing))
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


def agreed(text: str, key: str) -> Wait:
    """Wait until a person, who is told `text`, clicks the button `key`, or else cancels."""

    def wait(done: OnDone, failed: OnError) -> None:
        buttons = (key, lambda: done(None)), ("cancel", lambda: failed(Cancelled()))
        tell(text, *buttons, trouble=True, waits=True)

    return wait


def clear() -> None:
    """Whatever is said is no longer of use."""
    for one in tuple(_shown):
        one.leave()
