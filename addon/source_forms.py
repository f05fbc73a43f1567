"""One source: the form of its kind, as its settings are declared, and what is missing in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Dict, List

from annoki.config import Source
from annoki.pipeline.inputs import READ
from annoki.pipeline.source_rows import source_row
from annoki.readers import formats
from annoki.sources import Setting
from aqt import qt

from .i18n import said, tr
from .parts import Window, button, choice, in_a_row, label, named_as, ok_and_cancel

_Row = List[qt.QWidget]
"""What edits a setting, and what stands beside it."""


def choose_files(parent: qt.QWidget, start: str = "", many: bool = True) -> List[str]:
    """Files of the person's choice, or one; empty if there was none."""
    chooser = qt.QFileDialog.getOpenFileNames if many else qt.QFileDialog.getOpenFileName
    endings = " ".join(f"*{ending}" for ending in sorted(READ))
    saved = tr("sources.saved_files", endings=endings)
    found = chooser(parent, tr("sources.choose_file"), start or str(Path.home()), saved)[0]
    return found if isinstance(found, list) else [found]


def choose_folder(parent: qt.QWidget, start: str = "") -> str:
    """A folder of the person's choice; empty if there was none."""
    title = tr("sources.choose_folder")
    return qt.QFileDialog.getExistingDirectory(parent, title, start or str(Path.home()))


class SourceForm(qt.QWidget):
    """Edits the settings of `source`, a row for each; `changed` is called whenever one was.

    What its kind declares says what the rows are, and what is meant by what is typed.
    """

    def __init__(self, source: Source, changed: Callable[[], None]) -> None:
        super().__init__()
        self._changed = changed
        self._values: Dict[str, Callable[[], Any]] = {}
        self._form = qt.QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setSpacing(10)
        self._form.setFieldGrowthPolicy(qt.QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        others: Dict[str, Callable[[Setting, Any], _Row]] = {
            "secret": self._secret,
            "number": self._number,
            "path": self._path,
            "format": self._format,
        }
        for setting in source.declared.settings:
            make = others.get(setting.form, self._line)
            self._add(setting, *make(setting, getattr(source, setting.name)))

    def values(self) -> Dict[str, Any]:
        """The settings as the configuration holds them; empty ones are left at their default."""
        return {name: value() for name, value in self._values.items()}

    def _add(self, setting: Setting, field: qt.QWidget, *beside: qt.QWidget) -> None:
        """A row of the form, which a screen reader calls as it is labelled."""
        heading = qt.QLabel(said(setting.label))
        heading.setBuddy(named_as(field, f"source_{setting.name}", said(setting.label)))
        row = in_a_row(field, *beside)
        row.setSpacing(8)
        self._form.addRow(heading, row)
        hint = said(setting.hint)
        if setting.form == "secret":
            hint = tr("source.token_hint", made=hint)
        if hint:
            self._form.addRow("", _hint(f"{setting.name}_hint", hint))

    def _line(self, setting: Setting, value: Any) -> _Row:
        line = qt.QLineEdit(setting.as_typed(value))
        line.setPlaceholderText(said(setting.like))
        qt.qconnect(line.textChanged, lambda _text: self._changed())
        self._values[setting.name] = lambda: setting.meant_by(line.text())
        return [line]

    def _secret(self, setting: Setting, value: str) -> _Row:
        """A line that is masked until asked to be shown."""
        line: Any = self._line(setting, value)[0]
        modes = line.EchoMode

        def toggle() -> None:
            is_masked = line.echoMode() == modes.Password
            line.setEchoMode(modes.Normal if is_masked else modes.Password)
            show.setText(tr("source.hide" if is_masked else "source.show"))

        line.setEchoMode(modes.Password)
        show = button(f"source_{setting.name}_show", tr("source.show"), toggle)
        return [line, show]

    def _path(self, setting: Setting, value: str) -> _Row:
        line: Any = self._line(setting, value)[0]

        def choose() -> None:
            now = line.text()
            is_folder = Path(now).is_dir()
            path = choose_folder(self, now) if is_folder else choose_files(self, now, False)[0]
            if path:
                line.setText(path)

        return [line, button("source_browse", tr("sources.browse"), choose)]

    def _number(self, setting: Setting, value: int) -> _Row:
        default = int(setting.unset.en or 1)
        spin = qt.QSpinBox()
        spin.setRange(1, setting.most)
        spin.setValue(value or default)
        qt.qconnect(spin.valueChanged, lambda _value: self._changed())
        self._values[setting.name] = lambda: 0 if spin.value() == default else spin.value()
        return [spin]

    def _format(self, setting: Setting, value: str) -> _Row:
        # A format that is no longer known stays until another one is chosen.
        known = {name: name for name in (*formats(), value) if name}
        texts = {"": tr("sources.detect"), **known}
        combo = choice(f"source_{setting.name}", texts, value)
        self._values[setting.name] = combo.currentData
        return [combo]


class SourceDialog(Window):
    """Edits `source`, whose kind stays; `entry()` is what it became."""

    def __init__(self, parent: qt.QWidget, source: Source) -> None:
        super().__init__(
            "source", tr("source.title", kind=said(source.declared.label)), None, parent
        )
        self._kind = source.kind
        self.setMinimumWidth(560)
        self._form, self._problem = SourceForm(source, self._check), _hint("problem")
        box = ok_and_cancel(self)
        self._ok = box.button(box.StandardButton.Ok)
        layout = qt.QVBoxLayout(self)
        layout.setSpacing(12)
        about = label("source_about", said(source.declared.about), plain=True)
        for part in (about, self._form, self._problem):
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addWidget(box)
        self._check()

    def entry(self) -> Dict[str, Any]:
        """The source as the configuration holds it: what differs from the default."""
        given = {name: value for name, value in self._form.values().items() if value}
        return {"kind": self._kind, **given}

    def _check(self) -> None:
        problem = source_row(self.entry()).problem
        self._problem.setText(said(problem))
        assert self._ok is not None
        self._ok.setEnabled(not problem)


def _hint(name: str, text: str = "") -> qt.QLabel:
    """A quiet paragraph of explanation."""
    made = label(f"source_{name}", text, plain=True, minimumWidth=400)
    made.setForegroundRole(qt.QPalette.ColorRole.PlaceholderText)
    return made
