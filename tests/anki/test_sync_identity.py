"""A sync finds a note by its GUID, and else by what its source calls it (docs/sync-contract.md)."""

from __future__ import annotations

from annoki.targets.memory import memory_of
from real_anki import plain
from syncing import WEEKLY, Kept, differing, in_collection, memo, whole

from tests.planning import counted

OLD = memo("Rustfmt", "一个格式化工具", "memos/7")
NEW = memo("Rustfmt 2.0", "一个更快的格式化工具", "memos/7")
OTHER = memo("Clippy", "一个检查工具", "memos/8")


def test_a_note_whose_lead_was_edited_is_found_by_its_source_id(kept: Kept) -> None:
    assert OLD.guid == NEW.guid, "what the source calls it is its name"
    kept.sync_notes([OLD, OTHER])
    note = kept.by_guid(OLD.guid)
    kept.col.sched.suspend_cards([one.id for one in note.cards()])
    kept.learner.tag(note, "期末考试")
    cards = kept.learner.tables(["cards"])

    plan = kept.sync_notes([NEW, OTHER], WEEKLY)

    assert plan.counts() == counted(update=1, unchanged=1)
    assert len(kept.learner.notes()) == 2
    after = kept.by_guid(OLD.guid)
    assert after.id == note.id, "the GUID in the collection stays"
    assert "2.0" in plain(after["Prompt"])
    assert "更快" in plain(after["Answer"])
    assert "期末考试" in after.tags
    assert kept.learner.tables(["cards"]) == cards


def test_found_by_its_source_id_and_unchanged_writes_not_a_row(kept: Kept) -> None:
    kept.sync_notes([OLD, OTHER])
    kept.sync_notes([NEW, OTHER], WEEKLY)
    before = whole(kept.learner)

    for _ in range(2):
        plan = kept.sync_notes([NEW, OTHER], WEEKLY)
        assert plan.counts() == counted(unchanged=2)
    assert differing(before, whole(kept.learner)) == []


def test_an_edit_is_kept_when_the_lead_changes(kept: Kept) -> None:
    kept.sync_notes([OLD, OTHER])
    kept.learner.edit(kept.by_guid(OLD.guid), Answer="我自己的说法", Prompt="Rustfmt, 我的")

    plan = kept.sync_notes([NEW, OTHER], WEEKLY)

    assert sorted(one.field for one in plan.conflicts) == ["Answer", "Prompt"]
    assert kept.by_guid(OLD.guid)["Answer"] == "我自己的说法"
    again = kept.sync_notes([NEW, OTHER], WEEKLY)
    assert again.kept == plan.conflicts
    assert not again.changes_anything


def test_the_lead_edited_twice_and_back(kept: Kept) -> None:
    kept.sync_notes([OLD, OTHER])
    for one in (NEW, memo("Formatter", "又改名了", "memos/7"), OLD):
        plan = kept.sync_notes([one, OTHER], WEEKLY)
        assert (len(plan.add), len(plan.update), len(plan.gone)) == (0, 1, 0)

    assert len(kept.learner.notes()) == 2
    assert kept.by_guid(OLD.guid).fields[:-1] == list(in_collection(OLD)[:-1])


def test_who_is_called_as_before_is_who_it_was(kept: Kept) -> None:
    """Two memos swapped their texts: the reviews of each stay with what the source calls it."""
    kept.sync_notes([OLD, OTHER])
    ids = {one.guid: kept.by_guid(one.guid).id for one in (OLD, OTHER)}
    swapped = [
        memo("Rustfmt", "一个格式化工具", "memos/8"),
        memo("Clippy", "一个检查工具", "memos/7"),
    ]

    plan = kept.sync_notes(swapped, WEEKLY)

    assert (len(plan.add), len(plan.gone)) == (0, 0)
    assert "Clippy" in plain(kept.by_guid(OLD.guid)["Prompt"])
    assert "Rustfmt" in plain(kept.by_guid(OTHER.guid)["Prompt"])
    assert ids == {one.guid: kept.by_guid(one.guid).id for one in (OLD, OTHER)}


def test_a_gone_note_is_back_under_another_lead(kept: Kept) -> None:
    kept.sync_notes([OLD, OTHER])
    kept.sync_notes([OTHER], WEEKLY)
    assert "annoki::gone" in kept.by_guid(OLD.guid).tags

    plan = kept.sync_notes([NEW, OTHER], WEEKLY)

    assert len(plan.add) == 0
    assert "annoki::gone" not in kept.by_guid(OLD.guid).tags


def test_a_note_without_a_source_id_is_never_found_by_one(kept: Kept) -> None:
    bare = memo("Cargo", "构建工具")
    kept.sync_notes([bare, OTHER])

    plan = kept.sync_notes([memo("Cargo 2", "构建工具"), OTHER])

    assert len(plan.add) == 1
    assert tuple(kept.by_guid(bare.guid).fields) == in_collection(bare)


def test_a_source_id_learnt_later_is_remembered(kept: Kept) -> None:
    """First from a dump, which knows no ids, then from the source itself."""
    kept.sync_notes([memo("Rustfmt", "一个格式化工具"), OTHER])
    kept.sync_notes([OLD, OTHER])

    plan = kept.sync_notes([NEW, OTHER], WEEKLY)

    assert (len(plan.add), len(plan.update)) == (0, 1)


def test_a_source_id_is_not_forgotten_when_a_dump_does_not_tell_it(kept: Kept) -> None:
    """The same thing seen through another face is the same note."""
    kept.sync_notes([OLD, OTHER])
    kept.sync_notes([memo("Rustfmt", "一个格式化工具"), OTHER])

    plan = kept.sync_notes([NEW, OTHER], WEEKLY)

    assert (len(plan.add), len(plan.update)) == (0, 1)


def test_ids_with_odd_characters(kept: Kept) -> None:
    odd = "https://例.cn/a?b=1&c=<d>\"e\"'f'#é\\{{g}}"
    old = memo("Rustfmt", "一个格式化工具", odd)
    new = memo("Rustfmt 2.0", "一个格式化工具", odd)
    kept.sync_notes([old])
    assert memory_of(kept.by_guid(old.guid)["Sync"]).ids == (odd,)

    plan = kept.sync_notes([new])

    assert (len(plan.add), len(plan.update)) == (0, 1)
    assert not kept.sync_notes([new]).changes_anything
