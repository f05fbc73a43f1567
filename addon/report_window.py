"""The reports of the last syncs: what happened to each item, and what can be done about it."""

from __future__ import annotations

from functools import partial
from typing import Any, Dict, List, Optional, Tuple

from annoki.pipeline.keeping import shown_of
from annoki.pipeline.report_words import overview_as_html, report_as_text, summary_said
from annoki.pipeline.rows import Listed, ReportRow
from annoki.profile import Profile
from annoki.sync.choice import NO_CHOICE
from aqt import dialogs, qt
from aqt.operations.collection import undo
from aqt.utils import tooltip

from . import host, menu
from .i18n import language, said, tr
from .items_view import ItemsView
from .parts import Window, buttons, in_a_row, named_as


class ReportWindow(Window):
    """Shows the reports of `profile`, the last first, and syncs once more as is chosen in them."""

    def __init__(self, profile: Profile) -> None:
        super().__init__("report", tr("report.title"), ("annokiReports", 900, 560))
        self._reports = profile.reports
        self._report: Dict[str, Any] = {}
        self._listed = Listed([])
        self._chooser = named_as(qt.QComboBox(), "report_chooser", tr("report.chooser"))
        qt.qconnect(self._chooser.activated, lambda _at: self._load())
        self._items = ItemsView(self._act, opened=self._open)
        starts = {"undo": self._undo_it, "copy": self._copy, "close": self.reject}
        self._buttons = buttons("report", starts)
        layout = qt.QVBoxLayout(self)
        layout.addWidget(self._chooser)
        layout.addWidget(self._items, 1)
        layout.addLayout(in_a_row(None, *self._buttons.values()))
        self._items.list.setFocus()
        self._begin()

    def _begin(self) -> None:
        self.in_background(lambda _col: self._reports.heads(), self._have_heads, beside=True)

    def _have_heads(self, heads: Dict[str, Dict[str, Any]]) -> None:
        self._chooser.clear()
        for name, head in heads.items():
            entry = tr("report.entry", when=head.get("when", ""), what=said(summary_said(head)))
            self._chooser.addItem(entry, name)
        self._chooser.setEnabled(bool(heads))
        self._load()

    def _load(self) -> None:
        name = self._chooser.currentData()
        read = partial(shown_of, self._reports, name or "")
        self.in_background(lambda _col: read(), partial(self._show, name), beside=True)

    def _show(self, name: Optional[str], loaded: Tuple[Dict[str, Any], Listed]) -> None:
        if name != self._chooser.currentData():
            return
        self._report, self._listed = loaded
        overview = overview_as_html(self._report, language())
        self._buttons["undo"].setEnabled(bool(self._report.get("step")))
        self._items.show_rows(self._listed, overview)

    def _act(self, choice: str, rows: List[ReportRow]) -> None:
        menu.sync_then(self._begin, NO_CHOICE.toggled(choice, (row.guid for row in rows)))

    def _open(self, row: ReportRow) -> None:
        from annoki.targets.collection.remembered import ids_called

        def show(ids: List[int]) -> None:
            if not ids:
                tooltip(tr("items.no_note"), parent=self)
                return
            search = f"nid:{','.join(map(str, ids))}"
            dialogs.open("Browser", host.main_window(), search=(search,))

        self.in_background(lambda col: ids_called(col, row.guid), show)

    def _undo_it(self) -> None:
        from annoki.targets.collection.apply import is_last_step

        step, name = self._report.get("step", 0), tr("undo")

        def go_on(is_last: bool) -> None:
            if is_last:
                undo(parent=host.main_window())
            else:
                tooltip(tr("report.undo_not"), period=6000, parent=self)

        self.in_background(lambda col: is_last_step(col, step, name), go_on)

    def _copy(self) -> None:
        text = report_as_text(self._report, self._listed.rows, language())
        clipboard = qt.QApplication.clipboard()
        if text and clipboard is not None:
            clipboard.setText(text)
            tooltip(tr("report.copied"), parent=self)
