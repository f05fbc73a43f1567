"""Addresses of posts: what about one names the post, and what about it may change.

A blog moves from http to https, to another host, behind a `www.`; its feed adds where a reader
came from. What stays is the path.
"""

from __future__ import annotations

import re
from typing import Iterable, NamedTuple, Optional
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from ..model import Item
from ..text.urls import is_web, unproxied

PREFIX = "post:"
"""How an address begins among the ids of a note."""

_ALONE = re.compile(r"https?://(?:hyp\.is|hypothes\.is/a)/")
"""A view of an annotation that says nothing of its page."""
_INDEX = re.compile(r"(?:^|/)(?:index\.(?:html?|php)|default\.html?)$", re.IGNORECASE)
_TRACKING = re.compile(
    r"(?:utm_\w*|ref|referrer|from|source|spm|fbclid|gclid|share\w*)(?:=|$)", re.IGNORECASE
)
_SLASHES = re.compile("//+")
_EXTENSION = re.compile(r"\.\w{1,5}$")
_ROUTE = re.compile(r"!?/[^?]*[^?/]")
"""A fragment in which a page, written in full by its script, keeps what it shows."""
_DAY = re.compile(r"/((?:19|20)\d\d[/-]\d\d[/-]\d\d)(?![^/-])")
"""The day of a post, in its path."""
_SAYS_NOTHING = re.compile(r"/[^/\-_.]{0,12}")
"""The root, and one short word: paths that many blogs have."""


class Address(NamedTuple):
    """Where a post is. `host` is empty where only a path is known; `path` is decoded and empty for
    the root; `query` is what tells posts of one path apart."""

    host: str
    path: str
    query: str = ""

    @property
    def id(self) -> str:
        """The address among the ids of a note."""
        return f"{PREFIX}{self.host}{self.path}{'?' if self.query else ''}{self.query}"

    @property
    def key(self) -> str:
        """What names the post wherever its blog is: the path, if that says something."""
        if not self.path:
            return f"{self.host}?{self.query}"
        return f"{self.host}{self.path}" if self.says_nothing else self.path

    @property
    def says_nothing(self) -> bool:
        """Whether many blogs have such a path."""
        return bool(_SAYS_NOTHING.fullmatch(_EXTENSION.sub("", self.path)))


def address_of(item: Item) -> Optional[Address]:
    """Where the post `item` is, if its source says so, at least by a path: a host alone is where
    the blog is."""
    for said in (*item.source_ids, item.link):
        found = _parsed(said) if is_web(said) or said.startswith("/") else None
        if found and (found.path or found.query):
            return found
    return None


def page_at(link: str) -> Optional[Address]:
    """The page that `link`, which may name a place on it or show it in a view, leads to."""
    if not link:
        return None
    page = unproxied(link).partition(":~:")[0]
    found = _parsed(page) if is_web(page) and not _ALONE.match(page) else None
    return found and found._replace(query=unquote(found.query))


def two_pages(one: Address, other: Address) -> bool:
    """Whether two pages of one host are two. What else a query says is not always told."""
    if one.path != other.path:
        return True
    return one.query != other.query and bool((one.query and other.query) or not one.path)


def address_in(id: str) -> Optional[Address]:
    """The address that `id`, one of the ids of a note, is; None if it is another kind of id."""
    if not id.startswith(PREFIX):
        return None
    rest, _, query = id[len(PREFIX) :].partition("?")
    host, slash, path = rest.partition("/")
    return Address(host, slash + path, query)


def dated_alike(ids: Iterable[str], others: Iterable[str]) -> bool:
    """Whether the addresses among `ids` and among `others`, of two notes, tell the same day."""
    one, other = ({_day_in(id) for id in each} - {""} for each in (ids, others))
    return not one.isdisjoint(other)


def _day_in(id: str) -> str:
    address = address_in(id)
    found = _DAY.search(address.path) if address else None
    return found.group(1).replace("/", "-") if found else ""


def without_host(id: str) -> str:
    """`id`, one of the ids of a note; of an address without its host, which not every face tells
    and which changes when a blog moves, if its path says something."""
    address = address_in(id)
    return address._replace(host="").id if address and address.path else id


def _parsed(text: str) -> Optional[Address]:
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return None
    host = host[4:] if host.startswith("www.") else host
    host += f":{port}" if port and port not in (80, 443) else ""
    # A search index may escape slashes, too, and one that is there twice names nothing else.
    path = _SLASHES.sub("/", normalize("NFC", unquote(parts.path)))
    path = _INDEX.sub("", path).rstrip("/")
    said = [parts.query]
    route = _ROUTE.match(parts.fragment)
    if route:
        path = f"{path or '/'}#{unquote(route.group())}"
        said.append(parts.fragment.partition("?")[2])
    queries = (one for each in said for one in each.split("&"))
    query = "&".join(one for one in queries if one and not _TRACKING.match(one))
    return Address(host, path, query)


def page_uri(uri: str) -> str:
    """`uri` without a fragment that names but a place on the page."""
    page, _, fragment = uri.partition("#")
    return uri if _ROUTE.match(fragment) else page
