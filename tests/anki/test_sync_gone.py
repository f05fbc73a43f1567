"""What is gone from the source, and what becomes of it (docs/sync-contract.md)."""

from __future__ import annotations

from typing import Any, List, Sequence

import pytest
from annoki.sync.details import GONE
from real_anki import (
    BAMBOO,
    COMET,
    EULER,
    LOOP,
    NOTEBOOK,
    SALT,
    TIDES,
    Annotation,
    Desk,
    card,
)
from syncing import WEEKLY, Kept, differing, facts, memo, whole

from tests.planning import counted

BETTER = TIDES.noted(card("海水每天涨落几次？", "两次，间隔约 12 小时 25 分 🌊"))


@pytest.fixture
def synced(kept: Kept) -> Kept:
    """A collection that was synced once."""
    kept.sync(NOTEBOOK)
    return kept


def test_what_is_gone_from_the_source_is_tagged_and_nothing_else(synced: Kept) -> None:
    learner = synced.learner
    learner.study("Annoki::Cards")
    before = whole(learner)
    note = learner.note(TIDES)

    plan = synced.sync(NOTEBOOK[1:])

    assert [one.guid for one in plan.gone] == [note.guid]
    assert synced.applied.gone == 1
    after = learner.note(TIDES)
    assert after.fields == note.fields
    assert sorted(after.tags) == sorted([*note.tags, GONE])
    names = ["cards", "revlog", "decks", "notetypes", "templates", "fields", "graves", "config"]
    assert [name for name in names if before[name] != whole(learner)[name]] == []
    assert len(set(before["notes"]) ^ set(whole(learner)["notes"])) == 2


def test_what_is_gone_is_said_once_and_then_not_a_row_is_written(synced: Kept) -> None:
    synced.sync(NOTEBOOK[1:])
    before = whole(synced.learner)

    plan = synced.sync(NOTEBOOK[1:])

    assert plan.counts() == counted(unchanged=7)
    assert not plan.changes_anything
    assert differing(before, whole(synced.learner)) == []


def test_the_tag_goes_when_the_note_is_back(synced: Kept) -> None:
    before = synced.learner.note(TIDES)
    synced.sync(NOTEBOOK[1:])

    plan = synced.sync(NOTEBOOK)

    assert plan.counts() == counted(update=1, unchanged=7)
    after = synced.learner.note(TIDES)
    assert (after.fields, sorted(after.tags)) == (before.fields, sorted(before.tags))
    assert not synced.sync(NOTEBOOK).changes_anything


def test_the_tag_goes_when_the_note_is_back_with_a_change(synced: Kept) -> None:
    synced.learner.tag(synced.learner.note(COMET), "期末考试")
    rest = [of for of in NOTEBOOK if of is not COMET]
    synced.sync(rest)

    synced.sync([COMET.noted("彗尾的方向:::总是背着太阳"), *rest])

    tags = synced.learner.note(COMET).tags
    assert GONE not in tags
    assert {"期末考试", "annoki::status::ready"} <= set(tags)


def test_a_note_comes_back_with_its_conflict(synced: Kept) -> None:
    synced.learner.edit(synced.learner.note(TIDES), Answer="我自己的说法")
    synced.sync(NOTEBOOK[1:])

    plan = synced.sync([BETTER, *NOTEBOOK[1:]])

    assert [one.field for one in plan.conflicts] == ["Answer"]
    assert GONE not in synced.learner.note(TIDES).tags
    assert synced.learner.note(TIDES)["Answer"] == "我自己的说法"


def test_gone_notes_are_suspended_where_configured(synced: Kept) -> None:
    others = list(synced.learner.tables(["cards"])["cards"])

    synced.sync(NOTEBOOK[1:], gone="suspend")

    assert synced.learner.is_suspended(TIDES)
    assert GONE in synced.learner.note(TIDES).tags
    assert len(set(others) - set(synced.learner.tables(["cards"])["cards"])) == 1
    before = whole(synced.learner)
    assert not synced.sync(NOTEBOOK[1:], gone="suspend").changes_anything
    assert differing(before, whole(synced.learner)) == []


def test_gone_notes_that_were_never_reviewed_are_deleted_where_configured(synced: Kept) -> None:
    synced.learner.study("Annoki::Cards")
    rest = [of for of in NOTEBOOK if of not in (TIDES, SALT)]

    synced.sync(rest, gone="delete_unreviewed")

    left = {note.guid for note in synced.learner.notes()}
    assert len(left) == len(NOTEBOOK) - 1, "SALT was never reviewed"
    assert GONE in synced.learner.note(TIDES).tags
    assert not synced.learner.is_suspended(TIDES)
    assert not synced.sync(rest, gone="delete_unreviewed").changes_anything


def test_a_card_that_was_reviewed_and_then_forgotten_was_reviewed(synced: Kept) -> None:
    """Browse > Forget, with its counters reset: the review log still knows."""
    synced.learner.study("Annoki::Cards")
    synced.col.sched.schedule_cards_as_new([synced.learner.card(TIDES).id], reset_counts=True)
    assert synced.learner.card(TIDES).reps == 0

    synced.sync(NOTEBOOK[1:], gone="delete_unreviewed")

    assert GONE in synced.learner.note(TIDES).tags


