"""Finds what is dead in a site: links to no page or anchor, and what a page asks others for.

Nothing is asked for over a network: of addresses outside, only those of the repository's own files
are looked at.
"""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple, Optional, Set, Tuple
from urllib.parse import unquote, urlsplit

_ASKED = {"src", "srcset", "poster", "data", "background", "action", "formaction", "ping"}
"""Attributes whose address is asked for without a click, or sent something."""
_ICONS = {"stylesheet", "icon", "preconnect", "preload", "prefetch", "dns-prefetch", "manifest"}
_STYLE = re.compile(r"url\(\s*[\"']?([^\"')]+)|@import\s+[\"']([^\"']+)")


class Link(NamedTuple):
    """An address that stands in a page, and whether a browser asks for it unbidden."""

    address: str
    is_asked: bool


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.anchors: Set[str] = set()
        self.links: List[Link] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: List[Tuple[str, Optional[str]]]) -> None:
        self._in_style = tag == "style"
        given = {name: value or "" for name, value in attrs}
        self.anchors.update(given[name] for name in ("id", "name") if given.get(name))
        if "href" in given:
            asked = tag == "link" and not _ICONS.isdisjoint(given.get("rel", "").split())
            self.links.append(Link(given["href"], asked))
        for name in _ASKED & given.keys():
            parts = given[name].split(",") if name == "srcset" else [given[name]]
            self.links += [Link(part.split()[0], True) for part in parts if part.strip()]
        self.links += _of_style(given.get("style", ""))

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.links += _of_style(data)


def _of_style(style: str) -> List[Link]:
    return [Link(one or other, True) for one, other in _STYLE.findall(style)]


def dead(folder: Path, published: str = "", root: Optional[Path] = None) -> List[str]:
    """What is dead in the site in `folder`, each in a line: where it stands, and what is wrong.

    An address that begins with `published` must be of a file or folder below `root`.
    """
    read: Dict[Path, _Reader] = {}
    for path in sorted(folder.rglob("*.html")):
        read[path] = _Reader()
        read[path].feed(path.read_text(encoding="utf-8"))
        read[path].close()
    links = [(path, link) for path, page in read.items() for link in page.links]
    for path in sorted(folder.rglob("*.css")):
        links += [(path, link) for link in _of_style(path.read_text(encoding="utf-8"))]
    links += _of_search(folder)
    anchors = {path: page.anchors for path, page in read.items()}
    found = []
    for path, link in links:
        if published and link.address.startswith(published):
            there = unquote(urlsplit(link.address[len(published) :]).path)
            wrong = "" if root and (root / there).exists() else "no such file in the repository"
        else:
            wrong = _wrong(folder, path, link, anchors)
        if wrong:
            found.append(f"{path.relative_to(folder).as_posix()}: {link.address}: {wrong}")
    return sorted(set(found))


def _of_search(folder: Path) -> Iterator[Tuple[Path, Link]]:
    """Where the results of the search lead, as links from the first page."""
    index = folder / "search" / "search_index.json"
    if index.exists():
        for entry in json.loads(index.read_text(encoding="utf-8"))["docs"]:
            yield folder / "index.html", Link(entry["location"], False)


def _wrong(folder: Path, path: Path, link: Link, anchors: Dict[Path, Set[str]]) -> str:
    try:
        parts = urlsplit(link.address)
    except ValueError:
        return "no address"
    if parts.scheme == "data":
        return ""
    if parts.scheme or parts.netloc:
        return "asked for outside" if link.is_asked else ""
    if parts.path.startswith("/"):
        return "counts from the root of a server"
    to = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if to.is_dir():
        to /= "index.html"
    if not to.is_relative_to(folder.resolve()) and parts.path:
        return "leads out of the site"
    if not to.exists():
        return "no such page"
    anchor = unquote(parts.fragment)
    if anchor and to in anchors and anchor not in anchors[to]:
        return "no such place in the page"
    return ""
