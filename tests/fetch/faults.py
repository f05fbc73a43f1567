"""What may go wrong between us and a server: kinds by name, for the table in test_faults.py.

A fault answers one request in place of the server. `sound(handler)` is what the server would have
said. Faults that keep a client waiting move the clock on themselves, so that nobody waits.
"""

from __future__ import annotations

import gzip
import json
import socket
import struct
import zlib
from threading import Event
from typing import Any, Callable, Dict, List, NamedTuple

from .clock import Clock
from .servers import TOKEN, Handler, hang_up, redirect, status

HOUR = 3600.0


class Sound(NamedTuple):
    """A whole answer: what is sent when nothing is wrong."""

    data: bytes
    kind: str


class Scene(NamedTuple):
    """What a fault may look at: the clock, the sound answer, the address of the server; and
    whether the test that it is for is over."""

    clock: Clock
    sound: Callable[[Handler], Sound]
    url: str
    over: Event


Fault = Callable[[Handler, Scene], None]


def _raw(*pieces: bytes, reset: bool = False) -> Fault:
    """These bytes and no more, in place of an answer."""

    def fault(handler: Handler, scene: Scene) -> None:
        handler.wfile.write(b"".join(pieces))
        handler.wfile.flush()
        if reset:  # closed so, the connection is reset: what was not read yet is lost
            linger = struct.pack("ii", 1, 0)
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            handler.close_connection = True
            handler.connection.close()
        else:
            handler.hang_up()

    return fault


def _slow(head: bytes, drop: bytes) -> Fault:
    """`drop` after `drop`, a minute each, for as long as the client listens."""

    def fault(handler: Handler, scene: Scene) -> None:
        handler.wfile.write(head)
        while not scene.over.wait(0.01):
            handler.wfile.write(drop)
            handler.wfile.flush()
            scene.clock.now += 60
        handler.hang_up()

    return fault


def _endless(head: bytes, piece: bytes) -> Fault:
    def fault(handler: Handler, scene: Scene) -> None:
        handler.wfile.write(head)
        while not scene.over.is_set():
            handler.wfile.write(piece)

    return fault


def _silence(handler: Handler, scene: Scene) -> None:
    scene.clock.now += HOUR
    scene.over.wait(60)
    handler.hang_up()


