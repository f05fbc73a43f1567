"""Notes whose answer the learner has edited, and what is written into them once it was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, Iterable, List, NamedTuple, Sequence

from ...config import Decks
from ...model import Note
from ...notetype import FIELDS, MODEL_ID
from ...sync.collection_plan import CollectionPlan
from ...sync.memory import EMPTY, hash_of
from ...sync.merge import sent
from ...sync.present_note import PresentNote
from ...sync.twins import is_copy
from ..memory import memory_of
from .apply import Applied, apply
from .aside import TAGGED
from .decks import decks_called
from .present import field_order, notes_in_full
from .rows import in_list, rows

if TYPE_CHECKING:
    from anki.collection import Collection

UNDO_SENT = "Annoki answers"
"""What the step is called in Anki's menu, unless its caller has a word for it."""

_AT_ONCE = 2000


class SentAnswer(NamedTuple):
    """The answer of the note `guid` is in its source by now, which gives `note`; the rest is as in
    `sync.merge.sent`."""

    guid: str
    note: Note
    answer: str
    pushed: str = ""


def edited(col: Collection, decks: Decks) -> List[PresentNote]:
    """Notes that a source knows by an id, and whose answer the learner has written or edited, the
    oldest first."""
    order = field_order(col)
    if order is None:
        return []
    answer, sync = (order[FIELDS.index(name)] for name in ("Answer", "Sync"))
    sql = (
        f"select id, flds from notes where mid = ? and not {TAGGED} and instr(flds, ?) and id > ?"
        " order by id limit ?"
    )
    ids: List[int] = []
    last = 0
    # What no source calls by an id has none in its memory.
    while some := rows(col, sql, MODEL_ID, '"ids":["', last, _AT_ONCE):
        last = some[-1][0]
        for note_id, text in some:
            fields = str(text).split("\x1f")
            if len(fields) > max(answer, sync) and fields[answer]:
                pushed = memory_of(fields[sync]).content.get("Answer", EMPTY)
                ids += [note_id] if pushed != hash_of(fields[answer]) else []
    found = notes_in_full(col, ids, order, decks.to_finish)
    found = [one for one in found if one.answered and not (one.aside or is_copy(one))]
    return sorted(found, key=lambda one: one.note_id)


def notes_called(col: Collection, guids: Iterable[str], decks: Decks) -> Dict[str, PresentNote]:
    """The notes of ours that have these GUIDs, by GUID: of twins the first."""
    order, wanted = field_order(col), set(guids)
    if order is None or not wanted:
        return {}
    sql = f"select id, guid from notes where mid = ? and not {TAGGED} order by id desc"
    ids = [id for id, guid in rows(col, sql, MODEL_ID) if guid in wanted]
    found = notes_in_full(col, ids, order, decks.to_finish)
    return {one.guid: one for one in sorted(found, key=lambda one: -one.note_id)}


def remember_sent(
    col: Collection, answers: Sequence[SentAnswer], decks: Decks, undo_name: str = UNDO_SENT
) -> Applied:
    """Write into the notes that their sources have these answers, as one undo step, so that no sync
    finds anything to do. What is no longer there is passed by."""
    held = notes_called(col, (one.guid for one in answers), decks)
    updates = []
    for one in answers:
        if one.guid in held:
            have = held[one.guid]
            home = decks.cards if _waits(col, have.note_id, decks) else ""
            # Of the sources of that service, those that had it have its answer now.
            heard = tuple(who for who in one.note.memory.origins if who in have.memory.origins)
            note = one.note._replace(memory=one.note.memory._replace(origins=heard))
            update = sent(note, have, home, one.answer, one.pushed).update
            updates += [update] if update else []
    return apply(col, CollectionPlan(update=tuple(updates)), undo_name)


def _waits(col: Collection, note_id: int, decks: Decks) -> bool:
    waiting = in_list(decks_called(col, decks.to_finish))
    sql = f"select count() from cards where nid = ? and did in {waiting} and odid = 0"
    return bool(rows(col, sql, note_id)[0][0])
