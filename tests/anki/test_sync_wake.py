"""An unfinished note that gains its answer wakes up, if it is still as we left it."""

from __future__ import annotations

from typing import List

import pytest
from anki.consts import QUEUE_TYPE_NEW, QUEUE_TYPE_SUSPENDED
from real_anki import BAMBOO, BARE, NOTEBOOK, SALT, Annotation, card
from syncing import Kept, differing, statuses, whole

from tests.planning import counted

ANSWERED = BAMBOO.noted(card("竹子为什么长得这么快？", "每一节都有分生组织 — every node grows."))


def with_answer() -> List[Annotation]:
    return [ANSWERED if of is BAMBOO else of for of in NOTEBOOK]


@pytest.fixture
def synced(kept: Kept) -> Kept:
    """A collection in which BAMBOO waits for its answer."""
    kept.sync(NOTEBOOK)
    assert kept.learner.is_suspended(BAMBOO)
    return kept


def test_an_unfinished_note_that_gains_its_answer_wakes_up(synced: Kept) -> None:
    plan = synced.sync(with_answer())

    assert [update.wake for update in plan.update] == [True]
    assert "wakes up" in "\n".join(plan.lines())
    one = synced.learner.card(BAMBOO)
    assert one.queue == QUEUE_TYPE_NEW
    assert synced.learner.deck_of(one) == "Annoki::Cards"
    assert statuses(synced.learner.note(BAMBOO)) == ["annoki::status::ready"]
    assert not synced.sync(with_answer()).changes_anything


def test_a_highlight_that_gains_a_note_wakes_up(synced: Kept) -> None:
    noted = [BARE.noted("玻璃既不是液体也不是晶体。") if of is BARE else of for of in NOTEBOOK]

    synced.sync(noted)

    assert not synced.learner.is_suspended(BARE)
    assert synced.learner.deck_of(synced.learner.card(BARE)) == "Annoki::Passages"


def test_an_answer_that_shows_nothing_is_none(synced: Kept) -> None:
    synced.learner.edit(synced.learner.note(BAMBOO), Answer="<div>\u200b&#8288;<br></div>")

    synced.sync(NOTEBOOK)

    assert synced.learner.is_suspended(BAMBOO)


def test_only_the_answered_note_wakes_up(synced: Kept) -> None:
    synced.col.sched.suspend_cards([synced.learner.card(SALT).id])
    before = synced.learner.tables(["cards"])["cards"]

    synced.sync(with_answer())

    changed = set(before) ^ set(synced.learner.tables(["cards"])["cards"])
    assert {row[0] for row in changed} == {synced.learner.card(BAMBOO).id}


def test_a_change_that_leaves_it_unfinished_does_not_wake_it(synced: Kept) -> None:
    asked = [BAMBOO.noted("竹子到底为什么长得这么快？") if of is BAMBOO else of for of in NOTEBOOK]

    plan = synced.sync(asked)

    assert len(plan.update) == 1
    assert synced.learner.is_suspended(BAMBOO)


def test_a_note_that_the_learner_moved_does_not_wake_up(synced: Kept) -> None:
    """Put aside into a deck of their own, still suspended: no longer as we left it."""
    own = synced.col.decks.id("以后再说 Later")
    assert own
    synced.col.set_deck([synced.learner.card(BAMBOO).id], own)

    plan = synced.sync(with_answer())

    assert len(plan.update) == 1
    assert synced.learner.is_suspended(BAMBOO)


def test_a_note_that_the_learner_reviewed_and_suspended_again_does_not_wake_up(
    synced: Kept,
) -> None:
    synced.col.sched.unsuspend_cards([synced.learner.card(BAMBOO).id])
    synced.learner.study("Annoki::To finish")
    assert synced.learner.card(BAMBOO).reps == 1
    synced.col.sched.suspend_cards([synced.learner.card(BAMBOO).id])
    before = synced.learner.tables(["cards", "revlog"])

    synced.sync(with_answer())

    assert synced.learner.tables(["cards", "revlog"]) == before


def test_a_note_that_the_learner_reviewed_forgot_and_suspended_does_not_wake_up(
    synced: Kept,
) -> None:
    synced.col.sched.unsuspend_cards([synced.learner.card(BAMBOO).id])
    synced.learner.study("Annoki::To finish")
    synced.col.sched.schedule_cards_as_new([synced.learner.card(BAMBOO).id], reset_counts=True)
    synced.col.sched.suspend_cards([synced.learner.card(BAMBOO).id])

    synced.sync(with_answer())

    assert synced.learner.is_suspended(BAMBOO)


