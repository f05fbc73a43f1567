"""Whatever a network or a server does: it ends, is told in a line, and costs no note.

Each fault of the tables in faults.py and listing_faults.py is met by each live source, at its first
page and at all after it, and by a collection of the real Anki that has all of its notes.
"""

from __future__ import annotations

import json
import re
import sys
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Dict, Iterator, Tuple

import pytest
from annoki.cli.commands import main
from annoki.fetch.pictures import fetch_pictures
from annoki.fetch.web import Web
from annoki.pipeline.gather import Gathered
from annoki.pipeline.syncing import carry_out

from . import faults, listing_faults
from .clock import Clock
from .faults import HOUR, Fault, Scene, Sound
from .servers import TOKEN, Handler, Server, Site
from .stages import COUNT, LIVE, LONGEST, RECORDS, Stage, anki

Collection = anki.Collection

ADVICE = re.compile(r"check|again|make|save|split|raise|not (?:fetched|followed|taken)")
OF_ONE = re.compile(r"(?:memo|line|post|annotation) \d+$|the (?:page|end)$")
"""Where a problem with one item is."""
BLOGS = ("blog", "feed")
WHEN = (False, True)
"""Whether it is only later pages that meet a fault."""
MET = [("feed", False), ("memos of old", True)]
MET += [(name, later) for name in ("hypothesis", "memos", "blog") for later in WHEN]

Stages = Dict[str, Stage]


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stages]:
    """Each live source, synced."""
    made: Stages = {}
    with ExitStack() as ended:
        for name, live in LIVE.items():
            server = ended.enter_context(live.server())
            source = {key: text.format(url=server.url) for key, text in live.settings.items()}
            stage = Stage(server, live.listing, source, tmp_path_factory.mktemp("stage"))
            ended.callback(stage.col.close)
            carry_out(stage.col, stage.plan(stage.gathered()))
            assert stage.col.note_count() == (4 if name == "feed" else COUNT)
            made[name] = stage
        yield made


def told(gathered: Gathered, server: Server) -> None:
    """That something failed, each in a line that says where, and what to do."""
    assert gathered.report.failed
    assert not [one for one in gathered.answers if one.state == "whole"]
    for account in gathered.report.accounts:
        for problem in account.problems:
            said = f"{account.input}: {problem.where}: {problem.what}"
            assert server.host in said, said
            assert ADVICE.search(problem.what) or OF_ONE.search(problem.where), said
            assert "\n" not in said
            assert len(said) < 700, said
            assert not re.search(r"Traceback|Error\(|0x[0-9a-f]{8}|Exception|object at", said), said


def survived(stage: Stage, gathered: Gathered) -> None:
    """No note is thought gone, or changed."""
    plan = stage.plan(gathered)
    assert plan.gone == ()
    assert not plan.changes_anything, plan.counts()


@pytest.mark.parametrize("kind", faults.BROKEN)
def test_what_breaks_is_told(stages: Stages, kind: str) -> None:
    for name, later in MET:
        stage = stages[name]
        gathered = stage.gathered(faults.BROKEN[kind], later=later, ever=True)
        # Where a feed cannot be had, the pages are read; a page is a page, whatever it says.
        if name == "feed" or (name == "blog" and kind in faults.NO_FAULT_OF_A_PAGE):
            assert stage.plan(gathered).gone == (), (name, later)
            continue
        told(gathered, stage.server)
        survived(stage, gathered)
        if name in RECORDS:
            assert TOKEN not in str(gathered.report.accounts[0].problems)


@pytest.mark.parametrize("kind", faults.PASSING)
def test_what_passes_is_outlived(stages: Stages, kind: str) -> None:
    for name, later in MET:
        gathered = stages[name].gathered(*faults.PASSING[kind], later=later)
        assert not gathered.report.failed, (name, later, gathered.report.accounts)
        survived(stages[name], gathered)


@pytest.mark.parametrize("kind", listing_faults.NONE)
def test_listings_that_are_none_are_told(stages: Stages, kind: str) -> None:
    for name in RECORDS:
        for later in WHEN:
            gathered = stages[name].gathered(listing_faults.NONE[kind], later=later, ever=True)
            told(gathered, stages[name].server)
            assert stages[name].plan(gathered).gone == (), (name, later)


