"""Pictures of a page of cards, as the button in the add-on's preview opens it.

    python -m tests.release.pages PICTURES

In English by day and in Chinese by night, of the examples, in Chromium.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

from tests.fixture_files import EXAMPLES
from tests.page.pages import page_with
from tests.render.page import launch, missing

LOOKS = {"en": ("en", False), "zh": ("zh-CN", True)}
SIZE = ViewportSize(width=1120, height=700)


def main(pictures: str) -> None:
    """Write page-en.png and page-zh.png into the folder."""
    if why := missing():
        sys.exit(why)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder, "cards.html")
        path.write_text(page_with(EXAMPLES), encoding="utf-8")
        browser = launch(playwright)
        for name, (locale, by_night) in LOOKS.items():
            context = browser.new_context(
                locale=locale,
                color_scheme="dark" if by_night else "light",
                viewport=SIZE,
            )
            page = context.new_page()
            page.goto(f"{path.as_uri()}#status=ready")
            page.locator("mjx-container").first.wait_for()
            page.wait_for_timeout(1000)
            page.screenshot(path=Path(pictures, f"page-{name}.png"))
            context.close()
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
