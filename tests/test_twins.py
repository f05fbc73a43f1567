"""Twins become one: which stays, and what it takes over, as a function of the notes alone."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any, Sequence

import pytest
from annoki.model import Face
from annoki.notetype import WRITTEN
from annoki.sync.details import GONE, TWIN
from annoki.sync.memory import hash_of
from annoki.sync.merge import merge
from annoki.sync.present_note import PresentNote
from annoki.sync.twins import is_copy, join

from tests.planning import AT, HERE, MINE, NEW, OLD, TAGS, THERE, note, present


def twin(note_id: int, reviewed: int = 0, **more: Any) -> PresentNote:
    edits = {name: more.pop(name) for name in [*more] if name.replace("_", " ") in AT}
    made = present(more.pop("pushed", OLD), tags=more.pop("tags", ()), **edits)
    guid = more.get("guid", made.guid)
    memory = made.memory._replace(of=hash_of(guid))
    return replace(made, note_id=note_id, reviewed=reviewed, memory=memory, **more)


@pytest.mark.parametrize(
    ("twins", "stays", "removed", "aside"),
    [
        ([twin(2), twin(1)], 1, (2,), ()),
        ([twin(1), twin(2, 50)], 2, (1,), ()),
        ([twin(1, 60), twin(2, 50)], 2, (), (1,)),
        ([twin(2, 50), twin(1, 50)], 1, (), (2,)),
        ([twin(1), twin(2, 60), twin(3, 50)], 3, (1,), (2,)),
    ],
)
def test_which_stays(
    twins: Sequence[PresentNote], stays: int, removed: Sequence[int], aside: Sequence[int]
) -> None:
    for order in itertools.permutations(twins):
        joined = join(order)
        assert (joined.after.note_id, joined.removed, joined.set_aside) == (stays, removed, aside)


def test_the_order_in_which_they_are_read_changes_nothing() -> None:
    twins = [twin(1, Answer=MINE), twin(2, My_notes="二"), twin(3, Answer="三", tags=(*TAGS, "甲"))]

    assert len({repr(join(order)) for order in itertools.permutations(twins)}) == 1


def test_what_was_emptied_in_the_one_that_goes_is_empty() -> None:
    assert join([twin(1), twin(2, Answer="")]).after.text("Answer") == ""


def test_the_same_edit_in_both_is_told_once() -> None:
    after = join([twin(1, Answer=MINE), twin(2, Answer=MINE)]).after

    assert (after.text("Answer"), after.text("My notes")) == (MINE, "")


def test_an_edit_is_still_one_afterwards() -> None:
    after = join([twin(1), twin(2, Answer=MINE)]).after

    assert [one.field for one in merge(NEW, after).conflicts] == ["Answer"]
    assert merge(OLD, after).update is None


def test_notes_that_were_joined_before_are_not_joined_twice_and_none_is_lost() -> None:
    after = join([twin(1, My_notes="很好<br><br>二"), twin(2, My_notes="二<br><br>好")]).after

    assert after.text("My notes") == "很好<br><br>二<br><br>好"


def test_a_spare_field_of_both_survives() -> None:
    after = join([twin(1, Spare_1="一"), twin(2, Spare_1="二")]).after

    assert after.text("Spare 1") == "一"
    assert after.text("My notes") == "<div><b>Spare 1</b></div>二"


def test_where_and_when_it_was_written_stays_though_the_richer_face_does_not_tell_it() -> None:
    """A search index tells the whole text; the feed's summary the day and the host."""
    site = '<span>慢慢弄懂</span> <span class="host">b.example</span>'
    mine = [tag for tag in TAGS if not tag.startswith(("annoki::month", "annoki::host"))]
    dated = note(Captured="2026-01-18", Source=site)
    dated = dated._replace(
        fields=tuple(text.replace("<p r1>", "").replace("</p>", "") for text in dated.fields)
    )
    content = {name: hash_of(text) for name, text in zip(WRITTEN, dated.fields) if text}
    dated = dated._replace(memory=dated.memory._replace(content=content))
    rich = NEW._replace(memory=NEW.memory._replace(face=int(Face.PAGE)), tags=tuple(mine))
    tags = (*mine, "annoki::month::2026-01", "annoki::host::b.example")
    one, other = twin(1, pushed=dated, tags=tags), twin(2, pushed=rich, tags=tuple(mine))

    after = join([one, other]).after

    assert (after.text("Answer"), after.text("Captured")) == (NEW.fields[1], "2026-01-18")
    assert after.text("Source") == site
    assert set(tags) <= set(after.tags)
    assert not any(map(after.touched, ("Source", "Captured", "Answer")))
    assert merge(rich, after).update is None


def test_the_richer_face_gives_the_texts_and_an_edit_stays() -> None:
    rich = NEW._replace(memory=NEW.memory._replace(face=int(Face.RECORD)))
    after = join([twin(1, Prompt="我问"), twin(2, pushed=rich)]).after

    assert (after.text("Prompt"), after.text("Answer")) == ("我问", NEW.fields[1])
    assert after.memory.face == Face.RECORD
    assert merge(rich, after).update is None
    assert merge(rich, after).conflicts == ()


def test_notes_of_two_guids_are_known_by_all_that_each_was_known_by() -> None:
    one = twin(1, pushed=note(ids=("a:1",)))
    other = twin(2, 50, pushed=note("h", ids=("b:2",), origin=THERE), guid="h")

    memory = join([one, other]).after.memory

    assert memory.of == hash_of("h")
    assert memory.ids == ("a:1", "b:2")
    assert memory.keys == ("g",)
    assert set(memory.origins) == {THERE, HERE}


def test_tags_of_both_are_there_once_and_it_is_gone_only_if_all_are() -> None:
    gone = twin(1, tags=(*TAGS, GONE, "甲", "Exam"))
    here = twin(2, tags=(*TAGS, "乙", "exam"))

    assert set(join([gone, here]).after.tags) == {*TAGS, "甲", "乙", "Exam"}
    assert GONE in join([gone, replace(gone, note_id=2)]).after.tags
    assert TWIN not in join([gone, here]).after.tags


@pytest.mark.parametrize(
    ("stays", "leaves", "flag"), [(0, 3, 3), (1, 3, 0), (0, 0, 0)], ids=["theirs", "ours", "none"]
)
def test_a_flag_is_taken_over_where_there_is_none(stays: int, leaves: int, flag: int) -> None:
    assert join([twin(1, flag=stays), twin(2, flag=leaves)]).flag == flag


@pytest.mark.parametrize(
    ("stays", "leaves", "suspend"),
    [
        ({}, {"suspended": True}, True),
        ({"suspended": True}, {"suspended": True}, False),
        ({"reviewed": 5}, {"suspended": True}, False),
        ({"reviewed": 5}, {"suspended": True, "reviewed": 9}, False),
        ({}, {"suspended": True, "pushed": note(status="unfinished")}, False),
    ],
)
def test_a_suspension_is_taken_over_where_it_was_the_learners(
    stays: Any, leaves: Any, suspend: bool
) -> None:
    assert join([twin(1, **stays), twin(2, **leaves)]).suspend == suspend


def test_a_copy_remembers_the_note_that_it_was_made_of() -> None:
    assert is_copy(replace(twin(1), guid="another"))
    assert not is_copy(twin(1))
    assert not is_copy(present(OLD)), "a memory that was lost says nothing"