def test_a_question_that_was_deleted_and_is_back_wakes_whatever_was_reviewed_before(
    synced: Kept,
) -> None:
    """A package brought it again under its old id; Anki keeps the log of a note that is deleted."""
    card = synced.learner.card(BAMBOO)
    review = (card.mod + 60) * 1000
    assert synced.col.db
    synced.col.db.execute(
        "insert into revlog values (?, ?, -1, 3, 1, 0, 2500, 9, 0)", review, card.id
    )

    synced.sync(with_answer())

    assert not synced.learner.is_suspended(BAMBOO)


def test_a_note_that_the_learner_woke_is_left_as_it_is(synced: Kept) -> None:
    synced.col.sched.unsuspend_cards([synced.learner.card(BAMBOO).id])
    before = synced.learner.tables(["cards"])

    plan = synced.sync(with_answer())

    assert [update.wake for update in plan.update] == [False]
    assert synced.learner.tables(["cards"]) == before


def test_a_note_that_woke_up_and_was_suspended_by_the_learner_stays_asleep(synced: Kept) -> None:
    synced.sync(with_answer())
    synced.col.sched.suspend_cards([synced.learner.card(BAMBOO).id])
    before = whole(synced.learner)
    assert not synced.sync(with_answer()).changes_anything
    assert differing(before, whole(synced.learner)) == []

    better = BAMBOO.noted(card("竹子为什么长得这么快？", "还有地下茎供养。"))
    synced.sync([better if of is BAMBOO else of for of in NOTEBOOK])

    assert synced.learner.card(BAMBOO).queue == QUEUE_TYPE_SUSPENDED


def test_a_note_that_the_learner_put_to_sleep_does_not_wake_up(kept: Kept) -> None:
    """It was finished at first, so it was the learner who suspended it."""
    kept.sync(with_answer())
    kept.col.sched.suspend_cards([kept.learner.card(BAMBOO).id])
    kept.sync(NOTEBOOK)
    assert statuses(kept.learner.note(BAMBOO)) == ["annoki::status::unfinished"]

    kept.sync(with_answer())

    assert kept.learner.is_suspended(BAMBOO)


def test_a_suspended_note_that_never_was_unfinished_does_not_wake_up(synced: Kept) -> None:
    synced.col.sched.suspend_cards([synced.learner.card(SALT).id])

    synced.sync(
        [SALT.noted(card("盐有什么用？", "让冰融化")) if of is SALT else of for of in NOTEBOOK]
    )

    assert synced.learner.is_suspended(SALT)


def test_a_finished_note_that_loses_its_answer_is_not_suspended(kept: Kept) -> None:
    kept.sync(with_answer())
    assert not kept.learner.is_suspended(BAMBOO)

    kept.sync(NOTEBOOK)

    assert not kept.learner.is_suspended(BAMBOO)
    assert statuses(kept.learner.note(BAMBOO)) == ["annoki::status::unfinished"]


def test_a_note_that_wakes_up_keeps_its_flag_and_its_place_in_line(synced: Kept) -> None:
    synced.col.set_user_flag_for_cards(2, [synced.learner.card(BAMBOO).id])
    due = synced.learner.card(BAMBOO).due

    synced.sync(with_answer())

    one = synced.learner.card(BAMBOO)
    assert (one.due, one.user_flag(), one.queue) == (due, 2, QUEUE_TYPE_NEW)


def test_one_undo_puts_it_back_to_sleep(synced: Kept) -> None:
    before = whole(synced.learner)

    synced.sync(with_answer())
    synced.col.undo()

    assert differing(before, whole(synced.learner)) == []
    synced.sync(with_answer())
    assert not synced.learner.is_suspended(BAMBOO)


MINE = "<p>竹节处的分生组织同时生长。</p>"


def test_a_note_that_the_learner_answered_wakes_up_though_the_source_is_the_same(
    synced: Kept,
) -> None:
    synced.learner.edit(synced.learner.note(BAMBOO), Answer=MINE)

    plan = synced.sync(NOTEBOOK)

    assert plan.counts() == counted(update=1, unchanged=7)
    assert plan.lines() == ["~ Status, tags, wakes up: 竹子为什么长得这么快？"]
    note, one = synced.learner.note(BAMBOO), synced.learner.card(BAMBOO)
    assert (one.queue, synced.learner.deck_of(one)) == (QUEUE_TYPE_NEW, "Annoki::Cards")
    assert (note["Answer"], note["Status"]) == (MINE, "ready")
    assert statuses(note) == ["annoki::status::ready"]
    before = whole(synced.learner)
    assert not synced.sync(NOTEBOOK).changes_anything
    assert differing(before, whole(synced.learner)) == []


