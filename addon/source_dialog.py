"""One source: where it is, and how it is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict

from aqt.qt import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
    qconnect,
)
from aqt.utils import disable_help_button

from exporter.readers import FORMATS

from .i18n import tr

Source = Dict[str, Any]
"""A source as the configuration holds it."""


def choose_file(parent: QWidget, start: str = "") -> str:
    """A file of the person's choice; empty if there was none."""
    title, kinds = tr("sources.add_file"), tr("sources.text_files")
    return QFileDialog.getOpenFileName(parent, title, start or str(Path.home()), kinds)[0]


def choose_folder(parent: QWidget, start: str = "") -> str:
    """A folder of the person's choice; empty if there was none."""
    return QFileDialog.getExistingDirectory(
        parent, tr("sources.add_folder"), start or str(Path.home())
    )


class SourceDialog(QDialog):
    """Edits `source`; `result_source()` is what it became."""

    def __init__(self, parent: QWidget, source: Source) -> None:
        super().__init__(parent)
        self._source = source
        disable_help_button(self)
        self.setObjectName("annoki_source")
        self.setWindowTitle(tr("sources.edit_title"))
        self.setMinimumWidth(520)
        self.path = QLineEdit(source.get("path", ""))
        self.path.setObjectName("annoki_source_path")
        self.format = QComboBox()
        self.format.setObjectName("annoki_source_format")
        self.format.addItem(tr("sources.detect"), "")
        for name in FORMATS:
            self.format.addItem(name, name)
        self.format.setCurrentIndex(max(0, self.format.findData(source.get("format", ""))))
        browse = QPushButton(tr("sources.browse"))
        qconnect(browse.clicked, self._browse)
        row = QHBoxLayout()
        row.addWidget(self.path)
        row.addWidget(browse)
        form = QFormLayout()
        form.addRow(tr("sources.path"), row)
        form.addRow(tr("sources.format"), self.format)
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        qconnect(buttons.accepted, self.accept)
        qconnect(buttons.rejected, self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(buttons)
        self._ok = buttons.button(standard.Ok)
        qconnect(self.path.textChanged, self._check)
        self._check()

    def result_source(self) -> Source:
        """The source as edited."""
        path = self.path.text().strip()
        return {**self._source, "path": path, "format": self.format.currentData()}

    def _check(self) -> None:
        if self._ok is not None:
            self._ok.setEnabled(bool(self.path.text().strip()))

    def _browse(self) -> None:
        now = self.path.text()
        choose = choose_folder if Path(now).is_dir() else choose_file
        path = choose(self, now)
        if path:
            self.path.setText(path)
