"""Where the decks are now that a configuration names, whatever the learner calls them.

Their ids are kept beside the collection, by the names that they were wanted under. A deck that was
deleted, or that another collection holds, is known by its name again.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterable, Sequence

from ...config import Decks
from ...files.beside import path_beside, read_beside, write_beside
from ...model import Note

if TYPE_CHECKING:
    from anki.collection import Collection

_SUFFIX = ".annoki-decks.json"


def name_now(col: Collection) -> Callable[[str], str]:
    """Says what the deck is called in `col` that was wanted under a name; a deck inside another
    that was renamed is looked for there."""
    held = _held(col)
    there = {one.id: one.name for one in col.decks.all_names_and_ids()} if held else {}

    @cache
    def now(name: str) -> str:
        called = there.get(held.get(name, 0), "") if held else name
        if called and not _is_lengthened(name, called):
            return called
        above, parting, last = name.rpartition("::")
        return f"{now(above)}::{last}" if parting else name

    return now


def decks_now(col: Collection, decks: Decks) -> Decks:
    """The same decks by the names that they have now in `col`."""
    now = name_now(col)
    return Decks(**{where: now(name) for where, name in vars(decks).items()})


def decks_meant(col: Collection, wanted: Any) -> Dict[str, str]:
    """The decks that `wanted`, of a configuration in JSON, means for each place, by the names that
    they have now in `col`; where it means none, that is the default."""
    now = name_now(col)
    named = wanted if isinstance(wanted, dict) else {}
    given = {where: name for where, name in named.items() if name and isinstance(name, str)}
    return {where: now(given.get(where, default)) for where, default in vars(Decks()).items()}


def notes_now(col: Collection, notes: Sequence[Note]) -> Sequence[Note]:
    """The same notes, for decks by the names that they have now in `col`."""
    now = name_now(col)
    if all(now(name) == name for name in {note.deck for note in notes}):
        return notes
    return [note._replace(deck=now(note.deck)) for note in notes]


def keep_decks(col: Collection, names: Iterable[str], chosen: bool = False) -> None:
    """Remember which decks of `col` those wanted under `names` are, where they are there. Those
    `chosen` are what is called so now, whatever was called so before."""
    held = _held(col)
    now = (lambda name: name) if chosen else name_now(col)
    ids = {name: col.decks.id_for_name(now(name)) for name in sorted(set(names))}
    after = {**held, **{name: id for name, id in ids.items() if id}}
    if after != held:
        write_beside(path_beside(col, _SUFFIX), after)


def _held(col: Collection) -> Dict[str, int]:
    held = read_beside(path_beside(col, _SUFFIX))
    return {name: id for name, id in held.items() if isinstance(id, int)}


def _is_lengthened(name: str, called: str) -> bool:
    """Whether a deck `name` is `called` so since Anki found another of that name beside it."""
    parts, others = name.split("::"), called.split("::")
    return len(parts) == len(others) and all(
        other == part + "+" * (len(other) - len(part)) for part, other in zip(parts, others)
    )
