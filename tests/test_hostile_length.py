"""Long and repetitive input is read to the end: a rule that backtracks would hang here."""

from __future__ import annotations

import pytest
from annoki.config import Config
from annoki.model import Document
from annoki.pipeline.inputs import Input
from annoki.pipeline.listings import read_all
from annoki.pipeline.notes import notes_of

UNITS = [
    "a", "1", "1.", "(", "a(", "$", "$a", "`", "``a `", "[", "](a", "**a", "什么", "?",
    "...", "…", ":", ":::", "- ", " - ", "1. ", "\\(", "\\[", "http://a", "中", "中a",
    "ab ", "Copied ", "<", "&", "{", "_", "*", "|", "the", "-a", ", ", "aaa ", "\u200b", "🤖",
    "x^2", "\\text{", "[Math]",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_repetition(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    for ending in ("", "中", "a", "?"):
        dump = f"  1. Aug 2023\n    1. {text}{ending}\n      {text}{ending}\n    2. b\n      c\n"
        weekly = f"标题\n\n  1. {text}{ending}\n\n{text}{ending}\n\n  2. b {ending}\n"
        blog = f"T\n{text}{ending} ...\nU\n{text} {ending} ...\n"
        for name, printed in (
            ("hypothesis-page-text", dump),
            ("weekly-text", weekly),
            ("blog-text", blog),
        ):
            listings, report = read_all([Input("x", name, Document("x", printed))])
            assert len(list(notes_of(listings, report, Config()))) >= 1
