"""What asks and what answers: answers that are none, doubts, tags, and callouts without a title."""

from __future__ import annotations

from typing import Tuple

import pytest

from tests.compose.test_cards import composed
from tests.compose.test_typed import memo, remark, shown
from tests.work import bounded


def own(text: str) -> Tuple[str, ...]:
    return tuple(tag[13:] for tag in remark(text).tags if tag.startswith("annoki::tag"))


@pytest.mark.parametrize(
    "answer",
    [
        "见 3.2 节",
        "第 3 章",
        "原文第二段",
        "参考官方文档",
        "详见笔记",
        "看源码",
        "理由同上",
        "跟上面一样",
        "同前一条。",
        "下面这段",
        "例如:",
        "as shown above",
        "same as before",
        "引用自 [[Heaps]]",
        "见 https://a.example 第3章",
        "图 3",
        "表2。",
        "图 1、图 2",
        "公式（3）",
        "如图3所示",
        "见 3.2",
        "见上一条批注",
        "看评论区",
        "附录 A",
        "Fig. 2",
        "Figure 2(a)",
        "Figs. 2 and 3",
        "Eq. (4)",
        "p. 12",
        "on page 12",
        "see §3",
        "Section 3.2",
        "see the figure",
        "see my notes",
        "详见论文第 3 节",
        "见论文 Fig. 2",
        "略，见论文",
        "前文已述",
        "书上有",
        "自己查",
        "as explained above",
        "defined in the paper",
        "Section 3 of the paper",
        "look it up",
        "→ 见第三章",
        "（同上）",
        "(see Fig. 2)",
        "((65a1b2c3-1111-2222-3333-444455556666))",
        "{{embed [[Heaps]]}}",
        "见 ((65a1b2c3-1111-2222-3333-444455556666))",
    ],
)
def test_more_ways_to_point_elsewhere(answer: str) -> None:
    for text in (f"[!NOTE] 什么是堆?\n{answer}", f"什么是堆:::{answer}"):
        assert remark(text).status == "unfinished"


@pytest.mark.parametrize(
    "answer",
    [
        "FIXME",
        "待续…",
        "待确认",
        "暂无",
        "（空）",
        "稍后补充",
        "回头再看",
        "还没看懂",
        "I don't know",
        "not sure yet",
        "to be continued",
        "啥？",
        "什么",
        "。。。",
        "答：",
        "忘了",
        "我忘记了。",
        "记不清了",
        "不记得",
        "稍后",
        "改天再看",
        "待完善",
        "later",
        "Look it up later.",
        "I forgot",
        "can't remember",
        "to be filled in",
        "Really?",
        "真的假的？",
        "是吗？",
        "🤔",
        "👍👍！",
        "😅？",
    ],
)
def test_nothing_stands_where_nothing_was_answered(answer: str) -> None:
    for text in (f"[!NOTE] 什么是堆?\n{answer}", f"什么是堆:::{answer}"):
        assert shown(remark(text))[::2] == ("unfinished", "")


@pytest.mark.parametrize(
    "answer",
    [
        "不知道密钥就无法解密",
        "不清楚需求时先问",
        "TODO list 应用的增删改查",
        "What matters most? Latency.",
        "为什么? 因为缓存友好",
        "`?`",
        "`TODO` 注释",
        "待查询结束再提交",
        "同上一层相比更快",
        "第 3 章说的堆是满的",
        "例如：二叉堆",
        "图灵机",
        "- 见图 1\n- 一棵树",
        "书上有三种",
        "defined in the paper as a tree",
        "表 2 列出的三种",
        "Figure out the bound first",
        "Section 230",
        "later versions only",
        "忘了就重建",
        "待读队列",
        "真的",
        "✅",
        "➕",
        "🇫🇷",
    ],
)
def test_what_only_begins_like_that_is_an_answer(answer: str) -> None:
    assert remark(f"[!NOTE] 什么是堆?\n{answer}").status == "ready"


@pytest.mark.parametrize("answer", ["- TODO", "- 见图 1\n- 见图 2", "1. 待补\n2. 同上"])
def test_a_list_of_pointers_or_reminders_is_no_answer(answer: str) -> None:
    assert remark(f"什么是堆?\n#card\n{answer}").status == "unfinished"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("哪张图画了堆?", "图 3"),
        ("Which figure shows the heap?", "Fig. 2"),
        ("堆在第几章?", "第 6 章"),
        ("When are callbacks run, now or later?", "Later."),
        ("这个库的标志是哪个 emoji?", "🤗"),
    ],
)
def test_a_place_a_time_or_a_sign_that_was_asked_for_is_an_answer(
    question: str, answer: str
) -> None:
    for text in (f"[!NOTE] {question}\n{answer}", f"{question}:::{answer}"):
        assert remark(text).status == "ready"


@pytest.mark.parametrize(
    "answer", ["一棵树 (?)", "一棵树（？），满的", "一棵树（待确认）", "满的，待核实。"]
)
def test_more_marks_of_doubt(answer: str) -> None:
    for text in (f"[!NOTE] 什么是堆?\n{answer}", f"堆:::{answer}"):
        assert remark(text).status == "unsure"


@pytest.mark.parametrize("note", ["？", "！！！", "...", "TODO", "没看懂", "待补充"])
def test_a_note_that_is_a_mark_says_nothing_of_its_passage(note: str) -> None:
    assert remark(note).status == "unfinished"


def test_numbers_beside_a_link_are_read_at_once() -> None:
    numbers = " ".join(f"{n} 题" for n in range(60))
    bounded(lambda: memo(f"做题记录\n[题目](https://a.example/x) {numbers} 做完"))


