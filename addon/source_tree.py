"""The list of sources, as a tree without branches."""

from __future__ import annotations

from html import escape
from typing import Any, Iterator, List, Sequence

from annoki.pipeline.source_list import ListedSource
from aqt import qt

from .i18n import said, tr
from .parts import named_as

_WHERE, _KIND, _STATE, _WHEN = range(4)
"""The columns."""


class SourceTree(qt.QTreeWidget):
    """Shows sources, and how each answered last."""

    def __init__(self) -> None:
        super().__init__()
        look = {"rootIsDecorated": False, "alternatingRowColors": True}
        named_as(self, "sources_tree", tr("sources.title"), **look)
        self.setHeaderLabels([tr(f"sources.{key}") for key in ("where", "kind", "state", "when")])
        self.setTextElideMode(qt.Qt.TextElideMode.ElideMiddle)
        self.setItemDelegateForColumn(_STATE, _CutAtTheEnd(self))
        self.setSelectionMode(self.SelectionMode.ExtendedSelection)
        header = self.header()
        assert header is not None
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_WHERE, qt.QHeaderView.ResizeMode.Stretch)
        for column, width in {_KIND: 100, _STATE: 240, _WHEN: 120}.items():
            header.resizeSection(column, width)

    def show_sources(self, rows: Sequence[ListedSource]) -> None:
        """Show `rows` as they are now; those that are new are at their end."""
        for item in list(self._items()):
            if item.listed not in rows:
                self.takeTopLevelItem(self.indexOfTopLevelItem(item))
        for listed in rows[self.topLevelItemCount() :]:
            self.addTopLevelItem(SourceItem(listed))
        for item in self._items():
            item.show()

    def chosen(self) -> List[ListedSource]:
        """Those that are selected."""
        return [item.listed for item in self._items() if item.isSelected()]

    def choose(self, rows: Sequence[ListedSource]) -> None:
        """Select `rows`."""
        self.clearSelection()
        for item in self._items():
            if item.listed in rows:
                item.setSelected(True)
                self.scrollToItem(item)

    def _items(self) -> Iterator[SourceItem]:
        items = (self.topLevelItem(at) for at in range(self.topLevelItemCount()))
        return (item for item in items if isinstance(item, SourceItem))


class SourceItem(qt.QTreeWidgetItem):
    """A row of the list."""

    def __init__(self, listed: ListedSource) -> None:
        super().__init__()
        self.listed = listed

    def show(self) -> None:
        """Show the source as it is now."""
        row, result = self.listed.row, self.listed.result
        when = qt.QDateTime.fromSecsSinceEpoch(int(result.when))
        short = qt.QLocale.FormatType.ShortFormat
        told = qt.QLocale().toString(when, short) if result.when else ""
        for column, text in enumerate((row.name, row.kind, result.said, told)):
            self.setText(column, said(text))
        self.setToolTip(_WHERE, escape(said(row.name)))
        self.setToolTip(
            _STATE, "<br>".join(escape(said(one)) for one in (result.said, *result.lines))
        )
        style, warning = qt.QApplication.style(), qt.QStyle.StandardPixmap.SP_MessageBoxWarning
        marked = style is not None and not result.good
        self.setIcon(_STATE, style.standardIcon(warning) if style and marked else qt.QIcon())


class _CutAtTheEnd(qt.QStyledItemDelegate):
    """What a state begins with matters most; of a path it is both ends."""

    def initStyleOption(self, option: Any, index: qt.QModelIndex) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = qt.Qt.TextElideMode.ElideRight
