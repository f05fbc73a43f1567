"""Several notes of one thing become one, and nothing that the learner did is lost."""

from __future__ import annotations

import itertools
from typing import Any, Callable, List, Sequence

import pytest
from anki.consts import QUEUE_TYPE_SUSPENDED
from annoki.sync.details import TWIN
from annoki.targets.memory import field_of, memory_of
from real_anki import BAMBOO, EULER, NOTEBOOK, SALT, TIDES, Learner, card, plain
from syncing import Kept, differing, whole

from tests.planning import counted, note

BETTER = (TIDES.noted(card("海水每天涨落几次？", "两次，间隔约 12 小时 25 分 🌊")), *NOTEBOOK[1:])
MINE = "<p>我自己的说法 in my own words</p>"
OTHER = "<p>另一台电脑上写的</p>"


def twin(kept: Kept, of: Any, **fields: Any) -> Any:
    """A second note of the same GUID, as another device would have added it."""
    first = kept.learner.note(of)
    second = kept.col.new_note(kept.notetype())
    second.guid = first.guid
    second.fields = list(first.fields)
    second.tags = list(first.tags)
    (one,) = first.cards()
    kept.col.add_note(second, one.did)
    if one.queue == QUEUE_TYPE_SUSPENDED:
        kept.col.sched.suspend_notes([second.id])
    kept.learner.edit(second, **fields)
    return kept.col.get_note(second.id)


def of_guid(kept: Kept, guid: str) -> List[Any]:
    assert kept.col.db
    ids = kept.col.db.list("select id from notes where guid = ? order by id", guid)
    return [kept.col.get_note(id) for id in ids]


def study(kept: Kept, note: Any) -> None:
    """Review the cards of `note`, and nothing else."""
    for one in note.cards():
        own = kept.col.decks.id(f"Study {one.id}")
        assert own
        did = one.did
        kept.col.set_deck([one.id], own)
        kept.learner.study(f"Study {one.id}")
        kept.col.set_deck([one.id], did)


@pytest.fixture
def synced(kept: Kept) -> Kept:
    kept.sync(NOTEBOOK)
    return kept


def test_twins_that_were_never_reviewed_become_the_first(synced: Kept) -> None:
    first = synced.learner.note(TIDES)
    twin(synced, TIDES)

    plan = synced.sync(NOTEBOOK)

    assert plan.counts() == counted(unchanged=8, twins=1)
    assert plan.summary() == "0 new, 0 updated, 8 unchanged, 1 joined with its twin"
    assert plan.lines() == ["= 2 notes become one: 海水每天涨落几次？"]
    (shown,) = plan.as_dict()["twin_notes"]
    assert (shown["guid"], shown["stays"]) == (first.guid, first.id)
    assert synced.applied.joined == 1
    (left,) = of_guid(synced, first.guid)
    assert (left.id, left.fields, left.tags) == (first.id, first.fields, first.tags)
    before = whole(synced.learner)
    assert not synced.sync(NOTEBOOK).changes_anything
    assert differing(before, whole(synced.learner)) == []
    synced.learner.assert_sound()


def test_only_what_the_learner_deleted_counts_as_deleted_after_a_join(synced: Kept) -> None:
    first, second = synced.learner.note(TIDES), twin(synced, TIDES)
    synced.sync(NOTEBOOK)
    # Another thing was given the note, so that this one has none.
    synced.col.db.execute("update notes set guid = 'other' where id = ?", first.id)  # type: ignore[union-attr]
    plan = synced.plan(NOTEBOOK)
    assert ([one.guid for one in plan.add], plan.deleted) == ([second.guid], ())
    synced.col.db.execute("update notes set guid = ? where id = ?", first.guid, first.id)  # type: ignore[union-attr]

    synced.col.remove_notes([first.id])

    plan = synced.sync(NOTEBOOK)
    assert (plan.add, [one.guid for one in plan.deleted]) == ((), [first.guid])


def test_the_twin_with_reviews_stays(synced: Kept) -> None:
    second = twin(synced, TIDES)
    study(synced, second)
    before = synced.learner.tables(["revlog"])

    plan = synced.sync(NOTEBOOK)

    assert plan.counts() == counted(unchanged=8, twins=1)
    assert [one.id for one in of_guid(synced, second.guid)] == [second.id]
    assert synced.learner.tables(["revlog"]) == before
    assert second.cards()[0].reps == 1


