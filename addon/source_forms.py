"""The form of a source: only the settings that its kind has, as they are declared."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Dict, List, Sequence

from annoki.config import Source
from annoki.pipeline.inputs import READ
from annoki.readers import formats
from annoki.sources import Setting
from aqt.qt import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPalette,
    QPushButton,
    QSize,
    QSizePolicy,
    QSpinBox,
    QWidget,
    qconnect,
)

from .i18n import said, tr

_HINT_WIDTH = 400


def choose_file(parent: QWidget, start: str = "") -> str:
    """A file of the person's choice; empty if there was none."""
    kinds = tr("sources.saved_files", endings=" ".join(f"*{ending}" for ending in sorted(READ)))
    title = tr("sources.choose_file")
    return QFileDialog.getOpenFileName(parent, title, start or str(Path.home()), kinds)[0]


def choose_folder(parent: QWidget, start: str = "") -> str:
    """A folder of the person's choice; empty if there was none."""
    return QFileDialog.getExistingDirectory(
        parent, tr("sources.choose_folder"), start or str(Path.home())
    )


class SourceForm(QWidget):
    """Edits the settings of `source`, a row for each; `changed` is called whenever one was.

    What its kind declares says what the rows are, and what is meant by what is typed.
    """

    def __init__(self, source: Source, changed: Callable[[], None]) -> None:
        super().__init__()
        self._changed = changed
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(14)
        self._form.setVerticalSpacing(8)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._values: Dict[str, Callable[[], Any]] = {}
        rows: Dict[str, Callable[[Setting, Any], Callable[[], Any]]] = {
            "line": self._line,
            "secret": self._secret,
            "list": self._list,
            "number": self._number,
            "path": self._path,
            "format": self._format,
        }
        for setting in source.declared.settings:
            value = getattr(source, setting.name)
            self._values[setting.name] = rows[setting.form](setting, value)
            hint = said(setting.hint)
            if setting.form == "secret":
                hint = tr("source.token_hint", made=hint)
            if hint:
                self._form.addRow("", Hint(hint))

    def values(self) -> Dict[str, Any]:
        """The settings as the configuration holds them; empty ones are left at their default."""
        return {name: value() for name, value in self._values.items()}

    def _edit(self, setting: Setting, text: str) -> QLineEdit:
        line = QLineEdit(text)
        line.setObjectName(f"annoki_source_{setting.name}")
        line.setPlaceholderText(said(setting.like))
        qconnect(line.textChanged, lambda _text: self._changed())
        return line

    def _line(self, setting: Setting, value: str) -> Callable[[], Any]:
        line = self._edit(setting, value)
        self._form.addRow(said(setting.label), line)
        return lambda: (setting.meant(line.text().strip()) or [""])[0]

    def _list(self, setting: Setting, value: Sequence[str]) -> Callable[[], Any]:
        line = self._edit(setting, ", ".join(value))
        self._form.addRow(said(setting.label), line)

        def values() -> List[str]:
            typed = (one.strip() for one in line.text().replace("\uff0c", ",").split(","))
            return list(dict.fromkeys(one for text in typed if text for one in setting.meant(text)))

        return values

    def _secret(self, setting: Setting, value: str) -> Callable[[], Any]:
        """A line that is masked until asked to be shown."""
        line = self._edit(setting, value)
        line.setEchoMode(QLineEdit.EchoMode.Password)
        show = QPushButton(tr("source.show"))
        show.setObjectName(f"annoki_source_{setting.name}_show")
        show.setCheckable(True)
        show.setAutoDefault(False)

        def toggled(shown: bool) -> None:
            mode = QLineEdit.EchoMode
            line.setEchoMode(mode.Normal if shown else mode.Password)
            show.setText(tr("source.hide" if shown else "source.show"))

        qconnect(show.toggled, toggled)
        self._form.addRow(said(setting.label), _beside(line, show))
        return lambda: line.text().strip()

    def _number(self, setting: Setting, value: int) -> Callable[[], Any]:
        default = int(setting.unset.en or 1)
        spin = QSpinBox()
        spin.setObjectName(f"annoki_source_{setting.name}")
        spin.setRange(1, setting.most)
        spin.setValue(value or default)
        qconnect(spin.valueChanged, lambda _value: self._changed())
        self._form.addRow(said(setting.label), spin)
        return lambda: 0 if spin.value() == default else spin.value()

    def _path(self, setting: Setting, value: str) -> Callable[[], Any]:
        line = self._edit(setting, value)
        browse = QPushButton(tr("sources.browse"))
        browse.setAutoDefault(False)

        def choose() -> None:
            now = line.text()
            path = (choose_folder if Path(now).is_dir() else choose_file)(self, now)
            if path:
                line.setText(path)

        qconnect(browse.clicked, lambda _checked: choose())
        self._form.addRow(said(setting.label), _beside(line, browse))
        return lambda: line.text().strip()

    def _format(self, setting: Setting, value: str) -> Callable[[], Any]:
        combo = QComboBox()
        combo.setObjectName(f"annoki_source_{setting.name}")
        combo.addItem(tr("sources.detect"), "")
        # A format that is no longer known stays until another one is chosen.
        for name in dict.fromkeys([*formats(), *([value] if value else [])]):
            combo.addItem(name, name)
        combo.setCurrentIndex(max(0, combo.findData(value)))
        self._form.addRow(said(setting.label), combo)
        return combo.currentData


class Hint(QLabel):
    """A quiet paragraph of explanation."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setWordWrap(True)
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)
        palette = self.palette()
        quiet = palette.color(QPalette.ColorRole.PlaceholderText)
        palette.setColor(QPalette.ColorRole.WindowText, quiet)
        self.setPalette(palette)

    def sizeHint(self) -> QSize:
        """About as wide as it will be; Qt itself would plan for half of that, and leave a gap."""
        return QSize(_HINT_WIDTH, self.heightForWidth(_HINT_WIDTH))


def _beside(line: QLineEdit, button: QPushButton) -> QLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(line, 1)
    row.addWidget(button)
    return row
