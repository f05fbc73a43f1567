"""A blog, read in every way in which it can be, from a server on loopback and from files."""

from __future__ import annotations

import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple
from urllib.parse import unquote, urlsplit

import annoki

from .blogs import HOST, Blog
from .judging import Judged, judged
from .seen import seen
from .truth import Post


@dataclass
class Read:
    """What came of each way, and how many notes with a text of all that was shown at once."""

    ways: Dict[str, Judged] = field(default_factory=dict)
    notes: int = 0


class _Handler(SimpleHTTPRequestHandler):
    """Serves a folder, and remembers which of its files were asked for."""

    def __init__(self, *args: Any, folder: Path, without: Tuple[str, ...], asked: List[Path]):
        self._without = without
        self._asked = asked
        super().__init__(*args, directory=str(folder))

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if self.path.endswith(self._without):
            self.send_error(404)
            return
        page = path / "index.html" if path.is_dir() else path
        if page.is_file() and page not in self._asked:
            self._asked.append(page)
        super().do_GET()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@contextmanager
def served(folder: Path, without: Tuple[str, ...] = ()) -> Iterator[List[Path]]:
    """`folder` at `HOST`, but files that end as one of `without`; the files that were asked for."""
    asked: List[Path] = []
    handler = partial(_Handler, folder=folder.absolute(), without=without, asked=asked)
    server = ThreadingHTTPServer((urlsplit(HOST).hostname or "", urlsplit(HOST).port or 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def read(blog: Blog, public: Path, posts: List[Post], folder: Path) -> Read:
    """The finished `blog` in `public`, read in every way; `folder` is for what is saved."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    result = Read()
    own = {post.name: [_file(public, post, blog)] for post in posts}
    every = {
        "lists": _saved(folder / "lists", _lists(public)),
        "feed": _saved(folder / "feed", [public / blog.feed_file]),
        "index": _saved(folder / "index", [public / blog.index_file]),
        **{f"pages/{name}": _saved(folder / "pages" / name, page) for name, page in own.items()},
    }
    files = {way: place for way, place in every.items() if any(place.iterdir())}
    for way, without in (("address", ()), ("no feed", (blog.feed_file,))):
        with served(public, without) as asked:
            items = annoki.read(f"{HOST}/").items
            # Where there is a feed, the home page only led to it.
            feeds = [path for path in asked if path.name == blog.feed_file]
            shown = seen(path.read_text("utf-8") for path in feeds or asked)
        result.ways[way] = judged(items, posts, blog, shown)
    for way, place in files.items():
        kind, _, name = way.partition("/")
        shown = seen(path.read_text("utf-8") for path in sorted(place.iterdir()))
        wanted = [post for post in posts if name in ("", post.name)]
        one = judged(annoki.read(place).items, wanted, blog, shown)
        result.ways.setdefault(kind, Judged()).add(one)
    with served(public):
        places = [f"{HOST}/", *map(str, files.values())]
        package = folder / "all.apkg"
        report = annoki.export(places, package, annoki.Config(pictures=False))
        result.notes = report.total
    return result


def _lists(public: Path) -> List[Path]:
    pages = sorted(public.glob("page/*/index.html"), key=lambda page: int(page.parent.name))
    return [public / "index.html", *pages]


def _file(public: Path, post: Post, blog: Blog) -> Path:
    path = public / unquote(urlsplit(post.address(blog)).path).lstrip("/")
    return path / "index.html" if path.is_dir() else path


def _saved(folder: Path, pages: List[Path]) -> Path:
    """Those of `pages` that there are, as a person saves them, in one folder."""
    folder.mkdir(parents=True)
    for n, page in enumerate(filter(Path.is_file, pages), 1):
        shutil.copy(page, folder / f"{n:02}{page.suffix}")
    return folder
