"""Where separators part a note, where their colons are those of a program, and several cards."""

from __future__ import annotations

import pytest

from tests.compose.test_typed import memo, remark, shown


@pytest.mark.parametrize(
    ("text", "prompt", "answer"),
    [
        ("#flashcards Q::A", "Q", "A"),
        ("#flashcard TCP::UDP", "TCP", "UDP"),
        ("#flashcards What is a heap::A tree", "What is a heap", "A tree"),
        ("capital of France::Paris #flashcards/geo", "capital of France", "Paris"),
        ("#card port of HTTP::80", "port of HTTP", "80"),
        ("#flashcards 堆::heap", "堆", "heap"),
        ("#flashcard 什么是 heap::a tree", "什么是 heap", "a tree"),
        ("#flashcard 堆：：：一棵树", "堆", "一棵树"),
    ],
)
def test_two_colons_part_what_is_marked_as_a_card(text: str, prompt: str, answer: str) -> None:
    for made in (remark(text), memo(text)):
        status, front, back = shown(made)
        assert status == "ready"
        assert _words(front) == prompt
        assert _words(back) == answer


@pytest.mark.parametrize(
    "text",
    [
        "#flashcard a::b::c",
        "#flashcard std::move",
        "what is tokio::spawn #card",
        "#card 怎么用 Foo::Bar",
        "#flashcard fs::read_dir returns entries",
        "#card Vec::new() allocates nothing",
        "#flashcards torch::Tensor",
        "#card is Foo::Bar lazy?",
        "#flashcard std:::vector 的长度",
    ],
)
def test_names_of_programs_are_not_parted_though_marked(text: str) -> None:
    status, front, back = shown(remark(text))
    assert status == "unfinished"
    assert "::" in front
    assert not back


@pytest.mark.parametrize(
    "text",
    [
        "std:::vector",
        "用 std:::unordered_map 代替",
        "boost:::shared_ptr 也行",
        "stats:::predict.lm 没有导出",
        "a::b::c",
        "std::vector::push_back 摊还",
    ],
)
def test_names_of_programs_are_no_separators(text: str) -> None:
    assert remark(text).status == "passage"


@pytest.mark.parametrize(
    "text", ["std:::标准差", "std:::standard deviation", "what is std::move:::a cast", "a:::b"]
)
def test_three_colons_part_beside_names(text: str) -> None:
    assert remark(text).status == "ready"


@pytest.mark.parametrize(
    "text",
    [
        "TCP:::可靠\nUDP:::尽力",
        "- TCP:::可靠\n- UDP:::尽力",
        "1. TCP:::可靠\n2. UDP:::尽力",
        "TCP:::可靠\n\nUDP:::尽力",
        "#flashcards\nTCP::可靠\nUDP::尽力",
        "TCP\n?\n可靠\n\nUDP\n?\n尽力",
        "TCP::可靠 #card\nUDP::尽力 #card",
        "TCP #card\n可靠\n\nUDP #card\n尽力",
        "#card TCP\n可靠\n#card UDP\n尽力",
        "- TCP #card\n    - 可靠\n- UDP #flashcards\n    - 尽力",
    ],
)
def test_further_cards_of_a_note_are_quotations(text: str) -> None:
    for made in (remark(text), memo(text)):
        status, front, back = shown(made)
        assert (status, _words(front)) == ("ready", "TCP")
        own, _, below = back.partition("<blockquote")
        assert _words(own) == "可靠"
        assert "<strong>" in below
        assert _words(f"<{below}") == "UDP尽力"


def test_a_marker_that_ends_the_answer_opens_no_card() -> None:
    back = shown(remark("TCP #card\n可靠 #card"))[2]
    assert _words(back) == "可靠"
    assert "blockquote" not in back


def test_an_open_card_stays_open_whatever_stands_below_it() -> None:
    assert remark("TCP:::TODO\nUDP:::尽力").status == "unfinished"


def test_a_list_with_one_card_among_its_items_is_an_answer() -> None:
    back = shown(remark("协议:::\n- 三种\n- TCP:::可靠\n- 其他"))[2]
    assert "blockquote" not in back


@pytest.mark.parametrize(
    "text",
    [
        "Q: 什么是堆？\nA: 一棵树",
        "问：什么是堆？\n答：一棵树",
        "问：什么是堆？答：一棵树",
        "**问题**：什么是堆？\n\n**答案**：一棵树",
        "Question 3: 什么是堆？\nAnswer 3: 一棵树",
        "[!NOTE]\nQ：什么是堆？\nA：一棵树",
        "#flashcard\nQ: 什么是堆？\nA: 一棵树",
    ],
)
def test_what_says_that_it_asks_and_answers_does(text: str) -> None:
    for made in (remark(text), memo(text)):
        status, front, back = shown(made)
        assert (status, _words(front), _words(back)) == ("ready", "什么是堆？", "一棵树")


def test_further_pairs_are_quotations_and_an_empty_answer_is_none() -> None:
    back = shown(remark("Q1: 什么是堆？\nA1: 一棵树\nQ2: 什么是栈？\nA2: 一叠"))[2]
    own, _, below = back.partition("<blockquote")
    assert _words(own) == "一棵树"
    assert _words(f"<{below}") == "什么是栈？一叠"
    assert remark("问：什么是堆？\n答：").status == "unfinished"
    assert remark("问：什么是堆？\n答：待补").status == "unfinished"


@pytest.mark.parametrize(
    "text",
    [
        "Q: query matrix\nA: attention",
        "Q: 什么是查询？\nK: 键\nA: 注意力",
        "问题：显存不够\n原因：批太大",
        "A: 一棵树",
        "Q&A: 一棵树\nA: 满的",
    ],
)
def test_letters_and_headings_before_colons_do_not_ask(text: str) -> None:
    assert remark(text).status == "passage"


def _words(html: str) -> str:
    return "".join(part.partition(">")[2] for part in html.split("<"))
