"""What may go wrong as a text is written, by name.

A fault answers one request in place of the service, as those of `tests.fetch.faults` do. Whether
the service had already done what was asked is the other half of it.
"""

from __future__ import annotations

import json
from typing import Any, Callable, Dict

from tests.fetch.faults import Fault, Scene, changed, plain, raw, same
from tests.fetch.servers import TOKEN, Handler, hang_up, redirect, status

_LATE = 400.0
"""Seconds: more than one request may last, and less than a run."""


def at_patch(fault: Fault) -> Fault:
    """`fault` at what changes something; all else is answered as it should be."""

    def met(handler: Handler, scene: Scene) -> None:
        if handler.command in ("PATCH", "PUT"):
            fault(handler, scene)
        else:
            sound = scene.sound(handler)
            handler.send(sound.data, sound.status, sound.kind)

    return met


def after_writing(fault: Fault) -> Fault:
    """`fault`, once what was asked for has been done."""

    def met(handler: Handler, scene: Scene) -> None:
        scene.sound(handler)
        fault(handler, scene)

    return met


def silence(handler: Handler, scene: Scene) -> None:
    """Say nothing for as long as the run lasts."""
    scene.clock.now += _LATE
    scene.over.wait(60)
    handler.hang_up()


def _json(change: Callable[[Dict[str, Any]], object]) -> Fault:
    """The sound answer, and so what was asked for is done; its value changed."""

    def made(data: bytes) -> bytes:
        value = json.loads(data)
        change(value)
        return json.dumps(value).encode()

    return changed(made)


_LOGIN = b"<!doctype html><html><body><form>Please log in"
_CUT = raw(b'HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{"id": "ro')

INSTEAD: Dict[str, Fault] = {
    "silence": silence,
    "hangs up": plain(hang_up),
    "reset": raw(reset=True),
    "cut in the headers": raw(b"HTTP/1.1 200 OK\r\nContent-Ty"),
    "cut in the body": _CUT,
    "garbage": raw(bytes(range(256)) * 4),
    "500": plain(status(500)),
    "502": plain(status(502)),
    "503, back in a minute": plain(status(503, Retry_After="60")),
    "504": plain(status(504)),
    "400": same(b'{"status": "failure", "reason": "text: no"}', 400, "application/json"),
    "401": plain(status(401)),
    "403": plain(status(403)),
    "404": same(b'{"status": "failure", "reason": "no such"}', 404, "application/json"),
    "408": plain(status(408)),
    "409": plain(status(409)),
    "410": plain(status(410)),
    "418 that repeats the token": same(b'{"reason": "%s"}' % TOKEN.encode(), 418),
    "a redirect": plain(redirect("/login", 302)),
    "a redirect to nobody": plain(redirect("http://127.0.0.1:9/x", 307)),
    "a login page": same(_LOGIN),
    "an empty body": same(b"", 200, "application/json"),
    "204": raw(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "null": same(b"null", 200, "application/json"),
    "a list": same(b"[]", 200, "application/json"),
    "an error with status 200": same(b'{"status": "failure"}', 200, "application/json"),
    "another annotation": same(b'{"id": "x", "text": "y"}', 200, "application/json"),
}  # fmt: skip
"""Told instead of the answer, whether the service has done what was asked or not."""

TOO_MANY: Dict[str, Fault] = {
    "429, back in a minute": plain(status(429, Retry_After="60")),
    "429 without a time": plain(status(429)),
    "429, back in a year": plain(status(429, Retry_After="31536000")),
}
"""Told instead of the answer, by which nothing was done."""

GARBLED: Dict[str, Fault] = {
    "an answer without a text": _json(lambda row: row.pop("text")),
    "an answer whose text is a number": _json(lambda row: row.update(text=7)),
    "an answer with another text": _json(lambda row: row.update(text="something else")),
    "an answer of another id": _json(lambda row: row.update(id="another")),
    "an answer without a user": _json(lambda row: row.pop("user")),
    "an answer without dates": _json(lambda row: (row.pop("updated"), row.pop("created"))),
    "an answer that was edited yesterday": _json(lambda row: row.update(updated="yesterday")),
    "an answer with a field more": _json(lambda row: row.update(new=[None])),
    "half of a character": _json(lambda row: row.update(text="\ud800")),
}
"""What was asked for is done, and its answer is odd."""
