"""A source that changes: what an updated package does to a collection that has the old one."""

from __future__ import annotations

from typing import Callable

import pytest
from annoki.notetype import FIELDS
from real_anki import (
    BAMBOO,
    BARE,
    COMET,
    CONTENT,
    EULER,
    NEVER,
    NEWEST,
    NOTEBOOK,
    SALT,
    STATUSES,
    TIDES,
    Annotation,
    Desk,
    Imported,
    Learner,
    Tables,
    card,
    plain,
)

BETTER = TIDES.noted(card("海水每天涨落几次？", "两次，间隔约 12 小时 25 分 🌊"))
TYPO_FIXED = TIDES.noted(
    card("海水每天各涨落几次？", "大约两次：朝向月亮和背向月亮各有一个隆起 🌊")
)


def replaced(old: Annotation, new: Annotation) -> list[Annotation]:
    return [new if of is old else of for of in NOTEBOOK]


def changed_rows(before: Tables, after: Tables) -> dict[str, int]:
    """Table → how many of its rows are not as before."""
    counts = {name: len(set(before[name]) ^ set(after[name])) for name in CONTENT}
    return {name: count for name, count in counts.items() if count}


# What the new package is compared with: the package it replaces, or one that is named.
def over_the_old_package(desk: Desk, annotations: list[Annotation]) -> None:
    desk.export(annotations)


def with_previous(desk: Desk, annotations: list[Annotation]) -> None:
    old = desk.package.rename(desk.folder / "old.apkg")
    desk.export(annotations, "--previous", str(old))


Export = Callable[[Desk, "list[Annotation]"], None]
both_ways = pytest.mark.parametrize("export", [over_the_old_package, with_previous])


@both_ways
def test_an_edited_answer_updates_that_note_alone(
    desk: Desk, learner: Learner, export: Export
) -> None:
    learner.import_package(desk.export(NOTEBOOK))
    before = learner.tables()

    export(desk, replaced(TIDES, BETTER))

    assert learner.import_package(desk.package) == Imported(0, 1, len(NOTEBOOK) - 1, 0)
    assert "12 小时 25 分" in plain(learner.note(TIDES)["Answer"])
    # One note, as it was and as it is; no card, deck, tag or note type.
    assert changed_rows(before, learner.tables()) == {"notes": 2}
    learner.assert_sound()


@both_ways
def test_a_typo_fixed_in_a_question_updates_that_note_alone(
    desk: Desk, learner: Learner, export: Export
) -> None:
    learner.import_package(desk.export(NOTEBOOK))
    before = learner.tables()

    export(desk, replaced(TIDES, TYPO_FIXED))

    assert learner.import_package(desk.package) == Imported(0, 1, len(NOTEBOOK) - 1, 0)
    assert plain(learner.note(TIDES)["Prompt"]) == "海水每天各涨落几次？"
    assert changed_rows(before, learner.tables()) == {"notes": 2}
    assert not learner.col.find_notes("每天涨落几次")


@both_ways
def test_an_annotation_added_at_the_top_is_one_new_note(
    desk: Desk, learner: Learner, export: Export
) -> None:
    learner.import_package(desk.export(NOTEBOOK))
    before = learner.tables()

    export(desk, [NEWEST, *NOTEBOOK])

    assert learner.import_package(desk.package) == Imported(1, 0, len(NOTEBOOK), 0)
    assert changed_rows(before, learner.tables()) == {"notes": 1, "cards": 1, "tags": 1}
    assert learner.cards()[-1].note()["Captured"] == "2024-12", "the newest is learnt last"


def test_an_annotation_added_further_down_is_one_new_note(desk: Desk, learner: Learner) -> None:
    old = Annotation("Cats cannot taste sugar.", "猫尝不出甜味。", month="Mar 2024")
    learner.import_package(desk.export(NOTEBOOK))

    desk.export([*NOTEBOOK[:-1], old, BARE])

    assert learner.import_package(desk.package) == Imported(1, 0, len(NOTEBOOK), 0)
    learner.assert_sound()


def test_an_annotation_that_is_gone_stays_in_the_collection(desk: Desk, learner: Learner) -> None:
    learner.import_package(desk.export(NOTEBOOK))
    before = learner.tables()

    desk.export([of for of in NOTEBOOK if of is not SALT])

    assert learner.import_package(desk.package) == Imported(0, 0, len(NOTEBOOK) - 1, 0)
    assert learner.tables() == before


