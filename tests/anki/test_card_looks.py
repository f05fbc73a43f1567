"""Cards are rendered by Anki before there is a note of them, and nothing is written for that."""

from __future__ import annotations

from annoki.targets.collection.card_looks import card_looks
from real_anki import NOTEBOOK
from syncing import Kept, whole


def test_they_look_as_they_will_and_nothing_is_written(kept: Kept) -> None:
    notes = kept.wanted(NOTEBOOK).notes
    before = whole(kept.learner)
    looks = card_looks(kept.col, notes)
    assert whole(kept.learner) == before
    kept.sync(NOTEBOOK)
    for note, look in zip(notes, looks):
        output = kept.by_guid(note.guid).cards()[0].render_output()
        assert look == (output.question_text, output.answer_text, output.css)
    assert len(looks) == len(NOTEBOOK)


def test_they_look_as_the_learner_wants_them(kept: Kept) -> None:
    kept.sync(NOTEBOOK)
    held = kept.notetype()
    held["css"] = ".annoki { color: teal }"
    held["tmpls"][0]["qfmt"] = "<b>我的 mine</b> {{Question}}"
    held["flds"][0]["name"] = "Question"
    kept.col.models.update_dict(held)
    notes = kept.wanted(NOTEBOOK[:2]).notes
    before = whole(kept.learner)
    looks = card_looks(kept.col, notes)
    assert whole(kept.learner) == before
    for note, look in zip(notes, looks):
        assert look.front == f"<b>我的 mine</b> {note.fields[0]}"
        assert look.css == ".annoki { color: teal }"


def test_of_nothing_nothing_is_shown(kept: Kept) -> None:
    assert card_looks(kept.col, []) == []