def test_of_two_with_reviews_the_other_is_set_aside_and_left_alone_from_then_on(
    synced: Kept,
) -> None:
    first, second = synced.learner.note(TIDES), twin(synced, TIDES)
    study(synced, second)
    study(synced, first)
    before = synced.learner.tables(["revlog"])

    synced.sync(NOTEBOOK)

    assert synced.learner.tables(["revlog"]) == before
    assert [one.id for one in of_guid(synced, first.guid)] == [first.id, second.id]
    first.load()
    second.load()
    assert TWIN in first.tags
    assert first.cards()[0].queue == QUEUE_TYPE_SUSPENDED, "it was reviewed later"
    assert TWIN not in second.tags
    assert second.cards()[0].queue != QUEUE_TYPE_SUSPENDED
    aside = (first.fields, first.tags)
    assert not synced.sync(NOTEBOOK).changes_anything
    assert synced.sync(BETTER).counts() == counted(update=1, unchanged=7)
    second.load()
    assert "12 小时 25 分" in plain(second["Answer"])
    assert synced.sync([*BETTER[1:]], gone="delete_unreviewed").counts()["gone"] == 1
    first.load()
    assert (first.fields, first.tags) == aside, "never wanted, never gone"


@pytest.mark.parametrize("guid", ["", "by its address"])
def test_what_was_set_aside_wakes_if_its_twin_was_made_to_forget_it(
    synced: Kept, guid: str
) -> None:
    """Also where another face, by which it has another GUID, shows it."""
    first, second = synced.learner.note(TIDES), twin(synced, TIDES)
    study(synced, second)
    study(synced, first)
    synced.sync(NOTEBOOK)
    second.load()
    second.guid = "an-old-one"  # as an old package brings it, imported with "always"
    forgot = memory_of(second["Sync"])._replace(ids=(), keys=())
    second["Sync"] = field_of(forgot, second.guid)
    synced.learner.edit(second, Passage="", Prompt="", Answer="")
    wanted = synced.wanted(NOTEBOOK)
    shown = [
        one._replace(guid=guid, memory=one.memory._replace(keys=(first.guid,)))
        if guid and one.guid == first.guid
        else one
        for one in wanted.notes
    ]

    plan = synced.sync_notes(shown, wanted.answers)

    assert plan.counts() == counted(update=1, unchanged=7, gone=1)
    first.load()
    assert TWIN not in first.tags
    assert first.cards()[0].queue != QUEUE_TYPE_SUSPENDED
    assert not synced.plan_notes(shown, wanted.answers).changes_anything


def test_what_was_set_aside_wakes_though_another_is_called_like_it(synced: Kept) -> None:
    """Two posts of one title; an old package made the twin of the one forget it."""
    first, second = synced.learner.note(TIDES), twin(synced, TIDES)
    study(synced, second)
    study(synced, first)
    synced.sync(NOTEBOOK)
    other = twin(synced, BAMBOO)
    for one, guid, keys in (
        (first, first.guid, ("'tides",)),
        (second, "an-old-one", ()),
        (other, "another", ("'bamboo", first.guid)),
    ):
        one.load()
        one.guid = guid
        one["Sync"] = field_of(memory_of(one["Sync"])._replace(ids=(), keys=keys), guid)
        synced.learner.edit(one)
    synced.learner.edit(second, Passage="", Prompt="", Answer="")
    (note,) = synced.wanted([TIDES]).notes
    shown = note._replace(memory=note.memory._replace(keys=("'tides",)))

    assert not synced.sync_notes([shown]).add

    first.load()
    assert TWIN not in first.tags
    assert not synced.plan_notes([shown]).changes_anything


def test_another_thing_is_added_though_what_was_set_aside_has_its_guid(synced: Kept) -> None:
    first, second = synced.learner.note(TIDES), twin(synced, TIDES)
    study(synced, second)
    study(synced, first)
    synced.sync(NOTEBOOK)
    second.load()
    keys = (second.guid,)
    second.guid = "its-own"  # as where the two were known by other names
    known = memory_of(second["Sync"])._replace(ids=("hypothesis:one",), keys=keys)
    second["Sync"] = field_of(known, second.guid)
    synced.learner.edit(second)
    (note,) = synced.wanted([TIDES]).notes
    other = note._replace(memory=note.memory._replace(ids=("hypothesis:another",)))

    plan = synced.sync_notes([other])

    assert plan.counts() == counted(add=1)
    assert len(of_guid(synced, first.guid)) == 1
    assert not synced.plan_notes([other]).changes_anything
    first.load()
    assert TWIN in first.tags


