"""The first window: drop or paste where you wrote, see the cards that come of it, sync, study."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from threading import Event
from typing import Any, Callable, List, Sequence

from annoki.config import Source
from annoki.errors import UsageError
from annoki.pipeline.found import Recognised, found_at, made_of
from annoki.profile import Profile, settings
from annoki.sources.typed import sources_typed
from annoki.targets.collection.card_looks import card_looks
from annoki.targets.collection.our_notes import OurNotes, our_notes
from annoki.words import message
from aqt import colors, qt
from aqt.theme import theme_manager

from . import host, menu
from .cards_view import CardsView
from .i18n import said, tr
from .parts import Window, button, label, named_as
from .source_forms import choose_files

_STYLE = Path(__file__).with_name("first.css").read_text(encoding="utf-8")


class FirstWindow(Window):
    """Adds sources to those of `profile`, tells what they hold, syncs, and begins to study.

    Raises UsageError where the configuration cannot be used.
    """

    def __init__(self, profile: Profile) -> None:
        config = settings.stored_config(profile)
        super().__init__("first", tr("first.title"), ("annokiFirst", 880, 560))
        self.setAcceptDrops(True)
        self._profile, self._config = profile, config
        self._sources: Sequence[Source] = ()
        self._stopped = Event()
        self._next: Callable[[], None] = self._begin
        self.setStyleSheet(_STYLE)
        intro, self._line = qt.QLabel(tr("first.intro")), named_as(qt.QLineEdit(), "first_line")
        intro.setBuddy(self._line)
        self._said, self._advice = (label(f"first_{name}", "", True) for name in ("said", "advice"))
        self._cards = named_as(CardsView(), "first_cards")
        self._zone = button("first_drop", tr("first.drop"), self._choose)
        self._go = button("first_go", "", lambda: self._next())
        layout = qt.QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 18)
        shown = (intro, self._line, self._said, self._advice, self._zone, self._cards, self._go)
        for part in shown:
            layout.addWidget(part, part in (self._zone, self._cards))
        layout.setAlignment(self._go, qt.Qt.AlignmentFlag.AlignRight)
        self._zone.setSizePolicy(*[qt.QSizePolicy.Policy.Expanding] * 2)
        self._go.setDefault(True)
        self._line.setPlaceholderText(tr("first.like"))
        self._line.setAcceptDrops(False)  # What is dropped anywhere is for the window.
        self._line.setFocus()
        qt.qconnect(self._line.textEdited, self._edited)
        qt.qconnect(self._line.returnPressed, lambda: self.dropped([self._line.text()]))
        self._forget()

    def left(self) -> None:
        """Whatever is still read is not waited for."""
        self._stopped.set()
        self._cards.cleanup()

    def dragEnterEvent(self, event: Any) -> None:
        """What is dropped anywhere goes into the zone."""
        self._zone.setFocus()  # So that its edge shows where.
        super().dragEnterEvent(event)

    def dropped(self, names: List[str]) -> None:
        """Tell what `names` mean, dropped, chosen, pasted or typed, and what is there."""
        if not any(names) or (self._sources and names == [self._typed]):
            return  # No file was chosen, or Return was pressed once more.
        self._forget("; ".join(names))
        self._line.setText(self._typed)
        try:
            self._sources = sources_typed(names)
        except UsageError as error:
            self._tell(Recognised("", (said(error),), good=False))
            return
        self._tell(Recognised("", (message("results.reading"),)))
        is_over = self._stopped.is_set
        find = partial(found_at, self._sources, self._config, is_over)
        self._later(lambda _col: find(), self._tell, beside=True)

    def _choose(self) -> None:
        self.dropped(choose_files(self))

    def _edited(self, text: str) -> None:
        by_a_key = abs(len(text) - len(self._typed)) == 1
        self._forget(text)
        if len(text) > 1 and not by_a_key:
            self.dropped([text])  # It was pasted, so it is all there.

    def _forget(self, typed: str = "") -> None:
        """What was looked at is no more what is meant, but what is `typed`."""
        self._stopped.set()
        self._stopped, self._sources, self._typed = Event(), (), typed
        self._cards.show_cards(())
        self._tell(Recognised("", (tr("first.hint"),)))

    def _tell(self, found: Recognised) -> None:
        """Say it; where there are notes, show some of them, and let all be synced."""
        self._found = found
        lines = (said(one) for one in (found.said, *found.advice))
        first, *others = (settings.without_tokens(line, self._sources) for line in lines)
        self._said.setText(first)
        self._advice.setText("\n".join(others))
        bad = "" if found.good else f"color: {theme_manager.var(colors.STATE_LEARN)}"
        self._advice.setStyleSheet(bad)
        for part in (self._said, self._advice):
            part.setVisible(bool(part.text()))
        self._zone.setVisible(not found.notes)
        self._cards.setVisible(bool(found.notes))
        self._offer("sync", self._begin, bool(found.notes))
        if found.notes:
            show = partial(self._cards.show_cards, zoom=0.8)
            self._later(partial(card_looks, notes=found.notes), show)

    def _offer(self, name: str, step: Callable[[], None], enabled: bool) -> None:
        self._go.setText(tr(f"first.{name}"))
        self._go.setEnabled(enabled)
        self._next = step

    def _begin(self) -> None:
        """Keep the sources that are new, and sync."""
        try:
            settings.add_sources(self._profile, self._sources)
        except (UsageError, OSError) as error:
            self._tell(Recognised("", (said(error),), good=False))
            return
        self._offer("syncing", self._begin, enabled=False)
        count = partial(our_notes, config=self._config)
        menu.sync_then(lambda: self._later(count, self._synced), or_else=self._not_synced)

    def _not_synced(self) -> None:
        """Offer it again: why nothing was synced, Anki's window says."""
        if not self.is_over:
            self._tell(self._found)

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

    def _later(
        self, op: Callable[..., Any], then: Callable[[Any], None], beside: bool = False
    ) -> None:
        """Do `op` in the background, and `then` if this window still shows what it does now."""
        shown = self._found

        def ended(came: Any) -> None:
            if self._found is shown:
                then(came)

        self.in_background(op, ended, beside)
