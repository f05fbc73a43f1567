"""What was learnt of notes, as Anki's own search and statistics count it. Nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List, NamedTuple, Optional, Sequence, Set, Tuple

from ...contained import is_nobodys
from ...errors import CollectionError
from ...model import Note
from .present import present
from .rows import in_list, rows

if TYPE_CHECKING:
    from anki.collection import Collection


class Learnt(NamedTuple):
    """Of some notes. Numbers of cards: `cards` is all, and the sum of `new`, `learning` (again,
    too), `young` (an interval of less than 21 days), `mature`, `suspended` and `buried`; `due` are
    those that wait today (`is:due`). `reviews` that were answered took `seconds`; of those of a
    card that had an interval of a day at least `passed` and `failed` (Anki's true retention).
    `lapses` are of all cards together; `leeches` are places among these notes (`tag:leech`)."""

    cards: int
    new: int
    learning: int
    young: int
    mature: int
    suspended: int
    buried: int
    due: int
    reviews: int
    passed: int
    failed: int
    lapses: int
    seconds: int
    leeches: Tuple[int, ...]

    @property
    def retention(self) -> Optional[float]:
        """The part of the reviews that was passed, 0 to 1; None where there was none."""
        asked = self.passed + self.failed
        return self.passed / asked if asked else None


def learnt(col: Collection, documents: Sequence[Sequence[Note]]) -> List[Learnt]:
    """What was learnt in `col` of the notes of each document, in this order; notes that it does not
    hold count as nothing."""
    held = _held(col, [note for notes in documents for note in notes])
    everything = _Everything(col, {id for ids in held.values() for id in ids})
    return [everything.of([held.get(note.guid, []) for note in notes]) for notes in documents]


class _Everything:
    """What Anki says of notes one by one, asked of all at once."""

    def __init__(self, col: Collection, note_ids: Set[int]) -> None:
        self._col = col
        self._leeches = set(col.find_notes("tag:leech"))
        self._cards: Dict[int, List[int]] = {}
        self._lapses: Dict[int, int] = {}
        sql = f"select nid, id, lapses from cards where nid in {in_list(note_ids)}"
        for note, card, lapses in rows(col, sql):
            self._cards.setdefault(note, []).append(card)
            self._lapses[note] = self._lapses.get(note, 0) + lapses
        self._due = set(col.find_cards("is:due"))

    def of(self, notes: Sequence[Sequence[int]]) -> Learnt:
        """Of notes, each by the ids that it has there."""
        ids = [id for some in notes for id in some]
        cards = [card for id in ids for card in self._cards.get(id, ())]
        # Without notes the search would be for all.
        graphs = self._col._backend.graphs(search=f"nid:{','.join(map(str, ids)) or 0}", days=0)
        counts = graphs.card_counts.excluding_inactive
        retention = graphs.true_retention.all_time
        return Learnt(
            cards=len(cards),
            new=counts.newCards,
            learning=counts.learn + counts.relearn,
            young=counts.young,
            mature=counts.mature,
            suspended=counts.suspended,
            buried=counts.buried,
            due=len(self._due.intersection(cards)),
            reviews=_sum(graphs.reviews.count),
            passed=retention.young_passed + retention.mature_passed,
            failed=retention.young_failed + retention.mature_failed,
            lapses=sum(self._lapses.get(id, 0) for id in ids),
            seconds=round(_sum(graphs.reviews.time) / 1000),
            leeches=tuple(n for n, some in enumerate(notes) if not self._leeches.isdisjoint(some)),
        )


def _sum(by_day: Any) -> int:
    """Of all days and kinds of review."""
    return sum(
        day.learn + day.relearn + day.young + day.mature + day.filtered for day in by_day.values()
    )


def _held(col: Collection, notes: Sequence[Note]) -> Dict[str, List[int]]:
    """GUID → the ids of the notes of `col` that a sync would take for that one: by the GUID, of
    whatever note type, or by what it is known by besides."""
    ids: Dict[str, List[int]] = {}
    wanted = {note.guid for note in notes}
    for id, guid in rows(col, "select id, guid from notes"):
        if guid in wanted:
            ids.setdefault(guid, []).append(id)
    try:
        found = present(col, notes)
    except Exception as error:
        # A note that fails keeps the others from being compared; a GUID needs no comparing.
        if is_nobodys(error) and not isinstance(error, CollectionError):
            raise
        return ids
    for guid in found.renamed:
        ids.pop(guid, None)
    twins = {one.note_id: [two.note_id for two in group] for group in found.twins for one in group}
    for guid, one in found.changed.items():
        ids[guid] = twins.get(one.note_id, [one.note_id])
    return ids
