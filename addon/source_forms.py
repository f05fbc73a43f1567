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
from .parts import Window, button, in_a_row, label, named_as

_HINT_WIDTH = 400


def choose_files(parent: qt.QWidget) -> List[str]:
    """Files of the person's choice."""
    return qt.QFileDialog.getOpenFileNames(
        parent, tr("sources.choose_file"), str(Path.home()), _saved_files()
    )[0]


def choose_file(parent: qt.QWidget, start: str = "") -> str:
    """A file of the person's choice; empty if there was none."""
    title, start = tr("sources.choose_file"), start or str(Path.home())
    return qt.QFileDialog.getOpenFileName(parent, title, start, _saved_files())[0]


def choose_folder(parent: qt.QWidget, start: str = "") -> str:
    """A folder of the person's choice; empty if there was none."""
    return qt.QFileDialog.getExistingDirectory(
        parent, tr("sources.choose_folder"), start or str(Path.home())
    )


def _saved_files() -> str:
    return tr("sources.saved_files", endings=" ".join(f"*{ending}" for ending in sorted(READ)))


class SourceForm(qt.QWidget):
    """Edits the settings of `source`, a row for each; `changed` is called whenever one was.

    What its kind declares says what the rows are, and what is meant by what is typed.
    """

    def __init__(self, source: Source, changed: Callable[[], None]) -> None:
        super().__init__()
        self._changed: Callable[[], None] = lambda: None  # While it is filled.
        self._form = qt.QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(14)
        self._form.setVerticalSpacing(8)
        self._form.setFieldGrowthPolicy(qt.QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._values: Dict[str, Callable[[], Any]] = {}
        rows: Dict[str, Callable[[Setting, Any], object]] = {
            "line": self._line,
            "secret": self._secret,
            "list": self._line,
            "number": self._number,
            "path": self._path,
            "format": self._format,
        }
        for setting in source.declared.settings:
            rows[setting.form](setting, getattr(source, setting.name))
            hint = said(setting.hint)
            if setting.form == "secret":
                hint = tr("source.token_hint", made=hint)
            if hint:
                self._form.addRow("", _hint(hint))
        self._changed = changed

    def values(self) -> Dict[str, Any]:
        """The settings as the configuration holds them; empty ones are left at their default."""
        return {name: value() for name, value in self._values.items()}

    def _row(
        self, setting: Setting, field: qt.QWidget, value: Callable[[], Any], *beside: qt.QWidget
    ) -> None:
        """A row of the form, which a screen reader calls as it is labelled; it gives `value`."""
        self._values[setting.name] = value
        named_as(field, f"source_{setting.name}", said(setting.label))
        row = in_a_row(field, *beside)
        row.setSpacing(8)
        row.setStretchFactor(field, isinstance(field, qt.QLineEdit))
        before = qt.QLabel(said(setting.label))
        before.setBuddy(field)
        self._form.addRow(before, row)

    def _line(self, setting: Setting, value: Any, *beside: qt.QWidget) -> qt.QLineEdit:
        line = qt.QLineEdit(setting.as_typed(value))
        line.setPlaceholderText(said(setting.like))
        qt.qconnect(line.textChanged, lambda _text: self._changed())
        self._row(setting, line, lambda: setting.meant_by(line.text()), *beside)
        return line

    def _secret(self, setting: Setting, value: str) -> None:
        """A line that is masked until asked to be shown."""
        mode = qt.QLineEdit.EchoMode
        show = button(f"source_{setting.name}_show", tr("source.show"), lambda: None)
        show.setCheckable(True)
        line = self._line(setting, value, show)
        line.setEchoMode(mode.Password)

        def toggled(shown: bool) -> None:
            line.setEchoMode(mode.Normal if shown else mode.Password)
            show.setText(tr("source.hide" if shown else "source.show"))

        qt.qconnect(show.toggled, toggled)

    def _number(self, setting: Setting, value: int) -> None:
        default, spin = int(setting.unset.en or 1), qt.QSpinBox()
        spin.setRange(1, setting.most)
        spin.setValue(value or default)
        qt.qconnect(spin.valueChanged, lambda _value: self._changed())
        self._row(setting, spin, lambda: 0 if spin.value() == default else spin.value())

    def _path(self, setting: Setting, value: str) -> None:
        def choose() -> None:
            now = line.text()
            path = choose_folder(self, now) if Path(now).is_dir() else choose_file(self, now)
            if path:
                line.setText(path)

        line = self._line(setting, value, button("source_browse", tr("sources.browse"), choose))

    def _format(self, setting: Setting, value: str) -> None:
        combo = qt.QComboBox()
        combo.addItem(tr("sources.detect"), "")
        # A format that is no longer known stays until another one is chosen.
        for name in dict.fromkeys([*formats(), *([value] if value else [])]):
            combo.addItem(name, name)
        combo.setCurrentIndex(max(0, combo.findData(value)))
        self._row(setting, combo, combo.currentData)


class SourceDialog(Window):
    """Edits `source`, whose kind stays; `entry()` is what it became."""

    def __init__(self, parent: qt.QWidget, source: Source) -> None:
        title = tr("source.title", kind=said(source.declared.label))
        super().__init__("source", title, parent=parent)
        self._kind = source.kind
        self.setMinimumWidth(560)
        about = label("source_about", said(source.declared.about))
        self._problem = named_as(_hint(), "source_problem")
        standard = qt.QDialogButtonBox.StandardButton
        box = qt.QDialogButtonBox(standard.Ok | standard.Cancel)
        qt.qconnect(box.accepted, self.accept)
        qt.qconnect(box.rejected, self.reject)
        ok = box.button(standard.Ok)
        assert ok is not None
        self._allow = named_as(ok, "source_ok").setEnabled
        self._form = SourceForm(source, self._check)
        layout = qt.QVBoxLayout(self)
        layout.setSpacing(12)
        for widget in (about, self._form, self._problem):
            layout.addWidget(widget)
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
        self._allow(not problem)


def _hint(text: str = "") -> qt.QLabel:
    """A quiet paragraph of explanation."""
    hint = label("source_hint", text, plain=True)
    hint.setForegroundRole(qt.QPalette.ColorRole.PlaceholderText)
    hint.setMinimumWidth(_HINT_WIDTH)
    return hint
