"""Unchanged sources end a sync at once, unless anything is otherwise in the collection.

Whatever is done to it, a sync that remembers the last one does what one that remembers nothing
would do.
"""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any, Callable, List, Sequence

import annoki as api
import pytest
from anki.decks import DeckId
from annoki.config import Config, parse
from annoki.notetype import MODEL_ID
from annoki.pipeline import making, unchanged
from annoki.pipeline.gather import gather
from annoki.pipeline.last_sync import LastSync
from annoki.pipeline.syncing import Plan, carry_out, compare
from annoki.sync.details import TWIN
from annoki.targets.apkg import package as apkg
from annoki.targets.apkg.again import issue_again
from annoki.targets.apkg.earlier import EarlierPackage
from annoki.targets.collection import note_type
from command_line import Annoki, Said
from real_anki import BAMBOO, EULER, NEWEST, NOTEBOOK, SALT, TIDES, Desk, card, page
from syncing import Kept, differing, whole
from test_sync_twins import twin

BETTER = [TIDES.noted(card("海水每天涨落几次？", "两次，间隔约 12 小时 25 分")), *NOTEBOOK[1:]]


def configured(paths: Sequence[Path], options: Any) -> Config:
    sources = [{"path": str(path)} for path in paths]
    return parse({**options, "sources": sources}, "a test")


def plan(kept: Kept, *paths: Path, **options: Any) -> Plan:
    """What a sync with `paths` would do, looking at the last one first."""
    config = configured(paths, options)
    known = LastSync(kept.col, config).standing()
    return compare(kept.col, gather(config, known=known).whole(), config)


def in_full(kept: Kept, *paths: Path, **options: Any) -> Plan:
    """The same, by what reads and compares everything."""
    config = configured(paths, options)
    return compare(kept.col, gather(config).whole(), config)


def sync(kept: Kept, *paths: Path, **options: Any) -> Plan:
    made = plan(kept, *paths, **options)
    carry_out(kept.col, made, allow_gone=True)
    return made


def ends_at_once(made: Plan) -> bool:
    return made.again is None


def assert_alike(made: Plan, full: Plan) -> None:
    assert made.as_dict() == full.as_dict()
    assert (made.lines(), made.why_not_gone()) == (full.lines(), full.why_not_gone())
    assert made.report.by_status == full.report.by_status
    assert made.report.merged == full.report.merged
    for one, other in zip(made.report.accounts, full.report.accounts):
        assert one.answer == other.answer
        assert (one.format, len(one.skipped)) == (other.format, len(other.skipped))


@pytest.fixture
def source(kept: Kept) -> Path:
    """A page that was synced."""
    path = kept.desk.write(NOTEBOOK)
    assert len(sync(kept, path).add) == 8
    return path


