"""The last report, a click away."""

from __future__ import annotations

from typing import Any, Dict

from aqt.qt import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
    qconnect,
)
from aqt.utils import disable_help_button, tooltip

from . import report_text
from .host import restore_size
from .i18n import tr


class ReportDialog(QDialog):
    """Shows `report` (empty: there is none yet); its details can be copied."""

    def __init__(self, parent: QWidget, report: Dict[str, Any]) -> None:
        super().__init__(parent)
        self._report = report
        disable_help_button(self)
        self.setObjectName("annoki_report")
        self.setWindowTitle(tr("report.title"))
        text = QTextBrowser()
        text.setObjectName("annoki_report_text")
        text.setOpenLinks(False)
        text.setHtml(report_text.as_html(report))
        document = text.document()
        assert document is not None
        document.setDocumentMargin(12)
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        close = buttons.addButton(tr("report.close"), role.RejectRole)
        copy = buttons.addButton(tr("report.copy"), role.ActionRole)
        assert close is not None
        assert copy is not None
        copy.setObjectName("annoki_report_copy")
        copy.setEnabled(bool(report))
        copy.setAutoDefault(False)
        close.setDefault(True)
        qconnect(copy.clicked, self._copy)
        qconnect(buttons.rejected, self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(text)
        layout.addWidget(buttons)
        restore_size(self, "annokiReport", 680, 520)

    def _copy(self) -> None:
        clipboard = QApplication.clipboard()
        assert clipboard is not None
        clipboard.setText(report_text.report_as_text(self._report))
        tooltip(tr("report.copied"), parent=self)
