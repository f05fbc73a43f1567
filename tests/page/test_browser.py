"""What only a real keyboard, printer and screen reader show of a page of cards; and how it bears
ten thousand notes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from annoki.targets.page.html import page_file
from playwright.sync_api import Browser, Page, expect

from .pages import focused, known_to


def test_it_is_gone_through_by_keys_alone(shown: Page) -> None:
    for key, number in (("j", 1), ("j", 2), ("PageDown", 3), ("PageUp", 2), ("k", 1)):
        shown.keyboard.press(key)
        assert focused(shown) == number
    places = []
    for key in "]][[":
        shown.keyboard.press(key)
        places.append(focused(shown))
    assert places[1] > places[0] == places[2] > places[3] == 1
    shown.keyboard.press("Tab")
    shown.keyboard.press("Enter")
    expect(shown.locator(".entry .reasons[open]")).to_have_count(1)
    shown.keyboard.press("b")
    expect(shown.locator(".face[data-side=back]")).to_have_count(0)
    shown.keyboard.press("j")
    shown.keyboard.press("t")
    expect(shown.locator(".face[data-side=back]")).to_have_count(1)
    shown.keyboard.press("?")
    expect(shown.locator("dialog")).to_be_visible()
    shown.keyboard.press("Escape")
    expect(shown.locator("dialog")).to_be_hidden()
    shown.keyboard.press("2")
    expect(shown.locator(".entry.open").first).to_be_visible()
    shown.keyboard.press("/")
    shown.keyboard.type("no such words")
    expect(shown.locator(".nothing")).to_be_visible()
    shown.keyboard.press("Escape")
    expect(shown.locator(".entry").first).to_be_visible()
    shown.keyboard.press("Escape")
    shown.keyboard.press("l")
    expect(shown.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_what_is_chosen_by_keys_keeps_the_focus(shown: Page) -> None:
    for keeps in ("look-night", "width-desk", "lang-zh", "status-passage", "view-finish"):
        button = shown.locator(f"[data-keeps={keeps}]")
        button.focus()
        shown.keyboard.press("Space")
        expect(button).to_be_focused()
        expect(button).to_have_attribute(
            "aria-current" if "view" in keeps else "aria-pressed", re.compile("true|page")
        )
    shown.keyboard.press("j")
    shown.keyboard.press("j")
    for key in ("l", "n"):
        shown.keyboard.press(key)
        expect(shown.locator(".entry:focus .number")).to_have_text("2")


def test_a_screen_reader_is_told_what_everything_is(shown: Page) -> None:
    session = shown.context.new_cdp_session(shown)
    for view in range(3):
        shown.locator("#views button").nth(view).click()
        shown.locator(".entry, .atlas").first.wait_for()
        tree: list[Any] = session.send("Accessibility.getFullAXTree")["nodes"]
        named = [
            (one["role"]["value"], one.get("name", {}).get("value", "").strip())
            for one in tree
            if not one.get("ignored")
        ]
        unnamed = {"button", "link", "combobox", "searchbox", "navigation", "feed", "region"}
        assert [role for role, name in named if role in unnamed and not name] == []
        roles = {role for role, _ in named}
        assert {"banner", "navigation", "search", "main", "status", "searchbox"} <= roles
        assert ("feed" in roles) == (view < 2)
        assert "heading" in roles
        # An entry is an article with a name; the cards in it are articles by themselves.
        entries = shown.locator(".entry").count()
        assert len([1 for role, name in named if role == "article" and name]) == entries


def test_an_address_brings_back_what_was_looked_at(browser: Browser, cards: str) -> None:
    page = browser.new_page(locale="zh-CN", color_scheme="dark")
    page.goto(cards)
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.locator("html")).to_have_class("night")
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).not_to_have_class("night")
    page.locator("#settings button", has_text="夜间").click()
    page.locator("[data-keeps=status-passage]").click()
    page.locator("#search").fill("the")
    expect(page).to_have_url(re.compile("q=the"))
    page.locator(".entry .told").first.click()
    for _ in range(3):
        page.keyboard.press("j")
    number, address = focused(page), page.url
    again = browser.new_page(locale="en-GB", color_scheme="light")
    again.goto(address)
    again.locator(".entry:focus").wait_for()
    assert focused(again) == number
    assert again.locator("#search").input_value() == "the"
    expect(again.locator("html")).to_have_class("night")
    expect(again.locator("[data-keeps=status-passage]")).to_have_attribute("aria-pressed", "true")
    page.close()
    again.close()


def test_what_is_read_stays_where_it_is(shown: Page) -> None:
    """Heights that were guessed turn out otherwise, and formulas are set, above it and in it."""
    top = """() => {
        const bar = document.getElementById("bar").offsetHeight;
        const entry = [...document.querySelectorAll(".entry")]
            .find((one) => one.getBoundingClientRect().bottom > bar + 40);
        if (!entry) return null;
        return [entry.querySelector(".number").textContent, entry.getBoundingClientRect().top];
    }"""
    shown.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
    # A busy browser fills the list a few frames later.
    before = shown.wait_for_function(top).json_value()
    shown.evaluate(
        """async () => {
            for (let frames = 0; frames < 30; frames++) await new Promise(requestAnimationFrame);
        }"""
    )
    number, place = shown.evaluate(top)
    assert number == before[0]
    assert abs(place - before[1]) < 3


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1920])
def test_it_is_as_wide_as_the_window(browser: Browser, cards: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    for view in ("", "#view=finish", "#view=atlas", "#width=desk", "#lang=zh&sides=both"):
        page.goto("about:blank")
        page.goto(cards + view)
        page.locator(".entry, .atlas").first.wait_for()
        wide = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
        assert wide[0] <= wide[1], view
    page.close()


def test_ten_thousand_notes_cost_the_page_no_more_than_two_hundred(
    browser: Browser, examples: str, tmp_path: Path
) -> None:
    """What is in the page, and how many faces are made: to open it, to filter, to go to its end."""
    counts = {}
    for size in (200, 10_000):
        knows = known_to(examples)
        notes = knows["notes"]
        times = size // len(notes) + 1
        knows["notes"] = [
            {**one, "guid": f"{one['guid']}{n}"} for n in range(times) for one in notes
        ][:size]
        path = tmp_path / f"{size}.html"
        path.write_bytes(page_file(knows))
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB")
        page.add_init_script(
            """window.faces = 0;
            const attach = Element.prototype.attachShadow;
            Element.prototype.attachShadow = function (how) {
                window.faces += 1;
                return attach.call(this, how);
            };"""
        )
        page.goto(path.as_uri())
        page.locator(".entry").first.wait_for()
        made: list[list[int]] = []

        def told(page: Page = page, made: list[list[int]] = made) -> None:
            page.evaluate("new Promise(requestAnimationFrame)")
            made.append(page.evaluate("[document.querySelectorAll('*').length, window.faces]"))
            page.evaluate("window.faces = 0")

        told()
        page.locator("#search").fill("the")
        expect(page.locator("#result")).not_to_contain_text(f"{size:,}")
        told()
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        found = page.locator("#result").inner_text().split()[0]
        expect(page.locator(".number").last).to_have_text(found)
        told()
        counts[size] = made
        page.close()
    for few, many in zip(counts[200], counts[10_000]):
        assert many[0] <= 1.5 * few[0] + 200
        assert many[1] <= 2 * few[1] + 20


def test_an_address_that_somebody_else_wrote_opens_the_page(browser: Browser, cards: str) -> None:
    page = browser.new_page(locale="en-GB")
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    for told in ("constructor=1", "__proto__=1", "view=toString&lang=valueOf", "%E0=%", "doc=-1"):
        page.goto("about:blank")
        page.goto(f"{cards}#{told}")
        expect(page.locator("#result")).to_have_text(re.compile("notes|Nothing"))
    page.close()
    assert said == []


def test_what_waits_is_there_whatever_status_was_chosen(shown: Page) -> None:
    shown.locator('[data-keeps="status-ready"]').click()
    shown.keyboard.press("2")

    expect(shown.locator(".entry.open").first).to_be_visible()
    expect(shown.locator('[data-keeps="clear"]')).to_be_disabled()
