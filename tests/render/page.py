"""Cards as a learner sees them: Anki renders them, its own reviewer page shows them in Chromium.

    for card in cards_of(package):                      # a real collection, a real import
        with reviewer(browser, "night", PHONE) as desk:
            desk.show(card, "answer")
            assert desk.problems() == []

Nothing is mocked: the page is Anki's reviewer with its own style sheets, script and MathJax, read
from the installed `aqt`. Only the window around it is missing.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Dialog, Page, Playwright, Request, Route

Mode = Literal["light", "night"]
Side = Literal["question", "answer"]
MODES: tuple[Mode, ...] = ("light", "night")
SIDES: tuple[Side, ...] = ("question", "answer")


@dataclass(frozen=True)
class Size:
    """A window: its name, width and height in CSS px, and whether Anki calls it mobile."""

    name: str
    width: int
    height: int
    mobile: bool


PHONE = Size("phone", 390, 844, mobile=True)
DESK = Size("desk", 1280, 800, mobile=False)
SIZES = (PHONE, DESK)

ORIGIN = "http://anki.invalid"
"""Where the page pretends to live: a name that can never be reached, so what is asked elsewhere
is seen, and nothing leaves the machine."""

CHROMIUM_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    # It asks what the fields of a page are for.
    "--disable-features=AutofillServerCommunication",
    "--disable-component-update",
    "--disable-sync",
)

_INSPECT = (Path(__file__).parent / "inspect.js").read_text(encoding="utf-8")
TYPES = {".css": "text/css", ".js": "text/javascript", ".woff": "font/woff"}


@dataclass(frozen=True)
class Card:
    """A card as Anki renders it: both sides with the style, and the note behind it."""

    template: str
    ord: int
    question: str
    answer: str
    fields: dict[str, str]
    tags: tuple[str, ...]
    guid: str

    @property
    def formulas(self) -> dict[Side, int]:
        """How many formulas each side must typeset."""
        return {"question": _formulas(self.question), "answer": _formulas(self.answer)}


def _formulas(html: str) -> int:
    """The number of `\\( \\)` and `\\[ \\]` outside of code, where MathJax leaves them alone."""
    html = re.sub(r"<(style|pre|code)\b.*?</\1>", "", html, flags=re.S)
    return len(re.findall(r"\\\(.+?\\\)|\\\[.+?\\\]", html, flags=re.S))


def cards_of(package: Path) -> list[Card]:
    """The cards of an `.apkg`, rendered by a collection that just imported it."""
    with collection_of(package) as col:
        return [_card(col, cid) for cid in col.find_cards("", order="c.due, c.ord")]


@contextmanager
def collection_of(package: Path) -> Iterator[Any]:
    """A temporary collection that just imported the `.apkg`."""
    from anki.collection import (
        Collection,
        ImportAnkiPackageOptions,
        ImportAnkiPackageRequest,
    )

    with tempfile.TemporaryDirectory() as folder:
        col = Collection(str(Path(folder) / "collection.anki2"))
        try:
            col.import_anki_package(
                ImportAnkiPackageRequest(
                    package_path=str(package), options=ImportAnkiPackageOptions()
                )
            )
            yield col
        finally:
            col.close()


def _card(col: Any, cid: int) -> Card:
    card = col.get_card(cid)
    note = card.note()
    return Card(
        template=card.template()["name"],
        ord=card.ord,
        question=card.question(),
        answer=card.answer(),
        fields=dict(note.items()),
        tags=tuple(note.tags),
        guid=note.guid,
    )


def missing() -> str:
    """Why cards cannot be shown here, or an empty string."""
    if importlib.util.find_spec("_aqt") is None:
        return "no aqt, whose reviewer page shows the cards: pip install aqt"
    if chromium() is None:
        return "no Chromium: install it, or name it in CHROMIUM"
    return ""


def chromium() -> str | None:
    """The browser's path."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


def launch(playwright: Playwright) -> Browser:
    """A headless browser that does nothing of its own accord."""
    return playwright.chromium.launch(
        executable_path=chromium(),
        args=list(CHROMIUM_ARGS),
        ignore_default_args=["--hide-scrollbars"],
    )


def web_folder() -> Path:
    spec = importlib.util.find_spec("_aqt")
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "data" / "web"


def page_html(mode: Mode) -> str:
    root, theme = ("night-mode", "dark") if mode == "night" else ("", "light")
    return f"""<!doctype html>
<html dir="ltr" class="{root}" data-bs-theme="{theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>main webview</title>
<link rel="stylesheet" href="/_anki/css/webview.css">
<style>body {{ background-color: var(--canvas); }}</style>
<link rel="stylesheet" href="/_anki/css/reviewer.css">
</head>
<body>
<div id="_mark" hidden>&#x2605;</div>
<div id="_flag" hidden>&#x2691;</div>
<div id="qa" dir="auto"></div>
<script>globalThis.pycmd = globalThis.bridgeCommand = () => {{}};</script>
<script src="/_anki/js/webview.js"></script>
<script src="/_anki/js/reviewer.js"></script>
</body>
</html>"""


