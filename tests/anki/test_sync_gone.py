"""What is gone from the source, and what only seems to be (docs/sync-contract.md)."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any, List, Sequence

import pytest
from annoki import readers
from annoki.config import Config
from annoki.model import Problem
from annoki.pipeline.syncing import compare
from annoki.sync.collection_plan import CollectionPlan
from annoki.sync.details import GONE
from real_anki import (
    BAMBOO,
    COMET,
    EULER,
    LOOP,
    NOTEBOOK,
    SALT,
    TIDES,
    Annotation,
    Desk,
    card,
    page,
)
from syncing import WEEKLY, Kept, differing, facts, gathered, memo, whole

from tests.planning import counted

BETTER = TIDES.noted(card("海水每天涨落几次?", "两次,间隔约 12 小时 25 分 🌊"))


@pytest.fixture
def synced(kept: Kept) -> Kept:
    """A collection that was synced once."""
    kept.sync(NOTEBOOK)
    return kept


def tagged(kept: Kept) -> int:
    return len(kept.col.find_notes(f"tag:{GONE}"))


def test_what_is_gone_from_the_source_is_tagged_and_nothing_else(synced: Kept) -> None:
    learner = synced.learner
    learner.study("Annoki::Cards")
    before = whole(learner)
    note = learner.note(TIDES)

    plan = synced.sync(NOTEBOOK[1:])

    assert [one.guid for one in plan.gone] == [note.guid]
    assert synced.applied.gone == 1
    after = learner.note(TIDES)
    assert after.fields == note.fields
    assert sorted(after.tags) == sorted([*note.tags, GONE])
    names = ["cards", "revlog", "decks", "notetypes", "templates", "fields", "graves", "config"]
    assert [name for name in names if before[name] != whole(learner)[name]] == []
    assert len(set(before["notes"]) ^ set(whole(learner)["notes"])) == 2


def test_what_is_gone_is_said_once_and_then_not_a_row_is_written(synced: Kept) -> None:
    synced.sync(NOTEBOOK[1:])
    before = whole(synced.learner)

    plan = synced.sync(NOTEBOOK[1:])

    assert plan.counts() == counted(unchanged=7)
    assert not plan.changes_anything
    assert differing(before, whole(synced.learner)) == []


def test_the_tag_goes_when_the_note_is_back(synced: Kept) -> None:
    before = synced.learner.note(TIDES)
    synced.sync(NOTEBOOK[1:])

    plan = synced.sync(NOTEBOOK)

    assert plan.counts() == counted(update=1, unchanged=7)
    after = synced.learner.note(TIDES)
    assert (after.fields, sorted(after.tags)) == (before.fields, sorted(before.tags))
    assert not synced.sync(NOTEBOOK).changes_anything


def test_the_tag_goes_when_the_note_is_back_with_a_change(synced: Kept) -> None:
    synced.learner.tag(synced.learner.note(COMET), "期末考试")
    rest = [of for of in NOTEBOOK if of is not COMET]
    synced.sync(rest)

    synced.sync([COMET.noted("彗尾的方向:::总是背着太阳"), *rest])

    tags = synced.learner.note(COMET).tags
    assert GONE not in tags
    assert {"期末考试", "annoki::status::ready"} <= set(tags)


def test_a_note_comes_back_with_its_conflict(synced: Kept) -> None:
    synced.learner.edit(synced.learner.note(TIDES), Answer="我自己的说法")
    synced.sync(NOTEBOOK[1:])

    plan = synced.sync([BETTER, *NOTEBOOK[1:]])

    assert [one.field for one in plan.conflicts] == ["Answer"]
    assert GONE not in synced.learner.note(TIDES).tags
    assert synced.learner.note(TIDES)["Answer"] == "我自己的说法"


def test_gone_notes_are_suspended_where_configured(synced: Kept) -> None:
    others = list(synced.learner.tables(["cards"])["cards"])

    synced.sync(NOTEBOOK[1:], gone="suspend")

    assert synced.learner.is_suspended(TIDES)
    assert GONE in synced.learner.note(TIDES).tags
    assert len(set(others) - set(synced.learner.tables(["cards"])["cards"])) == 1
    before = whole(synced.learner)
    assert not synced.sync(NOTEBOOK[1:], gone="suspend").changes_anything
    assert differing(before, whole(synced.learner)) == []


def test_gone_notes_that_were_never_reviewed_are_deleted_where_configured(synced: Kept) -> None:
    synced.learner.study("Annoki::Cards")
    rest = [of for of in NOTEBOOK if of not in (TIDES, SALT)]

    synced.sync(rest, gone="delete_unreviewed")

    left = {note.guid for note in synced.learner.notes()}
    assert len(left) == len(NOTEBOOK) - 1, "SALT was never reviewed"
    assert GONE in synced.learner.note(TIDES).tags
    assert not synced.learner.is_suspended(TIDES)
    assert not synced.sync(rest, gone="delete_unreviewed").changes_anything


def test_a_card_that_was_reviewed_and_then_forgotten_was_reviewed(synced: Kept) -> None:
    """Browse > Forget, with its counters reset: the review log still knows."""
    synced.learner.study("Annoki::Cards")
    synced.col.sched.schedule_cards_as_new([synced.learner.card(TIDES).id], reset_counts=True)
    assert synced.learner.card(TIDES).reps == 0

    synced.sync(NOTEBOOK[1:], gone="delete_unreviewed")

    assert GONE in synced.learner.note(TIDES).tags


@pytest.mark.parametrize("did", ["flag", "tag", "move", "suspend"])
def test_a_gone_note_that_the_learner_did_anything_to_is_not_deleted(
    synced: Kept, did: str
) -> None:
    note, card = synced.learner.note(TIDES), synced.learner.card(TIDES)
    if did == "flag":
        synced.col.set_user_flag_for_cards(3, [card.id])
    elif did == "tag":
        synced.learner.tag(note, "marked")
    elif did == "move":
        synced.col.set_deck([card.id], synced.col.decks.id("地理"))  # type: ignore[arg-type]
    else:
        synced.col.sched.suspend_cards([card.id])

    synced.sync([of for of in NOTEBOOK if of not in (TIDES, SALT)], gone="delete_unreviewed")

    assert GONE in synced.learner.note(TIDES).tags
    assert len(synced.learner.notes()) == len(NOTEBOOK) - 1, "SALT was left alone"


def test_what_was_woken_before_it_had_its_answer_is_not_deleted(synced: Kept) -> None:
    """A bare highlight and an open question sleep as they were made: that is nobody's doing."""
    asleep = [one for one in synced.learner.notes() if one.cards()[0].queue == -1]
    assert len(asleep) > 1
    synced.col.sched.unsuspend_cards([asleep[0].cards()[0].id])
    left = [of for of in NOTEBOOK if synced.learner.card(of).nid not in [n.id for n in asleep]]

    synced.sync(left, gone="delete_unreviewed")

    assert len(synced.learner.notes()) == len(left) + 1
    assert GONE in synced.col.get_note(asleep[0].id).tags


