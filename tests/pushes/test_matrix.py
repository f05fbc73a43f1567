"""(source changed or not) × (Anki changed or not) × (fault or not): what stands in the annotation
and in the note afterwards, and that one more sync and one more push find nothing to do.

`make pushes` tries each in each form of annotation; the suite all in one form, and the others as
they mostly are.
"""

from __future__ import annotations

import itertools
import re
from typing import Callable, Dict, Iterator, Literal, Mapping, NamedTuple, Optional, Tuple

import pytest

from tests.fetch.faults import Fault, plain
from tests.fetch.servers import hang_up, status

from .bench import ANSWERS, TEXTS, WHOLE, Bench, answered, lawful
from .faults import after_writing, at_patch

NOTHING_NEW = r"0 new, 0 updated, \d+ unchanged"


class Source(NamedTuple):
    """How the annotation is changed between the last sync and the push: its text, and the rest.

    An edited answer does not go there: `never`, or not before the next sync (`yet`)."""

    text: Callable[[str], str] = lambda text: text
    more: Mapping[str, object] = {}
    waits: Literal["", "yet", "never"] = ""


def _asks_more(text: str) -> str:
    return re.sub(r"([?？])", r" then\1", text, count=1)


def _says_more(text: str) -> str:
    return text.rstrip("\n") + " And more." + text[len(text.rstrip("\n")) :]


SOURCES: Dict[str, Source] = {
    "as it was": Source(),
    "the question edited": Source(_asks_more, waits="yet"),
    "the answer edited": Source(_says_more, waits="never"),
    "dated anew": Source(more={}),
    "a tag more": Source(more={"tags": ["tides", "读", "new"]}),
    "shared": Source(more={"permissions": {"read": ["group:__world__"]}}),
}
"""What is done to it at the service."""

LOSSY = {
    "a table": "<table><tr><td>a</td><td>b</td></tr></table>",
    "a picture": 'Look: <img src="tide.png">',
    "colours": '<p>It is <span style="color: red">red</span></p>',
}
ANKI: Dict[str, Optional[str]] = {"not": None, "edited": "", **LOSSY}
"""The Answer typed in Anki; empty for one that suits the annotation."""

FAULTS: Dict[str, Optional[Fault]] = {
    "none": None,
    "502, not written": at_patch(plain(status(502))),
    "hung up, written": at_patch(after_writing(plain(hang_up))),
}


def cases() -> Iterator[Tuple[str, str, str, str]]:
    for id, source, anki, fault in itertools.product(ANSWERS, SOURCES, ANKI, FAULTS):
        in_short = fault == "none" or (anki == "edited" and SOURCES[source].waits != "yet")
        if WHOLE or (in_short and (id == "sides" or (anki == "edited" and source in _OFTEN))):
            yield id, source, anki, fault


_OFTEN = ("as it was", "the answer edited")


@pytest.mark.parametrize(("id", "source", "anki", "fault"), [*cases()])
def test_what_becomes_of_it(bench: Bench, id: str, source: str, anki: str, fault: str) -> None:
    answer, _ = ANSWERS[id]
    change, typed = SOURCES[source], ANKI[anki]
    if typed is not None:
        bench.edit(id, Answer=typed or answer)
    at_first = bench.note(id)
    if source != "as it was":
        bench.service.edit(id, text=change.text(TEXTS[id]), **change.more)
    text = bench.service.row(id)["text"]

    met = FAULTS[fault]
    bench.wire.faulty({}, always=met)
    said = bench.push()
    bench.wire.faulty({})
    again = bench.push()

    goes = anki == "edited" and not change.waits
    assert bench.service.row(id)["text"] == (answered(id, text) if goes else text)
    assert len(bench.service.writes) == goes, bench.service.writes
    assert again.code == 0, again
    if met is None or not goes:
        assert said.code == 0, said
    if typed is not None and not goes:
        assert re.search(r"(?:What|彗尾|海水)[^\n]*: .", said.told), said

    # What the source says anew comes, and what was typed in Anki stays; then there is nothing left.
    bench.sync()
    if typed is not None:
        assert words(bench.note(id)["Answer"]) == words(at_first["Answer"])
    bench.push()
    goes = anki == "edited" and change.waits != "never"
    assert bench.service.row(id)["text"] == (answered(id, text) if goes else text)
    rows = bench.rows()
    assert re.search(NOTHING_NEW, bench.sync().out)
    assert bench.push().code == 0
    assert bench.rows() == rows
    assert len(bench.service.writes) == goes
    lawful(bench)


def words(html: str) -> str:
    return re.sub(r"<(?!img|t)[^>]*>", "", html)
