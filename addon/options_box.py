"""The options that most people may want to change; the others are in `config.md`."""

from __future__ import annotations

from typing import Any, Dict

from annoki.config import Config
from aqt.qt import QCheckBox, QComboBox, QFormLayout, QGroupBox

from .i18n import tr

_CHOICES = {
    "confirm": ("unusual", "always", "never"),
    "gone": ("tag", "suspend", "delete_unreviewed"),
}
_SWITCHES = ("pictures", "sync_on_open", "ankiweb_after")


class OptionsBox(QGroupBox):
    """Edits some options of `config`; `values()` is what they became."""

    def __init__(self, config: Dict[str, Any]) -> None:
        super().__init__(tr("sources.options"))
        defaults = Config()
        form = QFormLayout(self)
        form.setHorizontalSpacing(14)
        self._choices: Dict[str, QComboBox] = {}
        for name, values in _CHOICES.items():
            combo = QComboBox()
            combo.setObjectName(f"annoki_option_{name}")
            for value in values:
                combo.addItem(tr(f"sources.{name}.{value}"), value)
            combo.setCurrentIndex(max(0, combo.findData(config.get(name))))
            self._choices[name] = combo
            form.addRow(tr(f"sources.{name}"), combo)
        self._switches: Dict[str, QCheckBox] = {}
        for name in _SWITCHES:
            switch = QCheckBox(tr(f"sources.{name}"))
            switch.setObjectName(f"annoki_option_{name}")
            switch.setChecked(config.get(name, getattr(defaults, name)) is True)
            self._switches[name] = switch
            form.addRow(switch)

    def values(self) -> Dict[str, Any]:
        """The options by name."""
        chosen = {name: combo.currentData() for name, combo in self._choices.items()}
        return {**chosen, **{name: switch.isChecked() for name, switch in self._switches.items()}}
