"""Another answer goes where the old one stands, and nothing else of the annotation changes."""

from __future__ import annotations

import pytest
from annoki.compose import compose
from annoki.config import Config
from annoki.model import Block, Face, Item
from annoki.notetype import FIELDS
from annoki.push.answer_part import NoWayBack, with_answer
from annoki.push.lost import is_more
from annoki.readers.html.walk import blocks_of_html
from annoki.readers.markdown.blocks import blocks_of_markdown
from annoki.readers.markdown.typing import markdown_of
from annoki.text.spans import text_span

LONG = r"<p>new</p><ul><li>a</li><li>b</li></ul><pre><code>x = 1</code></pre><p>\(E=mc^2\)</p>"
PASSAGE = (Block("prose", text_span("A Bloom filter never gives a false negative.")),)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("[!NOTE] Q one?\n\nflashcard\n\nold answer", "[!NOTE] Q one?\n\nflashcard\n\n{}"),
        ("[!NOTE] Q?\n\n# flashcard\n\nold", "[!NOTE] Q?\n\n# flashcard\n\n{}"),
        ("[!NOTE] Q?\n\n**#flashcard**\n\nold", "[!NOTE] Q?\n\n**#flashcard**\n\n{}"),
        ("> [!NOTE] Q?\n> old\n>\n> more", "> [!NOTE] Q?\n> {}"),
        ("> [!tip|meta]- Q?\n> #flashcard/a/b\n> old", "> [!tip|meta]- Q?\n> #flashcard/a/b\n> {}"),
        ("> [!NOTE] Q?\nold, lazily", "> [!NOTE] Q?\n{}"),
        ("[!note]\nthe answer", "[!note]\n{}"),
        ("Left ::: old", "Left ::: {}"),
        ("左边：：：旧的", "左边：：：{}"),
        ("Left:::?", "Left:::{}"),
        ("Left :::", "Left ::: {}"),
        ("Left ::: TODO", "Left ::: {}"),
        ("What is a\n?\nold\nlines", "What is a\n?\n{}"),
        ("Q: what is it?\nA: old", "Q: what is it?\nA: {}"),
        ("问：是什么？\n答：旧的", "问：是什么？\n答：{}"),
        ("Q here? #flashcard\nold", "Q here? #flashcard\n{}"),
        ("#flashcard what is X\nold", "#flashcard what is X\n{}"),
        ("#flashcard\n\nold", "#flashcard\n\n{}"),
        ("flashcard\n[!note] Q\nold", "flashcard\n[!note] Q\n{}"),
        ("[!note] Q\nold\n\nflashcard", "[!note] Q\n{}\n\nflashcard"),
        ("- Q item #flashcard\n  - old\n  - older", "- Q item #flashcard\n  {}"),
        ("[!QUESTION] Why so?", "[!QUESTION] Why so?\n{}"),
        ("> [!QUESTION] Why so?\n", "> [!QUESTION] Why so?\n> {}\n"),
        ("[!QUESTION] Why so?\nold draft?", "[!QUESTION] Why so?\n{}"),
        ("Why is that?", "Why is that? ::: {}"),
        ("a plain gloss\nof two lines", "{}"),
        ("> a quoted gloss", "{}"),
        ("", "{}"),
    ],
)
def test_every_habit_keeps_its_question_and_its_marks(text: str, after: str) -> None:
    assert with_answer(text, "new <b>bold</b> answer") == after.format("new **bold** answer")


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("[!n] Q\nold\n\n<!--SR:!2024-01-01,1,250-->", "[!n] Q\n{}\n\n<!--SR:!2024-01-01,1,250-->"),
        ("[!n] Q\n\n<!--SR:!2024-01-01,1,250-->", "[!n] Q\n{}\n\n<!--SR:!2024-01-01,1,250-->"),
        ("[!n] Q\nold ^abc123", "[!n] Q\n{} ^abc123"),
        ("[!n] Q\n```c\n#endif\n```\n^abc123", "[!n] Q\n{}\n^abc123"),
        ("[!n] Q\nold\n#math #topic", "[!n] Q\n{}\n#math #topic"),
        ("[!n] Q  \nold  \n\n", "[!n] Q  \n{}  \n\n"),
        ("[!n] Q\r\nold\r\nmore\r\n", "[!n] Q\r\n{}\r\n"),
    ],
)
def test_what_stands_below_the_answer_stays(text: str, after: str) -> None:
    assert with_answer(text, "new") == after.format("new")


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (r"Area \(A\)? ::: old", "Area \\(A\\)? ::: \n- a \\(x\\) $$y$$"),
        ("[!n] Q\n* old", "[!n] Q\n* a $x$ $$y$$"),
    ],
)
def test_formulas_and_lists_are_typed_as_the_reader_does(text: str, after: str) -> None:
    assert with_answer(text, r"<ul><li>a \(x\) \[y\]</li></ul>") == after


def test_each_line_of_an_answer_is_typed_as_the_old_one_was() -> None:
    assert with_answer("> [!NOTE] Q?\n> old", LONG) == (
        "> [!NOTE] Q?\n> new\n>\n> - a\n> - b\n>\n> ```\n> x = 1\n> ```\n>\n> $E=mc^2$"
    )
    assert with_answer("[!NOTE] Q?\r\nold", "a<br>b") == "[!NOTE] Q?\r\na\r\nb"
    assert with_answer("Left ::: old", "<ul><li>a</li></ul>") == "Left ::: \n- a"


@pytest.mark.parametrize(
    "text", ["> [!NOTE] Q?\n> __old one__ and \\(x\\)", "Left::: __old one__ and $x$"]
)
def test_an_answer_that_says_the_same_changes_nothing(text: str) -> None:
    assert with_answer(text, r"<p lang='en'><b>old one</b> and \(x\)</p>") == text


