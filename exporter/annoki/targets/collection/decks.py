"""Decks that are there several times: each of two devices that have not met makes its own.

Anki then keeps both, and on each device lengthens the name of the one that came by a plus. Which of
them stays must be the same on all devices, so it is the older one, whatever it is called there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable, List, Sequence, Tuple

from ...notetype import MODEL_ID
from ...sync.present_note import DoubleDeck

if TYPE_CHECKING:
    from anki.collection import Collection


_PLUSES = (1, 2, 3)


def decks_called(col: Collection, name: str) -> List[int]:
    """The ids of the decks `name`, also where a plus was added to it, or to a deck above it."""
    plain = name.replace("+", "")
    found = col.decks.all_names_and_ids()
    return [one.id for one in found if one.name.replace("+", "") == plain]


def doubled(col: Collection, names: Iterable[str]) -> Tuple[DoubleDeck, ...]:
    """Those of the decks `names` that there are several of, if their cards lie in several, or the
    one that stays lacks the name. In the others there must be nothing but notes of ours: `C++` may
    be the learner's own beside `C`."""
    found = []
    wanted = set(names)
    decks = {one.name: one.id for one in col.decks.all_names_and_ids()}
    for name in sorted(wanted):
        more = [decks[one] for n in _PLUSES if (one := name + "+" * n) in decks.keys() - wanted]
        ids = [id for id in more if not _cards_in(col, [id], foreign=True)]
        stays, *others = sorted([*ids, decks[name]] if name in decks else ids) or [0]
        # A filtered deck is another thing, and what holds other notes does not go.
        kept = any(col.decks.is_filtered(id) for id in (stays, *others))  # type: ignore[arg-type]
        if not others or kept or _cards_in(col, others, foreign=True):
            continue
        if decks.get(name) != stays or _cards_in(col, others):
            found.append(DoubleDeck(name, stays, tuple(others)))
    return tuple(found)


def join_decks(col: Collection, decks: Sequence[DoubleDeck], step: int) -> None:
    """Carry out what was planned for `decks`, within the undo step `step`. None is removed: another
    device may just now be reviewing a card in it."""
    for one in decks:
        ids: List[Any] = [one.stays, *one.others]
        cards: List[Any] = _cards_in(col, one.others)
        if cards:
            col.set_deck(cards, ids[0])
            col.merge_undo_entries(step)
        for id in ids:
            if col.decks.name(id) == one.name and id != one.stays:
                col.decks.rename(id, f"{one.name}+")
                col.merge_undo_entries(step)
        if col.decks.name(ids[0]) != one.name:
            col.decks.rename(ids[0], one.name)
            col.merge_undo_entries(step)


def _cards_in(col: Collection, decks: Sequence[int], foreign: bool = False) -> List[int]:
    """The ids of the cards in `decks`; with `foreign`, of those that are not of our note type."""
    assert col.db is not None
    sql = f"select id from cards where did in ({','.join(map(str, decks))})"
    if foreign:
        sql += f" and nid not in (select id from notes where mid = {MODEL_ID})"
    return list(col.db.list(sql))
