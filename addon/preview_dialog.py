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
from aqt.operations import QueryOp
from aqt.utils import disable_help_button

from .cards_view import CardsView
from .host import restore_size
from .i18n import said, tr
from .items_view import ItemsView


class PreviewDialog(qt.QDialog):
    """Shows `plan`; `answered` is called once, when the dialog is left: None means not to sync.

    `chosen` is what was chosen before, which holds on.
    """

    def __init__(
        self,
        parent: qt.QWidget,
        plan: Plan,
        answered: Callable[[Optional[Choice]], None],
        chosen: Choice = NO_CHOICE,
    ) -> None:
        super().__init__(parent)
        self._answered: Optional[Callable[[Optional[Choice]], None]] = answered
        self._plan, self._chosen = plan, chosen
        self._note: Optional[Note] = None
        disable_help_button(self)
        self.setObjectName("annoki_preview")
        self.setWindowTitle(tr("preview.title"))
        self._items = ItemsView(self._act, self._picked)
        self._cards = CardsView()
        self._cards.setObjectName("annoki_preview_cards")
        self._cards.hide()
        self._items.beside.addWidget(self._cards, 2)
        layout = qt.QVBoxLayout(self)
        layout.setSpacing(10)
        intro = tr("preview.intro" if plan.changes_anything else "preview.nothing")
        asked = [f"<p><b>{said(one)}</b><br>{said(hint)}</p>" for one, hint in questions(plan)]
        summary = qt.QLabel(f"{intro}<br><b>{said(plan.summary())}</b>{''.join(asked)}")
        summary.setObjectName("annoki_preview_summary")
        summary.setWordWrap(True)
        layout.addWidget(summary)
        layout.addWidget(self._items, 1)
        layout.addWidget(self._buttons(plan))
        restore_size(self, "annokiPreviews", 900, 580)
        if self._best is not None:
            # Only now, in its dialog, can a button be the default.
            self._best.setDefault(True)
            self._best.setFocus()
        qt.qconnect(self.finished, self._finished)
        op = QueryOp(parent=parent, op=lambda _col: self._rows(), success=self._show)
        op.without_collection().run_in_background()

    def _rows(self) -> Listed:
        plan = self._plan
        return Listed(report_rows({**plan.report.as_dict(__version__), "plan": plan.as_dict()}))

    def _show(self, listed: Listed) -> None:
        if self._answered is not None:
            self._items.show_rows(listed, f"<p>{tr('preview.pick')}</p>")

    def _picked(self, row: Optional[ReportRow]) -> None:
        from annoki.targets.collection.card_looks import CardLook, card_looks

        note = self._plan.note_after(row.guid) if row else None
        self._cards.setVisible(note is not None)
        self._note = note

        def show(cards: List[CardLook]) -> None:
            if self._note is note and self._answered is not None:
                self._cards.show_cards(cards, zoom=0.8)

        if note is not None:
            wanted: Note = note
            op = QueryOp(parent=self, op=lambda col: card_looks(col, [wanted]), success=show)
            op.run_in_background()

    def _act(self, choice: str, rows: List[ReportRow]) -> None:
        self._chosen = self._chosen.toggled(choice, (row.guid for row in rows))
        self._items.mark(self._chosen.of_notes)
        if self._sync is not None:
            anything = self._plan.changes_anything or any(self._chosen.of_notes.values())
            self._sync.setEnabled(anything)

    def _buttons(self, plan: Plan) -> qt.QDialogButtonBox:
        role, box = qt.QDialogButtonBox.ButtonRole, qt.QDialogButtonBox()

        def button(name: str, key: str, role: qt.QDialogButtonBox.ButtonRole) -> qt.QPushButton:
            made = box.addButton(tr(key), role)
            assert made is not None
            made.setObjectName(f"annoki_preview_{name}")
            return made

        self._sync: Optional[qt.QPushButton] = None
        if plan.changes_anything:
            button("cancel", "cancel", role.RejectRole)
        else:
            button("close", "report.close", role.RejectRole)
        if plan.changes_anything or plan.conflicts or plan.kept or plan.deleted:
            label = "preview.all" if plan.unusual() else "preview.sync"
            self._sync = button("sync", label, role.AcceptRole)
            self._sync.setEnabled(plan.changes_anything)
        self._best = self._sync
        if plan.unusual():
            self._best = button("without", "preview.without", role.ActionRole)
            qt.qconnect(self._best.clicked, lambda: self._answer(without_unusual=True))
        qt.qconnect(box.accepted, self._answer)
        qt.qconnect(box.rejected, self.reject)
        return box

    def _answer(self, without_unusual: bool = False) -> None:
        self._leave(replace(self._chosen, without_unusual=without_unusual))

    def _leave(self, answer: Optional[Choice]) -> None:
        answered, self._answered = self._answered, None
        self.accept()
        if answered is not None:
            answered(answer)

    def _finished(self) -> None:
        self._cards.cleanup()
        if self._answered is not None:
            self._leave(None)
