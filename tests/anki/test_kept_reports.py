"""What is kept of syncs with a real collection, and what is taken from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from anki.notes import NoteId
from annoki.config import Config, source_of
from annoki.files.kept_reports import KeptReports
from annoki.pipeline.gather import gather
from annoki.pipeline.keeping import keep_failed, keep_report, known_of, shown_of
from annoki.pipeline.syncing import carry_out, compare
from annoki.sync.collection_plan import UNDO_NAME
from annoki.targets.collection.apply import Applied, is_last_step
from annoki.targets.collection.remembered import ids_called
from annoki.text.field import LONGEST, one_line
from annoki.words import told
from real_anki import NOTEBOOK
from syncing import LATER, Kept

CONFIG = Config(pictures=False)


@pytest.fixture
def reports(tmp_path: Path) -> KeptReports:
    (tmp_path / "profile").mkdir()
    return KeptReports(tmp_path / "profile" / "annoki" / "reports")


def synced(kept: Kept, reports: KeptReports) -> Applied:
    """A sync as the add-on does it, with what stands on the desk."""
    known = known_of(reports, kept.col, CONFIG)
    gathered = gather(CONFIG, [source_of(str(kept.desk.page))], known=known).whole()
    plan = compare(kept.col, gathered, CONFIG)
    applied = carry_out(kept.col, plan)
    keep_report(reports, plan, applied)
    return applied


def test_syncs_that_find_nothing_new_push_no_report_out(kept: Kept, reports: KeptReports) -> None:
    kept.desk.write(NOTEBOOK)
    synced(kept, reports)
    shown, listed = shown_of(reports, "1")
    assert shown["plan"]["add"] == listed.kinds["add"] == len(NOTEBOOK)
    for _ in range(3):
        assert not synced(kept, reports).step
    assert reports.names() == ["2", "1"]
    shown, listed = shown_of(reports, "2")
    assert listed.kinds["unchanged"] == shown["plan"]["unchanged"] == len(NOTEBOOK)
    assert [row.text for row in listed.rows] == [row.text for row in shown_of(reports, "1")[1].rows]
    keep_failed(reports)
    assert not synced(kept, reports).step
    assert [reports.head(name).get("ended") for name in reports.names()][:2] == [None, "cancelled"]


def test_what_is_known_of_a_run_without_its_report_is_found_out_anew(
    kept: Kept, reports: KeptReports, tmp_path: Path
) -> None:
    kept.desk.write(NOTEBOOK)
    synced(kept, reports)
    other = KeptReports(tmp_path / "other" / "reports")
    (tmp_path / "other").mkdir()
    synced(kept, other)
    assert len(shown_of(other, "1")[1].rows) == len(NOTEBOOK)


def test_each_change_stands_in_the_report_and_opens_its_note(
    kept: Kept, reports: KeptReports
) -> None:
    kept.desk.write(NOTEBOOK)
    synced(kept, reports)
    kept.desk.write(LATER)
    synced(kept, reports)
    rows = shown_of(reports, "2")[1].rows
    updated = [row for row in rows if "update" in row.kinds]
    assert {side.field for row in updated for side in row.sides} >= {"Answer", "Cards"}
    for row in rows:
        if row.guid:
            (note_id,) = ids_called(kept.col, row.guid)
            assert one_line(kept.col.get_note(NoteId(note_id))["Prompt"], LONGEST) == row.text
    assert ids_called(kept.col, "nothing's") == []


def test_a_sync_is_undone_only_while_it_is_the_last_step(kept: Kept, reports: KeptReports) -> None:
    kept.desk.write(NOTEBOOK)
    step = synced(kept, reports).step
    assert reports.head("1")["step"] == step
    assert is_last_step(kept.col, step, UNDO_NAME)
    assert not is_last_step(kept.col, 0, UNDO_NAME)
    kept.desk.write(LATER)
    later = synced(kept, reports).step
    assert is_last_step(kept.col, later, UNDO_NAME)
    assert not is_last_step(kept.col, step, UNDO_NAME)
    kept.col.undo()
    assert not is_last_step(kept.col, later, UNDO_NAME)


def test_of_a_sync_that_failed_it_is_kept_what_it_had_read(
    kept: Kept, reports: KeptReports
) -> None:
    read = kept.wanted(NOTEBOOK).report
    keep_failed(reports, "no room", read)
    shown, listed = shown_of(reports, "1")
    assert (shown["ended"], shown["what"]) == ("failed", "no room")
    assert listed.kinds["read"] == len(NOTEBOOK)


def test_why_an_item_is_what_it_is_can_be_read_again_in_either_language(
    kept: Kept, reports: KeptReports
) -> None:
    kept.desk.write(NOTEBOOK)
    synced(kept, reports)
    rows = shown_of(reports, "1")[1].rows
    assert all(told(row.why, "zh") != told(row.why, "en") for row in rows)