def test_what_a_reader_felt_says_nothing_of_a_sentence_but_may_translate_a_word() -> None:
    for note in ("Really?", "🤔", "忘了", "稍后", "later"):
        assert composed(f">> An index is kept sorted.\n{note}").startswith("status: unfinished")
        assert composed(f">> später\n{note}").startswith("status: passage"), note


@pytest.mark.parametrize("note", ["nice!", "LOL", "+1", "同意", "哈哈哈", "学到了。", "mark一下"])
def test_praise_says_nothing_of_a_sentence_but_may_translate_a_word(note: str) -> None:
    sentence = "An index is kept sorted, so that a lookup can halve what is left."
    assert composed(f">> {sentence}\n{note}").startswith("status: unfinished")
    assert composed(f">> support\n{note}").startswith("status: passage")
    assert composed(f">> {sentence}\n{note} 堆更快").startswith("status: passage")


@pytest.mark.parametrize(
    "note", ["重要", "`TODO` 写在行首", "TODO list 很长", "`?`", "$x$", "→ 堆"]
)
def test_what_says_something_is_a_gloss(note: str) -> None:
    assert remark(note).status == "passage"


@pytest.mark.parametrize(
    ("text", "status", "prompt", "answer"),
    [
        ("> [!NOTE]\n> 什么是熵？\n> 不确定性", "ready", "什么是熵？", "不确定性"),
        ("> [!tip]\n>\n> Why sort?\n>\n> To halve.", "ready", "Why sort?", "To halve."),
        ("> [!question]\n> 熵的单位\n> 比特", "unsure", "熵的单位", "比特"),
        ("> [!question]+\n> 熵的单位", "unfinished", "熵的单位", ""),
        ("> [!NOTE]\n> 什么是熵？", "unfinished", "什么是熵？", ""),
        ("> [!NOTE]\n> 熵有单位", "ready", "the passage", "熵有单位"),
    ],
)
def test_below_a_callout_without_a_title_a_question_asks(
    text: str, status: str, prompt: str, answer: str
) -> None:
    got, front, back = shown(remark(text))
    assert got == status
    assert f">{prompt}</p>" in front
    assert f">{answer}</p>" in back if answer else not back


@pytest.mark.parametrize(
    ("text", "prompt", "answer", "tags"),
    [
        ("#重要 #ml\n\n什么是堆？\n#card\n一棵树", "什么是堆？", "一棵树", ("ml", "重要")),
        ("#tool/llm\n#flashcard\n怎样跑？\n本地跑", "怎样跑？", "本地跑", ("tool::llm",)),
        ("什么是堆？\n#card\n一棵树\n\n#ds #tree", "什么是堆？", "一棵树", ("ds", "tree")),
        ("堆:::一棵树\n#ds", "堆", "一棵树", ("ds",)),
        ("见第 #12 条 #card\n已修", "见第 #12 条", "已修", ()),
        ("选择器?\n#card\n#main", "选择器?", "#main", ("main",)),
        ("堆:::一棵树 #card\n满的", "堆", "一棵树", ()),
        ("什么是堆？::一棵树 #card", "什么是堆？", "一棵树", ()),
        ("1. 什么是堆？ #card\n   一棵树", "什么是堆？", "一棵树", ()),
    ],
)
def test_lines_of_tags_and_markers_are_on_no_card(
    text: str, prompt: str, answer: str, tags: Tuple[str, ...]
) -> None:
    status, front, back = shown(remark(text))
    assert status == "ready"
    assert f">{prompt}</p>" in front
    assert f">{answer}</p>" in back
    assert own(text) == tags


@pytest.mark.parametrize(
    "kept",
    [
        "^1634200949968",
        "![[heap.png]] ^blk-1",
        "card-repeats:: 1\ncard-last-reviewed:: 2023-01-19T09:37:06.604Z",
        "collapsed:: true",
        "id:: 63a5c0d2-91d3-4f2b-9d9c-0a4bd2c1f3aa",
    ],
)
def test_more_that_programs_keep(kept: str) -> None:
    answer = shown(remark(f"什么是堆？ #card\n一棵树\n{kept}"))[2]
    assert "一棵树" in answer
    assert "^" not in answer
    assert "::" not in answer
    assert remark("幂\n#card\n一万亿是 10 ^12\n键:: 值").fields[1].count("^12")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("范围查询 {{cloze 两次之间}} 不同", "范围查询 两次之间 不同"),
        ("它有 {{c1::两}} 种", "它有 两 种"),
        ("它有 {{c2::两::几}} 种", "它有 两 种"),
    ],
)
def test_gaps_are_filled_in(text: str, answer: str) -> None:
    assert f">{answer}</p>" in shown(remark(f"什么是幻读？ #card\n{text}"))[2]


def test_braces_of_code_and_templates_are_no_gaps() -> None:
    answer = shown(remark("怎么写？ #card\n`{{c1::x}}` 或 {{code}}"))[2]
    assert "c1::x" in answer
    assert "code" in answer


@pytest.mark.parametrize(
    ("question", "answer", "status"),
    [
        ("堆满吗?", "是的吗?", "unsure"),
        ("堆由谁管理?", "编译器还是谁?", "unsure"),
        ("Is a heap full?", "It depends. Is it?", "unsure"),
        ("评审时先问什么?", "谁负责?", "ready"),
        ("What to ask first?", "Is it sorted?", "ready"),
        ("堆快吗?", "快吗? 快。", "ready"),
    ],
)
def test_a_question_that_closes_an_answer_is_a_doubt(
    question: str, answer: str, status: str
) -> None:
    assert remark(f"[!NOTE] {question}\n{answer}").status == status


def test_an_embedded_file_does_not_ask() -> None:
    assert ">先排序。</p>" in shown(memo("![[a.png]]\n先排序。再二分。"))[1]
