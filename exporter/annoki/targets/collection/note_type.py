"""The note type in a collection: its text is upgraded with care. It came with the first notes.

Adding a field or a template would force a full sync, so that is never done. Templates and style
are replaced only where they still are what some version of Annoki shipped.
"""

from __future__ import annotations

import hashlib
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Dict, FrozenSet

from ...notetype import CSS, MODEL_ID, SHIPPED, TEMPLATES

if TYPE_CHECKING:
    from anki.collection import Collection


def outdated(col: Collection) -> bool:
    """Whether the templates or the style are an earlier version's, untouched by the learner."""
    found: Any = col.models.get(MODEL_ID)  # type: ignore[arg-type]
    return found is not None and bool(_upgrades(found, SHIPPED))


def upgrade(col: Collection) -> None:
    """Bring those parts up to date that the learner has not touched."""
    found: Any = col.models.get(MODEL_ID)  # type: ignore[arg-type]
    upgrades = _upgrades(found, SHIPPED)
    if not upgrades:
        return
    found = deepcopy(found)  # Anki's own copy must not change if the write fails
    found["css"] = upgrades.get("css", found["css"])
    for template in found["tmpls"]:
        for side in ("qfmt", "afmt"):
            template[side] = upgrades.get(f"{template['name']} {side}", template[side])
    col.models.update_dict(found)


def text_hash(text: str) -> str:
    """How `SHIPPED` names a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _upgrades(found: Dict[str, Any], shipped: FrozenSet[str]) -> Dict[str, str]:
    """Part (`css`, `Recall qfmt`, …) → its new text, where the old one is one that we shipped."""
    current = {"css": CSS}
    for template in TEMPLATES:
        current[f"{template.name} qfmt"] = template.front
        current[f"{template.name} afmt"] = template.back
    have = {"css": found["css"]}
    for template in found["tmpls"]:
        have[f"{template['name']} qfmt"] = template["qfmt"]
        have[f"{template['name']} afmt"] = template["afmt"]
    return {
        part: text
        for part, text in current.items()
        if part in have and have[part] != text and text_hash(have[part]) in shipped
    }
