"""Windows that say something which can be copied: the last report, and why nothing was synced."""

from __future__ import annotations

import sqlite3
import traceback
from typing import Any, Dict, Iterable, List

from anki.errors import AnkiException
from annoki import __version__
from annoki.config import Source
from annoki.errors import AnnokiError, Refused
from annoki.targets.collection.trouble import trouble_of
from aqt.qt import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    Qt,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
    qconnect,
)
from aqt.utils import disable_help_button, tooltip

from . import report_text
from .host import main_window, restore_size
from .i18n import chinese, tr
from .settings import without_tokens


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


class _FailureDialog(_TextDialog):
    """`what` is one sentence for a person, `details` what a developer would ask for."""

    def __init__(self, what: str, details: str) -> None:
        label = QLabel(what)
        label.setObjectName("annoki_failure_text")
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        widgets: List[QWidget] = [label]
        if details:
            box = QPlainTextEdit(details)
            box.setReadOnly(True)
            box.setMinimumHeight(160)
            widgets.append(box)
        text = f"Annoki {__version__}\n{what}\n\n{details}".strip() + "\n"
        super().__init__("failure", tr("failed.title"), widgets, text)
        self.setMinimumWidth(460)


def say_failure(error: Exception, sources: Iterable[Source]) -> None:
    """Say why nothing was synced, without the tokens of `sources`: it may be sent to someone."""
    known = isinstance(error, AnnokiError)
    outside = isinstance(error, (AnkiException, OSError, sqlite3.Error))
    trouble = trouble_of(error) if outside and not known else None
    if isinstance(error, Refused):
        what = tr("problem.refused", error=error.why)
    elif trouble:
        what = tr("failed.collection", what=trouble.zh if chinese() else trouble.en)
    else:
        what = str(error) if known else tr("failed.unexpected")
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    details = "" if known else "".join(lines)
    what, details = (without_tokens(one, sources) for one in (what, details))
    _FailureDialog(what, details).open()
