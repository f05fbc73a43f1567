"""Whatever the network or the service does, at whichever request of a push: it is told in words, no
text is written twice, and the next push ends in what the first one meant.

`make pushes` takes each fault at each request; the suite takes each once, and each request.
"""

from __future__ import annotations

import re
from typing import Iterator, List, NamedTuple

import pytest

from tests.fetch.faults import Fault

from .bench import ANSWERS, WHOLE, Bench, Said, answered, lawful
from .faults import GARBLED, INSTEAD, TOO_MANY, after_writing

EDITED = ("callout", "sides")
"""The annotations whose answers are sent, in this order."""
ASKS = {"callout": "海水", "sides": "What is"}
READ = ("GET profile 1", "GET callout 1", "GET sides 1", "GET callout 2", "GET sides 2")
"""Whose the token is, each as the push is planned, and again before it is written."""
WRITTEN = ("PATCH callout 1", "PATCH sides 1")
NO_CHANGE = r"0 new, 0 updated, \d+ unchanged"


class Case(NamedTuple):
    """`fault` at the request `at`; and, where it is `lasting`, at all after it."""

    name: str
    fault: Fault
    at: str
    lasting: bool


def cases() -> Iterator[Case]:
    every: List[List[Case]] = []
    for name, fault in {**INSTEAD, **TOO_MANY}.items():
        of_one = [Case(name, fault, at, one) for at in READ for one in (False, True)]
        for at in WRITTEN:
            of_one += [Case(f"{name}, not written", fault, at, one) for one in (False, True)]
            if name not in TOO_MANY:
                done = after_writing(fault)
                of_one += [Case(f"{name}, written", done, at, one) for one in (False, True)]
        every.append(of_one)
    for name, fault in GARBLED.items():
        every.append([Case(name, fault, at, False) for at in (*READ, *WRITTEN)])
    for n, of_one in enumerate(every):
        yield from of_one if WHOLE else {of_one[n % len(of_one)], of_one[-1 - n % 4]}


def named(case: Case) -> str:
    return f"{case.name} at {case.at}{', lasting' if case.lasting else ''}"


CASES = sorted(cases(), key=named)


def sound(said: Said) -> None:
    """What was printed is words for a person."""
    assert said.code in (0, 1), said
    assert not re.search(r"Error\(|0x[0-9a-f]{8}|Exception|object at|push\.|fetch\.", said.told)


def once_each(bench: Bench, *ids: str) -> None:
    assert sorted(one.id for one in bench.service.writes) == sorted(ids)


@pytest.mark.parametrize("case", CASES, ids=named)
def test_the_next_push_ends_what_this_one_began(bench: Bench, case: Case) -> None:
    first = {id: bench.service.row(id)["text"] for id in EDITED}
    for id in EDITED:
        bench.edit(id, Answer=ANSWERS[id][0])
    bench.wire.faulty({case.at: case.fault}, case.lasting)
    said = bench.push()
    assert case.at in bench.wire.asked
    sound(said)
    lawful(bench)
    there = [id for id in EDITED if bench.service.row(id)["text"] == answered(id, first[id])]
    once_each(bench, *there)
    for id in EDITED:
        # Where it is not known to be there, a line says so.
        is_told = re.search(rf"^sent: {ASKS[id]}", said.told, re.MULTILINE)
        assert bool(is_told) <= (id in there), said
        assert is_told or re.search(rf"not sent: {ASKS[id]}.*: .|http://127", said.told), said

    bench.wire.faulty({})
    again = bench.push()
    assert again.code == 0, (said, again)
    assert [bench.service.row(id)["text"] for id in EDITED] == [
        answered(id, first[id]) for id in EDITED
    ], (said, again)
    once_each(bench, *EDITED)
    lawful(bench)
    rows = bench.rows()
    assert re.search(NO_CHANGE, bench.sync().out)
    assert bench.push().code == 0
    assert bench.rows() == rows
    once_each(bench, *EDITED)

    # All of it is in the journal, whichever run found out.
    while bench.service.row("callout")["text"] != first["callout"] or (
        bench.service.row("sides")["text"] != first["sides"]
    ):
        assert bench.push("--undo").code == 0
    once_each(bench, *EDITED, *EDITED)
    rows = bench.rows()
    assert re.search(NO_CHANGE, bench.sync().out)
    assert bench.push().code == 0
    assert bench.rows() == rows
    once_each(bench, *EDITED, *EDITED)


UNDOING = [
    Case(f"{name}, {how}", fault, "PATCH sides 1", lasting)
    for name, one in INSTEAD.items()
    for how, fault in (("not written", one), ("written", after_writing(one)))
    for lasting in (False, True)
]


@pytest.mark.parametrize("case", UNDOING if WHOLE else UNDOING[::7], ids=named)
def test_the_next_undo_ends_what_this_one_began(bench: Bench, case: Case) -> None:
    first = bench.service.row("sides")["text"]
    bench.edit("sides", Answer=ANSWERS["sides"][0])
    bench.push()
    bench.wire.faulty({case.at: case.fault}, case.lasting)
    said = bench.push("--undo")
    sound(said)
    lawful(bench)
    is_back = bench.service.row("sides")["text"] == first
    once_each(bench, *["sides"] * (1 + is_back))
    assert bool(re.search("^put back: What is", said.told, re.MULTILINE)) <= is_back, said

    bench.wire.faulty({})
    again = bench.push("--undo")
    assert bench.service.row("sides")["text"] == first, (said, again)
    once_each(bench, "sides", "sides")
    # What was put back is not sent again by itself, and is still there in Anki.
    rows = bench.rows()
    assert re.search(NO_CHANGE, bench.sync().out)
    assert bench.push().code == 0
    assert bench.rows() == rows
    assert ANSWERS["sides"][0] in bench.note("sides")["Answer"]
    once_each(bench, "sides", "sides")
