"""A table printed one cell a line is put together only where its shape is certain."""

from __future__ import annotations

from typing import List

import pytest
from annoki.model import Item
from annoki.readers.markdown.flattened import spans_of
from annoki.repair import repair

from tests.texts import prose, said


def post(lines: List[str]) -> Item:
    return Item("post", "blog", "line 1", 1, title=spans_of("t"), body=prose(*lines))


def test_a_table_between_prose() -> None:
    cells = [
        "名称",
        "长度",
        "耗时",
        "甲",
        "12",
        "00:03",
        "B-tree",
        "7.5",
        "~2ms",
        "丙",
        "1,024",
        "-",
    ]
    healed = repair(post(["结果如下:", *cells, "实验结果", "一句话。"]))
    assert [block.kind for block in healed.body] == ["prose", "table", "prose", "prose"]
    assert (
        said(healed.body[1:2]) == "名称\t长度\t耗时\n甲\t12\t00:03\nB-tree\t7.5\t~2ms\n丙\t1,024\t-"
    )
    assert [one.rule for one in healed.repairs] == ["table"]
    assert repair(healed).body == healed.body


@pytest.mark.parametrize(
    "lines",
    [
        ["背景", "方法", "实验", "结论", "参考"],
        ["甲", "乙", "丙", "丁", "1", "2"],  # one row
        ["a", "b", "c", "d", "e", "f", "g", "h", "i"],
        ["标题", "第一句话。", "第二句话。", "3", "4", "5"],
        ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
    ],
)
def test_other_short_lines_stay_lines(lines: List[str]) -> None:
    item = post(lines)
    assert repair(item).body == item.body
