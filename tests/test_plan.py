"""The plan, without any Anki: what a sync does is a function of three texts (design section 5)."""

from __future__ import annotations

import dataclasses
import json
from html import unescape
from typing import Dict, Iterable, Optional, Tuple

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
from exporter.sync_field import (
    DIGEST_FROM_END,
    HASH_LENGTH,
    NO_ORIGIN,
    ORIGIN_FROM_END,
    Pushed,
    digest_of,
    hash_of,
    origin_of,
    parse,
    pushed_of,
    with_origin,
)

AT = {name: at for at, name in enumerate(FIELDS)}
TAGS = ("annoki::source::hypothesis", "annoki::status::ready")
HERE, THERE = hash_of("/here.txt"), hash_of("/there.txt")
WHOLE = frozenset({HERE})


def note(
    guid: str = "g",
    *,
    status: Status = "ready",
    tags: Iterable[str] = TAGS,
    renderer: int = 1,
    ids: Tuple[str, ...] = (),
    order: int = 0,
    origin: str = HERE,
    asleep: Optional[bool] = None,
    **texts: str,
) -> Note:
    """A note made from `texts`; how it is rendered depends on the renderer's version.

    `asleep` says whether we suspended it, where that does not follow from its status.
    """
    suspended = status in ("unfinished", "highlight")
    texts = {"Prompt": "问题 question", **texts, "Status": status}
    fields = {
        name: text if name == "Status" or not text else f"<p r{renderer}>{text}</p>"
        for name, text in texts.items()
    }
    slept = suspended if asleep is None else asleep
    pushed = pushed_of(fields, texts, tags, ids, renderer, slept)
    fields["Sync"] = pushed.as_field()
    return Note(
        guid,
        tuple(fields.get(name, "") for name in FIELDS),
        tuple(tags),
        "Annoki::Cards",
        suspended,
        status,
        "a test",
        "2024-05",
        ("2024-05", 0, order),
        ids,
        origin,
    )


def in_collection(one: Note) -> Tuple[str, ...]:
    """Its fields as they are written: `Sync`, the last, names the listing that it came from."""
    return (*one.fields[:-1], with_origin(one.fields[-1], one.origin))


def present(
    pushed: Note, *, tags: Tuple[str, ...] = (), asleep: bool = False, **edits: str
) -> PresentNote:
    """What `pushed` has become in a collection after the learner's `edits`."""
    fields = list(in_collection(pushed))
    for name, text in edits.items():
        fields[AT[name.replace("_", " ")]] = text
    return PresentNote(7, pushed.guid, tuple(fields), tags or pushed.tags, asleep)


def plan_of(wanted: Note, have: PresentNote) -> Plan:
    return plan_collection([wanted], Present(frozenset({have.guid}), 1, {wanted.guid: have}))


def written(plan: Plan, have: PresentNote) -> Tuple[str, ...]:
    """The fields of `have` after `plan`."""
    fields = list(have.fields)
    for update in plan.update:
        assert update.before == have
        for change in update.changes:
            assert (fields[AT[change.name]], change.name != "Sync") == (change.before, True)
            fields[AT[change.name]] = change.after
        fields[AT["Sync"]] = update.memory
        assert update.prompt == fields[0]
    return tuple(fields)


OLD = note(Answer="一 one")
NEW = note(Answer="二 two")


def test_a_note_that_is_not_present_is_added() -> None:
    plan = plan_collection([OLD], Present())

    assert plan.add == (OLD,)
    assert plan.changes_anything


def test_a_note_that_is_present_and_the_same_is_unchanged() -> None:
    plan = plan_collection([OLD], Present(frozenset({"g"}), 1))

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

    assert written(plan, case.have)[AT["Answer"]] == case.answer
    assert [one.field for one in plan.conflicts] == (["Answer"] if case.conflict else [])
    assert bool(plan.update) == case.written


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_second_sync_writes_nothing_and_shows_the_same_conflicts(case: Case) -> None:
    plan = plan_of(case.wanted, case.have)
    after = dataclasses.replace(case.have, fields=written(plan, case.have))

    again = plan_of(case.wanted, after)

    assert again.update == ()
    assert [(one.field, one.yours, one.source) for one in again.conflicts] == [
        (one.field, one.yours, one.source) for one in plan.conflicts
    ]