def test_what_was_set_aside_is_no_twin_of_another_mark_on_its_passage(synced: Kept) -> None:
    """All marks know the GUID of the first one there; that it was set aside for, an old package has
    made forget it."""
    first, second = synced.learner.note(TIDES), twin(synced, TIDES)
    study(synced, second)
    study(synced, first)
    synced.sync(NOTEBOOK)
    other = twin(synced, BAMBOO)
    known = memory_of(second["Sync"])
    for one, guid, id, keys in (
        (first, first.guid, "hypothesis:one", ()),
        (second, "its-own", "hypothesis:one", ()),
        (other, "another", "hypothesis:another", (first.guid,)),
    ):
        one.load()
        one.guid = guid
        one["Sync"] = field_of(known._replace(ids=(id,), keys=keys), guid)
        synced.learner.edit(one)
    (note,) = synced.wanted([TIDES]).notes
    shown = note._replace(memory=note.memory._replace(ids=("hypothesis:one",)))

    assert not synced.sync_notes([shown]).twins

    for one, is_aside in ((first, True), (second, False), (other, False)):
        one.load()
        assert (TWIN in one.tags) == is_aside


def test_what_was_set_aside_sleeps_on_if_the_learner_deleted_its_twin(synced: Kept) -> None:
    first, second = synced.learner.note(TIDES), twin(synced, TIDES)
    study(synced, first)
    study(synced, second)
    synced.sync(NOTEBOOK)
    synced.col.remove_notes([first.id])

    assert synced.sync(NOTEBOOK).counts() == counted(unchanged=7, deleted=1)

    second.load()
    assert TWIN in second.tags
    assert second.cards()[0].queue == QUEUE_TYPE_SUSPENDED


@pytest.mark.parametrize("reviewed", [0, 1], ids=["the first", "the second"])
def test_edits_of_both_survive(synced: Kept, reviewed: int) -> None:
    first = synced.learner.note(TIDES)
    synced.learner.edit(first, Answer=MINE, My_notes="钱塘江")
    synced.learner.tag(first, "期末考试")
    second = twin(synced, TIDES)
    second["Answer"] = synced.wanted([TIDES]).notes[0].fields[1]
    synced.learner.edit(second, Prompt="我问 I ask", My_notes="每天两次", Spare_1="备用")
    second.tags = [*(tag for tag in second.tags if tag != "期末考试"), "手机"]
    synced.learner.edit(second)
    study(synced, (first, second)[reviewed])

    plan = synced.sync(NOTEBOOK)

    assert plan.counts() == counted(unchanged=8, twins=1)
    (left,) = of_guid(synced, first.guid)
    assert (left["Prompt"], left["Answer"], left["Spare 1"]) == ("我问 I ask", MINE, "备用")
    notes = ["钱塘江", "每天两次"]
    assert left["My notes"] == "<br><br>".join(notes if reviewed == 0 else notes[::-1])
    assert {"期末考试", "手机"} <= set(left.tags)
    assert not synced.sync(NOTEBOOK).changes_anything


def test_a_field_that_was_edited_in_both_is_kept_in_my_notes_below_its_name(synced: Kept) -> None:
    first = synced.learner.note(TIDES)
    synced.learner.edit(first, Answer=MINE, My_notes="钱塘江")
    twin(synced, TIDES, Answer=OTHER)

    synced.sync(NOTEBOOK)

    (left,) = of_guid(synced, first.guid)
    assert left["Answer"] == MINE
    assert left["My notes"] == f"钱塘江<br><br><div><b>Answer</b></div>{OTHER}"


def test_twins_are_joined_and_then_follow_their_source_in_one_sync(synced: Kept) -> None:
    first = synced.learner.note(TIDES)
    twin(synced, TIDES, Prompt="我问 I ask")

    plan = synced.sync(BETTER)

    assert plan.counts() == counted(update=1, unchanged=7, twins=1)
    (left,) = of_guid(synced, first.guid)
    assert left["Prompt"] == "我问 I ask"
    assert "12 小时 25 分" in plain(left["Answer"])
    assert not synced.sync(BETTER).changes_anything


