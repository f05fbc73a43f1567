"""What a learner has after importing a package for the first time."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from anki.models import NotetypeId
from annoki.cli.commands import cli
from annoki.notetype import MODEL_ID
from annoki.pipeline.inputs import READ
from click.testing import CliRunner
from real_anki import (
    BAMBOO,
    BARE,
    EULER,
    EXAMPLES,
    NOTEBOOK,
    SALT,
    STATUSES,
    TIDES,
    Annotation,
    Desk,
    Imported,
    Learner,
    plain,
    run_annoki,
)


def entries(*inputs: Path) -> list[dict[str, Any]]:
    """What `annoki inspect` says about each item of `inputs`."""
    result = CliRunner().invoke(cli(), ["inspect", "--json", *map(str, inputs)])
    report = json.loads(result.stdout)
    return [item for account in report["inputs"] for item in account["items"]]


def test_every_item_is_one_note_with_one_card(examples_package: Path, learner: Learner) -> None:
    items = entries(EXAMPLES)
    guids = {item["guid"] for item in items}
    assert len(items) > len(guids) > 40, "two pages of one blog overlap"

    imported = learner.import_package(examples_package)

    assert imported == Imported(new=len(guids), updated=0, unchanged=0, others=0)
    assert {note.guid for note in learner.notes()} == guids
    assert all(len(note.cards()) == 1 for note in learner.notes())
    learner.assert_sound()


def test_notes_hold_in_anki_what_inspect_shows(examples_package: Path, learner: Learner) -> None:
    learner.import_package(examples_package)

    notes = {note.guid: note for note in learner.notes()}
    for item in entries(EXAMPLES):
        note = notes[item["guid"]]
        assert {name: value for name, value in note.items() if value} == item["fields"]
        assert sorted(note.tags) == sorted(item["tags"])
        assert learner.deck_of(note.cards()[0]) == item["deck"]


def test_two_way_separators_give_two_cards_where_configured(desk: Desk, learner: Learner) -> None:
    package = desk.export(NOTEBOOK, config={"reverse_separator": True})
    learner.import_package(package)

    counts = {of: len(learner.note(of).cards()) for of in NOTEBOOK}
    assert counts[EULER] == 2
    assert counts[TIDES] == counts[SALT] == counts[BARE] == 1
    there, back = learner.note(EULER).cards()
    assert "的值" in plain(there.question())
    assert "的值" not in plain(back.question())
    assert "的值" in plain(back.answer())
    learner.assert_sound()


def test_the_note_type_has_its_fixed_id_name_and_fields(
    examples_package: Path, learner: Learner
) -> None:
    before = {entry.name for entry in learner.col.models.all_names_and_ids()}
    learner.import_package(examples_package)

    added = [e for e in learner.col.models.all_names_and_ids() if e.name not in before]
    assert [(entry.name, entry.id) for entry in added] == [("Annoki", MODEL_ID)]
    assert MODEL_ID == 1691842607385
    notetype = learner.col.models.get(NotetypeId(MODEL_ID))
    assert notetype
    assert learner.col.models.field_names(notetype) == [
        *("Prompt", "Answer", "Passage", "Context", "Source", "Captured", "Status", "Reverse"),
        *("My notes", "Spare 1", "Spare 2", "Sync"),
    ]
    assert [template["name"] for template in notetype["tmpls"]] == ["Recall", "Reverse"]


def test_each_status_has_its_deck_and_tags(desk: Desk, learner: Learner) -> None:
    learner.import_package(desk.export(NOTEBOOK))

    decks = {
        "ready": "Annoki::Cards",
        "unsure": "Annoki::Cards",
        "passage": "Annoki::Passages",
        "unfinished": "Annoki::To finish",
        "highlight": "Annoki::To finish",
    }
    for of, status in STATUSES.items():
        note = learner.note(of)
        assert note["Status"] == status
        assert learner.deck_of(learner.card(of)) == decks[status], of
        month = {"Nov": "2024-11", "Oct": "2024-10", "Sep": "2024-09", "Feb": "2024-02"}
        assert sorted(note.tags) == sorted(
            [
                "annoki::source::hypothesis",
                f"annoki::host::{of.host}",
                f"annoki::month::{month[of.month[:3]]}",
                f"annoki::status::{status}",
            ]
        )


def test_tags_can_be_searched_as_a_tree(desk: Desk, learner: Learner) -> None:
    learner.import_package(desk.export(NOTEBOOK))
    months = Counter(of.month for of in NOTEBOOK)

    assert len(learner.col.find_notes("tag:annoki::month::2024-10")) == months["Oct 2024"]
    assert len(learner.col.find_notes("tag:annoki::*")) == len(NOTEBOOK)
    (tree,) = learner.col.tags.tree().children
    assert tree.name == "annoki"


def test_a_page_is_learnt_from_its_start(desk: Desk, learner: Learner) -> None:
    story = [
        Annotation(f"Part {n} of the story comes after part {n - 1}.", f"第 {n} 部分的编号:::{n}")
        for n in range(5, 0, -1)
    ]
    learner.import_package(desk.export(story))

    assert learner.study("Annoki::Cards") == [f"第 {n} 部分的编号" for n in range(1, 6)]


def test_older_months_are_learnt_first(desk: Desk, learner: Learner) -> None:
    learner.import_package(desk.export(NOTEBOOK))

    months = [card.note()["Captured"] for card in learner.cards()]
    assert months == sorted(months)
    assert [card.due for card in learner.cards()] == list(range(len(NOTEBOOK)))


def test_older_months_are_learnt_first_across_pages(desk: Desk, learner: Learner) -> None:
    desk.write([TIDES, EULER])
    older = Desk(desk.folder / "older").write([SALT, BARE])
    learner.import_package(desk.export_files([desk.page, older], desk.package))

    passages = [plain("".join(one.note().fields[:3])) for one in learner.cards()]
    order = [of for text in passages for of in NOTEBOOK if of.passage in text]
    assert order == [BARE, SALT, EULER, TIDES]


@pytest.mark.parametrize("with_scheduling", [True, False])
def test_what_is_to_finish_is_suspended_only_with_learning_progress(
    desk: Desk, learner: Learner, with_scheduling: bool
) -> None:
    learner.import_package(desk.export(NOTEBOOK), with_scheduling=with_scheduling)

    suspended = {of for of in NOTEBOOK if learner.is_suspended(of)}
    assert suspended == ({BAMBOO, BARE} if with_scheduling else set())
    assert all(card.type == 0 and card.reps == 0 for card in learner.cards())
    assert [card.due for card in learner.cards()] == list(range(len(NOTEBOOK)))
    learner.assert_sound()


def test_importing_with_learning_progress_later_suspends_only_what_is_new(
    desk: Desk, learner: Learner
) -> None:
    learner.import_package(desk.export(NOTEBOOK))
    fresh = Annotation("Moss has no roots.", month="Dec 2024")

    learner.import_package(desk.export([fresh, *NOTEBOOK]), with_scheduling=True)

    assert {of for of in (fresh, *NOTEBOOK) if learner.is_suspended(of)} == {fresh}


def test_what_is_to_finish_can_be_suspended_by_hand(desk: Desk, learner: Learner) -> None:
    """One search finds it, for those who import without learning progress."""
    learner.import_package(desk.export(NOTEBOOK))
    learner.col.sched.suspend_cards(learner.col.find_cards('deck:"Annoki::To finish" is:new'))

    assert {of for of in NOTEBOOK if learner.is_suspended(of)} == {BAMBOO, BARE}


def test_browser_finds_no_note_that_was_added_today(desk: Desk, learner: Learner) -> None:
    learner.import_package(desk.export(NOTEBOOK))

    assert not learner.col.find_notes("added:7")


def test_packages_of_the_same_months_do_not_push_each_other_out(
    desk: Desk, learner: Learner
) -> None:
    """Their note ids may be the same; Anki must find room for both."""
    others = [
        Annotation(f"Another reader's line {n}.", f"另一条 {n}", of.month, of.host)
        for n, of in enumerate(NOTEBOOK)
    ]
    first = desk.export(NOTEBOOK)
    second = Desk(desk.folder / "other").export(others)

    assert learner.import_package(first).new == len(NOTEBOOK)
    assert learner.import_package(second) == Imported(len(others), 0, 0, 0)
    assert len(learner.cards()) == len(NOTEBOOK) + len(others)
    assert learner.import_package(first) == Imported(0, 0, len(NOTEBOOK), 0)
    learner.assert_sound()


def test_each_example_alone_and_all_together_give_the_same_notes(
    desk: Desk, learner: Learner, examples_package: Path
) -> None:
    read = READ - {".md"}  # which is of no format there, but tells of the others
    paths = sorted(path for path in EXAMPLES.iterdir() if path.suffix in read)
    assert {path.suffix for path in paths} == {".txt", ".html", ".json", ".csv", ".xml"}
    for path in paths:
        learner.import_package(desk.export_files([path], desk.folder / f"{path.name}.apkg"))
    apart = {note.guid for note in learner.notes()}

    assert learner.import_package(examples_package).new == 0
    assert {note.guid for note in learner.notes()} == apart
    learner.assert_sound()


def test_configured_decks_are_used(desk: Desk, learner: Learner) -> None:
    decks = {"cards": "阅读::卡片", "to_finish": "阅读::以后再说"}
    learner.import_package(desk.export(NOTEBOOK, config={"decks": decks}))

    names = {of: learner.deck_of(learner.card(of)) for of in (TIDES, SALT, BARE)}
    assert names == {TIDES: "阅读::卡片", SALT: "Annoki::Passages", BARE: "阅读::以后再说"}
    used = {entry.name for entry in learner.col.decks.all_names_and_ids()}
    assert used == {"Default", "Annoki", "Annoki::Passages", "阅读", *decks.values()}


def test_the_learners_own_notes_and_decks_are_left_alone(desk: Desk, learner: Learner) -> None:
    basic = learner.col.models.by_name("Basic")
    assert basic
    own = learner.col.new_note(basic)
    own["Front"], own["Back"] = "mine", "自己的"
    deck = learner.col.decks.id("Annoki::Cards")
    assert deck
    learner.col.add_note(own, deck)
    names = ("notes", "cards", "notetypes", "fields", "templates", "decks", "deck_config")
    before = learner.tables(names)

    learner.import_package(desk.export(NOTEBOOK), with_scheduling=True)

    after = learner.tables(names)
    for name in names:
        missing = [row for row in before[name] if row not in after[name]]
        assert not missing, name
    assert learner.deck_of(learner.card(TIDES)) == "Annoki::Cards"


def test_the_installed_command_makes_the_package(tmp_path: Path, learner: Learner) -> None:
    output = run_annoki("export", str(EXAMPLES), "-o", "out.apkg", cwd=tmp_path)

    imported = learner.import_package(tmp_path / "out.apkg")
    assert f"{imported.new} notes:" in output


@pytest.mark.parametrize("with_scheduling", [True, False])
def test_whole_pages_import_without_loss(
    examples_package: Path, learner: Learner, with_scheduling: bool
) -> None:
    guids = {item["guid"] for item in entries(EXAMPLES)}

    imported = learner.import_package(examples_package, with_scheduling=with_scheduling)

    assert imported == Imported(len(guids), 0, 0, 0)
    assert learner.import_package(examples_package) == Imported(0, 0, len(guids), 0)
    for card in learner.cards():
        assert "{{" not in plain(card.question()).replace(plain(card.note()["Prompt"]), "")
    learner.assert_sound()
