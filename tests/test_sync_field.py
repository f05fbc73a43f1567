"""The field that remembers what was pushed: how targets write it down, and read it again."""

from __future__ import annotations

import json
import re
import sqlite3
from html import unescape
from typing import Dict, Tuple
from unicodedata import normalize

import pytest
from annoki.model import Pushed
from annoki.sync.memory import hash_of, pushed_of
from annoki.targets.memory import (
    DIGEST_SQL,
    NAMES_SQL,
    SYNC_SQL,
    digest_of,
    face_in,
    field_of,
    memory_of,
    names_in,
    names_said,
)

from tests.planning import HERE, NEW, OLD, THERE, note

ODD = note(Answer="<答> & \"quoted\" 'x'", ids=("a<b>&c", '"q"'), status="unfinished").memory


def in_sql(field: str, sql: str = DIGEST_SQL, answer: str = "") -> str:
    """What a query, by default for the digest, finds in a note with that last field."""
    connection = sqlite3.connect(":memory:")
    connection.execute("create table notes (flds text)")
    connection.execute("insert into notes values (?)", (f"问题\x1f{answer}\x1f{field}",))
    (found,) = connection.execute(f"select {sql} from notes").fetchone()
    connection.close()
    return str(found)


@pytest.mark.parametrize("origins", [(), (HERE,), (HERE, THERE)])
@pytest.mark.parametrize("face", [0, 4])
def test_what_is_pushed_can_be_read_back(origins: Tuple[str, ...], face: int) -> None:
    pushed = ODD._replace(origins=origins, face=face, keys=("k&<",), kept={"Answer": HERE})

    assert pushed.ids == ("a<b>&c", '"q"')
    assert pushed.source["Answer"] == hash_of("<答> & \"quoted\" 'x'")
    assert pushed.renderer == 1
    assert pushed.asleep
    assert memory_of(field_of(pushed, "g")) == pushed._replace(of=hash_of("g"))


def test_what_was_said_means_nothing_to_anki() -> None:
    """It looks into every field for sounds, formulas and the cards of a cloze."""
    said = r'[sound:beep.mp3] [$]x[/$] {{c1::水}} \(x\) <img src="a.png"> "[\"'
    said += '[\u0307 {\u0323\u030c \\\u0301 "\u0301 [中\u3099'
    field = field_of(ODD._replace(said=said), "g")

    assert memory_of(field).said == said
    assert not re.search(r"\[sound:|\[\$\]|\{\{|\\\(|<", field)
    assert normalize("NFC", field) == field, "so Anki stores it"


def test_the_text_is_what_it_was() -> None:
    """Another text would make every note of every collection seem changed."""
    source, content = {"Prompt": "aa"}, {"Prompt": "bb"}
    pushed = Pushed(source, content, ("a<b",), "cc", 1, True, 2, (HERE,), ("k",), {"Answer": "dd"})

    assert field_of(pushed, "g") == (
        '{"v":1,"renderer":1,"ids":["a&lt;b"],"keys":["k"],"from":["00c9cc7fa0bb"],'
        '"kept":{"Answer":"dd"},"source":{"Prompt":"aa"},"pushed":{"Prompt":"bb"},'
        '"said":"","tags":"cc","face":2,"asleep":1,"of":"52843eaaa04a","all":"94a236fc65b4"}'
    )


def test_the_digest_is_found_without_reading_the_field() -> None:
    field = field_of(ODD, "g")
    data = json.loads(unescape(field))

    assert in_sql(field) == data["all"] == digest_of(ODD, "g")
    assert list(data)[-1] == "all"
    assert "<" not in field


@pytest.mark.parametrize("keys", [(), ("k&<",)])
@pytest.mark.parametrize("answer", ["", '<p>{"v":1,"ids":[7],"keys":[],"from":[]}</p>'])
def test_names_are_found_whatever_else_the_note_says(keys: Tuple[str, ...], answer: str) -> None:
    """A note on JSON holds the like."""
    field = field_of(ODD._replace(keys=keys), "g")
    names = (("a<b>&c", '"q"'), keys)

    said = in_sql(field, NAMES_SQL, answer)
    assert names_said([said, said]) == [names, names]
    assert names_in(f"{answer}\x1f{field}") == (*names, ODD.origins)
    assert in_sql(field, SYNC_SQL, answer) == field


def test_names_are_found_whatever_became_of_others() -> None:
    said = '"ids":["a"],"keys":["k"]'
    for garbled in ("", "I wrote here", '"ids":[],"keys":[]},{"ids":["b"],"keys":[]', '"ids":{}}'):
        assert names_said([said, garbled, said]) == [(("a",), ("k",)), ((), ()), (("a",), ("k",))]


@pytest.mark.parametrize("face", range(5))
def test_the_face_is_found_without_reading_the_field(face: int) -> None:
    assert face_in("x\x1f" + field_of(ODD._replace(face=face), "g")) == face
    assert face_in("x\x1fI wrote here") == 0


def test_the_digest_tells_every_difference_apart() -> None:
    notes = [
        OLD,
        NEW,
        note(Answer="一 one", renderer=2),
        note(Answer="一 one", ids=("1",)),
        note(Answer="一 one", tags=()),
        note(Answer="一 one", status="unsure"),
        note(Answer="一 one", asleep=True),
        note(Answer="一 one", origin=THERE),
    ]

    assert len({digest_of(one.memory, "g") for one in notes}) == len(notes)
    assert digest_of(OLD.memory, "g") != digest_of(OLD.memory, "another")


def test_the_order_of_tags_and_fields_does_not_matter() -> None:
    a: Dict[str, str] = {"Prompt": "a", "Answer": "b"}
    b = dict(reversed(list(a.items())))

    one, other = pushed_of(a, a, ("x", "y"), (), 1), pushed_of(b, b, ("y", "x"), (), 1)

    assert field_of(one, "g") == field_of(other, "g")


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
