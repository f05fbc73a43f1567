"""A small window that tells what is being read, and lets it be cancelled. It blocks nothing."""

from __future__ import annotations

import os
from typing import Callable, Sequence, Tuple

from annoki.config import Source
from aqt.qt import (
    QCloseEvent,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QProgressBar,
    Qt,
    QTimer,
    QVBoxLayout,
    qconnect,
)
from aqt.utils import disable_help_button

from .host import main_window
from .i18n import tr

_SHOWN_AFTER = 400
_LOOKS_EVERY = 100

State = Tuple[int, int, str]
"""How much of how much is done, and what is being read (empty: notes are being made)."""


class ProgressWindow(QDialog):
    """Appears if reading `sources` takes a while.

    `look` is asked how far it is; `cancel` is called once.
    """

    def __init__(
        self, sources: Sequence[Source], look: Callable[[], State], cancel: Callable[[], None]
    ) -> None:
        super().__init__(main_window())
        self._look = look
        self._services = {source.name for source in sources if source.is_live}
        self._cancel = cancel
        self._finished = False
        self._comparing = False
        disable_help_button(self)
        self.setObjectName("annoki_progress")
        self.setWindowTitle(tr("read.title"))
        self.setMinimumWidth(380)
        self._label = QLabel(tr("read.start"))
        self._label.setObjectName("annoki_progress_label")
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._buttons = QDialogButtonBox()
        button = self._buttons.addButton(tr("read.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        assert button is not None
        button.setObjectName("annoki_progress_cancel")
        qconnect(self._buttons.rejected, self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        for widget in (self._label, self._bar, self._buttons):
            layout.addWidget(widget)
        self._timer = QTimer(self)
        qconnect(self._timer.timeout, self._update)
        self._timer.start(_LOOKS_EVERY)
        QTimer.singleShot(_SHOWN_AFTER, self._appear)

    def compare(self) -> None:
        """Reading is done; what follows is short."""
        self._comparing = True
        self._bar.setRange(0, 0)
        self._label.setText(tr("read.compare"))

    def bring_to_front(self) -> None:
        """Show it now, above the other windows."""
        if not self._finished:
            self.show()
            self.raise_()
            self.activateWindow()

    def finish(self) -> None:
        """Go away for good."""
        self._finished = True
        self._timer.stop()
        self.hide()
        self.deleteLater()

    def reject(self) -> None:
        """Cancel: by the button, by Escape, or by closing the window."""
        if not self._finished:
            self._buttons.setEnabled(False)
            self._cancel()

    def closeEvent(self, event: QCloseEvent) -> None:  # type: ignore[override]
        """The window closes when reading has stopped, not before."""
        if self._finished:
            event.accept()
        else:
            event.ignore()
            self.reject()

    def _appear(self) -> None:
        if not self._finished:
            self.show()

    def _update(self) -> None:
        done, total, what = self._look()
        if self._comparing or not total:
            return
        if what in self._services:
            self._label.setText(tr("read.ask", what=_short(what)))
        elif what:
            self._label.setText(tr("read.one", what=_short(os.path.basename(what) or what)))
        else:
            self._label.setText(tr("read.compose", done=done, total=total))
        # Of a single source nobody knows how far it is.
        self._bar.setRange(0, total if total > 1 else 0)
        self._bar.setValue(done)


def _short(text: str) -> str:
    return text if len(text) <= 48 else f"{text[:24]}…{text[-23:]}"
