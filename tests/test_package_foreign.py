"""A package before this one that is none of ours is told so, on one line and at once."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Callable

import pytest
from annoki import export as export_package
from annoki.errors import UsageError
from annoki.targets.apkg.earlier import EarlierPackage, _extract

from tests.test_cli import DUMP, annoki

INSIDE = "collection.anki2"


def export(folder: Path) -> Path:
    (folder / "dump.txt").write_text(DUMP, encoding="utf-8")
    export_package(folder / "dump.txt", folder / "a.apkg")
    return folder / "a.apkg"


def zipped(path: Path, data: bytes, compression: int = zipfile.ZIP_STORED, times: int = 1) -> None:
    with zipfile.ZipFile(path, "w", compression) as package:
        package.writestr(INSIDE, data)
        package.writestr("media", "{}")
        for n in range(1, times):
            package.writestr(str(n), data)


def bomb(path: Path) -> None:
    zipped(path, bytes(40 * 1024 * 1024), zipfile.ZIP_DEFLATED)


def packed(path: Path) -> None:
    """Every picture of it unpacks to much."""
    with zipfile.ZipFile(path) as package:
        data = package.read(INSIDE)
    zipped(path, data)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_LZMA) as package:
        package.writestr("0", bytes(10 * 1024 * 1024))


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[5000] ^= 0xFF
    path.write_bytes(bytes(data))


def no_sqlite(path: Path) -> None:
    zipped(path, b"no database " * 1000)


def empty(path: Path) -> None:
    zipped(path, b"")


def with_sql(*statements: str) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        database = path.with_suffix(".sqlite")
        with zipfile.ZipFile(path) as package, database.open("wb") as copy:
            shutil.copyfileobj(package.open(INSIDE), copy)
        with closing(sqlite3.connect(database)) as connection:
            for one in statements:
                connection.execute(one)
            connection.commit()
        zipped(path, database.read_bytes())

    return damage


ENDLESS = (
    "drop table notes",
    "create view notes as with recursive n (id) as (select 1 union all select id + 1 from n)"
    " select id, id as guid, 1 as mid from n",
)
COMPUTED = (
    "drop table notes",
    "create table notes (id integer, guid, mid, mod, tags, data,"
    " flds as (hex(zeroblob(400000000))))",
    "insert into notes (id, guid) values (1, 'a')",
)
VIRTUAL = ("drop table notes", "create virtual table notes using fts5 (guid, mid, flds)")
DEEP = f"update col set conf = '{'[' * 100_000}'"


@pytest.mark.parametrize(
    "damage",
    [
        bomb, packed, truncated, flipped, no_sqlite, empty, with_sql(*ENDLESS), with_sql(*COMPUTED),
        with_sql(*VIRTUAL), with_sql(DEEP),
        with_sql("drop table col"), with_sql("update col set conf = '[]'"),
        with_sql("update notes set flds = x'ff00'", "update col set conf = x'ff'"),
    ],
)  # fmt: skip
def test_it_is_refused(damage: Callable[[Path], None], tmp_path: Path) -> None:
    path = export(tmp_path)
    damage(path)
    with pytest.raises(UsageError, match="is no package that Annoki wrote"):
        EarlierPackage(path)


@pytest.mark.parametrize("said", [[], {"left": {}}, {"ends": 3, "summary": 4}])
def test_what_it_remembers_may_be_nonsense(said: object, tmp_path: Path) -> None:
    path = export(tmp_path)
    with_sql(f"update col set conf = '{json.dumps({'annoki': said})}'")(path)
    export(tmp_path)
    assert len(EarlierPackage(path).notes) == 2


def test_one_that_has_lost_its_cards_is_made_anew(tmp_path: Path) -> None:
    path = export(tmp_path)
    for damage in ([], ["update cards set nid = 1"]):
        with_sql(*damage)(path)
        assert annoki("export", tmp_path / "dump.txt", "-o", path).code == 0
        assert len(EarlierPackage(path).notes) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_no_room_to_unpack_it_is_told_of_the_temporary_files(tmp_path: Path) -> None:
    path = export(tmp_path)
    full = tmp_path / "full"
    full.symlink_to("/dev/full")
    with pytest.raises(UsageError, match=r"cannot be unpacked .*temporary files"):
        _extract(path, full)
