"""Whose change wins: what a sync writes is a function of three texts (docs/sync-contract.md)."""

from __future__ import annotations

import dataclasses
from typing import Any, Tuple

import pytest
from annoki.model import Note, Pushed
from annoki.sync.details import GONE
from annoki.sync.present_note import PresentNote

from tests.planning import (
    AT,
    FINISHED,
    HERE,
    MINE,
    NEW,
    OLD,
    TAGS,
    THERE,
    UNFINISHED,
    counted,
    note,
    plan_of,
    present,
    written,
)


@dataclasses.dataclass(frozen=True)
class Case:
    """One field: how the source and the learner changed it, and what becomes of it."""

    name: str
    wanted: Note
    have: PresentNote
    answer: str
    conflict: bool = False
    written: bool = True


def named(name: str, text: str) -> Any:
    return {name: text}


LATER = note(Answer="一 one", renderer=2)
CASES = [
    Case("neither changed", OLD, present(OLD), OLD.fields[1], written=False),
    Case("the source changed", NEW, present(OLD), NEW.fields[1]),
    Case("the learner changed", OLD, present(OLD, Answer=MINE), MINE, written=False),
    Case("both changed", NEW, present(OLD, Answer=MINE), MINE, conflict=True, written=False),
    Case("both changed alike", NEW, present(OLD, Answer=NEW.fields[1]), NEW.fields[1]),
    Case("the learner emptied it", NEW, present(OLD, Answer=""), "", True, False),
    Case("the source emptied it", note(), present(OLD), ""),
    Case("the source emptied an edit", note(), present(OLD, Answer=MINE), MINE, True, False),
    Case("the source filled it", OLD, present(note()), OLD.fields[1]),
    Case("the source filled an edit", OLD, present(note(), Answer=MINE), MINE, True, False),
    Case("the renderer changed", LATER, present(OLD), LATER.fields[1]),
    Case("the renderer and the learner", LATER, present(OLD, Answer=MINE), MINE),
    Case(
        "all three changed",
        note(Answer="二 two", renderer=2),
        present(OLD, Answer=MINE),
        MINE,
        conflict=True,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_whose_change_wins(case: Case) -> None:
    plan = plan_of(case.wanted, case.have)

    assert written(plan, case.have).fields[AT["Answer"]] == case.answer
    assert [one.field for one in plan.conflicts] == (["Answer"] if case.conflict else [])
    assert bool(plan.update) == (case.written or case.conflict)
    assert plan.counts()["update"] == (written(plan, case.have).fields != case.have.fields)


@pytest.mark.parametrize(
    ("source", "learner", "alike"),
    [
        ('<p lang="en">one two</p>', "one&nbsp;two<br>", True),
        ('<p lang="zh-Hans">一</p><p lang="en">one</p>', "<div>一</div><div>one</div>", True),
        (
            '<p lang="zh-Hans">看 <span lang="en">ce\u0301</span></p>',
            '<p lang="zh-Hans">看 c\u00e9</p>',
            True,
        ),
        ('<p lang="en">one two</p>', "one<br>two", False),
        ('<p lang="en">one</p>', '<span style="color: red">one</span>', False),
        ('<p lang="en">one</p>', "<b>one</b>", False),
        ("<pre><code>if a:\n    b</code></pre>", "<pre><code>if a:\n  b</code></pre>", False),
        (r'<p lang="en">\(a b\)</p>', r"\(ab\)", False),
    ],
)
def test_what_both_wrote_alike_is_no_conflict(source: str, learner: str, alike: bool) -> None:
    wanted = note(Answer="both")
    wanted = wanted._replace(fields=(wanted.fields[0], source, *wanted.fields[2:]))
    have = present(OLD, Answer=learner)

    plan = plan_of(wanted, have)

    assert [one.field for one in plan.conflicts] == ([] if alike else ["Answer"])
    assert written(plan, have).fields[AT["Answer"]] == (source if alike else learner)
    assert not plan_of(wanted, written(plan, have)).changes_anything


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_second_sync_writes_nothing_and_tells_of_a_conflict_as_kept(case: Case) -> None:
    plan = plan_of(case.wanted, case.have)
    again = plan_of(case.wanted, written(plan, case.have))

    assert not again.changes_anything
    assert again.conflicts == ()
    assert [(one.field, one.yours, one.source) for one in again.kept] == [
        (one.field, one.yours, one.source) for one in plan.conflicts
    ]
    assert plan.kept == ()


@pytest.mark.parametrize("name", ["My notes", "Spare 1", "Spare 2"])
def test_fields_of_the_learner_are_never_written(name: str) -> None:
    have = present(OLD, **named(name, MINE))

    plan = plan_of(NEW, have)

    assert written(plan, have).fields[AT[name]] == MINE
    assert [change.name for change in plan.update[0].changes] == ["Answer"]


@pytest.mark.parametrize("name", ["My notes", "Spare 1", "Spare 2"])
def test_fields_of_the_learner_are_not_even_written_where_a_note_brings_some(name: str) -> None:
    have = present(note(Answer="一", **named(name, "旧 old")))

    plan = plan_of(note(Answer="二", **named(name, "新 new")), have)

    assert len(plan.update) == 1
    assert written(plan, have).fields[AT[name]] == have.fields[AT[name]]


def test_an_update_says_each_field_before_and_after() -> None:
    (update,) = plan_of(note(Prompt="新 new", Answer="二 two"), present(OLD)).update

    assert [(one.name, one.before, one.after) for one in update.changes] == [
        ("Prompt", "<p r1>问题 question</p>", "<p r1>新 new</p>"),
        ("Answer", "<p r1>一 one</p>", "<p r1>二 two</p>"),
    ]


def test_a_conflict_shows_both_sides() -> None:
    (conflict,) = plan_of(NEW, present(OLD, Answer=MINE, Prompt="我问 I ask")).conflicts

    assert dataclasses.asdict(conflict) == {
        "guid": "g",
        "prompt": "我问 I ask",
        "field": "Answer",
        "yours": MINE,
        "source": "<p r1>二 two</p>",
    }


def test_tags_follow_the_source_and_foreign_ones_stay() -> None:
    wanted = note(tags=("annoki::source::hypothesis", "annoki::status::unsure"))
    have = present(OLD, tags=(*TAGS, "期末", "annoki", "annokish::a"))

    (update,) = plan_of(wanted, have).update

    assert set(update.tags) == {*wanted.tags, "期末", "annoki", "annokish::a"}


def test_tags_stay_as_the_learner_has_them_while_the_source_says_the_same() -> None:
    (update,) = plan_of(NEW, present(OLD, tags=("期末",))).update

    assert update.tags == ("期末",)


def test_the_tag_gone_goes_when_the_note_is_wanted() -> None:
    have = present(OLD, tags=(*TAGS, GONE, "期末"))
    plan = plan_of(OLD, have)

    assert [sorted(update.tags) for update in plan.update] == [sorted((*TAGS, "期末"))]
    assert written(plan, have) == have


@pytest.mark.parametrize(
    ("wanted", "pushed", "asleep", "wakes"),
    [
        (FINISHED, UNFINISHED, True, True),
        (FINISHED, UNFINISHED, False, False),
        (FINISHED, note(status="highlight"), True, True),
        (FINISHED, note(status="passage"), True, False),
        (FINISHED, OLD, True, False),
        (FINISHED, note(status="unfinished", asleep=False), True, False),
        (note(status="unfinished", Answer="看下文"), UNFINISHED, True, False),
        (UNFINISHED, FINISHED, True, False),
    ],
)
def test_only_what_waited_for_an_answer_wakes_up(
    wanted: Note, pushed: Note, asleep: bool, wakes: bool
) -> None:
    (update,) = plan_of(wanted, present(pushed, asleep=asleep)).update

    assert update.wake == wakes
    assert update.memory.asleep == (pushed.memory.asleep and not wakes), "it wakes up once"


@pytest.mark.parametrize(
    ("wanted", "had", "origins"),
    [
        (HERE, HERE, (HERE,)),
        (THERE, HERE, (HERE, THERE)),
        ("", HERE, (HERE,)),
        (HERE, "", (HERE,)),
        ("", "", ()),
    ],
)
def test_an_update_remembers_all_listings_that_have_shown_it(
    wanted: str, had: str, origins: Tuple[str, ...]
) -> None:
    """Standard input has no name, so what came from there leaves the origins as they were."""
    have = present(note(Answer="一 one", origin=had))

    (update,) = plan_of(note(Answer="二 two", origin=wanted), have).update

    assert update.memory.origins == origins


def test_another_listing_is_remembered_once_and_changes_nothing_that_is_seen() -> None:
    have = present(note())
    plan = plan_of(note(origin=THERE), have)

    assert plan.counts() == counted(unchanged=1)
    assert plan.lines() == ["~ of 1 more only the memory"]
    assert not plan_of(note(origin=THERE), written(plan, have)).changes_anything


@pytest.mark.parametrize("origin", [HERE, ""], ids=["named", "stdin"])
def test_a_lost_memory_heals(origin: str) -> None:
    wanted = note(Answer="一 one", origin=origin)
    have = present(wanted, memory=Pushed())

    assert written(plan_of(wanted, have), have) == present(wanted)