def test_nothing_is_composed_and_nothing_written(
    kept: Kept, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = in_full(kept, source)
    before = whole(kept.learner)
    monkeypatch.setattr(making, "compose", None)

    made = sync(kept, source)

    assert ends_at_once(made)
    assert_alike(made, full)
    assert made.summary() == "0 new, 0 updated, 8 unchanged"
    assert differing(before, whole(kept.learner)) == []


def test_reviews_and_notes_of_ones_own_are_no_reason_to_compare(kept: Kept, source: Path) -> None:
    kept.learner.study("Annoki::Cards")
    basic: Any = kept.col.models.by_name("Basic")
    kept.col.add_note(kept.col.new_note(basic), DeckId(1))

    assert ends_at_once(sync(kept, source))


def edited(kept: Kept) -> None:
    kept.learner.edit(kept.learner.note(SALT), ago=0, Answer="我的 my own")


def edited_in_the_same_second(kept: Kept) -> None:
    """Anki's dates are of seconds: this one tells nothing."""
    note = kept.learner.note(SALT)
    before = note.mod
    kept.learner.edit(note, ago=0, Answer="我的 my own")
    kept.col.db.execute("update notes set mod = ? where id = ?", before, note.id)  # type: ignore


def answered(kept: Kept) -> None:
    note = kept.learner.note(BAMBOO)
    kept.learner.edit(note, ago=0, Answer="<p>每一节都有分生组织。</p>")


def deleted(kept: Kept) -> None:
    kept.col.remove_notes([kept.learner.note(SALT).id])


def undone(kept: Kept) -> None:
    kept.col.undo()


def twinned(kept: Kept) -> None:
    twin(kept, TIDES)


def of_another_type(kept: Kept) -> None:
    note = kept.learner.note(EULER)
    assert kept.col.db
    basic: Any = kept.col.models.by_name("Basic")
    kept.col.db.execute("update notes set mid = ? where id = ?", basic["id"], note.id)


def unmarked(kept: Kept) -> None:
    """The collection forgets what was deleted, as another device can make it."""
    kept.col.set_config("annoki", {"deleted": [kept.learner.note(SALT).guid]})


def put_back_to_wait(kept: Kept) -> None:
    answered(kept)
    kept.col.sched.unsuspend_cards([kept.learner.card(BAMBOO).id])


def nothing(kept: Kept) -> None:
    pass


EVENTS: List[Callable[[Kept], None]] = [
    *(edited, answered, deleted, undone, twinned, of_another_type, put_back_to_wait, unmarked),
]


@pytest.mark.parametrize("event", EVENTS)
def test_whatever_happens_in_anki_is_seen(
    kept: Kept, source: Path, event: Callable[[Kept], None]
) -> None:
    event(kept)
    made = plan(kept, source)

    assert not ends_at_once(made)
    assert_alike(made, in_full(kept, source))
    carry_out(kept.col, made)
    full = in_full(kept, source)
    settled = sync(kept, source)
    assert ends_at_once(settled)
    assert_alike(settled, full)


def test_an_edit_within_the_second_of_a_sync_is_seen(kept: Kept, source: Path) -> None:
    kept.desk.write(BETTER)
    sync(kept, source)
    note = kept.learner.note(TIDES)
    kept.col.db.execute(  # type: ignore[union-attr]
        "update notes set flds = replace(flds, '两次', '三次') where id = ?", note.id
    )

    assert not ends_at_once(plan(kept, source))


def test_undo_and_redo_of_an_update(kept: Kept, source: Path) -> None:
    kept.desk.write(BETTER)
    assert len(sync(kept, source).update) == 1
    assert ends_at_once(sync(kept, source))

    kept.col.undo()

    assert len(plan(kept, source).update) == 1
    kept.col.redo()
    assert ends_at_once(plan(kept, source))


def test_twins_that_come_by_package_are_found(kept: Kept, source: Path) -> None:
    package = kept.desk.export(NOTEBOOK)
    kept.learner.import_package(package)
    guid = kept.learner.note(TIDES).guid
    twin(kept, TIDES)
    assert ends_at_once(plan(kept, source)) is False

    made = sync(kept, source)

    assert len(made.twins) == 1
    assert kept.by_guid(guid)
    assert ends_at_once(sync(kept, source))


def test_what_becomes_of_one_that_was_set_aside_is_seen(kept: Kept, source: Path) -> None:
    """Another device reviewed it, and has only now been met: no note has changed."""
    first = kept.learner.note(TIDES)
    second = twin(kept, TIDES)
    kept.col.db.execute("update col set ls = 1")  # type: ignore[union-attr]
    assert len(sync(kept, source).twins) == 1
    assert ends_at_once(sync(kept, source))
    (one,) = kept.col.get_note(second.id).cards()
    kept.col.db.execute(  # type: ignore[union-attr]
        "insert into revlog values (?, ?, -1, 3, 1, 1, 2500, 1000, 0)", one.mod * 1000, one.id
    )

    assert len(sync(kept, source).twins) == 1

    assert TWIN in kept.col.get_note(first.id).tags
    assert TWIN not in kept.col.get_note(second.id).tags
    assert ends_at_once(sync(kept, source))


def test_a_source_that_changed_is_read(kept: Kept, source: Path) -> None:
    kept.desk.write(BETTER)
    assert len(sync(kept, source).update) == 1
    kept.desk.write(NOTEBOOK)
    assert len(sync(kept, source).update) == 1


def test_a_source_added_or_removed(kept: Kept, source: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(page([NEWEST]), encoding="utf-8")

    assert len(sync(kept, source, other).add) == 1
    assert ends_at_once(sync(kept, source, other))
    made = sync(kept, source)

    assert not ends_at_once(made)
    assert made.counts()["gone"] == 0
    assert ends_at_once(sync(kept, source))


@pytest.mark.parametrize(
    "options",
    [{"reverse_separator": True}, {"decks": {"cards": "新"}}, {"latin": "de"}, {"gone": "suspend"}],
)
def test_another_option(kept: Kept, source: Path, options: Any) -> None:
    made = sync(kept, source, **options)

    assert not ends_at_once(made)
    assert ends_at_once(sync(kept, source, **options))
    assert not ends_at_once(sync(kept, source))


def test_another_version(kept: Kept, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchanged, "__version__", "9.9")

    assert not ends_at_once(plan(kept, source))


def test_a_new_style(kept: Kept, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = "/* 旧的 old */"
    notetype = kept.notetype()
    notetype["css"] = old
    kept.col.models.update_dict(notetype)
    monkeypatch.setattr(note_type, "SHIPPED", frozenset({note_type.text_hash(old)}))

    assert plan(kept, source).upgrade


def test_a_lost_field_is_told(kept: Kept, source: Path) -> None:
    notetype = kept.notetype()
    kept.col.models.remove_field(notetype, notetype["flds"][1])
    kept.col.models.update_dict(notetype)

    with pytest.raises(api.CollectionError, match="Answer"):
        plan(kept, source)


def test_what_was_left_open_is_not_remembered(kept: Kept, source: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing.txt"

    assert sync(kept, source, missing).report.failed
    assert not ends_at_once(plan(kept, source))
    assert not ends_at_once(sync(kept, source, missing))


def test_gone_notes_that_were_left_alone_are_shown_again(kept: Kept, source: Path) -> None:
    kept.desk.write(NOTEBOOK[1:])
    made = plan(kept, source)
    assert len(made.gone) == 1
    carry_out(kept.col, made.without_unusual())

    assert len(plan(kept, source).gone) == 1


def test_deleted_and_kept_notes_are_still_told_of(kept: Kept, source: Path) -> None:
    deleted(kept)
    kept.learner.edit(kept.learner.note(TIDES), Answer="我的答案")
    kept.desk.write(BETTER)
    assert sync(kept, source).conflicts
    full = in_full(kept, source)

    made = sync(kept, source)

    assert ends_at_once(made)
    assert_alike(made, full)
    assert (made.counts()["deleted"], made.counts()["kept"]) == (1, 1)
    config = configured([source], {})
    known = LastSync(kept.col, config).standing()
    restored = compare(kept.col, gather(config, known=known).whole(), config, restore=True)
    assert len(restored.add) == 1


def test_the_file_is_the_owners_and_may_be_anything(kept: Kept, source: Path) -> None:
    path = Path(kept.col.path).with_suffix(".annoki.json")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    held = json.loads(path.read_text(encoding="utf-8"))
    for garbled in ("", "{", "[]", "null", "\udcff", json.dumps({**held, "plan": 3})):
        path.write_text(garbled, encoding="utf-8", errors="surrogateescape")
        made = sync(kept, source)
        assert made.summary() == "0 new, 0 updated, 8 unchanged"
        assert not ends_at_once(made)
        assert ends_at_once(sync(kept, source))
    path.write_text(json.dumps({**held, "summary": {"inputs": 1}}), encoding="utf-8")
    assert not ends_at_once(plan(kept, source))


def test_a_file_that_cannot_be_written_does_no_harm(kept: Kept, source: Path) -> None:
    path = Path(kept.col.path).with_suffix(".annoki.json")
    path.unlink()
    path.mkdir()

    assert sync(kept, source).summary() == "0 new, 0 updated, 8 unchanged"
    assert sync(kept, source).summary() == "0 new, 0 updated, 8 unchanged"
    assert [one.name for one in path.parent.iterdir() if one.name.startswith(".annoki-")] == []


def test_the_command_line_says_the_same(
    annoki: Annoki, collection: Path, dump: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    annoki("sync", "--collection", collection, dump)
    said = annoki("sync", "--collection", collection, dump, "--dry-run", "--json")
    assert json.loads(said.out)["inputs"][0]["items"]
    monkeypatch.setattr(making, "compose", None)

    for more in ([], ["--dry-run"]):
        said = annoki("sync", "--collection", collection, dump, *more)
        assert said == Said(0, said.out, "")
        assert said.out.endswith("0 new, 0 updated, 8 unchanged\n")


def test_a_moved_file_is_called_by_its_new_name(kept: Kept, source: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved" / source.name
    moved.parent.mkdir()
    source.rename(moved)

    made = sync(kept, moved)

    assert ends_at_once(made)
    assert made.report.accounts[0].input == str(moved)
    assert_alike(made, in_full(kept, moved))


def test_no_secret_is_kept(kept: Kept, source: Path) -> None:
    text = Path(kept.col.path).with_suffix(".annoki.json").read_text(encoding="utf-8")
    assert TIDES.passage not in text
    assert str(MODEL_ID) not in text


def test_a_package_issued_again_is_what_a_full_export_writes(
    annoki: Annoki, desk: Desk, dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, full, again = (tmp_path / f"{name}.apkg" for name in ("first", "full", "again"))
    annoki("export", dump, "-o", first)
    report = tmp_path / "report.json"
    told = annoki("export", dump, "-o", full, "--previous", first, "--report", report)
    assert json.loads(report.read_text(encoding="utf-8"))["inputs"][0]["items"]
    monkeypatch.setattr(making, "compose", None)

    said = annoki("export", dump, "-o", again, "--previous", first)

    assert said == told._replace(out=told.out.replace(str(full), str(again)))
    assert rows_of(again) == rows_of(full) != rows_of(first)


def rows_of(package: Path) -> Any:
    """All that a package holds."""
    import sqlite3
    import tempfile
    import zipfile

    with zipfile.ZipFile(package) as archive, tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(archive.extract("collection.anki2", folder))
        names = [row[0] for row in connection.execute("select name from sqlite_master")]
        tables = connection.execute("select name from sqlite_master where type = 'table'")
        rows = {
            name: connection.execute(f"select * from {name} order by 1").fetchall()
            for (name,) in tables.fetchall()
        }
        connection.close()
        others = {name: archive.read(name) for name in archive.namelist() if "." not in name}
        return sorted(names), rows, others


def test_importing_a_package_issued_again_changes_no_row(kept: Kept, tmp_path: Path) -> None:
    path = kept.desk.write(NOTEBOOK)
    first, again = tmp_path / "first.apkg", tmp_path / "again.apkg"
    api_export = kept.desk.export_files
    api_export([path], first)
    kept.learner.import_package(first)
    before = kept.learner.tables()
    api_export([path], again, "--previous", str(first))

    kept.learner.import_package(again)

    assert kept.learner.tables() == before
    kept.learner.assert_sound()


def test_media_of_a_package_issued_again(kept: Kept, tmp_path: Path) -> None:
    picture = tmp_path / "picture.svg"
    picture.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    (note, *_) = kept.wanted(NOTEBOOK).notes
    first, again = tmp_path / "first.apkg", tmp_path / "again.apkg"
    shown = ('<img src="图.svg">', *note.fields[1:])
    apkg.write([note._replace(fields=shown, media=("图.svg",))], first, media={"图.svg": picture})

    assert issue_again(EarlierPackage(first), again) == 1

    kept.learner.import_package(again)
    assert kept.col.media.have("图.svg")
    assert rows_of(again)[2] == rows_of(first)[2]


def test_a_backup_restored_under_what_is_remembered(
    annoki: Annoki, collection: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    annoki("sync", "--collection", collection, desk.write(NOTEBOOK[1:]))
    backup = collection.read_bytes()
    dump = desk.write([NEWEST, *NOTEBOOK])
    annoki("sync", "--collection", collection, dump)
    collection.write_bytes(backup)

    said = annoki("sync", "--collection", collection, dump)

    assert said.out == "2 new, 0 updated, 7 unchanged\n"
