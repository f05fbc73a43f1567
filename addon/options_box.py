"""The options that most people may want to change; the others are in `config.md`."""

from __future__ import annotations

from functools import partial
from typing import Any, Dict

from annoki.config import Config, Decks
from annoki.config.options import options_of
from annoki.targets.collection.renamed_decks import keep_decks, name_now
from aqt import qt
from aqt.studydeck import StudyDeck
from aqt.utils import tr as anki_tr

from .host import main_window
from .i18n import said, tr
from .parts import button, named_as


class OptionsBox(qt.QWidget):
    """Edits those options of `config` that have a label; `values()` is what they became.

    Decks are chosen as anywhere in Anki, and shown by the names that they have now.
    """

    def __init__(self, config: Dict[str, Any]) -> None:
        super().__init__()
        self._decks: Dict[str, qt.QPushButton] = {}
        self._named: Dict[str, str] = {}
        self._choices: Dict[str, qt.QComboBox] = {}
        self._switches: Dict[str, qt.QCheckBox] = {}
        decks, others = qt.QGroupBox(tr("sources.decks")), qt.QFormLayout()
        layout, form = qt.QVBoxLayout(self), qt.QFormLayout(decks)
        layout.addWidget(decks)
        layout.addLayout(others)
        layout.addStretch()
        col, wanted = main_window().col, config.get("decks")
        assert col is not None
        now = name_now(col)
        for name, default, option in options_of(Decks):
            named = wanted.get(name) if isinstance(wanted, dict) else None
            self._decks[name] = button(f"option_{name}", "", partial(self._choose, name))
            self._name(name, now(named if isinstance(named, str) and named else default))
            form.addRow(said(option.label), self._decks[name])
        labelled = [one for one in options_of(Config) if one[2].label.en]
        for name, default, option in sorted(labelled, key=lambda one: not one[2].choices):
            if option.choices:
                combo = self._choices[name] = named_as(qt.QComboBox(), f"option_{name}")
                for value, called in option.choices.items():
                    combo.addItem(said(called), value)
                combo.setCurrentIndex(max(0, combo.findData(config.get(name))))
                others.addRow(said(option.label), combo)
            else:
                switch = named_as(qt.QCheckBox(said(option.label)), f"option_{name}")
                self._switches[name] = switch
                switch.setChecked(config.get(name, default) is True)
                others.addRow(switch)

    def values(self) -> Dict[str, Any]:
        """The options by name."""
        chosen = {name: combo.currentData() for name, combo in self._choices.items()}
        switched = {name: switch.isChecked() for name, switch in self._switches.items()}
        return {"decks": dict(self._named), **chosen, **switched}

    def keep_decks(self) -> None:
        """Remember which decks were meant, whatever they will be called."""
        col = main_window().col
        assert col is not None
        keep_decks(col, self._named.values(), chosen=True)

    def _name(self, name: str, deck: str) -> None:
        self._named[name] = deck
        self._decks[name].setText(deck.replace("&", "&&"))

    def _choose(self, name: str) -> None:
        def chosen(chooser: StudyDeck) -> None:
            if chooser.name:
                self._name(name, chooser.name)

        StudyDeck(
            main_window(),
            accept=anki_tr.actions_choose(),
            title=tr("sources.decks"),
            current=self._named[name],
            geomKey="annokiChooseDeck",
            callback=chosen,
        )
