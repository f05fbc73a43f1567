"""An answer typed where questions are finished: ready at once, and the learner's from then on."""

from __future__ import annotations

from typing import Any, List, Optional, Tuple

import pytest
import test_anki_sync
from anki.consts import QUEUE_TYPE_NEW
from anki.sync import SyncOutput
from annoki.config import Config, parse
from annoki.pipeline.finishing import Question, Walk
from annoki.words import told
from real_anki import BAMBOO, BARE, NOTEBOOK, Annotation, Desk, Learner, card, plain
from syncing import Kept, carried_out, differing, statuses, whole
from test_anki_sync import Synced, begin

from tests.planning import counted

server = test_anki_sync.server
devices = test_anki_sync.devices

MINE = "每一节都有**分生组织** & grow\n\n```python\nnodes < 3\n```\n\n$h = vt$"
ASKED = "玻璃 is what?"
ANSWERED = BAMBOO.noted(card("竹子为什么长得这么快？", "每一节都有分生组织 — every node grows."))


@pytest.fixture
def synced(kept: Kept) -> Kept:
    """A collection in which BAMBOO and BARE wait."""
    kept.sync(NOTEBOOK)
    return kept


def instead(one: Annotation, other: Annotation) -> List[Annotation]:
    return [other if of is one else of for of in NOTEBOOK]


def walked_to(kept: Kept, of: Annotation, **options: Any) -> Tuple[Walk, Question]:
    """A walk that has come to the note of `of`."""
    walk = Walk(parse({**options, "sources": []}, "a test"))
    asked = walk.go(kept.col).asked
    while asked is not None:
        if asked.note.note_id == kept.learner.note(of).id:
            return walk, asked
        asked = walk.go(kept.col, asked, walk.skip).asked
    raise AssertionError("it is not asked")


def answer(kept: Kept, of: Annotation = BAMBOO, text: str = MINE, question: str = "") -> None:
    walk, asked = walked_to(kept, of)
    walk.answer(kept.col, asked, text, question, "Annoki: answer")


def state(kept: Kept, of: Annotation = BAMBOO) -> Tuple[str, int, List[str], str]:
    note, one = kept.learner.note(of), kept.learner.card(of)
    return note["Status"], one.queue, statuses(note), kept.learner.deck_of(one)


READY = ("ready", QUEUE_TYPE_NEW, ["annoki::status::ready"], "Annoki::Cards")


def test_an_answer_makes_it_ready_at_once_and_no_sync_after_it_does_anything(synced: Kept) -> None:
    assert synced.col.db
    schema = synced.col.db.scalar("select scm from col")

    answer(synced)

    assert state(synced) == READY
    back = synced.learner.card(BAMBOO).answer()
    for part in (
        "<strong>分生组织</strong> &amp; ",
        "&lt;",
        "<pre>",
        r"\(h = vt\)",
        BAMBOO.passage,
    ):
        assert part in back
    before = whole(synced.learner)
    for _ in range(2):
        assert synced.sync(NOTEBOOK).counts() == counted(unchanged=8)
    assert differing(before, whole(synced.learner)) == []
    assert synced.col.db.scalar("select scm from col") == schema
    synced.learner.assert_sound()


def test_it_is_as_if_it_had_been_typed_in_the_editor_and_synced(
    synced: Kept, desk: Desk, learners: Any
) -> None:
    other = Kept(desk, learners())
    other.sync(NOTEBOOK)
    answer(synced)
    other.learner.edit(
        other.learner.note(BAMBOO), Answer=synced.learner.note(BAMBOO)["Answer"], ago=-1
    )
    other.sync(NOTEBOOK)

    assert state(other) == state(synced)
    assert other.learner.note(BAMBOO).fields == synced.learner.note(BAMBOO).fields
    assert other.learner.note(BAMBOO).tags == synced.learner.note(BAMBOO).tags


def test_one_undo_takes_it_back_exactly_and_redo_brings_it_again(synced: Kept) -> None:
    before = whole(synced.learner)

    answer(synced)
    assert synced.col.undo_status().undo == "Annoki: answer"
    after = whole(synced.learner)
    synced.col.undo()

    assert differing(before, whole(synced.learner)) == []
    synced.col.redo()
    assert set(differing(after, whole(synced.learner))) <= {"col", "notes", "cards", "decks"}
    assert state(synced) == READY


