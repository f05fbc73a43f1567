"""The picture of a page of cards for the documentation.

python -m tests.page.picture docs/page.png
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

from tests.fixture_files import EXAMPLES
from tests.render.page import launch
from tests.render.picture import LIMIT, _reduced

from .pages import page_with


def main(picture: str) -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "cards.html"
        path.write_text(page_with(EXAMPLES), encoding="utf-8")
        browser = launch(playwright)
        size = ViewportSize(width=1240, height=860)
        context = browser.new_context(viewport=size, device_scale_factor=1.5, locale="en-GB")
        page = context.new_page()
        page.goto(f"{path.as_uri()}#status=ready")
        page.locator(".entry").first.wait_for()
        page.wait_for_timeout(1500)
        taken = page.screenshot()
        made = _reduced(browser.new_page(), taken)
        browser.close()
    assert len(made) <= LIMIT
    Path(picture).write_bytes(made)


if __name__ == "__main__":
    main(*sys.argv[1:])
