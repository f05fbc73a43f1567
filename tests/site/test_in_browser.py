"""The site as a reader sees it who opens it from its folder, with no network."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Iterator, List, Literal, Tuple

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.fixture_files import ROOT
from tests.render.page import launch, missing
from tools.site.hooks import CARDS

INSPECT = ROOT / "tests" / "render" / "inspect.js"
CONTRASTS = "inspect.contrasts()"
Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def window() -> Iterator[Tuple[Page, List[str]]]:
    """A page of a browser, and all that is wrong with what it opened: what it asked others for, and
    what failed."""
    if why := missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        wrong: List[str] = []
        page.on("request", lambda one: _asked(one.url, wrong))
        page.on("requestfailed", lambda one: wrong.append(f"failed: {one.url}"))
        page.on("pageerror", lambda one: wrong.append(f"error: {one}"))
        page.on("console", lambda one: wrong.append(one.text) if one.type == "error" else None)
        yield page, wrong
        browser.close()


def _asked(address: str, wrong: List[str]) -> None:
    if not address.startswith(("file:", "data:", "blob:")):
        wrong.append(f"asked for: {address}")


@pytest.mark.parametrize("width", [1280, 390])
def test_each_page_is_shown_and_asks_nobody(
    site: Path, window: Tuple[Page, List[str]], width: int
) -> None:
    page, wrong = window
    page.set_viewport_size({"width": width, "height": 844})
    made = sorted({*site.rglob("*.html")} - {site / CARDS})
    assert len(made) > 20
    for path in made:
        page.goto(path.as_uri())
        assert page.locator("article h1").is_visible(), path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        blank = "[...document.images].filter((one) => !one.naturalWidth).map((one) => one.src)"
        assert page.evaluate(blank) == [], path
        assert wrong == [], path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_shown_can_be_read_by_day_and_night(
    site: Path, window: Tuple[Page, List[str]], scheme: Scheme
) -> None:
    page, _ = window
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for name in ("index.html", "docs/api.html", "docs/command-line.html", "docs/reference.html"):
        page.goto((site / name).as_uri())
        page.evaluate("document.querySelector('article').classList.add('annoki')")
        page.evaluate(INSPECT.read_text(encoding="utf-8"))
        faint = {what: ratio for what, ratio in page.evaluate(CONTRASTS).items() if ratio < 4.5}
        assert faint == {}, name


def test_the_cards_of_the_examples_are_shown_in_it(
    site: Path, window: Tuple[Page, List[str]]
) -> None:
    page, wrong = window
    page.set_viewport_size({"width": 1280, "height": 844})
    page.goto((site / "docs" / "cards.html").as_uri())
    page.frame_locator("article iframe").locator(".annoki").first.wait_for()
    page.locator(f"article a[href='{Path(CARDS).name}']").click()
    assert page.url == (site / CARDS).as_uri()
    assert wrong == []


@pytest.mark.parametrize(
    ("asked", "leads_to", "says"),
    [
        ("journal", "docs/answers.html", "journal"),
        ("completion", "docs/command-line.html", "Completion"),
        ("卡片", "README.zh-CN.html", "卡片"),
        ("正面背面", "README.zh-CN.html", "正面背面"),
        ("CollectionChanged", "docs/reference.html", "CollectionChanged"),
    ],
)
def test_the_search_finds_words_of_both_languages(
    site: Path, window: Tuple[Page, List[str]], asked: str, leads_to: str, says: str
) -> None:
    page, wrong = window
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto((site / "index.html").as_uri())
    page.locator("input.md-search__input").click()
    page.keyboard.type(asked)
    page.keyboard.press("End")
    results = page.locator(".md-search-result__link")
    results.first.wait_for()
    leads = results.evaluate_all("links => links.map((link) => link.href.split('?')[0])")
    assert (site / leads_to).as_uri() in {one.split("#")[0] for one in leads}
    with page.expect_navigation():
        results.first.click()
    assert says in page.locator("article").inner_text()
    assert wrong == []
