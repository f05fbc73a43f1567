"""What goes wrong with one item, at whatever stage, is told, and all others go on."""

from __future__ import annotations

import json
from functools import partial
from typing import Any, Callable, List, Sequence

import pytest
from annoki.config import Config
from annoki.model import Block, Document, Item, Note, Problem, Span
from annoki.pipeline import making
from annoki.pipeline.inputs import Input
from annoki.pipeline.listings import read_all
from annoki.pipeline.naming import without_fault
from annoki.pipeline.notes import notes_of
from annoki.pipeline.report import WHOLE, Account, Report
from annoki.repair import RULES, repair
from annoki.repair.rule import Rule

HALF = "\ud800"
NOTHING = [
    "#读书", "#a #b", "#flashcard", "#flashcards/a", "> ", ">", "> > ", "- ", "* ", "+ ", "1. ",
    "---", "***", "___", "- - -", "# ", "## ", "![]()", "![](x.png)", "[]()",
    "[](http://x.example)", "```", "~~~", "~~~~", "```\n```", "```py\n```", "> ```\n> ```",
    "`` ``", "$$ $$", "<br>", "&nbsp;", "****", "| |\n|-|\n| |", "<u></u>", "<b> </b>",
]  # fmt: skip
"""Everyday memos of which nothing is left to read."""
UNSEEN = [
    "\u200b", "\u2060", "\ufeff", "\ufe0f", "\u200e\u200f", "\u202a\u202c", "\u00ad", "\u034f",
    "\u3164", "\uffa0", "\u2800", "\u180e", "\U000e0020", " \u200b\u2060\u00a0",
]  # fmt: skip
"""Texts that show nothing."""
MARKED = ["- {}", "> {}", "# {}", "`{}`", "**{}**", "```\n{}\n```", "[{}](http://x.example)"]


def run(text: str) -> tuple[List[Note], Account]:
    listings, report = read_all([Input("an input", "", Document("an input", text))])
    made = list(notes_of(listings, report, Config()))
    return made, report.accounts[0]


def made_of(*items: Item) -> tuple[List[Note], Account]:
    account = Account("an input", found=len(items), complete=True)
    return list(notes_of([list(items)], Report(accounts=[account]), Config())), account


def memo(n: int, text: str = "潮汐由月亮引起。", **more: Any) -> Item:
    body = (Block("prose", (Span(text),)),)
    made = Item("memo", "memos", f"memo {n}", n, body=body, source_ids=(f"memos:x/{n}",))
    return made._replace(**more)


def memos(*texts: str) -> str:
    rows = [
        {"name": f"memos/{n}", "content": text, "createTime": "2024-05-14T09:12:00Z"}
        for n, text in enumerate(texts, 1)
    ]
    return json.dumps({"memos": rows})


def annotation(text: str) -> str:
    selector = {"type": "TextQuoteSelector", "exact": "the passage"}
    row = {"id": "a", "user": "u", "text": text, "target": [{"selector": [selector]}]}
    return json.dumps({"total": 1, "rows": [row]})


def told(account: Account) -> List[Any]:
    return [(one.where, one.stage) for one in account.problems]


def test_what_says_nothing_is_left_out_with_a_reason() -> None:
    made, account = run(memos(*NOTHING, "潮汐"))
    assert len(made) == 1
    assert {one.why for one in account.skipped} == {"nothing but tags and marks"}
    assert [one.raw for one in account.skipped] == NOTHING
    assert account.problems == []
    (note,), _ = run(annotation("---"))
    assert note.status == "highlight"


@pytest.mark.parametrize("text", UNSEEN, ids=ascii)
def test_what_shows_nothing_is_empty(text: str) -> None:
    made, account = run(memos(text, "潮汐"))
    assert len(made) == 1
    assert [one.why for one in account.skipped] == ["no text"]
    for note in (text, *(mark.format(text.strip()) for mark in MARKED)):
        (one,), _ = run(annotation(note))
        assert (one.status, one.fields[1]) == ("highlight", ""), ascii(note)
    for note in (f"何为潮汐:::{text}", f"[!NOTE] 何为潮汐\n\nflashcard\n\n{text}"):
        (one,), _ = run(annotation(note))
        assert (one.status, one.fields[1]) == ("unfinished", ""), ascii(note)


def test_what_is_shown_stays_as_it_was_typed() -> None:
    texts = ["❤\ufe0f", "👨\u200d👩\u200d👧", "\u200f潮汐\u200f", "可\u00ad分", "می\u200cخواهم"]
    made, account = run(memos(*texts))
    assert account.skipped == []
    assert all(any(text in note.fields[0] for note in made) for text in texts)


