"""`annoki sync` as it is run: what it prints, writes and answers, and what it must never write."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable, Iterator, List, NamedTuple, Tuple

import pytest
from anki.collection import Collection
from anki.decks import DeckId
from real_anki import EULER, NEWEST, NOTEBOOK, ROOT, SALT, TIDES, Annotation, Desk, card, page
from syncing import facts

import exporter.cli
from exporter.notetype import MODEL_ID
from exporter.targets import note_type

BETTER = TIDES.noted(card("海水每天涨落几次?", "两次,间隔约 12 小时 25 分 🌊"))
UPDATED = [NEWEST, BETTER, *NOTEBOOK[1:]]


class Said(NamedTuple):
    code: int
    out: str
    err: str


Annoki = Callable[..., Said]


@pytest.fixture
def annoki(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Annoki:
    """Runs the command line's own entry point; what escapes it would be a traceback."""

    def run(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["annoki", *map(str, arguments)])
        with pytest.raises(SystemExit) as done:
            exporter.cli.main()
        assert isinstance(done.value.code, int)
        return Said(done.value.code, *capsys.readouterr())

    return run


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """A closed collection with a note of the learner's own."""
    path = tmp_path / "profile" / "collection.anki2"
    path.parent.mkdir()
    col = Collection(str(path))
    basic = col.models.by_name("Basic")
    assert basic
    note = col.new_note(basic)
    note["Front"] = "自己的卡片"
    col.add_note(note, DeckId(1))
    col.close()
    return path


@pytest.fixture
def dump(desk: Desk) -> Path:
    return desk.write(NOTEBOOK)


