"""A conflict is told once, and settled by leaving it or by taking the source's text."""

from __future__ import annotations

from typing import Any

import annoki as api
import pytest
from annoki.config import Config
from annoki.errors import UsageError
from annoki.pipeline.syncing import carry_out, compare
from annoki.sync.collection_plan import CollectionPlan
from annoki.targets.memory import memory_of
from command_line import Annoki
from real_anki import NOTEBOOK, TIDES, Learner, card, plain
from syncing import Kept, differing, whole

from tests.planning import counted

BETTER = TIDES.noted(card("海水每天涨落几次？", "两次，间隔约 12 小时 25 分 🌊"))
BEST = TIDES.noted(card("海水每天涨落几次？", "两次，因为地球自转 🌍"))
UPDATED, AGAIN = (BETTER, *NOTEBOOK[1:]), (BEST, *NOTEBOOK[1:])
MINE = "<p>我自己的说法 in my own words &amp; more</p>"


@pytest.fixture
def edited(kept: Kept) -> Kept:
    """A collection in which the learner wrote an answer of their own."""
    kept.sync(NOTEBOOK)
    kept.learner.edit(kept.learner.note(TIDES), Answer=MINE)
    return kept


def taking(kept: Kept, page: Any, *theirs: str) -> CollectionPlan:
    plan = compare(kept.col, kept.wanted(page), Config(), take_theirs=frozenset(theirs))
    carry_out(kept.col, plan)
    return plan


def test_a_conflict_is_told_once_and_later_counts_as_kept(edited: Kept) -> None:
    first = edited.sync(UPDATED)
    assert first.counts() == counted(unchanged=8, conflict=1)
    before = whole(edited.learner)

    for _ in range(3):
        again = edited.sync(UPDATED)
        assert again.counts() == counted(unchanged=8, kept=1)
        assert again.kept == first.conflicts
        assert not again.changes_anything
    assert differing(before, whole(edited.learner)) == []
    assert edited.learner.note(TIDES)["Answer"] == MINE


def test_a_conflict_is_told_again_once_when_the_source_changes_again(edited: Kept) -> None:
    edited.sync(UPDATED)

    plan = edited.sync(AGAIN)

    assert ["地球自转" in plain(one.source) for one in plan.conflicts] == [True]
    assert plan.kept == ()
    assert edited.sync(AGAIN).counts() == counted(unchanged=8, kept=1)
    assert edited.learner.note(TIDES)["Answer"] == MINE


def test_what_was_kept_stays_kept_when_the_learner_goes_on_editing(edited: Kept) -> None:
    edited.sync(UPDATED)
    edited.learner.edit(edited.learner.note(TIDES), Answer="<p>再改一次</p>")

    plan = edited.sync(UPDATED)

    assert plan.counts() == counted(unchanged=8, kept=1)
    assert plan.kept[0].yours == "<p>再改一次</p>"


def test_the_texts_being_equal_ends_it(edited: Kept) -> None:
    theirs = edited.sync(UPDATED).conflicts[0].source
    edited.learner.edit(edited.learner.note(TIDES), Answer=theirs)

    edited.sync(UPDATED)

    assert memory_of(edited.learner.note(TIDES)["Sync"]).kept == {}
    assert edited.sync(AGAIN).counts() == counted(update=1, unchanged=7)


@pytest.mark.parametrize("synced_before", [False, True], ids=["conflict", "kept"])
@pytest.mark.parametrize("by", ["guid", "all"])
def test_taking_theirs_writes_the_sources_text(edited: Kept, synced_before: bool, by: str) -> None:
    if synced_before:
        edited.sync(UPDATED)
    guid = edited.learner.note(TIDES).guid

    plan = taking(edited, UPDATED, guid if by == "guid" else "all")

    assert plan.counts() == counted(update=1, unchanged=7)
    assert "12 小时 25 分" in plain(edited.learner.note(TIDES)["Answer"])
    assert memory_of(edited.learner.note(TIDES)["Sync"]).kept == {}
    assert not edited.sync(UPDATED).changes_anything
    assert edited.sync(AGAIN).counts() == counted(update=1, unchanged=7)


def test_taking_theirs_leaves_what_only_the_learner_changed(edited: Kept) -> None:
    note = edited.learner.note(TIDES)
    edited.learner.edit(note, Prompt="我问 I ask", My_notes="钱塘江")

    taking(edited, UPDATED, note.guid)

    after = edited.learner.note(TIDES)
    assert (after["Prompt"], after["My notes"]) == ("我问 I ask", "钱塘江")
    assert "12 小时 25 分" in plain(after["Answer"])


def test_taking_theirs_for_one_note_leaves_the_others(edited: Kept) -> None:
    other = edited.learner.note(NOTEBOOK[1]).guid

    plan = taking(edited, UPDATED, other)

    assert plan.counts() == counted(unchanged=8, conflict=1)
    assert edited.learner.note(TIDES)["Answer"] == MINE


def test_one_undo_takes_a_settled_conflict_back(edited: Kept) -> None:
    edited.sync(UPDATED)
    before = whole(edited.learner)

    taking(edited, UPDATED, "all")
    edited.col.undo()

    assert differing(before, whole(edited.learner)) == []


def test_a_guid_that_no_note_has_is_refused(edited: Kept) -> None:
    with pytest.raises(UsageError, match="nonsense"):
        api.plan(edited.col, edited.desk.page, take_theirs=["nonsense"])


def test_theirs_is_taken_through_the_api(edited: Kept) -> None:
    page = edited.desk.write(UPDATED)

    api.sync(edited.col, api.plan(edited.col, page, take_theirs="all"))

    assert "12 小时 25 分" in plain(edited.learner.note(TIDES)["Answer"])


def test_theirs_is_taken_on_the_command_line(
    edited: Kept, learner: Learner, annoki: Annoki
) -> None:
    guid = learner.note(TIDES).guid
    path = learner.col.path
    page = edited.desk.write(UPDATED)
    learner.close()
    try:
        refused = annoki("sync", "--collection", path, page, "--take-theirs", "nonsense")
        assert refused.code == 2
        assert "nonsense" in refused.err
        told = annoki("sync", "--collection", path, page, "--dry-run")
        assert f"({guid})" in told.out
        done = annoki("sync", "--collection", path, page, "--take-theirs", guid)
        assert (done.code, done.out) == (0, "0 new, 1 updated, 7 unchanged\n")
    finally:
        learner.col.reopen()
    assert "12 小时 25 分" in plain(learner.note(TIDES)["Answer"])
