"""What a file breaks off in, told by what is known (docs/sync-contract.md)."""

from __future__ import annotations

from typing import Optional

import pytest
from annoki.identity.likeness import normalised
from annoki.sync.cut import Texts, cut_of, texts_in

from tests.planning import note

PASSAGE = normalised("Tides rise because the moon pulls. 潮汐因月球引力而涨落。")
ANSWER = normalised("每天两次,间隔约 **12 小时**,公式 $T = 12.4$ h")
WHOLE = Texts(PASSAGE, ANSWER)
HIGHLIGHT = Texts(normalised("Salt lowers the freezing point of water."), "")


def of(passage: str, body: str = "") -> Optional[str]:
    return cut_of(Texts(passage, body), [("highlight", HIGHLIGHT), ("whole", WHOLE)])


@pytest.mark.parametrize("at", range(1, len(PASSAGE)))
def test_a_beginning_of_a_passage_is_the_passage_cut(at: int) -> None:
    assert of(PASSAGE[:at]) == "whole"


@pytest.mark.parametrize("at", range(len(ANSWER)))
def test_a_beginning_of_an_answer_is_the_answer_cut(at: int) -> None:
    assert of(PASSAGE, ANSWER[:at]) == "whole"


@pytest.mark.parametrize(
    ("passage", "body"),
    [
        (PASSAGE, ANSWER),
        (PASSAGE, ANSWER + "更多"),
        (PASSAGE, "别的答案"),
        (PASSAGE + "更多", ""),
        (HIGHLIGHT.passage, ""),
        (PASSAGE[:9], "a note of its own"),
        ("Something else", ""),
        ("", "a post that nobody knows"),
    ],
)
def test_what_is_whole_new_or_edited_is_not_cut(passage: str, body: str) -> None:
    assert of(passage, body) is None


def test_what_stands_there_in_full_is_not_cut_whatever_else_begins_like_it() -> None:
    short = Texts(PASSAGE[:9], "")

    assert cut_of(short, [("long", WHOLE), ("short", short)]) is None


def test_a_mark_without_its_other_half_was_torn() -> None:
    rendered = Texts(PASSAGE, normalised("每天两次,间隔约 12 小时,公式 T = 12.4"))

    assert cut_of(Texts(PASSAGE, normalised("每天两次,间隔约 **12")), [(1, rendered)]) == 1


def test_a_post_is_cut_in_its_text() -> None:
    post = Texts("", normalised("标题 title 正文 the whole text of it"))

    assert cut_of(Texts("", post.body[:12]), [(1, post)]) == 1
    assert cut_of(post, [(1, post)]) is None


def test_the_texts_of_notes() -> None:
    card = note(Prompt="问 a", Answer="答 b", Passage="文 c")
    gloss = note(status="passage", Prompt="文 c", Answer="注 &lt;")

    assert texts_in(card.fields) == Texts("文c", "问a答b")
    assert texts_in(gloss.fields) == Texts("文c", "注<")
