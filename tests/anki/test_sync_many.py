"""Many notes are added in batches, which leave nothing else in the collection than one would."""

from __future__ import annotations

from typing import Any, Callable, List, Tuple

import pytest
from anki import hooks
from anki.notes import Note
from annoki.targets.collection import adding
from real_anki import NOTEBOOK, SALT, Desk, Learner
from syncing import Kept, differing, whole

NOTES = "guid, mid, usn, tags, flds, sfld, csum, flags, data"
CARDS = "ord, usn, type, queue, due, ivl, factor, reps, lapses, odue, odid, flags, data"


@pytest.fixture
def keep(desk: Desk, learners: Callable[[], Learner]) -> Callable[[], Kept]:
    """A collection whose note type has a field of the learner's between ours."""

    def fresh() -> Kept:
        kept = Kept(desk, learners())
        kept.sync([SALT])
        notetype = kept.notetype()
        kept.col.models.add_field(notetype, kept.col.models.new_field("助记"))
        kept.col.models.reposition_field(notetype, notetype["flds"][-1], 1)
        kept.col.models.update_dict(notetype)
        return kept

    return fresh


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a page of notes were many."""
    monkeypatch.setattr(adding, "_BATCH", 3)


def rows(kept: Kept) -> Tuple[List[Any], List[Any]]:
    """What a sync has made, but for ids and times."""
    assert kept.col.db
    decks = [kept.learner.deck_of(card) for card in kept.learner.cards()]
    return (
        kept.col.db.all(f"select {NOTES} from notes order by id"),
        [*kept.col.db.all(f"select {CARDS} from cards order by id"), decks],
    )


def test_batches_leave_the_same_rows_as_all_at_once(
    keep: Callable[[], Kept], request: pytest.FixtureRequest
) -> None:
    few, many = keep(), keep()
    few.sync(NOTEBOOK)

    request.getfixturevalue("batches")
    many.sync(NOTEBOOK)

    assert rows(many) == rows(few)
    assert many.applied.added == len(set(many.applied.note_ids)) == len(NOTEBOOK) - 1
    assert set(many.applied.note_ids) < {note.id for note in many.learner.notes()}
    many.learner.assert_sound()


@pytest.mark.parametrize("hook", ["note_will_be_added", "note_will_flush"])
def test_another_add_on_sees_each_note_before(
    hook: str, keep: Callable[[], Kept], batches: None
) -> None:
    kept = keep()
    seen: List[str] = []

    def see(*args: Any) -> None:
        (note,) = (one for one in args if isinstance(one, Note))
        seen.append(note.guid)
        note.tags.append("别的")

    getattr(hooks, hook).append(see)
    try:
        added = kept.sync(NOTEBOOK).add
    finally:
        getattr(hooks, hook).remove(see)

    assert seen == [note.guid for note in added]
    assert len(kept.col.find_notes("tag:别的")) == len(added)


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_exception_takes_back_what_was_added(
    when: str, keep: Callable[[], Kept], batches: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keep()
    plan = kept.plan(NOTEBOOK)
    before = whole(kept.learner)
    real = kept.col.add_notes
    calls: List[object] = []

    def broken(requests: Any) -> Any:
        calls.append(requests)
        changes = real(requests) if when == "after" or len(calls) == 1 else None
        if len(calls) == 2:
            raise OSError("no space left")
        return changes

    with monkeypatch.context() as failing:
        failing.setattr(kept.col, "add_notes", broken)
        with pytest.raises(OSError, match="no space left"):
            kept.apply(plan)
    assert len(calls) == 2
    assert differing(before, whole(kept.learner)) == []

    kept.apply(plan)
    kept.col.undo()
    assert differing(before, whole(kept.learner)) == []
    kept.learner.assert_sound()
