"""Importing again what has not changed: nothing happens, for Anki or for AnkiWeb."""

from __future__ import annotations

from pathlib import Path

import pytest
from real_anki import (
    ALWAYS,
    BARE,
    EXAMPLES,
    IF_NEWER,
    NEVER,
    NEWEST,
    NOTEBOOK,
    TIDES,
    Desk,
    Imported,
    Learner,
    run_annoki,
)


@pytest.mark.parametrize("update_notes", [IF_NEWER, ALWAYS, NEVER])
@pytest.mark.parametrize("with_scheduling", [True, False])
def test_importing_a_package_twice_changes_no_row(
    examples_package: Path, learner: Learner, with_scheduling: bool, update_notes: int
) -> None:
    imported = learner.import_package(examples_package, with_scheduling=with_scheduling)
    before = learner.tables()

    again = learner.import_package(
        examples_package, with_scheduling=with_scheduling, update_notes=update_notes
    )

    assert again == Imported(new=0, updated=0, unchanged=imported.new, others=0)
    assert learner.tables() == before


def test_importing_an_unchanged_re_export_changes_no_row(desk: Desk, learner: Learner) -> None:
    desk.export_files([EXAMPLES], desk.package)
    imported = learner.import_package(desk.package)
    before = learner.tables()

    desk.export_files([EXAMPLES], desk.package)

    assert learner.import_package(desk.package) == Imported(0, 0, imported.new, 0)
    assert learner.tables() == before


def test_a_package_made_without_memory_of_the_old_one_is_the_same(
    desk: Desk, learner: Learner
) -> None:
    """The old package may be lost: as long as the source is the same, nothing is."""
    learner.import_package(desk.export(NOTEBOOK))
    before = learner.tables()

    desk.package.unlink()

    assert learner.import_package(desk.export(NOTEBOOK)) == Imported(0, 0, len(NOTEBOOK), 0)
    assert learner.tables() == before


def test_learning_progress_is_not_reset_by_importing_with_it(desk: Desk, learner: Learner) -> None:
    learner.import_package(desk.export(NOTEBOOK), with_scheduling=True)
    learner.study("Annoki::Cards")
    learner.col.sched.unsuspend_cards([learner.card(BARE).id])
    learner.col.sched.suspend_cards([learner.card(TIDES).id])
    before = learner.tables()
    assert before["revlog"]

    again = learner.import_package(desk.package, with_scheduling=True, update_notes=ALWAYS)

    assert (again.new, again.updated) == (0, 0)
    assert learner.tables() == before
    assert learner.is_suspended(TIDES)
    assert not learner.is_suspended(BARE)


def test_a_note_that_the_learner_deleted_comes_back(desk: Desk, learner: Learner) -> None:
    """Anki forgets what was deleted; who wants to be rid of a card suspends it."""
    learner.import_package(desk.export(NOTEBOOK))
    learner.col.remove_notes([learner.note(TIDES).id])

    assert learner.import_package(desk.package) == Imported(1, 0, len(NOTEBOOK) - 1, 0)


def test_decks_that_the_learner_renamed_come_back_empty(desk: Desk, learner: Learner) -> None:
    learner.import_package(desk.export(NOTEBOOK))
    deck = learner.col.decks.by_name("Annoki::Cards")
    assert deck
    learner.col.decks.rename(deck["id"], "我的卡片")

    learner.import_package(desk.package)

    assert learner.deck_of(learner.card(TIDES)) == "我的卡片"
    again = learner.col.decks.by_name("Annoki::Cards")
    assert again
    assert learner.col.decks.card_count(again["id"], include_subdecks=True) == 0


def test_two_exports_are_the_same_bytes_wherever_they_are_made(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "an other 桌"
    one.mkdir()
    other.mkdir()

    run_annoki(
        *("export", str(EXAMPLES), "-o", "a.apkg"), cwd=one, TZ="UTC", PYTHONHASHSEED="1", LANG="C"
    )
    run_annoki(
        *("export", str(EXAMPLES), "-o", "sub/b 乙.apkg"),
        cwd=other,
        TZ="Pacific/Kiritimati",
        PYTHONHASHSEED="2",
        LANG="C.UTF-8",
    )

    assert (one / "a.apkg").read_bytes() == (other / "sub" / "b 乙.apkg").read_bytes()


def test_a_re_export_onto_itself_is_the_same_bytes(desk: Desk) -> None:
    first = desk.export_files([EXAMPLES], desk.package).read_bytes()

    assert desk.export_files([EXAMPLES], desk.package).read_bytes() == first
    assert desk.export_files([EXAMPLES], desk.package).read_bytes() == first


def test_a_re_export_of_an_updated_package_is_the_same_bytes(desk: Desk) -> None:
    """Also for notes that have changed once: they keep the time at which they changed."""
    desk.export(NOTEBOOK)
    changed = [NEWEST, TIDES.noted("潮汐锁定:::同一面总是朝向对方"), *NOTEBOOK[1:]]
    updated = desk.export(changed).read_bytes()

    assert desk.export(changed).read_bytes() == updated
    assert desk.export(changed, "--previous", str(desk.package), to="copy.apkg").exists()
    assert (desk.folder / "copy.apkg").read_bytes() == updated