def test_the_later_state_of_the_source_survives(synced: Kept) -> None:
    """The other device had synced the newer page, and its note goes."""
    first = synced.learner.note(TIDES)
    second = twin(synced, TIDES)
    wanted = synced.wanted(BETTER[:1]).notes[0]
    second.fields[1] = wanted.fields[1]
    synced.learner.edit(second)

    plan = synced.sync(BETTER)

    (left,) = of_guid(synced, first.guid)
    assert "12 小时 25 分" in plain(left["Answer"])
    assert plan.conflicts == ()


def test_twins_are_joined_though_their_source_is_not_asked(synced: Kept) -> None:
    first = synced.learner.note(TIDES)
    twin(synced, TIDES)

    assert synced.sync([SALT]).counts()["twins"] == 1
    assert len(of_guid(synced, first.guid)) == 1


def test_three_become_one(synced: Kept) -> None:
    first = synced.learner.note(TIDES)
    twin(synced, TIDES, My_notes="二")
    twin_of = of_guid(synced, first.guid)[0]
    third = synced.col.new_note(synced.notetype())
    third.guid, third.fields, third.tags = twin_of.guid, list(twin_of.fields), ["三号"]
    synced.col.add_note(third, twin_of.cards()[0].did)

    assert synced.sync(NOTEBOOK).lines() == ["= 3 notes become one: 海水每天涨落几次？"]

    (left,) = of_guid(synced, first.guid)
    assert left["My notes"] == "二"
    assert "三号" in left.tags


def test_a_flag_and_a_suspension_of_the_one_that_goes_are_taken_over(synced: Kept) -> None:
    first = synced.learner.note(TIDES)
    second = twin(synced, TIDES)
    synced.col.set_user_flag_for_cards(3, [second.cards()[0].id])
    synced.col.sched.suspend_notes([second.id])

    synced.sync(NOTEBOOK)

    (one,) = first.cards()
    assert (one.user_flag(), one.queue) == (3, QUEUE_TYPE_SUSPENDED)


def test_a_flag_of_the_one_that_stays_wins(synced: Kept) -> None:
    first = synced.learner.note(TIDES)
    second = twin(synced, TIDES)
    synced.col.set_user_flag_for_cards(1, [first.cards()[0].id])
    synced.col.set_user_flag_for_cards(3, [second.cards()[0].id])

    synced.sync(NOTEBOOK)

    assert first.cards()[0].user_flag() == 1


def test_twins_that_sleep_go_on_sleeping_and_wake_up_once(synced: Kept) -> None:
    first = synced.learner.note(BAMBOO)
    twin(synced, BAMBOO)
    synced.sync(NOTEBOOK)
    assert synced.learner.is_suspended(BAMBOO)

    answered = BAMBOO.noted(card("竹子为什么长得这么快？", "每一节都有分生组织。"))
    synced.sync([answered if of is BAMBOO else of for of in NOTEBOOK])

    assert not synced.learner.is_suspended(BAMBOO)
    assert len(of_guid(synced, first.guid)) == 1


def test_twins_of_which_the_learner_answered_one_wake_up_though_no_source_shows_them(
    synced: Kept,
) -> None:
    first = synced.learner.note(BAMBOO)
    twin(synced, BAMBOO, Answer=MINE)

    plan = synced.sync([SALT])

    assert (plan.counts()["twins"], plan.counts()["update"]) == (1, 1)
    assert synced.learner.note(BAMBOO).id == first.id
    assert synced.learner.note(BAMBOO)["Answer"] == MINE
    assert not synced.learner.is_suspended(BAMBOO)
    assert not synced.sync([SALT]).changes_anything


def test_a_copy_that_the_learner_made_is_no_twin(synced: Kept) -> None:
    first = synced.learner.note(TIDES)
    copy = synced.col.new_note(synced.notetype())
    copy.fields = list(first.fields)
    synced.col.add_note(copy, first.cards()[0].did)

    assert synced.sync(NOTEBOOK).twins == ()
    copy.load()


