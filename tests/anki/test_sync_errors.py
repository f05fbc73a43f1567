"""`annoki sync` on what it cannot use: one line that says what to do, and nothing is written."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable, Iterator, List, Tuple

import pytest
from anki.collection import Collection
from anki.decks import DeckId
from annoki.notetype import MODEL_ID
from command_line import Annoki, note_count, one_line
from real_anki import Annotation, Desk


def test_a_missing_collection(annoki: Annoki, dump: Path, tmp_path: Path) -> None:
    missing = tmp_path / "nowhere" / "collection.anki2"

    said = annoki("sync", "--collection", missing, dump)

    one_line(said, str(missing), "no such collection")
    assert said.code == 2
    assert not missing.parent.exists()


def test_a_folder_for_a_collection(annoki: Annoki, dump: Path, tmp_path: Path) -> None:
    one_line(annoki("sync", "--collection", tmp_path, dump), "no such collection")


@pytest.fixture
def opened_elsewhere(collection: Path) -> Iterator[Path]:
    """A collection that another process has open."""
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from anki.collection import Collection;"
            "col = Collection(sys.argv[1]); print('open', flush=True);"
            "sys.stdin.read(); col.close()",
            str(collection),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdin
    assert holder.stdout
    assert holder.stdout.readline() == b"open\n"
    yield collection
    holder.communicate(timeout=60)


@pytest.mark.parametrize("options", [[], ["--dry-run"], ["--json"]])
def test_a_collection_that_is_open_elsewhere(
    annoki: Annoki, opened_elsewhere: Path, dump: Path, options: List[str]
) -> None:
    said = annoki("sync", "--collection", opened_elsewhere, dump, *options)

    one_line(said, str(opened_elsewhere), "close Anki")
    assert said.code == 1


def test_a_collection_of_a_newer_anki(annoki: Annoki, collection: Path, dump: Path) -> None:
    connection = sqlite3.connect(collection)
    connection.execute("update col set ver = 99")
    connection.commit()
    connection.close()
    before = hashlib.sha256(collection.read_bytes()).hexdigest()

    said = annoki("sync", "--collection", collection, dump)

    one_line(said, str(collection), "newer")
    assert said.code == 1
    assert hashlib.sha256(collection.read_bytes()).hexdigest() == before


def _other_database(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("create table notes (id integer)")
    connection.commit()
    connection.close()


DAMAGES: List[Tuple[str, Callable[[Path], object]]] = [
    ("empty", lambda path: path.write_bytes(b"")),
    ("text", lambda path: path.write_text("这不是数据库 no database\n" * 100, encoding="utf-8")),
    ("zip", lambda path: path.write_bytes(b"PK\x03\x04" + bytes(5000))),
    ("other", _other_database),
    ("short", lambda path: path.write_bytes(path.read_bytes()[:5000])),
    ("half", lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])),
    ("overwritten", lambda path: path.write_bytes(path.read_bytes()[:4096] + b"\xa5" * 200_000)),
]


@pytest.mark.parametrize(("name", "damage"), DAMAGES, ids=[name for name, _ in DAMAGES])
def test_a_damaged_collection(
    annoki: Annoki,
    collection: Path,
    dump: Path,
    name: str,
    damage: Callable[[Path], object],
) -> None:
    damage(collection)
    before = collection.read_bytes()

    said = annoki("sync", "--collection", collection, dump)

    one_line(said, str(collection))
    assert said.code == 1
    assert collection.read_bytes() == before


def test_a_collection_whose_notes_are_damaged(annoki: Annoki, collection: Path, dump: Path) -> None:
    """It opens, since only some pages in the middle are spoilt."""
    annoki("sync", "--collection", collection, dump)
    connection = sqlite3.connect(collection)
    size = connection.execute("pragma page_size").fetchone()[0]
    roots = connection.execute(
        "select rootpage from sqlite_master where tbl_name in ('notes', 'cards')"
    ).fetchall()
    connection.close()
    data = bytearray(collection.read_bytes())
    for (root,) in roots:
        data[(root - 1) * size : root * size] = b"\xa5" * size
    collection.write_bytes(bytes(data))

    one_line(annoki("sync", "--collection", collection, dump), str(collection))


def test_a_collection_that_may_not_be_written(
    annoki: Annoki, collection: Path, dump: Path, desk: Desk
) -> None:
    if os.geteuid() == 0:
        pytest.skip("the superuser may write everything")
    collection.chmod(0o400)

    one_line(annoki("sync", "--collection", collection, dump), str(collection))


def test_what_anki_refuses_to_write_is_one_line(
    annoki: Annoki, collection: Path, dump: Path
) -> None:
    """A filtered deck of the learner's stands where our decks would go."""
    col = Collection(str(collection))
    filtered = col.sched.get_or_create_filtered_deck(DeckId(0))
    filtered.name = "Annoki"
    filtered.allow_empty = True
    col.sched.add_or_update_filtered_deck(filtered)
    col.close()

    one_line(annoki("sync", "--collection", collection, dump))
    assert note_count(collection) == 0


def test_a_note_type_that_lost_a_field_is_one_line(
    annoki: Annoki, collection: Path, dump: Path
) -> None:
    annoki("sync", "--collection", collection, dump)
    col = Collection(str(collection))
    notetype: Any = col.models.get(MODEL_ID)  # type: ignore[arg-type]
    col.models.remove_field(notetype, notetype["flds"][8])
    col.models.update_dict(notetype)
    col.close()

    one_line(annoki("sync", "--collection", collection, dump), "'My notes'")


def test_a_collection_is_closed_after_an_error(
    annoki: Annoki, collection: Path, dump: Path, desk: Desk, many: List[Annotation]
) -> None:
    desk.write(many[11:])
    one_line(annoki("sync", "--collection", collection, desk.page))

    assert note_count(collection) == 30, "it can be opened, and is whole"


def _on_read_only_disk(folder: Path, *command: object) -> subprocess.CompletedProcess[str]:
    mount = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'
    return subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", mount, folder, *map(str, command)],
        capture_output=True,
        text=True,
    )


def _mounts(folder: Path) -> bool:
    return bool(shutil.which("unshare")) and _on_read_only_disk(folder, "true").returncode == 0


def test_a_read_only_disk(dump: Path, collection: Path) -> None:
    if not _mounts(collection.parent):
        pytest.skip("nothing may be mounted here")
    command = (sys.executable, "-m", "annoki", "sync", "--collection", collection, dump)
    said = _on_read_only_disk(collection.parent, *command)
    assert said.returncode == 1
    assert "must not be written; look whose it is, and whether its disk is read-only" in said.stderr


def test_what_anki_was_killed_over_while_it_tidied_up_is_whole(
    annoki: Annoki, collection: Path, dump: Path, tmp_path: Path
) -> None:
    """SQLite copies what is new from the file beside it: half of that may be done."""
    col = Collection(str(collection))
    basic = col.models.by_name("Basic")
    assert basic
    note = col.new_note(basic)
    note["Front"] = "long " * 100_000
    col.add_note(note, DeckId(1))
    left = tmp_path / "killed" / collection.name
    left.parent.mkdir()
    before = collection.read_bytes()
    shutil.copy(f"{collection}-wal", f"{left}-wal")
    col.close()
    after = collection.read_bytes()
    left.write_bytes(after[:4096] + before[4096:])

    assert annoki("sync", "--collection", left, dump).code == 0
    assert note_count(left) == 8
