"""The options that most people may want to change; the others are in `config.md`."""

from __future__ import annotations

from typing import Any, Dict

from annoki.config import Config
from annoki.config.options import options_of
from aqt.qt import QCheckBox, QComboBox, QFormLayout, QGroupBox

from .i18n import said, tr


class OptionsBox(QGroupBox):
    """Edits those options of `config` that have a label; `values()` is what they became."""

    def __init__(self, config: Dict[str, Any]) -> None:
        super().__init__(tr("sources.options"))
        form = QFormLayout(self)
        form.setHorizontalSpacing(14)
        self._choices: Dict[str, QComboBox] = {}
        self._switches: Dict[str, QCheckBox] = {}
        labelled = [one for one in options_of(Config) if one[2].label.en]
        for name, default, option in sorted(labelled, key=lambda one: not one[2].choices):
            if option.choices:
                combo = self._choices[name] = QComboBox()
                for value, called in option.choices.items():
                    combo.addItem(said(called), value)
                combo.setCurrentIndex(max(0, combo.findData(config.get(name))))
                form.addRow(said(option.label), combo)
                combo.setObjectName(f"annoki_option_{name}")
            else:
                switch = self._switches[name] = QCheckBox(said(option.label))
                switch.setChecked(config.get(name, default) is True)
                form.addRow(switch)
                switch.setObjectName(f"annoki_option_{name}")

    def values(self) -> Dict[str, Any]:
        """The options by name."""
        chosen = {name: combo.currentData() for name, combo in self._choices.items()}
        return {**chosen, **{name: switch.isChecked() for name, switch in self._switches.items()}}
