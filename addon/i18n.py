"""What the interface says, in English and in Chinese; Anki's own language decides which.

The texts stand in `i18n.json`: key → English, Chinese. Where a number decides, `key.one` is the
English for one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, Tuple

from anki import lang
from annoki.words import Language, filled, spoken, told

_TEXTS: Dict[str, Tuple[str, str]] = json.loads(
    Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
)


def language() -> Language:
    """That of Anki's interface, as far as it is spoken here: whoever reads traditional characters
    gets English."""
    return spoken(lang.current_lang)


def tr(key: str, **values: Any) -> str:
    """The text `key` in the language of the interface, with `values` filled in."""
    return filled(_TEXTS, key, values, language())


def said(what: object) -> str:
    """What is declared or told elsewhere, in the language of the interface."""
    return told(what, language())
