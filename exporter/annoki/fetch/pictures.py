"""Pictures of posts and notes: fetched once, named by their content, and nothing but pictures."""

from __future__ import annotations

import hashlib
import socket
import time
from pathlib import Path
from typing import AbstractSet, Dict, Iterable, List, NamedTuple, Optional, Tuple
from urllib.parse import urlsplit

from ..files.names import why
from ..files.whole import sweep, write_whole
from ..model import Problem
from ..words import at, message, said_by, unwritten
from .address import checked, literal, origin, shown
from .cache import Cache
from .result import FetchError
from .web import Limits, Web

LIMIT_BYTES = 5 * 1024 * 1024
MAX_SECONDS = 120.0

_ACCEPT = "image/avif, image/webp, image/png, image/jpeg, image/gif, */*;q=0.5"
_TIMEOUT = 10.0
_SECONDS_EACH = 30.0
_DEAD_AFTER = 2
"""A host that did not answer so often is not asked again."""

_KIND = "picture"


class Picture(NamedTuple):
    """`name` is for Anki's media: `annoki-`, 16 hex digits of its SHA-256, and its extension."""

    name: str
    path: Path


def fetch_pictures(
    addresses: Iterable[str],
    web: Web,
    folder: Path,
    limit_bytes: int = LIMIT_BYTES,
    trusted_hosts: AbstractSet[str] = frozenset(),
    max_seconds: float = MAX_SECONDS,
) -> Tuple[Dict[str, Picture], List[Problem]]:
    """The pictures at `addresses`, as files in `folder`, and why others are not among them.

    A picture is what begins as PNG, JPEG, GIF, WebP or AVIF does; never SVG, which may hold
    scripts. Addresses of this machine or its network are refused, also behind a redirect, unless
    `trusted_hosts` holds their `host:port`, or `host` where the port is the usual one. After
    `max_seconds` the rest is left for the next time. Raises Cancelled.
    """
    getting = _Getting(web, folder, limit_bytes, _hosts(trusted_hosts))
    found: Dict[str, Picture] = {}
    end = time.monotonic() + max_seconds
    late = 0
    for address in dict.fromkeys(addresses):
        picture = getting.kept(address)
        if picture is None and time.monotonic() >= end:
            late += 1
            continue
        if picture is None:
            picture = getting.get(address, end - time.monotonic())
        if picture is not None:
            found[address] = picture
    problems = getting.problems
    problems += [
        Problem(host, message("fetch.more_pictures", n=more))
        for host, more in getting.skipped.items()
    ]
    if late:
        what = message("fetch.pictures_late", n=late)
        problems.append(Problem(message("places.pictures"), what))
    return found, problems


class _Getting:
    """One run: what went wrong in it decides what is still asked for."""

    def __init__(self, web: Web, folder: Path, limit_bytes: int, trusted: AbstractSet[str]) -> None:
        self.problems: List[Problem] = []
        self.skipped: Dict[str, int] = {}
        self._web = web
        self._folder = folder
        sweep(folder)
        self._limit_bytes = limit_bytes
        self._trusted = trusted
        self._cache = Cache(web.cache)
        self._failures: Dict[str, int] = {}
        self._public: Dict[str, bool] = {}

    def kept(self, address: str) -> Optional[Picture]:
        """The picture of an earlier run, whose name is in the cache and whose file is there."""
        name = (self._cache.load(_KIND, address) or b"").decode("ascii", "replace")
        path = self._folder / name
        return Picture(name, path) if _is_name(name) and path.is_file() else None

    def get(self, address: str, seconds: float) -> Optional[Picture]:
        """The picture at `address`; None, and a problem noted, if there is none to be had."""
        try:
            host = "{}:{}".format(*origin(checked(address))[1:])
        except FetchError as error:
            return self._without(address, said_by(error))
        if self._failures.get(host, 0) >= _DEAD_AFTER:
            self.skipped[host] = self.skipped.get(host, 0) + 1
            return None
        limits = Limits(self._limit_bytes, 1, _TIMEOUT, min(seconds, _SECONDS_EACH))
        try:
            reply = self._web.get(address, accept=_ACCEPT, limits=limits, allow=self._allow)
        except FetchError as error:
            if error.unreachable:
                self._failures[host] = self._failures.get(host, 0) + 1
            return self._without(address, said_by(error))
        if reply.status != 200:
            return self._without(
                address, at(shown(address), message("fetch.answers", status=reply.status))
            )
        extension = extension_of(reply.data)
        if not extension:
            kind = self._web.clean(reply.content_type) or message("fetch.unknown_type")
            if b"<svg" in reply.data[:2000].lower():
                kind = message("fetch.svg")
            return self._without(
                address, at(shown(address), message("fetch.no_picture", what=kind))
            )
        name = f"annoki-{hashlib.sha256(reply.data).hexdigest()[:16]}.{extension}"
        path = self._folder / name
        try:
            _write(path, reply.data)
        except OSError as error:
            return self._without(address, unwritten(path, why(error)))
        self._cache.save(name.encode(), _KIND, address)
        return Picture(name, path)

    def _without(self, address: str, what: str) -> Optional[Picture]:
        """Note why there is no picture, and give none."""
        self.problems.append(Problem(shown(address), what))
        return None

    def _allow(self, url: str) -> None:
        """Refuse what is not on the public network: text from outside must not make us knock at
        the person's own machines."""
        _, host, port = origin(url)
        if f"{host}:{port}" in self._trusted:
            return
        if host not in self._public:
            self._public[host] = _is_public(host)
        if not self._public[host]:
            raise FetchError(at(shown(url), message("fetch.private")))


def extension_of(data: bytes) -> str:
    """png, jpg, gif, webp or avif, by how the content begins; empty for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and data[8:12] in (b"avif", b"avis"):
        return "avif"
    return ""


def _is_public(host: str) -> bool:
    """Whether every address of `host` is a public one. An unknown host is left to the request."""
    addresses = [literal(host)]
    if addresses == [None]:
        try:
            infos = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return True
        addresses = [literal(str(info[4][0])) for info in infos]
    for address in addresses:
        mapped = getattr(address, "ipv4_mapped", None)
        address = mapped or address
        if address is None or not address.is_global or address.is_multicast:
            return False
    return True


def _hosts(trusted: AbstractSet[str]) -> AbstractSet[str]:
    """Each as `host:port`, in lower case and without a user's name; both usual ports for none."""
    found = set()
    for host in trusted:
        parts = urlsplit(f"//{host}")
        ports = [parts.port] if parts.port else [80, 443]
        found |= {f"{(parts.hostname or '').lower()}:{port}" for port in ports}
    return frozenset(found)


def _is_name(name: str) -> bool:
    return name.startswith("annoki-") and "/" not in name and "\\" not in name


def _write(path: Path, data: bytes) -> None:
    if path.is_file() and path.stat().st_size == len(data):
        return  # named by its content: the same picture from elsewhere
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data, private=True)
