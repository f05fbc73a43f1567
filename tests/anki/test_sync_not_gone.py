"""What only seems to be gone from the source (docs/sync-contract.md)."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from annoki import readers
from annoki.config import Config
from annoki.model import Problem
from annoki.pipeline.syncing import compare
from annoki.sync.details import GONE
from real_anki import (
    COMET,
    NOTEBOOK,
    TIDES,
    Annotation,
    page,
)
from syncing import Kept, differing, facts, gathered, memo, plan_of, whole

from tests.planning import counted


@pytest.fixture
def synced(kept: Kept) -> Kept:
    """A collection that was synced once."""
    kept.sync(NOTEBOOK)
    return kept


def tagged(kept: Kept) -> int:
    return len(kept.col.find_notes(f"tag:{GONE}"))


def test_a_page_that_was_cut_short_says_nothing_about_what_is_gone(
    synced: Kept, tmp_path: Path
) -> None:
    text = page(NOTEBOOK)
    assert text.startswith("8 Matching")
    cut = tmp_path / "cut.txt"
    cut.write_text("8" + page(NOTEBOOK[1:])[1:], encoding="utf-8")
    wanted = gathered([cut])
    assert len(wanted.notes) == 7

    plan = synced.sync_notes(wanted.notes, wanted.answers)

    assert plan.gone == ()
    assert tagged(synced) == 0


def test_a_page_that_does_not_say_how_many_there_are_says_nothing_about_what_is_gone(
    synced: Kept, tmp_path: Path
) -> None:
    headless = tmp_path / "headless.txt"
    headless.write_text(page(NOTEBOOK[1:]).split("\n", 1)[1], encoding="utf-8")
    wanted = gathered([headless], format="hypothesis-page-text")
    assert len(wanted.notes) == 7

    assert synced.sync_notes(wanted.notes, wanted.answers).gone == ()


@pytest.mark.parametrize("text", ["", "\n\n", "0 Matching Annotations\n"])
def test_an_empty_page_says_nothing_about_what_is_gone(
    synced: Kept, tmp_path: Path, text: str
) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text(text, encoding="utf-8")
    before = whole(synced.learner)
    wanted = gathered([empty])

    plan = synced.sync_notes(wanted.notes, wanted.answers)

    assert plan.counts() == counted()
    assert differing(before, whole(synced.learner)) == []


def test_a_failed_input_says_nothing_about_what_is_gone(synced: Kept, tmp_path: Path) -> None:
    """Even beside a whole one: what could not be read may have held the rest."""
    half = tmp_path / "half.txt"
    half.write_text(page(NOTEBOOK[4:]), encoding="utf-8")
    for bad in (tmp_path / "missing.txt", tmp_path / "binary.txt"):
        if bad.stem == "binary":
            bad.write_bytes(b"\x00\xff\xfe\x00" * 100)
        wanted = gathered([half, bad])
        assert wanted.report.failed

        assert synced.sync_notes(wanted.notes, wanted.answers).gone == ()


def test_a_page_with_a_bad_record_says_nothing_about_what_is_gone(
    synced: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many it declares: the bad record may be any of those that seem to be gone."""
    read = readers.read

    def damaged(*args: Any) -> Any:
        reading = read(*args)
        return reading._replace(found=chain(reading.found, [Problem("line 9", "unreadable")]))

    monkeypatch.setattr(readers, "read", damaged)

    assert synced.sync(NOTEBOOK[1:]).gone == ()


def test_a_page_that_was_cut_short_keeps_what_it_had_and_no_more(
    synced: Kept, tmp_path: Path
) -> None:
    """TIDES stood on one page alone, COMET on both."""
    other = tmp_path / "other.txt"
    other.write_text(page([COMET, *facts(7)]), encoding="utf-8")
    first = synced.desk.write(NOTEBOOK)
    wanted = gathered([first, other])
    synced.sync_notes(wanted.notes, wanted.answers)
    other.write_text("8" + page(facts(7))[1:], encoding="utf-8")
    rest = [of for of in NOTEBOOK if of not in (TIDES, COMET)]

    wanted = gathered([synced.desk.write(rest), other])
    plan = synced.sync_notes(wanted.notes, wanted.answers)

    assert [one.guid for one in plan.gone] == [synced.learner.note(TIDES).guid]
    assert plan.why_not_gone().endswith("other.txt was read in part only.")


def test_a_page_of_the_same_name_in_another_folder_makes_nothing_gone(
    synced: Kept, tmp_path: Path
) -> None:
    other = tmp_path / "b" / "page.txt"
    other.parent.mkdir()
    other.write_text(page(facts(8)), encoding="utf-8")

    plan = plan_of(synced, other)

    assert (len(plan.add), plan.gone) == (8, ())
    assert "little in common" in plan.why_not_gone()


def test_the_dump_that_first_showed_a_note_may_be_put_away(synced: Kept, tmp_path: Path) -> None:
    """Another source has had it since, and that one answers."""
    dump, other = synced.desk.write(NOTEBOOK), tmp_path / "other.txt"
    other.write_text(page(NOTEBOOK[:3]), encoding="utf-8")
    plan_of(synced, dump, other)
    other.write_text(page(NOTEBOOK[1:3]), encoding="utf-8")

    assert [one.guid for one in plan_of(synced, other).gone] == [synced.learner.note(TIDES).guid]


