"""The add-on's configuration, as Anki keeps it, and its own files."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Dict, Iterable, List, Optional

from annoki.config import Config, Source, parse
from annoki.config.check import source as checked_source
from annoki.config.check import understood as usable_settings
from annoki.errors import UsageError

from .host import main_window

MODULE = __name__.split(".", maxsplit=1)[0]
"""The add-on's name, which Anki chose."""

HERE = Path(__file__).parent
REPORT = HERE / "user_files" / "last-report.json"
CACHE = HERE / "user_files" / "cache"
"""Pictures, and what a service need not be asked for again. May be deleted at any time."""


def raw() -> Dict[str, Any]:
    """The configuration as JSON: the shipped one with the user's changes."""
    return main_window().addonManager.getConfig(MODULE) or {}


def stored_config() -> Config:
    """The configuration. Raises UsageError, naming what is wrong with it."""
    return parse(raw(), "Annoki")


def save(data: Dict[str, Any], as_they_are: Iterable[Any] = ()) -> None:
    """Keep `data` as the user's configuration. Raises UsageError rather than keep a wrong one.

    The sources in `as_they_are` are what was found there, and are not for us to judge.
    """
    kept = list(as_they_are)
    parse({**data, "sources": [one for one in data["sources"] if one not in kept]}, "Annoki")
    main_window().addonManager.writeConfig(MODULE, data)


def configured(entry: Any) -> Source:
    """The source that `entry` is in JSON. Raises UsageError, saying what is wrong with it."""
    try:
        return checked_source(entry, "")
    except UsageError as error:
        raise UsageError(str(error).lstrip(": ")) from None


def usable_source(entry: Any) -> Optional[Source]:
    """What can be made of `entry`, complete or not; None if it is of no kind that we know."""
    usable = usable_settings(entry)
    return Source(**usable) if usable else None


def without_tokens(text: str, sources: Iterable[Source]) -> str:
    """`text` with the tokens of `sources` blotted out: it may be copied, and sent to someone."""
    tokens: List[str] = [secret for source in sources for secret in source.secrets]
    for token in sorted(tokens, key=len, reverse=True):
        text = text.replace(token, "…")
    return text


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