@pytest.mark.parametrize("did", ["flag", "tag", "move", "suspend"])
def test_a_gone_note_that_the_learner_did_anything_to_is_not_deleted(
    synced: Kept, did: str
) -> None:
    note, card = synced.learner.note(TIDES), synced.learner.card(TIDES)
    if did == "flag":
        synced.col.set_user_flag_for_cards(3, [card.id])
    elif did == "tag":
        synced.learner.tag(note, "marked")
    elif did == "move":
        synced.col.set_deck([card.id], synced.col.decks.id("地理"))  # type: ignore[arg-type]
    else:
        synced.col.sched.suspend_cards([card.id])

    synced.sync([of for of in NOTEBOOK if of not in (TIDES, SALT)], gone="delete_unreviewed")

    assert GONE in synced.learner.note(TIDES).tags
    assert len(synced.learner.notes()) == len(NOTEBOOK) - 1, "SALT was left alone"


def test_what_was_woken_before_it_had_its_answer_is_not_deleted(synced: Kept) -> None:
    """A bare highlight and an open question sleep as they were made: that is nobody's doing."""
    asleep = [one for one in synced.learner.notes() if one.cards()[0].queue == -1]
    assert len(asleep) > 1
    synced.col.sched.unsuspend_cards([asleep[0].cards()[0].id])
    left = [of for of in NOTEBOOK if synced.learner.card(of).nid not in [n.id for n in asleep]]

    synced.sync(left, gone="delete_unreviewed")

    assert len(synced.learner.notes()) == len(left) + 1
    assert GONE in synced.col.get_note(asleep[0].id).tags


@pytest.mark.parametrize("edit", [{"My_notes": "钱塘江大潮"}, {"Answer": "我自己的说法"}])
def test_a_gone_note_that_the_learner_wrote_on_is_not_deleted(
    synced: Kept, edit: dict[str, Any]
) -> None:
    """Never reviewed, but deleting it would cost the learner words of their own."""
    synced.learner.edit(synced.learner.note(TIDES), **edit)

    synced.sync(NOTEBOOK[1:], gone="delete_unreviewed")

    assert GONE in synced.learner.note(TIDES).tags


@pytest.mark.parametrize(
    ("total", "gone", "unusual"),
    [
        (20, 10, False),  # ten, however large a share
        (20, 11, True),
        (109, 11, True),  # a little over 10 %
        (110, 11, False),  # 10 % exactly
        (111, 11, False),
    ],
)
def test_more_than_ten_and_more_than_ten_per_cent_gone_is_unusual(
    kept: Kept, total: int, gone: int, unusual: bool
) -> None:
    all_of_them = facts(total)
    kept.sync(all_of_them)

    plan = kept.plan(all_of_them[gone:])

    assert len(plan.gone) == gone
    assert bool(plan.unusual()) == unusual
    if unusual:
        assert f"{gone} of {total} notes" in plan.unusual()


def test_notes_found_by_their_source_id_are_counted_once(kept: Kept) -> None:
    """11 of 109 are unusual, whatever became of the others."""
    old = [memo(f"Tool{n:03}", "旧的", f"memos/{n}") for n in range(109)]
    kept.sync_notes(old)
    new = [memo(f"Gadget{n:03}", "旧的", f"memos/{n}") for n in range(98)]

    plan = kept.plan_notes(new, WEEKLY)

    assert (len(plan.add), len(plan.gone)) == (0, 11)
    assert plan.present == 109
    assert plan.unusual()


def test_what_was_gone_before_is_not_counted_again(kept: Kept) -> None:
    all_of_them: List[Annotation] = facts(40)
    kept.sync(all_of_them)
    kept.sync(all_of_them[10:])

    plan = kept.plan(all_of_them[15:])

    assert len(plan.gone) == 5
    assert not plan.unusual()


def test_what_the_learner_deleted_is_not_gone(synced: Kept) -> None:
    synced.col.remove_notes([synced.learner.note(TIDES).id])

    plan = synced.sync(NOTEBOOK[1:])

    assert plan.counts() == counted(unchanged=7)


@pytest.mark.parametrize("gone", ["tag", "suspend", "delete_unreviewed"])
def test_one_undo_brings_gone_notes_back(synced: Kept, gone: str) -> None:
    synced.learner.study("Annoki::Cards")
    rest: Sequence[Annotation] = [of for of in NOTEBOOK if of not in (EULER, SALT, LOOP, BAMBOO)]
    before = whole(synced.learner)

    synced.sync(rest, gone=gone)
    assert differing(before, whole(synced.learner))
    synced.col.undo()

    assert differing(before, whole(synced.learner)) == []


def test_desk_and_kept_agree_on_the_page(kept: Kept, desk: Desk) -> None:
    """What `annoki export` reads is what is synced."""
    kept.sync(NOTEBOOK)

    imported = kept.learner.import_package(desk.export())

    assert (imported.new, imported.updated) == (0, 0)
