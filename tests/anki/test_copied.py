"""A collection is looked at as it is, also while Anki has it open, and stays as it is."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Dict

import pytest
from anki.collection import Collection
from ankiweb import add_card
from annoki.errors import CollectionError, UsageError
from annoki.targets.collection.copied import _State, copy_of
from annoki.words import told

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only there is such a file")


def beside(path: Path) -> Dict[str, bytes]:
    """All files in the folder of `path`, but for pictures and sounds."""
    return {one.name: one.read_bytes() for one in path.parent.iterdir() if one.is_file()}


def first_fields(path: Path) -> object:
    with copy_of(path) as col:
        assert col.path != str(path)
        return sorted(col.get_note(id).fields[0] for id in col.find_notes(""))


def test_a_closed_collection_is_looked_at(collection: Path) -> None:
    before = beside(collection)
    assert first_fields(collection) == ["自己的卡片"]
    assert beside(collection) == before


def test_what_anki_wrote_a_moment_ago_is_seen_and_anki_writes_on(collection: Path) -> None:
    col = Collection(str(collection))
    (note,) = [col.get_note(id) for id in col.find_notes("")]
    note["Front"] = "改过的卡片"
    col.update_note(note)
    before = beside(collection)
    assert before["collection.anki2-wal"]

    assert first_fields(collection) == ["改过的卡片"]

    assert beside(collection) == before
    note["Front"] = "又改过"
    col.update_note(note)
    assert first_fields(collection) == ["又改过"]
    col.close()
    assert first_fields(collection) == ["又改过"]


def test_what_is_done_with_the_copy_does_not_reach_the_collection(collection: Path) -> None:
    before = beside(collection)
    with copy_of(collection) as col:
        col.remove_notes(col.find_notes(""))
        assert not col.find_notes("")
    assert beside(collection) == before


def test_a_link_leads_to_what_anki_has_open(collection: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.anki2"
    link.symlink_to(collection)
    col = Collection(str(collection))
    (note,) = [col.get_note(id) for id in col.find_notes("")]
    note["Front"] = "改过的卡片"
    col.update_note(note)
    assert first_fields(link) == ["改过的卡片"]
    col.close()


def test_what_is_no_collection_is_told_by_its_own_name(tmp_path: Path) -> None:
    missing, text = tmp_path / "none.anki2", tmp_path / "text.anki2"
    text.write_text("no collection", encoding="utf-8")
    with pytest.raises(UsageError, match=r"none\.anki2: no such collection"):
        first_fields(missing)
    with pytest.raises(CollectionError, match=r"text\.anki2: is no Anki collection"):
        first_fields(text)
    assert beside(text) == {"text.anki2": b"no collection"}


@LINUX
def test_what_changes_all_the_time_is_refused(collection: Path) -> None:
    # Whoever reads this file finds another text in it.
    Path(f"{collection}-wal").symlink_to("/proc/sys/kernel/random/uuid")
    with pytest.raises(CollectionError) as refused:
        first_fields(collection)
    assert str(collection) in str(refused.value)
    assert "close Anki" in told(refused.value, "en")
    assert "关闭 Anki" in told(refused.value, "zh")


@LINUX
def test_a_full_disk_is_told(collection: Path) -> None:
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from annoki.errors import CollectionError\n"
        "from annoki.targets.collection.copied import copy_of\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))\n"
        "try:\n"
        "    with copy_of(Path(sys.argv[1])): pass\n"
        "except CollectionError as error:\n"
        "    print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(collection)], capture_output=True, encoding="utf-8"
    )
    # What else writes files here fails at its own end.
    assert "cannot be copied into" in done.stdout, done.stderr


def test_only_files_of_one_moment_count_as_one_state(collection: Path, tmp_path: Path) -> None:
    def sql(text: str) -> None:
        with sqlite3.connect(collection) as other:
            other.execute(text)
        other.close()

    os.utime(collection, (0, 0))
    at_rest = _State.of(collection)
    assert at_rest.would_show_changes()
    assert at_rest.lasts(_State.of(collection))
    sql("update notes set mod = mod + 1")
    changed = _State.of(collection)
    assert not at_rest.lasts(changed), "a transaction in between"
    os.utime(collection)
    assert not _State.of(collection).would_show_changes()

    with_log = sqlite3.connect(collection)
    with_log.execute("pragma journal_mode = wal")
    with_log.execute("update notes set mod = mod + 1")
    with_log.commit()
    logged = _State.of(collection)
    assert not at_rest.lasts(logged), "a log that was begun"
    with_log.execute("update notes set mod = mod + 1")
    with_log.commit()
    assert logged.lasts(_State.of(collection)), "a log that was added to"
    with_log.execute("pragma wal_checkpoint(full)")
    assert logged.lasts(_State.of(collection)), "what is in the file stands in the log"
    with_log.execute("update notes set mod = mod + 1")
    with_log.commit()
    assert not logged.lasts(_State.of(collection)), "a log that was begun anew"
    begun_anew = _State.of(collection)
    shutil.copy(collection, tmp_path / "other.anki2")
    (tmp_path / "other.anki2").replace(collection)
    assert not begun_anew.lasts(_State.of(collection)), "another file in its place"
    with_log.close()


WRITER = """
import sys
from anki.collection import Collection
col = Collection(sys.argv[1])
number = 0
while True:
    number += 1
    def write():
        col.db.execute("update notes set flds = ? || char(31) || ?", str(number), "x" * 20_000)
    col.db.transact(write)
    if number == 1:
        print("begun", flush=True)
"""


def test_a_copy_is_whole_or_refused_while_anki_writes(collection: Path) -> None:
    col = Collection(str(collection))
    for number in range(40):
        add_card(col, str(number))
    col.close()
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(collection)], stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert writer.stdout
    try:
        assert writer.stdout.readline() == "begun\n"
        for _ in range(6):
            with suppress(CollectionError), copy_of(collection) as copy:
                assert copy.db
                assert copy.db.list("pragma integrity_check") == ["ok"]
                assert len(copy.db.list("select distinct flds from notes")) == 1
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()
