"""Live sources on loopback that meet faults, each with a collection of the real Anki that has all
of its notes."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Mapping, NamedTuple

import pytest
from annoki.config import parse
from annoki.pipeline.gather import Gathered, gather
from annoki.pipeline.syncing import Plan, compare

from .clock import Clock
from .faults import HOUR, Fault, Scene, Sound
from .servers import TOKEN, Asked, Handler, Hypothesis, Memos, Server, Site, memo, row

anki = pytest.importorskip("anki.collection")

COUNT = 12
"""Notes of each source; `A_PAGE` is how many are listed at once."""
A_PAGE = 5
LONGEST = HOUR
"""Seconds, of the clock that goes only when someone waits."""
FOR_EVER = 500
_LATER = re.compile(r"search_after|pageToken|offset=[1-9]|/page/")


class Stage:
    """A source on a server, and a collection that has all of its notes.

    The server answers as it should, until a fault does so for it.
    """

    def __init__(self, server: Server, listing: str, source: Mapping[str, Any], home: Path) -> None:
        self.server = server
        self.config = parse({"sources": [source], "max_megabytes": 4}, "a test")
        self.cache = home / "cache"
        self.path = home / "collection.anki2"
        self.col = anki.Collection(str(self.path))
        self._listing = re.compile(listing)
        self._faults: List[Fault] = []
        self._later = False
        self._scene = Scene(Clock(), self._sound, server.url, threading.Event())
        self._answer = server.answer
        server.answer = self._answered  # type: ignore[method-assign]

    def gathered(self, *some: Fault, later: bool = False, ever: bool = False) -> Gathered:
        """What is read, while requests for a listing, or only those for its `later` pages, meet
        `some` faults, the last one for `ever`."""
        with self.faulty(*some, later=later, ever=ever) as clock:
            # What is kept of the time before would make later pages needless.
            gathered = gather(self.config, cache=None if later else self.cache).whole()
        assert clock.waited < LONGEST
        assert not [*self.cache.rglob(".new-*")], "a file is there whole, or not at all"
        return gathered

    @contextmanager
    def faulty(self, *some: Fault, later: bool = False, ever: bool = False) -> Iterator[Clock]:
        """Within it requests meet faults, as in `gathered`, and time is that of the clock."""
        self._faults = [*some, *some[-1:] * (FOR_EVER if ever else 0)]
        self._later = later
        over = threading.Event()
        clock = Clock()
        self._scene = Scene(clock, self._sound, self.server.url, over)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("annoki.fetch.waiting.time", clock)
            patch.setattr("annoki.fetch.hypothesis_listing.LIMIT", A_PAGE)
            patch.setattr("annoki.fetch.memos_listing._LIMIT", A_PAGE)
            # To read the list of words again each time would take most of the time.
            patch.setattr("annoki.pipeline.gather.forget", lambda: None)
            try:
                yield clock
            finally:
                over.set()
                self._faults = []

    def plan(self, gathered: Gathered) -> Plan:
        return compare(self.col, gathered, self.config)

    def _answered(self, handler: Handler, asked: Asked) -> None:
        is_met = self._listing.match(handler.path)
        if self._later:
            is_met = is_met and _LATER.search(handler.path)
        if self._faults and is_met:
            self._faults.pop(0)(handler, self._scene)
        else:
            self._answer(handler, asked)

    def _sound(self, handler: Handler) -> Sound:
        sent: List[Sound] = []

        def send(data: bytes, status: int = 200, kind: str = "text/html", _: Any = None) -> None:
            sent.append(Sound(data, status, kind))

        handler.send = send  # type: ignore[method-assign,assignment]
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
        page += "</body></html>"
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
