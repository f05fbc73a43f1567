"""One small form for each kind of source, with only the settings that it has."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Dict, List, Type

from annoki.config import Source, source_of
from annoki.pipeline.inputs import READ
from annoki.readers import FORMATS
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

from .i18n import tr

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


class Form(QWidget):
    """Edits the settings of `source`; `changed` is called whenever one was.

    Each kind fills it in; Qt's classes cannot be abstract ones of Python's.
    """

    def __init__(self, source: Source, changed: Callable[[], None]) -> None:
        super().__init__()
        self._changed = changed
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(14)
        self._form.setVerticalSpacing(8)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._fill(source)

    def values(self) -> Dict[str, Any]:
        """The settings as the configuration holds them; empty ones are left at their default."""
        raise NotImplementedError

    def _fill(self, source: Source) -> None:
        raise NotImplementedError

    def _line(self, name: str, text: str, placeholder: str = "") -> QLineEdit:
        line = QLineEdit(text)
        line.setObjectName(f"annoki_source_{name}")
        line.setPlaceholderText(placeholder)
        qconnect(line.textChanged, lambda _text: self._changed())
        return line

    def _text(self, name: str, text: str, placeholder: str = "") -> QLineEdit:
        line = self._line(name, text, placeholder)
        self._form.addRow(tr(f"source.{name}"), line)
        return line

    def _token(self, token: str, made: str) -> QLineEdit:
        """A line that is masked until asked to be shown; `made` says where tokens come from."""
        line = self._line("token", token)
        line.setEchoMode(QLineEdit.EchoMode.Password)
        show = QPushButton(tr("source.show"))
        show.setObjectName("annoki_source_token_show")
        show.setCheckable(True)
        show.setAutoDefault(False)

        def toggled(shown: bool) -> None:
            mode = QLineEdit.EchoMode
            line.setEchoMode(mode.Normal if shown else mode.Password)
            show.setText(tr("source.hide" if shown else "source.show"))

        qconnect(show.toggled, toggled)
        self._form.addRow(tr("source.token"), _beside(line, show))
        self._hint(tr("source.token_hint", made=made))
        return line

    def _hint(self, text: str) -> None:
        """Explains the row above it."""
        self._form.addRow("", Hint(text))


class FileForm(Form):
    """A file or a folder, and how it is read."""

    def _fill(self, source: Source) -> None:
        self._path = self._line("path", source.path)
        browse = QPushButton(tr("sources.browse"))
        browse.setAutoDefault(False)
        qconnect(browse.clicked, lambda _checked: self._browse())
        self._form.addRow(tr("source.path"), _beside(self._path, browse))
        self._format = QComboBox()
        self._format.setObjectName("annoki_source_format")
        self._format.addItem(tr("sources.detect"), "")
        # A format that is no longer known stays until another one is chosen.
        for name in dict.fromkeys([*FORMATS, *([source.format] if source.format else [])]):
            self._format.addItem(name, name)
        self._format.setCurrentIndex(max(0, self._format.findData(source.format)))
        self._form.addRow(tr("source.format"), self._format)

    def values(self) -> Dict[str, Any]:
        """`path` and `format`."""
        return {"path": self._path.text().strip(), "format": self._format.currentData()}

    def _browse(self) -> None:
        now = self._path.text()
        path = (choose_folder if Path(now).is_dir() else choose_file)(self, now)
        if path:
            self._path.setText(path)


class HypothesisForm(Form):
    """An account and groups, at the public service or another one."""

    def _fill(self, source: Source) -> None:
        from annoki.fetch.hypothesis import PUBLIC_API

        self._user = self._text("user", source.user, tr("source.user_like"))
        self._groups = self._text("groups", ", ".join(source.groups), tr("source.groups_like"))
        self._access = self._token(source.token, tr("source.made_hypothesis"))
        self._api = self._text("api", source.api, PUBLIC_API)

    def values(self) -> Dict[str, Any]:
        """`user`, `groups`, `token` and `api`; the address of a profile or group is its name."""
        user = self._user.text().strip()
        groups: List[str] = []
        for one in self._groups.text().replace("\uff0c", ",").split(","):
            groups += source_of(one.strip()).groups or ([one.strip()] if one.strip() else [])
        return {
            "user": source_of(user).user or user,
            "groups": list(dict.fromkeys(groups)),
            "token": self._access.text().strip(),
            "api": self._api.text().strip(),
        }


class BlogForm(Form):
    """A home page or a feed."""

    def _fill(self, source: Source) -> None:
        from annoki.fetch.blog import DEFAULT_PAGES

        self._default = DEFAULT_PAGES
        self._url = self._text("url", source.url, tr("source.blog_like"))
        self._pages = QSpinBox()
        self._pages.setObjectName("annoki_source_pages")
        self._pages.setRange(1, 1000)
        self._pages.setValue(source.pages or DEFAULT_PAGES)
        qconnect(self._pages.valueChanged, lambda _value: self._changed())
        self._form.addRow(tr("source.pages"), self._pages)
        self._hint(tr("source.pages_hint"))

    def values(self) -> Dict[str, Any]:
        """`url` and `pages`."""
        pages = self._pages.value()
        return {"url": self._url.text().strip(), "pages": 0 if pages == self._default else pages}


class MemosForm(Form):
    """An instance of Memos, and which of its memos."""

    def _fill(self, source: Source) -> None:
        self._url = self._text("url", source.url, "https://memos.example.org")
        self._access = self._token(source.token, tr("source.made_memos"))
        self._creator = self._text("creator", source.creator, tr("source.creator_like"))
        self._filter = self._text("filter", source.filter, tr("source.filter_like"))

    def values(self) -> Dict[str, Any]:
        """`url`, `token`, `creator` and `filter`."""
        return {
            "url": self._url.text().strip(),
            "token": self._access.text().strip(),
            "creator": self._creator.text().strip(),
            "filter": self._filter.text().strip(),
        }


FORMS: Dict[str, Type[Form]] = {
    "file": FileForm,
    "hypothesis": HypothesisForm,
    "blog": BlogForm,
    "memos": MemosForm,
}
"""Kind of source → its form."""


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