class Reviewer:
    """Anki's reviewer page in one mode and size. `page` is Playwright's, for what is not here."""

    def __init__(self, page: Page, mode: Mode, size: Size) -> None:
        self.page = page
        self.mode = mode
        self.size = size
        self.said: list[str] = []
        self.asked: list[str] = []
        self.media: dict[str, bytes] = {}
        """Files of the collection's media folder, by name."""
        self._formulas = 0
        page.on("console", lambda line: self._heard(line.type, line.text))
        page.on("pageerror", lambda error: self.said.append(f"page error: {error}"))
        page.on("dialog", self._dialog)
        page.on("request", self._asked)
        page.route("**/*", self._serve)
        page.goto(ORIGIN + "/")
        page.evaluate(_INSPECT)

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error":
            self.said.append(f"console: {text}")

    def _dialog(self, dialog: Dialog) -> None:
        self.said.append(f"page dialog: {dialog.message}")
        dialog.dismiss()

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((ORIGIN + "/", "data:", "blob:")):
            self.asked.append(f"request: {request.url}")

    def _serve(self, route: Route) -> None:
        path = unquote(urlsplit(route.request.url).path)
        if not route.request.url.startswith(ORIGIN + "/"):
            route.abort()
        elif path == "/":
            route.fulfill(content_type="text/html", body=page_html(self.mode))
        elif path == "/favicon.ico":
            route.fulfill(status=204)
        elif path[1:] in self.media:
            route.fulfill(body=self.media[path[1:]])
        else:
            file = web_folder() / path.removeprefix("/_anki/")
            if path.startswith("/_anki/") and file.is_file():
                route.fulfill(content_type=TYPES.get(file.suffix), body=file.read_bytes())
            else:
                self.asked.append(f"request: {path}")
                route.fulfill(status=404)

    def show(self, card: Card, side: Side, formulas: int | None = None) -> None:
        """Show one side, as Anki's reviewer does: the answer comes after its question.

        `formulas` is how many must be typeset, if not as many as the side's HTML holds.
        """
        self.said.clear()
        self.asked.clear()
        night = " nightMode night_mode" if self.mode == "night" else ""
        mobile = " mobile" if self.size.mobile else " isLin"
        body = f"card card{card.ord + 1}{night}{mobile}"
        self._call("_showQuestion", card.question, card.answer, body)
        if side == "answer":
            self._call("_showAnswer", card.answer, body)
        self._formulas = card.formulas[side] if formulas is None else formulas

    def _call(self, function: str, *args: str) -> None:
        self.page.evaluate(
            """async ([name, args]) => {
                const qa = document.getElementById("qa");
                qa.style.opacity = "0";
                globalThis[name](...args);
                while (qa.style.opacity !== "1") await new Promise(requestAnimationFrame);
                await document.fonts.ready;
                await new Promise(requestAnimationFrame);
            }""",
            [function, list(args)],
        )

    def problems(self) -> list[str]:
        """What is wrong with the side shown, in words; empty when all is well."""
        found: list[str] = self.page.evaluate("inspect.problems()")
        typeset = self.page.locator("mjx-container").count()
        if typeset != self._formulas:
            found.append(f"formulas: {typeset} typeset of {self._formulas}")
        return found + self._boxes() + self.said + self.asked

    def fonts(self, selector: str) -> dict[str, int]:
        """How many glyphs each font gave to the elements that match, by the font's family."""
        client = self.page.context.new_cdp_session(self.page)
        try:
            client.send("DOM.enable")
            client.send("CSS.enable")
            root = client.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
            query = {"nodeId": root, "selector": selector}
            used: dict[str, int] = {}
            for node in client.send("DOM.querySelectorAll", query)["nodeIds"]:
                answer = client.send("CSS.getPlatformFontsForNode", {"nodeId": node})
                for font in answer["fonts"]:
                    family = font["familyName"]
                    used[family] = used.get(family, 0) + int(font["glyphCount"])
            return used
        finally:
            client.detach()

    def _boxes(self) -> list[str]:
        """Han characters that no CJK font drew: they would be empty boxes, or look foreign."""
        count: int = self.page.evaluate("inspect.markHan()")
        used = self.fonts("[data-han]")
        drawn = sum(n for family, n in used.items() if "CJK" in family or "WenQuanYi" in family)
        return [] if drawn >= count else [f"glyphs: {count} Han characters, fonts {used}"]

    def contrast(self) -> dict[str, float]:
        """The lowest contrast of each kind of text shown, by the selector that names it."""
        lowest: dict[str, float] = self.page.evaluate("inspect.contrasts()")
        return lowest

    def picture(self, path: Path) -> None:
        """Write a PNG of the whole page."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path, full_page=True)


@contextmanager
def reviewer(browser: Browser, mode: Mode, size: Size, scale: float = 1) -> Iterator[Reviewer]:
    """A reviewer page of its own; `scale` is the number of device px to a CSS px."""
    context = browser.new_context(
        viewport={"width": size.width, "height": size.height},
        device_scale_factor=scale,
        is_mobile=size.mobile,
        has_touch=size.mobile,
        locale="en-US",
    )
    try:
        yield Reviewer(context.new_page(), mode, size)
    finally:
        context.close()


Desks = Callable[[Mode, Size], Reviewer]
"""The reviewer's page of a kind, opened once."""

Samples = dict[str, Card]
"""The sample cards by name; a second card of a note is `name-reverse`."""
