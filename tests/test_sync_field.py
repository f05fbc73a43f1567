"""The field that remembers what was pushed: how targets write it down, and read it again."""

from __future__ import annotations

import json
import sqlite3
from html import unescape
from typing import Dict

import pytest
from annoki.model import Pushed
from annoki.sync.memory import hash_of, pushed_of
from annoki.targets.memory import DIGEST_SQL, ORIGIN_SQL, digest_of, face_in, field_of, memory_of

from tests.planning import HERE, NEW, OLD, THERE, note

ODD = note(Answer="<答> & \"quoted\" 'x'", ids=("a<b>&c", '"q"'), status="unfinished").memory


def in_sql(field: str) -> tuple[str, str]:
    """The digest and the origin that a query finds in a note with that last field."""
    connection = sqlite3.connect(":memory:")
    connection.execute("create table notes (flds text)")
    connection.execute("insert into notes values (?)", (f"问题\x1f\x1f{field}",))
    row: tuple[str, str] = connection.execute(
        f"select {DIGEST_SQL}, {ORIGIN_SQL} from notes"
    ).fetchone()
    connection.close()
    return row


@pytest.mark.parametrize("origin", ["", HERE])
@pytest.mark.parametrize("face", [0, 3])
def test_what_is_pushed_can_be_read_back(origin: str, face: int) -> None:
    pushed = ODD._replace(origin=origin, face=face)

    assert pushed.ids == ("a<b>&c", '"q"')
    assert pushed.source["Answer"] == hash_of("<答> & \"quoted\" 'x'")
    assert pushed.renderer == 1
    assert pushed.asleep
    assert memory_of(field_of(pushed)) == pushed


def test_the_text_is_what_it_was() -> None:
    """Another text would make every note of every collection seem changed."""
    pushed = Pushed({"Prompt": "aa"}, {"Prompt": "bb"}, ("a<b",), "cc", 1, True, 2, "0123456789ab")

    assert field_of(pushed) == (
        '{"v":1,"renderer":1,"ids":["a&lt;b"],"source":{"Prompt":"aa"},"pushed":{"Prompt":"bb"},'
        '"tags":"cc","face":2,"asleep":1,"from":"0123456789ab","all":"05229ae8a8f1"}'
    )


@pytest.mark.parametrize("origin", ["", HERE])
def test_digest_and_origin_are_found_without_reading_the_field(origin: str) -> None:
    field = field_of(ODD._replace(origin=origin))
    data = json.loads(unescape(field))

    assert in_sql(field) == (data["all"], data["from"])
    assert data["all"] == digest_of(ODD)
    assert data["from"] == (origin or "-" * 12)
    assert list(data)[-2:] == ["from", "all"]
    assert field.isascii()
    assert "<" not in field


@pytest.mark.parametrize("face", range(4))
def test_the_face_is_found_without_reading_the_field(face: int) -> None:
    assert face_in("x\x1f" + field_of(ODD._replace(face=face))) == face
    assert face_in("x\x1fI wrote here") == 0


def test_a_package_does_not_name_listings() -> None:
    """It is the same wherever its sources lie, and tells nobody."""
    assert HERE in field_of(OLD.memory)
    assert HERE not in field_of(OLD.memory, with_origin=False)


def test_the_origin_is_no_part_of_the_digest() -> None:
    assert digest_of(OLD.memory._replace(origin=THERE)) == digest_of(OLD.memory)


def test_the_digest_tells_every_difference_apart() -> None:
    notes = [
        OLD,
        NEW,
        note(Answer="一 one", renderer=2),
        note(Answer="一 one", ids=("1",)),
        note(Answer="一 one", tags=()),
        note(Answer="一 one", status="unsure"),
        note(Answer="一 one", asleep=True),
    ]

    assert len({digest_of(one.memory) for one in notes}) == len(notes)


def test_the_order_of_tags_and_fields_does_not_matter() -> None:
    a: Dict[str, str] = {"Prompt": "a", "Answer": "b"}
    b = dict(reversed(list(a.items())))

    one, other = pushed_of(a, a, ("x", "y"), (), 1), pushed_of(b, b, ("y", "x"), (), 1)

    assert field_of(one) == field_of(other)


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "null", "[]", "7", '"text"', "{}", "我写在这里 I wrote here", "\ud7ff\x00"),
        *('"}\\', '","all":"x' * 3, "<b>" * 30, "七" * 99),
        '{"source":{},"pushed":{},"ids":7,"tags":"","renderer":1,"asleep":0}',
        '{"source":{},"pushed":{},"ids":[],"tags":"","renderer":"x","asleep":0}',
        '{"source":{},"pushed":{},"ids":[],"tags":"","renderer":1e999,"asleep":0}',
        '{"source":[],"pushed":{},"ids":[],"tags":"","renderer":1,"asleep":0}',
        "[" * 100_000,
    ],
    ids=lambda text: repr(text[:40]),
)
def test_what_is_not_ours_is_nothing(text: str) -> None:
    assert memory_of(text) == Pushed()
