"""Adds notes to a collection, as a package of them would: with the same ids on every device."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Sequence, Set

from ...errors import CollectionError
from ...files.whole import MADE, workplace
from ...identity.note_ids import END, START
from ...model import Note
from ...notetype import MODEL_ID, TEMPLATES
from ...sync.package_plan import Step, dated
from ...words import message

if TYPE_CHECKING:
    from anki.collection import Collection

_POSITION = "nextPos"
"""Where Anki keeps the due number of the next new card."""

_NEVER: Any = 2
"""In Anki's import dialog, when to update what is there."""

_IMPORT_OPTIONS = (
    "mergeNotetypes",
    "withScheduling",
    "withDeckConfigs",
    "updateNotes",
    "updateNotetypes",
)


def add(col: Collection, notes: Sequence[Note]) -> List[int]:
    """Add `notes`, in this order, with the note type and decks that they need; their ids.

    To be called within an undo step: it makes several. Raises CollectionError if a deck of the
    learner's is in the way.
    """
    if not notes:
        return []
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    from ..apkg.archive import zipped
    from ..apkg.database import Into, write_database

    held: Any = col.models.get(MODEL_ID)  # type: ignore[arg-type]
    first: int = col.get_config(_POSITION, 1)
    decks = _decks(col, {note.deck for note in notes})
    into = Into(held, decks, _taken(col), first, _long_ago())
    now = time.time()
    steps = (Step(note, "add", dated(note, now)) for note in notes)
    with workplace() as folder, _options_kept(col):
        database, package = folder / "collection.anki2", folder / f"{MADE}.apkg"
        written = write_database(steps, database, into)
        zipped(database, {}, package)
        # What is in the collection is ours to compare, not the importer's. The model and the decks
        # in the package are the collection's own: importing them changes nothing.
        options = ImportAnkiPackageOptions(
            with_scheduling=True, update_notes=_NEVER, update_notetypes=_NEVER
        )
        col.import_anki_package(
            ImportAnkiPackageRequest(package_path=str(package), options=options)
        )
    col.set_config(_POSITION, first + len(notes), undoable=True)
    if held and [one["qfmt"] for one in held["tmpls"]] != [one.front for one in TEMPLATES]:
        _complete_cards(col, notes, written.note_ids)
    return written.note_ids


def _long_ago() -> int:
    """A mod time before 1986 that no other sync has: microseconds instead of seconds."""
    return time.time_ns() // 1000 % 500_000_000


def _decks(col: Collection, names: Set[str]) -> Dict[str, Dict[str, Any]]:
    """Those of the decks `names` that there are. A filtered deck holds no new cards, nor decks."""
    found = {}
    for name in sorted(names):
        parts = name.split("::")
        for length in range(1, len(parts) + 1):
            above = "::".join(parts[:length])
            deck: Any = col.decks.by_name(above)
            if deck and deck["dyn"]:
                raise CollectionError(message("targets.filtered", deck=repr(above)))
            if deck and above == name:
                found[name] = deck
    return found


def _taken(col: Collection) -> Set[int]:
    """The ids in our range that notes or cards have, or had before they were deleted."""
    assert col.db is not None
    columns = (("id", "notes"), ("id", "cards"), ("oid", "graves"))
    return {
        id
        for column, table in columns
        for id in col.db.list(
            f"select {column} from {table} where {column} >= ? and {column} < ?", START, END
        )
    }


@contextmanager
def _options_kept(col: Collection) -> Iterator[None]:
    """Anki's import dialog remembers the options that anything was imported with: the learner's."""
    before = {key: col.get_config(key) for key in _IMPORT_OPTIONS}
    yield
    for key, value in before.items():
        if value is None:
            col.remove_config(key)
        elif col.get_config(key) != value:
            col.set_config(key, value, undoable=True)


def _complete_cards(col: Collection, notes: Sequence[Note], note_ids: Sequence[int]) -> None:
    """Make the cards that templates of the learner's own give, which only Anki can tell."""
    ids: List[Any] = list(note_ids)
    col.after_note_updates(ids, mark_modified=False)
    asleep = [id for id, note in zip(ids, notes) if note.suspended]
    if asleep:
        col.sched.suspend_notes(asleep)
