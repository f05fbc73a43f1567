"""`annoki sync` as it is run: what it prints, writes and answers, and what it must never write."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, List

import pytest
from anki.collection import Collection
from annoki.notetype import MODEL_ID
from annoki.targets.collection import note_type
from command_line import Annoki, Said, files, note_count, one_line
from real_anki import EULER, NEWEST, NOTEBOOK, ROOT, SALT, TIDES, Annotation, Desk, card, page

from tests.planning import counted

BETTER = TIDES.noted(card("海水每天涨落几次？", "两次，间隔约 12 小时 25 分 🌊"))
UPDATED = [NEWEST, BETTER, *NOTEBOOK[1:]]


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
        [sys.executable, "-m", "annoki", "sync", "--collection", str(collection), str(dump)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "exporter")},
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
    assert "+ ready: 海水每天涨落几次？" in lines
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
    assert "+ ready: 章鱼有几颗心脏？" in lines
    assert "~ Answer: 海水每天涨落几次？" in lines
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
        empty = ("deleted_notes", "lost_notes", "joined_decks")
        assert [plan.pop(name) for name in empty] == [[], [], []]
        (added,), (updated, *_) = plan.pop("added_notes"), plan.pop("updated_notes") or [None]
        assert (added["status"], updated, plan.pop("upgrade")) == ("ready", None, False)
        assert (plan.pop("knows_gone"), plan.pop("not_gone")) == (True, [])
        assert (plan.pop("kept_conflicts"), plan.pop("twin_notes")) == ([], [])
        assert plan == counted(add=1, unchanged=7, conflict=1, gone=1)
        assert [set(one) for one in conflicts] == [{"guid", "prompt", "field", "yours", "source"}]
        assert conflicts[0]["field"] == "Answer"
        assert conflicts[0]["yours"] == "我自己的说法"
        assert "12 小时" in conflicts[0]["source"]
        assert [set(one) for one in gone] == [{"guid", "prompt"}]
        assert gone[0]["prompt"] == f'<p lang="en">{SALT.passage}</p>', "HTML, as in a conflict"
        assert data["inputs"][0]["found"] == data["inputs"][0]["declared"] == 8


def test_a_page_that_is_cut_ends_in_1_and_it_is_said_why_nothing_is_gone(
    annoki: Annoki, collection: Path, dump: Path
) -> None:
    annoki("sync", "--collection", collection, dump)
    dump.write_text("8" + page(NOTEBOOK[1:])[1:], encoding="utf-8")

    said = annoki("sync", "--collection", collection, dump)

    assert said.code == 1
    assert "8 declared, 7 found" in said.err
    why = f"Nothing counts as gone, because {dump} was read in part only."
    assert said.out == f"0 new, 0 updated, 7 unchanged\n{why}\n"
    (data,) = json.loads(annoki("sync", "--collection", collection, dump, "--json").out)["plan"][
        "not_gone"
    ]
    assert (data["name"], data["why"]) == (str(dump), "partial")


def test_a_failed_input_is_said_and_the_rest_is_synced(
    annoki: Annoki, collection: Path, dump: Path, tmp_path: Path, desk: Desk
) -> None:
    annoki("sync", "--collection", collection, dump)
    desk.write(UPDATED[:-2])

    said = annoki("sync", "--collection", collection, dump, tmp_path / "missing.txt")

    assert said.code == 1
    missing = f"{tmp_path / 'missing.txt'} could not be read"
    assert said.out == (
        "1 new, 1 updated, 5 unchanged, 2 gone from the source\n"
        f"Nothing of these sources counts as gone: {missing}.\n"
    ), "it never had any of them"
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


def test_the_page_of_one_search_says_nothing_of_what_it_did_not_find(
    annoki: Annoki, collection: Path, dump: Path, tmp_path: Path
) -> None:
    """The page of one tag or of one group is a whole listing, but of that alone."""
    annoki("sync", "--collection", collection, dump)
    search = tmp_path / "search.txt"
    search.write_text(page([TIDES]), encoding="utf-8")

    first = annoki("sync", "--collection", collection, search)

    assert first == Said(0, "0 new, 0 updated, 1 unchanged\n", ""), "only a memory is written"
    assert annoki("sync", "--collection", collection, search) == first
