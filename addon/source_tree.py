"""The list of sources, as a tree without branches."""

from __future__ import annotations

from html import escape
from typing import Any, List, Sequence

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
        self._rows: List[ListedSource] = []
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
        for at in reversed(range(len(self._rows))):
            if self._rows[at] not in rows:
                self.takeTopLevelItem(at)
        self._rows = list(rows)
        for at, listed in enumerate(rows):
            if self.topLevelItem(at) is None:
                self.addTopLevelItem(qt.QTreeWidgetItem())
            _show(self.topLevelItem(at), listed)

    def chosen(self) -> List[ListedSource]:
        """Those that are selected."""
        items = map(self.topLevelItem, range(len(self._rows)))
        return [one for one, item in zip(self._rows, items) if item and item.isSelected()]

    def choose(self, rows: Sequence[ListedSource]) -> None:
        """Select `rows`."""
        self.clearSelection()
        for at in map(self._rows.index, rows):
            self.topLevelItem(at).setSelected(True)  # type: ignore[union-attr]
            self.scrollToItem(self.topLevelItem(at))


def _show(item: Any, listed: ListedSource) -> None:
    """Show the source as it is now."""
    row, result = listed.row, listed.result
    when = qt.QDateTime.fromSecsSinceEpoch(int(result.when))
    told = qt.QLocale().toString(when, qt.QLocale.FormatType.ShortFormat) if result.when else ""
    for column, text in enumerate((row.name, row.kind, result.said, told)):
        item.setText(column, said(text))
    item.setToolTip(_WHERE, escape(said(row.name)))
    lines = (escape(said(one)) for one in (result.said, *result.lines))
    item.setToolTip(_STATE, "<br>".join(lines))
    style, warning = qt.QApplication.style(), qt.QStyle.StandardPixmap.SP_MessageBoxWarning
    marked = style is not None and not result.good
    item.setIcon(_STATE, style.standardIcon(warning) if style and marked else qt.QIcon())


class _CutAtTheEnd(qt.QStyledItemDelegate):
    """What a state begins with matters most; of a path it is both ends."""

    def initStyleOption(self, option: Any, index: qt.QModelIndex) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = qt.Qt.TextElideMode.ElideRight
