"""The list of sources, and its rows."""

from __future__ import annotations

from threading import Event
from typing import Any, Callable, Mapping, Optional

from annoki.pipeline.results import Result, asked
from annoki.pipeline.source_rows import source_row
from aqt import qt
from aqt.operations import QueryOp

from . import host
from .i18n import said, tr
from .parts import named_as

WHERE, KIND, STATE, WHEN = range(4)
"""The columns."""


class SourceItem(qt.QTreeWidgetItem):
    """Shows an entry of the configuration, and how that source answered last."""

    def __init__(self, entry: Any, kept: Mapping[str, Any]) -> None:
        super().__init__()
        self._stopped: Optional[Event] = None
        self.put(entry, kept)

    def put(self, entry: Any, kept: Mapping[str, Any]) -> None:
        """Take `entry`, of which the last result may be among those `kept`."""
        self.forget()
        self.row = source_row(entry)
        self.setText(WHERE, said(self.row.name))
        self.setToolTip(WHERE, said(self.row.name))
        self.setText(KIND, said(self.row.kind))
        self.recall(kept)

    def recall(self, kept: Mapping[str, Any]) -> None:
        """Show the last result, which may be among those `kept`."""
        if not self.testing:
            self._say(self.row.last(kept))

    def test(self, options: Mapping[str, Any], ended: Callable[[str, Result], None]) -> None:
        """Begin to read the source; `ended` is told its key and the result."""
        source, key, stopped = self.row.source, self.row.key, Event()
        if source is None or not key or self.testing:
            return
        self._stopped = stopped
        self._say(Result(tr("test.asking" if source.is_live else "test.reading")))

        def done(result: Result) -> None:
            if self._stopped is stopped:  # Else nobody wants to know any more.
                self._stopped = None
                self._say(result)
                ended(key, result)

        QueryOp(
            # The dialog may be gone before this ends.
            parent=host.main_window(),
            op=lambda _col: asked(source, options, stopped.is_set),
            success=done,
        ).without_collection().run_in_background()

    @property
    def testing(self) -> bool:
        """Whether a test is under way."""
        return self._stopped is not None

    def stop(self) -> None:
        """End the test, which then says so."""
        if self._stopped is not None:
            self._stopped.set()

    def forget(self) -> None:
        """End the test; it has nothing to say any more."""
        self.stop()
        self._stopped = None

    def _say(self, found: Result) -> None:
        self.good = found.good
        self.told = "\n".join(said(line) for line in (found.said, *found.lines))
        self.setText(STATE, said(found.said))
        self.setToolTip(STATE, self.told)
        warning, style = qt.QStyle.StandardPixmap.SP_MessageBoxWarning, host.main_window().style()
        self.setIcon(STATE, qt.QIcon() if found.good or not style else style.standardIcon(warning))
        when = qt.QDateTime.fromSecsSinceEpoch(int(found.when))
        short = qt.QLocale.FormatType.ShortFormat
        self.setText(WHEN, qt.QLocale().toString(when, short) if found.when else "")


def source_tree() -> qt.QTreeWidget:
    """An empty list."""
    tree = named_as(qt.QTreeWidget(), "sources_tree", tr("sources.title"))
    tree.setHeaderLabels([tr(f"sources.{key}") for key in ("where", "kind", "state", "when")])
    tree.setRootIsDecorated(False)
    tree.setAlternatingRowColors(True)
    tree.setTextElideMode(qt.Qt.TextElideMode.ElideMiddle)
    tree.setItemDelegateForColumn(STATE, _CutAtTheEnd(tree))
    tree.setSelectionMode(qt.QAbstractItemView.SelectionMode.ExtendedSelection)
    header = tree.header()
    assert header is not None
    header.setStretchLastSection(False)
    header.setSectionResizeMode(WHERE, qt.QHeaderView.ResizeMode.Stretch)
    for column, width in {KIND: 100, STATE: 240, WHEN: 120}.items():
        header.resizeSection(column, width)
    return tree


class _CutAtTheEnd(qt.QStyledItemDelegate):
    """What a state begins with matters most; of a path it is both ends."""

    def initStyleOption(self, option: Any, index: qt.QModelIndex) -> None:
        """How Qt asks for it."""
        super().initStyleOption(option, index)
        option.textElideMode = qt.Qt.TextElideMode.ElideRight