def _changed(change: Callable[[bytes], bytes], **headers: str) -> Fault:
    """The sound answer, of which the bytes were changed; Content-Length is that of the new ones."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def fault(handler: Handler, scene: Scene) -> None:
        sound = scene.sound(handler)
        handler.send(change(sound.data), 200, sound.kind, named)
        handler.close_connection = "Content-Length" in named

    return fault


def _typed(kind: str) -> Fault:
    def fault(handler: Handler, scene: Scene) -> None:
        handler.send(scene.sound(handler).data, 200, kind)

    return fault


def _plain(fault: Callable[[Handler], None]) -> Fault:
    return lambda handler, scene: fault(handler)


def _to(where: str, code: int = 302) -> Fault:
    def fault(handler: Handler, scene: Scene) -> None:
        target = where.replace("{url}", scene.url).replace("{path}", handler.path)
        redirect(target, code)(handler)

    return fault


def _same(text: bytes, code: int = 200, kind: str = "text/html") -> Fault:
    return lambda handler, scene: handler.send(text, code, kind)


def _bomb(packed: bytes, encoding: str) -> Fault:
    return lambda handler, scene: handler.send(
        packed, 200, "application/json", {"Content-Encoding": encoding}
    )


_LOGIN = b"<!doctype html><html><body><form><article><h1>Please log in</h1><p>Name, password."
_OK = b"HTTP/1.1 200 OK\r\n"
_LONG = _OK + b"Content-Type: application/json\r\nContent-Length: 900000000\r\n\r\n"
_CHUNKED = _OK + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
_ZEROS = bytes(40 * 1024 * 1024)
_GZIPPED = gzip.compress(_ZEROS, 1)
_ABSURD = {
    "10^9": "1000000000", "a hundred digits": "9" * 100, "of the year 9999": "Fri, 31 Dec 9999 23:59:59 GMT",
}  # fmt: skip
_VOID = {
    "below 0": "-5", "in the past": "Sat, 01 Jan 2000 00:00:00 GMT", "in words": "later, please",
    "no date": "Fri, 99 Foo 2024 99:99:99 GMT", "not ASCII": "\xe9\xff", "NaN": "nan",
}  # fmt: skip

BROKEN: Dict[str, Fault] = {
    "hangs up at once": _plain(hang_up),
    "reset at once": _raw(reset=True),
    "reset in the headers": _raw(_OK + b"Content-Ty", reset=True),
    "cut in the headers": _raw(_OK + b"Content-Ty"),
    "reset in the body": _raw(_LONG + b'{"total": 3, "ro', reset=True),
    "cut in the body": _raw(_LONG + b'{"total": 3, "ro'),
    "TLS where HTTP was asked for": _raw(b"\x15\x03\x01\x00\x02\x02\x46" * 9),
    "garbage": _raw(bytes(range(256)) * 40),
    "a status line of 100 kB": _raw(b"HTTP/1.1 200 " + b"O" * 100_000),
    "a status that is none": _raw(b"HTTP/1.1 abc OK\r\n\r\n"),
    "status 99999": _raw(b"HTTP/1.1 99999 OK\r\nContent-Length: 0\r\n\r\n"),
    "only 100 Continue": _raw(b"HTTP/1.1 100 Continue\r\n\r\n" * 3),
    "a header of 100 kB": _raw(_OK + b"A: " + b"x" * 100_000 + b"\r\n\r\n"),
    "endless headers": _endless(_OK, b"A: b\r\n" * 1000),
    "headers that drip": _slow(_OK, b"A"),
    "a body that drips": _slow(_LONG, b" "),
    "silence": _silence,
    "an endless body": _endless(_OK + b"Connection: close\r\n\r\n", b" " * 65536),
    "endless chunks": _endless(_CHUNKED, b"10000\r\n" + b" " * 65536 + b"\r\n"),
    "garbage for chunks": _raw(_CHUNKED + b"zz\r\n{}\r\n0\r\n\r\n"),
    "a chunk size below 0": _raw(_CHUNKED + b"-5\r\n{}\r\n0\r\n\r\n"),
    "chunks that break off": _raw(_CHUNKED + b"10\r\n{}"),
    "a Content-Length too long": _changed(lambda data: data, Content_Length="900000"),
    "a Content-Length too short": _changed(lambda data: data, Content_Length="9"),
    "a Content-Length that is none": _raw(_OK + b"Content-Length: many\r\n\r\n{}"),
    "a Content-Length below 0": _raw(_OK + b"Content-Length: -1\r\n\r\n{}"),
    "a gzip bomb": _bomb(_GZIPPED, "gzip"),
    "a gzip bomb in gzip": _bomb(gzip.compress(_GZIPPED), "gzip, gzip"),
    "a deflate bomb": _bomb(zlib.compress(_ZEROS, 1), "deflate"),
    "brotli, unasked": _bomb(b"\x5b\xff\xff\x03" + bytes(64), "br"),
    "gzip that is none": _changed(lambda data: data, Content_Encoding="gzip"),
    "gzip that breaks off": _changed(lambda data: gzip.compress(data)[:-9], Content_Encoding="gzip"),
    "an encoding that nobody knows": _changed(lambda data: data[::-1], Content_Encoding="rot13"),
    "a redirect without end": _to("{url}{path}&more=1"),
    "a redirect to itself": _to("{url}{path}"),
    "a redirect to a login page": _to("/login"),
    "a redirect to a file": _to("file:///etc/passwd"),
    "a redirect to ftp": _to("ftp://127.0.0.1/x"),
    "a redirect to a script": _to("javascript:alert(1)"),
    "a redirect to data": _to("data:application/json,{}"),
    "a redirect to no address": _to("http://[::1", 307),
    "a redirect to nobody": _to("http://127.0.0.1:9/x", 308),
    "a login page": _same(_LOGIN),
    "a login page that says it is JSON": _same(_LOGIN, kind="application/json"),
    "an empty body": _same(b""),
    "spaces": _same(b" \n \n"),
    "zeros": _same(bytes(5000), kind="application/json"),
    "204": _raw(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "206, a part": _same(b'{"total": 3', 206),
    "300 without a place": _same(b"", 300),
    "304 that nobody asked for": _raw(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
    "402": _plain(status(402)),
    "401": _plain(status(401)),
    "403": _plain(status(403)),
    "404": _plain(status(404)),
    "410": _plain(status(410)),
    "418 that repeats the token": _same(b'{"reason": "no such %s"}' % TOKEN.encode(), 418),
    "451": _plain(status(451)),
    "400 of a megabyte": _same(b"x" * 1_000_000, 400),
    **{f"429, ever, {name}": _plain(status(429, Retry_After=text)) for name, text in _ABSURD.items()},
    **{f"429, ever, {name}": _plain(status(429, Retry_After=text)) for name, text in _VOID.items()},
    "503, ever, back in a minute": _plain(status(503, Retry_After="60")),
    "500, ever": _plain(status(500)),
    "502, ever": _plain(status(502)),
    "504, ever": _plain(status(504)),
    "507": _plain(status(507)),
}  # fmt: skip
"""Answered to every request from some time on: the source is told to have failed, or in part."""

PASSING: Dict[str, List[Fault]] = {
    "a reset, once": [_raw(reset=True)],
    "hung up, twice": [_plain(hang_up)] * 2,
    "500, once": [_plain(status(500))],
    "502, twice": [_plain(status(502))] * 2,
    "503, back in a minute": [_plain(status(503, Retry_After="60"))],
    "429, then no more": [_plain(status(429))],
    "429, back two minutes ago": [_plain(status(429, Retry_After=_VOID["in the past"]))],
    "429, back later": [_plain(status(429, Retry_After="later"))],
    "cut in the body, once": [_raw(_LONG + b'{"total": 3, "ro')],
    "bad gzip, once": [_changed(lambda data: data, Content_Encoding="gzip")],
    "garbage, once": [_raw(bytes(range(256)))],
}
"""Answered so often, and then no more: nothing is seen of it."""


def _of_json(change: Callable[[Any, List[Any]], Any]) -> Fault:
    """The sound answer, its value changed; `change` is handed the value and the rows in it."""

    def changed(data: bytes) -> bytes:
        value = json.loads(data)
        rows = value["rows"] if "rows" in value else value["memos"]
        made = change(value, rows)
        return (
            made
            if isinstance(made, bytes)
            else json.dumps(value if made is None else made).encode()
        )

    return _changed(changed)


def _each(name: str, value: Any) -> Fault:
    """The field `name` of each row is `value`."""
    return _of_json(lambda _, rows: [row.update({name: value}) for row in rows] and None)


def _total(of: Callable[[int], Any]) -> Fault:
    return _of_json(
        lambda value, _: value.update(total=of(value.get("total", 0)), nextPageToken="")
    )


JSON: Dict[str, Fault] = {
    "JSON that is cut": _changed(lambda data: data[: len(data) // 2]),
    "JSON with more after it": _changed(lambda data: data + b"}"),
    "JSON 100,000 deep": _same(b"[" * 100_000 + b"]" * 100_000, kind="application/json"),
    "objects 100,000 deep": _same(b'{"rows":' * 100_000 + b"1" + b"}" * 100_000, kind="application/json"),
    "invalid UTF-8": _changed(lambda data: data.replace(b"note", b"\xff\xfe\xc3").replace(b"memo ", b"\xff")),
    "UTF-16": _changed(lambda data: data.decode().encode("utf-16")),
    "GBK": _changed(lambda data: data.decode().replace("note ", "笔记").replace("memo ", "备忘").encode("gbk")),
    "null": _same(b"null", kind="application/json"),
    "a number": _same(b"3" * 5000, kind="application/json"),
    "a list": _same(b"[]", kind="application/json"),
    "an error with status 200": _same(b'{"code": 13, "message": "internal", "details": []}', kind="application/json"),
    "no rows": _of_json(lambda value, _: {"total": value.get("total"), "nextPageToken": ""} if "rows" in value else {"error": "x"}),
    "rows that are text": _of_json(lambda value, rows: value.update(rows="x", memos="x")),
    "rows that are numbers": _of_json(lambda value, rows: rows.append(7)),
    "rows without ids": _of_json(lambda _, rows: [(row.pop("id", 0), row.pop("name", 0), row.pop("uid", 0)) for row in rows] and None),
}  # fmt: skip
"""Listings that are none; told like what is in `BROKEN`."""

ODD: Dict[str, Fault] = {
    "a BOM": _changed(lambda data: b"\xef\xbb\xbf" + data),
    "the type of a text": _typed("text/plain"),
    "no type": _typed(""),
    "a charset that nobody knows": _typed("application/json; charset=klingon"),
    "the same key twice": _changed(lambda data: b'{"total": 1, "total": 2, ' + data[1:]),
    "NaN in a field": _each("pinned", float("nan")),
    "huge numbers": _each("pinned", 10**4000),
    "1e999": _changed(lambda data: data.replace(b'"tags": []', b'"tags": [], "n": 1e999')),
    "fields that nobody knows": _each("\ud800 new", {"a": [None] * 99}),
}
"""Listings that are odd, and whole: nothing is seen of it."""

WRONG: Dict[str, Fault] = {
    "text that is no text": _of_json(lambda _, rows: [row.update(text=7, content=[]) for row in rows] and None),
    "text that is null": _of_json(lambda _, rows: [row.update(text=None, content=None) for row in rows] and None),
    "dates that are none": _of_json(lambda _, rows: [row.update(created=[], createTime={}) for row in rows] and None),
    "edited at no time": _each("updated", "yesterday"),
    "edited in the year 0": _each("updated", "0000-00-00T00:00:00Z"),
    "targets that are text": _each("target", "x"),
    "targets that are null": _each("target", None),
    "selectors that are numbers": _each("target", [{"selector": [1, 2]}]),
    "tags that are an object": _each("tags", {"a": 1}),
    "tags that are null": _each("tags", [None, 3]),
    "links that are a list": _each("links", [1]),
    "documents that are text": _each("document", "x"),
    "halves of characters": _each("tags", ["\ud800"]),
    "creators that are null": _each("creator", None),
    "states that are numbers": _each("state", 3),
    "rows twice": _of_json(lambda _, rows: rows.extend(rows[:])),
    "rows backwards": _of_json(lambda _, rows: rows.reverse()),
    "half of the rows": _of_json(lambda _, rows: rows.__delitem__(slice(3, None))),
    "an empty listing": _of_json(lambda value, rows: rows.clear() or value.update(total=0, nextPageToken="")),
    "rows that are empty": _of_json(lambda _, rows: rows.clear()),
    "a total too large": _total(lambda total: total + 500),
    "a total too small": _total(lambda total: 2),
    "a total below 0": _total(lambda total: -5),
    "a total in words": _total(str),
    "a total that is true": _total(bool),
    "a total that is not finite": _total(lambda total: float("inf")),
    "a token that is an object": _of_json(lambda value, _: value.update(nextPageToken={"a": 1})),
    "the same token for ever": _of_json(lambda value, _: value.update(nextPageToken="same")),
}  # fmt: skip
"""Listings that are wrong in a part: whatever is made of them, nothing counts as gone by them."""

PAGES: Dict[str, Fault] = {
    "UTF-16 without a mark": _changed(lambda data: data.decode().encode("utf-16-le")),
    "NULs": _changed(lambda data: data.replace(b"Text", b"\x00\x00" * 99)),
    "invalid UTF-8": _changed(lambda data: data.replace(b"Text", b"\xff\xfe\xc3")),
    "a page without posts": _same(b"<!doctype html><html><body><p>Nothing here."),
    "one post in place of all": _same(
        b"<!doctype html><html><body><article><h1>Back soon</h1><p>We move."
    ),
    "a page cut in the middle": _changed(lambda data: data[: len(data) // 2]),
    "JSON for a page": _same(b'{"error": "no"}', kind="application/json"),
    "100,000 elements deep": _same(b"<!doctype html><html><body>" + b"<div>" * 100_000),
    "a picture": _same(b"\x89PNG\r\n\x1a\n" + bytes(500), kind="image/png"),
}
"""Pages of a blog that are none, or others; nothing counts as gone by them."""