def test_the_question_follows_its_source_and_the_answer_stays(synced: Kept) -> None:
    answer(synced)
    mine = synced.learner.note(BAMBOO)["Answer"]
    again = instead(BAMBOO, BAMBOO.noted("竹子到底为什么长得这么快？"))

    plan = synced.sync(again)

    assert [change.name for update in plan.update for change in update.changes] == ["Prompt"]
    assert (plan.conflicts, synced.learner.note(BAMBOO)["Answer"]) == ((), mine)
    assert state(synced) == READY
    assert not synced.sync(again).changes_anything


def test_an_answer_that_the_source_gains_later_is_a_conflict_once_and_yours_is_kept(
    synced: Kept,
) -> None:
    answer(synced)
    mine = synced.learner.note(BAMBOO)["Answer"]
    synced.learner.study("Annoki::Cards")

    plan = synced.sync(instead(BAMBOO, ANSWERED))

    assert [one.field for one in plan.conflicts] == ["Answer"]
    for _ in range(2):
        assert synced.sync(instead(BAMBOO, ANSWERED)).counts() == counted(unchanged=8, kept=1)
    one = synced.learner.card(BAMBOO)
    assert (synced.learner.note(BAMBOO)["Answer"], one.reps) == (mine, 1)
    assert (state(synced)[0], state(synced)[3]) == ("ready", "Annoki::Cards")


def test_a_bare_highlight_is_asked_about_by_itself_or_by_a_question(synced: Kept) -> None:
    _, asked = walked_to(synced, BARE)
    assert asked.is_bare
    answer(synced, BARE, "都不是。", ASKED)

    note = synced.learner.note(BARE)
    assert plain(note["Prompt"]).strip() == ASKED
    assert (plain(note["Passage"]), plain(note["Answer"])) == (BARE.passage, "都不是。")
    assert state(synced, BARE) == READY
    before = whole(synced.learner)
    assert synced.sync(NOTEBOOK).counts() == counted(unchanged=8)
    assert differing(before, whole(synced.learner)) == []
    later = instead(BARE, BARE.noted("玻璃既不是液体也不是晶体。"))
    synced.sync(later)
    assert synced.learner.note(BARE).fields[:3] == note.fields[:3]
    assert not synced.sync(later).changes_anything


def numbers(kept: Kept, walk: Walk) -> Optional[Tuple[int, int, str]]:
    asked = walk.go(kept.col).asked
    return asked and (asked.number, asked.total, asked.note.text("Status"))


def test_a_walk_skips_comes_back_to_what_is_for_later_and_counts(synced: Kept) -> None:
    walk, question = walked_to(synced, BAMBOO)
    assert numbers(synced, walk) == (1, 2, "unfinished")
    highlight = walk.go(synced.col, question, walk.later).asked
    assert highlight
    assert (highlight.number, highlight.total, highlight.is_bare) == (1, 2, True)
    asked = walk.go(synced.col, highlight, walk.skip).asked
    assert asked
    assert (asked.number, asked.total, asked.note) == (2, 2, question.note)
    went = walk.go(synced.col, asked, lambda col, it: walk.answer(col, it, "快。", "", "Annoki"))
    assert went.asked is None
    assert went.changes
    assert [told(one, "zh") for one in walk.told()] == [
        "已回答 1 个问题，可以学习了。",
        "已跳过 1 个，下次会再问。",
    ]
    assert numbers(synced, Walk(Config())) == (1, 1, "highlight")


def test_what_the_learner_put_to_sleep_is_not_asked_and_what_they_woke_is(synced: Kept) -> None:
    synced.learner.edit(synced.learner.note(BAMBOO), Answer="<p>快</p>")
    assert numbers(synced, Walk(Config())) == (1, 1, "highlight"), "the next sync sees to the other"
    synced.learner.edit(synced.learner.note(BAMBOO), Answer="")
    ids = [synced.learner.card(BAMBOO).id]
    synced.col.sched.unsuspend_cards(ids)
    answer(synced)
    assert state(synced) == READY, "awake, but where notes wait"
    synced.col.undo()
    synced.learner.study("Annoki::To finish")
    synced.col.sched.suspend_cards(ids)
    assert numbers(synced, Walk(Config())) == (1, 1, "highlight")