def test_a_card_is_asked_by_the_first_line_that_one_can_see() -> None:
    (note,), _ = run(memos("\u200b\n潮汐由月亮引起。太阳也有份。"))
    assert "潮汐由月亮引起" in note.fields[0]


def broken(*_: Any) -> Any:
    raise RecursionError("deep\ndown")


@pytest.mark.parametrize("stage", ["repairing", "composing", "naming"])
def test_an_item_that_fails_at_a_stage_is_told(stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = memo(2, "风暴 storm")
    if stage == "repairing":
        fails = Rule("x", frozenset(["text"]), frozenset(["prose"]), lambda s: "storm" in s, broken)
        monkeypatch.setattr(making, "repair", partial(repair, rules=(*RULES, fails)))
    elif stage == "composing":
        bad = memo(2, f"风暴 storm {HALF}")
    else:
        bad = bad._replace(source_ids=(f"memos:x/{HALF}",))

    made, account = made_of(memo(1, "一 one"), bad, memo(3, "三 three"))

    assert [note.memory.ids for note in made] == [("memos:x/1",), ("memos:x/3",)]
    assert told(account) == [("memo 2", stage)]
    (problem,) = account.problems
    assert problem.what.startswith(f"{stage} it failed (")
    assert ".py:" in problem.error
    assert "\n" not in problem.what
    assert "storm" in problem.raw
    assert (account.found, account.made, account.lost) == (3, 2, 1)
    assert [entry.where for entry in account.entries] == ["memo 1", "memo 3"]
    assert account.answer.state == "partial"


def test_where_all_fail_the_input_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "compose", broken)
    made, account = made_of(*map(memo, range(1, 5)))
    assert made == []
    assert [one.where for one in account.problems] == [f"memo {n}" for n in range(1, 5)]
    assert account.answer.state == "failed"


def test_a_thing_whose_richest_face_fails_is_seen_through_the_other() -> None:
    poor = memo(1, "潮汐由月亮引起。", face=1)
    rich = memo(1, "潮汐由月亮引起。", face=4, host=f"x{HALF}.example")
    accounts = [Account(name, found=1) for name in ("poor", "rich")]
    (note,) = notes_of([[poor], [rich]], Report(accounts=accounts), Config())
    assert note.memory.face == 1
    assert [told(one) for one in accounts] == [[], [("memo 1", "composing")]]


def test_of_items_that_fail_only_together_one_is_left_out() -> None:
    def tell(listings: Sequence[Sequence[Item]]) -> List[int]:
        there = {item.n for listing in listings for item in listing}
        if {2, 5} <= there or {7, 8} <= there:
            raise ValueError("two of a kind")
        return sorted(there)

    items = [memo(n) for n in range(1, 9)]
    left, problems = without_fault([items[:3], items[3:]], tell)
    assert left == [1, 2, 3, 4, 6, 7]
    assert list(problems) == [(1, 1), (1, 4)]
    assert problems[1, 1].where == "memo 5"


class Breaking:
    """Reads three records, of which the second and third cannot be had."""

    def __init__(self) -> None:
        self.at = 0

    def __iter__(self) -> Breaking:
        return self

    def __next__(self) -> Item:
        self.at += 1
        if self.at in (2, 3):
            raise KeyError(self.at)
        if self.at > 4:
            raise StopIteration
        return memo(self.at)


@pytest.mark.parametrize(("found", "many"), [(Breaking, 2), (lambda: map(broken, [1]), 0)])
def test_a_reader_that_fails_midway_is_read_as_far_as_it_goes(
    found: Callable[[], Any], many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from annoki.readers.memos import records

    monkeypatch.setattr(records, "read", lambda document: found())
    made, account = run(memos("x"))
    assert len(made) == account.found == many
    assert {one.stage for one in account.problems} == {"reading"}
    assert account.problems[0].where == ("below memo 1" if many else "below the beginning")


@pytest.mark.parametrize("name", ["declared", "read"])
def test_a_reader_that_fails_at_all_is_a_failed_input(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from annoki.readers.memos import records

    monkeypatch.setattr(records, name, broken)
    listings, report = read_all(
        [Input(at, "", Document(at, memos("潮汐"))) for at in ("bad", "worse")]
        + [Input("good", "", Document("good", annotation("潮汐")))]
    )
    assert list(map(len, listings)) == [0, 0, 1]
    assert [told(one) for one in report.accounts] == [[(WHOLE, "reading")]] * 2 + [[]]


def test_what_a_user_can_act_on_says_itself_what_to_do() -> None:
    from annoki.contained import failure
    from annoki.errors import Cancelled, InputError

    assert failure("reading", "post 1", InputError("split it")) == Problem("post 1", "split it")
    with pytest.raises(Cancelled):
        failure("reading", "post 1", Cancelled("cancelled"))
