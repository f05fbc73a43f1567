"""What a sync will do, before it does it; also the question, where something is unusual."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional

from annoki import __version__
from annoki.model import Note
from annoki.pipeline.paging import cards_page
from annoki.pipeline.question_words import questions, ways_on
from annoki.pipeline.rows import Listed, ReportRow, report_rows
from annoki.pipeline.syncing import Plan
from annoki.profile import Profile
from annoki.sync.choice import Choice
from aqt import qt
from aqt.utils import openLink

from . import host
from .cards_view import CardsView
from .i18n import said, tr
from .items_view import ItemsView
from .parts import Window, button, in_a_row, label, named_as


class PreviewDialog(Window):
    """Shows `plan`; `answered` is called once, when the dialog is left: None means not to sync.

    `chosen` is what was chosen before, which holds on; `profile` keeps the page of cards.
    """

    def __init__(
        self,
        plan: Plan,
        answered: Callable[[Optional[Choice]], None],
        chosen: Choice,
        profile: Profile,
    ) -> None:
        super().__init__("preview", tr("preview.title"), ("annokiPreviews", 900, 580))
        self._profile = profile
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
        layout.addLayout(self._buttons())
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

    def _buttons(self) -> qt.QHBoxLayout:
        starts: Dict[str, Callable[[], None]] = {
            "cancel": self.reject,
            "sync": self._go_on,
            "without": partial(self._go_on, without_unusual=True),
        }
        made = {
            name: button(f"preview_{name}", said(text), starts[name])
            for name, text in ways_on(self._plan).items()
        }
        self._sync = made.get("sync")
        self._best = made.get("without", self._sync)
        if self._sync is not None:
            self._sync.setEnabled(self._plan.changes_anything)
        page = button("preview_page", tr("preview.page"), self._open_page)
        page.setEnabled(bool(self._plan.gathered and self._plan.gathered.notes))
        return in_a_row(page, None, *made.values())

    def _open_page(self) -> None:
        profile, gathered = self._profile, self._plan.gathered
        assert gathered is not None

        def make(col: Any) -> Path:
            return profile.keep_page(cards_page(gathered, host.mathjax(), col))

        def show(path: Path) -> None:
            openLink(qt.QUrl.fromLocalFile(str(path)))

        self.in_background(make, show)

    def _go_on(self, without_unusual: bool = False) -> None:
        self._answer = replace(self._chosen, without_unusual=without_unusual)
        self.accept()
