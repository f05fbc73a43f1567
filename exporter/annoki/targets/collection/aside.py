"""Notes that were set aside for a twin: tagged and suspended, each card marked as asleep for that.

Devices that join twins before they meet may choose otherwise, and Anki merges notes and cards each
by itself. So a note may lose the tag while its card stays suspended: by the mark that is told from
one that the learner suspended. And one that was set aside may have been reviewed meanwhile, or its
card moved, so that it is awake: by the missing mark that is told from one that the learner woke.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from contextlib import contextmanager
from typing import (
    TYPE_CHECKING,
    AbstractSet,
    Any,
    Dict,
    FrozenSet,
    Iterable,
    Iterator,
    List,
    Mapping,
    Sequence,
    Set,
)

from ...identity.contradiction import called_otherwise
from ...identity.keys import Names
from ...notetype import MODEL_ID
from ...sync.details import TWIN
from ..memory import NAMES_SQL, names_said
from .rows import in_list, rows

if TYPE_CHECKING:
    from anki.collection import Collection

TAGGED = f"tags like '% {TWIN} %'"
"""SQL: whether a note was set aside."""

_SAYS = "data like '%\\\"annoki\\\"%'"
MARKED = (
    f"case when queue = -1 and {_SAYS} and json_valid(data)"
    " then abs(json_extract(json_extract(data, '$.cd'), '$.annoki') - mod) <= 5 else 0 end"
)
"""SQL: whether a card sleeps for a twin of its note, and nobody has touched it since."""

SLEEPERS = f"{MARKED} or nid in (select id from notes where mid = ? and {TAGGED})"
"""SQL: whether a card of a note of the type `?` sleeps for a twin, or should."""

_MARK = "annoki"
"""Under this name it is said of a card when (s since 1970) it was set aside."""
_ROOM = 100
"""Bytes that Anki grants to what add-ons say of a card."""


def is_shared(col: Collection) -> bool:
    """Whether other devices may hold the notes of `col`, and review what is removed here: whether
    it was ever synced with AnkiWeb."""
    ((synced,),) = rows(col, "select ls from col")
    return bool(synced)


def set_aside(col: Collection, note_ids: Sequence[Any]) -> None:
    """Suspend the cards of the notes `note_ids` for their twins, and tag the notes."""
    if note_ids:
        col.sched.suspend_notes(note_ids)
        col.tags.bulk_add(note_ids, TWIN)
        _mark(col, cards_of(col, note_ids), int(time.time()))


def wake(col: Collection, note_ids: Sequence[int], asleep: Iterable[int] = ()) -> None:
    """Unsuspend the cards of the notes `note_ids`, but for those in `asleep`, which sleep for
    something else, too."""
    if note_ids:
        cards = cards_of(col, set(note_ids).difference(asleep))
        if cards:
            col.sched.unsuspend_cards(cards)
        _mark(col, cards_of(col, note_ids))


@contextmanager
def asleep_all_the_same(col: Collection, card_ids: Sequence[Any]) -> Iterator[None]:
    """Those of the cards that sleep for a twin do so after this, too, though it writes them."""
    sql = f"select id from cards where id in {in_list(card_ids)} and {MARKED}"
    asleep = [row[0] for row in rows(col, sql)]
    yield
    _mark(col, asleep, int(time.time()))


def cards_of(col: Collection, note_ids: Iterable[int]) -> List[Any]:
    """The ids of the cards of the notes `note_ids`."""
    return [row[0] for row in rows(col, f"select id from cards where nid in {in_list(note_ids)}")]


def _mark(col: Collection, card_ids: Iterable[Any], now: int = 0) -> None:
    """Say of the cards when they were set aside; nothing, if that is 0."""
    cards = []
    for card in map(col.get_card, card_ids):
        try:
            said = json.loads(card.custom_data or "{}")
        except ValueError:
            continue
        told = {name: said[name] for name in said if name != _MARK}
        if now:
            told[_MARK] = now
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":")) if told else ""
        if told != said and len(text.encode()) < _ROOM:
            card.custom_data = text
            cards.append(card)
    if cards:
        col.update_cards(cards)


def asleep_for_none(col: Collection) -> Set[int]:
    """The ids of notes of ours of which a card sleeps for a twin, though they are not set aside."""
    sql = (
        f"select id from notes where mid = ? and not {TAGGED}"
        f" and id in (select nid from cards where {MARKED})"
    )
    return {row[0] for row in rows(col, sql, MODEL_ID)}


def guids_aside(col: Collection, back: Iterable[int]) -> Dict[str, int]:
    """GUID → id of the notes that are set aside, but for those in `back`."""
    sql = f"select guid, id from notes where mid = ? and {TAGGED} and id not in {in_list(back)}"
    return dict(rows(col, sql, MODEL_ID))


def left_alone(
    col: Collection, names: Mapping[int, Names], called: AbstractSet[str], back: Iterable[int]
) -> Set[int]:
    """The ids of the notes, but for those in `back`, that were set aside and have a GUID that is
    among those `called`, of which no note there is (`names`: by what those are known) may be the
    one that they were set aside for."""
    sql = (
        f"select guid, id, {NAMES_SQL} from notes where mid = ? and {TAGGED}"
        f" and id not in {in_list(back)}"
    )
    aside = [one for one in rows(col, sql, MODEL_ID) if one[0] in called]
    known = [{one.guid, *one.keys} for one in names.values()] if aside else []
    alone = set()
    for (guid, note_id, _), (ids, keys) in zip(aside, names_said([said for *_, said in aside])):
        one = Names(guid, keys, ids)
        stands = (its for its, every in zip(names.values(), known) if guid in every)
        if all(called_otherwise(one, its) for its in stands):
            alone.add(note_id)
    return alone


def back_since(
    col: Collection, names: Mapping[int, Names], back: Iterable[int]
) -> Dict[FrozenSet[int], List[int]]:
    """By the ids of notes (`names`: by what they are known) those that were set aside for them and
    are twins again, as a device had not heard of it: they are awake, or reviewed where the others
    never were. Where several have a name of such a one, it was for them if they are one thing; for
    none that its source calls otherwise: all marks on a passage know the GUID of the first."""
    sql = (
        f"select guid, id, {NAMES_SQL}, exists (select 1 from cards where nid = notes.id and"
        f" {_ASTRAY}) from notes where mid = ? and {TAGGED} and id not in {in_list(back)} and"
        f" exists (select 1 from cards where nid = notes.id and ({_ASTRAY} or {_REVIEWED}))"
    )
    aside = rows(col, sql, MODEL_ID)
    if not aside:
        return {}
    guids = {guid for guid, *_ in aside}
    for_guid: Dict[str, List[int]] = defaultdict(list)
    for note_id, one in names.items():
        for guid in guids.intersection((one.guid, *one.keys)):
            for_guid[guid].append(note_id)
    said = names_said([text for _, _, text, _ in aside])
    every = {note_id for stands in for_guid.values() for note_id in stands}
    sql = f"select nid from cards where nid in {in_list(every)} and {_REVIEWED}"
    reviewed = {row[0] for row in rows(col, sql)}
    found: Dict[FrozenSet[int], List[int]] = defaultdict(list)
    for (guid, note_id, _, is_astray), (ids, keys) in zip(aside, said):
        one = Names(guid, keys, ids)
        stands = frozenset(at for at in for_guid[guid] if not called_otherwise(one, names[at]))
        if stands and (is_astray or reviewed.isdisjoint(stands)):
            found[stands].append(note_id)
    return dict(found)


_ASTRAY = f"(queue != -1 and not {_SAYS})"
_REVIEWED = "(reps > 0 or exists (select 1 from revlog where cid = cards.id))"
