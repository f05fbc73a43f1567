"""What the learner writes in Anki, and what Anki's import leaves of it.

The rules are Anki's, not ours: a note in a package wins as a whole (fields and tags) if it is newer
than the note in the collection, and is passed over as a whole if it is not. These tests pin what
the README may promise.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Dict

import pytest
from anki.models import NotetypeId
from annoki.notetype import MODEL_ID
from real_anki import (
    ALWAYS,
    HOUR,
    IF_NEWER,
    NEVER,
    NOTEBOOK,
    SALT,
    TIDES,
    Desk,
    Imported,
    Learner,
    card,
    plain,
)

BETTER = TIDES.noted(card("海水每天涨落几次？", "两次，间隔约 12 小时 25 分 🌊"))
UPDATED = (BETTER, *NOTEBOOK[1:])


@pytest.fixture
def studying(desk: Desk, learner: Learner) -> Learner:
    """A learner who has imported the package on the desk."""
    learner.import_package(desk.export(NOTEBOOK))
    return learner


def test_own_tags_stay_on_notes_whose_source_is_the_same(desk: Desk, studying: Learner) -> None:
    studying.tag(studying.note(SALT), "期末考试", "annoki-mine")

    imported = studying.import_package(desk.export(UPDATED))

    assert imported.updated == 1
    assert {"期末考试", "annoki-mine"} <= set(studying.note(SALT).tags)


def test_an_edit_made_after_the_export_is_kept(desk: Desk, studying: Learner) -> None:
    desk.export(UPDATED)
    studying.edit(studying.note(TIDES), ago=-HOUR, Answer="我自己的说法")
    before = studying.tables()

    assert studying.import_package(desk.package) == Imported(0, 0, len(NOTEBOOK), 0)
    assert studying.note(TIDES)["Answer"] == "我自己的说法"
    assert studying.tables() == before


def test_a_tag_added_after_the_export_holds_the_update_back(desk: Desk, studying: Learner) -> None:
    """Anki knows one time for the whole note."""
    desk.export(UPDATED)
    studying.tag(studying.note(TIDES), "期末考试", ago=-HOUR)

    assert studying.import_package(desk.package).updated == 0
    assert "期末考试" in studying.note(TIDES).tags
    assert "12 小时" not in plain(studying.note(TIDES)["Answer"])


def test_an_edit_stays_as_long_as_the_source_is_the_same(desk: Desk, studying: Learner) -> None:
    studying.edit(studying.note(SALT), Answer="撒盐是为了化冰。", My_notes="冬天试试")
    before = studying.note(SALT).fields

    for _ in range(3):
        assert studying.import_package(desk.export(UPDATED)).others == 0

    assert studying.note(SALT).fields == before


@pytest.mark.parametrize("wrote", [{"Answer": "我自己的说法"}, {"My_notes": "钱塘江大潮"}])
def test_an_edit_made_before_the_source_changed_is_kept(
    desk: Desk, studying: Learner, wrote: Dict[str, str]
) -> None:
    """A package cannot leave one field out, so the whole note waits; a sync updates the others."""
    studying.edit(studying.note(TIDES), ago=HOUR, **wrote)
    before = studying.note(TIDES).fields

    assert studying.import_package(desk.export(UPDATED)).updated == 0
    assert studying.note(TIDES).fields == before


@pytest.mark.parametrize(("changed", "updated"), [("2024-03", 0), ("2024-05", 1)])
def test_where_the_source_says_when_it_changed_the_later_one_stays(
    desk: Desk, learner: Learner, changed: str, updated: int
) -> None:
    def export(note: str, month: str) -> Path:
        quote = {"selector": [{"type": "TextQuoteSelector", "exact": TIDES.passage}]}
        row = {"id": "abc", "created": "2024-01-01T00:00:00Z", "updated": f"{month}-01T00:00:00Z"}
        row.update(user="acct:me@hypothes.is", uri="https://a.example/tides", text=note)
        rows = desk.folder / "rows.json"
        rows.write_text(json.dumps({"total": 1, "rows": [{**row, "target": [quote]}]}))
        return desk.export_files([rows], desk.package)

    learner.import_package(export(TIDES.note, "2024-01"))
    learner.edit(learner.note(TIDES), My_notes="钱塘江大潮")
    learner.col.db.execute("update notes set mod = 1711929600")  # type: ignore[union-attr]

    assert learner.import_package(export(BETTER.note, changed)).updated == updated
    assert (learner.note(TIDES)["My notes"] == "") == bool(updated)


def test_my_notes_written_after_the_export_are_kept(desk: Desk, studying: Learner) -> None:
    desk.export(UPDATED)
    studying.edit(studying.note(TIDES), ago=-HOUR, My_notes="钱塘江大潮")

    assert studying.import_package(desk.package).updated == 0
    assert studying.note(TIDES)["My notes"] == "钱塘江大潮"
    assert "钱塘江大潮" in plain(studying.card(TIDES).answer())


def test_update_always_overwrites_edits_even_where_the_source_is_the_same(
    desk: Desk, studying: Learner
) -> None:
    studying.edit(studying.note(SALT), ago=-HOUR, My_notes="冬天试试")
    studying.tag(studying.note(SALT), "期末考试", ago=-HOUR)

    imported = studying.import_package(desk.package, update_notes=ALWAYS)

    assert imported == Imported(0, 1, len(NOTEBOOK) - 1, 0)
    assert studying.note(SALT)["My notes"] == ""
    assert "期末考试" not in studying.note(SALT).tags


def test_update_never_keeps_my_notes_and_tags_whatever_changes(
    desk: Desk, studying: Learner
) -> None:
    studying.edit(studying.note(TIDES), ago=HOUR, My_notes="钱塘江大潮")
    studying.tag(studying.note(TIDES), "期末考试", ago=HOUR)

    assert studying.import_package(desk.export(UPDATED), update_notes=NEVER).updated == 0
    assert studying.note(TIDES)["My notes"] == "钱塘江大潮"
    assert "期末考试" in studying.note(TIDES).tags


@pytest.mark.parametrize("update_notes", [IF_NEWER, ALWAYS])
def test_marking_a_note_is_a_tag_and_goes_only_with_always(
    desk: Desk, studying: Learner, update_notes: int
) -> None:
    """Anki's "Mark note" is the tag "marked"; a flag belongs to the card and stays."""
    studying.tag(studying.note(TIDES), "marked")
    studying.col.set_user_flag_for_cards(1, [studying.card(TIDES).id])

    studying.import_package(desk.export(UPDATED), update_notes=update_notes)

    assert ("marked" in studying.note(TIDES).tags) == (update_notes == IF_NEWER)
    assert studying.card(TIDES).user_flag() == 1


def test_the_learners_own_style_survives_updates(desk: Desk, studying: Learner) -> None:
    notetype = studying.col.models.get(NotetypeId(MODEL_ID))
    assert notetype
    notetype["css"] += "\n.annoki { font-size: 30px }"
    studying.col.models.update_dict(notetype)
    names = ("notetypes", "fields", "templates")
    before = studying.tables(names)

    assert studying.import_package(desk.export(UPDATED)).updated == 1

    assert studying.tables(names) == before
    assert "font-size: 30px" in studying.card(TIDES).question()
