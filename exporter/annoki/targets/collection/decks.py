"""Decks that are there several times: each of two devices that have not met makes its own.

Anki then keeps both, and on each device lengthens the name of the one that came by a plus. Which of
them stays must be the same on all devices, so it is the oldest that holds cards, whatever it is
called there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable, List, Sequence, Tuple

from ...notetype import MODEL_ID
from ...sync.present_note import DoubleDeck
from .aside import asleep_all_the_same

if TYPE_CHECKING:
    from anki.collection import Collection

    from ...config import Decks
    from ...model import Note


_PLUSES = (1, 2, 3)


def decks_called(col: Collection, name: str) -> List[int]:
    """The ids of the decks `name`, also where a plus was added to it, or to a deck above it; of
    `name::`, of all those inside it."""
    plain = name.replace("+", "")
    inside = plain.endswith("::")
    found = ((one.name.replace("+", ""), one.id) for one in col.decks.all_names_and_ids())
    return [id for called, id in found if called == plain or (inside and called.startswith(plain))]


def homes(decks: Decks, wanted: Iterable[Note]) -> Tuple[str, ...]:
    """The decks where our cards go; where some go into decks inside these, `name::` as well."""
    names: Tuple[str, ...] = tuple(vars(decks).values())
    inside = any(note.deck not in names for note in wanted)
    return (*names, *(f"{name}::" for name in names)) if inside else names


def doubled(col: Collection, names: Iterable[str]) -> Tuple[DoubleDeck, ...]:
    """Those of the decks `names` whose cards lie in several, or in one that has not the name. They
    hold nothing but notes of ours: `C++` may be the learner's own beside `C`."""
    found = []
    wanted = set(names)
    decks = {one.name: one.id for one in col.decks.all_names_and_ids()}
    for name in sorted(wanted):
        called = (name, *(name + "+" * n for n in _PLUSES))
        ids = [decks[one] for one in called if one in decks and (one == name or one not in wanted)]
        if not ids or ids == [decks.get(name)]:
            continue
        # A filtered deck is another thing, and what holds other notes stays as it is.
        free = [
            id
            for id in sorted(ids)
            if not col.decks.is_filtered(id) and not _cards_in(col, [id], foreign=True)  # type: ignore[arg-type]
        ]
        full = [id for id in free if _cards_in(col, [id])]
        is_called = not full or decks.get(name) == full[0]
        if len(full) > 1 or not (is_called or decks.get(name, full[0]) not in free):
            found.append(DoubleDeck(name, full[0], tuple(id for id in free if id != full[0])))
    return tuple(found)


def join_decks(col: Collection, decks: Sequence[DoubleDeck], step: int) -> None:
    """Carry out what was planned for `decks`, within the undo step `step`. None is removed: another
    device may just now be reviewing a card in it."""
    for one in decks:
        stays: Any = one.stays
        cards: List[Any] = _cards_in(col, one.others)
        if cards:
            with asleep_all_the_same(col, cards):
                col.set_deck(cards, stays)
            col.merge_undo_entries(step)
        had = col.decks.id_for_name(one.name)
        for id, name in ((had, f"{one.name}+"), (stays, one.name), (had, f"{one.name}+")):
            if id and had != one.stays and col.decks.name(id) != name:
                col.decks.rename(id, name)
                col.merge_undo_entries(step)


def _cards_in(col: Collection, decks: Sequence[int], foreign: bool = False) -> List[int]:
    """The ids of the cards in `decks`; with `foreign`, of those that are not of our note type."""
    assert col.db is not None
    sql = f"select id from cards where did in ({','.join(map(str, decks))})"
    if foreign:
        sql += f" and nid not in (select id from notes where mid = {MODEL_ID})"
    return list(col.db.list(sql))
