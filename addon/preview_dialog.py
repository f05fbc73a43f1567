"""What a sync will do, before it does it; also the question, where something is unusual."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, List, Optional

from annoki import __version__
from annoki.model import Note
from annoki.pipeline.question_words import questions
from annoki.pipeline.rows import Listed, ReportRow, report_rows
from annoki.pipeline.syncing import Plan
from annoki.sync.choice import NO_CHOICE, Choice
from aqt import qt

from .cards_view import CardsView
from .i18n import said, tr
from .items_view import ItemsView
from .parts import Window, label, named_as


class PreviewDialog(Window):
    """Shows `plan`; `answered` is called once, when the dialog is left: None means not to sync.

    `chosen` is what was chosen before, which holds on.
    """

    def __init__(
        self,
        plan: Plan,
        answered: Callable[[Optional[Choice]], None],
        chosen: Choice = NO_CHOICE,
    ) -> None:
        super().__init__("preview", tr("preview.title"), ("annokiPreviews", 900, 580))
        self._plan, self._answered, self._chosen = plan, answered, chosen
        self._answer: Optional[Choice] = None
        self._note: Optional[Note] = None
        self._items = ItemsView(self._act, self._picked)
        self._cards = named_as(CardsView(), "preview_cards")
        self._cards.hide()
        self._items.beside.addWidget(self._cards, 2)
        layout = qt.QVBoxLayout(self)
        layout.setSpacing(10)
        intro = tr("preview.intro" if plan.changes_anything else "preview.nothing")
        asked = [f"<p><b>{said(one)}</b><br>{said(hint)}</p>" for one, hint in questions(plan)]
        told = f"{intro}<br><b>{said(plan.summary())}</b>{''.join(asked)}"
        layout.addWidget(label("preview_summary", told))
        layout.addWidget(self._items, 1)
        layout.addWidget(self._buttons())
        if self._best is not None:
            # Only now, in its dialog, can a button be the default.
            self._best.setDefault(True)
            self._best.setFocus()
        self.in_background(lambda _col: self._rows(), self._show, beside=True)

    def left(self) -> None:
        """It is closed."""
        self._cards.cleanup()
        self._answered(self._answer)
        # Anki's window, whose child it is, would keep it, and all that it shows.
        self._plan = Plan()
        self.deleteLater()

    def _rows(self) -> Listed:
        plan = self._plan
        return Listed(report_rows({**plan.report.as_dict(__version__), "plan": plan.as_dict()}))

    def _show(self, listed: Listed) -> None:
        self._items.show_rows(listed, f"<p>{tr('preview.pick')}</p>")

    def _picked(self, row: Optional[ReportRow]) -> None:
        from annoki.targets.collection.card_looks import CardLook, card_looks

        note = self._plan.note_after(row.guid) if row else None
        self._cards.setVisible(note is not None)
        self._note = note

        def show(cards: List[CardLook]) -> None:
            if self._note is note:
                self._cards.show_cards(cards, zoom=0.8)

        if note is not None:
            wanted: Note = note
            self.in_background(lambda col: card_looks(col, [wanted]), show)

    def _act(self, choice: str, rows: List[ReportRow]) -> None:
        self._chosen = self._chosen.toggled(choice, (row.guid for row in rows))
        self._items.mark(self._chosen.of_notes)
        if self._sync is not None:
            anything = self._plan.changes_anything or any(self._chosen.of_notes.values())
            self._sync.setEnabled(anything)

    def _buttons(self) -> qt.QDialogButtonBox:
        plan, box, role = self._plan, qt.QDialogButtonBox(), qt.QDialogButtonBox.ButtonRole

        def add(name: str, key: str, role: qt.QDialogButtonBox.ButtonRole) -> qt.QPushButton:
            made = box.addButton(tr(key), role)
            assert made is not None
            return named_as(made, f"preview_{name}")

        self._sync: Optional[qt.QPushButton] = None
        if plan.changes_anything:
            add("cancel", "cancel", role.RejectRole)
        else:
            add("close", "report.close", role.RejectRole)
        if plan.changes_anything or plan.conflicts or plan.kept or plan.deleted:
            key = "preview.all" if plan.unusual() else "preview.sync"
            self._sync = add("sync", key, role.AcceptRole)
            self._sync.setEnabled(plan.changes_anything)
        self._best = self._sync
        if plan.unusual():
            self._best = add("without", "preview.without", role.ActionRole)
            qt.qconnect(self._best.clicked, lambda: self._go_on(without_unusual=True))
        qt.qconnect(box.accepted, self._go_on)
        qt.qconnect(box.rejected, self.reject)
        return box

    def _go_on(self, without_unusual: bool = False) -> None:
        self._answer = replace(self._chosen, without_unusual=without_unusual)
        self.accept()
