"""The package as a file: the same bytes everywhere, whole or not at all, and it remembers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Dict, Iterator, List, Optional

import pytest
from annoki.config import Config
from annoki.errors import UsageError
from annoki.model import Document, Note
from annoki.notetype import WRITTEN
from annoki.pipeline.inputs import Input
from annoki.pipeline.listings import read_all
from annoki.pipeline.notes import notes_of
from annoki.sync.memory import hash_of
from annoki.sync.package_plan import Earlier, PackagePlan, epoch_of
from annoki.targets.apkg import package as apkg
from annoki.targets.apkg.earlier import EarlierPackage, content_of

from tests.fixture_files import EXAMPLES, ROOT

TEXT = (EXAMPLES / "hypothesis-page.txt").read_text(encoding="utf-8")


def notes(text: str) -> List[Note]:
    listings, report = read_all([Input("x", "", Document("x", text))])
    return list(notes_of(listings, report, Config()))


def planned(text: str, present: Optional[Dict[str, Earlier]] = None) -> PackagePlan:
    return PackagePlan(notes(text), present or {}, content_of, time.time())


def test_bytes_do_not_depend_on_where_and_when(tmp_path: Path) -> None:
    packages = []
    for n, env in enumerate(
        ({"TZ": "Asia/Shanghai", "PYTHONHASHSEED": "1"}, {"TZ": "UTC", "PYTHONHASHSEED": "2"})
    ):
        folder = tmp_path / str(n)
        folder.mkdir()
        subprocess.run(
            [sys.executable, "-m", "annoki", "export", EXAMPLES, "-o", f"{n}.apkg"],
            check=True,
            cwd=folder,
            env={**os.environ, **env, "PYTHONPATH": str(ROOT / "exporter")},
            capture_output=True,
        )
        packages.append((folder / f"{n}.apkg").read_bytes())
    assert packages[0] == packages[1]


def test_writing_over_itself_changes_nothing_but_ids(tmp_path: Path) -> None:
    path = tmp_path / "a.apkg"
    apkg.write(notes(TEXT), path)
    before = EarlierPackage(path)
    apkg.write(notes(TEXT), path, before)
    after = EarlierPackage(path).notes
    assert {guid: one._replace(edition=0) for guid, one in after.items()} == before.notes
    assert {one.edition for one in after.values()} == {1}


def test_exactly_the_changed_notes_are_newer(tmp_path: Path) -> None:
    path = tmp_path / "a.apkg"
    apkg.write(notes(TEXT), path)
    before = EarlierPackage(path)
    first = before.notes
    lines = TEXT.split("\n")
    answer = next(line for line in lines if line.startswith("      ") and "flashcard" not in line)
    edited = TEXT.replace(answer, answer + " (补充)", 1)
    plan = apkg.write(notes(edited), path, before)
    changed = EarlierPackage(path)
    second = changed.notes
    assert (plan.count("update"), plan.count("add"), plan.gone) == (1, 0, ())
    newer = [guid for guid in first if second[guid].modified != first[guid].modified]
    assert len(newer) == 1
    assert second[newer[0]].modified == first[newer[0]].modified + 1, "older than any later edit"
    # Back to what it was is newer, too.
    apkg.write(notes(TEXT), path, changed)
    third = EarlierPackage(path).notes
    assert third[newer[0]].modified == first[newer[0]].modified + 2
    assert {g: p.modified for g, p in third.items() if g != newer[0]} == {
        g: p.modified for g, p in first.items() if g != newer[0]
    }


def test_over_a_package_a_poorer_face_takes_nothing_away(tmp_path: Path) -> None:
    path = tmp_path / "a.apkg"
    (poor,) = notes(TEXT)[:1]
    seen = [*poor.fields]
    seen[1] += "<p>more</p>"
    rich = poor._replace(fields=tuple(seen), memory=poor.memory._replace(face=2))
    apkg.write([rich], path)
    first = EarlierPackage(path)
    memory = poor.memory._replace(ids=("also",), origins=("other",))
    plan = apkg.write([poor._replace(memory=memory)], path, first)
    then = EarlierPackage(path)
    kept = then.kept(poor.guid)
    assert (plan.count("same"), plan.count("update")) == (1, 0)
    assert kept
    assert kept.fields == rich.fields
    assert kept.memory.face == 2
    assert "also" in kept.memory.ids
    assert then.notes[poor.guid].modified == first.notes[poor.guid].modified


def test_over_a_package_what_stays_keeps_its_pictures(tmp_path: Path) -> None:
    path, picture = tmp_path / "a.apkg", tmp_path / "one"
    picture.write_bytes(b"a picture")
    (poor,) = notes(TEXT)[:1]
    seen = [*poor.fields]
    seen[1] += '<figure><img src="annoki-0123456789abcdef.png" alt=""></figure>'
    shown = "annoki-0123456789abcdef.png"
    memory = poor.memory._replace(face=2)
    rich = poor._replace(fields=tuple(seen), memory=memory, media=(shown,))
    apkg.write([rich], path, media={shown: picture})
    for _ in range(2):
        apkg.write([poor], path, EarlierPackage(path))
        with zipfile.ZipFile(path) as package:
            held = json.loads(package.read("media"))
            assert [*held.values()] == [shown]
            assert package.read("0") == b"a picture"


def test_over_a_package_what_a_richer_face_does_not_tell_stays(tmp_path: Path) -> None:
    """A feed tells of a post its day and address, but only how it begins; an index has all of it,
    and neither."""
    path = tmp_path / "a.apkg"
    at, day = WRITTEN.index("Source"), WRITTEN.index("Captured")
    (told,) = notes(TEXT)[:1]
    source = '<a href="https://a.example/1">一</a> <span class="host">a.example</span>'
    fields = [*told.fields]
    fields[at], fields[day] = source, "2023-08-13"
    tags = ("annoki::host::a.example", "annoki::month::2023-08", "annoki::source::blog")
    feed = told._replace(fields=tuple(fields), tags=tags)
    fields[1], fields[at], fields[day] = "<p>全文</p>", "", "2023"
    memory = told.memory._replace(face=2, tags="other")
    index = feed._replace(fields=tuple(fields), tags=("annoki::source::blog",), memory=memory)
    counts = []
    for note in (feed, index, feed, index):
        plan = apkg.write([note], path, EarlierPackage(path) if path.exists() else None)
        counts.append((plan.count("update"), plan.count("same")))
    kept = EarlierPackage(path).kept(told.guid)
    assert counts == [(0, 0), (1, 0), (0, 1), (0, 1)]
    assert kept
    assert kept.fields[1] == fields[1]
    assert (kept.fields[at], kept.fields[day]) == (source, "2023-08-13")
    assert kept.tags == tags
    assert kept.memory.content["Captured"] == hash_of("2023-08-13")


def test_of_one_edit_two_packages_that_remember_otherwise_are_not_of_one_age(
    tmp_path: Path,
) -> None:
    """Devices that hold the one and the other would each keep their own for ever."""
    (first,) = notes(TEXT)[:1]
    edited = first._replace(fields=("另一个问题", *first.fields[1:]), modified=1_767_225_600)
    ages = []
    for origin in ("file:one", "file:other"):
        memory = first.memory._replace(origins=(origin,))
        path = tmp_path / f"{origin[5:]}.apkg"
        apkg.write([first._replace(memory=memory)], path)
        apkg.write([edited._replace(memory=memory)], path, EarlierPackage(path))
        (held,) = EarlierPackage(path).notes.values()
        assert held.modified == edited.modified
        ages.append(held.modified - held.older)
    assert edited.modified - 600 < min(ages) < max(ages) <= edited.modified


def test_dates_tell_when_it_was_read() -> None:
    assert epoch_of("2023-08") == 1690891200, "noon, UTC, of 1 August 2023"
    assert epoch_of("2023-08-13") == epoch_of("2023-08") + 12 * 86400
    for step in planned(TEXT).steps:
        assert step.modified == epoch_of(step.note.captured)


def test_reading_order_is_oldest_first() -> None:
    months = [step.note.captured for step in planned(TEXT).steps]
    assert months == sorted(months)
    two = "  1. Aug 2023\n    1. later passage\n      n\n    2. earlier passage\n      n\n"
    prompts = [step.note.fields[0] for step in planned(two).steps]
    assert "earlier" in prompts[0]


def test_a_failed_write_leaves_the_old_package(tmp_path: Path) -> None:
    path = tmp_path / "a.apkg"
    apkg.write(notes(TEXT), path)
    before = path.read_bytes()

    def broken() -> Iterator[Note]:
        yield from notes(TEXT)[:5]
        raise RuntimeError("half-way")

    with pytest.raises(RuntimeError):
        apkg.write(broken(), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path], "nothing is left behind"


def test_a_package_of_others_is_refused(tmp_path: Path) -> None:
    import genanki

    path = tmp_path / "theirs.apkg"
    model = genanki.Model(1, "M", [{"name": "F"}], [{"name": "T", "qfmt": "{{F}}", "afmt": ""}])
    deck = genanki.Deck(2, "D")
    deck.add_note(genanki.Note(model, ["x"]))
    genanki.Package(deck).write_to_file(path)
    with pytest.raises(UsageError, match="not Annoki's"):
        EarlierPackage(path)
