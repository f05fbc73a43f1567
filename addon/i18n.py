"""What the interface says, in English and in Chinese; Anki's own language decides which.

The texts stand in `i18n.json`: key → English, Chinese. Where a number decides, `key.one` is the
English for one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, Tuple

if TYPE_CHECKING:
    from annoki.words import Language

_TEXTS: Dict[str, Tuple[str, str]] = json.loads(
    Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
)


def language() -> Language:
    """That of Anki's interface, as far as it is spoken here: whoever reads traditional characters
    gets English."""
    from anki.lang import current_lang
    from annoki.words import spoken

    return spoken(current_lang)


def chinese() -> bool:
    """Whether that is Chinese."""
    return language() == "zh"


def tr(key: str, **values: Any) -> str:
    """The text `key` in the language of the interface, with `values` filled in."""
    from annoki.words import filled

    return filled(_TEXTS, key, values, language())


def said(what: object) -> str:
    """What is declared or told elsewhere, in the language of the interface."""
    from annoki.words import told

    return told(what, language())


def happened(counts: Dict[str, int]) -> str:
    """What a sync did, in one sentence; empty if there is nothing to say."""
    parts = ("add", "update", "conflict", "twins", "gone")
    said = [tr(f"did.{key}", n=counts[key]) for key in parts if counts.get(key)]
    return tr("did.sentence", what=tr("count.join").join(said)) if said else ""
