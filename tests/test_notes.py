"""From items to notes: in reading order, one by one, and all accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest
from annoki.config import Config, Source
from annoki.model import Document, Note
from annoki.pipeline.gather import gather
from annoki.pipeline.inputs import Input
from annoki.pipeline.listings import read_all
from annoki.pipeline.notes import notes_of

from tests.fixture_files import EXAMPLES

NEWER = """  1. Aug 2023
    1. \u7f13\u5b58\u53ea\u5b58\u70ed\u70b9
      \u56e0\u4e3a\u5185\u5b58\u8d35
    2. a **bold** passage, which needs a library
      `code` and *more*, and **strong**
"""
OLDER = """  1. Jul 2023
    1. The tide turns twice a day
      \u6708\u4eae
    2. \u6d77\u6c34\u6bcf\u5929\u6da8\u843d
      twice
"""


def notes(*texts: str) -> list[Note]:
    listings, report = read_all([Input("x", "", Document("x", text)) for text in texts])
    return list(notes_of(listings, report, Config()))


@pytest.mark.parametrize("texts", [(NEWER, OLDER), (OLDER, NEWER), (NEWER + OLDER,)])
def test_the_oldest_comes_first_wherever_it_was_read(texts: tuple[str, ...]) -> None:
    prompts = [note.fields[0] for note in notes(*texts)]
    order = ("\u6d77\u6c34", "tide", "library", "\u7f13\u5b58")
    assert [one in prompt for one, prompt in zip(order, prompts)] == [True] * 4


def test_all_examples_come_in_reading_order() -> None:
    found = gather(Config(pictures=False), [Source(path=str(EXAMPLES))]).whole()
    orders = [note.reading_order for note in found.notes]
    assert orders == sorted(orders)
    assert len({note.guid for note in found.notes}) == len(orders) == found.report.total
    assert found.report.merged > 0


def test_what_was_read_is_told_before_the_notes_are_made(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(NEWER, encoding="utf-8")
    gathering = gather(Config(), [Source(path=str(path))])
    assert [account.found for account in gathering.report.accounts] == [2]
    first = next(gathering.notes)
    assert gathering.report.total == 1, "one at a time"
    assert first.guid not in {note.guid for note in gathering.notes}
    assert gathering.report.total == 2
    assert [len(account.entries) for account in gathering.report.accounts] == [2]


def test_an_item_met_twice_gives_one_note_and_two_entries() -> None:
    listings, report = read_all([Input(name, "", Document(name, OLDER)) for name in "ab"])
    found = list(notes_of(listings, report, Config()))
    assert (len(found), report.merged) == (2, 2)
    first, second = report.accounts
    assert [entry.n for entry in first.entries] == [entry.n for entry in second.entries] == [1, 2]
    assert all(entry.why.endswith("one note") for entry in second.entries)
    assert not any(entry.why.endswith("one note") for entry in first.entries)