def test_two_things_of_one_guid_are_two_and_each_follows_its_source(kept: Kept) -> None:
    """They were told apart on one device, and another, which had not heard of it, wrote the one."""
    one, other = (
        note("g", ids=(f"hypothesis:{name}",), Answer=text, Passage="潮汐")
        for name, text in (("a", "大约两次。"), ("b", "每一节都有分生组织。"))
    )
    kept.sync_notes([one])
    first = kept.learner.notes()[0]
    kept.sync_notes([one, other._replace(guid="h")])
    (second,) = (one for one in kept.learner.notes() if one.guid == "h")
    second.guid = "g"
    second["Sync"] = field_of(memory_of(second["Sync"])._replace(keys=()), "g")
    kept.learner.edit(second)

    assert not kept.sync_notes([one, other._replace(guid="h")]).add
    better = note("h", ids=("hypothesis:b",), Answer="每一节都能伸长。", Passage="潮汐")
    plan = kept.sync_notes([one, better])

    assert plan.counts() == counted(update=1, unchanged=1)
    assert "每一节都能伸长" in kept.col.get_note(second.id)["Answer"]
    assert "大约两次" in kept.col.get_note(first.id)["Answer"]
    assert not kept.sync_notes([one, better]).changes_anything


def test_one_undo_brings_the_twins_back(synced: Kept) -> None:
    first = synced.learner.note(TIDES)
    synced.learner.edit(first, Answer=MINE)
    second = twin(synced, TIDES, Answer=OTHER)
    synced.col.set_user_flag_for_cards(3, [second.cards()[0].id])
    other = twin(synced, EULER)
    study(synced, other)
    study(synced, of_guid(synced, other.guid)[0])
    before = whole(synced.learner)

    synced.sync(NOTEBOOK)
    assert differing(before, whole(synced.learner)) != []
    synced.col.undo()

    assert differing(before, whole(synced.learner)) == []


def test_an_edit_made_between_planning_and_writing_stays_in_both(synced: Kept) -> None:
    first = synced.learner.note(TIDES)
    second = twin(synced, TIDES)
    plan = synced.plan(NOTEBOOK)
    synced.learner.edit(first, Answer=MINE)

    synced.apply(plan)

    assert [one.id for one in of_guid(synced, first.guid)] == [first.id, second.id]
    assert synced.learner.col.get_note(first.id)["Answer"] == MINE
    assert synced.sync(NOTEBOOK).counts()["twins"] == 1


def test_a_twin_that_lost_its_memory_costs_no_edit(synced: Kept) -> None:
    first = synced.learner.note(TIDES)
    twin(synced, TIDES, Sync="oops", Answer=MINE)

    synced.sync(NOTEBOOK)

    (left,) = of_guid(synced, first.guid)
    assert left["Answer"] == MINE
    assert left["My notes"] == "", "what it had not edited is nobody's edit"
    assert memory_of(left["Sync"]).content["Prompt"]
    assert not synced.sync(NOTEBOOK).changes_anything


@pytest.mark.parametrize("order", [*itertools.permutations(range(3))])
def test_devices_that_hold_the_same_notes_join_them_alike(
    learners: Callable[[], Learner], desk: Any, order: Sequence[int]
) -> None:
    joined = []
    texts = [{"Answer": MINE}, {"My_notes": "二"}, {"Answer": OTHER, "Prompt": "我问"}]
    for places in (range(3), order):
        kept = Kept(desk, learners())
        kept.sync([TIDES])
        first = kept.learner.note(TIDES)
        made = {}
        for at in places:
            note = kept.col.new_note(kept.notetype())
            note.guid, note.fields, note.tags = first.guid, list(first.fields), list(first.tags)
            kept.col.add_note(note, first.cards()[0].did)
            made[at] = note
        assert kept.col.db
        kept.col.remove_notes([first.id])
        for at, note in made.items():
            for name, text in texts[at].items():
                note[name.replace("_", " ")] = text
            kept.col.update_note(note)
            kept.col.db.execute("update cards set nid = ? where nid = ?", 1000 + at, note.id)
            kept.col.db.execute("update notes set id = ? where id = ?", 1000 + at, note.id)
        kept.sync([TIDES])
        joined.append([(one.id, one.fields, one.tags) for one in of_guid(kept, first.guid)])
    assert joined[0] == joined[1]
    assert len(joined[0]) == 1