AROUND = Item("annotation", "hypothesis", "", 1, PASSAGE, face=Face.RECORD)


@pytest.mark.parametrize(
    ("text", "html", "reason"),
    [
        ("布隆过滤器的误报原因", "new", "answers.quoted"),
        ("Q1?\n?\nA1\n\nQ2?\n?\nA2", "new", "answers.several"),
        ("[!n] Q\nold %%kept%% x", "new", "answers.bookkeeping"),
        ("[!n] Q\nold ^abc123", "<pre><code>x</code></pre>", "answers.bookkeeping"),
        ("[!n] Q\nold", "<p>TODO</p>", "answers.unread"),
        ("[!n] Q\n" + "#tag " * 20_000, "new", "answers.long"),
        ("gloss. #tag", "new", "answers.nowhere"),
        ("a gloss", "Q: and what?<br>A: that", "answers.unread"),
        ("[!n] Q\nold", "<table><tr><td>a</td></tr></table>", "answers.table"),
        ("[!n] Q\nold", "", "answers.empty"),
    ],
)
def test_what_cannot_go_back_is_refused_with_the_reason(text: str, html: str, reason: str) -> None:
    with pytest.raises(NoWayBack) as refused:
        with_answer(text, html, AROUND)
    assert refused.value.args[0].key == reason


def test_tags_that_the_source_knows_stay_where_they_are() -> None:
    around = AROUND._replace(tags=("math",))
    assert with_answer("[!n] Q\nold #math", "new", around) == "[!n] Q\nnew #math"


def test_a_note_on_no_passage_asks_with_its_first_paragraph() -> None:
    around = AROUND._replace(passage=(), kind="page-note")
    assert with_answer("First.\n\nold", "new", around) == "First.\n\nnew"
    assert with_answer("Only this.", "new", around) == "Only this.\n\nnew"


def test_two_colons_part_where_they_are_configured_to() -> None:
    config = Config(one_way_separator=True)
    assert with_answer("TCP:: old", "new", AROUND, config) == "TCP:: new"


@pytest.mark.parametrize(
    ("text", "html", "after"),
    [
        ("[[page|words]] and __so on__", "words, <b>so on</b>", "[[page|words]], __so on__"),
        ("see [[page]]", "see page now", "see [[page]] now"),
        ("see [[page]]", "see chapter 2", "see chapter 2"),
        ("old ~~gone~~ x", "old gone y", "old ~~gone~~ y"),
        (r"\(a\) and $b$ x", r"\(a\) and \(b\) y", r"\(a\) and $b$ y"),
        ("* a\n* b", "<ul><li>a</li><li>b</li><li>c</li></ul>", "* a\n* b\n* c"),
        ("1. a\n1. b", "<ol><li>a</li><li>b, too</li></ol>", "1. a\n1. b, too"),
        ("- [ ] do\n- [x] x", "<ul><li>☐ do it</li><li>☑ x</li></ul>", "- [ ] do it\n- [x] x"),
        ("one %%kept%% x\n\ntwo", "<p>one x</p><p>three</p>", "one %%kept%% x\n\nthree"),
        ("a __b c__ d", "a <b>b e</b> d", "a __b e__ d"),
        ("a <!--1--> b <!--1-->`%%x%%`", "a <code>%%x%%</code>", "a <!--1--> <!--1-->`%%x%%`"),
        ("一二三四五", "一二四五六", "一二四五六"),
    ],
)
def test_what_was_not_touched_stays_as_it_was_typed(text: str, html: str, after: str) -> None:
    assert with_answer(f"[!n] Q\n{text}", html) == f"[!n] Q\n{after}"
    quoted, quoted_after = (one.replace("\n", "\n> ") for one in (text, after))
    assert with_answer(f"> [!n] Q\n> {quoted}", html) == f"> [!n] Q\n> {quoted_after}"


def test_further_cards_stay_below_the_first() -> None:
    text = "Q1?\n?\nA1\n\nQ2?\n?\nA2 [[page]]"
    html = "new<blockquote><p><strong>Q2?</strong><br>A2 page</p></blockquote>"
    assert with_answer(text, html) == "Q1?\n?\nnew\n\nQ2?\n?\nA2 [[page]]"


@pytest.mark.parametrize(
    ("text", "html", "after"),
    [
        ("什么？\n一棵树#flashcards/ds", "a heap", "什么？\na heap #flashcards/ds"),
        (
            "堆:::一棵树 #flashcards/ds",
            "树<ul><li>a</li></ul>",
            "堆:::树\n\n- a\n\n #flashcards/ds",
        ),
    ],
)
def test_what_stands_behind_an_answer_is_still_what_it_was(
    text: str, html: str, after: str
) -> None:
    assert with_answer(text, html) == after


@pytest.mark.parametrize(
    ("old", "is_lost"),
    [
        ("one *and* __two it__ \\(x\\) &lt;", False),
        ("cafe\u0301 and\xa0more\u200b", False),
        ("1. a\n    - b", True),
        ("a\n\n---\n\nb", True),
        ('a [page](https://example.org/ "title")', True),
        ("a [[page]] b", True),
    ],
)
def test_what_anki_does_not_show_is_not_lost_with_an_answer_typed_anew(
    old: str, is_lost: bool
) -> None:
    text = f"[!n] Q\n{old}"
    note = compose(AROUND._replace(body=blocks_of_markdown(text)), "", Config())
    shown = dict(zip(FIELDS, note.fields))["Answer"]
    assert is_more(old, markdown_of(blocks_of_html(shown))) == is_lost