@pytest.mark.parametrize("name", ["My notes", "Spare 1", "Spare 2"])
def test_fields_of_the_learner_are_never_written(name: str) -> None:
    have = present(OLD, **{name: MINE})

    plan = plan_of(NEW, have)

    assert written(plan, have)[AT[name]] == MINE
    assert [change.name for change in plan.update[0].changes] == ["Answer"]


@pytest.mark.parametrize("name", ["My notes", "Spare 1", "Spare 2"])
def test_fields_of_the_learner_are_not_even_written_where_a_note_brings_some(name: str) -> None:
    have = present(note(Answer="一", **{name: "旧 old"}))

    plan = plan_of(note(Answer="二", **{name: "新 new"}), have)

    assert len(plan.update) == 1
    assert written(plan, have)[AT[name]] == have.fields[AT[name]]


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
    assert written(plan, have) == have.fields


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
    put_to_sleep = parse(pushed.fields[AT["Sync"]]).asleep
    assert parse(update.memory).asleep == (put_to_sleep and not wakes), "it wakes up once"


@pytest.mark.parametrize(
    ("wanted", "had", "origin"),
    [(HERE, HERE, HERE), (THERE, HERE, THERE), ("", HERE, HERE), (HERE, "", HERE), ("", "", "")],
)
def test_an_update_says_which_listing_it_came_from(wanted: str, had: str, origin: str) -> None:
    """Standard input has no name, so what came from there leaves the origin as it was."""
    have = present(note(Answer="一 one", origin=had))

    (update,) = plan_of(note(Answer="二 two", origin=wanted), have).update

    assert origin_of(update.memory) == (origin or NO_ORIGIN)


def test_another_listing_alone_is_no_change() -> None:
    assert not plan_of(note(origin=THERE), present(note())).changes_anything


@pytest.mark.parametrize(
    "garbled",
    ["", "garbled", '"}\\', '","all":"x' * 3, "<b>" * 30, "七" * 99],
    ids=["empty", "short", "quote", "json", "html", "long"],
)
@pytest.mark.parametrize("origin", [HERE, ""], ids=["named", "stdin"])
def test_a_garbled_memory_heals(garbled: str, origin: str) -> None:
    wanted = note(Answer="一 one", origin=origin)
    have = present(wanted, Sync=garbled)

    assert written(plan_of(wanted, have), have) == in_collection(wanted)


def gone(count: int, tags: Tuple[str, ...] = TAGS, origin: str = HERE) -> Tuple[Unmatched, ...]:
    return tuple(
        Unmatched(n, f"gone{n}", tags, f"<p>第 {n} 条 &lt;</p>", origin) for n in range(count)
    )


def plan_gone(count: int, total: int) -> Plan:
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
    ("origin", "tags", "complete", "is_gone"),
    [
        (HERE, TAGS, WHOLE, True),
        (HERE, TAGS, frozenset(), False),
        (HERE, TAGS, frozenset({THERE}), False),
        (THERE, TAGS, WHOLE, False),
        (THERE, TAGS, WHOLE | {THERE}, True),
        (NO_ORIGIN, TAGS, WHOLE, False),
        ("", TAGS, WHOLE, False),
        (HERE, (), WHOLE, True),
        (HERE, ("annoki::source::weekly",), WHOLE, True),
        (HERE, (*TAGS, GONE), WHOLE, False),
        (HERE, (*TAGS, "Annoki::Gone"), WHOLE, False),
        (HERE, (*TAGS, "annoki::gone::no"), WHOLE, True),
    ],
)
def test_only_the_whole_listing_that_a_note_came_from_says_that_it_is_gone(
    origin: str, tags: Tuple[str, ...], complete: frozenset[str], is_gone: bool
) -> None:
    found = Present(frozenset({"g"}), 2, {}, gone(1, tags, origin))

    assert bool(plan_collection([OLD], found, complete).gone) == is_gone


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
        "! Answer: 我问 I ask",
        "    yours:  我的 mine",
        "    source: 二 two",
        "- gone: 第 0 条 <",
        "^ templates and style are upgraded",
    ]


