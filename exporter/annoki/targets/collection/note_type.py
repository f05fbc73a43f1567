"""The note type in a collection: put there once with its fixed id, its text upgraded with care.

Adding a field or a template would force a full sync, so that is never done. Templates and style
are replaced only where they still are what some version of Annoki shipped.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Dict, FrozenSet, Iterator

from ...notetype import CSS, MODEL_ID, SEED, SHIPPED, TEMPLATES

if TYPE_CHECKING:
    from anki.collection import Collection


@contextmanager
def seed() -> Iterator[Path]:
    """The package of one note that brings the note type: the one that ships with the add-on, which
    has no genanki; elsewhere one that is made."""
    if SEED.is_file():
        yield SEED
        return
    from ..apkg.package import write_seed

    with TemporaryDirectory() as folder:
        made = Path(folder, "seed.apkg")
        write_seed(made)
        yield made


def ensure(col: Collection) -> None:
    """Make the note type if it is missing.

    Anki gives new types an id of its own, except to those that come with a package: so a package
    of one note is imported, and the note removed again.
    """
    if col.models.get(MODEL_ID) is not None:  # type: ignore[arg-type]
        return
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    decks = {deck.id for deck in col.decks.all_names_and_ids()}
    options = {key: col.get_config(key) for key in _IMPORT_OPTIONS}
    with seed() as path:
        col.import_anki_package(
            ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
        )
    assert col.db is not None
    col.remove_notes([row[0] for row in col.db.all("select id from notes where mid = ?", MODEL_ID)])
    # The package may bring a deck, and the import dialog remembers the options it was read with.
    new = [deck.id for deck in col.decks.all_names_and_ids() if deck.id not in decks]
    if new:
        col.decks.remove(new)  # type: ignore[arg-type]
    for key, value in options.items():
        if value is None:
            col.remove_config(key)
        elif col.get_config(key) != value:
            col.set_config(key, value)


_IMPORT_OPTIONS = (
    "mergeNotetypes",
    "withScheduling",
    "withDeckConfigs",
    "updateNotes",
    "updateNotetypes",
)


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
