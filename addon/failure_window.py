"""Why nothing was synced, to be read and to be sent to who can mend it."""

from __future__ import annotations

import json
import traceback
from html import escape
from pathlib import Path
from typing import Sequence, Tuple

from annoki import __version__
from annoki.config import Source
from annoki.errors import AnnokiError
from annoki.profile.settings import without_tokens
from annoki.targets.collection.trouble import ended_by
from aqt.utils import showText, supportText

from .host import main_window
from .i18n import said, tr


def failure_of(error: Exception, sources: Sequence[Source]) -> Tuple[str, str]:
    """One sentence for a person, and what a developer would ask for; without the tokens of
    `sources`."""
    trace = traceback.format_exception(type(error), error, error.__traceback__)
    details = "" if isinstance(error, AnnokiError) else "".join(trace)
    return without_tokens(said(ended_by(error)), sources), without_tokens(details, sources)


def show_failure(what: str, details: str) -> None:
    """Show `what` happened, in which versions, and where to report it, to be copied."""
    manifest = Path(__file__).with_name("manifest.json").read_text(encoding="utf-8")
    where = escape(json.loads(manifest)["homepage"])
    report = tr("failed.where", where=f'<a href="{where}">{where}</a>')
    text = f"Annoki {__version__}\n{supportText()}\n{details}"
    html = f"<p>{escape(what)}</p><p>{report}</p><pre>{escape(text)}</pre>"
    title = tr("failed.title")
    made = showText(html, main_window(), "html", run=False, minWidth=560, title=title, copyBtn=True)
    assert made is not None
    made[0].setObjectName("annoki_failure")
    made[0].open()
