"""What may go wrong between us and a server: kinds by name, for the table in test_faults.py.

A fault answers one request in place of the server. `sound(handler)` is what the server would have
said. Faults that keep a client waiting move the clock on themselves, so that nobody waits.
"""

from __future__ import annotations

import gzip
import socket
import struct
import zlib
from threading import Event
from typing import Callable, Dict, List, NamedTuple

from .clock import Clock
from .servers import TOKEN, Handler, hang_up, redirect, status

HOUR = 3600.0


class Sound(NamedTuple):
    """A whole answer: what is sent when nothing is wrong."""

    data: bytes
    status: int
    kind: str


class Scene(NamedTuple):
    """What a fault may look at: the clock, the sound answer, the address of the server; and
    whether the test that it is for is over."""

    clock: Clock
    sound: Callable[[Handler], Sound]
    url: str
    over: Event


Fault = Callable[[Handler, Scene], None]


def raw(*pieces: bytes, reset: bool = False) -> Fault:
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


def slow(head: bytes, drop: bytes) -> Fault:
    """`drop` after `drop`, a minute each, for as long as the client listens."""

    def fault(handler: Handler, scene: Scene) -> None:
        handler.wfile.write(head)
        while not scene.over.wait(0.01):
            handler.wfile.write(drop)
            handler.wfile.flush()
            scene.clock.now += 60
        handler.hang_up()

    return fault


def endless(head: bytes, piece: bytes) -> Fault:
    def fault(handler: Handler, scene: Scene) -> None:
        handler.wfile.write(head)
        while not scene.over.is_set():
            handler.wfile.write(piece)

    return fault


def silence(handler: Handler, scene: Scene) -> None:
    scene.clock.now += HOUR
    scene.over.wait(60)
    handler.hang_up()


def changed(change: Callable[[bytes], bytes], **headers: str) -> Fault:
    """The sound answer, of which the bytes were changed; Content-Length is that of the new ones."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def fault(handler: Handler, scene: Scene) -> None:
        sound = scene.sound(handler)
        if sound.status != 200:
            handler.send(sound.data, sound.status, sound.kind)
            return
        handler.send(change(sound.data), 200, sound.kind, named)
        handler.close_connection = "Content-Length" in named

    return fault


def typed(kind: str) -> Fault:
    """The sound answer, declared to be of another kind."""

    def fault(handler: Handler, scene: Scene) -> None:
        sound = scene.sound(handler)
        handler.send(sound.data, sound.status, kind)

    return fault


def plain(fault: Callable[[Handler], None]) -> Fault:
    """A fault that needs to know nothing."""
    return lambda handler, scene: fault(handler)


def to(where: str, code: int = 302) -> Fault:
    """A redirect; `{url}` is the address of the server, `{path}` what was asked for."""

    def fault(handler: Handler, scene: Scene) -> None:
        target = where.replace("{url}", scene.url).replace("{path}", handler.path)
        redirect(target, code)(handler)

    return fault


def same(text: bytes, code: int = 200, kind: str = "text/html") -> Fault:
    """Always this answer."""
    return lambda handler, scene: handler.send(text, code, kind)


def bomb(packed: bytes, encoding: str) -> Fault:
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
    "10^9": "1000000000", "a hundred digits": "9" * 100,
    "of the year 9999": "Fri, 31 Dec 9999 23:59:59 GMT",
}  # fmt: skip
_VOID = {
    "below 0": "-5", "in the past": "Sat, 01 Jan 2000 00:00:00 GMT", "in words": "later, please",
    "no date": "Fri, 99 Foo 2024 99:99:99 GMT", "not ASCII": "\xe9\xff", "NaN": "nan",
}  # fmt: skip

NO_FAULT_OF_A_PAGE = frozenset(
    (
        "a redirect to a login page",
        "a login page",
        "a login page that says it is JSON",
        "gzip that breaks off",
    )
)
"""Kinds that a blog's first page shows no sign of: it has another address, or another post."""

