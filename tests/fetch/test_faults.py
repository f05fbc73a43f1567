"""Whatever a network or a server does: it ends, is told in a line, and costs no note.

Each fault of the tables in faults.py is met by each live source, at its first page and at a later
one, and by a collection of the real Anki that has all of its notes.
"""

from __future__ import annotations

import re
import shutil
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Mapping, NamedTuple, Optional

import pytest
from annoki.config import Config, parse
from annoki.fetch import hypothesis_listing
from annoki.fetch.pictures import fetch_pictures
from annoki.fetch.web import Web
from annoki.pipeline.gather import Gathered, gather
from annoki.pipeline.syncing import Plan, carry_out, compare

from . import faults
from .clock import Clock
from .faults import HOUR, Fault, Scene, Sound
from .servers import TOKEN, Asked, Handler, Hypothesis, Memos, Server, Site, memo, row

anki = pytest.importorskip("anki.collection")

COUNT = 12
A_PAGE = 5
LONGEST = 2 * HOUR
"""Seconds, of the clock that goes only when someone waits."""

ADVICE = re.compile(r"check|again|make|save|split|raise|another|left|not (?:fetched|followed)")


class Stage:
    """A source on a server, and a collection that has all of its notes.

    The server answers as it should, until a fault does so for it.
    """

    def __init__(self, server: Server, listing: str, source: Mapping[str, Any], home: Path) -> None:
        self.server = server
        self.config = parse({"sources": [source], "max_megabytes": 4}, "a test")
        self.cache = home / "cache"
        self.col = anki.Collection(str(home / "collection.anki2"))
        self._listing = re.compile(listing)
        self._faults: List[Fault] = []
        self._start = 0
        self._scene = Scene(Clock(), self._sound, server.url, threading.Event())
        self._answer = server.answer
        server.answer = self._answered  # type: ignore[method-assign]

    def gathered(self, *some: Fault, start: int = 1, ever: bool = False) -> Gathered:
        """What is read, while requests for a listing meet `some` faults, the last one for `ever`;
        those before the `start`th do not."""
        self._faults = [*some, *some[-1:] * (200 if ever else 0)]
        self._start = start
        over = threading.Event()
        clock = Clock()
        self._scene = Scene(clock, self._sound, self.server.url, over)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("annoki.fetch.waiting.time", clock)
            patch.setattr("annoki.fetch.hypothesis_listing.LIMIT", A_PAGE)
            patch.setattr("annoki.fetch.memos_listing._LIMIT", A_PAGE)
            try:
                gathered = gather(self.config, cache=self.cache).whole()
            finally:
                over.set()
                self._faults = []
        assert clock.waited < LONGEST
        assert not [*self.cache.rglob(".new-*")], "a file is there whole, or not at all"
        return gathered

    def plan(self, gathered: Gathered) -> Plan:
        return compare(self.col, gathered, self.config)

    def _answered(self, handler: Handler, asked: Asked) -> None:
        if self._faults and self._listing.match(handler.path):
            self._start -= 1
            if self._start <= 0:
                self._faults.pop(0)(handler, self._scene)
                return
        self._answer(handler, asked)

    def _sound(self, handler: Handler) -> Sound:
        sent: List[Sound] = []

        def send(data: bytes, status: int = 200, kind: str = "text/html", *_: Any) -> None:
            sent.append(Sound(data, kind))

        handler.send = send  # type: ignore[method-assign]
        try:
            self._answer(handler, self.server.asked[-1])
        finally:
            del handler.send
        return sent[0]


def hypothesis() -> Hypothesis:
    made = Hypothesis([row(n) for n in range(COUNT)])
    made.limiter.burst, made.limiter.tokens = 10**9, 1e9
    return made


def memos(version: int) -> Memos:
    made = Memos(version, [memo(n) for n in range(COUNT)])
    made.most = A_PAGE
    return made


def post(n: int) -> str:
    return (
        f"<article><h2><a href=/2024/post-{n}/>Post {n}</a></h2><time>2024-05-{n + 1:02}</time>"
        f"<p>Text number {n} of the blog.</p></article>"
    )


def blog(feed: bool = False) -> Site:
    pages: Dict[str, Any] = {}
    link = "<link rel=alternate type=application/rss+xml href=/rss.xml>" if feed else ""
    for at in range(0, COUNT, 4):
        n = at // 4 + 1
        after = f"<a rel=next href=/page/{n + 1}/>" if at + 4 < COUNT else ""
        before = f"<a rel=prev href={f'/page/{n - 1}/' if n > 2 else '/'}>" if n > 1 else ""
        posts = "".join(map(post, range(at, at + 4)))
        page = f"<!doctype html><html><head>{link}</head><body>{posts}<nav>{before}{after}</nav>"
        pages["/" if n == 1 else f"/page/{n}/"] = page
    items = "".join(
        f"<item><title>Post {n}</title><link>/2024/post-{n}/</link>"
        f"<description>Text number {n} of the blog.</description></item>"
        for n in range(4)
    )
    pages["/rss.xml"] = f"<rss version='2.0'><channel><title>B</title>{items}</channel></rss>"
    pages["/login"] = "<!doctype html><html><body><article><h1>Please log in</h1><p>Name?"
    return Site(pages)


