"""Why nothing was synced, to be read and to be sent to who can mend it."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

from annoki import __version__
from aqt.utils import showText, supportText

from .host import main_window
from .i18n import tr
from .parts import named_as


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
    named_as(made[0], "failure").open()
