"""The plan, without any Anki: what a sync does is a function of three texts (design section 5)."""

from __future__ import annotations

import dataclasses
import json
from typing import Dict, Iterable, Tuple

import pytest

from exporter.model import Note, Status
from exporter.notetype import FIELDS
from exporter.plan import (
    GONE,
    Plan,
    Present,
    PresentNote,
    Unmatched,
    plain,
    plan_collection,
)
from exporter.sync_field import DIGEST_FROM_END, DIGEST_LENGTH, Pushed, hash_of, parse, pushed_of

AT = {name: at for at, name in enumerate(FIELDS)}
TAGS = ("annoki::source::hypothesis", "annoki::status::ready")
KINDS = frozenset({"hypothesis"})


def note(
    guid: str = "g",
    *,
    status: Status = "ready",
    tags: Iterable[str] = TAGS,
    renderer: int = 1,
    ids: Tuple[str, ...] = (),
    order: int = 0,
    **texts: str,
) -> Note:
    """A note made from `texts`; how it is rendered depends on the renderer's version."""
    texts = {"Prompt": "问题 question", **texts, "Status": status}
    fields = {
        name: text if name == "Status" or not text else f"<p r{renderer}>{text}</p>"
        for name, text in texts.items()
    }
    pushed = pushed_of(fields, texts, tags, ids, renderer)
    fields["Sync"] = pushed.as_field()
    return Note(
        guid,
        tuple(fields.get(name, "") for name in FIELDS),
        tuple(tags),
        "Annoki::Cards",
        status in ("unfinished", "highlight"),
        status,
        "a test",
        "2024-05",
        ("2024-05", 0, order),
        ids,
    )


def present(
    pushed: Note, *, tags: Tuple[str, ...] = (), asleep: bool = False, **edits: str
) -> PresentNote:
    """What `pushed` has become in a collection after the learner's `edits`."""
    fields = list(pushed.fields)
    for name, text in edits.items():
        fields[AT[name.replace("_", " ")]] = text
    return PresentNote(7, pushed.guid, tuple(fields), tags or pushed.tags, asleep)


def plan_of(wanted: Note, have: PresentNote) -> Plan:
    return plan_collection([wanted], Present(frozenset({have.guid}), {wanted.guid: have}, ()))


OLD = note(Answer="一 one")
NEW = note(Answer="二 two")


def test_a_note_that_is_not_present_is_added() -> None:
    plan = plan_collection([OLD], Present())

    assert plan.add == (OLD,)
    assert plan.changes_anything


def test_a_note_that_is_present_and_the_same_is_unchanged() -> None:
    plan = plan_collection([OLD], Present(frozenset({"g"})))

    assert plan.counts() == {"add": 0, "update": 0, "unchanged": 1, "conflict": 0, "gone": 0}
    assert not plan.changes_anything


def test_notes_are_added_in_reading_order() -> None:
    notes = [note(guid, order=order) for guid, order in (("b", 2), ("c", 3), ("a", 1))]

    assert [one.guid for one in plan_collection(notes, Present()).add] == ["a", "b", "c"]


@dataclasses.dataclass(frozen=True)
class Case:
    """One field: how the source and the learner changed it, and what becomes of it."""

    name: str
    wanted: Note
    have: PresentNote
    answer: str
    conflict: bool = False
    written: bool = True


MINE = "<b>我的 mine</b>"
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

    (after,) = [update.fields for update in plan.update] or [case.have.fields]
    assert after[AT["Answer"]] == case.answer
    assert [one.field for one in plan.conflicts] == (["Answer"] if case.conflict else [])
    assert bool(plan.update) == case.written


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_second_sync_writes_nothing_and_shows_the_same_conflicts(case: Case) -> None:
    plan = plan_of(case.wanted, case.have)
    (fields,) = [update.fields for update in plan.update] or [case.have.fields]

    again = plan_of(case.wanted, dataclasses.replace(case.have, fields=fields))

    assert again.update == ()
    assert [(one.field, one.yours, one.source) for one in again.conflicts] == [
        (one.field, one.yours, one.source) for one in plan.conflicts
    ]


