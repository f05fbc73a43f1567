"""Says why nothing was synced, and lets the details be copied."""

from __future__ import annotations

from annoki import __version__
from aqt.qt import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    Qt,
    QVBoxLayout,
    QWidget,
    qconnect,
)
from aqt.utils import disable_help_button, tooltip

from .i18n import tr


class FailureDialog(QDialog):
    """`what` is one sentence for a person, `details` what a developer would ask for."""

    def __init__(self, parent: QWidget, what: str, details: str) -> None:
        super().__init__(parent)
        disable_help_button(self)
        self.setObjectName("annoki_failure")
        self.setWindowTitle(tr("failed.title"))
        self.setMinimumWidth(460)
        self._text = f"Annoki {__version__}\n{what}\n\n{details}".strip() + "\n"
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        label = QLabel(what)
        label.setObjectName("annoki_failure_text")
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(label)
        if details:
            box = QPlainTextEdit(details)
            box.setReadOnly(True)
            box.setMinimumHeight(160)
            layout.addWidget(box)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(tr("report.copy"), QDialogButtonBox.ButtonRole.ActionRole)
        assert copy is not None
        qconnect(copy.clicked, self._copy)
        qconnect(buttons.rejected, self.reject)
        layout.addWidget(buttons)

    def _copy(self) -> None:
        clipboard = QApplication.clipboard()
        assert clipboard is not None
        clipboard.setText(self._text)
        tooltip(tr("report.copied"), parent=self)
