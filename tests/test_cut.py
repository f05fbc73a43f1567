"""What a file breaks off in, told by what is known (docs/sync-contract.md)."""

from __future__ import annotations

import pytest
from annoki import readers
from annoki.compose import compose
from annoki.config import Config
from annoki.model import Document, Item
from annoki.repair import repair
from annoki.sync.cut import cut_of, text_in, word_of

from tests.planning import note

PASSAGE = "Tides rise because the moon pulls. 潮汐因月球引力而涨落。"
ANSWER = "每天两次,间隔约 **12 小时**,公式 $T = 12.4$ h"
WHOLE = f"{PASSAGE} {ANSWER}"
HIGHLIGHT = "Salt lowers the freezing point of water."

MARKED = [
    "[!NOTE] 潮汐几次?\n\nflashcard\n\n每天两次",
    "潮汐几次?:::每天两次",
    "> [!tip]+ 怎样?\n\n#flashcards/海\n\n• 一\n• 二",
    "[!QUESTION] 为什么?\n\nflashcard\n\n有月亮",
    "**粗体** 与 ==高亮==",
    "见 [潮汐表](https://tides.example/t?y=1)",
    "潮汐几次?\n#flashcard\n两次 ^b1",
    "一句话。\n\n1. 甲一\n2. 乙二",
    "公式 hhh 是高 height",
    "```python\nprint(1)\n```\n解释",
    "$$\\sum_i x_i$$ 是总和",
]


def of(text: str) -> object:
    return cut_of(text, [("highlight", HIGHLIGHT), ("whole", WHOLE)])


def composed(typed: str) -> str:
    """The text of the note on `PASSAGE` that is made of a dump in which `typed` stands below it."""
    below = typed.replace("\n", "\n      ")
    text = f"1 Matching Annotation\n  1. Aug 2023\n    1. {PASSAGE}\n\n      {below}"
    (item,) = readers.read(Document("a document", text), "hypothesis-page-text").found
    assert isinstance(item, Item)
    return text_in(compose(repair(item), "", Config()).fields)


@pytest.mark.parametrize("at", range(1, len(PASSAGE)))
def test_a_beginning_of_a_passage_is_the_passage_cut(at: int) -> None:
    assert of(PASSAGE[:at]) == "whole"


@pytest.mark.parametrize("at", range(len(ANSWER)))
def test_a_beginning_of_an_answer_is_the_answer_cut(at: int) -> None:
    assert of(f"{PASSAGE} {ANSWER[:at]}") == "whole"


@pytest.mark.parametrize("typed", MARKED)
def test_a_mark_that_is_torn_is_no_text(typed: str) -> None:
    held = composed(typed)
    for at in range(len(typed) - 1):
        end = composed(typed[:at])
        if end != held:
            assert cut_of(end, [("held", held)], is_known=True) == "held", typed[:at]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("潮汐几次? 42", "潮汐几次? 43"),
        ("首都? Osaka", "首都? Tokyo"),
        ("首都? Rome", "首都? Osaka"),
        ("一句话", "一句话。"),
        ("一句话 one", "一句话 one two"),
        ("一句话", "一句话 #海"),
    ],
)
def test_an_edit_of_what_is_known_is_not_cut(before: str, after: str) -> None:
    known = [("known", f"{PASSAGE} {before}")]
    assert cut_of(f"{PASSAGE} {after}", known, is_known=True) is None


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        WHOLE + "更多",
        f"{PASSAGE} 别的答案",
        HIGHLIGHT,
        PASSAGE[:9] + "a note of its own",
        "Something else",
        "Salt preserves",
        "a post that nobody knows",
        "",
    ],
)
def test_what_is_whole_new_or_edited_is_not_cut(text: str) -> None:
    assert of(text) is None


def test_what_stands_there_in_full_is_not_cut_whatever_else_begins_like_it() -> None:
    short = PASSAGE[:9]

    assert cut_of(short, [("long", WHOLE), ("short", short)]) is None


@pytest.mark.parametrize(
    ("begins", "words"),
    [
        ("<p>竹子是草,每一节都能生长,所以</p>", "每一节都能生长"),
        ("<p>竹子是草，每一节都能生长，所以</p>", "每一节都能生长"),
        ("<p>用 Python 写的 <b>B+ 树</b>, see &quot;below&quot; tor</p>", "Python"),
        ("<p>🎋 ...</p>", ""),
        ("<p>竹子</p>", "竹子"),
        ("P", "P"),
    ],
)
def test_the_words_that_it_is_looked_for_by_hold_no_signs(begins: str, words: str) -> None:
    assert word_of(begins) == words


def test_a_post_is_cut_in_its_text() -> None:
    post = "标题 title 正文 the whole text of it"

    assert cut_of(post[:12], [(1, post)]) == 1
    assert cut_of(post, [(1, post)]) is None


def test_the_texts_of_notes() -> None:
    card = note(Prompt="问 a", Answer="<p>答</p><p>b</p>", Passage="文 c")
    gloss = note(status="unfinished", Prompt="文 c", Answer="注 &lt;")

    assert text_in(card.fields).split() == ["文", "c", "问", "a", "答", "b"]
    assert text_in(gloss.fields) == "文 c 注 <"
