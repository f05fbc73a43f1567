"""One source: the form of its kind, and what is still missing in it."""

from __future__ import annotations

from typing import Any, Dict

from annoki.config import Source
from annoki.errors import UsageError
from aqt.qt import QDialog, QDialogButtonBox, QLabel, Qt, QVBoxLayout, QWidget, qconnect
from aqt.utils import disable_help_button

from . import settings
from .i18n import said, tr
from .source_forms import Hint, SourceForm


class SourceDialog(QDialog):
    """Edits `source`, whose kind stays; `entry()` is what it became."""

    def __init__(self, parent: QWidget, source: Source) -> None:
        super().__init__(parent)
        self._kind = source.kind
        disable_help_button(self)
        self.setObjectName("annoki_source")
        self.setWindowTitle(tr("source.title", kind=said(source.declared.label)))
        self.setMinimumWidth(560)
        about = QLabel(said(source.declared.about))
        about.setWordWrap(True)
        self._problem = Hint()
        self._problem.setObjectName("annoki_source_problem")
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        qconnect(buttons.accepted, self.accept)
        qconnect(buttons.rejected, self.reject)
        self._ok = buttons.button(standard.Ok)
        assert self._ok is not None
        self._ok.setObjectName("annoki_source_ok")
        self._form = SourceForm(source, self._check)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        for widget in (about, self._form, self._problem):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self._check()

    def entry(self) -> Dict[str, Any]:
        """The source as the configuration holds it: what differs from the default."""
        settings_of_kind = {name: value for name, value in self._form.values().items() if value}
        return {"kind": self._kind, **settings_of_kind}

    def _check(self) -> None:
        if not hasattr(self, "_form"):
            return  # Still being filled.
        problem = ""
        try:
            settings.configured(self.entry())
        except UsageError as error:
            problem = tr("source.problem", what=said(error))
        self._problem.setText(problem)
        assert self._ok is not None
        self._ok.setEnabled(not problem)
