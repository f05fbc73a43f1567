"""What stands between a device and the sync server: it counts the requests, and fails at one."""

from __future__ import annotations

import http.client
import threading
from contextlib import suppress
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, List, Optional
from urllib.parse import urlsplit


class Answer(Enum):
    """What becomes of a request."""

    WHOLE = "answered"
    CLOSED = "closed"
    """The connection ends before the server has the request."""
    SWALLOWED = "swallowed"
    """The server did what was asked, and nobody hears of it."""
    HALVED = "halved"
    """The answer breaks off in the middle."""


class Proxy:
    """Passes on to the server at `upstream()` what comes to `address`.

    `asked` holds the path of each request since it was last cleared; `decide` says what becomes
    of one, by its number, from 1 on.
    """

    def __init__(self, upstream: Callable[[], str]) -> None:
        self.upstream = upstream
        self.asked: List[str] = []
        self.decide: Optional[Callable[[int], Answer]] = None
        self._counting = threading.Lock()
        handler = type("Handler", (_Handler,), {"proxy": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}/"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def becomes(self, path: str) -> Answer:
        """Count a request for `path`; what becomes of it."""
        with self._counting:
            self.asked.append(path)
            return self.decide(len(self.asked)) if self.decide else Answer.WHOLE

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    proxy: Proxy
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        body = self._body()
        answer = self.proxy.becomes(self.path)
        self.close_connection = answer is not Answer.WHOLE
        if answer is Answer.CLOSED:
            return
        got = self._passed_on(body)
        if got is None or answer is Answer.SWALLOWED:
            self.close_connection = True
            return
        status, headers, said = got
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        # A device that was killed hears no more.
        with suppress(OSError):
            self.wfile.write(said[: len(said) // 2] if answer is Answer.HALVED else said)

    do_GET = do_POST

    def _passed_on(self, body: bytes) -> Any:
        """The server's answer; None if there is no server."""
        to = urlsplit(self.proxy.upstream())
        headers = {
            name: value
            for name, value in self.headers.items()
            if name.lower() not in ("host", "content-length", "transfer-encoding", "connection")
        }
        connection = http.client.HTTPConnection(str(to.hostname), to.port, timeout=60)
        try:
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def _body(self) -> bytes:
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = []
        while size := int(self.rfile.readline().split(b";")[0].strip() or b"0", 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def handle(self) -> None:
        with suppress(OSError):
            super().handle()
