"""What was composed before is taken from the cache, and nothing else comes of it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, List, Optional

import pytest
from annoki.compose import compose
from annoki.config import Config, parse
from annoki.pipeline import composed, making
from annoki.pipeline.gather import Gathered, gather
from annoki.words import told

MARKS = 1_200


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    write(path, range(MARKS))
    return path


def write(path: Path, numbers: Any, more: str = "") -> None:
    lines = [f"{len(numbers)} Matching Annotations", "  1. Dec 2024", "  2. a.example a.example"]
    for at, n in enumerate(numbers, 1):
        lines += [f"    {at}. Passage {n} of the almanac, in tvvo halfs. 年鉴", ""]
        lines += [f"      第 {n} 条是什么{more if n == 7 else ''}?:::{n} 号 `code`", ""]
    path.write_text("\n".join(lines), encoding="utf-8")


def read(dump: Path, cache: Optional[Path], **options: Any) -> Gathered:
    config: Config = parse({**options, "sources": [{"path": str(dump)}]}, "a test")
    return gather(config, cache=cache).whole()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> List[str]:
    """Of each item that is composed, where it stands."""
    asked: List[str] = []

    def composed_of(item: Any, *rest: Any) -> Any:
        asked.append(item.where)
        return compose(item, *rest)

    monkeypatch.setattr(making, "compose", composed_of)
    return asked


def test_only_what_changed_is_composed(dump: Path, tmp_path: Path, made: List[str]) -> None:
    cache = tmp_path / "cache"
    first = read(dump, cache)
    assert len(made) == MARKS == len(first.notes)
    made.clear()

    again = read(dump, cache)
    assert made == []
    assert again.notes == first.notes
    assert {told(note.why, "zh") for note in again.notes} == {"分隔符：两边都有"}
    assert again.report.as_dict("") == first.report.as_dict("")

    write(dump, range(MARKS), "，说")
    changed = read(dump, cache)
    assert len(made) == 1
    assert changed.notes == read(dump, None).notes


def test_what_stands_elsewhere_is_the_same(dump: Path, tmp_path: Path, made: List[str]) -> None:
    read(dump, tmp_path / "cache")
    write(dump, range(-3, MARKS))
    made.clear()

    longer = read(dump, tmp_path / "cache")

    assert len(made) == 3
    assert longer.notes == read(dump, None).notes


@pytest.mark.parametrize("options", [{"reverse_separator": True}, {"latin": "de"}])
def test_options_count(dump: Path, tmp_path: Path, made: List[str], options: Any) -> None:
    read(dump, tmp_path / "cache")
    made.clear()

    other = read(dump, tmp_path / "cache", **options)

    assert len(made) == MARKS
    assert other.notes == read(dump, None, **options).notes


def test_it_holds_no_more_than_the_last_run_had(dump: Path, tmp_path: Path) -> None:
    read(dump, tmp_path / "cache")
    write(dump, range(100, MARKS + 50))
    read(dump, tmp_path / "cache")

    connection = sqlite3.connect(tmp_path / "cache" / composed.FILE)
    assert connection.execute("select count() from made").fetchone() == (MARKS - 50,)
    connection.close()


@pytest.mark.parametrize("sql", ["update made set value = '[1]'", "update made set value = x'ff'"])
def test_a_garbled_entry_is_made_anew_once(
    dump: Path, tmp_path: Path, made: List[str], sql: str
) -> None:
    first = read(dump, tmp_path / "cache")
    connection = sqlite3.connect(tmp_path / "cache" / composed.FILE)
    connection.execute(sql)
    connection.commit()
    connection.close()

    assert read(dump, tmp_path / "cache").notes == first.notes
    assert len(made) == 2 * MARKS
    assert read(dump, tmp_path / "cache").notes == first.notes
    assert len(made) == 2 * MARKS


def test_a_garbled_file_is_none(dump: Path, tmp_path: Path, made: List[str]) -> None:
    first = read(dump, tmp_path / "cache")
    path = tmp_path / "cache" / composed.FILE
    for garbage in (b"", b"no database" * 500, path.read_bytes()[:5000]):
        path.write_bytes(garbage)
        assert read(dump, tmp_path / "cache").notes == first.notes
    made.clear()
    assert read(dump, tmp_path / "cache").notes == first.notes
    assert made == []


def test_a_run_beside_another_does_without(dump: Path, tmp_path: Path) -> None:
    config = parse({"sources": [{"path": str(dump)}]}, "a test")
    one = gather(config, cache=tmp_path / "cache")
    next(one.notes)

    assert len(read(dump, tmp_path / "cache").notes) == MARKS

    one.close()


def test_a_run_that_ends_early_leaves_the_file_as_it_was(
    dump: Path, tmp_path: Path, made: List[str]
) -> None:
    read(dump, tmp_path / "cache")
    write(dump, range(-500, MARKS))
    config = parse({"sources": [{"path": str(dump)}]}, "a test")
    one = gather(config, cache=tmp_path / "cache")
    next(one.notes)
    one.close()
    write(dump, range(MARKS))
    made.clear()

    read(dump, tmp_path / "cache")

    assert made == []
