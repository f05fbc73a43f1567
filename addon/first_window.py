"""The first window: drop or paste where you wrote, see the cards that come of it, sync, study."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, Callable, Optional, Sequence

from annoki.config import Source
from annoki.errors import UsageError
from annoki.pipeline.found import made_of
from annoki.profile import Profile, settings
from annoki.sources.typed import not_among, sources_typed
from annoki.targets.collection.card_looks import card_looks
from annoki.targets.collection.our_notes import OurNotes, our_notes
from aqt import colors, qt
from aqt.operations import QueryOp
from aqt.theme import theme_manager
from aqt.utils import disable_help_button

from . import host, menu
from .cards_view import CardsView
from .i18n import said, tr
from .source_check import SourceCheck, Tested
from .source_forms import choose_file

_STYLE = Path(__file__).with_name("first.css").read_text(encoding="utf-8")


class FirstWindow(qt.QDialog):
    """Adds sources to those of `profile`, tells what they hold, syncs, and begins to study.

    Raises UsageError where the configuration cannot be used.
    """

    def __init__(self, profile: Profile) -> None:
        super().__init__(host.main_window())
        self._profile, self._config = profile, settings.stored_config(profile)
        self._sources: Sequence[Source] = ()
        self._check: Optional[SourceCheck] = None
        self._tested: Optional[Tested] = None
        self._next: Callable[[], None] = self._begin
        self.setWindowTitle(tr("first.title"))
        self.setObjectName("annoki_first")
        self.setAcceptDrops(True)
        disable_help_button(self)
        self.setStyleSheet(_STYLE)
        intro, self._line = qt.QLabel(tr("first.intro")), qt.QLineEdit()
        intro.setBuddy(self._line)
        self._said, self._advice, self._cards = qt.QLabel(), qt.QLabel(), CardsView()
        self._zone, self._go = qt.QPushButton(tr("first.drop")), qt.QPushButton()
        parts = {"intro": intro, "line": self._line, "said": self._said, "advice": self._advice}
        parts.update(drop=self._zone, cards=self._cards, go=self._go)
        layout = qt.QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 18)
        for name, part in parts.items():
            part.setObjectName(f"annoki_first_{name}")
            layout.addWidget(part, name in ("drop", "cards"))
        layout.setAlignment(self._go, qt.Qt.AlignmentFlag.AlignRight)
        for label in (self._said, self._advice):
            label.setWordWrap(True)
            label.setTextFormat(qt.Qt.TextFormat.PlainText)
        self._zone.setSizePolicy(*[qt.QSizePolicy.Policy.Expanding] * 2)
        self._zone.setAutoDefault(False)
        self._go.setDefault(True)
        self._line.setPlaceholderText(tr("first.like"))
        self._line.setAcceptDrops(False)  # What is dropped anywhere is for the window.
        qt.qconnect(self._line.textEdited, self._edited)
        qt.qconnect(self._line.returnPressed, lambda: self._look_at(self._line.text()))
        qt.qconnect(self._zone.clicked, lambda: self._look_at(choose_file(self)))
        qt.qconnect(self._go.clicked, lambda: self._next())
        self._forget()
        host.restore_size(self, "annokiFirst", 880, 560)

    def done(self, result: int) -> None:
        """The window is left, however that is done."""
        self._forget()
        self._tested = None
        self._cards.cleanup()
        super().done(result)

    def dragEnterEvent(self, event: Any) -> None:
        """Files, folders, addresses and text are welcome."""
        self._zone.setFocus()  # So that its edge shows where.
        event.setAccepted(event.mimeData().hasUrls() or event.mimeData().hasText())

    def dropEvent(self, event: Any) -> None:
        """Look at what was dropped."""
        event.acceptProposedAction()
        urls = [url.toLocalFile() or url.toString() for url in event.mimeData().urls()]
        self._look_at(*urls or [event.mimeData().text()])

    def _edited(self, text: str) -> None:
        by_a_key = abs(len(text) - len(self._typed)) == 1
        self._forget(text)
        if len(text) > 1 and not by_a_key:
            self._look_at(text)  # It was pasted, so it is all there.

    def _forget(self, typed: str = "") -> None:
        """What was looked at is no more what is meant, but what is `typed`."""
        if self._check is not None:
            self._check.forget()
        self._check, self._sources, self._typed = None, (), typed
        self._cards.show_cards(())
        self._tell(Tested("", tr("first.hint")))

    def _look_at(self, *typed: str) -> None:
        """Tell what `typed` means, and what is there."""
        if not any(typed) or (self._sources and typed == (self._typed,)):
            return  # No file was chosen, or Return was pressed once more.
        self._forget("; ".join(typed))
        self._line.setText(self._typed)
        try:
            self._sources = sources_typed(typed)
        except UsageError as error:
            self._tell(Tested("", said(error), good=False))
            return
        self._tell(Tested("", tr("test.reading")))
        self._check = SourceCheck(self._sources, self._config, self._tell)
        self._check.start()

    def _tell(self, tested: Tested) -> None:
        """Say it; where there are notes, show some of them, and let all be synced."""
        self._tested = tested
        self._said.setText(tested.short)
        self._advice.setText(tested.full[len(tested.short) :].strip())
        bad = "" if tested.good else f"color: {theme_manager.var(colors.STATE_LEARN)}"
        self._advice.setStyleSheet(bad)
        for label in (self._said, self._advice):
            label.setVisible(bool(label.text()))
        self._zone.setVisible(not tested.notes)
        self._cards.setVisible(bool(tested.notes))
        self._offer("sync", self._begin, bool(tested.notes))
        if tested.notes:
            show = partial(self._cards.show_cards, zoom=0.8)
            self._later(partial(card_looks, notes=tested.notes), show)

    def _offer(self, name: str, step: Callable[[], None], enabled: bool) -> None:
        self._go.setText(tr(f"first.{name}"))
        self._go.setEnabled(enabled)
        self._next = step

    def _begin(self) -> None:
        """Keep the sources that are new, and sync."""
        try:
            kept = settings.raw(self._profile)
            known = [one for one in map(settings.usable_source, kept["sources"]) if one]
            new = [one.as_dict() for one in not_among(known, self._sources)]
            data = {**kept, "sources": [*kept["sources"], *new]}
            settings.save(self._profile, data, as_they_are=kept["sources"])
        except (UsageError, OSError) as error:
            self._tell(Tested("", said(error), good=False))
            return
        self._offer("syncing", self._begin, enabled=False)
        menu.sync_then(lambda: self._later(partial(our_notes, config=self._config), self._synced))

    def _synced(self, what: OurNotes) -> None:
        """Tell what came of it, and offer to begin."""
        if what.deck is None:
            self._offer("sync", self._begin, enabled=True)
        else:
            self._said.setText(said(made_of(what.by_status)))
            self._offer("study", partial(self._open_deck, what.deck), enabled=True)

    def _open_deck(self, deck: Any) -> None:
        window = host.main_window()
        assert window.col is not None
        window.col.decks.select(deck)
        self.accept()
        window.moveToState("review")

    def _later(self, op: Callable[..., Any], then: Callable[[Any], None]) -> None:
        """Do `op` in the background, and `then` if this window still shows what it does now."""
        shown = self._tested

        def ended(result: Any) -> None:
            if self._tested is shown:
                then(result)

        QueryOp(parent=host.main_window(), op=op, success=ended).run_in_background()