def test_updates_reach_a_collection_that_skipped_packages(desk: Desk, learner: Learner) -> None:
    learner.import_package(desk.export(NOTEBOOK))
    desk.export(replaced(TIDES, TYPO_FIXED))
    desk.export(replaced(TIDES, BETTER))
    desk.export([NEWEST, *replaced(TIDES, BETTER)])

    assert learner.import_package(desk.package) == Imported(1, 1, len(NOTEBOOK) - 1, 0)
    assert "12 小时 25 分" in plain(learner.note(TIDES)["Answer"])


def test_an_edit_taken_back_is_an_update_too(desk: Desk, learner: Learner) -> None:
    learner.import_package(desk.export(NOTEBOOK))
    learner.import_package(desk.export(replaced(TIDES, BETTER)))

    assert learner.import_package(desk.export(NOTEBOOK)).updated == 1
    assert "朝向月亮" in plain(learner.note(TIDES)["Answer"])


def test_two_edits_arrive_one_after_the_other(desk: Desk, learner: Learner) -> None:
    learner.import_package(desk.export(NOTEBOOK))
    for annotation in (TYPO_FIXED, BETTER):
        assert learner.import_package(desk.export(replaced(TIDES, annotation))).updated == 1

    assert "12 小时 25 分" in plain(learner.note(TIDES)["Answer"])


def test_an_older_package_does_not_undo_a_newer_one(desk: Desk, learner: Learner) -> None:
    old = desk.export(NOTEBOOK).rename(desk.folder / "old.apkg")
    desk.export(replaced(TIDES, BETTER), "--previous", str(old))
    learner.import_package(old)
    learner.import_package(desk.package)

    assert learner.import_package(old) == Imported(0, 0, len(NOTEBOOK), 0)
    assert "12 小时 25 分" in plain(learner.note(TIDES)["Answer"])


def test_without_the_old_package_not_every_edit_arrives(desk: Desk, learner: Learner) -> None:
    """Why the package must be kept: nothing else tells which of two texts is the newer one."""
    learner.import_package(desk.export(NOTEBOOK))
    updated = []
    for hours in range(12, 20):
        better = TIDES.noted(card("海水每天涨落几次？", f"间隔 {hours} 小时"))
        desk.package.unlink()
        desk.export(replaced(TIDES, better))
        updated.append(learner.import_package(desk.package).updated)

    assert set(updated) == {0, 1}


@pytest.mark.parametrize("with_scheduling", [True, False])
def test_an_update_keeps_reviews_decks_flags_and_suspension(
    desk: Desk, learner: Learner, with_scheduling: bool
) -> None:
    learner.import_package(desk.export(NOTEBOOK), with_scheduling=True)
    learner.study("Annoki::Cards")
    own_deck = learner.col.decks.id("My decks::海洋")
    assert own_deck
    learner.col.set_deck([learner.card(TIDES).id], own_deck)
    learner.col.set_user_flag_for_cards(3, [learner.card(TIDES).id])
    learner.col.sched.suspend_cards([learner.card(COMET).id])
    learner.col.sched.unsuspend_cards([learner.card(BARE).id])
    learner.col.sched.set_due_date([learner.card(EULER).id], "40")
    names = ("cards", "revlog", "decks", "deck_config", "notetypes", "fields", "templates")
    before = learner.tables(names)
    assert len(before["revlog"]) >= 5

    # Every note changes, and one is new.
    desk.export([NEWEST, *(of.noted(f"{of.note} (改)") for of in NOTEBOOK)])
    imported = learner.import_package(desk.package, with_scheduling=with_scheduling)

    assert imported == Imported(1, len(NOTEBOOK), 0, 0)
    after = learner.tables(names)
    new = learner.card(NEWEST)
    after["cards"] = [row for row in after["cards"] if row[0] != new.id]
    assert after == before
    tides = learner.card(TIDES)
    assert (tides.did, tides.user_flag(), tides.reps) == (own_deck, 3, 1)
    assert learner.card(EULER).ivl == 40
    assert learner.is_suspended(COMET)
    assert not learner.is_suspended(BARE)
    learner.assert_sound()


