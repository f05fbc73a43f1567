"""The list of sources while it is edited: none twice, what is told of it, what can be done."""

from __future__ import annotations

from pathlib import Path

import pytest
from annoki.config import Source
from annoki.pipeline.results import key_of
from annoki.pipeline.source_list import ListedSource, SourceList, readable
from annoki.words import told

from tests.addon.pages import NOTEBOOK, page


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(page(NOTEBOOK), encoding="utf-8")
    (tmp_path / "list.txt").write_text("milk\nbread\n", encoding="utf-8")
    return tmp_path


def read(listed: ListedSource) -> bool:
    """Whether anybody still wanted to know, once it was read."""
    reading = listed.begin({})
    assert reading is not None
    return reading.ended(reading.ask())


def test_none_is_listed_twice_however_it_is_written(folder: Path) -> None:
    sources = SourceList([{"path": str(folder / "one.txt")}], {})
    names = (str(folder / "two.txt"), str(folder / ".." / folder.name / "one.txt"))
    two, one = sources.add_named(names)
    assert sources.rows == [one, two]
    assert sources.told([two])[0].endswith("is in the list already.")
    sources.edit(two, {"path": str(folder / "one.txt")})
    assert sources.rows == [two]
    assert sources.in_json() == [{"path": str(folder / "one.txt")}]


def test_what_cannot_be_added_is_told_and_the_others_are(folder: Path) -> None:
    sources = SourceList([], {})
    added = sources.add_named((str(folder / "one.txt"), str(folder / "no.txt")))
    assert [one.row.name for one in added] == [str(folder / "one.txt")]
    assert "There is no file" in sources.told([])[0]
    assert sources.to_read([]) == added
    assert sources.told([]) == []


def test_it_is_read_at_once_and_says_what_is_there(folder: Path) -> None:
    sources = SourceList([{"path": str(folder / name)} for name in ("one.txt", "list.txt")], {})
    one, other = sources.rows
    reading = one.begin({})
    assert reading is not None
    assert (one.is_read, told(one.result.said, "zh")) == (True, "正在读取…")
    assert one.begin({}) is None
    assert reading.ended(reading.ask())
    assert (one.is_read, str(one.result.said)) == (False, "5 items, complete")
    assert reading.key == key_of(Source(path=str(folder / "one.txt")))
    assert read(other)
    assert [str(line) for line in sources.told([])] == [
        f"{folder / 'list.txt'}: Failed: Annoki does not know what this is.",
        str(other.result.lines[-1]),
    ]
    assert sources.told([one]) == ["5 items, complete"]


def test_what_was_read_for_nobody_is_not_shown(folder: Path) -> None:
    sources = SourceList([{"path": str(folder / "one.txt")}], {})
    (one,) = sources.rows
    reading = one.begin({})
    assert reading is not None
    sources.edit(one, {"path": str(folder / "two.txt")})
    assert not reading.ended(reading.ask())
    assert one.result.said == ""


def test_to_read_once_more_stops_and_says_so(folder: Path) -> None:
    sources = SourceList([{"path": str(folder / name)} for name in ("one.txt", "two.txt")], {})
    one, two = sources.rows
    assert sources.to_read([]) == [one, two]
    assert sources.to_read([two]) == [two]
    reading = one.begin({})
    assert reading is not None
    assert sources.to_read([]) == []
    assert reading.ended(reading.ask())
    assert str(one.result.said) == "Stopped"


def test_what_can_be_done_and_what_is_left_as_it_was_found(folder: Path) -> None:
    sources = SourceList([{"kind": "gopher"}, {"path": str(folder / "one.txt")}], {})
    unknown, one = sources.rows
    assert sources.can([unknown])["edit"] is False
    assert sources.can([one]) == {"edit": True, "remove": True, "test": True, "sync": True}
    assert sources.can([one, unknown])["edit"] is False
    assert sources.left_as_found() == [{"kind": "gopher"}]
    assert unknown.begin({}) is None
    assert readable([unknown, one]) == [Source(path=str(folder / "one.txt"))]
    sources.remove([unknown, one])
    assert sources.can([]) == {"edit": False, "remove": False, "test": False, "sync": False}
    assert told(sources.told([])[0], "zh").startswith("还没有来源")
    assert SourceList("no list", {}).rows == []


def test_what_is_kept_is_told_again_unless_it_is_being_read(folder: Path) -> None:
    sources = SourceList([{"path": str(folder / "one.txt")}], {})
    (one,) = sources.rows
    read(one)
    kept = {one.row.key: one.result.as_dict()}
    again = SourceList(sources.in_json(), kept).rows[0]
    assert again.result.said == one.result.said
    assert again.begin({}) is not None
    again.recall(kept)
    assert str(again.result.said) == "Reading…"
