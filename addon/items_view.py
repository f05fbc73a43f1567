"""Items, and what happens to each: a list that may be long, filters above it, details beside it."""

from __future__ import annotations

from html import escape
from typing import Any, Callable, Dict, FrozenSet, List, Mapping, Optional

from annoki.pipeline.report_words import below_of, kind_said, row_as_html
from annoki.pipeline.rows import Listed, ReportRow, short_name
from aqt import qt

from .i18n import language, said, tr
from .parts import button, in_a_row, named_as

_Index = qt.QModelIndex
_BELOW = qt.Qt.ItemDataRole.UserRole
_PAD = 6
_TICKED = qt.Qt.CheckState.Checked
_TINTS = {"bad": "#d64545", "ask": "#d9902f", "new": "#3f9d63", "changed": "#4a83d4"}
"""What a row begins with, by its tone; they are seen on light and on dark."""


class ItemsView(qt.QWidget):
    """Shows rows, of which the current one is told in full, or `overview` (HTML) where none is.

    `act` is called with a choice and the selected rows that have it; `picked` with the current row,
    or None; `opened` with the row that was opened, if that does anything; `ticked` when one was.
    """

    def __init__(
        self,
        act: Callable[[str, List[ReportRow]], None] = lambda _choice, _rows: None,
        picked: Callable[[Optional[ReportRow]], None] = lambda _row: None,
        opened: Optional[Callable[[ReportRow], None]] = None,
        ticked: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__()
        self._act, self._picked, self._opened = act, picked, opened
        self._overview = ""
        self._model = _Items(ticked)
        hint = tr("items.search")
        self._search = named_as(qt.QLineEdit(), "items_search", hint, placeholderText=hint)
        self._search.setClearButtonEnabled(True)
        self._kind, self._source = _chooser("kind"), _chooser("source")
        self.list = _list(self._model)
        self.details = named_as(
            qt.QTextBrowser(), "report_text", tr("items.details"), openLinks=False
        )
        qt.qconnect(self.details.anchorClicked, lambda _link: self._open_current())
        self._open = button("items_open", tr("items.open"), self._open_current)
        self._choose = button("items_choose", tr("items.take_theirs"), self._choose_selected)
        self.beside = qt.QVBoxLayout()
        """What stands beside the list; more may be put below the text."""
        self._arrange()
        self._pause = qt.QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(150)
        qt.qconnect(self._pause.timeout, self._filter)
        qt.qconnect(self._search.textChanged, lambda _text: self._pause.start())
        qt.qconnect(self._kind.activated, lambda _at: self._filter())
        qt.qconnect(self._source.activated, lambda _at: self._filter())
        selection = self.list.selectionModel()
        assert selection is not None
        qt.qconnect(selection.currentRowChanged, lambda _now, _before: self._tell())
        qt.qconnect(self.list.doubleClicked, lambda _index: self._open_current())
        for one in (self._search, self.list):
            one.installEventFilter(self)

    def show_rows(
        self, listed: Listed, overview: str, ticks: Optional[Dict[str, bool]] = None
    ) -> None:
        """Show these rows, whatever was shown before; those whose GUIDs `ticks` has can be ticked,
        which is written there."""
        self._overview = overview
        self._model.listed, self._model.ticks = listed, ticks or {}
        _fill(self._kind, tr("items.all"), listed.kinds, lambda kind: said(kind_said(kind)))
        _fill(self._source, tr("items.all_sources"), listed.sources, short_name)
        self._source.setVisible(len(listed.sources) > 1)
        self._filter()

    def mark(self, chosen: Mapping[str, FrozenSet[str]]) -> None:
        """Show beside which rows something was chosen: choice → GUIDs."""
        self._model.chosen = chosen
        self.list.viewport().update()  # type: ignore[union-attr]
        self._tell_choice(self._current())

    def eventFilter(self, of: Optional[qt.QObject], event: Optional[qt.QEvent]) -> bool:
        """Return goes from the filter to the list, and opens what is chosen there; it shall not
        reach the window, whose default button it would press."""
        keys = (qt.Qt.Key.Key_Return, qt.Qt.Key.Key_Enter)
        if not isinstance(event, qt.QKeyEvent) or event.key() not in keys:
            return super().eventFilter(of, event)
        if event.type() == event.Type.KeyPress:
            self._open_current() if of is self.list else self.list.setFocus()
        return True

    def _arrange(self) -> None:
        filters = in_a_row(self._search, self._kind, self._source)
        for at, share in enumerate((2, 1, 1)):
            filters.setStretch(at, share)
        self._open.setVisible(self._opened is not None)
        beside = qt.QWidget()
        beside.setLayout(self.beside)
        self.beside.setContentsMargins(0, 0, 0, 0)
        self.beside.addWidget(self.details, 1)
        self.beside.addLayout(in_a_row(None, self._open, self._choose))
        parts = named_as(qt.QSplitter(), "items_parts", childrenCollapsible=False)
        parts.addWidget(self.list)
        parts.addWidget(beside)
        parts.setSizes([400, 460])
        layout = qt.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(filters)
        layout.addWidget(parts, 1)

    def _filter(self) -> None:
        asked = self._search.text(), self._kind.currentData(), self._source.currentData()
        self._model.show_places(self._model.listed.places(*(one or "" for one in asked)))
        self._tell()

    def _current(self) -> Optional[ReportRow]:
        index = self.list.currentIndex()
        return self._model.row(index) if index.isValid() else None

    def _tell(self) -> None:
        row = self._current()
        opens = self._opened is not None
        self.details.setHtml(row_as_html(row, language(), opens) if row else self._overview)
        self._open.setEnabled(row is not None and bool(row.guid))
        self._tell_choice(row)
        self._picked(row)

    def _tell_choice(self, row: Optional[ReportRow]) -> None:
        choice = row.choice if row else ""
        self._choose.setVisible(bool(choice))
        if row and choice:
            is_chosen = row.guid in self._model.chosen.get(choice, ())
            self._choose.setText(tr(f"items.{'leave' if is_chosen else choice}"))

    def _open_current(self) -> None:
        row = self._current()
        if row is not None and row.guid and self._opened is not None:
            self._opened(row)

    def _choose_selected(self) -> None:
        row, selection = self._current(), self.list.selectionModel()
        if row is not None and selection is not None:
            rows = map(self._model.row, selection.selectedRows())
            chosen = {one.guid: one for one in (row, *rows) if one.choice == row.choice}
            self._act(row.choice, list(chosen.values()))


class _Items(qt.QAbstractListModel):
    """Those of many rows that were asked for."""

    def __init__(self, ticked: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._ticked, self.ticks = ticked, {}  # type: Callable[[], None], Dict[str, bool]
        self.listed, self._places = Listed([]), []  # type: Listed, List[int]
        self.chosen: Mapping[str, FrozenSet[str]] = {}

    def show_places(self, places: List[int]) -> None:
        """Hold the rows at `places`."""
        self.beginResetModel()
        self._places = places
        self.endResetModel()

    def row(self, index: _Index) -> ReportRow:
        """The row at `index`."""
        return self.listed.rows[self._places[index.row()]]

    def rowCount(self, parent: _Index = _Index()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._places)

    def flags(self, index: _Index) -> qt.Qt.ItemFlag:
        can_tick = index.isValid() and self.row(index).guid in self.ticks
        ticked = qt.Qt.ItemFlag.ItemIsUserCheckable if can_tick else qt.Qt.ItemFlag(0)
        return super().flags(index) | ticked

    def setData(self, index: _Index, value: Any, role: int = 0) -> bool:
        if role == qt.Qt.ItemDataRole.CheckStateRole:
            self.ticks[self.row(index).guid] = qt.Qt.CheckState(value) == _TICKED
            self.dataChanged.emit(index, index)
            self._ticked()
        return role == qt.Qt.ItemDataRole.CheckStateRole

    def data(self, index: _Index, role: int = 0) -> Any:
        row, roles = self.row(index), qt.Qt.ItemDataRole
        if role == roles.CheckStateRole and row.guid in self.ticks:
            return _TICKED if self.ticks[row.guid] else qt.Qt.CheckState.Unchecked
        if role == roles.DisplayRole:
            return said(row.text)
        if role == roles.ToolTipRole:
            # Else Qt would take for HTML what only looks like it, as a title may.
            return f"<p>{escape(said(row.text))}<br>{escape(said(row.source))}</p>"
        if role == roles.DecorationRole:
            return _TINTS.get(row.tone)
        if role not in (_BELOW, roles.AccessibleDescriptionRole):
            return None
        is_chosen = row.guid in self.chosen.get(row.choice, ())
        parts = tr(f"items.chosen_{row.choice}") if is_chosen else "", *map(said, below_of(row))
        return " · ".join(filter(None, parts))


class _TwoLines(qt.QStyledItemDelegate):
    """Shows what it is, and below, smaller, what happened to it and where it comes from."""

    def sizeHint(self, option: qt.QStyleOptionViewItem, _index: _Index) -> qt.QSize:
        return qt.QSize(0, 2 * option.fontMetrics.lineSpacing() + 2 * _PAD)

    def paint(
        self, painter: Optional[qt.QPainter], option: qt.QStyleOptionViewItem, index: _Index
    ) -> None:
        assert painter is not None
        # Qt hands over one for all rows.
        option = qt.QStyleOptionViewItem(option)
        self.initStyleOption(option, index)
        text, option.text, option.icon = option.text, "", qt.QIcon()
        style = option.widget.style() if option.widget else None
        assert style is not None
        style.drawControl(style.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        is_selected = bool(option.state & style.StateFlag.State_Selected)
        role, roles = option.palette.ColorRole, qt.Qt.ItemDataRole
        colour = option.palette.color(role.HighlightedText if is_selected else role.Text)
        tick = style.SubElement.SE_ItemViewItemCheckIndicator
        beside = style.subElementRect(tick, option, option.widget).width() + _PAD
        has_tick = option.ViewItemFeature.HasCheckIndicator in option.features
        left = _PAD + beside if has_tick else _PAD
        area = option.rect.adjusted(left, _PAD // 2, -_PAD, -_PAD // 2)
        half = area.height() // 2
        painter.save()
        if index.data(roles.DecorationRole):
            bar = qt.QRect(option.rect.left(), area.top(), 3, area.height())
            painter.fillRect(bar, qt.QColor(index.data(roles.DecorationRole)))
        painter.setPen(colour)
        _one_line(painter, area.adjusted(0, 0, 0, half - area.height()), text)
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.88)
        painter.setFont(font)
        colour.setAlphaF(0.65)
        painter.setPen(colour)
        _one_line(painter, area.adjusted(0, half, 0, 0), index.data(_BELOW))
        painter.restore()


def _one_line(painter: qt.QPainter, area: qt.QRect, text: Optional[str]) -> None:
    end = qt.Qt.TextElideMode.ElideRight
    shown = painter.fontMetrics().elidedText(text, end, area.width())
    painter.drawText(area, int(qt.Qt.AlignmentFlag.AlignVCenter), shown)


def _list(model: _Items) -> qt.QListView:
    # So that of many rows no more are laid out at once than it takes to go on working.
    look = {"uniformItemSizes": True, "layoutMode": qt.QListView.LayoutMode.Batched}
    view = named_as(qt.QListView(), "items", tr("items.list"), minimumWidth=240, **look)
    view.setModel(model)
    view.setItemDelegate(_TwoLines(view))
    view.setSelectionMode(view.SelectionMode.ExtendedSelection)
    return view


def _chooser(name: str) -> qt.QComboBox:
    chooser = named_as(qt.QComboBox(), f"items_{name}", tr(f"items.{name}"))
    chooser.setMinimumContentsLength(12)
    chooser.setSizeAdjustPolicy(chooser.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return chooser


def _fill(
    chooser: qt.QComboBox, everything: str, counts: Dict[str, int], name: Callable[[str], str]
) -> None:
    chooser.clear()
    chooser.addItem(everything, "")
    for key, count in counts.items():
        chooser.addItem(tr("items.counted", what=name(key), n=count), key)
