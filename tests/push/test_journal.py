"""What was sent is known to the next run, whatever ended the one that sent it."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from annoki.errors import AnnokiError
from annoki.push.journal import Journal, SentText


def sent(run: str, id: str, collection: str = "here", state: str = "sending") -> SentText:
    texts = ("before", "after\r\n\ud83d 😀\u2028")
    return SentText(run, "now", collection, "o", id, "guid", "what?", *texts, "a", "s", "h", state)  # type: ignore[arg-type]


def test_what_was_begun_is_there_and_what_became_of_it(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "data")
    assert journal.entries("here") == []
    for one in (sent("1", "a"), sent("1", "b"), sent("1", "a", "there"), sent("2", "a")):
        journal.begin(one)
    journal.mark(sent("1", "b"), "sent", "c")
    assert journal.entries("here") == [
        sent("1", "a"),
        sent("1", "b")._replace(state="sent", answer="c"),
        sent("2", "a"),
    ]


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "data")
    journal.begin(sent("1", "a"))
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600


@pytest.mark.parametrize("cut", [1, 2, 30, 200])
def test_a_line_that_was_cut_costs_no_other(tmp_path: Path, cut: int) -> None:
    journal = Journal(tmp_path)
    journal.begin(sent("1", "a"))
    whole = journal.path.read_bytes()
    journal.begin(sent("1", "b"))
    journal.path.write_bytes(journal.path.read_bytes()[: len(whole) + cut])
    journal.begin(sent("1", "c"))
    assert [one.id for one in journal.entries("here")] == ["a", "c"]


@pytest.mark.parametrize("line", ["[]", "{", '{"key": []}', '{"key": "1 o a", "state": {}}', "7"])
def test_what_somebody_wrote_into_it_is_passed_by(tmp_path: Path, line: str) -> None:
    journal = Journal(tmp_path)
    journal.begin(sent("1", "a"))
    with journal.path.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    assert [one.id for one in journal.entries("here")] == ["a"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such locks")
def test_two_runs_at_once_are_one(tmp_path: Path) -> None:
    one, other = Journal(tmp_path), Journal(tmp_path)
    with one.alone(), pytest.raises(AnnokiError, match="another run"), other.alone():
        pass
    with other.alone():
        pass


def test_where_it_cannot_be_written_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    with pytest.raises(AnnokiError, match="sent"):
        Journal(tmp_path / "data").begin(sent("1", "a"))
