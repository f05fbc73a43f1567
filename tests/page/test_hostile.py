"""Of what strangers write nothing lives on a page of cards; and whatever lives is seen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.formats import LAYOUTS
from tests.vectors.browsers import BROWSERS, missing
from tests.vectors.server import serving

from .hostile import alive, pages_of
from .pages import page_with

EVERY = "VECTORS" in os.environ
"""All vectors in all formats take several minutes: `make vectors`."""
LAYOUTS_SHOWN = [*LAYOUTS] if EVERY else [*LAYOUTS][:1]
STRIDE = {"Chromium": 8, "WebKitGTK": 48}
"""Of so many that are built otherwise one is shown, if not all are."""
VIEWS = ("", "#view=finish", "#view=atlas")


@pytest.fixture(params=BROWSERS)
def browser(request: pytest.FixtureRequest) -> str:
    if why := missing(request.param):
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    return str(request.param)


def test_nothing_lives_on_a_page_of_them(browser: str, tmp_path: Path) -> None:
    pages = [*pages_of(LAYOUTS_SHOWN, tmp_path, 1 if EVERY else STRIDE[browser])]
    assert len(pages) >= len(LAYOUTS_SHOWN) / 2
    with serving() as server:
        assert alive(browser, server, pages, VIEWS) == []


def test_what_lives_would_be_seen(browser: str, tmp_path: Path) -> None:
    """A field that is not safe, and a policy that forbids nothing."""
    (tmp_path / "note.txt").write_text(
        "1 Matching Annotations\n  1. Aug 2023\n    1. Passage.\n\n      问:::答案在此\n",
        encoding="utf-8",
    )
    page = page_with(tmp_path / "note.txt")
    live = (
        "<img src='http://trap.invalid/a'><iframe srcdoc='x'></iframe>"
        "<details open ontoggle='hit()'></details><p style='position: fixed'>p</p>"
    )
    assert "答案在此" in page
    page = page.replace("答案在此", live.replace("<", "\\u003c"))
    with serving() as server:
        kept = alive(browser, server, [page.encode()], VIEWS[:1])
        free = alive(
            browser, server, [page.replace("Content-Security-Policy", "x").encode()], VIEWS[:1]
        )

    assert not [one for one in kept if "hit" in one and one.startswith("script")]
    assert not [one for one in kept if "trap.invalid" in one and "GET" in one]
    assert {one.split(":")[0] for one in kept} >= {"element", "overlay", "request"}
    assert {one.split(":")[0] for one in free} >= {"element", "overlay", "script"}