def test_a_note_answered_by_the_learner_wakes_up_where_its_source_is_not_asked(
    synced: Kept,
) -> None:
    synced.learner.edit(synced.learner.note(BAMBOO), Answer=MINE)

    plan = synced.sync([SALT])

    assert [(one.wake, one.prompt) for one in plan.update] == [
        (True, synced.learner.note(BAMBOO)["Prompt"])
    ]
    assert not synced.learner.is_suspended(BAMBOO)
    assert not synced.sync([SALT]).changes_anything


@pytest.mark.parametrize("text", ["", "<br>", "<div><br></div>&nbsp; "])
def test_an_answer_that_says_nothing_wakes_no_one(synced: Kept, text: str) -> None:
    synced.learner.edit(synced.learner.note(BAMBOO), Answer=text)

    assert not synced.sync(NOTEBOOK).changes_anything


def test_a_picture_is_an_answer(synced: Kept) -> None:
    synced.learner.edit(synced.learner.note(BAMBOO), Answer='<img src="bamboo.png">')

    synced.sync(NOTEBOOK)

    assert not synced.learner.is_suspended(BAMBOO)


def test_an_answer_of_the_learner_that_is_emptied_later_puts_nothing_to_sleep(synced: Kept) -> None:
    synced.learner.edit(synced.learner.note(BAMBOO), Answer=MINE)
    synced.sync(NOTEBOOK)
    synced.learner.edit(synced.learner.note(BAMBOO), Answer="")

    assert not synced.sync(NOTEBOOK).changes_anything
    assert not synced.learner.is_suspended(BAMBOO)
    assert synced.learner.note(BAMBOO)["Status"] == "ready"


def test_an_answered_note_that_the_learner_moved_does_not_wake_up(synced: Kept) -> None:
    own = synced.col.decks.id("以后再说 Later")
    assert own
    synced.col.set_deck([synced.learner.card(BAMBOO).id], own)
    synced.learner.edit(synced.learner.note(BAMBOO), Answer=MINE)

    assert not synced.sync(NOTEBOOK).changes_anything


def test_a_note_answered_by_both_wakes_up_with_the_learners_answer(synced: Kept) -> None:
    synced.learner.edit(synced.learner.note(BAMBOO), Answer=MINE)

    plan = synced.sync(with_answer())

    assert [one.field for one in plan.conflicts] == ["Answer"]
    assert synced.learner.note(BAMBOO)["Answer"] == MINE
    assert synced.learner.deck_of(synced.learner.card(BAMBOO)) == "Annoki::Cards"
    assert synced.sync(with_answer()).counts() == counted(unchanged=8, kept=1)


def test_an_answered_note_stays_ready_when_its_question_changes(synced: Kept) -> None:
    synced.learner.edit(synced.learner.note(BAMBOO), Answer=MINE)
    synced.sync(NOTEBOOK)
    asked = [BAMBOO.noted("竹子到底为什么长得这么快？") if of is BAMBOO else of for of in NOTEBOOK]

    plan = synced.sync(asked)

    assert [change.name for update in plan.update for change in update.changes] == ["Prompt"]
    assert statuses(synced.learner.note(BAMBOO)) == ["annoki::status::ready"]
    assert not synced.sync(asked).changes_anything


def test_one_undo_takes_back_what_the_learners_answer_woke(synced: Kept) -> None:
    synced.learner.edit(synced.learner.note(BAMBOO), Answer=MINE)
    before = whole(synced.learner)

    synced.sync(NOTEBOOK)
    synced.col.undo()

    assert differing(before, whole(synced.learner)) == []


def test_the_deck_of_cards_is_made_where_it_is_not_there_and_undo_takes_it_away(kept: Kept) -> None:
    kept.sync([BAMBOO])
    before = whole(kept.learner)

    kept.sync([ANSWERED])
    assert kept.learner.deck_of(kept.learner.card(BAMBOO)) == "Annoki::Cards"
    kept.col.undo()

    assert differing(before, whole(kept.learner)) == []
