"""`annoki sync` beside a slow server, a slow disk's words, and pictures that are half there."""

from __future__ import annotations

import base64
import json
import os
import sqlite3
from pathlib import Path
from typing import Iterator, List

import pytest
from anki.collection import Collection
from annoki.errors import CollectionError
from annoki.targets.collection.opening import open_collection
from annoki.targets.collection.trouble import reason_of
from annoki.words import told
from command_line import Annoki, note_count

from tests.fetch.servers import Handler, Site
from tests.png import RGB, png

PAGE = (
    "<!doctype html><title>blog</title><main><article><h2><a href='/2024/a.html'>Tides</a></h2>"
    "<time datetime='2024-05-01'></time><p>What the Moon does to the sea, at length.</p></article>"
    "</main>"
)


PIXEL = base64.b64encode(png(1, 1, RGB, bytes(4))).decode()
MEMO = json.dumps(
    {"memos": [{"name": "memos/1", "content": f"Q?\n\nA ![](data:image/png;base64,{PIXEL})"}]}
)


@pytest.fixture
def used_meanwhile(collection: Path) -> Iterator[str]:
    """The address of a blog; while it answers, Anki opens the collection."""
    opened: List[bool] = []

    def page(handler: Handler) -> None:
        col = Collection(str(collection))
        opened.append(True)
        col.close()
        handler.send(PAGE.encode())

    with Site({"/": page}) as blog:
        yield f"{blog.url}/"
    assert opened


def test_anki_may_use_the_collection_while_servers_answer(
    annoki: Annoki,
    used_meanwhile: str,
    collection: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for _ in range(2):
        said = annoki("sync", "--collection", collection, used_meanwhile)
        assert said.code == 0, said
    assert note_count(collection) == 1


SAID = {
    'DbError { info: "", kind: FileTooNew }': "made by a newer Anki",
    'DbError { info: "", kind: FileTooOld }': "made by an Anki of long ago",
    'DbError { info: "SqliteFailure(Error { code: DiskFull, extended_code: 13 }, '
    'Some(\\"database or disk is full\\"))", kind: Other }': "disk is full",
    'DbError { info: "SqliteFailure(Error { code: ReadOnly, extended_code: 8 }, '
    'Some(\\"attempt to write a readonly database\\"))", kind: Other }': "must not be written",
    'DbError { info: "SqliteFailure(Error { code: DatabaseCorrupt, extended_code: 11 }, '
    'Some(\\"database disk image is malformed\\"))", kind: Corrupt }': "Check Database",
    'DbError { info: "SqliteFailure(Error { code: SystemIoFailure, extended_code: 1034 }, '
    'Some(\\"disk I/O error\\"))", kind: Other }': "fails to read or write",
    'DbError { info: "SqliteFailure(Error { code: Unknown, extended_code: 1 }, '
    'Some(\\"no such table: hats\\"))", kind: Other }': "(no such table: hats)",
    'DbError { info: "SqliteFailure(Error { code: DatabaseBusy, extended_code: 5 }, '
    'Some(\\"database is locked\\"))", kind: Other }': "close Anki",
    'DbError { info: "", kind: Locked }': "close Anki",
    'DbError { info: "SqliteFailure(Error { code: ConstraintViolation, extended_code: 1811 }, '
    'Some(\\"\\\\\\"(a)\\\\\\" is locked\\"))", kind: Other }': '("(a)" is locked)',
    'DbError { info: "", kind: Utf8 }': "Check Database",
    'ProtoError { info: "failed to decode Protobuf message: Config.a_format: invalid string value: '
    'data is not UTF-8 encoded" }': "Check Database",
    'DbError { info: "InvalidColumnType(3)", kind: Other }': "(InvalidColumnType(3))",
}


@pytest.mark.parametrize("text", SAID)
def test_what_anki_says_is_said_in_words(text: str) -> None:
    reason = reason_of(Exception(text))
    assert SAID[text] in reason
    assert "{" not in reason
    assert any("\u4e00" <= sign <= "\u9fff" for sign in told(reason, "zh"))


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_error_says_that_nothing_was_written_only_if_so(when: str, collection: Path) -> None:
    def fail() -> None:
        with open_collection(collection) as col:
            if when == "after":
                col.set_config("a", when)
            raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(CollectionError, match="disk is full") as raised:
        fail()
    assert ("nothing was written" in str(raised.value)) == (when == "before")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_what_stands_in_the_place_of_what_is_remembered_is_neither_read_nor_replaced(
    annoki: Annoki, collection: Path, tmp_path: Path
) -> None:
    """A pipe would be waited for, for ever."""
    made = [collection.with_suffix(end) for end in (".annoki.json", ".annoki-names.json")]
    for path in made:
        os.mkfifo(path)
    (tmp_path / "memos.json").write_text(MEMO, encoding="utf-8")
    for said in ("1 new", "1 unchanged"):
        told = annoki("sync", "--collection", collection, tmp_path / "memos.json")
        assert (told.code, said in told.out) == (0, True), told
    assert all(map(Path.is_fifo, made))


def test_a_file_in_the_place_of_the_media_folder_is_told(
    annoki: Annoki, collection: Path, tmp_path: Path
) -> None:
    collection.with_suffix(".media").rmdir()
    collection.with_suffix(".media").touch()
    (tmp_path / "memos.json").write_text(MEMO, encoding="utf-8")
    said = annoki("sync", "--collection", collection, tmp_path / "memos.json")
    assert said.err.count("\n") == said.code == 1, said
    assert "its media folder cannot be used; look what is in its place" in said.err
    assert note_count(collection) == 0


def test_what_anki_prints_is_not_what_the_command_says(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Older ones print a stack of calls whenever something takes a fifth of a second."""
    with open_collection(collection) as col:
        print(f"blocked main thread: {col.path}")
    assert capsys.readouterr().out == ""
