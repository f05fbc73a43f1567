"""Labels, and questions that are not about what their passage names."""

from __future__ import annotations

import pytest
from annoki.compose import compose
from annoki.compose.labels import is_heading, is_label
from annoki.config import Config
from annoki.identity.contradiction import alike
from annoki.model import Item, Note
from annoki.sync.cut import text_in
from annoki.sync.matching import NoteLook

from tests.texts import passage, prose

PASSAGE = "An index is kept sorted, so that a lookup can halve what is left."


def made(note: str, of: str = PASSAGE) -> Note:
    item = Item("annotation", "hypothesis", "line 1", 1, passage(of), prose(note))
    return compose(item, "g", Config())


@pytest.mark.parametrize(
    "note",
    [
        "布隆过滤器的误报原因",
        "B-tree 与 LSM 的区别",
        "LSM 写入流程",
        "自己写 Collator 的方法",
        "布隆过滤器的主要用途",
        "the structure of a B-tree",
        "Advantages of LSM trees",
        "max_open_files",
        "flushAll()",
        "缓存的好处",
        "MVCC 的设计思想",
        "隔离级别的作用。",
    ],
)
def test_labels(note: str) -> None:
    assert is_label(prose(note), passage(PASSAGE))


@pytest.mark.parametrize(
    "note",
    [
        "有序",
        "索引需要有序的结构",
        "二分不是唯一的方法",
        "常见的方法",
        "这个结构",
        "索引的作用：加速查询",
        "索引的作用?",
        "sorted",
        "Index",
        "the structure of it",
        "B-tree is the structure of choice",
        "[B-tree 的结构](https://a.example)\n更多",
        "更大的内存上可以看出是否有缓存的差别",
    ],
)
def test_no_labels(note: str) -> None:
    assert not is_label(prose(note), passage(PASSAGE))


def test_an_identifier_that_the_passage_names_is_a_gloss() -> None:
    assert not is_label(prose("max_open_files"), passage("Set max_open_files to 512."))


@pytest.mark.parametrize(
    "text", ["3.1. Overview", "第三章 索引", "B-tree", "索引块", "A Note on Keys"]
)
def test_headings(text: str) -> None:
    assert is_heading(passage(text))


@pytest.mark.parametrize("text", [PASSAGE, "键先散列，再取模，得到桶。", "Keys are hashed."])
def test_no_headings(text: str) -> None:
    assert not is_heading(passage(text))


def test_two_labels_on_one_passage_say_two_things() -> None:
    """Though both have that for an answer; and what was a gloss before says what it said."""
    one, other = (made(note) for note in ("B-tree 索引的作用", "B-tree 索引的局限"))
    assert one.status == other.status == "ready"
    looks = [NoteLook(note.memory, note.fields) for note in (one, other)]
    assert alike(*looks) < 1
    assert [look.text for look in looks] == ["B-tree索引的作用", "B-tree索引的局限"]
    assert all(look.is_remark and look.length > len(PASSAGE) / 2 for look in looks)


def test_what_was_written_first_is_told_first() -> None:
    """A file that breaks off in the passage shows a beginning of it."""
    assert text_in(made("B-tree 索引的作用").fields) == f"{PASSAGE} B-tree 索引的作用"


@pytest.mark.parametrize(
    ("asked", "of", "told"),
    [
        ("max_open_files 是什么?", "The cache holds min_block_size bytes.", True),
        ("max_open_files 是什么?", "Set max_open_ files to 512.", False),
        ("max_open_files 是什么?", "MAX_OPEN_FILES=512", False),
        ("flush() 何时调用?", "Nothing is written at once.", True),
        ("x_1 与 y() 是什么?", "Nothing is written at once.", False),
        ("什么是索引?", "Nothing is written at once.", False),
    ],
)
def test_a_passage_that_lacks_what_is_asked_is_told(asked: str, of: str, told: bool) -> None:
    note = made(f"[!NOTE] {asked}\n一个选项", of)
    assert note.status == "ready"
    assert ("the passage does not name" in note.why) == told


@pytest.mark.parametrize(
    ("asked", "is_needed"),
    [
        ("以上公式怎么来的？", True),
        ("这一步在做什么？", True),
        ("前面提到的 K 指什么？", True),
        ("该方法为何有效？", True),
        ("How come?", True),
        ("它和上面的区别？", True),
        ("读多写少时应该模仿谁？", False),
        ("该怎么做分布式缓存？", False),
        ("B-tree 为什么矮？", False),
        ("How come trees are low?", False),
    ],
)
def test_questions_that_need_their_passage(asked: str, is_needed: bool) -> None:
    note = made(asked)
    assert note.status == "unfinished"
    assert ("<details" in note.fields[0]) == is_needed


def test_a_phrase_that_asks_is_a_guess_in_an_answer() -> None:
    assert made("B-tree 与 LSM 的区别?").status == "unfinished"
    assert made("[!NOTE] 慢在哪里?\n缺少索引的原因?").status == "unsure"