def test_what_was_moved_stays_in_its_deck(synced: Kept) -> None:
    own = synced.col.decks.id("以后再说 Later")
    assert own
    synced.col.set_deck([synced.learner.card(BAMBOO).id], own)

    answer(synced)

    assert state(synced) == (*READY[:3], "以后再说 Later")
    assert not synced.sync(NOTEBOOK).changes_anything


def test_a_package_without_its_progress_is_finished_too(desk: Desk, learner: Learner) -> None:
    learner.import_package(desk.export(NOTEBOOK))
    kept = Kept(desk, learner)

    answer(kept)

    assert state(kept) == READY
    kept.sync(NOTEBOOK)
    assert not kept.sync(NOTEBOOK).changes_anything
    assert state(kept) == READY


def test_what_has_changed_meanwhile_is_not_written_over_unseen(synced: Kept) -> None:
    walk, asked = walked_to(synced, BAMBOO)
    synced.sync(instead(BAMBOO, ANSWERED))
    before = whole(synced.learner)

    def delete(col: Any, it: Question) -> Any:
        return walk.delete(col, it, "Annoki")

    def write(col: Any, it: Question) -> Any:
        return walk.answer(col, it, "快。", "", "Annoki")

    for step in (delete, write):
        went = walk.go(synced.col, asked, step)
        assert went.is_late
    assert differing(before, whole(synced.learner)) == []
    assert went.asked
    assert "every node" in plain(went.asked.card)
    assert walk.go(synced.col, went.asked, is_typed_on=True).asked == went.asked
    went = walk.go(synced.col, went.asked, write)
    assert plain(synced.learner.note(BAMBOO)["Answer"]) == "快。"
    assert went.asked
    assert went.asked.is_bare, "it goes on with the next, and passes none by"


def test_what_is_deleted_there_stays_deleted_and_undo_brings_it_back(synced: Kept) -> None:
    walk, asked = walked_to(synced, BAMBOO)
    before = whole(synced.learner)
    walk.delete(synced.col, asked, "Annoki: delete")
    assert synced.col.undo_status().undo == "Annoki: delete"
    assert synced.sync(NOTEBOOK).counts() == counted(unchanged=7, deleted=1)
    synced.col.undo()
    assert differing(before, whole(synced.learner)) == []


def test_both_devices_have_the_answer_and_a_later_sync_leaves_it(
    desk: Desk, devices: Tuple[Synced, Synced]
) -> None:
    desktop, phone = devices
    begin(desktop, phone)
    kept, other = Kept(desk, desktop.learner), Kept(desk, phone.learner)
    kept.sync(NOTEBOOK)
    for device in (desktop, phone):
        assert device.sync() == SyncOutput.NO_CHANGES
    walk, _ = walked_to(other, BAMBOO)
    answer(kept)
    for device in (desktop, phone):
        assert device.sync() == SyncOutput.NO_CHANGES

    assert state(other) == READY
    assert numbers(other, walk) == (1, 1, "highlight"), "what has its answer is passed by"
    assert not other.sync(NOTEBOOK).changes_anything
    assert other.learner.note(BAMBOO).fields == kept.learner.note(BAMBOO).fields


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>"])
def test_what_is_typed_is_text_and_no_markup(synced: Kept, text: str) -> None:
    answer(synced, text=f"{text} [sound:x.mp3]")
    held = synced.learner.note(BAMBOO)["Answer"]
    assert "<script" not in held
    assert "<img" not in held
    assert "[sound:" not in held
    assert "alert(1)" in plain(held)


def test_decks_that_were_renamed_are_found(kept: Kept) -> None:
    carried_out(kept, NOTEBOOK)
    for name, new in (("Annoki::To finish", "待补"), ("Annoki::Cards", "卡片")):
        deck = kept.col.decks.id_for_name(name)
        assert deck
        kept.col.decks.rename(deck, new)

    answer(kept)

    assert state(kept) == (*READY[:3], "卡片")
    assert not carried_out(kept, NOTEBOOK)[0].changes_anything
