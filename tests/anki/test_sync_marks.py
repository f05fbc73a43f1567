"""What tells two marks on one passage apart where no id does (docs/sync-contract.md)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from annoki.model import Face
from annoki.sync.doubles import twins_among
from test_sync_faces import annotation, notes

from tests.planning import present
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
