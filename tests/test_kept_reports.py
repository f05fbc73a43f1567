"""The reports of the last syncs: thirty are kept, each whole, private, with what it says."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any, Dict

import pytest
from annoki.files.json_lines import json_lines, let_go, read_json_lines
from annoki.files.kept_reports import MOST, KeptReports
from annoki.pipeline.keeping import shown_of
from annoki.pipeline.report_words import overview_as_html, report_as_text
from annoki.words import message, message_in, told, with_messages


@pytest.fixture
def reports(tmp_path: Path) -> KeptReports:
    return KeptReports(tmp_path / "reports")


def long_one(**more: Any) -> Dict[str, Any]:
    why = message("errors.at", where="甲", what="\ud800 half a character")
    items = [with_messages({"n": n, "why": why, "repairs": []}) for n in range(1000)]
    return {"when": "now", "inputs": [{"input": "a", "items": items, "skipped": []}], **more}


def test_what_is_long_comes_in_short_lines_and_is_the_same_again() -> None:
    lines = list(json_lines(long_one()))
    assert max(map(len, lines)) < 100_000
    again = read_json_lines(lines)
    assert again == long_one()
    assert told(message_in(again["inputs"][0]["items"][-1], "why"), "zh").startswith("甲：")
    assert read_json_lines(lines[:1]) == {
        **long_one(),
        "inputs": [{"input": "a", "items": [], "skipped": []}],
    }


def test_what_is_let_go_is_freed() -> None:
    report = long_one()
    let_go(report)
    assert report["inputs"][0] == {"input": "a", "items": [], "skipped": []}


def test_what_is_shown_of_one_is_its_rows_and_what_is_left_without_them(
    reports: KeptReports,
) -> None:
    left = [{"where": f"line {n}", "why": "a reply", "raw": ""} for n in range(300)]
    one: Dict[str, Any] = {
        "input": "a.txt",
        "format": "",
        "declared": None,
        "found": 300,
        "items": [],
    }
    plan = {"add": 0, "update": 0, "unchanged": 0, "added_notes": [], "not_gone": []}
    report = {"inputs": [{**one, "skipped": left, "problems": []}], "plan": plan}
    shown, listed = shown_of(reports, reports.keep(report))
    assert len(listed.rows) == listed.kinds["left_out"] == 300
    assert "300 left out" in overview_as_html(shown, "en")
    assert "300 left out" in report_as_text(shown, listed.rows, "en")
    assert shown_of(reports, "")[0] == {}


def test_the_last_thirty_are_kept(reports: KeptReports, tmp_path: Path) -> None:
    assert (reports.names(), reports.read("1"), reports.head("7")) == ([], {}, {})
    names = [reports.keep(long_one(number=n)) for n in range(MOST + 5)]
    assert reports.names() == names[:4:-1]
    assert [reports.head(name)["number"] for name in reports.names()][-1] == 5
    assert reports.read(names[-1]) == long_one(number=MOST + 4)
    assert len(list((tmp_path / "reports").iterdir())) == MOST


def test_one_may_take_the_place_of_the_last_and_of_no_other(reports: KeptReports) -> None:
    first, last = (reports.keep(long_one(number=n)) for n in range(2))
    assert reports.keep(long_one(number=2), instead_of=last) == last
    assert reports.keep(long_one(number=3), instead_of=first) not in (first, last)
    assert [reports.head(name)["number"] for name in reports.names()] == [3, 2, 0]


def test_what_was_kept_before_there_was_a_folder_is_read(
    reports: KeptReports, tmp_path: Path
) -> None:
    (tmp_path / "last-report.json").write_text(json.dumps(long_one()), encoding="utf-8")
    assert reports.names() == ["0"]
    assert reports.head("0") == reports.read("0") == long_one()
    assert reports.names() == ["0"]
    reports.keep(long_one())
    assert reports.names() == ["1", "0"]


def test_what_cannot_be_read_is_empty_and_costs_no_other(
    reports: KeptReports, tmp_path: Path
) -> None:
    kept = [reports.keep(long_one(number=n)) for n in range(4)]
    paths = [tmp_path / "reports" / f"{name}.jsonl.gz" for name in kept]
    paths[0].write_bytes(b"")
    paths[1].write_bytes(paths[1].read_bytes()[:-40])
    paths[2].unlink()
    paths[2].mkdir()
    (tmp_path / "reports" / "notes.jsonl.gz").write_bytes(b"")
    (tmp_path / "last-report.json").write_text("[]", encoding="utf-8")
    assert [reports.read(name) for name in (*kept[:3], "0")] == [{}] * 4
    assert reports.read(kept[3]) == long_one(number=3)


def test_one_with_a_wrong_byte_anywhere_stops_nothing(reports: KeptReports, tmp_path: Path) -> None:
    path = tmp_path / "reports" / f"{reports.keep(long_one())}.jsonl.gz"
    kept = path.read_bytes()
    for at in range(0, len(kept), 5):
        path.write_bytes(kept[:at] + bytes([kept[at] ^ 0xFF]) + kept[at + 1 :])
        assert isinstance(reports.head("1"), dict)
        assert isinstance(reports.read("1"), dict)


@pytest.mark.skipif(sys.platform == "win32", reason="has no modes")
def test_only_its_owner_may_read_it(reports: KeptReports, tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        name = reports.keep(long_one())
    finally:
        os.umask(old)
    folder = tmp_path / "reports"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / f"{name}.jsonl.gz").stat().st_mode) == 0o600


def test_where_it_cannot_be_kept_it_says_so(reports: KeptReports, tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("a file", encoding="utf-8")
    with pytest.raises(OSError, match="reports"):
        reports.keep(long_one())
    assert reports.names() == []
    nowhere = KeptReports(tmp_path / "removed" / "annoki" / "reports")
    with pytest.raises(FileNotFoundError):
        nowhere.keep(long_one())
    assert not (tmp_path / "removed").exists(), "a profile that was removed is not made anew"
