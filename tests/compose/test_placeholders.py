"""What a converter leaves where a formula or code was, and words in brackets that are none."""

from __future__ import annotations

import pytest
from annoki.compose import compose
from annoki.config import Config
from annoki.model import Block, Face, Item, Span
from annoki.text.spans import text_span

from tests.texts import passage, prose

POST = Item("post", "blog", "here", 1, title=text_span("排序"), face=Face.PAGE)
NOTE = POST._replace(kind="annotation", title=())


def status(item: Item, *body: Block) -> str:
    return compose(item._replace(body=body), "g", Config()).status


@pytest.mark.parametrize(
    "text",
    [
        "复杂度是 [公式] 的",
        "当 [Math] 趋于零时, [公式]也趋于零",
        "代码如下。 [代码] 输出两行。",
        "由 [1] [Math] 可知",
        "[公式]、[Math]",
    ],
)
def test_what_was_lost_makes_a_post_unfinished(text: str) -> None:
    assert status(POST, *prose(text)) == "unfinished"


@pytest.mark.parametrize(
    "text",
    [
        "[paper] [code] 都开源了",
        "见 [论文] [代码] [模型]",
        "[Paper]|[Math] 两个标签",
        "[code] 是标签, [math] 也是",
        "[CODE]",
        "取 x[code] 的值",
    ],
)
def test_labels_are_words(text: str) -> None:
    assert status(POST, *prose(text)) == "digest"


def test_a_label_beside_a_link_is_a_word() -> None:
    spans = (Span("论文", link="https://a.example/p"), Span(" [代码] 都在"))
    assert status(POST, Block("prose", spans)) == "digest"


def test_what_the_reader_typed_is_as_it_was_meant() -> None:
    assert status(NOTE, *prose("[!NOTE] 占位符写成什么?\n写 [公式] 或 [代码]")) == "ready"
    on_passage = NOTE._replace(passage=passage("keys"))
    assert status(on_passage, *prose("见 [Math]")) == "passage"
    memo = POST._replace(kind="memo", title=(), face=Face.RECORD)
    assert status(memo, *prose("占位符", "写 [公式]")) == "digest"


def test_a_passage_may_have_lost_one() -> None:
    lost = NOTE._replace(passage=passage("复杂度是 [Math] 的"))
    assert status(lost, *prose("平方级")) == "unfinished"
