"""Cards are drawn by chance from what is there, and shown with what became of them."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.fixture_files import EXAMPLES

from .draw import drawn, page_of
from .page import PHONE, reviewer


def test_a_seed_draws_the_same_notes_and_another_others() -> None:
    guids = [[note.guid for note in drawn([str(EXAMPLES)], 8, seed)] for seed in (1, 1, 2)]
    assert len(set(guids[0])) == 8
    assert guids[0] == guids[1] != guids[2]


def test_each_stands_on_the_page_with_both_sides_and_why(browser: Browser) -> None:
    notes = drawn([str(EXAMPLES / "weekly.txt")], 2, 1)
    with reviewer(browser, "light", PHONE) as desk:
        page = page_of(notes, desk)
    assert page.count("<img alt=") == 2 * len(notes)
    assert all(note.why in page and note.guid in page for note in notes)