def files(folder: Path) -> List[Tuple[str, int, str]]:
    """Each file beneath `folder`: its name, its mod time in ns, and a hash of what it holds."""
    return sorted(
        (str(path), path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in folder.rglob("*")
        if path.is_file()
    )


def one_line(said: Said, *words: str) -> None:
    """An error that a person can act on: one line, and nothing else."""
    assert said.code in (1, 2)
    assert said.out == ""
    assert said.err.startswith("annoki: ")
    assert said.err.count("\n") == 1, said.err
    for word in words:
        assert word in said.err


def note_count(path: Path) -> int:
    col = Collection(str(path))
    try:
        return len(col.find_notes(f"mid:{MODEL_ID}"))
    finally:
        col.close()


def test_a_sync_says_what_it_did(annoki: Annoki, collection: Path, dump: Path, desk: Desk) -> None:
    said = annoki("sync", "--collection", collection, dump)
    assert said == Said(0, "8 new, 0 updated, 0 unchanged\n", "")

    desk.write(UPDATED)
    said = annoki("sync", "--collection", collection, dump)
    assert said == Said(0, "1 new, 1 updated, 7 unchanged\n", "")

    said = annoki("sync", "--collection", collection, dump)
    assert said == Said(0, "0 new, 0 updated, 9 unchanged\n", "")
    assert note_count(collection) == 9


def test_a_process_of_its_own_does_the_same(collection: Path, dump: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "exporter", "sync", "--collection", str(collection), str(dump)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "8 new, 0 updated, 0 unchanged\n",
        "",
    )


def test_a_second_sync_writes_no_byte_of_the_collection(
    annoki: Annoki, collection: Path, dump: Path
) -> None:
    annoki("sync", "--collection", collection, dump)
    before = hashlib.sha256(collection.read_bytes()).hexdigest()

    annoki("sync", "--collection", collection, dump)

    assert hashlib.sha256(collection.read_bytes()).hexdigest() == before


def test_a_dry_run_before_the_first_sync_prints_and_writes_nothing(
    annoki: Annoki, collection: Path, dump: Path
) -> None:
    before = files(collection.parent)

    said = annoki("sync", "--collection", collection, dump, "--dry-run")

    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert len(lines) == 9
    assert "+ ready: 海水每天涨落几次?" in lines
    assert lines[-1] == "Would be: 8 new, 0 updated, 0 unchanged"
    assert files(collection.parent) == before


def test_a_dry_run_prints_what_will_happen_and_writes_nothing(
    annoki: Annoki, collection: Path, dump: Path, desk: Desk
) -> None:
    annoki("sync", "--collection", collection, dump)
    col = Collection(str(collection))
    for note_id in col.find_notes(f'"{EULER.passage}"'):
        note = col.get_note(note_id)
        note["Answer"] = "<b>我自己的</b> answer"
        col.update_note(note)
    col.close()
    changed = EULER.noted(r"$e^{i\pi}+1$ 的值:::零 zero")
    desk.write([NEWEST, BETTER, NOTEBOOK[1], changed, NOTEBOOK[3], *NOTEBOOK[5:]])
    before = files(collection.parent)

    said = annoki("sync", "--collection", collection, dump, "--dry-run")

    assert said.code == 0
    lines = said.out.splitlines()
    assert "+ ready: 章鱼有几颗心脏?" in lines
    assert "~ Answer: 海水每天涨落几次?" in lines
    assert "    yours:  我自己的 answer" in lines
    assert "    source: 零 zero" in lines
    assert f"- gone: {SALT.passage}" in lines
    assert (
        lines[-1] == "Would be: 1 new, 1 updated, 6 unchanged, 1 conflict, 1 gone from the source"
    )
    assert files(collection.parent) == before


def test_a_dry_run_without_changes_says_so(annoki: Annoki, collection: Path, dump: Path) -> None:
    annoki("sync", "--collection", collection, dump)

    said = annoki("sync", "--collection", collection, dump, "--dry-run")

    assert said.out == "Nothing to do.\nWould be: 0 new, 0 updated, 8 unchanged\n"


def test_a_dry_run_tells_of_an_upgrade_of_the_style(
    annoki: Annoki, collection: Path, dump: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it prints is what will happen."""
    annoki("sync", "--collection", collection, dump)
    col = Collection(str(collection))
    notetype: Any = col.models.get(MODEL_ID)  # type: ignore[arg-type]
    notetype["css"] = "/* old */"
    col.models.update_dict(notetype)
    col.close()
    monkeypatch.setattr(note_type, "SHIPPED", frozenset({note_type.text_hash("/* old */")}))

    said = annoki("sync", "--collection", collection, dump, "--dry-run")

    assert "Nothing to do." not in said.out


def test_a_dry_run_leaves_an_older_collection_file_as_it_is(
    annoki: Annoki, collection: Path, dump: Path
) -> None:
    """Anki upgrades what an older version, or AnkiDroid, has written as soon as it opens it."""
    col = Collection(str(collection))
    col.close(downgrade=True)
    before = files(collection.parent)

    said = annoki("sync", "--collection", collection, dump, "--dry-run")

    assert said.code in (0, 1)
    assert files(collection.parent) == before


def test_json_has_the_report_and_the_plan(
    annoki: Annoki, collection: Path, dump: Path, desk: Desk
) -> None:
    annoki("sync", "--collection", collection, dump)
    col = Collection(str(collection))
    (note_id,) = col.find_notes(f'"{TIDES.passage}"')
    note = col.get_note(note_id)
    note["Answer"] = "我自己的说法"
    col.update_note(note)
    col.close()
    desk.write([NEWEST, BETTER, *NOTEBOOK[1:4], *NOTEBOOK[5:]])

    for options in (["--dry-run"], []):
        said = annoki("sync", "--collection", collection, dump, "--json", *options)
        assert (said.code, said.err) == (0, "")
        data = json.loads(said.out)
        assert set(data) == {"annoki", "inputs", "notes", "plan"}
        assert "我自己的说法" in said.out, "read by people as well"
        plan = data["plan"]
        conflicts, gone = plan.pop("conflicts"), plan.pop("gone_notes")
        assert plan == {"add": 1, "update": 0, "unchanged": 7, "conflict": 1, "gone": 1}
        assert [set(one) for one in conflicts] == [{"guid", "prompt", "field", "yours", "source"}]
        assert conflicts[0]["field"] == "Answer"
        assert conflicts[0]["yours"] == "我自己的说法"
        assert "12 小时" in conflicts[0]["source"]
        assert [set(one) for one in gone] == [{"guid", "prompt"}]
        assert gone[0]["prompt"] == f'<p lang="en">{SALT.passage}</p>', "HTML, as in a conflict"
        assert data["inputs"][0]["found"] == data["inputs"][0]["declared"] == 8


def test_a_failed_input_is_said_and_the_rest_is_synced(
    annoki: Annoki, collection: Path, dump: Path, tmp_path: Path, desk: Desk
) -> None:
    annoki("sync", "--collection", collection, dump)
    desk.write(UPDATED[:-2])

    said = annoki("sync", "--collection", collection, dump, tmp_path / "missing.txt")

    assert said.code == 1
    assert said.out == "1 new, 1 updated, 5 unchanged\n", "and nothing is gone"
    assert said.err.count("\n") == 1
    assert "missing.txt" in said.err


def test_sources_of_a_configuration(
    annoki: Annoki, collection: Path, dump: Path, tmp_path: Path
) -> None:
    config = tmp_path / "config.json"
    config.write_text(
        json.dumps({"sources": [{"path": str(dump)}], "decks": {"cards": "我的::Cards"}}),
        encoding="utf-8",
    )

    assert annoki("sync", "--collection", collection, "--config", config).code == 0

    col = Collection(str(collection))
    assert col.decks.id_for_name("我的::Cards")
    col.close()


def test_nothing_to_sync_is_wrong_use(annoki: Annoki, collection: Path) -> None:
    before = files(collection.parent)

    said = annoki("sync", "--collection", collection)

    one_line(said, "--config")
    assert said.code == 2
    assert files(collection.parent) == before


@pytest.fixture
def many(annoki: Annoki, collection: Path, desk: Desk) -> List[Annotation]:
    """Thirty notes, synced."""
    all_of_them = facts(30)
    assert annoki("sync", "--collection", collection, desk.write(all_of_them)).code == 0
    return all_of_them


def test_the_brake_refuses_and_writes_nothing(
    annoki: Annoki, collection: Path, desk: Desk, many: List[Annotation]
) -> None:
    before = hashlib.sha256(collection.read_bytes()).hexdigest()
    desk.write(many[11:])

    for options in ([], ["--json"]):
        said = annoki("sync", "--collection", collection, desk.page, *options)
        one_line(said, "11 of 30 notes", "--allow-gone")
        assert said.code == 1
    assert hashlib.sha256(collection.read_bytes()).hexdigest() == before


def test_allow_gone_lets_the_brake_go(
    annoki: Annoki, collection: Path, desk: Desk, many: List[Annotation]
) -> None:
    desk.write(many[11:])

    said = annoki("sync", "--collection", collection, desk.page, "--allow-gone")

    assert said == Said(0, "0 new, 0 updated, 19 unchanged, 11 gone from the source\n", "")


def test_ten_gone_are_no_reason_to_refuse(
    annoki: Annoki, collection: Path, desk: Desk, many: List[Annotation]
) -> None:
    desk.write(many[10:])

    assert annoki("sync", "--collection", collection, desk.page).code == 0


def test_a_dry_run_shows_what_would_be_refused(
    annoki: Annoki, collection: Path, desk: Desk, many: List[Annotation]
) -> None:
    desk.write(many[11:])

    said = annoki("sync", "--collection", collection, desk.page, "--dry-run")

    assert said.code == 0
    assert said.out.count("- gone: ") == 11
    assert "--allow-gone" in said.out + said.err, "a real run will refuse, so this one must say so"


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
    col.models.rename_field(notetype, notetype["flds"][8], "我的笔记")
    col.models.update_dict(notetype)
    col.close()

    one_line(annoki("sync", "--collection", collection, dump), "'My notes'")


def test_a_collection_is_closed_after_an_error(
    annoki: Annoki, collection: Path, dump: Path, desk: Desk, many: List[Annotation]
) -> None:
    desk.write(many[11:])
    one_line(annoki("sync", "--collection", collection, desk.page))

    assert note_count(collection) == 30, "it can be opened, and is whole"


def test_the_page_of_one_search_says_nothing_of_what_it_did_not_find(
    annoki: Annoki, collection: Path, dump: Path, tmp_path: Path
) -> None:
    """The page of one tag or of one group is a whole listing, but of that alone."""
    annoki("sync", "--collection", collection, dump)
    search = tmp_path / "search.txt"
    search.write_text(page([TIDES]), encoding="utf-8")

    said = annoki("sync", "--collection", collection, search)

    assert said == Said(0, "0 new, 0 updated, 1 unchanged\n", "")
