"""Chromium and WebKitGTK, which open pages of a server and say what lives on them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Callable, Iterator, Mapping, Sequence

from playwright.sync_api import Page, ProxySettings, sync_playwright

from tests.addon.desktop import screen
from tests.render.page import CHROMIUM_ARGS, chromium

from .server import Server

Found = Sequence[tuple[int, str]]
"""What is wrong with a page: the number of the card, -1 where it is not known; and what it is."""

Opening = Callable[[Server, Sequence[str]], Iterator[Found]]
"""Opens pages of a server one after the other, at their addresses."""

_PYTHON = "/usr/bin/python3"
_WEBKIT = Path(__file__).with_name("webkit.py")
_BINDINGS = "import gi; gi.require_version('WebKit2', '4.1'); from gi.repository import WebKit2"
_LONGEST = 600
_SURROUNDINGS = {
    "GDK_BACKEND": "x11",
    "LIBGL_ALWAYS_SOFTWARE": "1",
    "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
    "WEBKIT_DISABLE_DMABUF_RENDERER": "1",
    # Its sandbox needs rights that a container does not have; nothing but our pages is opened.
    "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
    "NO_AT_BRIDGE": "1",
}


def in_chromium(server: Server, addresses: Sequence[str]) -> Iterator[Found]:
    """Opens them in Chromium."""
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_ARGS))
        proxy = ProxySettings(server=server.address, bypass="<-loopback>")
        context = browser.new_context(proxy=proxy, viewport={"width": 1280, "height": 800})
        page = context.new_page()
        for address in addresses:
            yield _opened(page, server, address)
        browser.close()


def _opened(page: Page, server: Server, address: str) -> Found:
    server.asked.clear()
    page.goto(address)
    found = json.loads(page.evaluate("probe.run()"))
    for x, y in page.evaluate("probe.places()"):
        page.mouse.click(x, y)
    for key in ("Tab", "Enter", "Tab", "Enter", "Space"):
        page.keyboard.press(key)
    if page.url.partition("#")[0] != address.partition("#")[0]:
        found.append([-1, f"script: leads to {page.url}"])
    else:
        found = json.loads(page.evaluate("probe.found()"))
    return [(at, what) for at, what in found] + _asked(server)


def in_webkit(
    server: Server, addresses: Sequence[str], width: int = 1280, height: int = 800
) -> Iterator[Found]:
    """Opens them in WebKitGTK, on a display of its own."""
    server.asked.clear()
    with screen(width, height) as name:
        process = subprocess.Popen(
            [_PYTHON, str(_WEBKIT), server.address, str(width), str(height), *addresses],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_SURROUNDINGS, "DISPLAY": name},
            encoding="utf-8",
        )
        assert process.stdout
        try:
            for address, line in zip(addresses, process.stdout):
                said = json.loads(line)
                assert said[0] == address
                yield [(at, what) for at, what in said[1]] + _asked(server)
                server.asked.clear()
        finally:
            process.kill()
            process.wait()


def _asked(server: Server) -> list[tuple[int, str]]:
    return [(-1, f"request: {one}") for one in server.asked]


BROWSERS: Mapping[str, Opening] = {"Chromium": in_chromium, "WebKitGTK": in_webkit}


def missing(browser: str) -> str:
    """Why it cannot be opened here, or an empty string."""
    if browser == "Chromium":
        return "" if chromium() else "no Chromium: install it, or name it in CHROMIUM"
    if not shutil.which("Xvfb"):
        return "no Xvfb"
    tried = subprocess.run([_PYTHON, "-c", _BINDINGS], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "no WebKitGTK: gir1.2-webkit2-4.1 and python3-gi"