@pytest.mark.parametrize("kind", listing_faults.ODD)
def test_odd_listings_are_whole(stages: Stages, kind: str) -> None:
    for name in RECORDS:
        for later in WHEN:
            gathered = stages[name].gathered(listing_faults.ODD[kind], later=later, ever=True)
            assert not gathered.report.failed, (name, later, gathered.report.accounts)
            survived(stages[name], gathered)


@pytest.mark.parametrize("kind", [*listing_faults.WRONG, *listing_faults.PAGES])
def test_wrong_listings_and_pages_make_nothing_gone(stages: Stages, kind: str) -> None:
    fault = {**listing_faults.WRONG, **listing_faults.PAGES}[kind]
    for name in BLOGS if kind in listing_faults.PAGES else RECORDS:
        for later in WHEN:
            gathered = stages[name].gathered(fault, later=later, ever=True)
            assert stages[name].plan(gathered).gone == (), (name, later)
            if gathered.report.failed:
                told(gathered, stages[name].server)


PNG = b"\x89PNG\r\n\x1a\n" + bytes(3000)


@pytest.mark.parametrize("kind", faults.BROKEN)
def test_a_picture_is_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    clock, over = Clock(), threading.Event()
    monkeypatch.setattr("annoki.fetch.waiting.time", clock)
    with Site() as site:
        scene = Scene(clock, lambda _: Sound(PNG, 200, "image/png"), site.url, over)

        def picture(handler: Handler) -> None:
            faults.BROKEN[kind](handler, scene)

        site.pages = {"/a.png": picture, "/b.png": PNG}
        addresses = [f"{site.url}/{name}.png" for name in "ab"]
        folder = tmp_path / "pictures"
        try:
            web = Web(4 * 1024 * 1024, cache=tmp_path / "cache")
            found, problems = fetch_pictures(addresses, web, folder, trusted_hosts={site.host})
        finally:
            over.set()
    if clock.now < HOUR:  # else there was no time left for another one
        assert addresses[1] in found
    if addresses[0] not in found:
        assert site.host in f"{problems[0].where} {problems[0].what}"
    for path in folder.iterdir() if folder.is_dir() else ():
        # That a picture is shorter than it was, nobody can tell who is told so.
        assert path.read_bytes() == PNG or kind == "a Content-Length too short"
    assert clock.waited < LONGEST


E2E: Tuple[Tuple[str, bool], ...] = (
    ("cut in the body", False), ("a redirect to a login page", True), ("a gzip bomb", False),
    ("429, ever, of the year 9999", True), ("headers that drip", False), ("401", True),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "later"), E2E)
def test_a_sync_that_meets_it_says_so_and_writes_nothing(
    stages: Stages,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    kind: str,
    later: bool,
) -> None:
    stage = stages["memos"]
    path = tmp_path / "profile" / "collection.anki2"
    path.parent.mkdir()
    Collection(str(path)).close()
    config = tmp_path / "annoki.json"
    source = {"kind": "memos", "url": stage.server.url, "token": TOKEN}
    config.write_text(json.dumps({"sources": [source], "max_megabytes": 4}), encoding="utf-8")
    config.chmod(0o600)  # Else that it is not so is told, too.
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(
        sys, "argv", ["annoki", "sync", "--collection", str(path), "--config", str(config)]
    )

    def synced(*some: Fault) -> Tuple[int, str, str]:
        with stage.faulty(*some, later=later, ever=True), pytest.raises(SystemExit) as done:
            main()
        said = capsys.readouterr()
        return int(done.value.code or 0), said.out, said.err

    assert f"\n{COUNT} new, 0 updated, 0 unchanged\n" in synced()[1]
    before = held(path.parent)

    code, out, err = synced(faults.BROKEN[kind])

    assert code == 1
    assert stage.server.host in err
    assert "Traceback" not in err
    assert TOKEN not in out + err
    assert len(err.splitlines()) <= 2, err
    assert held(path.parent) == before
    code, out, err = synced()
    assert (code, err) == (0, "")
    assert f"0 new, 0 updated, {COUNT} unchanged\n" in out


def held(folder: Path) -> Dict[str, bytes]:
    """What each file in `folder` holds, but for what only spares a run that finds nothing new."""
    files = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: data for name, data in files.items() if not name.endswith(".annoki.json")}
