"""What other programs keep in a note for themselves is on no card."""

from __future__ import annotations

import json

import pytest
from annoki.model import Document, Item
from annoki.readers.hypothesis import page_text
from annoki.readers.markdown.blocks import blocks_of_markdown
from annoki.readers.memos import records
from annoki.text.spans import text_of


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Capital of Peru:::Lima <!--SR:!2024-01-02,3,250-->", "Capital of Peru:::Lima"),
        ("one\n<!-- ID: 1700000000000 -->\ntwo", "one\ntwo"),
        ("> one\n> <!--ID: 1-->\n> two", "one\ntwo"),
        ("before %%a remark%% after", "before after"),
        ("one\n\n%%\na\n\n- b\n%%\n\ntwo", "one\ntwo"),
        ("one\n\n%%\na\n\nb\n%%\n\ntwo", "one\ntwo"),
        ("一棵树 ^9f8e7d\n下一行", "一棵树\n下一行"),
        ("- one ^my-block\n- two", "one\ntwo"),
    ],
)
def test_it_is_no_text(typed: str, shown: str) -> None:
    assert text_of(blocks_of_markdown(typed)) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "`<!-- note -->` and `%%x%%`",
        "```\n%%x%%\n<!-- note -->\nx ^abcdef\n```",
        "%%time\nf()\n%%bash\nls",
        "printf 100%% and 20%% of",
        "%% a program's\n%% comments",
        "a number below 2 ^n-1",
        "nothing closes <!-- this",
    ],
)
def test_code_powers_and_what_nothing_closes_stay(typed: str) -> None:
    shown = text_of(blocks_of_markdown(typed))
    assert shown == typed.replace("`", "").strip("\n")


def test_a_printed_page_and_a_memo_are_read_alike() -> None:
    page = (
        "  1. Aug 2023\n  2. a.example a.example\n    1. A passage.\n      答案 %%备注%% ^1a2b3c\n"
    )
    (item,) = page_text.read(Document("page", page))
    assert isinstance(item, Item)
    assert text_of(item.body) == "答案"
    row = {"name": "memos/a", "createTime": "2024-03-01T08:00:00Z", "content": "记住 <!--ID: 1-->"}
    (memo,) = records.read(Document("memos", json.dumps([row])))
    assert isinstance(memo, Item)
    assert text_of(memo.body) == "记住"
