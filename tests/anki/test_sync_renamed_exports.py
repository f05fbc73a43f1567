"""Exports that have a new name each time, and what they show (docs/sync-contract.md)."""

from __future__ import annotations

from pathlib import Path

import pytest
from real_anki import (
    NOTEBOOK,
    TIDES,
    page,
)
from syncing import Kept, facts, plan_of


@pytest.fixture
def synced(kept: Kept) -> Kept:
    """A collection that was synced once."""
    kept.sync(NOTEBOOK)
    return kept


def test_an_export_that_has_a_new_name_each_week_is_the_same_one(
    synced: Kept, tmp_path: Path
) -> None:
    week = tmp_path / "week 2.txt"
    week.write_text(page(NOTEBOOK), encoding="utf-8")
    assert not plan_of(synced, week).changes_anything
    week = week.rename(tmp_path / "week 3.txt")
    week.write_text(page([*facts(2), *NOTEBOOK[1:]]), encoding="utf-8")

    plan = plan_of(synced, week)

    assert [one.guid for one in plan.gone] == [synced.learner.note(TIDES).guid]
    assert plan.counts()["add"] == 2
    assert not plan_of(synced, week.rename(tmp_path / "week 4.txt")).changes_anything


def test_a_file_that_has_a_passage_in_common_with_another_is_not_that_one_under_a_new_name(
    kept: Kept, tmp_path: Path
) -> None:
    head = "Created at,Author,Page,URL,Group,Type,Quote,Comment,Tags"
    one, other = (tmp_path / f"{name}.csv" for name in ("one", "other"))
    for file, day, remark in (
        (one, "2024-01-05", "收敛。"),
        (other, "2023-01-01", "另一篇的定理。"),
    ):
        page_of = f"https://papers.example.org/{file.stem}"
        row = f"{day} 10:00,me,Paper,{page_of},Public,Annotation,Theorem 1.,{remark},"
        file.write_text(f"{head}\n{row}\n", encoding="utf-8")
    plan_of(kept, one)

    assert plan_of(kept, other).counts()["add"] == 1
    assert not plan_of(kept, other).changes_anything


def test_what_two_exports_that_have_new_names_show_is_the_same_again(
    kept: Kept, tmp_path: Path
) -> None:
    """Whatever the order of their names, and of those that they had."""
    for week in range(6):
        dumps = [tmp_path / f"{name} of week {week}.txt" for name in ("all", "some")]
        for count, dump in zip((9 + week, 9 + week if week else 5), dumps):
            dump.write_text(page(facts(count)), encoding="utf-8")
        assert plan_of(kept, *dumps).counts()["add"]
        assert not plan_of(kept, *dumps).changes_anything, week


def test_what_is_gone_already_is_no_part_of_an_export_that_has_a_new_name(
    kept: Kept, tmp_path: Path
) -> None:
    """Week after week one comes and one goes; in the end far more have gone than there are."""
    listed = facts(14)
    for week in range(10):
        dump = tmp_path / f"week {week}.txt"
        dump.write_text(page(listed[week : week + 4]), encoding="utf-8")

        assert len(plan_of(kept, dump).gone) == (week > 0), week
        assert not plan_of(kept, dump).changes_anything

    old = tmp_path / "an old backup.txt"
    old.write_text(page(listed[:9]), encoding="utf-8")
    assert plan_of(kept, old).gone == ()
