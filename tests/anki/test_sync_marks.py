"""What tells two marks on one passage apart where no id does (docs/sync-contract.md)."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any, Callable, Sequence

import pytest
from annoki.model import Face, Item
from annoki.sync.doubles import twins_among
from annoki.sync.plan import plan_collection
from annoki.sync.present_note import Present
from real_anki import Annotation, Desk, Imported, Learner, card
from syncing import Kept
from test_sync_faces import DUMP, annotation, notes, notes_of

from tests.planning import counted, present
from tests.texts import prose

SHORT, LONG = (
    "Theorem 1.",
    "Salt lowers the freezing point of water, so roads are salted in winter.",
)
PAGE = "https://papers.example/pdf/1?v=2"
MARK = annotation(
    SHORT, "盐会降低冰点。", Face.EXCERPT, captured="2023-08-13", host="papers.example",
    uri=PAGE, link=f"{PAGE}#:~:text=Theorem%201.",
)  # fmt: skip
REWRITTEN = prose("二分查找要先排序。")


def at(uri: str, host: str = "papers.example") -> dict[str, str]:
    return {"uri": uri, "link": uri, "host": host}


@pytest.mark.parametrize(
    ("uri", "added"),
    [
        ("https://papers.example/pdf/3?v=2", 1),
        ("https://papers.example/pdf/1?v=3", 1),
        ("https://papers.example/", 1),
        ("http://www.papers.example/pdf/1/?utm_source=mail&v=2#section", 0),
        ("https://papers.example/pdf/1", 0),
    ],
)
@pytest.mark.parametrize("view", ["", "https://hyp.is/a1/papers.example/pdf/1?v=2"])
def test_what_is_marked_on_another_page_is_another_thing(
    kept: Kept, view: str, uri: str, added: int
) -> None:
    known = MARK._replace(link=view, source_ids=("hypothesis:a1",)) if view else MARK
    kept.sync_notes(notes(known))
    other = MARK._replace(body=REWRITTEN, **at(uri))  # type: ignore[arg-type]
    assert kept.plan_notes(notes(other)).counts()["add"] == added


@pytest.mark.parametrize("mine", [{}, {"Answer": ""}, {"Prompt": "盐？"}, {"Source": "书上看来的"}])
@pytest.mark.parametrize(("passage", "text"), [(LONG, "盐"), (SHORT, LONG)])
def test_a_document_that_is_told_by_another_of_its_addresses_is_the_same(
    kept: Kept, passage: str, text: str, mine: dict[str, Any]
) -> None:
    """An export tells one address for all that it holds, that of its first annotation."""
    mark = annotation(passage, text, Face.EXCERPT, **at("https://papers.example/abs/1"))
    kept.sync_notes(notes(mark))
    kept.learner.edit(kept.learner.notes()[0], **mine)
    plan = kept.plan_notes(notes(mark._replace(**at(PAGE))))  # type: ignore[arg-type]
    assert plan.counts()["add"] == 0


def test_where_the_learner_says_that_he_read_it_makes_no_other_thing_of_it(kept: Kept) -> None:
    kept.sync_notes(notes(MARK))
    own = '<a href="https://books.example/salt">Salt</a> <span class="host">books.example</span>'
    kept.learner.edit(kept.learner.notes()[0], Source=own)
    told = MARK._replace(face=Face.RECORD, source_ids=("hypothesis:a1",), link="https://hyp.is/a1")
    assert kept.sync_notes(notes(told)).counts()["add"] == 0
    assert kept.learner.notes()[0]["Source"] == own


@pytest.mark.parametrize("answered", [[], [0], [0, 1], [0, 1, 2]])
@pytest.mark.parametrize("taken_back", [False, True])
def test_highlights_stay_as_many_whichever_the_learner_answers(
    kept: Kept, answered: list[int], taken_back: bool
) -> None:
    """Three of one passage, shown without ids; then two are left, and one has a word."""
    bare = [MARK._replace(body=(), captured=f"2023-08-1{n}", face=Face.TEXT) for n in (3, 4, 5)]
    kept.sync_notes(notes(*bare))
    before = sorted(kept.learner.notes(), key=lambda one: one.guid)
    for n in answered:
        kept.learner.edit(before[n], Answer="我的说法")
    kept.sync_notes(notes(*bare))  # what was answered wakes up
    for n in answered if taken_back else ():
        kept.learner.edit(kept.by_guid(before[n].guid), Answer="")
    assert kept.plan_notes(notes(*bare)).counts()["add"] == 0
    assert kept.plan_notes(notes(*bare[1:])).counts()["add"] == 0
    called = [
        one._replace(face=Face.RECORD, source_ids=(f"hypothesis:{n}",))
        for n, one in enumerate(bare)
    ]
    assert kept.sync_notes(notes(*called)).counts()["add"] == 0
    assert not kept.plan_notes(notes(*called)).changes_anything


def test_marks_without_a_word_on_pages_that_come_one_by_one_are_one_each(kept: Kept) -> None:
    for page in "1234":
        item = MARK._replace(body=(), **at(f"https://papers.example/{page}"))  # type: ignore[arg-type]
        kept.sync_notes(notes(item))
        assert kept.plan_notes(notes(item)).counts() == counted(unchanged=1)
    assert len(kept.learner.notes()) == 4


@pytest.mark.parametrize(
    ("captured", "added"), [("2023-08-14", 0), ("2024-03-05", 1), ("2022-03-05", 1)]
)
def test_a_mark_of_another_day_is_another_where_both_tell_when_they_were_made(
    kept: Kept, captured: str, added: int
) -> None:
    kept.sync_notes(notes(MARK))
    other = MARK._replace(body=REWRITTEN, captured=captured)
    assert kept.plan_notes(notes(other)).counts()["add"] == added
    note = MARK._replace(kind="page-note", passage=(), body=prose("好文。") + REWRITTEN)
    kept.sync_notes(notes(note))
    later = note._replace(body=prose("好文。") + prose("盐会降低冰点。"), captured=captured)
    assert kept.plan_notes(notes(later)).counts()["add"] == added


@pytest.mark.parametrize(("captured", "added"), [("2023-08-31", 0), ("2024-03-05", 1)])
def test_a_mark_made_after_a_dump_showed_one_is_another(
    kept: Kept, captured: str, added: int
) -> None:
    kept.sync_notes(notes(DUMP))
    later = DUMP._replace(face=Face.EXCERPT, captured=captured, body=REWRITTEN)
    assert kept.plan_notes(notes(later)).counts()["add"] == added


def test_a_day_that_the_learner_wrote_says_nothing_of_when_it_was_made(kept: Kept) -> None:
    for item in (MARK, DUMP):
        (note,) = notes(item)
        kept.sync_notes([note])
        kept.learner.edit(kept.by_guid(note.guid), Captured="2020-02-02")
        again = item._replace(face=Face.EXCERPT, captured="2023-08-13", body=REWRITTEN)
        assert kept.plan_notes(notes(again)).counts()["add"] == 0


@pytest.mark.parametrize("text", ["钢的熔点在一千四百度上下。", "不锈钢不在此列。"])
def test_page_notes_of_one_paragraph_are_twins_if_they_say_the_same(text: str) -> None:
    """They have the status of a mark and no answer: all that they say is the prompt."""
    note = annotation("", "铁在一千五百多度熔化。" + text, Face.TEXT)
    flat = note._replace(kind="page-note", passage=(), host="papers.example")
    body = prose("铁在一千五百多度熔化。钢的熔点在一千四百度上下。")
    told = flat._replace(face=Face.RECORD, source_ids=("hypothesis:a1",), body=body)
    (one,), (other,) = notes(told), notes(flat)
    other = other._replace(
        memory=other.memory._replace(keys=(*other.memory.keys, *one.memory.keys))
    )
    held = [present(one), replace(present(other), note_id=8)]
    assert len(twins_among(held, {}, {})) == (text in body[0].spans[0].text)


BEGIN_ALIKE = (("10001", "所以冬天在路上撒盐。"), ("20002", "章鱼有三颗心脏。"))


def page_note(number: str, text: str) -> Item:
    line = f"Salt lowers the freezing point of water, see {number}."
    made = annotation("", line, Face.TEXT)._replace(kind="page-note", passage=())
    return made._replace(body=made.body + prose(text), host="a.example")


def test_a_new_page_note_is_not_one_that_began_alike_and_has_left(kept: Kept) -> None:
    flat, new = (page_note(*said) for said in BEGIN_ALIKE)
    (told,) = notes(flat._replace(face=Face.RECORD, source_ids=("hypothesis:a1",)))
    kept.sync_notes([told])
    left = kept.by_guid(told.guid)
    left.tags.append("annoki::gone")
    kept.learner.edit(left, Answer="我的说法")

    assert kept.plan_notes(notes(new)).counts()["add"] == 1
    assert kept.plan_notes(notes(flat)).counts()["add"] == 0, "it is back"


@pytest.mark.parametrize("order", [1, -1])
def test_a_new_page_note_is_not_the_second_of_one_that_begins_alike(kept: Kept, order: int) -> None:
    flat, new = (page_note(*said) for said in BEGIN_ALIKE)
    body = flat.body[:1] + prose("二分查找要先排序。")
    told = flat._replace(face=Face.RECORD, source_ids=("hypothesis:a1",), body=body)
    kept.sync_notes(notes(flat))
    kept.apply(plan_collection(notes(told), Present(frozenset())))  # as by a package
    kept.learner.edit(kept.by_guid(notes(told)[0].guid), Answer="我的说法")

    shown = notes(*(flat, new)[::order])
    assert kept.sync_notes(shown).counts()["add"] == 1
    assert not kept.plan_notes(shown).changes_anything


@pytest.mark.parametrize("faces", [(Face.RECORD, Face.TEXT), (Face.TEXT, Face.RECORD)])
def test_of_marks_that_say_the_same_the_deleted_one_stays_so(
    kept: Kept, faces: tuple[Face, Face]
) -> None:
    days = ("2023-05-05", "2023-04-05", "2023-03-05")

    def shown(face: Face) -> list[Item]:
        marks = [annotation(LONG, "重要", face, captured=day) for day in days]
        if face == Face.TEXT:
            return [one._replace(captured=one.captured[:7]) for one in marks]
        return [one._replace(source_ids=(f"hypothesis:{one.captured}",)) for one in marks]

    first, other = map(shown, faces)
    *_, oldest = notes(*first)
    kept.sync_notes(notes(*first))
    kept.col.remove_notes([kept.by_guid(oldest.guid).id])

    for listings in ([first], [other], [first, other]):
        listed = {one.guid: one for one in notes_of(*listings)}
        plan = kept.sync_notes(list(listed.values())[::-1])  # in reading order
        assert (plan.counts()["add"], plan.counts()["deleted"]) == (0, 1)
    assert len(kept.learner.notes()) == 2


def test_an_edited_mark_is_no_second_note_of_one_that_its_source_calls_otherwise(
    kept: Kept,
) -> None:
    """Half of what it says another says, too, which was given its GUID by a page without ids."""
    begins = "读到这里想起了实验课上老师说过的那句话，大意是这样的："
    says = ("章鱼有三颗心脏。", begins + "盐会降低冰点。", begins + "铁会生锈。")
    marks = [
        annotation(
            LONG, text, Face.RECORD, captured=f"2023-0{n}-13", source_ids=(f"hypothesis:a{n}",)
        )
        for n, text in enumerate(says, 1)
    ]
    kept.sync_notes(notes(*marks))
    edited = marks[2]._replace(body=prose(begins + "二分查找要先排序。"))
    printed = [
        one._replace(face=Face.TEXT, captured=one.captured[:7], source_ids=())
        for one in (marks[1], edited)
    ]

    assert kept.sync_notes(notes(*printed)).counts()["add"] == 0
    assert not kept.plan_notes(notes(*printed)).changes_anything


ANOTHER = "二分查找要先排序；复杂度是对数级的。"


@pytest.mark.parametrize("more", ["", "海水里的盐更多，结冰也更晚一些。" * 300])
@pytest.mark.parametrize("words", ["", "我的说法 my words", ANOTHER])
def test_of_marks_the_learner_s_words_make_none_another(kept: Kept, words: str, more: str) -> None:
    """A page without ids shows two on one passage; then the one is mended, or another is there."""
    says = (f"盐会降低冰点，所以冬天在路上撒盐。{more}", "章鱼有三颗心脏，两颗管鳃，一颗管全身。")
    printed = [annotation(LONG, text, Face.TEXT, captured="2023-05") for text in says]
    kept.sync_notes(notes(*printed))
    first = next(one for one in kept.learner.notes() if "撒盐" in one["Answer"])
    if words:
        kept.learner.edit(first, Answer=words)
    mine = kept.by_guid(first.guid).fields
    mended = printed[0]._replace(body=prose(f"其实{says[0]}"))

    for order in (1, -1):
        plan = kept.plan_notes(notes(*(mended, printed[1])[::order]))
        assert (plan.counts()["add"], len(plan.conflicts)) == (0, bool(words))
    other = printed[0]._replace(body=prose(ANOTHER))
    (added,) = kept.plan_notes(notes(other, mended)).add
    assert ANOTHER in added.fields[1]

    shown = notes(printed[1], other)
    assert kept.sync_notes(shown).counts() == counted(add=1, unchanged=1)
    assert kept.by_guid(first.guid).fields[1] == mine[1]
    assert not kept.plan_notes(shown).changes_anything


@pytest.mark.parametrize("words", ["", "我的说法 my words"])
def test_a_mark_that_says_what_another_said_before_is_not_that_one(kept: Kept, words: str) -> None:
    """What the other said was mended since, and the learner's words were kept against that."""
    before, mended = (
        annotation(
            LONG, f"{begins}盐会降低冰点，所以冬天在路上撒盐。", Face.TEXT, captured="2023-05"
        )
        for begins in ("", "其实")
    )
    kept.sync_notes(notes(before))
    if words:
        kept.learner.edit(kept.learner.notes()[0], Answer=words)
    kept.sync_notes(notes(mended))

    for order in (1, -1):
        (added,) = kept.plan_notes(notes(*(mended, before)[::order])).add
        assert "其实" not in added.fields[1]