class Live(NamedTuple):
    """A live source: its server, which requests are for its listing, its settings."""

    server: Callable[[], Server]
    listing: str
    settings: Mapping[str, str]


_MEMOS = {"kind": "memos", "url": "{url}", "token": TOKEN}
LIVE = {
    "hypothesis": Live(
        hypothesis, "/api/search", {"kind": "hypothesis", "api": "{url}/api", "token": TOKEN}
    ),
    "memos": Live(lambda: memos(25), "/api/v1/memos", _MEMOS),
    "memos of old": Live(lambda: memos(18), "/api/v1/memo", _MEMOS),
    "blog": Live(blog, r"/(page/\d+/)?(&more=\d+)*$", {"kind": "blog", "url": "{url}/"}),
    "feed": Live(lambda: blog(feed=True), "/rss.xml", {"kind": "blog", "url": "{url}/"}),
}
RECORDS = ("hypothesis", "memos", "memos of old")


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dict[str, Stage]]:
    """Each live source, synced."""
    made: Dict[str, Stage] = {}
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
            assert ADVICE.search(problem.what), said
            assert "\n" not in said
            assert len(said) < 700, said
            assert TOKEN not in said
            assert not re.search(r"Traceback|Error\(|0x[0-9a-f]{8}|Exception|object at", said), said


def survived(stage: Stage, gathered: Gathered) -> None:
    """No note is thought gone, or changed."""
    plan = stage.plan(gathered)
    assert plan.gone == ()
    assert not plan.changes_anything, plan.counts()


@pytest.mark.parametrize("kind", faults.BROKEN)
def test_what_breaks_is_told(stages: Dict[str, Stage], kind: str) -> None:
    for name, stage in stages.items():
        for start in (1,) if name == "feed" else (1, 2):
            gathered = stage.gathered(faults.BROKEN[kind], start=start, ever=True)
            if name in RECORDS or (name == "blog" and "login" not in kind):
                told(gathered, stage.server)
                survived(stage, gathered)
            assert stage.plan(gathered).gone == (), (name, start)


@pytest.mark.parametrize("kind", faults.PASSING)
def test_what_passes_is_outlived(stages: Dict[str, Stage], kind: str) -> None:
    for name, stage in stages.items():
        for start in (1,) if name == "feed" else (1, 2):
            gathered = stage.gathered(*faults.PASSING[kind], start=start)
            assert not gathered.report.failed, (name, start)
            survived(stage, gathered)


@pytest.mark.parametrize("kind", faults.JSON)
def test_listings_that_are_none_are_told(stages: Dict[str, Stage], kind: str) -> None:
    for name in RECORDS:
        for start in (1, 2):
            gathered = stages[name].gathered(faults.JSON[kind], start=start, ever=True)
            told(gathered, stages[name].server)
            survived(stages[name], gathered)


@pytest.mark.parametrize("kind", faults.ODD)
def test_odd_listings_are_whole(stages: Dict[str, Stage], kind: str) -> None:
    for name in RECORDS:
        for start in (1, 2):
            gathered = stages[name].gathered(faults.ODD[kind], start=start, ever=True)
            assert not gathered.report.failed, (name, start, gathered.report.accounts[0].problems)
            survived(stages[name], gathered)


@pytest.mark.parametrize("kind", faults.WRONG)
def test_wrong_listings_make_nothing_gone(stages: Dict[str, Stage], kind: str) -> None:
    for name in RECORDS:
        for start in (1, 2):
            gathered = stages[name].gathered(faults.WRONG[kind], start=start, ever=True)
            assert stages[name].plan(gathered).gone == (), (name, start)
            if gathered.report.failed:
                told(gathered, stages[name].server)


@pytest.mark.parametrize("kind", faults.PAGES)
def test_other_pages_make_nothing_gone(stages: Dict[str, Stage], kind: str) -> None:
    for name in ("blog", "feed"):
        for start in (1, 2):
            gathered = stages[name].gathered(faults.PAGES[kind], start=start, ever=True)
            assert stages[name].plan(gathered).gone == (), (name, start)
            if gathered.report.failed:
                told(gathered, stages[name].server)
