"""What waits is found whatever became of the note type, the decks and single notes."""

from __future__ import annotations

from typing import List

import pytest
from annoki.config import Config
from annoki.notetype import MODEL_ID
from annoki.pipeline.finishing import Walk
from real_anki import BAMBOO, NOTEBOOK, plain
from syncing import Kept, whole


@pytest.fixture
def synced(kept: Kept) -> Kept:
    """A collection in which a question and a bare highlight wait."""
    kept.sync(NOTEBOOK)
    return kept


def asked(kept: Kept) -> List[str]:
    """The prompts of a walk, of which nothing is answered."""
    walk, found = Walk(Config()), []
    question = walk.go(kept.col).asked
    while question is not None:
        found.append(plain(question.note.text("Prompt"))[:4])
        question = walk.go(kept.col, question, walk.skip).asked
    return found


def test_without_notes_of_ours_nothing_is_asked(kept: Kept) -> None:
    before = whole(kept.learner)
    assert asked(kept) == []
    assert whole(kept.learner) == before


@pytest.mark.parametrize("at", [0, 11])
def test_fields_in_another_order(synced: Kept, at: int) -> None:
    notetype = synced.notetype()
    status = next(one for one in notetype["flds"] if one["name"] == "Status")
    synced.col.models.reposition_field(notetype, status, at)
    synced.col.models.update_dict(notetype)
    assert asked(synced) == ["竹子为什", "Glas"]

    walk = Walk(Config())
    question = walk.go(synced.col).asked
    assert question
    walk.answer(synced.col, question, "快。", "", "Annoki")

    note = synced.learner.note(BAMBOO)
    assert (note["Status"], plain(note["Answer"])) == ("ready", "快。")
    assert not synced.sync(NOTEBOOK).changes_anything


def test_a_garbled_note_and_a_copy_of_the_learners_are_not_asked(synced: Kept) -> None:
    note = synced.learner.note(BAMBOO)
    copy = synced.col.new_note(synced.notetype())
    copy.fields = list(note.fields)
    synced.col.add_note(copy, note.cards()[0].did)
    assert synced.col.db
    sql = "update notes set flds = flds || char(31) where id = ? and mid = ?"
    synced.col.db.execute(sql, note.id, MODEL_ID)

    assert asked(synced) == ["Glas"]


def test_a_picture_that_stands_there_stays_above_the_answer(synced: Kept) -> None:
    """No more can be typed for it; the learner may add to it, or find that it is the answer."""
    note = synced.learner.note(BAMBOO)
    picture = '<figure><img src="bamboo.png"></figure>'
    synced.learner.edit(note, Answer=picture)
    assert asked(synced) == ["Glas"], "it was answered in the editor"
    walk = Walk(Config())
    synced.learner.edit(note, Answer="")
    question = walk.go(synced.col).asked
    assert question
    shown = question._replace(draft=question.draft._replace(kept=picture))
    walk.answer(synced.col, shown, "看图。", "", "Annoki")

    assert synced.learner.note(BAMBOO)["Answer"].startswith(f"{picture}<p")
