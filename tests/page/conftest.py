"""A browser, and a page of cards of the examples and fixtures."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.fixture_files import EXAMPLES, TESTS
from tests.render.page import launch, missing

from .pages import page_with

# However busy the machine is.
expect.set_options(timeout=60_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if why := missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def examples() -> str:
    return page_with(EXAMPLES, TESTS / "fixtures")


@pytest.fixture(scope="session")
def cards(examples: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a page of cards."""
    path = tmp_path_factory.mktemp("cards") / "cards.html"
    path.write_text(examples, encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def shown(browser: Browser, cards: str) -> Iterator[Page]:
    """That page, open; nothing may have failed at its end."""
    page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB")
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.append(line.text))
    page.goto(cards)
    page.locator(".entry").first.wait_for()
    yield page
    page.close()
    assert said == []
