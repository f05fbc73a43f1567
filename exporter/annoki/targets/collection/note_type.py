"""The note type in a collection: its text is upgraded with care. It came with the first notes.

Adding a field or a template would force a full sync, so that is never done. Templates and style
are replaced only where they still are what some version of Annoki shipped; fields are described and
collapsed, which is no change of the schema to Anki, only where none of them ever was.
"""

from __future__ import annotations

import hashlib
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Dict, FrozenSet

from ...notetype import (
    COLLAPSED,
    CSS,
    DESCRIPTIONS,
    FIELDS,
    MODEL_ID,
    SHIPPED,
    TEMPLATES,
    field_places,
)

if TYPE_CHECKING:
    from anki.collection import Collection


def outdated(col: Collection) -> bool:
    """Whether the templates, the style or the look of the fields in the editor are an earlier
    version's, untouched by the learner."""
    found: Any = col.models.get(MODEL_ID)  # type: ignore[arg-type]
    return found is not None and (bool(_upgrades(found, SHIPPED)) or _are_bare(found))


def upgrade(col: Collection) -> None:
    """Bring those parts up to date that the learner has not touched."""
    found: Any = col.models.get(MODEL_ID)  # type: ignore[arg-type]
    upgrades = _upgrades(found, SHIPPED)
    bare = _are_bare(found)
    if not upgrades and not bare:
        return
    found = deepcopy(found)  # Anki's own copy must not change if the write fails
    if bare:
        for name, one in _fields(found).items():
            one["description"] = DESCRIPTIONS[FIELDS.index(name)]
            one["collapsed"] = name in COLLAPSED
    found["css"] = upgrades.get("css", found["css"])
    for template in found["tmpls"]:
        for side in ("qfmt", "afmt"):
            template[side] = upgrades.get(f"{template['name']} {side}", template[side])
    col.models.update_dict(found)


def _fields(found: Dict[str, Any]) -> Dict[str, Dict[str, Any]]:
    """Our fields, by the names that they came with."""
    return {name: found["flds"][at] for name, at in field_places(found["flds"]).items()}


def _are_bare(found: Dict[str, Any]) -> bool:
    """Whether nobody, neither we nor the learner, ever said how our fields are shown."""
    return not any(one["description"] or one["collapsed"] for one in _fields(found).values())


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