def test_outdated_templates_alone_are_something_to_do() -> None:
    plan = plan_collection([OLD], Present(frozenset({"g"}), 1, outdated=True))

    assert plan.counts() == {"add": 0, "update": 0, "unchanged": 1, "conflict": 0, "gone": 0}
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
    garbled = present(OLD, Sync="garbled")

    assert plan_of(OLD, garbled).lines() == ["~ memory: 问题 question"]


def test_the_plan_as_json() -> None:
    plan = plan_of(NEW, present(OLD, Answer=MINE))

    data = json.loads(json.dumps(plan.as_dict(), ensure_ascii=False))

    assert data["conflict"] == 1
    assert data["conflicts"][0]["yours"] == MINE
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
    assert plain(field) == text


# The field Sync.


def test_what_is_pushed_can_be_read_back() -> None:
    field = note(Answer="<答> & \"quoted\" 'x'", ids=("a<b>&c", '"q"'), status="unfinished").fields[
        AT["Sync"]
    ]
    pushed = parse(field)

    assert pushed.ids == ("a<b>&c", '"q"')
    assert pushed.source["Answer"] == hash_of("<答> & \"quoted\" 'x'")
    assert pushed.renderer == 1
    assert pushed.asleep
    assert Pushed(**pushed._asdict()).as_field() == pushed.as_field() == field


@pytest.mark.parametrize("origin", ["", HERE])
def test_digest_and_origin_stand_at_a_fixed_distance_from_the_end(origin: str) -> None:
    field = with_origin(note(ids=("a<b>&c", '"q"')).fields[AT["Sync"]], origin)
    data = json.loads(unescape(field))

    assert data["all"] == field[-DIGEST_FROM_END:][:HASH_LENGTH] == digest_of(field)
    assert data["from"] == field[-ORIGIN_FROM_END:][:HASH_LENGTH] == origin_of(field)
    assert data["from"] == (origin or NO_ORIGIN)
    assert list(data)[-2:] == ["from", "all"]
    assert field.isascii()
    assert "<" not in field


def test_a_composed_note_does_not_name_its_listing() -> None:
    """A package is the same wherever its sources lie, and tells nobody."""
    assert origin_of(OLD.fields[AT["Sync"]]) == NO_ORIGIN


def test_the_origin_is_no_part_of_the_digest_nor_of_what_was_pushed() -> None:
    field = OLD.fields[AT["Sync"]]
    other = with_origin(field, THERE)

    assert digest_of(other) == digest_of(field)
    assert parse(other) == parse(field)
    assert other == parse(field).as_field(THERE)
    assert with_origin(other, "") == field


def test_the_digest_tells_every_difference_apart() -> None:
    fields = [
        OLD,
        NEW,
        note(Answer="一 one", renderer=2),
        note(Answer="一 one", ids=("1",)),
        note(Answer="一 one", tags=()),
        note(Answer="一 one", status="unsure"),
        note(Answer="一 one", asleep=True),
    ]
    digests = {digest_of(one.fields[AT["Sync"]]) for one in fields}

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
        '{"source":{},"pushed":{},"ids":7,"tags":"","renderer":1,"asleep":0}',
        '{"source":{},"pushed":{},"ids":[],"tags":"","renderer":"x","asleep":0}',
        '{"source":{},"pushed":{},"ids":[],"tags":"","renderer":1e999,"asleep":0}',
        '{"source":[],"pushed":{},"ids":[],"tags":"","renderer":1,"asleep":0}',
        "[" * 100_000,
    ],
    ids=lambda text: repr(text[:40]),
)
def test_what_is_not_ours_is_nothing(text: str) -> None:
    assert parse(text) == Pushed()
