"""Sources and options without JSON; what is kept is the same JSON as the command line's."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional

from aqt.operations import QueryOp
from aqt.qt import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    Qt,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
    qconnect,
)
from aqt.utils import disable_help_button, show_warning

from exporter.config import Config
from exporter.config import Source as Configured
from exporter.errors import UsageError
from exporter.gather import Gathered, gather

from . import settings
from .host import restore_size
from .i18n import tr
from .source_dialog import Source, SourceDialog, choose_file, choose_folder

_CONFIRM = ("unusual", "always", "never")
_GONE = ("tag", "suspend", "delete_unreviewed")
_SWITCHES = ("sync_on_open", "ankiweb_after")


class SourcesDialog(QDialog):
    """Edits the sources and the options of the add-on; kept with OK."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._config = settings.raw()
        disable_help_button(self)
        self.setObjectName("annoki_sources")
        self.setWindowTitle(tr("sources.title"))
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        intro = QLabel(tr("sources.intro"))
        intro.setWordWrap(True)
        layout.addWidget(intro)
        layout.addLayout(self._sources(), 1)
        layout.addWidget(self._options())
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        qconnect(buttons.accepted, self.accept)
        qconnect(buttons.rejected, self.reject)
        layout.addWidget(buttons)
        sources = self._config.get("sources", [])
        for source in sources if isinstance(sources, list) else []:
            if isinstance(source, dict):
                self.add(source)
        self._selected()
        restore_size(self, "annokiSources", 780, 520)

    def _sources(self) -> QHBoxLayout:
        self.tree = QTreeWidget()
        self.tree.setObjectName("annoki_sources_tree")
        self.tree.setHeaderLabels([tr(f"sources.{key}") for key in ("where", "format", "state")])
        self.tree.setRootIsDecorated(False)
        self.tree.setAlternatingRowColors(True)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        header = self.tree.header()
        assert header is not None
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(1, 150)
        header.resizeSection(2, 190)
        qconnect(self.tree.itemSelectionChanged, self._selected)
        qconnect(self.tree.itemDoubleClicked, lambda _item, _column: self.edit())
        self._empty = QLabel(tr("sources.empty"))
        self._empty.setWordWrap(True)
        column = QVBoxLayout()
        column.addWidget(self.tree, 1)
        column.addWidget(self._empty)
        buttons = QVBoxLayout()
        self._buttons: Dict[str, QPushButton] = {}
        starts = {
            "add_file": lambda: self._add(choose_file(self)),
            "add_folder": lambda: self._add(choose_folder(self)),
            "edit": self.edit,
            "remove": self.remove,
            "test": self.test,
        }
        for name, start in starts.items():
            button = QPushButton(tr(f"sources.{name}"))
            button.setObjectName(f"annoki_sources_{name}")
            button.setAutoDefault(False)
            qconnect(button.clicked, lambda _checked=False, start=start: start())
            self._buttons[name] = button
            buttons.addWidget(button)
        buttons.addStretch()
        row = QHBoxLayout()
        row.addLayout(column, 1)
        row.addLayout(buttons)
        return row

    def _options(self) -> QGroupBox:
        box = QGroupBox(tr("sources.options"))
        form = QFormLayout(box)
        self._choices: Dict[str, QComboBox] = {}
        for name, values in (("confirm", _CONFIRM), ("gone", _GONE)):
            combo = QComboBox()
            combo.setObjectName(f"annoki_option_{name}")
            for value in values:
                combo.addItem(tr(f"sources.{name}.{value}"), value)
            combo.setCurrentIndex(max(0, combo.findData(self._config.get(name))))
            self._choices[name] = combo
            form.addRow(tr(f"sources.{name}"), combo)
        self._switches: Dict[str, QCheckBox] = {}
        for name in _SWITCHES:
            switch = QCheckBox(tr(f"sources.{name}"))
            switch.setObjectName(f"annoki_option_{name}")
            switch.setChecked(self._config.get(name) is True)
            self._switches[name] = switch
            form.addRow(switch)
        return box

    def add(self, source: Source) -> QTreeWidgetItem:
        """Put `source` at the end of the list."""
        item = QTreeWidgetItem()
        self.tree.addTopLevelItem(item)
        self._show(item, source)
        self._selected()
        return item

    def edit(self) -> None:
        """Edit the selected source in a dialog of its own."""
        item = self._one()
        if item is None:
            return
        dialog = SourceDialog(self, _source_of(item))

        def finished(result: int) -> None:
            if result == QDialog.DialogCode.Accepted:
                self._show(item, dialog.result_source())

        qconnect(dialog.finished, finished)
        dialog.open()

    def remove(self) -> None:
        """Take the selected sources off the list. Their notes stay in the collection."""
        for item in self.tree.selectedItems():
            self.tree.takeTopLevelItem(self.tree.indexOfTopLevelItem(item))
        self._selected()

    def test(self) -> None:
        """Read the selected sources, or all of them, and tell what is in them."""
        for item in self.tree.selectedItems() or self._items():
            self._test(item)

    def accept(self) -> None:
        """Keep what was edited."""
        data = {**self._config, "sources": [_source_of(item) for item in self._items()]}
        data.update({name: combo.currentData() for name, combo in self._choices.items()})
        data.update({name: switch.isChecked() for name, switch in self._switches.items()})
        try:
            settings.save(data)
        except UsageError as error:
            show_warning(str(error), parent=self)
            return
        super().accept()

    def _add(self, path: str) -> None:
        if path:
            item = self.add({"kind": "file", "path": path, "format": ""})
            self.tree.setCurrentItem(item)
            self._test(item)

    def _show(self, item: QTreeWidgetItem, source: Source) -> None:
        path = str(source.get("path", ""))
        item.setData(0, Qt.ItemDataRole.UserRole, source)
        item.setText(0, path)
        item.setToolTip(0, path)
        item.setText(1, str(source.get("format", "")) or tr("sources.detect"))
        item.setText(2, "" if Path(path).exists() else tr("sources.missing"))
        item.setToolTip(2, "")

    def _test(self, item: QTreeWidgetItem) -> None:
        source = _source_of(item)
        item.setText(2, tr("sources.testing"))

        def read(_col: Any) -> Gathered:
            megabytes = self._config.get("max_megabytes", Config().max_megabytes)
            return gather(Config(max_megabytes=megabytes), [Configured(**source)])

        def done(text: str) -> None:
            # The dialog may have been closed, or the source removed, in the meantime.
            if self.isVisible() and item in self._items() and _source_of(item) == source:
                item.setText(2, text)
                item.setToolTip(2, text)

        QueryOp(parent=self, op=read, success=lambda gathered: done(_found(gathered))).failure(
            lambda error: done(tr("sources.bad", what=error))
        ).without_collection().run_in_background()

    def _items(self) -> List[QTreeWidgetItem]:
        items = (self.tree.topLevelItem(at) for at in range(self.tree.topLevelItemCount()))
        return [item for item in items if item is not None]

    def _one(self) -> Optional[QTreeWidgetItem]:
        selected = self.tree.selectedItems()
        return selected[0] if len(selected) == 1 else None

    def _selected(self) -> None:
        self._buttons["edit"].setEnabled(self._one() is not None)
        self._buttons["remove"].setEnabled(bool(self.tree.selectedItems()))
        self._buttons["test"].setEnabled(bool(self._items()))
        self._empty.setVisible(not self._items())


def _source_of(item: QTreeWidgetItem) -> Source:
    source: Source = item.data(0, Qt.ItemDataRole.UserRole)
    return source


def _found(gathered: Gathered) -> str:
    """What a source holds, in a few words."""
    report = gathered.report
    items = sum(account.found for account in report.accounts)
    problems = [problem for account in report.accounts for problem in account.problems]
    if not problems:
        return tr("sources.good", n=items)
    what = problems[0].what
    return tr("sources.partly", n=items, what=what) if items else tr("sources.bad", what=what)
