"""Servers on loopback that behave as the real ones do, for tests of anything that fetches.

Each is a context manager with `url`; `asked` records the requests (path with query, headers, body).
`troubles` is a list of functions that are each used for one request instead of the real answer.
"""

from __future__ import annotations

import gzip
import itertools
import json
import socket
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, Dict, List, Optional
from urllib.parse import parse_qs, urlsplit

Trouble = Callable[["Handler"], None]
TOKEN = "6879-s3cret-t0ken"


@dataclass
class Asked:
    path: str
    query: Dict[str, List[str]]
    headers: Dict[str, str]
    method: str = "GET"
    body: bytes = b""

    def one(self, name: str) -> str:
        return self.query.get(name, [""])[0]

    @property
    def token(self) -> str:
        return self.headers.get("authorization", "").removeprefix("Bearer ")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Any

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length") or 0))
        asked = Asked(parts.path, parse_qs(parts.query), headers, self.command, body)
        app: Server = self.server.app
        with app.lock:
            app.asked.append(asked)
            trouble = app.troubles.pop(0) if app.troubles else None
        try:
            if trouble:
                trouble(self)
            else:
                app.answer(self, asked)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    do_POST = do_PATCH = do_PUT = do_DELETE = do_GET

    def send(
        self,
        data: bytes,
        status: int = 200,
        kind: str = "text/html; charset=utf-8",
        headers: Optional[Dict[str, str]] = None,
    ) -> None:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if "Content-Length" not in (headers or {}):
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def json(self, value: Any, status: int = 200) -> None:
        self.send(json.dumps(value).encode(), status, "application/json; charset=UTF-8")

    def hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_: Any) -> None:
        pass


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, *_: Any) -> None:
        """A client that hangs up is what some tests are about."""


