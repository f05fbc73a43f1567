"""The field that remembers what was pushed."""

from __future__ import annotations

import json
from html import unescape
from typing import Dict

import pytest
from annoki.sync.memory import (
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

from tests.planning import (
    AT,
    HERE,
    NEW,
    OLD,
    THERE,
    note,
)


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
