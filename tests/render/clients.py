"""Pages as those around a card are in the Ankis that people have, opened in two engines.

Each is Anki's own script and MathJax, in the elements and classes, and with the margins, of a
client. `probe.run()` shows every card on it, both sides, folded and unfolded, and says what is
wrong.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

from playwright.sync_api import Browser, ProxySettings

from tests.vectors.browsers import Found
from tests.vectors.server import Server

from .page import DESK, PHONE, Card, Mode, Size

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Client:
    """`root` and `body` are classes, `night` those of the body at night; `head` is HTML, `around`
    the elements in which the card stands, `qa` the class of its own."""

    name: str
    size: Size
    root: str = ""
    body: str = ""
    night: str = "nightMode night_mode"
    head: str = ""
    around: str = "{}"
    qa: str = ""


_ANKI = '<link rel="stylesheet" href="/_anki/css/{}.css">'
_OWN = _ANKI.format("webview") + _ANKI.format("reviewer")
# What a client's own style says of where a card stands.
_DROID = "<style>body { margin: 0 0 30px; padding: 0; } #content { margin: 0.5em; }</style>"
_WEB = "<style>body { margin: 0; font: 16px sans-serif; } main { padding: 0 16px; }</style>"

CLIENTS = (
    Client("desktop", DESK, body="card card1 isLin", head=_OWN),
    Client("narrow", Size("narrow", 390, 844, mobile=False), body="card card1 isLin", head=_OWN),
    Client(
        "AnkiDroid",
        PHONE,
        root="mobile android linux js chrome",
        body="card card1",
        night="night_mode",
        head=_DROID,
        around='<div id="content">{}</div>',
    ),
    Client("AnkiDroid, new", PHONE, root="mobile android", body="card card1 mobile", head=_OWN),
    Client("AnkiMobile", PHONE, root="mobile iphone ios", body="card card1 mobile", head=_OWN),
    Client("AnkiWeb", DESK, head=_WEB, around="<main>{}</main>", qa="card card1"),
    Client("AnkiWeb, phone", PHONE, head=_WEB, around="<main>{}</main>", qa="card card1"),
)


def page(client: Client, mode: Mode, cards: Sequence[Card]) -> str:
    """The page of `client` that shows `cards`."""
    night = mode == "night"
    root = f"{client.root} night-mode" if night else client.root
    body = f"{client.body} {client.night}" if night else client.body
    shown = [[card.question, card.answer, *card.formulas.values()] for card in cards]
    script = "\n".join((_HERE / name).read_text("utf-8") for name in ("inspect.js", "probe.js"))
    given = json.dumps({"cards": shown, "body": body}).replace("<", "\\u003c")
    qa = client.around.format(f'<div id="qa" class="{client.qa}" dir="auto"></div>')
    return f"""<!doctype html>
<html dir="ltr" class="{root}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">{client.head}</head>
<body class="{body}"><div id="_mark" hidden></div><div id="_flag" hidden></div>{qa}
<script>globalThis.pycmd = globalThis.bridgeCommand = () => {{}};</script>
<script src="/_anki/js/webview.js"></script><script src="/_anki/js/reviewer.js"></script>
<script>globalThis.given = {given};\n{script}</script></body></html>"""


def in_chromium(browser: Browser, server: Server, address: str, size: Size) -> Found:
    """What is wrong with the cards on a page, in Chromium."""
    server.asked.clear()
    context = browser.new_context(
        proxy=ProxySettings(server=server.address, bypass="<-loopback>"),
        viewport={"width": size.width, "height": size.height},
        is_mobile=size.mobile,
        has_touch=size.mobile,
    )
    try:
        shown = context.new_page()
        crashed: list[str] = []
        shown.on("crash", lambda _: crashed.append("crash"))
        shown.goto(address)
        found = json.loads(shown.evaluate("probe.run()"))
        return [(at, what) for at, what in found] + [(-1, what) for what in server.asked + crashed]
    finally:
        context.close()
