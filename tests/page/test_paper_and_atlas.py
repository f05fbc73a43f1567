"""A page of cards on paper, and its atlas."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from annoki.targets.page.html import page_file
from playwright.sync_api import Browser, Page, expect

from tests.test_left_out import feed

from .pages import focused, known_to, page_with


def test_what_is_filtered_is_printed(shown: Page) -> None:
    def pages() -> int:
        return len(re.findall(rb"/Type\s*/Page\b", shown.pdf()))

    shown.locator("[data-keeps=status-digest]").click()
    shown.locator("[data-keeps=status-unsure]").click()
    expect(shown.locator("[data-keeps=status-unsure]")).to_have_attribute("aria-pressed", "true")
    shown.evaluate(
        """addEventListener("beforeprint", () => {
            window.printed = document.querySelectorAll(".entry").length;
        })"""
    )
    all_pages = pages()
    assert shown.evaluate("window.printed") > 20
    shown.locator("[data-keeps=status-digest]").click()
    expect(shown.locator("#result")).to_have_text(re.compile(r"^\d notes"))
    some = pages()
    assert shown.evaluate("window.printed") == int(shown.locator("#result").inner_text()[0])
    assert 0 < some < all_pages / 3


def test_formulas_are_set_before_they_are_printed(shown: Page) -> None:
    """Also those that nobody has scrolled to."""
    shown.evaluate(
        """print = () => {
            const within = (what) => [...document.querySelectorAll(".sheet")]
                .filter((one) => one.shadowRoot.querySelector(what)).length;
            dispatchEvent(new Event("beforeprint"));
            document.documentElement.dataset.told = [within(".waiting"), within("mjx-container")];
            dispatchEvent(new Event("afterprint"));
        }"""
    )
    shown.keyboard.press("Control+p")
    expect(shown.locator("html")).to_have_attribute("data-told", re.compile(r"^0,[1-9]\d"))


@pytest.mark.parametrize("chosen", ["", "&sides=back", "&width=desk", "&view=finish"])
def test_nothing_is_cut_off_on_paper(browser: Browser, cards: str, chosen: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{cards}#q=the{chosen}")
    page.locator(".entry").first.wait_for()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 960})  # as wide as what is printed on A4
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    edges = page.locator(".sheet").evaluate_all(
        """all => all.map((one) => {
            const face = one.parentElement.getBoundingClientRect();
            const inside = one.shadowRoot.querySelector(".annoki");
            const width = one.shadowRoot.querySelector(".window").clientWidth;
            const over = inside.getBoundingClientRect().right - face.right;
            return [face.left, face.right, over, width];
        })"""
    )
    assert len(edges) > 2
    assert min(left for left, *_ in edges) >= 0
    assert max(right for _, right, *_ in edges) <= 680
    assert max(over for *_, over, _ in edges) <= 0
    assert (min(width for *_, width in edges) >= 1040) == ("desk" in chosen)
    page.close()


def test_the_atlas_leads_to_cards_and_tells_what_was_learnt(
    browser: Browser, examples: str, tmp_path: Path
) -> None:
    knows = known_to(examples)
    documents = knows["atlas"]["documents"]
    named = next(at for at, one in enumerate(documents) if len(one["notes"]) > 2)
    note = documents[named]["notes"][1]
    knows["atlas"]["links"] = [
        {
            "by": "title",
            "text": "A paper",
            "url": "https://papers.example.org/1",
            "places": [{"document": named, "notes": [note]}, {"document": 0, "notes": []}],
        }
    ]
    counts = {"new": 1, "learning": 0, "young": 2, "mature": 3, "suspended": 0, "buried": 0}
    documents[named]["learnt"] = {
        **{**counts, "cards": 6, "due": 4, "reviews": 50, "passed": 40, "failed": 10},
        **{"lapses": 7, "seconds": 600, "retention": 0.8, "leeches": 1, "leechNotes": [note]},
    }
    path = tmp_path / "atlas.html"
    path.write_bytes(page_file(knows))
    page = browser.new_page(locale="en-GB")
    page.goto(f"{path.as_uri()}#view=atlas")
    told = page.locator(".learnt")
    expect(told).to_contain_text("3 mature")
    figures = zip(told.locator("dt").all_inner_texts(), told.locator("dd").all_inner_texts())
    assert dict(figures) == {
        **{"due today": "4", "reviews": "50", "true retention": "80\u2009%"},
        **{"lapses": "7", "time": "10 min"},
    }
    expect(page.locator(".sums")).to_contain_text("80\u2009%")
    expect(page.locator(".again.all li li")).to_have_count(2)
    page.locator(".again.all .places button").first.click()
    page.locator(".entry:focus").wait_for()
    assert focused(page) == note + 1
    page.locator(".entry:focus summary").last.click()
    expect(page.locator(".entry:focus .places, .entry:focus-within .places")).to_be_visible()
    page.keyboard.press("3")
    page.locator(".learnt .again button").click()
    page.locator(".entry:focus").wait_for()
    assert focused(page) == note + 1
    page.keyboard.press("3")
    page.locator(f".atlas > li:nth-child({named + 1}) h3 button").click()
    expect(page.locator("#result")).to_contain_text(f"{len(documents[named]['notes'])} notes")
    page.close()


def test_to_print_many_notes_no_row_is_looked_at_again_for_each_other(shown: Page) -> None:
    rows, looks = shown.evaluate(
        """() => {
            let looks = 0;
            const dataset = Object.getOwnPropertyDescriptor(HTMLElement.prototype, "dataset");
            Object.defineProperty(HTMLElement.prototype, "dataset", {
                get() { looks++; return dataset.get.call(this); },
            });
            dispatchEvent(new Event("beforeprint"));
            const rows = document.querySelectorAll(".row").length;
            dispatchEvent(new Event("afterprint"));
            return [rows, looks];
        }"""
    )
    assert rows > 150
    assert looks < 8 * rows
    assert shown.locator(".row").count() < 60


def test_titles_run_in_their_own_direction(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(feed({"מבוא: part two": "<p>טקסט</p>"}), encoding="utf-8")
    path = tmp_path / "cards.html"
    path.write_text(page_with(tmp_path / "feed.xml"), encoding="utf-8")
    page = browser.new_page()
    page.goto(f"{path.as_uri()}#view=atlas")
    page.locator(".atlas h3").wait_for()
    places = page.locator(".atlas h3 .plain").evaluate(
        """(title) => [0, title.textContent.indexOf("part")].map((at) => {
            const letter = document.createRange();
            letter.setStart(title.firstChild, at);
            letter.setEnd(title.firstChild, at + 1);
            return letter.getBoundingClientRect().left;
        })"""
    )
    page.close()
    assert places[0] > places[1], "it begins on the right"