@pytest.mark.parametrize("name", ["My notes", "Spare 1", "Spare 2"])
def test_fields_of_the_learner_are_never_written(name: str) -> None:
    have = present(OLD, **{name: MINE})

    (update,) = plan_of(NEW, have).update

    assert update.fields[AT[name]] == MINE
    assert [change.name for change in update.changes] == ["Answer"]


@pytest.mark.parametrize("name", ["My notes", "Spare 1", "Spare 2"])
def test_fields_of_the_learner_are_not_even_written_where_a_note_brings_some(name: str) -> None:
    have = present(note(Answer="一", **{name: "旧 old"}))

    (update,) = plan_of(note(Answer="二", **{name: "新 new"}), have).update

    assert update.fields[AT[name]] == have.fields[AT[name]]


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
    (update,) = plan_of(OLD, present(OLD, tags=(*TAGS, GONE, "期末"))).update

    assert update.tags == (*TAGS, "期末")
    assert update.fields == OLD.fields


UNFINISHED = note(status="unfinished", tags=TAGS)
FINISHED = note(Answer="答 answer", tags=TAGS)


@pytest.mark.parametrize(
    ("wanted", "pushed", "asleep", "wakes"),
    [
        (FINISHED, UNFINISHED, True, True),
        (FINISHED, UNFINISHED, False, False),
        (FINISHED, note(status="highlight"), True, True),
        (FINISHED, note(status="passage"), True, False),
        (FINISHED, OLD, True, False),
        (note(status="unfinished", Answer="看下文"), UNFINISHED, True, False),
        (UNFINISHED, FINISHED, True, False),
    ],
)
def test_only_what_waited_for_an_answer_wakes_up(
    wanted: Note, pushed: Note, asleep: bool, wakes: bool
) -> None:
    (update,) = plan_of(wanted, present(pushed, asleep=asleep)).update

    assert update.wake == wakes


def gone(count: int, tags: Tuple[str, ...] = TAGS) -> Tuple[Unmatched, ...]:
    return tuple(Unmatched(n, f"gone{n}", tags, f"第 {n} 条") for n in range(count))


def plan_gone(count: int, total: int) -> Plan:
    guids = frozenset(f"g{n}" for n in range(total))
    return plan_collection([note("g0")], Present(guids, {}, gone(count)), KINDS)


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
    ("tags", "complete", "is_gone"),
    [
        (TAGS, KINDS, True),
        (TAGS, frozenset(), False),
        (TAGS, frozenset({"weekly"}), False),
        (("annoki::source::weekly",), KINDS, False),
        ((*TAGS, "annoki::source::weekly"), KINDS, False),
        ((*TAGS, "annoki::source::weekly"), KINDS | {"weekly"}, True),
        ((), KINDS, False),
        (("annoki::source::",), KINDS, False),
        ((*TAGS, GONE), KINDS, False),
    ],
)
def test_only_a_whole_listing_says_what_is_gone(
    tags: Tuple[str, ...], complete: frozenset[str], is_gone: bool
) -> None:
    found = Present(frozenset({"g"}), {}, gone(1, tags))

    assert bool(plan_collection([OLD], found, complete).gone) == is_gone


def test_nothing_wanted_never_says_that_anything_is_gone() -> None:
    assert plan_collection([], Present(frozenset({"g"}), {}, gone(1)), KINDS).gone == ()


def test_what_is_wanted_may_be_an_iterator() -> None:
    found = Present(frozenset({"g"}), {}, gone(1))

    plan = plan_collection(iter([OLD]), found, KINDS)

    assert (plan.unchanged, len(plan.gone)) == (1, 1)


def test_a_plan_is_the_same_each_time() -> None:
    notes = [note(f"g{n}", order=n, Answer=str(n)) for n in range(5)]
    found = Present(frozenset({"g1"}), {"g1": present(note("g1", Answer="旧"))}, gone(3))

    assert plan_collection(notes, found, KINDS) == plan_collection(notes[::-1], found, KINDS)


