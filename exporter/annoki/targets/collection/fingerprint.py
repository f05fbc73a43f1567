"""What a collection holds of ours, in a few numbers: the same numbers, the same notes."""

from __future__ import annotations

import dataclasses
import hashlib
from typing import TYPE_CHECKING, Any, List

from ...config import Decks
from ...identity.note_ids import END, START
from ...notetype import MODEL_ID
from .aside import SLEEPERS
from .decks import decks_called, doubled
from .rows import in_list, rows

if TYPE_CHECKING:
    from anki.collection import Collection


def fingerprint(col: Collection, names: Decks, since: int) -> List[Any]:
    """All that tells whether our notes in `col`, their type, the decks `names`, the notes that wait
    there or for a twin, and what was deleted are as they were: a few ms for ten thousand notes.

    Anki dates a change to the second. `since` (in s since 1970) is the second before the one in
    which the first fingerprint is taken: of notes that are younger the text counts too.
    """
    decks = decks_called(col, names.to_finish)
    ours = "count(), sum(id), sum(mod), max(mod), sum(id % 1000003 * (mod % 1000003))"
    (found,) = rows(col, f"select {ours} from notes where mid = ?", MODEL_ID)
    others = rows(
        col,
        # In these words SQLite looks into its index of types; `!=` would read all of our notes.
        "select count(), sum(id) from notes where (mid < ? or mid > ?) and id between ? and ?",
        *(MODEL_ID, MODEL_ID, START, END),
    )
    waiting = (
        f"select count(), sum(id), sum(nid) from cards where did in {in_list(decks)} and queue = -1"
    )
    asleep = (
        "select count(), sum(id), sum(mod), sum(queue),"
        f" sum((select count() from revlog where cid = cards.id)) from cards where {SLEEPERS}"
    )
    graves = "select count(), sum(oid) from graves where type = 1 and oid between ? and ?"
    fresh = hashlib.blake2b(digest_size=16)
    sql = "select id, flds, tags from notes where mid = ? and mod >= ? order by id"
    for row in rows(col, sql, MODEL_ID, since):
        fresh.update(repr(row).encode("utf-8", "surrogatepass"))
    return [
        found,
        *others,
        decks,
        [dataclasses.astuple(one) for one in doubled(col, vars(names).values())],
        *rows(col, waiting),
        *rows(col, asleep, MODEL_ID),
        *rows(col, graves, START, END),
        rows(col, "select mtime_secs from notetypes where id = ?", MODEL_ID),
        rows(col, "select name, ord from fields where ntid = ? order by ord", MODEL_ID),
        col.get_config("annoki"),
        fresh.hexdigest(),
    ]
