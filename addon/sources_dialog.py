"""Sources and options without JSON; what is kept is the same JSON as the command line's."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, Callable, Dict, List, Optional, Tuple

from annoki.config import Config, Source
from annoki.errors import UsageError
from annoki.sources import kinds
from aqt.qt import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QModelIndex,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    Qt,
    QTreeWidget,
    QVBoxLayout,
    QWidget,
    qconnect,
)
from aqt.utils import disable_help_button, show_warning

from . import settings
from .host import restore_size
from .i18n import said, tr
from .options_box import OptionsBox
from .profile import Profile
from .source_dialog import SourceDialog
from .source_forms import choose_file, choose_folder
from .source_item import SourceItem


class SourcesDialog(QDialog):
    """Edits the sources and the options that `profile` keeps, now `config`; kept with OK."""

    def __init__(self, parent: QWidget, profile: Profile, config: Dict[str, Any]) -> None:
        super().__init__(parent)
        self._profile = profile
        self._config = config
        disable_help_button(self)
        self.setObjectName("annoki_sources")
        self.setWindowTitle(tr("sources.title"))
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        intro = QLabel(tr("sources.intro"))
        intro.setWordWrap(True)
        layout.addWidget(intro)
        self.tree = _tree()
        self._details = _details()
        self._buttons: Dict[str, QPushButton] = {}
        column = QVBoxLayout()
        column.addWidget(self.tree, 1)
        column.addWidget(self._details)
        row = QHBoxLayout()
        row.addLayout(column, 1)
        row.addLayout(self._button_column())
        layout.addLayout(row, 1)
        self._options = OptionsBox(self._config)
        layout.addWidget(self._options)
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        qconnect(buttons.accepted, self.accept)
        qconnect(buttons.rejected, self.reject)
        layout.addWidget(buttons)
        qconnect(self.tree.itemSelectionChanged, self._refresh)
        qconnect(self.tree.itemDoubleClicked, lambda _item, _column: self.edit())
        sources = self._config.get("sources", [])
        for entry in sources if isinstance(sources, list) else []:
            self.tree.addTopLevelItem(SourceItem(entry))
        self._refresh()
        qconnect(self.finished, lambda _result: self._forget())
        restore_size(self, "annokiSources", 900, 600)

    def _button_column(self) -> QVBoxLayout:
        column = QVBoxLayout()
        starts: Dict[str, Callable[[], None]] = {
            "add": lambda: None,  # Its menu opens.
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
            column.addWidget(button)
        self._buttons["add"].setMenu(self._menu())
        column.addStretch()
        return column

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("annoki_sources_menu")
        # A file or folder is only chosen; the others are added by filling in a form.
        starts: Dict[str, Tuple[str, Callable[[], None]]] = {
            "file": (said(kinds()["file"].add), lambda: self._add_path(choose_file(self))),
            "folder": (tr("add.folder"), lambda: self._add_path(choose_folder(self))),
        }
        for kind in kinds().values():
            if kind.fetch:
                starts[kind.name] = said(kind.add), partial(self._add_form, kind.name)
        for name, (called, start) in starts.items():
            action = menu.addAction(called)
            assert action is not None
            action.setObjectName(f"annoki_add_{name}")
            qconnect(action.triggered, lambda _checked=False, start=start: start())
        return menu

    def add(self, entry: Dict[str, Any]) -> None:
        """Put a source at the end of the list, and test it at once."""
        item = SourceItem(entry)
        self.tree.addTopLevelItem(item)
        self.tree.setCurrentItem(item)
        self._test(item)

    def edit(self) -> None:
        """Edit the selected source in a dialog of its own."""
        item = self._one()
        if item is None or item.source is None:
            return
        self._ask(item.source, item.put)

    def remove(self) -> None:
        """Take the selected sources off the list. Their notes stay in the collection."""
        for item in self._selected():
            item.forget()
            self.tree.takeTopLevelItem(self.tree.indexOfTopLevelItem(item))
        self._refresh()

    def test(self) -> None:
        """Read the selected sources, or all, and tell what is in them. While it reads: stop it."""
        if self._testing():
            for item in self._items():
                item.stop()
            return
        for item in self._selected() or self._items():
            self._test(item)

    def accept(self) -> None:
        """Keep what was edited."""
        entries = [item.entry for item in self._items()]
        untouched = [item.entry for item in self._items() if not item.valid]
        data = {**self._config, "sources": entries, **self._options.values()}
        try:
            settings.save(self._profile, data, as_they_are=untouched)
        except (UsageError, OSError) as error:
            show_warning(said(error), parent=self)
            return
        super().accept()

    def _add_path(self, path: str) -> None:
        if path:
            self.add({"kind": "file", "path": path})

    def _add_form(self, kind: str) -> None:
        self._ask(Source(kind), self.add)

    def _ask(self, source: Source, then: Callable[[Dict[str, Any]], None]) -> None:
        dialog = SourceDialog(self, source)

        def finished(result: int) -> None:
            if result == QDialog.DialogCode.Accepted:
                then(dialog.entry())
                self._refresh()
            dialog.deleteLater()

        qconnect(dialog.finished, finished)
        dialog.open()

    def _test(self, item: SourceItem) -> None:
        config = Config()
        with suppress(UsageError):
            config = replace(config, max_megabytes=self._config.get("max_megabytes", 0))
        item.test(config, self._refresh)
        self._refresh()

    def _forget(self) -> None:
        for item in self._items():
            item.forget()

    def _items(self) -> List[SourceItem]:
        items = (self.tree.topLevelItem(at) for at in range(self.tree.topLevelItemCount()))
        return [item for item in items if isinstance(item, SourceItem)]

    def _selected(self) -> List[SourceItem]:
        return [item for item in self.tree.selectedItems() if isinstance(item, SourceItem)]

    def _one(self) -> Optional[SourceItem]:
        selected = self._selected()
        return selected[0] if len(selected) == 1 else None

    def _testing(self) -> bool:
        return any(item.testing for item in self._items())

    def _refresh(self) -> None:
        one = self._one()
        self._buttons["edit"].setEnabled(one is not None and one.source is not None)
        self._buttons["remove"].setEnabled(bool(self._selected()))
        self._buttons["test"].setEnabled(bool(self._items()))
        self._buttons["test"].setText(tr("sources.stop" if self._testing() else "sources.test"))
        self._details.setText(self._told(one))

    def _told(self, one: Optional[SourceItem]) -> str:
        """What there is to say in full: of the chosen source, else of those with a problem."""
        if not self._items():
            return tr("sources.empty")
        if one is not None:
            return one.found.full
        bad = [item for item in self._items() if not item.found.good]
        return "\n".join(f"{item.text(0)}: {item.found.full}" for item in bad[:2])


def _tree() -> QTreeWidget:
    tree = QTreeWidget()
    tree.setObjectName("annoki_sources_tree")
    tree.setHeaderLabels([tr(f"sources.{key}") for key in ("where", "kind", "state")])
    tree.setRootIsDecorated(False)
    tree.setAlternatingRowColors(True)
    tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    tree.setItemDelegateForColumn(2, _CutAtTheEnd(tree))
    tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    header = tree.header()
    assert header is not None
    header.setStretchLastSection(False)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    header.resizeSection(1, 110)
    header.resizeSection(2, 350)
    return tree


class _CutAtTheEnd(QStyledItemDelegate):
    """What a state begins with matters most; of a path it is both ends."""

    def initStyleOption(self, option: Optional[QStyleOptionViewItem], index: QModelIndex) -> None:
        """How Qt asks for it."""
        super().initStyleOption(option, index)
        if option is not None:
            option.textElideMode = Qt.TextElideMode.ElideRight


def _details() -> QLabel:
    label = QLabel()
    label.setObjectName("annoki_sources_details")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    # Room for what is usually said, so that the list does not jump.
    label.setMinimumHeight(3 * label.fontMetrics().lineSpacing())
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    return label