def test_the_summary_in_words() -> None:
    plan = plan_of(NEW, present(OLD))
    assert plan.summary() == "0 new, 1 updated, 0 unchanged"

    plan = plan_of(NEW, present(OLD, Answer=MINE))
    assert plan.summary() == "0 new, 0 updated, 1 unchanged, 1 conflict"

    both = plan_of(note(Prompt="新", Answer="二"), present(OLD, Answer=MINE, Prompt=MINE))
    assert both.summary() == "0 new, 0 updated, 1 unchanged, 1 conflict", "one note, two fields"
    assert plan_gone(3, 5).summary() == "0 new, 0 updated, 1 unchanged, 3 gone from the source"


def test_the_plan_in_lines() -> None:
    wanted = [note("new", order=1, Prompt="新题 <b>"), dataclasses.replace(NEW, guid="g")]
    have = present(OLD, Answer=MINE, Prompt="我问 I ask")
    found = Present(frozenset({"g"}), {"g": have}, gone(1))

    assert plan_collection(wanted, found, KINDS).lines() == [
        "+ ready: 新题",
        "! Answer: 我问 I ask",
        "    yours:  我的 mine",
        "    source: 二 two",
        "- gone: 第 0 条",
    ]


def test_an_update_is_named_by_what_it_changes() -> None:
    assert plan_of(NEW, present(OLD)).lines() == ["~ Answer: 问题 question"]
    woken = plan_of(FINISHED, present(UNFINISHED, asleep=True)).lines()
    assert woken == ["~ Answer, Status, wakes up: 问题 question"]
    tagged = plan_of(OLD, present(OLD, tags=(*TAGS, GONE))).lines()
    assert tagged == ["~ tags: 问题 question"]


def test_an_update_of_the_memory_alone_does_not_claim_to_change_tags() -> None:
    garbled = present(OLD, Sync="garbled")

    (line,) = plan_of(OLD, garbled).lines()

    assert "tags" not in line


def test_the_plan_as_json() -> None:
    plan = plan_of(NEW, present(OLD, Answer=MINE))

    data = json.loads(json.dumps(plan.as_dict(), ensure_ascii=False))

    assert data["conflict"] == 1
    assert data["conflicts"][0]["yours"] == MINE
    assert data["gone_notes"] == []


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
    assert plain(field) == text


# The field Sync.


def test_what_is_pushed_can_be_read_back() -> None:
    pushed = parse(note(Answer="<答> & \"quoted\" 'x'", ids=("a<b>&c", '"q"')).fields[AT["Sync"]])

    assert pushed.ids == ("a<b>&c", '"q"')
    assert pushed.source["Answer"] == hash_of("<答> & \"quoted\" 'x'")
    assert pushed.renderer == 1
    assert Pushed(**vars(pushed)).as_field() == pushed.as_field()


def test_the_digest_stands_at_the_end() -> None:
    field = NEW.fields[AT["Sync"]]

    assert field[-DIGEST_FROM_END:][:DIGEST_LENGTH] == parse(field).digest()
    assert field.isascii()


def test_the_digest_tells_every_difference_apart() -> None:
    fields = [
        OLD,
        NEW,
        note(Answer="一 one", renderer=2),
        note(Answer="一 one", ids=("1",)),
        note(Answer="一 one", tags=()),
        note(Answer="一 one", status="unsure"),
    ]
    digests = {parse(one.fields[AT["Sync"]]).digest() for one in fields}

    assert len(digests) == len(fields)


def test_the_order_of_tags_and_fields_does_not_matter() -> None:
    a: Dict[str, str] = {"Prompt": "a", "Answer": "b"}
    b = dict(reversed(list(a.items())))

    one, other = pushed_of(a, a, ("x", "y"), (), 1), pushed_of(b, b, ("y", "x"), (), 1)

    assert one.as_field() == other.as_field()


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "null", "[]", "7", '"text"', "{}", "我写在这里 I wrote here", "\ud7ff\x00"),
        '{"source":{},"pushed":{},"ids":7,"tags":"","renderer":1}',
        '{"source":{},"pushed":{},"ids":[],"tags":"","renderer":"x"}',
        '{"source":{},"pushed":{},"ids":[],"tags":"","renderer":1e999}',
        '{"source":[],"pushed":{},"ids":[],"tags":"","renderer":1}',
        "[" * 100_000,
    ],
    ids=lambda text: repr(text[:40]),
)
def test_what_is_not_ours_is_nothing(text: str) -> None:
    assert parse(text) == Pushed()