class Server:
    """A server on a free port. Subclasses answer; this one answers 404."""

    def __init__(self) -> None:
        self.asked: List[Asked] = []
        self.troubles: List[Trouble] = []
        self.lock = threading.Lock()
        self.closed = threading.Event()
        self.out_of_patience = 0
        """How many stalled answers the client sat through to their end; see `silence`."""
        self._http = _Quiet(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._http.app = self  # type: ignore[attr-defined]
        self.port = self._http.server_address[1]
        self.host = f"127.0.0.1:{self.port}"
        self.url = f"http://{self.host}"

    def answer(self, handler: Handler, asked: Asked) -> None:
        handler.send(b"<h1>Not found</h1>", 404)

    def __enter__(self) -> Any:
        thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.closed.set()
        self._http.shutdown()
        self._http.server_close()


class Site(Server):
    """Serves `pages`: path (with query where that matters) to bytes, or to a function."""

    def __init__(self, pages: Optional[Dict[str, Any]] = None) -> None:
        super().__init__()
        self.pages: Dict[str, Any] = pages or {}
        self.kinds: Dict[str, str] = {}
        self.validating = False

    def answer(self, handler: Handler, asked: Asked) -> None:
        page = self.pages.get(handler.path, self.pages.get(asked.path))
        if page is None:
            super().answer(handler, asked)
        elif callable(page):
            page(handler)
        else:
            data = page.encode() if isinstance(page, str) else page
            headers = {}
            if self.validating:
                headers["ETag"] = f'"{hash(data)}"'
                if asked.headers.get("if-none-match") == headers["ETag"]:
                    handler.send(b"", 304, "", headers)
                    return
            kind = self.kinds.get(asked.path, "text/html; charset=utf-8")
            handler.send(data, 200, kind, headers)


# Troubles: what goes wrong once.


def status(code: int, **headers: str) -> Trouble:
    def trouble(handler: Handler) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        handler.send(b"trouble", code, "text/plain", named)

    return trouble


def redirect(location: str, code: int = 302) -> Trouble:
    return status(code, Location=location)


def page(text: str, code: int = 200) -> Trouble:
    return lambda handler: handler.send(text.encode(), code)


def hang_up(handler: Handler) -> None:
    """Close the connection without a word."""
    handler.hang_up()


def cut_short(handler: Handler) -> None:
    """Announce more than is sent."""
    handler.send(b'{"total": 3, "ro', 200, "application/json", {"Content-Length": "500"})
    handler.hang_up()


def half_json(handler: Handler) -> None:
    """Cut by someone who then counted again."""
    handler.send(b'{"total": 3, "ro', 200, "application/json")


# Far beyond what a client should sit through, so that one that does hangs and is then told.
_PATIENCE = 2400
_PAUSE = 0.05


def silence(handler: Handler) -> None:
    """Say nothing for as long as the server runs."""
    _stall(handler, lambda: None)


def trickle(handler: Handler) -> None:
    """One byte now and then: never silent, never done."""

    def drop() -> None:
        handler.wfile.write(b"x")
        handler.wfile.flush()

    handler.send(b"", 200, "text/html", {"Content-Length": "1000000"})
    _stall(handler, drop)


def _stall(handler: Handler, meanwhile: Callable[[], None]) -> None:
    app: Server = handler.server.app
    for _ in range(_PATIENCE):
        if app.closed.wait(_PAUSE):
            break
        meanwhile()
    else:
        app.out_of_patience += 1
    handler.hang_up()


def bomb(megabytes: int) -> Trouble:
    data = gzip.compress(bytes(megabytes * 1024 * 1024))
    return lambda handler: handler.send(data, 200, "text/html", {"Content-Encoding": "gzip"})


def at_look(number: int) -> Callable[[], bool]:
    """Someone who has cancelled by the time that it is asked for the `number`th time."""
    looks = itertools.count(1)
    return lambda: next(looks) >= number


# Hypothesis


def row(number: int, updated: Optional[datetime] = None, **more: Any) -> Dict[str, Any]:
    """One annotation as the API gives it."""
    created = datetime(2023, 8, 1, tzinfo=timezone.utc) + timedelta(minutes=number)
    stamp = (updated or created + timedelta(microseconds=number)).isoformat(timespec="microseconds")
    return {
        "id": f"row-{number}",
        "created": created.isoformat(timespec="microseconds"),
        "updated": stamp,
        "user": "acct:me@hypothes.is",
        "uri": "https://example.org/paper",
        "text": f"note {number}",
        "tags": [],
        "group": "__world__",
        "permissions": {"read": ["acct:me@hypothes.is"]},
        "target": [{"selector": [{"type": "TextQuoteSelector", "exact": f"passage {number}"}]}],
        "document": {"title": ["A paper"]},
        "links": {"incontext": f"https://hyp.is/row-{number}/example.org/paper"},
        **more,
    }


def moment(text: str) -> float:
    """Milliseconds since 1970, with fraction."""
    return datetime.fromisoformat(text).timestamp() * 1000


@dataclass
class Limiter:
    """At most `burst` requests, 4 more a second; then 429 without Retry-After."""

    burst: int = 44
    tokens: float = 44
    seen: float = field(default_factory=time.monotonic)

    def allows(self) -> bool:
        now = time.monotonic()
        self.tokens = min(self.burst, self.tokens + 4 * (now - self.seen))
        self.seen = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


class Hypothesis(Server):
    """`GET /api/search` and `/api/profile`. Change `rows` to edit the account.

    `between` is called with the number of the search just answered: rows that shift while paging.
    """

    def __init__(self, rows: Optional[List[Dict[str, Any]]] = None) -> None:
        super().__init__()
        self.api = f"{self.url}/api"
        self.rows = rows or []
        self.limiter = Limiter()
        self.whole_milliseconds = True
        self.between: Callable[[int], None] = lambda searches: None
        self.searches = 0

    def answer(self, handler: Handler, asked: Asked) -> None:
        accept = asked.headers.get("accept", "")
        if "application/json" not in accept and "*/*" not in accept:
            handler.json({"status": "failure", "reason": "Not acceptable"}, 406)
        elif not self.limiter.allows():
            handler.send(b"Too many requests", 429, "text/plain")
        elif asked.path == "/api/profile":
            known = asked.token == TOKEN
            handler.json(
                {
                    "userid": "acct:me@hypothes.is" if known else None,
                    "authority": "hypothes.is",
                    "features": {},
                    "groups": [],
                    "preferences": {},
                }
            )
        elif asked.path == "/api/search":
            with self.lock:
                self._search(handler, asked)
                self.searches += 1
                self.between(self.searches)
        else:
            reason = "Either the resource you requested doesn't exist, or you are not authorized"
            handler.json({"status": "failure", "reason": reason}, 404)

    def _search(self, handler: Handler, asked: Asked) -> None:
        limit, offset = int(asked.one("limit") or 20), int(asked.one("offset") or 0)
        if limit > 200 or offset > 9800:
            handler.json({"status": "failure", "reason": "limit: too big"}, 400)
            return
        matching = [one for one in self.rows if self._matches(one, asked)]
        order = asked.one("order") or "desc"
        matching.sort(key=self._sort_value, reverse=order == "desc")
        after = asked.one("search_after")
        rest = matching
        if after:
            if offset:
                handler.json({"status": "failure", "reason": "offset with search_after"}, 400)
                return
            bound = int(moment(after)) if self.whole_milliseconds else moment(after)
            rest = [one for one in matching if self._sort_value(one) > bound]
        handler.json({"total": len(matching), "rows": rest[offset : offset + limit]})

    def _matches(self, one: Dict[str, Any], asked: Asked) -> bool:
        users, groups = asked.query.get("user", []), asked.query.get("group", [])
        private = one["permissions"]["read"] != ["group:__world__"]
        return (
            (not users or one["user"] in users)
            and (not groups or one["group"] in groups)
            and (not private or asked.token == TOKEN)
        )

    def _sort_value(self, one: Dict[str, Any]) -> float:
        value = moment(one["updated"])
        return int(value) if self.whole_milliseconds else value


def public(one: Dict[str, Any]) -> Dict[str, Any]:
    return {**one, "permissions": {"read": ["group:__world__"]}}


# Memos


def memo(number: int, creator: str = "users/1", **more: Any) -> Dict[str, Any]:
    """One memo as 0.22 and later give it."""
    stamp = (datetime(2023, 8, 1, tzinfo=timezone.utc) + timedelta(minutes=number)).isoformat()
    return {
        "name": f"memos/{number}",
        "uid": f"uid-{number}",
        "state": "NORMAL",
        "creator": creator,
        "createTime": stamp,
        "updateTime": stamp,
        "content": f"memo {number}",
        "visibility": "PRIVATE",
        **more,
    }


class Memos(Server):
    """An instance of `version` 18 (0.13 to 0.21), 22, 23, 24, 25 or 26, whose token is TOKEN."""

    def __init__(self, version: int, memos: Optional[List[Dict[str, Any]]] = None) -> None:
        super().__init__()
        self.version = version
        self.memos = memos or []
        self.most = 1000
        self.between: Callable[[int], None] = lambda lists: None
        self.lists = 0
        self.who = {
            18: ("GET", "/api/v1/user/me"),
            22: ("POST", "/api/v1/auth/status"),
            23: ("POST", "/api/v1/auth/status"),
            24: ("POST", "/api/v1/auth/status"),
            25: ("GET", "/api/v1/auth/sessions/current"),
            26: ("GET", "/api/v1/auth/me"),
        }[version]

    def answer(self, handler: Handler, asked: Asked) -> None:
        known = asked.token == TOKEN
        if (asked.method, asked.path) == self.who:
            user = {"name": "users/1", "id": 1, "username": "me"}
            if not known:
                handler.json({"code": 16, "message": "user not authenticated"}, 401)
            elif self.version == 18:
                handler.json({"id": 1, "username": "me"})
            else:
                handler.json({"user": user} if self.version > 24 else user)
        elif asked.path == "/api/v1/memos" and self.version > 18:
            with self.lock:
                self._list(handler, asked, known)
                self.lists += 1
                self.between(self.lists)
        elif asked.path == "/api/v1/memo" and self.version == 18:
            with self.lock:
                self._list_old(handler, asked, known)
                self.lists += 1
                self.between(self.lists)
        elif not asked.path.startswith("/api/"):
            handler.send(b"<!doctype html><title>Memos</title>")
        else:
            handler.json({"code": 5, "message": "Not Found"}, 404)

    def _list_old(self, handler: Handler, asked: Asked, known: bool) -> None:
        creator = asked.one("creatorId") or {"me": "1", "you": "2"}.get(
            asked.one("creatorUsername"), ""
        )
        if not known and not creator:
            handler.json({"message": "Missing user id to find memo"}, 400)
            return
        offset, limit = int(asked.one("offset") or 0), int(asked.one("limit") or 10)
        shown = [
            {
                "id": int(one["uid"][4:]),
                "name": one["uid"],
                "rowStatus": one["state"],
                "creatorId": int(one["creator"][6:]),
                "creatorUsername": "me" if one["creator"] == "users/1" else "you",
                "createdTs": 1690000000,
                "content": one["content"],
            }
            for one in self.memos
            if (known or one["visibility"] == "PUBLIC")
            and (not creator or one["creator"] == f"users/{creator}")
            and one["state"] == (asked.one("rowStatus") or "NORMAL")
        ]
        handler.json(shown[offset : offset + limit])

    def _list(self, handler: Handler, asked: Asked, known: bool) -> None:
        text = asked.one("filter")
        parts = [part.strip() for part in text.split("&&") if part.strip()]
        owner = ""
        if self.version >= 24 and self.version < 26 and asked.one("parent"):
            owner = asked.one("parent")
        if self.version in (22, 23) and not known and not text:
            handler.json({"code": 3, "message": "filter is required for unauthenticated user"}, 400)
            return
        shown = self.memos
        for part in parts:
            name, _, value = (piece.strip() for piece in part.partition("=="))
            value = value.strip("'\"")
            if name == "creator" and self.version in (22, 23, 26):
                owner = value
            elif name == "creator_id" and self.version in (24, 25):
                owner = f"users/{value}"
            elif name == "visibilities" and self.version in (22, 23):
                pass
            elif name == "content":
                shown = [one for one in shown if value in one["content"]]
            else:
                message = f"invalid filter: undeclared reference to '{name}'"
                handler.json({"code": 3, "message": message}, 400)
                return
        hidden = self.version == 24 and not owner
        shown = [
            one
            for one in shown
            if (not owner or one["creator"] == owner)
            and (one["visibility"] == "PUBLIC" or (known and not hidden))
            and (self.version < 24 or one["state"] == "NORMAL")
        ]
        start = int(asked.one("pageToken") or 0)
        size = min(int(asked.one("pageSize") or 10), self.most)
        page = shown[start : start + size]
        if self.version == 23 and asked.one("view") != "MEMO_VIEW_FULL":
            page = [{"name": one["name"]} for one in page]
        more = start + size < len(shown)
        handler.json({"memos": page, "nextPageToken": str(start + size) if more else ""})