@pytest.mark.parametrize("edit", [{"My_notes": "钱塘江大潮"}, {"Answer": "我自己的说法"}])
def test_a_gone_note_that_the_learner_wrote_on_is_not_deleted(
    synced: Kept, edit: dict[str, Any]
) -> None:
    """Never reviewed, but deleting it would cost the learner words of their own."""
    synced.learner.edit(synced.learner.note(TIDES), **edit)

    synced.sync(NOTEBOOK[1:], gone="delete_unreviewed")

    assert GONE in synced.learner.note(TIDES).tags


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


def plan_of(kept: Kept, *inputs: Path) -> CollectionPlan:
    """What the whole way from files to the collection plans, carried out."""
    return kept.apply(compare(kept.col, gathered(inputs), Config()))


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

    wanted = gathered([path])
    plan = synced.apply(compare(synced.col, wanted, Config()))

    assert not plan.changes_anything
    assert differing(before, whole(synced.learner)) == []
    (problem,) = wanted.report.accounts[0].problems
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


@pytest.mark.parametrize(
    ("total", "gone", "unusual"),
    [
        (20, 10, False),  # ten, however large a share
        (20, 11, True),
        (109, 11, True),  # a little over 10 %
        (110, 11, False),  # 10 % exactly
        (111, 11, False),
    ],
)
def test_more_than_ten_and_more_than_ten_per_cent_gone_is_unusual(
    kept: Kept, total: int, gone: int, unusual: bool
) -> None:
    all_of_them = facts(total)
    kept.sync(all_of_them)

    plan = kept.plan(all_of_them[gone:])

    assert len(plan.gone) == gone
    assert bool(plan.unusual()) == unusual
    if unusual:
        assert f"{gone} of {total} notes" in plan.unusual()


def test_notes_found_by_their_source_id_are_counted_once(kept: Kept) -> None:
    """11 of 109 are unusual, whatever became of the others."""
    old = [memo(f"Tool{n:03}", "旧的", f"memos/{n}") for n in range(109)]
    kept.sync_notes(old)
    new = [memo(f"Gadget{n:03}", "旧的", f"memos/{n}") for n in range(98)]

    plan = kept.plan_notes(new, WEEKLY)

    assert (len(plan.add), len(plan.gone)) == (0, 11)
    assert plan.present == 109
    assert plan.unusual()


def test_what_was_gone_before_is_not_counted_again(kept: Kept) -> None:
    all_of_them: List[Annotation] = facts(40)
    kept.sync(all_of_them)
    kept.sync(all_of_them[10:])

    plan = kept.plan(all_of_them[15:])

    assert len(plan.gone) == 5
    assert not plan.unusual()


def test_what_the_learner_deleted_is_not_gone(synced: Kept) -> None:
    synced.col.remove_notes([synced.learner.note(TIDES).id])

    plan = synced.sync(NOTEBOOK[1:])

    assert plan.counts() == counted(unchanged=7)


@pytest.mark.parametrize("gone", ["tag", "suspend", "delete_unreviewed"])
def test_one_undo_brings_gone_notes_back(synced: Kept, gone: str) -> None:
    synced.learner.study("Annoki::Cards")
    rest: Sequence[Annotation] = [of for of in NOTEBOOK if of not in (EULER, SALT, LOOP, BAMBOO)]
    before = whole(synced.learner)

    synced.sync(rest, gone=gone)
    assert differing(before, whole(synced.learner))
    synced.col.undo()

    assert differing(before, whole(synced.learner)) == []


def test_desk_and_kept_agree_on_the_page(kept: Kept, desk: Desk) -> None:
    """What `annoki export` reads is what is synced."""
    kept.sync(NOTEBOOK)

    imported = kept.learner.import_package(desk.export())

    assert (imported.new, imported.updated) == (0, 0)
