"""Cards as Anki itself renders them from the fields and templates of a package."""

from __future__ import annotations

import re
from collections import Counter
from typing import Tuple

import pytest
from real_anki import (
    BARE,
    COMET,
    EULER,
    EXAMPLES,
    LOOP,
    NOTEBOOK,
    SALT,
    STATUSES,
    TIDES,
    TRACKER,
    Annotation,
    Desk,
    Learner,
    card,
    plain,
)

EVERY_STATUS = {"ready", "unsure", "passage", "digest", "unfinished", "highlight"}


@pytest.fixture
def reader(desk: Desk, learner: Learner) -> Learner:
    """A learner who has imported the notebook."""
    learner.import_package(desk.export(NOTEBOOK))
    return learner


@pytest.mark.parametrize("reverse", [True, False])
def test_every_card_asks_and_answers_with_its_fields(
    desk: Desk, learner: Learner, reverse: bool
) -> None:
    config = {"reverse_separator": reverse}
    learner.import_package(desk.export_files([EXAMPLES], desk.package, config=config))

    seen: Counter[Tuple[str, int]] = Counter()
    for one in learner.cards():
        note = one.note()
        seen[note["Status"], one.ord] += 1
        front, back = one.question(), one.answer()
        asked, told = ("Answer", "Prompt") if one.ord else ("Prompt", "Answer")
        assert note[asked], "a card that asks nothing"
        assert note[asked] in front
        for name in ("Prompt", "Answer", "Passage", "Source", "Captured"):
            assert note[name] in back, (note.guid, name)
        if note[told] and note["Status"] == "ready":
            assert note[told] not in front
        assert note["Passage"] == "" or note["Passage"] not in front
        for side in (front, back):
            assert "{{" not in side
            assert note["Sync"] not in side
            assert f"annoki {'back' if side is back else 'front'}" in side
            assert note["Status"] in side
    assert {status for status, _ in seen} == EVERY_STATUS
    assert (seen["ready", 1] > 0) == reverse


def test_each_kind_of_annotation_asks_for_the_right_thing(reader: Learner) -> None:
    def asks(of: Annotation) -> str:
        return plain(reader.card(of).question())

    def answers(of: Annotation) -> str:
        return plain(reader.card(of).answer())

    assert "海水每天涨落几次？" in asks(TIDES)
    assert "两次" not in asks(TIDES)
    assert "朝向月亮和背向月亮各有一个隆起 🌊" in answers(TIDES)
    assert TIDES.passage in answers(TIDES)
    assert "彗尾的方向" in asks(COMET)
    assert "总是背着太阳？" in answers(COMET), "a mark of doubt is shown"
    assert SALT.passage in asks(SALT)
    assert SALT.note in answers(SALT)
    assert BARE.passage in asks(BARE)
    assert "2024-02" in answers(BARE)
    assert all(of.host in asks(of) for of in STATUSES)


def test_angle_brackets_are_shown_as_written(reader: Learner) -> None:
    one = reader.card(TRACKER)

    assert "What does <tracker> stand for?" in plain(one.question())
    assert "The server at --url <tracker> & its peers" in plain(one.answer())
    assert TRACKER.passage in plain(one.answer())
    assert "<tracker>" not in one.answer()


def test_formulas_reach_mathjax_as_written(reader: Learner) -> None:
    one = reader.card(EULER)

    assert r"\(e^{i\pi}+1\)" in one.question()
    assert r"\(e^{i\theta}=\cos\theta+i\sin\theta\)" in one.answer()


def test_code_keeps_its_lines_and_indent(reader: Learner) -> None:
    answer = reader.card(LOOP).answer()

    assert "for n in '中文':\n    pass\nelse:\n    print('😀')" in plain(answer)
    assert re.search("<pre[^>]*><code", answer)


TEMPTING = (
    "{{Answer}}",
    "{{c1::cloze}}",
    "{{#Prompt}}{{FrontSide}}{{/Prompt}}",
    "[sound:beep.mp3]",
    "[latex]x[/latex]",
    "[anki:tts lang=en_US]hi[/anki:tts]",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&amp; &lt;b&gt;",
)


def test_what_means_something_to_anki_is_only_text(desk: Desk, learner: Learner) -> None:
    pages = {
        text: Annotation(
            f"Line {n} says {text} and goes on.", card(f"Why {text}, then?", f"Since {text} is so.")
        )
        for n, text in enumerate(TEMPTING)
    }
    learner.import_package(desk.export(pages.values()))
    cards = {one.note().guid: one for one in learner.cards()}
    assert len(cards) == len(pages), "Anki made one card of each, no cloze"

    # What parts Anki's signs is a sign that nobody sees.
    shown = {plain(one.answer()).replace("\u2060", ""): one for one in cards.values()}
    for n, text in enumerate(pages):
        # A gap of another program's card is filled in, where the reader wrote it.
        own = text.replace("{{c1::cloze}}", "cloze")
        for said in (f"Line {n} says {text} and", f"Why {own}, then?", f"Since {own} is so."):
            (one,) = (one for answer, one in shown.items() if said in answer)
            assert "<script" not in one.answer()
            assert "<img" not in one.answer()
            assert not one.question_av_tags()
            assert not one.answer_av_tags()
    assert not learner.col.media.check().missing


def test_a_card_with_my_notes_shows_them(reader: Learner) -> None:
    assert "我的笔记" not in plain(reader.card(TIDES).answer())
    reader.edit(reader.note(TIDES), My_notes="钱塘江大潮")

    answer = plain(reader.card(TIDES).answer())
    assert "我的笔记" in answer
    assert "钱塘江大潮" in answer