def test_200_of_844_are_no_fault_and_say_nothing_about_the_rest(kept: Kept, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("844" + page(facts(201)[1:])[3:], encoding="utf-8")
    kept.sync(facts(200))

    wanted = gathered([path])
    plan = kept.sync_notes(wanted.notes, wanted.answers)

    assert not wanted.report.failed
    assert plan.gone == ()
    assert plan.why_not_gone().endswith("because " + str(path) + " shows 200 of 844.")


def test_what_the_learner_copied_is_never_gone(synced: Kept) -> None:
    note = synced.learner.note(TIDES)
    copy = synced.col.new_note(synced.notetype())
    copy.fields = list(note.fields)
    copy.tags = list(note.tags)
    synced.col.add_note(copy, synced.col.decks.id("Mine"))  # type: ignore[arg-type]

    plan = synced.sync(NOTEBOOK[1:], gone="delete_unreviewed")

    assert [one.note_id for one in plan.gone] == [note.id]
    assert synced.col.get_note(copy.id).fields == copy.fields


@pytest.mark.parametrize("last", [COMET, NOTEBOOK[-1]], ids=["in its answer", "in its passage"])
def test_a_file_that_breaks_off_in_a_note_changes_nothing_of_it(
    synced: Kept, tmp_path: Path, last: Annotation
) -> None:
    """There is as much as is declared, and no line end tells."""
    listed = [*(of for of in NOTEBOOK if of is not last), last]
    synced.sync(listed)
    text = page(listed).rstrip("\n")
    path = tmp_path / "page.txt"
    path.write_text(text[:-6], encoding="utf-8")
    before = whole(synced.learner)

    plan = compare(synced.col, gathered([path]), Config())
    synced.apply(plan)

    assert not plan.changes_anything
    assert differing(before, whole(synced.learner)) == []
    (problem,) = plan.report.accounts[0].problems
    assert "breaks off" in problem.what
    assert "read in part" in plan.why_not_gone()
    path.write_text(text, encoding="utf-8")
    assert not plan_of(synced, path).changes_anything


@pytest.mark.parametrize("at", ["[!NOTE]", "[!NOTE] Why?\n\n      flash"])
@pytest.mark.parametrize("edited", [False, True])
def test_a_file_that_breaks_off_in_a_mark_changes_nothing(
    synced: Kept, tmp_path: Path, at: str, edited: bool
) -> None:
    last = COMET.noted("[!NOTE] Why?\n\nflashcard\n\nok")
    listed = [*(of for of in NOTEBOOK if of is not COMET), last]
    synced.sync(listed)
    if edited:
        synced.learner.edit(synced.learner.note(last), Answer="as I say it")
    before = whole(synced.learner)
    text = page(listed)
    path = tmp_path / "page.txt"
    path.write_text(text[: text.index(at) + len(at)], encoding="utf-8")

    plan = plan_of(synced, path)

    assert not plan.changes_anything
    assert differing(before, whole(synced.learner)) == []


def test_nothing_wanted_is_never_everything_gone(synced: Kept) -> None:
    before = whole(synced.learner)
    known = synced.wanted(NOTEBOOK).answers
    assert known

    plan = synced.sync_notes([], known)

    assert not plan.changes_anything
    assert differing(before, whole(synced.learner)) == []


def test_a_whole_page_says_nothing_about_other_kinds_of_source(kept: Kept) -> None:
    link = memo("Rustfmt", "一个格式化工具", "memos/1")
    kept.sync_notes([*kept.wanted(NOTEBOOK).notes, link])

    plan = kept.sync(NOTEBOOK[1:])

    assert [one.guid for one in plan.gone] != [link.guid]
    assert len(plan.gone) == 1
    assert GONE not in kept.by_guid(link.guid).tags


def test_a_whole_page_says_nothing_about_what_came_from_another_page(
    synced: Kept, tmp_path: Path
) -> None:
    """The page of another group, user or search is whole too, but it is not this one."""
    other = tmp_path / "other.txt"
    other.write_text(page(facts(3)), encoding="utf-8")
    wanted = gathered([other])

    plan = synced.sync_notes(wanted.notes, wanted.answers)

    assert len(plan.add) == 3
    assert plan.gone == ()
    assert tagged(synced) == 0


def test_both_pages_in_one_run_are_both_known(synced: Kept, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(page(facts(3)), encoding="utf-8")
    first = synced.desk.write(NOTEBOOK)
    wanted = gathered([first, other])
    synced.sync_notes(wanted.notes, wanted.answers)

    synced.desk.write(NOTEBOOK[1:])
    wanted = gathered([first, other])
    plan = synced.sync_notes(wanted.notes, wanted.answers)

    assert [one.guid for one in plan.gone] == [synced.learner.note(TIDES).guid]


def test_a_note_that_came_with_a_package_can_be_gone(kept: Kept) -> None:
    kept.learner.import_package(kept.desk.export(NOTEBOOK))

    assert [one.guid for one in kept.sync(NOTEBOOK[1:]).gone] == [kept.learner.note(TIDES).guid]
    assert tagged(kept) == 1


def test_tags_do_not_say_where_a_note_came_from(synced: Kept) -> None:
    """The learner may take ours away, or give a note those of another source."""
    note = synced.learner.note(TIDES)
    note.tags = ["annoki::source::weekly"]
    synced.learner.edit(note)

    assert [one.guid for one in synced.sync(NOTEBOOK[1:]).gone] == [note.guid]
