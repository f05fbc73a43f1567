"""Chinese as it is really typed: full-width marks mean what ASCII ones mean, and stay as typed.

The marks are written as escapes, since some editors and converters fold them to ASCII.
"""

from __future__ import annotations

import pytest
from annoki.compose import compose
from annoki.config import Config
from annoki.model import Item
from annoki.notetype import FIELDS
from annoki.repair import repair

from tests.compose.test_typed import remark, shown
from tests.texts import passage, prose

QUESTION, COLON, COMMA, BANG, SEMICOLON = "\uff1f", "\uff1a", "\uff0c", "\uff01", "\uff1b"
OPEN, CLOSE = "\uff08", "\uff09"


def fields(note: str) -> dict[str, str]:
    item = Item("annotation", "hypothesis", "here", 1, passage("A passage."), prose(note))
    composed = compose(repair(item), "guid", Config())
    return {**dict(zip(FIELDS, composed.fields)), "status": composed.status}


@pytest.mark.parametrize(
    ("note", "status"),
    [
        (f"[!NOTE] 如何配置{QUESTION}\nflashcard\n示例如下{COLON}", "unfinished"),
        (f"[!QUESTION] 何时使用{QUESTION}\nflashcard\n只在等值查询时{QUESTION}", "unsure"),
        (f"为了:::什么目的{QUESTION}", "unfinished"),
        (f"解决方法:::{QUESTION}", "unfinished"),
        (f"收敛更:::快{QUESTION}{OPEN}不一定{CLOSE}", "unsure"),
        (f"重参数化{COLON}{COLON}{COLON}换一组参数", "ready"),
        (f"为什么要先写日志{QUESTION}", "unfinished"),
        (f"影响是不确定的{QUESTION}", "passage"),
        (f"什么是幂等\n{QUESTION}\n重复执行{COMMA}结果不变", "ready"),
    ],
)
def test_status(note: str, status: str) -> None:
    assert fields(note)["status"] == status


def test_marks_stay_as_typed() -> None:
    shown = fields(f"先写日志{COMMA}再写数据{COLON}{COLON}{COLON}{COLON}为什么{QUESTION}{BANG}")
    assert shown["Prompt"] == f'<p lang="zh-Hans">先写日志{COMMA}再写数据{COLON}</p>'
    assert shown["Answer"] == f'<p lang="zh-Hans">为什么{QUESTION}{BANG}</p>'


def test_lists_behind_full_width_colons() -> None:
    shown = fields(f"关键点{COLON} - 速度 - 显存")
    assert "<ul" in shown["Answer"]
    shown = fields(f"分为三步{COLON}1. 读取{SEMICOLON}2. 训练{SEMICOLON}3. 评测")
    assert "<ol" in shown["Answer"]


def test_a_mark_after_a_formula_stays_on_its_line() -> None:
    shown = fields(f"设 $x${COMMA}则 $y$")
    assert f'<span class="keep">\\(x\\){COMMA}</span>' in shown["Answer"]


def test_the_opening_of_an_untitled_post_ends_with_its_sentence() -> None:
    text = f"什么是索引{QUESTION}它让查询变快{COMMA}让写入变慢。" * 9
    item = Item("post", "blog", "here", 1, body=prose(text))
    prompt = compose(item, "guid", Config()).fields[0]
    assert prompt == f'<p class="opening" lang="zh-Hans">什么是索引{QUESTION}</p>'


@pytest.mark.parametrize(
    "opening",
    [
        "\u3010!NOTE\u3011",
        f"\u3010{BANG}NOTE|red\u3011- ",
        "> \u3010!my-card\u3011 ",
        f"\uff3b{BANG}NOTE\uff3d",
        "\u3014!tip\u3015",
    ],
)
def test_callouts_in_the_brackets_of_chinese(opening: str) -> None:
    made = remark(f"{opening}什么是堆{QUESTION}\n{'> ' if opening[0] == '>' else ''}一棵树")
    status, prompt, answer = shown(made)
    assert status == "ready"
    assert f">什么是堆{QUESTION}</p>" in prompt
    assert ">一棵树</p>" in answer


@pytest.mark.parametrize("heading", ["\u3010重要\u3011", f"\u3010{BANG}重要\u3011"])
def test_what_stands_in_such_brackets_may_be_a_heading(heading: str) -> None:
    status, _, answer = shown(remark(f"{heading}堆是一棵树"))
    assert status == "passage"
    assert heading in answer.replace('<span lang="en">', "").replace("</span>", "")
