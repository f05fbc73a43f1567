"""A window that says something which can be copied: the last report."""

from __future__ import annotations

from typing import Any, Dict, List

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
from .host import main_window, restore_size
from .i18n import tr


class _TextDialog(QDialog):
    """Shows `widgets`; *Copy details* copies `text`."""

    def __init__(self, name: str, title: str, widgets: List[QWidget], text: str) -> None:
        super().__init__(main_window())
        disable_help_button(self)
        self.setObjectName(f"annoki_{name}")
        self.setWindowTitle(title)
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        close = buttons.addButton(tr("report.close"), role.RejectRole)
        copy = buttons.addButton(tr("report.copy"), role.ActionRole)
        assert close is not None
        assert copy is not None
        copy.setObjectName(f"annoki_{name}_copy")
        copy.setEnabled(bool(text))
        copy.setAutoDefault(False)
        close.setDefault(True)
        qconnect(copy.clicked, lambda: self._copy(text))
        qconnect(buttons.rejected, self.reject)
        layout = QVBoxLayout(self)
        for widget in (*widgets, buttons):
            layout.addWidget(widget)

    def _copy(self, text: str) -> None:
        clipboard = QApplication.clipboard()
        assert clipboard is not None
        clipboard.setText(text)
        tooltip(tr("report.copied"), parent=self)


class ReportDialog(_TextDialog):
    """Shows `report` (empty: there is none yet)."""

    def __init__(self, report: Dict[str, Any]) -> None:
        shown = QTextBrowser()
        shown.setObjectName("annoki_report_text")
        shown.setOpenLinks(False)
        shown.setHtml(report_text.as_html(report))
        document = shown.document()
        assert document is not None
        document.setDocumentMargin(12)
        text = report_text.report_as_text(report) if report else ""
        super().__init__("report", tr("report.title"), [shown], text)
        restore_size(self, "annokiReport", 680, 520)
