"""Why nothing was synced, to be read and to be sent to who can mend it."""

from __future__ import annotations

import json
import platform
import sqlite3
import traceback
from pathlib import Path
from typing import Iterable, Tuple

from anki.buildinfo import version as anki_version
from anki.errors import AnkiException
from annoki import __version__
from annoki.config import Source
from annoki.errors import AnnokiError, Refused
from annoki.profile.settings import without_tokens
from annoki.targets.collection.trouble import trouble_of
from annoki.words import Language, message, told
from aqt import qt
from aqt.utils import disable_help_button, tooltip

from .host import main_window
from .i18n import chinese, tr


def failure_of(error: Exception, sources: Iterable[Source]) -> Tuple[str, str]:
    """One sentence for a person, and what a developer would ask for; without the tokens of
    `sources`."""
    known = isinstance(error, AnnokiError)
    outside = isinstance(error, (AnkiException, OSError, sqlite3.Error))
    trouble = trouble_of(error) if outside and not known else None
    language: Language = "zh" if chinese() else "en"
    if isinstance(error, Refused):
        what = tr("problem.refused", error=told(error.why, language))
    elif trouble:
        what = tr("failed.collection", what=told(message(trouble.key), language))
    else:
        what = told(error, language) if known else tr("failed.unexpected")
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    details = "" if known else "".join(lines)
    sources = tuple(sources)
    return without_tokens(what, sources), without_tokens(details, sources)


def show(what: str, details: str) -> None:
    """Show `what` happened, with what there is to copy."""
    FailureWindow(what, details).open()


class FailureWindow(qt.QDialog):
    """`what` is one sentence for a person; `details` stand beneath, with all versions."""

    def __init__(self, what: str, details: str) -> None:
        super().__init__(main_window())
        disable_help_button(self)
        self.setObjectName("annoki_failure")
        self.setWindowTitle(tr("failed.title"))
        self.setMinimumWidth(480)
        label = qt.QLabel(what)
        label.setObjectName("annoki_failure_text")
        label.setWordWrap(True)
        label.setTextFormat(qt.Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(qt.Qt.TextInteractionFlag.TextSelectableByMouse)
        where = homepage()
        report = qt.QLabel(tr("failed.where", where=f'<a href="{where}">{where}</a>'))
        report.setObjectName("annoki_failure_where")
        report.setOpenExternalLinks(True)
        report.setWordWrap(True)
        text = "\n\n".join(part for part in (versions(), details) if part)
        box = qt.QPlainTextEdit(text)
        box.setObjectName("annoki_failure_details")
        box.setAccessibleName(tr("failed.details"))
        box.setReadOnly(True)
        box.setTabChangesFocus(True)
        box.setMinimumHeight(160 if details else 110)
        buttons, role = qt.QDialogButtonBox(), qt.QDialogButtonBox.ButtonRole
        copy = buttons.addButton(tr("report.copy"), role.ActionRole)
        close = buttons.addButton(tr("report.close"), role.RejectRole)
        assert copy is not None
        assert close is not None
        copy.setObjectName("annoki_failure_copy")
        copy.setAutoDefault(False)
        close.setDefault(True)
        qt.qconnect(copy.clicked, lambda: self._copy(f"{what}\n\n{text}\n"))
        qt.qconnect(buttons.rejected, self.reject)
        layout = qt.QVBoxLayout(self)
        layout.setSpacing(10)
        for widget in (label, box, report, buttons):
            layout.addWidget(widget)

    def _copy(self, text: str) -> None:
        clipboard = qt.QApplication.clipboard()
        assert clipboard is not None
        clipboard.setText(text)
        tooltip(tr("report.copied"), parent=self)


def versions() -> str:
    """What all of this runs in, one a line."""
    return "\n".join(
        [
            f"Annoki {__version__}",
            f"Anki {anki_version}",
            f"Qt {qt.qVersion()}, PyQt {qt.PYQT_VERSION_STR}",
            f"Python {platform.python_version()}",
            platform.platform(),
        ]
    )


def homepage() -> str:
    """Where to report, as the manifest says."""
    manifest = Path(__file__).with_name("manifest.json").read_text(encoding="utf-8")
    found: str = json.loads(manifest)["homepage"]
    return found
