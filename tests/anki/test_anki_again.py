"""Importing again what has not changed: nothing happens, for Anki or for AnkiWeb."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, List, Tuple

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
    card,
    plain,
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


def held(package: Path) -> Tuple[List[Any], List[Any]]:
    """What a package holds of notes and cards but for their ids, and those."""
    with TemporaryDirectory() as folder:
        with zipfile.ZipFile(package) as files:
            path = files.extract("collection.anki2", folder)
        with closing(sqlite3.connect(path)) as database:
            rows = database.execute("select guid, mod, tags, flds, id from notes").fetchall()
            cards = database.execute(
                "select guid, ord, did, due, queue, cards.mod, cards.id from cards"
                " join notes on nid = notes.id"
            ).fetchall()
    rows.sort()
    cards.sort()
    return [row[:-1] for row in (*rows, *cards)], [row[-1] for row in (*rows, *cards)]


def test_a_re_export_onto_itself_is_the_same_but_for_ids(desk: Desk) -> None:
    """What was deleted and is imported again has another id, or Anki would ask for a full sync."""
    first, ids = held(desk.export_files([EXAMPLES], desk.package))
    all_ids = [*ids]

    for _ in range(3):
        again, ids = held(desk.export_files([EXAMPLES], desk.package))
        assert again == first
        assert not set(ids) & set(all_ids)
        all_ids += ids


def test_a_re_export_of_an_updated_package_is_the_same_but_for_ids(desk: Desk) -> None:
    """Also for notes that have changed once: they keep the time at which they changed."""
    desk.export(NOTEBOOK)
    changed = [NEWEST, TIDES.noted("潮汐锁定:::同一面总是朝向对方"), *NOTEBOOK[1:]]
    updated, ids = held(desk.export(changed))

    again = held(desk.export(changed, "--previous", str(desk.package), to="copy.apkg"))
    assert again[0] == updated
    assert held(desk.export(changed)) == again, "one edition has the same ids everywhere"
    assert not set(again[1]) & set(ids)


def test_what_one_export_left_out_is_remembered_for_when_it_comes_back(
    desk: Desk, learner: Learner
) -> None:
    tides, *others = NOTEBOOK
    learner.import_package(desk.export(NOTEBOOK))
    learner.import_package(desk.export(others))

    better = tides.noted(card("海水每天涨落几次？", "两次，间隔约 12 小时 25 分 🌊"))
    imported = learner.import_package(desk.export([better, *others]))

    assert imported == Imported(0, 1, len(others), 0)
    assert "12 小时" in plain(learner.note(tides)["Answer"])


_DATED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>岸边手记</title><link>https://shore.example/</link>
<item><title>退潮时看什么</title><link>https://shore.example/2024/low-tide/</link>
<pubDate>{date}</pubDate><description>{text}</description></item></channel></rss>
"""
_TOLD = "<p>退潮后先看石缝里的水洼，那里留着来不及走的小鱼和海葵，水深不到一掌。</p>" * 3


@pytest.mark.parametrize(
    "date",
    [
        "Thu, 31 Dec 2099 00:00:00 +0800",
        "Mon, 01 Jan 0001 00:00:00 +0000",
        "Thu, 01 Jan 1970 00:00:00 +0000",
        "Sat, 15 Nov 1969 08:00:00 +0000",
    ],
)
def test_whatever_its_source_dates_it_an_edit_is_newer(
    desk: Desk, learner: Learner, date: str
) -> None:
    """What is pinned to the top has a date to come, what has none the first there is."""
    feed = desk.folder / "feed.xml"
    feed.write_text(_DATED.format(date=date, text=_TOLD), encoding="utf-8")
    learner.import_package(desk.export_files([feed], desk.package))
    (note,) = learner.notes()
    note["My notes"] = "我见过一只寄居蟹。"
    learner.edit(note)

    for text in (_TOLD, _TOLD, _TOLD.replace("一掌", "两掌")):
        feed.write_text(_DATED.format(date=date, text=text), encoding="utf-8")
        learner.import_package(desk.export_files([feed], desk.package))

    (note,) = learner.notes()
    assert note["My notes"] == "我见过一只寄居蟹。"
    assert note["Captured"] in ("", "2099-12-31", "1969-11-15")