BROKEN: Dict[str, Fault] = {
    "hangs up at once": plain(hang_up),
    "reset at once": raw(reset=True),
    "reset in the headers": raw(_OK + b"Content-Ty", reset=True),
    "cut in the headers": raw(_OK + b"Content-Ty"),
    "reset in the body": raw(_LONG + b'{"total": 3, "ro', reset=True),
    "cut in the body": raw(_LONG + b'{"total": 3, "ro'),
    "TLS where HTTP was asked for": raw(b"\x15\x03\x01\x00\x02\x02\x46" * 9),
    "garbage": raw(bytes(range(256)) * 40),
    "a status line of 100 kB": raw(b"HTTP/1.1 200 " + b"O" * 100_000),
    "a status that is none": raw(b"HTTP/1.1 abc OK\r\n\r\n"),
    "status 99999": raw(b"HTTP/1.1 99999 OK\r\nContent-Length: 0\r\n\r\n"),
    "only 100 Continue": raw(b"HTTP/1.1 100 Continue\r\n\r\n" * 3),
    "a header of 100 kB": raw(_OK + b"A: " + b"x" * 100_000 + b"\r\n\r\n"),
    "endless headers": endless(_OK, b"A: b\r\n" * 1000),
    "headers that drip": slow(_OK, b"A"),
    "a body that drips": slow(_LONG, b" "),
    "silence": silence,
    "an endless body": endless(_OK + b"Connection: close\r\n\r\n", b" " * 65536),
    "endless chunks": endless(_CHUNKED, b"10000\r\n" + b" " * 65536 + b"\r\n"),
    "garbage for chunks": raw(_CHUNKED + b"zz\r\n{}\r\n0\r\n\r\n"),
    "a chunk size below 0": raw(_CHUNKED + b"-5\r\n{}\r\n0\r\n\r\n"),
    "chunks that break off": raw(_CHUNKED + b"10\r\n{}"),
    "a Content-Length too long": changed(lambda data: data, Content_Length="900000"),
    "a Content-Length too short": changed(lambda data: data, Content_Length="9"),
    "a Content-Length that is none": raw(_OK + b"Content-Length: many\r\n\r\n{}"),
    "a Content-Length below 0": raw(_OK + b"Content-Length: -1\r\n\r\n{}"),
    "a gzip bomb": bomb(_GZIPPED, "gzip"),
    "a gzip bomb in gzip": bomb(gzip.compress(_GZIPPED), "gzip, gzip"),
    "a deflate bomb": bomb(zlib.compress(_ZEROS, 1), "deflate"),
    "brotli, unasked": bomb(b"\x5b\xff\xff\x03" + bytes(64), "br"),
    "gzip that is none": changed(lambda data: data, Content_Encoding="gzip"),
    "gzip that breaks off": changed(
        lambda data: gzip.compress(data)[:-40], Content_Encoding="gzip"
    ),
    "an encoding that nobody knows": changed(lambda data: data[::-1], Content_Encoding="rot13"),
    "a redirect without end": to("{url}{path}&more=1"),
    "a redirect to itself": to("{url}{path}"),
    "a redirect to a login page": to("/login"),
    "a redirect to a file": to("file:///etc/passwd"),
    "a redirect to ftp": to("ftp://127.0.0.1/x"),
    "a redirect to a script": to("javascript:alert(1)"),
    "a redirect to data": to("data:application/json,{}"),
    "a redirect to no address": to("http://[::1", 307),
    "a redirect to nobody": to("http://127.0.0.1:9/x", 308),
    "a login page": same(_LOGIN),
    "a login page that says it is JSON": same(_LOGIN, kind="application/json"),
    "an empty body": same(b""),
    "spaces": same(b" \n \n"),
    "zeros": same(bytes(5000), kind="application/json"),
    "204": raw(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "206, a part": same(b'{"total": 3', 206),
    "300 without a place": same(b"", 300),
    "304 that nobody asked for": raw(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
    "402": plain(status(402)),
    "401": plain(status(401)),
    "403": plain(status(403)),
    "404": plain(status(404)),
    "410": plain(status(410)),
    "418 that repeats the token": same(b'{"reason": "no such %s"}' % TOKEN.encode(), 418),
    "451": plain(status(451)),
    "400 of a megabyte": same(b"x" * 1_000_000, 400),
    **{
        f"429, ever, {name}": plain(status(429, Retry_After=text))
        for name, text in [*_ABSURD.items(), *_VOID.items()]
    },
    "503, ever, back in a minute": plain(status(503, Retry_After="60")),
    "500, ever": plain(status(500)),
    "502, ever": plain(status(502)),
    "504, ever": plain(status(504)),
    "507": plain(status(507)),
}  # fmt: skip
"""Answered to every request from some time on: the source is told to have failed, or in part."""

PASSING: Dict[str, List[Fault]] = {
    "a reset, once": [raw(reset=True)],
    "hung up, twice": [plain(hang_up)] * 2,
    "500, once": [plain(status(500))],
    "502, twice": [plain(status(502))] * 2,
    "503, back in a minute": [plain(status(503, Retry_After="60"))],
    "429, then no more": [plain(status(429))],
    "429, back two minutes ago": [plain(status(429, Retry_After=_VOID["in the past"]))],
    "429, back later": [plain(status(429, Retry_After="later"))],
    "cut in the body, once": [raw(_LONG + b'{"total": 3, "ro')],
    "bad gzip, once": [changed(lambda data: data, Content_Encoding="gzip")],
    "garbage, once": [raw(bytes(range(256)))],
}
"""Answered so often, and then no more: nothing is seen of it."""