QUESTION = Annotation(LONG, card("为什么撒盐？", "冰点低"), "Mar 2024")
LATER = Annotation(LONG, card("撒多少？", "两成"), "May 2024")


@pytest.mark.parametrize("left", [QUESTION, LATER])
def test_over_a_package_of_two_short_cards_the_one_that_is_left_stays_itself(
    desk: Desk, learner: Learner, left: Annotation
) -> None:
    """Of so short a card the marks that it was typed with are the most."""
    learner.import_package(desk.export([LATER, QUESTION]))
    learner.study("Annoki::Cards")
    before = learner.tables(["notes", "revlog"])

    imported = learner.import_package(desk.export([left]))

    assert imported == Imported(0, 0, 1, 0)
    assert learner.tables(["notes", "revlog"]) == before


SPELT = (
    'It\'s a "well-known" fact that cats \u263a purr.',
    "It\u2019s a \u201cwell\u2010known\u201d fact that cats \u263a\ufe0f purr.",
    "It\u2019s a \u201cwell\u2011known\u201d fact\u200f that cats \u263a purr.",
)
"""A passage as three faces print it."""


@pytest.mark.parametrize("order", list(permutations(range(len(SPELT)))))
def test_a_passage_is_the_same_with_whatever_signs_a_face_prints_it(
    kept: Kept, learners: Callable[[], Learner], order: Sequence[int]
) -> None:
    by_package = learners()
    for spelling in order:
        mark = Annotation(SPELT[spelling], card("猫？", "呼噜"))
        plan = kept.sync([mark])
        assert not plan.why_not_gone(), "what is spelt otherwise is not cut"
        by_package.import_package(kept.desk.export([mark]))
    assert len(kept.learner.notes()) == len(by_package.notes()) == 1