def test_cards_stay_where_they_are_when_the_configured_decks_change(
    desk: Desk, learner: Learner
) -> None:
    learner.import_package(desk.export(NOTEBOOK))
    cards = learner.tables(["cards"])

    desk.export(
        [NEWEST, *replaced(TIDES, BETTER)], config={"decks": {"cards": "新的", "passages": "段落"}}
    )

    assert learner.import_package(desk.package) == Imported(1, 1, len(NOTEBOOK) - 1, 0)
    assert learner.deck_of(learner.card(TIDES)) == "Annoki::Cards"
    assert learner.deck_of(learner.card(SALT)) == "Annoki::Passages"
    assert learner.deck_of(learner.card(NEWEST)) == "新的"
    assert set(cards["cards"]) <= set(learner.tables(["cards"])["cards"])


def test_an_open_question_that_gains_an_answer_stays_suspended_in_its_deck(
    desk: Desk, learner: Learner
) -> None:
    """Anki moves and unsuspends nothing on import; the tag tells the learner where to look."""
    learner.import_package(desk.export(NOTEBOOK), with_scheduling=True)
    before = learner.tables(["cards"])

    answer = BAMBOO.noted(card("竹子为什么长得这么快？", "每一节都有分生组织，同时伸长。"))
    desk.export(replaced(BAMBOO, answer))

    assert learner.import_package(desk.package, with_scheduling=True).updated == 1
    assert learner.tables(["cards"]) == before
    assert learner.is_suspended(BAMBOO)
    assert learner.deck_of(learner.card(BAMBOO)) == "Annoki::To finish"
    found = learner.col.find_cards('deck:"Annoki::To finish" tag:annoki::status::ready')
    assert found == [learner.card(BAMBOO).id]


def test_a_status_that_changes_changes_its_tag(desk: Desk, learner: Learner) -> None:
    learner.import_package(desk.export(NOTEBOOK))
    assert STATUSES[COMET] == "unsure"

    desk.export(replaced(COMET, COMET.noted("彗尾的方向:::总是背着太阳")))
    learner.import_package(desk.package)

    statuses = [tag for tag in learner.note(COMET).tags if "::status::" in tag]
    assert statuses == ["annoki::status::ready"]
    assert learner.note(COMET)["Status"] == "ready"


def test_asking_both_ways_later_adds_the_second_card_alone(desk: Desk, learner: Learner) -> None:
    learner.import_package(desk.export(NOTEBOOK))
    learner.study("Annoki::Cards")
    before = learner.tables(["cards", "revlog"])

    desk.export(config={"reverse_separator": True})
    learner.import_package(desk.package)

    after = learner.tables(["cards", "revlog"])
    assert after["revlog"] == before["revlog"]
    assert set(before["cards"]) < set(after["cards"])
    there, back = learner.note(EULER).cards()
    assert (there.reps, back.reps) == (1, 0)
    assert learner.import_package(desk.export(config={"reverse_separator": True})).updated == 0
    learner.assert_sound()


def test_asking_one_way_again_leaves_a_blank_card_to_anki(desk: Desk, learner: Learner) -> None:
    """Tools > Empty Cards takes it away; importing never deletes what was reviewed."""
    learner.import_package(desk.export(NOTEBOOK, config={"reverse_separator": True}))
    backs = {one.id for one in learner.cards() if one.ord == 1}
    assert backs

    learner.import_package(desk.export(NOTEBOOK))

    assert backs < {one.id for one in learner.cards()}
    empty = learner.col.get_empty_cards().notes
    assert {id for note in empty for id in note.card_ids} == backs
    assert not any(note.will_delete_note for note in empty)


def test_update_never_keeps_every_note_and_still_adds(desk: Desk, learner: Learner) -> None:
    learner.import_package(desk.export(NOTEBOOK))
    before = learner.tables(["notes"])["notes"]

    desk.export([NEWEST, *replaced(TIDES, BETTER)])

    assert learner.import_package(desk.package, update_notes=NEVER).new == 1
    assert set(before) <= set(learner.tables(["notes"])["notes"])


def test_two_versions_in_either_order_leave_one_note_each(desk: Desk, learner: Learner) -> None:
    old = desk.export(NOTEBOOK).rename(desk.folder / "old.apkg")
    new = desk.export([NEWEST, *replaced(TIDES, BETTER)], "--previous", str(old))

    learner.import_package(new)
    learner.import_package(old)

    assert len(learner.notes()) == len(NOTEBOOK) + 1
    assert len({note.guid for note in learner.notes()}) == len(NOTEBOOK) + 1
    names = [entry.name for entry in learner.col.models.all_names_and_ids()]
    assert [name for name in names if name.startswith("Annoki")] == ["Annoki"]
    assert all(len(note.fields) == len(FIELDS) for note in learner.notes())
