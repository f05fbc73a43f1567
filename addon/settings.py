"""The add-on's configuration, as Anki keeps it, and its own files."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Dict

from exporter.config import Config, parse

from .host import main_window

MODULE = __name__.split(".", maxsplit=1)[0]
"""The add-on's name, which Anki chose."""

HERE = Path(__file__).parent
SEED = HERE / "exporter" / "notetype" / "seed.apkg"
REPORT = HERE / "user_files" / "last-report.json"


def raw() -> Dict[str, Any]:
    """The configuration as JSON: the shipped one with the user's changes."""
    return main_window().addonManager.getConfig(MODULE) or {}


def load() -> Config:
    """The configuration. Raises UsageError, naming what is wrong with it."""
    return parse(raw(), "Annoki")


def save(data: Dict[str, Any]) -> None:
    """Keep `data` as the user's configuration. Raises UsageError rather than keep a wrong one."""
    parse(data, "Annoki")
    main_window().addonManager.writeConfig(MODULE, data)


def write_report(data: Dict[str, Any]) -> None:
    """Keep `data` as the last report, whole or not at all."""
    REPORT.parent.mkdir(exist_ok=True)
    partial = REPORT.with_name(REPORT.name + ".part")
    partial.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    os.replace(partial, REPORT)


def read_report() -> Dict[str, Any]:
    """The last report; empty if there is none that can be read."""
    try:
        data = json.loads(REPORT.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
