"""A note that fails on its way into a package is told, and all others are written."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Callable, Dict, List, Mapping, Tuple

import pytest
from annoki.cli.commands import cli
from annoki.pipeline import ends
from annoki.targets.apkg import database, package
from annoki.targets.apkg.earlier import EarlierPackage
from annoki.targets.memory import field_of
from click.testing import CliRunner

from tests.test_package_foreign import with_sql

MANY = 5


def memos(*changed: str, many: int = MANY) -> str:
    """`many` memos, of which some are `changed`; the third tells of storms."""
    told = {n: f"第 {n} 条:潮汐 tide {n}" for n in range(1, many + 1)}
    told[3] = "第 3 条:风暴 storm"
    rows = [
        {
            "name": f"memos/{n}",
            "content": text + "".join(changed),
            "createTime": f"2024-05-{n:02}T09:12:00Z",
        }
        for n, text in told.items()
    ]
    return json.dumps({"memos": rows})


class Shelf:
    """A folder in which the package of a file is made again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.package = folder, folder / "a.apkg"
        self.report: Dict[str, Any] = {}

    def export(self, code: int, *texts: str, detailed: bool = True) -> str:
        """Export files of `texts`, which ends with `code`; what is printed."""
        files = [self.folder / f"{n}.json" for n in range(len(texts))]
        for file, text in zip(files, texts):
            file.write_text(text, encoding="utf-8")
        report = ["--report", str(self.folder / "r.report")] if detailed else []
        done = CliRunner().invoke(
            cli(),
            ["export", *map(str, files), "-o", str(self.package), *report],
            catch_exceptions=False,
        )
        assert done.exit_code == code, done.output
        if detailed:
            self.report = json.loads((self.folder / "r.report").read_text(encoding="utf-8"))
        return done.output

    def held(self) -> Dict[str, Tuple[Any, ...]]:
        """By its prompt, what the package holds of each note."""
        kept = EarlierPackage(self.package)
        with closing(sqlite3.connect(kept.database)) as connection:
            rows = connection.execute(
                "select flds, guid, id, mod from notes order by id"
            ).fetchall()
        return {row[0].split("\x1f")[0]: row[1:] for row in rows}

    def names(self) -> List[str]:
        return [name for name in self.held() if "storm" in name]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def failing(make: Callable[..., Any], only: str) -> Callable[..., Any]:
    def fails(*arguments: Any) -> Any:
        if only in str(arguments):
            raise ZeroDivisionError("of this one")
        return make(*arguments)

    return fails


BROKEN: Mapping[str, Tuple[Any, str, str]] = {
    "comparing": (package, "content_of", "storm"),
    "writing": (database, "field_of", ""),
    "cutting": (ends, "_is_partial", "storm"),
}


@pytest.mark.parametrize("detailed", [True, False])
@pytest.mark.parametrize("what", BROKEN)
def test_a_note_that_fails_is_left_out_and_told(
    what: str, detailed: bool, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.export(0, memos())
    before = shelf.held()
    (storm,) = shelf.names()
    owner, name, only = BROKEN[what]
    with monkeypatch.context() as patched:
        only = only or before[storm][0]
        patched.setattr(owner, name, failing(getattr(owner, name), only))
        said = shelf.export(1, memos("!"), detailed=detailed)

    assert len(shelf.held()) == MANY - 1
    assert shelf.names() == []
    where = "memo 3" if detailed else "item 3"
    stage = "writing" if what == "writing" else "comparing"
    assert f"{shelf.folder / '0.json'}: {where}: {stage} it failed (ZeroDivisionError" in said
    assert "第 3 条" in said
    assert f"{MANY - 1} notes: " in said
    assert f"0 new, {MANY - 1} changed, 0 unchanged.\n" in said
    if detailed:
        (account,) = shelf.report["inputs"]
        assert (account["found"], account["lost"]) == (MANY, 1)
        assert [one["stage"] for one in account["problems"]] == [stage]
        assert len(account["items"]) == MANY - 1
    # What was lost comes back as the note that it was, and under another id.
    shelf.export(0, memos("!"))
    (back,) = shelf.names()
    assert shelf.held()[back][0] == before[storm][0]
    assert shelf.held()[back][1] != before[storm][1]


def test_of_a_note_that_two_inputs_show_both_are_told(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.export(0, memos())
    guid = next(iter(held[0] for name, held in shelf.held().items() if "storm" in name))
    with monkeypatch.context() as patched:
        patched.setattr(database, "field_of", failing(field_of, guid))
        shelf.export(1, memos(), memos(many=4))
    assert [[one["where"] for one in each["problems"]] for each in shelf.report["inputs"]] == [
        ["memo 3"],
        ["memo 3"],
    ]
    assert shelf.report["notes"]["total"] == MANY - 1


STORM = "where flds like '%storm%'"
GARBLED = {
    "fewer fields": f"update notes set flds = 'storm' || char(31) || 'b' {STORM}",
    "more fields": f"update notes set flds = flds || char(31) || 'b' {STORM}",
    "no text": f"update notes set flds = cast(x'ff1fff' as text) {STORM}",
    "tags of no text": f"update notes set tags = cast(x'ff' as text) {STORM}",
    "no time": f"update notes set mod = 'x' {STORM}",
    "no time that there is": f"update notes set mod = 9223372036854775807 {STORM}",
    "something in data": f"update notes set data = '99999999999999999999' {STORM}",
}


@pytest.mark.parametrize("detailed", [True, False])
@pytest.mark.parametrize("what", GARBLED)
def test_one_garbled_note_of_the_package_before_is_told_and_written_anew(
    what: str, detailed: bool, shelf: Shelf
) -> None:
    shelf.export(0, memos())
    before = shelf.held()
    with_sql(GARBLED[what])(shelf.package)

    said = shelf.export(1, memos(), detailed=detailed)

    (storm,) = (one for name, one in before.items() if "storm" in name)
    assert f"{shelf.package}: note {storm[0]}: what the package before holds" in said
    assert f"1 new, 0 changed, {MANY - 1} unchanged." in said
    after = shelf.held()
    assert after.keys() == before.keys()
    for name, (guid, id, modified) in after.items():
        assert (guid, modified) == (before[name][0], before[name][2])
        assert id != before[name][1]
    assert "unchanged" in shelf.export(0, memos())


def test_a_garbled_memory_of_what_was_there_before_costs_only_that(shelf: Shelf) -> None:
    shelf.export(0, memos())
    shelf.export(0, memos(many=4))
    with_sql(
        "update col set conf = json_set(conf, '$.annoki.left.x', json('[1, 2, [3], \"\\ud800\"]'))"
    )(shelf.package)
    said = shelf.export(1, memos())
    assert f"{shelf.package}: note x: what the package before holds" in said
    assert "1 new, 0 changed, 4 unchanged." in said
    assert "5 unchanged" in shelf.export(0, memos())


def test_a_package_of_which_nothing_can_be_read_is_none_of_ours(shelf: Shelf) -> None:
    shelf.export(0, memos())
    with_sql("update notes set flds = 'a'")(shelf.package)
    before = shelf.package.read_bytes()
    done = CliRunner().invoke(
        cli(), ["export", str(shelf.folder / "0.json"), "-o", str(shelf.package)]
    )
    assert "is no package that Annoki wrote" in str(done.exception)
    assert shelf.package.read_bytes() == before
