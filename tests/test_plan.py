"""The plan, without any Anki: what a sync adds, updates and misses (docs/sync-contract.md)."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Tuple

import pytest
from annoki.model import Pushed
from annoki.sync.collection_plan import CollectionPlan
from annoki.sync.details import GONE
from annoki.sync.gone import Answered
from annoki.sync.plan import plan_collection
from annoki.sync.present_note import Present, Unmatched
from annoki.text.field import one_line
from annoki.words import told

from tests.planning import (
    ELSEWHERE,
    FINISHED,
    HERE,
    MINE,
    NEW,
    OLD,
    TAGS,
    THERE,
    UNFINISHED,
    WHOLE,
    counted,
    note,
    plan_of,
    present,
    written,
)


def test_a_note_that_is_not_present_is_added() -> None:
    plan = plan_collection([OLD], Present())

    assert plan.add == (OLD,)
    assert plan.changes_anything


def test_a_note_that_is_present_and_the_same_is_unchanged() -> None:
    plan = plan_collection([OLD], Present(frozenset({"g"}), 1))

    assert plan.counts() == counted(unchanged=1)
    assert not plan.changes_anything


def test_notes_are_added_in_reading_order() -> None:
    notes = [note(guid, order=order) for guid, order in (("b", 2), ("c", 3), ("a", 1))]

    assert [one.guid for one in plan_collection(notes, Present()).add] == ["a", "b", "c"]


def gone(count: int, tags: Tuple[str, ...] = TAGS, origin: str = HERE) -> Tuple[Unmatched, ...]:
    origins = (origin,) if origin else ()
    return tuple(
        Unmatched(n, f"gone{n}", tags, f"<p>第 {n} 条 &lt;</p>", origins) for n in range(count)
    )


def plan_gone(count: int, total: int) -> CollectionPlan:
    guids = frozenset(f"g{n}" for n in range(total))
    return plan_collection([note("g0")], Present(guids, total, {}, gone(count)), WHOLE)


@pytest.mark.parametrize(
    ("count", "total", "unusual"),
    [(0, 0, 0), (10, 10, 0), (11, 11, 1), (11, 109, 1), (11, 110, 0), (12, 119, 1), (12, 120, 0)],
)
def test_the_brake_asks_for_more_than_ten_and_more_than_ten_per_cent(
    count: int, total: int, unusual: int
) -> None:
    plan = plan_gone(count, total)

    assert len(plan.gone) == count
    assert bool(plan.unusual()) == bool(unusual)


@pytest.mark.parametrize(
    ("origin", "tags", "answers", "is_gone"),
    [
        (HERE, TAGS, WHOLE, True),
        (HERE, TAGS, (), False),
        (HERE, TAGS, ELSEWHERE, False),
        (THERE, TAGS, WHOLE, False),
        (THERE, TAGS, WHOLE + ELSEWHERE, True),
        ("-" * 12, TAGS, WHOLE, False),
        ("", TAGS, WHOLE, False),
        (HERE, (), WHOLE, True),
        (HERE, ("annoki::source::weekly",), WHOLE, True),
        (HERE, (*TAGS, GONE), WHOLE, False),
        (HERE, (*TAGS, "Annoki::Gone"), WHOLE, False),
        (HERE, (*TAGS, "annoki::gone::no"), WHOLE, True),
    ],
)
def test_only_the_whole_listing_that_a_note_came_from_says_that_it_is_gone(
    origin: str, tags: Tuple[str, ...], answers: Tuple[Answered, ...], is_gone: bool
) -> None:
    found = Present(frozenset({"g"}), 2, {}, gone(1, tags, origin))

    assert bool(plan_collection([OLD], found, answers).gone) == is_gone


def test_nothing_wanted_never_says_that_anything_is_gone() -> None:
    assert plan_collection([], Present(frozenset({"g"}), 2, {}, gone(1)), WHOLE).gone == ()


def test_what_is_wanted_may_be_an_iterator() -> None:
    found = Present(frozenset({"g"}), 2, {}, gone(1))

    plan = plan_collection(iter([OLD]), found, WHOLE)

    assert (plan.unchanged, len(plan.gone)) == (1, 1)


def test_a_plan_is_the_same_each_time() -> None:
    notes = [note(f"g{n}", order=n, Answer=str(n)) for n in range(5)]
    found = Present(frozenset({"g1"}), 4, {"g1": present(note("g1", Answer="旧"))}, gone(3))

    assert plan_collection(notes, found, WHOLE) == plan_collection(notes[::-1], found, WHOLE)


def test_what_was_done_in_one_sentence() -> None:
    assert plan_of(OLD, present(OLD)).done_said() == ""
    assert plan_gone(1, 5).done_said() == "Annoki marked 1 note that has left its source."
    plan = replace(plan_gone(3, 5), add=(note("new"),))
    assert plan.done_said() == "Annoki added 1 note, marked 3 notes that have left their source."
    said = "Annoki 新增了 1 条笔记，标记了 3 条来源中已不存在的笔记。"
    assert told(plan.done_said(), "zh") == said


def test_the_summary_in_words() -> None:
    plan = plan_of(NEW, present(OLD))
    assert plan.summary() == "0 new, 1 updated, 0 unchanged"

    plan = plan_of(NEW, present(OLD, Answer=MINE))
    assert plan.summary() == "0 new, 0 updated, 1 unchanged, 1 conflict"

    both = plan_of(note(Prompt="新", Answer="二"), present(OLD, Answer=MINE, Prompt=MINE))
    assert both.summary() == "0 new, 0 updated, 1 unchanged, 1 conflict", "one note, two fields"
    assert plan_gone(3, 5).summary() == "0 new, 0 updated, 1 unchanged, 3 gone from the source"


def test_the_plan_in_lines() -> None:
    wanted = [note("new", order=1, Prompt="新题 <b>"), NEW._replace(guid="g")]
    have = present(OLD, Answer=MINE, Prompt="我问 I ask")
    found = Present(frozenset({"g"}), 2, {"g": have}, gone(1), outdated=True)

    assert plan_collection(wanted, found, WHOLE).lines() == [
        "+ ready: 新题",
        "! Answer: 我问 I ask (g)",
        "    yours:  我的 mine",
        "    source: 二 two",
        "- gone: 第 0 条 <",
        "^ templates and style are upgraded",
    ]


def test_a_conflict_told_before_is_shown_as_kept() -> None:
    have = present(OLD, Answer=MINE)
    again = plan_of(NEW, written(plan_of(NEW, have), have))

    assert again.counts() == counted(unchanged=1, kept=1)
    assert again.summary() == "0 new, 0 updated, 1 unchanged, 1 kept as you wrote it"
    assert again.lines() == [
        "! kept, Answer: 问题 question (g)",
        "    yours:  我的 mine",
        "    source: 二 two",
    ]
    (kept,) = again.as_dict()["kept_conflicts"]
    assert (kept["guid"], kept["yours"], kept["source"]) == ("g", MINE, NEW.fields[1])


def test_outdated_templates_alone_are_something_to_do() -> None:
    plan = plan_collection([OLD], Present(frozenset({"g"}), 1, outdated=True))

    assert plan.counts() == counted(unchanged=1)
    assert plan.changes_anything
    assert plan.upgrade


def test_an_update_is_named_by_what_it_changes() -> None:
    assert plan_of(NEW, present(OLD)).lines() == ["~ Answer: 问题 question"]
    woken = plan_of(FINISHED, present(UNFINISHED, asleep=True)).lines()
    assert woken == ["~ Answer, Status, wakes up: 问题 question"]
    tagged = plan_of(OLD, present(OLD, tags=(*TAGS, GONE))).lines()
    assert tagged == ["~ tags: 问题 question"]
    asked = plan_of(note(Prompt="新 new", Answer="一 one"), present(OLD)).lines()
    assert asked == ["~ Prompt: 新 new"], "by its new prompt"


def test_an_update_of_the_memory_alone_does_not_claim_to_change_tags() -> None:
    garbled = present(OLD, memory=Pushed())

    assert plan_of(OLD, garbled).lines() == ["~ of 1 more only the memory"]


def test_the_plan_as_json() -> None:
    plan = plan_of(NEW, present(OLD, Answer=MINE))

    data = json.loads(json.dumps(plan.as_dict(), ensure_ascii=False))

    assert (data["conflict"], data["kept"]) == (1, 0)
    assert data["conflicts"][0]["yours"] == MINE
    assert data["kept_conflicts"] == []
    assert data["gone_notes"] == []
    data = json.loads(json.dumps(plan_gone(1, 2).as_dict()))
    assert data["gone_notes"] == [{"guid": "gone0", "prompt": "<p>第 0 条 &lt;</p>"}]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("<p>一</p><p>二</p>", "一 二"),
        ("<p>1 &lt; 2 &amp; 3</p>", "1 < 2 & 3"),
        ("a<b>b</b>c", "abc"),
        ("x" * 100, "x" * 75 + "…"),
        ("字" * 76, "字" * 76),
        ("", ""),
    ],
)
def test_a_field_in_plain_text(field: str, text: str) -> None:
    assert one_line(field) == text
