"""How far a sync is, in a line."""

from __future__ import annotations

import pytest
from annoki.config import Source
from annoki.pipeline.progress_words import HowFar
from annoki.words import told

ACCOUNT = Source("hypothesis", user="reader")
FILE = Source(path="/home/reader/notes.html")


@pytest.mark.parametrize(
    ("reading", "english", "chinese"),
    [
        (HowFar(), "Reading your sources…", "正在读取来源…"),
        (HowFar(1, 2, FILE.path), "Reading notes.html", "正在读取 notes.html"),
        (
            HowFar(1, 2, ACCOUNT.name),
            f"Asking {ACCOUNT.name}",
            "正在询问 Hypothesis 批注：reader",
        ),
        (HowFar(3, 9, ""), "Making notes: 3 of 9", "正在生成笔记：3 / 9"),
    ],
)
def test_it_says_what_is_being_done(reading: HowFar, english: str, chinese: str) -> None:
    said = reading.told([FILE, ACCOUNT])
    assert (said, told(said, "zh")) == (english, chinese)


def test_a_long_name_is_cut_in_its_middle() -> None:
    said = HowFar(1, 1, f"/a/begin{'x' * 80}end.html").told([])
    assert said.startswith("Reading beginxxx")
    assert said.endswith("xend.html")
    assert len(said) == len("Reading ") + 48
