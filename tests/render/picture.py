"""One picture of one card for the README: question above answer, light beside night.

    python -m tests.render.picture build/annoki.apkg docs/card.png [TEXT]

The card is the first one that is ready and has a passage, or the first whose prompt holds TEXT.
"""

from __future__ import annotations

import base64
import sys
from pathlib import Path

from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

from tests.png import PALETTE, png

from .page import MODES, SIDES, Card, Mode, Side, Size, cards_of, launch, missing, reviewer

WIDTH = 420
"""The width of a card, in CSS px."""
SCALES = (2, 1.5, 1)
"""Device px to a CSS px, the sharpest first: the first that keeps to `LIMIT` is taken."""
LIMIT = 300_000
"""How many bytes the picture may have."""


def choose(cards: list[Card], text: str = "") -> Card:
    """The card to show; `LookupError` when there is none."""
    for card in cards:
        fields = card.fields
        fit = fields["Status"] == "ready" and fields["Passage"]
        if text in fields["Prompt"] if text else fit:
            return card
    raise LookupError(f"no card to show, looking for {text or 'a ready one with a passage'}")


def compose(browser: Browser, card: Card, path: Path) -> None:
    """Write the picture of `card` to `path`, as sharp as `LIMIT` lets it be."""
    pictures = (_picture(browser, card, scale) for scale in SCALES)
    png = next((png for png in pictures if len(png) <= LIMIT), None)
    if png is None:
        raise ValueError(f"the picture would be larger than {LIMIT} bytes")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(png)


def _picture(browser: Browser, card: Card, scale: float) -> bytes:
    columns = "".join(
        f'<div class="{mode}">'
        + "".join(_sheet(browser, card, mode, side, scale) for side in SIDES)
        + "</div>"
        for mode in MODES
    )
    context = browser.new_context(device_scale_factor=scale)
    page = context.new_page()
    page.set_content(
        f"""<style>
        body {{ margin: 0; padding: 12px; display: inline-flex; gap: 20px; }}
        div {{ display: flex; flex-direction: column; gap: 20px; }}
        img {{ display: block; width: {WIDTH}px; border-radius: 10px; }}
        .light img {{ box-shadow: 0 0 0 1px #e3dac9; }}
        .night img {{ box-shadow: 0 0 0 1px #38332c; }}
        </style>{columns}"""
    )
    page.locator("img").evaluate_all("images => Promise.all(images.map((i) => i.decode()))")
    reduced = _reduced(page, page.locator("body").screenshot(omit_background=True))
    context.close()
    return reduced


def _reduced(page: Page, taken: bytes) -> bytes:
    """The picture with 256 colours at most: text needs no more, and a third of the bytes."""
    script = (Path(__file__).parent / "palette.js").read_text(encoding="utf-8")
    made = page.evaluate(script, _data(taken))
    width, height, pixels = made["width"], made["height"], base64.b64decode(made["indices"])
    rows = b"".join(b"\0" + pixels[y * width : (y + 1) * width] for y in range(height))
    colours = bytes(part for colour in made["colours"] for part in colour[:3])
    opaque = bytes(colour[3] for colour in made["colours"])
    return png(width, height, PALETTE, rows, PLTE=colours, tRNS=opaque)


def _data(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def _sheet(browser: Browser, card: Card, mode: Mode, side: Side, scale: float) -> str:
    """An `img` of one side, as tall as it needs."""
    with reviewer(browser, mode, Size("card", WIDTH, 300, mobile=True), scale) as desk:
        desk.show(card, side)
        if problems := desk.problems():
            raise ValueError(f"not fit to show: {problems}")
        desk.page.evaluate("scrollTo(0, 0)")
        box = desk.page.locator(".annoki").bounding_box()
        assert box
        clip: FloatRect = {"x": 0, "y": 0, "width": WIDTH, "height": box["y"] + box["height"] + 4}
        png = desk.page.screenshot(clip=clip, full_page=True)
    return f'<img src="{_data(png)}">'


def main(package: str, picture: str, text: str = "") -> None:
    if why := missing():
        sys.exit(why)
    card = choose(cards_of(Path(package)), text)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        compose(browser, card, Path(picture))
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
