"""A proxy that answers for Anki's own pages, and counts whatever else is asked of it."""

from __future__ import annotations

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Iterator, Sequence
from urllib.parse import unquote, urlsplit

from annoki.notetype import CSS

from tests.render.page import TYPES, page_html, web_folder

HOST = "anki.invalid"
_PROBE = Path(__file__).with_name("probe.js")


class Server(ThreadingHTTPServer):
    """Whoever is given it as a proxy reaches nothing but pages of cards, `http://anki.invalid/3`.

    `asked` are the requests for anything else.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        self.pages: list[bytes] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def add(self, sides: Sequence[str]) -> str:
        """The address of a page of these sides."""
        cards = json.dumps(sides).replace("<", "\\u003c")
        css = json.dumps(CSS).replace("<", "\\u003c")
        script = _PROBE.read_text(encoding="utf-8")
        more = (
            f"<script>globalThis.cards = {cards}; globalThis.css = {css};\n{script}</script></body>"
        )
        return self.add_page(page_html("light").replace("</body>", more))

    def add_page(self, html: str) -> str:
        """The address of this page."""
        self.pages.append(html.encode())
        return f"http://{HOST}/{len(self.pages) - 1}"


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        path = unquote(parts.path)
        file = web_folder() / path.removeprefix("/_anki/")
        if parts.hostname not in (HOST, None):
            self._refuse()
        elif path[1:].isdigit() and int(path[1:]) < len(self.server.pages) and not parts.query:
            self._answer("text/html", self.server.pages[int(path[1:])])
        elif path.startswith("/_anki/") and file.is_file():
            self._answer(TYPES.get(file.suffix, "application/octet-stream"), file.read_bytes())
        elif path == "/favicon.ico":
            self._answer("image/x-icon", b"")
        else:
            self._refuse()

    def _answer(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=3600" if kind != "text/html" else "no-store")
        self.end_headers()
        self.wfile.write(body)

    def _refuse(self) -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        self.send_error(404)

    do_POST = do_HEAD = do_CONNECT = do_OPTIONS = _refuse

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""


@contextmanager
def serving() -> Iterator[Server]:
    """A server that runs."""
    server = Server()
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
