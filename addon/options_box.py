"""The options that most people may want to change; the others are in `config.md`."""

from __future__ import annotations

from typing import Any, Callable, Dict

from annoki.config import Config, Decks
from annoki.config.options import labelled_options
from annoki.targets.collection.renamed_decks import decks_meant, keep_decks
from aqt import qt
from aqt.studydeck import StudyDeck
from aqt.utils import tr as anki_tr

from .host import main_window
from .i18n import said, tr
from .parts import button, choice, named_as


class OptionsBox(qt.QWidget):
    """Edits those options of `config` that have a label; `values()` is what they became.

    Decks are chosen as anywhere in Anki, and shown by the names that they have now.
    """

    def __init__(self, config: Dict[str, Any]) -> None:
        super().__init__()
        group, others = qt.QGroupBox(tr("sources.decks")), qt.QFormLayout()
        layout, form = qt.QVBoxLayout(self), qt.QFormLayout(group)
        layout.addWidget(group)
        layout.addLayout(others)
        layout.addStretch()
        col = main_window().col
        assert col is not None
        self._col, self._decks = col, decks_meant(col, config.get("decks"))
        for name, _default, option in labelled_options(Decks):
            form.addRow(said(option.label), self._deck(name))
        self._values: Dict[str, Callable[[], Any]] = {}
        for name, default, option in labelled_options(Config):
            value = config.get(name, default)
            if option.choices:
                texts = {one: said(text) for one, text in option.choices.items()}
                combo = choice(f"option_{name}", texts, value)
                others.addRow(said(option.label), combo)
                self._values[name] = combo.currentData
            else:
                switch = named_as(qt.QCheckBox(said(option.label)), f"option_{name}")
                switch.setChecked(value is True)
                others.addRow(switch)
                self._values[name] = switch.isChecked

    def values(self) -> Dict[str, Any]:
        """The options by name."""
        return {"decks": self._decks, **{name: value() for name, value in self._values.items()}}

    def keep_decks(self) -> None:
        """Remember which decks were meant, whatever they will be called."""
        keep_decks(self._col, self._decks.values(), chosen=True)

    def _deck(self, name: str) -> qt.QPushButton:
        """A button that says which deck it is, and lets another be chosen."""

        def put(deck: str) -> None:
            self._decks[name] = deck
            made.setText(deck.replace("&", "&&"))

        def choose() -> None:
            StudyDeck(
                main_window(),
                accept=anki_tr.actions_choose(),
                title=tr("sources.decks"),
                current=self._decks[name],
                geomKey="annokiChooseDeck",
                callback=lambda chooser: put(chooser.name or self._decks[name]),
            )

        made = button(f"option_{name}", "", choose)
        put(self._decks[name])
        return made
