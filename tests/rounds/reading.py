"""What is read: a page of annotations and a blog with pictures, which grow from round to round."""

from __future__ import annotations

import functools
import json
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, List

from tests.addon.pages import NOTEBOOK, Entry, page
from tests.png import RGB, png


class Reading:
    """The sources, and the configuration that names them, at `config`."""

    def __init__(self, folder: Path) -> None:
        self._site = folder / "site"
        self._site.mkdir(parents=True)
        self._dump, self.config = folder / "page.txt", folder / "annoki.json"
        self._entries: List[Entry] = list(NOTEBOOK)
        self._posts: List[str] = []
        handler = functools.partial(_Quiet, directory=str(self._site))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        blog = f"http://127.0.0.1:{self._server.server_address[1]}/"
        sources = [{"kind": "file", "path": str(self._dump)}, {"kind": "blog", "url": blog}]
        self.config.write_text(json.dumps({"sources": sources}), encoding="utf-8")
        self.grow(0)
        self.blog(0)

    def grow(self, number: int) -> str:
        """A new annotation, and another answer to the one before; the words of the new one."""
        passage, said = self._entries[-1]
        if ":::" in said:
            self._entries[-1] = (passage, f"{said}(改于第{number}轮)")
        answer = f"第{number}轮读到的答案"
        self._entries.append((f"Passage {number} of the book.", f"问题{number}是什么?:::{answer}"))
        self._dump.write_text(page(self._entries), encoding="utf-8")
        return answer

    def blog(self, number: int) -> None:
        """A new post, with a picture."""
        (self._site / f"{number}.png").write_bytes(picture(number))
        self._posts.append(
            f'<article><h2><a href="/2024/05/post-{number}.html">Post {number} 博文</a></h2>'
            f'<time datetime="2024-05-01"></time><p>What was seen on walk number {number}.</p>'
            f'<p><img src="/{number}.png"></p></article>'
        )
        said = f"<!doctype html><title>博客 blog</title><main>{''.join(self._posts)}</main>"
        (self._site / "index.html").write_text(said, encoding="utf-8")

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def picture(number: int) -> bytes:
    """Another picture for each number."""
    rows = b"".join(b"\0" + bytes((x * y + number) % 251 for x in range(3 * 40)) for y in range(40))
    return png(40, 40, RGB, rows)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass
