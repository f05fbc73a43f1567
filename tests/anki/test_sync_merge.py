"""Whose change wins, field by field (docs/sync-contract.md), against a real collection."""

from __future__ import annotations

import importlib
from typing import Any, Tuple

import pytest
from annoki.notetype import FIELDS
from annoki.targets.memory import memory_of
from real_anki import (
    BAMBOO,
    BARE,
    COMET,
    EULER,
    NEWEST,
    NOTEBOOK,
    SALT,
    TIDES,
    Annotation,
    card,
    plain,
)
from syncing import Kept, differing, gathered, in_collection, statuses, whole

from tests.planning import counted

BETTER = TIDES.noted(card("海水每天涨落几次？", "两次，间隔约 12 小时 25 分 🌊"))
BEST = TIDES.noted(card("海水每天涨落几次？", "两次，因为地球自转 🌍"))
UPDATED = (BETTER, *NOTEBOOK[1:])
MINE = "<p>我自己的说法 in my own words &amp; more</p>"


@pytest.fixture
def synced(kept: Kept) -> Kept:
    """A collection that was synced once."""
    kept.sync(NOTEBOOK)
    return kept


@pytest.fixture
def renderer(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Raises the renderer's version, and what it prints, when called."""
    # The function hides the module of the same name.
    module = importlib.import_module("annoki.compose")
    render = module.html_of

    def raised() -> None:
        monkeypatch.setattr(module, "RENDERER", module.RENDERER + 1)
        monkeypatch.setattr(module, "html_of", lambda *args: f"<div>{render(*args)}</div>")

    return raised


def test_a_first_sync_adds_every_note_as_it_was_composed(kept: Kept) -> None:
    plan = kept.sync(NOTEBOOK)

    assert plan.counts() == counted(add=8)
    wanted = {note.guid: note for note in kept.wanted(NOTEBOOK).notes}
    assert len(kept.learner.notes()) == len(wanted) == len(NOTEBOOK)
    for note in kept.learner.notes():
        assert tuple(note.fields) == in_collection(wanted[note.guid])
        assert sorted(note.tags) == sorted(wanted[note.guid].tags)
        for one in note.cards():
            assert kept.learner.deck_of(one) == wanted[note.guid].deck
            assert (one.queue == -1) == wanted[note.guid].suspended
    kept.learner.assert_sound()


def test_a_sync_without_changes_writes_not_a_row(synced: Kept) -> None:
    before, mod = whole(synced.learner), synced.col.mod

    plan = synced.sync(NOTEBOOK)

    assert plan.counts() == counted(unchanged=8)
    assert not plan.changes_anything
    assert differing(before, whole(synced.learner)) == []
    assert synced.col.mod == mod


def test_a_sync_without_changes_leaves_the_undo_queue_alone(synced: Kept) -> None:
    synced.learner.col.set_user_flag_for_cards(1, [synced.learner.card(TIDES).id])
    before = synced.col.undo_status()

    synced.sync(NOTEBOOK)

    assert synced.col.undo_status() == before


def test_a_sync_without_changes_writes_nothing_whatever_the_learner_did(synced: Kept) -> None:
    learner = synced.learner
    learner.edit(learner.note(TIDES), Prompt="", Answer=MINE, Source="", My_notes="钱塘江")
    learner.edit(learner.note(BARE), Answer=MINE, Status="ready")
    learner.tag(learner.note(SALT), "期末考试", "annoki", "annoki::mine")
    untagged = learner.note(EULER)
    untagged.tags = []
    learner.edit(untagged)
    learner.study("Annoki::Cards")
    before = whole(learner)

    assert synced.sync(NOTEBOOK).counts()["unchanged"] == 8
    assert differing(before, whole(learner)) == []


def test_a_change_of_the_source_reaches_an_untouched_field_alone(synced: Kept) -> None:
    before = synced.learner.tables(["notes"])["notes"]

    plan = synced.sync(UPDATED)

    assert (len(plan.add), len(plan.update), plan.unchanged) == (0, 1, 7)
    assert [change.name for change in plan.update[0].changes] == ["Answer"]
    assert "12 小时 25 分" in plain(synced.learner.note(TIDES)["Answer"])
    changed = set(before) ^ set(synced.learner.tables(["notes"])["notes"])
    assert {row[0] for row in changed} == {synced.learner.note(TIDES).id}
    assert not synced.sync(UPDATED).changes_anything


def test_a_field_that_the_source_empties_is_emptied(kept: Kept) -> None:
    kept.sync([SALT])
    assert kept.learner.note(SALT)["Answer"]

    kept.sync([SALT.noted("")])

    assert kept.learner.note(SALT)["Answer"] == ""
    assert kept.learner.note(SALT)["Status"] == "highlight"


def test_both_changed_keeps_the_learners_text_and_shows_both_sides(synced: Kept) -> None:
    synced.learner.edit(synced.learner.note(TIDES), Answer=MINE)

    plan = synced.sync(UPDATED)

    (conflict,) = plan.conflicts
    assert conflict.field == "Answer"
    assert conflict.yours == MINE
    assert "12 小时 25 分" in plain(conflict.source)
    assert plan.counts()["conflict"] == 1
    assert synced.learner.note(TIDES)["Answer"] == MINE
    printed = "\n".join(plan.lines())
    assert "我自己的说法 in my own words & more" in printed
    assert "12 小时 25 分" in printed


def test_the_other_fields_of_a_note_in_conflict_are_updated(synced: Kept) -> None:
    synced.learner.edit(synced.learner.note(TIDES), Answer=MINE)
    both = TIDES.noted(card("How often does the tide come in? 每天几次？", "两次 twice"))

    plan = synced.sync((both, *NOTEBOOK[1:]))

    assert [one.field for one in plan.conflicts] == ["Answer"]
    note = synced.learner.note(TIDES)
    assert "How often does the tide come in?" in plain(note["Prompt"])
    assert note["Answer"] == MINE
    again = synced.sync((both, *NOTEBOOK[1:]))
    assert [one.field for one in again.kept] == ["Answer"]
    assert not again.changes_anything


def test_a_conflict_ends_when_the_source_returns(synced: Kept) -> None:
    synced.learner.edit(synced.learner.note(TIDES), Answer=MINE)
    before = whole(synced.learner)["notes"]
    synced.sync(UPDATED)

    plan = synced.sync(NOTEBOOK)

    assert (plan.conflicts, plan.kept) == ((), ())
    assert not synced.sync(NOTEBOOK).changes_anything
    texts = [[row[6] for row in rows] for rows in (before, whole(synced.learner)["notes"])]
    assert texts[0] == texts[1], "nothing of it is remembered"


def test_a_conflict_ends_when_the_learner_adopts_the_source(synced: Kept) -> None:
    synced.learner.edit(synced.learner.note(TIDES), Answer=MINE)
    theirs = synced.sync(UPDATED).conflicts[0].source
    synced.learner.edit(synced.learner.note(TIDES), Answer=theirs)

    assert synced.sync(UPDATED).conflicts == ()
    assert not synced.sync(UPDATED).changes_anything
    # From now on it follows the source again.
    assert synced.sync((BEST, *NOTEBOOK[1:])).conflicts == ()
    assert "地球自转" in plain(synced.learner.note(TIDES)["Answer"])


def test_an_edit_taken_back_makes_the_field_follow_the_source_again(synced: Kept) -> None:
    original = synced.learner.note(TIDES)["Answer"]
    synced.learner.edit(synced.learner.note(TIDES), Answer=MINE)
    synced.sync(UPDATED)

    synced.learner.edit(synced.learner.note(TIDES), Answer=original)

    assert synced.sync(UPDATED).conflicts == ()
    assert "12 小时 25 分" in plain(synced.learner.note(TIDES)["Answer"])


def test_the_same_change_on_both_sides_is_no_conflict(synced: Kept) -> None:
    at = FIELDS.index("Answer")
    guid = synced.learner.note(TIDES).guid
    wanted = {note.guid: note for note in synced.wanted(UPDATED).notes}
    synced.learner.edit(synced.learner.note(TIDES), Answer=wanted[guid].fields[at])

    assert synced.sync(UPDATED).conflicts == ()
    assert synced.sync((BEST, *NOTEBOOK[1:])).conflicts == ()
    assert "地球自转" in plain(synced.learner.note(TIDES)["Answer"])


def test_a_field_that_the_learner_emptied_stays_empty(synced: Kept) -> None:
    synced.learner.edit(synced.learner.note(TIDES), Answer="", Source="")

    plan = synced.sync(UPDATED)

    assert [one.field for one in plan.conflicts] == ["Answer"]
    assert synced.learner.note(TIDES)["Answer"] == ""
    assert synced.learner.note(TIDES)["Source"] == ""


def test_an_answer_that_the_learner_wrote_first_is_kept(synced: Kept) -> None:
    """The source had none at that time, so both have changed."""
    synced.learner.edit(synced.learner.note(BAMBOO), Answer=MINE)
    answered = BAMBOO.noted(card("竹子为什么长得这么快？", "每一节都有分生组织。"))

    plan = synced.sync([*NOTEBOOK[:5], answered, *NOTEBOOK[6:]])

    assert [one.field for one in plan.conflicts] == ["Answer"]
    assert synced.learner.note(BAMBOO)["Answer"] == MINE
    assert statuses(synced.learner.note(BAMBOO)) == ["annoki::status::ready"]


@pytest.mark.parametrize("name", ["My notes", "Spare 1", "Spare 2"])
def test_fields_of_the_learner_are_never_written(synced: Kept, name: str) -> None:
    note = synced.learner.note(TIDES)
    note[name] = "钱塘江大潮 <b>see it once</b>"
    synced.learner.edit(note)

    for page in (UPDATED, (BEST, *NOTEBOOK[1:]), NOTEBOOK):
        assert synced.sync(page).conflicts == ()
        assert len(synced.applied.note_ids) == 0
        assert synced.learner.note(TIDES)[name] == "钱塘江大潮 <b>see it once</b>"


def test_a_new_renderer_alone_updates_an_untouched_field(synced: Kept, renderer: Any) -> None:
    renderer()

    plan = synced.sync(NOTEBOOK)

    assert plan.conflicts == ()
    assert len(plan.update) == 8
    assert synced.learner.note(TIDES)["Answer"].startswith("<div>")
    assert not synced.sync(NOTEBOOK).changes_anything


def test_a_new_renderer_alone_never_overwrites_an_edited_field(synced: Kept, renderer: Any) -> None:
    synced.learner.edit(synced.learner.note(TIDES), Answer=MINE)
    renderer()

    plan = synced.sync(NOTEBOOK)

    assert plan.conflicts == (), "the source has not changed"
    assert synced.learner.note(TIDES)["Answer"] == MINE
    assert synced.learner.note(TIDES)["Prompt"].startswith("<div>")
    assert not synced.sync(NOTEBOOK).changes_anything
    renderer()
    assert synced.sync(NOTEBOOK).conflicts == ()
    assert synced.learner.note(TIDES)["Answer"] == MINE


def test_a_conflict_after_a_new_renderer_is_still_one(synced: Kept, renderer: Any) -> None:
    synced.learner.edit(synced.learner.note(TIDES), Answer=MINE)
    renderer()
    synced.sync(NOTEBOOK)

    plan = synced.sync(UPDATED)

    assert [one.field for one in plan.conflicts] == ["Answer"]
    assert synced.learner.note(TIDES)["Answer"] == MINE
    assert not synced.sync(UPDATED).changes_anything


def test_a_garbled_sync_field_heals_where_nothing_else_changed(synced: Kept) -> None:
    note = synced.learner.note(TIDES)
    whole_sync = note["Sync"]
    synced.learner.edit(note, Sync="oops, what is this? 这是什么")
    others = synced.learner.note(TIDES).fields[:-1]

    plan = synced.sync(NOTEBOOK)

    assert plan.conflicts == ()
    assert synced.learner.note(TIDES).fields[:-1] == others
    assert synced.learner.note(TIDES)["Sync"] == whole_sync
    assert not synced.sync(NOTEBOOK).changes_anything


@pytest.mark.parametrize(
    "garbled",
    # The last one is cut within a letter where its bytes are counted from the end.
    ["", "not json", "[]", "null", "{}", '{"v":1}', '{"source":[],"pushed":3}', "从末尾数起"],
)
def test_a_garbled_sync_field_never_costs_an_edit(synced: Kept, garbled: str) -> None:
    synced.learner.edit(synced.learner.note(TIDES), Sync=garbled, Answer=MINE)

    plan = synced.sync(UPDATED)

    assert [one.field for one in plan.conflicts] == ["Answer"]
    assert synced.learner.note(TIDES)["Answer"] == MINE
    again = synced.sync(UPDATED)
    assert again.kept == plan.conflicts
    assert not again.changes_anything


def test_a_garbled_sync_field_of_one_note_leaves_the_others_alone(synced: Kept) -> None:
    synced.learner.edit(synced.learner.note(COMET), Sync="")
    before = synced.learner.tables(["notes"])["notes"]

    synced.sync(NOTEBOOK)

    changed = set(before) ^ set(synced.learner.tables(["notes"])["notes"])
    assert {row[0] for row in changed} == {synced.learner.note(COMET).id}


DECOMPOSED = Annotation(
    "The cafe\u0301 on Ångstro\u0308m street serves \uf9b4 dishes.",
    card("Who re\u0301sume\u0301d it? \uf9b4", "Zoe\u0308, in the cafe\u0301. 在咖啡馆 \uf900"),
)
CONTROL = Annotation("A form feed is a control character.", card("What is it?", "a\x0cb c\x7fd"))


@pytest.mark.parametrize("of", [DECOMPOSED, CONTROL], ids=["decomposed", "control"])
def test_what_anki_normalises_is_not_taken_for_an_edit(kept: Kept, of: Annotation) -> None:
    """Anki stores text composed (NFC) and without control characters."""
    kept.sync([of, *NOTEBOOK])
    assert not kept.sync([of, *NOTEBOOK]).changes_anything
    first = of.note.splitlines()[0]

    plan = kept.sync([of.noted(f"{first}\n\nflashcard\n\nre\u0301ponse nouvelle"), *NOTEBOOK])

    assert plan.conflicts == ()
    answers = [plain(note["Answer"]) for note in kept.learner.notes()]
    assert "réponse nouvelle" in answers
    assert not kept.sync(
        [of.noted(f"{first}\n\nflashcard\n\nre\u0301ponse nouvelle"), *NOTEBOOK]
    ).changes_anything


def test_an_edit_made_between_planning_and_writing_is_not_lost(synced: Kept) -> None:
    """A preview may stand open for an hour, or the learner edits in the browser meanwhile."""
    plan = synced.plan(UPDATED)
    synced.learner.edit(synced.learner.note(TIDES), My_notes="钱塘江大潮", Prompt=MINE)
    synced.learner.tag(synced.learner.note(TIDES), "期末考试")

    synced.apply(plan)

    note = synced.learner.note(TIDES)
    assert (note["My notes"], note["Prompt"]) == ("钱塘江大潮", MINE)
    assert "期末考试" in note.tags


def test_the_sync_field_remembers_what_was_last_pushed(synced: Kept) -> None:
    synced.learner.edit(synced.learner.note(TIDES), Answer=MINE)
    pushed = memory_of(synced.learner.note(TIDES)["Sync"])

    synced.sync(UPDATED)

    after = memory_of(synced.learner.note(TIDES)["Sync"])
    assert after.content["Answer"] == pushed.content["Answer"]
    assert after.source["Answer"] == pushed.source["Answer"]


def test_new_cards_come_in_reading_order(kept: Kept) -> None:
    """Oldest first: the page lists the newest first."""
    kept.sync(NOTEBOOK)
    kept.sync([NEWEST, *NOTEBOOK])

    prompts = [plain(one.note()["Prompt"]) for one in kept.learner.cards()]

    wanted = sorted(kept.wanted(NOTEBOOK).notes, key=lambda note: note.reading_order)
    assert prompts == [*(plain(note.fields[0]) for note in wanted), "章鱼有几颗心脏？"]


def test_the_sums_add_up(synced: Kept) -> None:
    synced.learner.edit(synced.learner.note(TIDES), Answer=MINE)
    page = [NEWEST, BETTER, *NOTEBOOK[1:4], SALT.noted("盐水的冰点更低。"), *NOTEBOOK[5:]]

    counts = synced.sync(page).counts()

    assert counts == counted(add=1, update=1, unchanged=7, conflict=1)
    assert synced.applied.added == len(synced.applied.note_ids) == 1
    assert synced.applied.updated == 1


def test_every_format_can_be_synced_and_synced_again(kept: Kept) -> None:
    from real_anki import EXAMPLES

    wanted = gathered([EXAMPLES])
    kept.sync_notes(wanted.notes, wanted.answers)
    before: Tuple[Any, ...] = (whole(kept.learner), kept.col.mod)

    plan = kept.sync_notes(wanted.notes, wanted.answers)

    assert plan.unchanged == len(wanted.notes) == len(kept.learner.notes())
    assert (whole(kept.learner), kept.col.mod) == before
    kept.learner.assert_sound()
