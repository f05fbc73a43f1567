"""Hypothesis on loopback, as an account that may be written to: what its API description says.

`rows` is what the service knows, and may be changed by a test as by another program. Searches are
answered from an index, which may lag behind what was written; single annotations never do.
"""

from __future__ import annotations

import copy
import json
from datetime import datetime, timedelta
from typing import Any, Dict, List, NamedTuple, Optional

from tests.fetch.servers import TOKEN, Asked, Handler, Hypothesis, Limiter

ONE = "/api/annotations/"
_MEDIA = ("application/json", "application/vnd.hypothesis.v1+json", "*/*")
_TYPES = {"text": str, "uri": str, "group": str, "tags": list, "target": list, "document": dict}
_FIXED = ("id", "created", "updated", "user", "links", "permissions", "flagged", "hidden")
"""What a client may send and the service does not take over."""
_NOT_FOUND = "Either the resource you requested doesn't exist, or you are not authorized"

Row = Dict[str, Any]


class Write(NamedTuple):
    """A change that was carried out: the annotation's id, and its text on both sides."""

    id: str
    before: str
    after: str


class Service(Hypothesis):
    """`GET /api/search`, `/api/profile`, and `GET`, `PATCH`, `PUT /api/annotations/{id}`.

    `writes` are the changes made, in order. After each, `lag` more searches see none of it.
    """

    def __init__(self, rows: Optional[List[Row]] = None) -> None:
        super().__init__(rows)
        self.limiter = Limiter(10**9, 1e9)
        self.writes: List[Write] = []
        self.sent: List[Row] = []
        """The bodies of all requests to change something, carried out or not."""
        self.lag = 0
        self._behind = 0
        self._indexed: List[Row] = []

    def row(self, id: str) -> Row:
        """The annotation `id`, to look at or to change as its reader does in the browser."""
        return next(one for one in self.rows if one["id"] == id)

    def edit(self, id: str, **more: Any) -> None:
        """Change an annotation as its reader does in the browser."""
        self.row(id).update(more, updated=self._now())

    def answer(self, handler: Handler, asked: Asked) -> None:
        accept = asked.headers.get("accept", "")
        if not asked.path.startswith(ONE) or not any(kind in accept for kind in _MEDIA):
            super().answer(handler, asked)
        elif not self.limiter.allows():
            handler.send(b"Too many requests", 429, "text/plain")
        else:
            with self.lock:
                self._one(handler, asked)

    def _one(self, handler: Handler, asked: Asked) -> None:
        found = [one for one in self.rows if asked.path == f"{ONE}{one['id']}"]
        mine = asked.token == TOKEN and bool(found) and found[0]["user"] == "acct:me@hypothes.is"
        if asked.method == "GET" and found and self._matches(found[0], asked):
            handler.json(found[0])
        elif asked.method not in ("PATCH", "PUT") or not mine:
            # Who may not is told the same as where there is nothing.
            handler.json({"status": "failure", "reason": _NOT_FOUND}, 404)
        else:
            self._change(handler, asked, found[0])

    def _change(self, handler: Handler, asked: Asked, row: Row) -> None:
        if "content-length" not in asked.headers:
            handler.json({"status": "failure", "reason": "Content-Length is missing"}, 411)
            return
        try:
            sent = json.loads(asked.body.decode("utf-8"))
            wrong = _wrong_in(sent)
        except ValueError:
            sent, wrong = {}, "Expected a valid JSON payload, but none was found!"
        if wrong:
            handler.json({"status": "failure", "reason": wrong}, 400)
            return
        self.sent.append(sent)
        if not self._behind:
            self._indexed = copy.deepcopy(self.rows)
        self._behind = self.lag
        before = row["text"]
        row.update({name: value for name, value in sent.items() if name not in _FIXED})
        row["updated"] = self._now()
        self.writes.append(Write(row["id"], before, row["text"]))
        handler.json(row)

    def _search(self, handler: Handler, asked: Asked) -> None:
        if not self._behind:
            super()._search(handler, asked)
            return
        self._behind -= 1
        now, self.rows = self.rows, self._indexed
        try:
            super()._search(handler, asked)
        finally:
            self.rows = now

    def _now(self) -> str:
        """A minute after the last change, whatever the clock says."""
        last = max(datetime.fromisoformat(one["updated"]) for one in self.rows)
        return (last + timedelta(minutes=1)).isoformat(timespec="microseconds")


def _wrong_in(sent: Any) -> str:
    """Why the service does not take `sent`, or nothing."""
    if not isinstance(sent, dict):
        return f"{sent!r} is not of type 'object'"
    for name, kind in _TYPES.items():
        if name in sent and not isinstance(sent[name], kind):
            return f"{name}: {sent[name]!r} is not of type '{kind.__name__}'"
    text = sent.get("text", "")
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        return "text: no valid text"  # its database holds neither
    return ""
