"""The hostile fixtures against their hand-made lists: what becomes of which line."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from annoki.config import Config
from annoki.model import Document, Note
from annoki.notetype import FIELDS
from annoki.pipeline.inputs import Input
from annoki.pipeline.listings import read_all
from annoki.pipeline.notes import notes_of
from annoki.pipeline.report import Report
from annoki.text.document import decode
from annoki.text.fullwidth import folded
from bs4 import BeautifulSoup

from tests.fixture_files import EXAMPLES, TESTS

FIXTURES = sorted((TESTS / "fixtures").glob("nasty-*.txt"))
ALLOWED = {
    "p",
    "span",
    "wbr",
    "ul",
    "ol",
    "li",
    "pre",
    "code",
    "strong",
    "em",
    "a",
    "br",
    "table",
    "tr",
    "th",
    "td",
}
ATTRIBUTES = {"lang", "dir", "class", "href"}
_ROW = re.compile(r"^\| ([–\d]+) \| ([\d–]+) \| ([^|]+) \|(?: ([^|]+) \|)?", re.MULTILINE)


def exported(path: Path) -> tuple[Report, dict[str, Note]]:
    data = path.read_bytes().replace("⟪NUL⟫".encode(), b"\0")
    listings, report = read_all([Input("x", "", Document(path.name, decode(data, path.name)))])
    return report, {note.guid: note for note in notes_of(listings, report, Config())}


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_each_line_becomes_what_was_expected(path: Path) -> None:
    report, notes = exported(path)
    account = report.accounts[0]
    got = {entry.where.split()[-1]: entry.status for entry in account.entries}
    first_of = {entry.where.split()[-1]: entry.guid for entry in account.entries}
    wheres = [one.where for one in account.skipped] + [one.where for one in account.problems]
    left_out = {where.split()[-1] for where in wheres}
    table = path.with_suffix(".expected.md").read_text(encoding="utf-8")
    rows = _ROW.findall(table)
    assert rows
    for _, line, status, prompt in rows:
        line, status = line.split("–")[0], status.strip()
        if "SKIPPED" in status or "PROBLEM" in status:
            repeated = list(first_of.values()).count(first_of.get(line, "")) > 1
            assert line in left_out or repeated, f"line {line}"
            continue
        assert got.get(line) == status, f"line {line}"
        opening = re.findall(r"“(.+?)”", prompt or "")
        if opening and "(" not in opening[0]:
            wanted = html.unescape(opening[0]).replace("`", "").replace(" ", "")
            note = notes[first_of[line]]
            shown = BeautifulSoup(note.fields[0], "html.parser").get_text().replace(" ", "")
            shown = folded(shown)  # as the table has it
            assert shown.startswith(wanted), f"line {line}"


@pytest.mark.parametrize(
    "path", [*FIXTURES, *sorted(EXAMPLES.glob("*.txt"))], ids=lambda path: path.stem
)
def test_fields_hold_only_what_is_allowed(path: Path) -> None:
    _, notes = exported(path)
    for note in notes.values():
        for name, field in zip(FIELDS, note.fields):
            for element in BeautifulSoup(field, "html.parser").find_all(True):
                assert element.name in ALLOWED, (note.fields[0], name)
                assert set(element.attrs) <= ATTRIBUTES, (note.fields[0], name)
                href = str(element.get("href", "https://"))
                assert re.match(r"https?://|mailto:", href), (note.fields[0], name)
            assert "\0" not in field
            assert "\x1f" not in field


def test_one_passage_twice_is_two_notes_and_the_older_keeps_the_plain_key() -> None:
    _, notes = exported(TESTS / "fixtures" / "nasty-hypothesis.txt")
    both = [guid for guid, note in notes.items() if "Two people may mark" in note.fields[0]]
    assert len(both) == 2
    from annoki.identity.keys import guid_for
    from annoki.identity.likeness import normalised

    key = normalised("Two people may mark one passage.")
    assert guid_for("annotation", key) in both
    older = notes[guid_for("annotation", key)]
    assert "第二条笔记" in older.fields[1]
