"""A browser and the sample cards, once a session; skipped where Chromium or aqt is missing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from anki.collection import Collection
from playwright.sync_api import Browser, sync_playwright

from .page import (
    Desks,
    Mode,
    Reviewer,
    Samples,
    Size,
    cards_of,
    collection_of,
    launch,
    missing,
    reviewer,
)
from .samples import write_package

PICTURES = Path(__file__).parents[2] / "build" / "pictures"


# No longer open than its tests run: a process may open but one such driver at a time.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if why := missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    with sync_playwright() as p:
        chromium = launch(p)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples as an `.apkg`."""
    path = tmp_path_factory.mktemp("render") / "samples.apkg"
    write_package(path)
    return path


@pytest.fixture
def samples_collection(package: Path) -> Iterator[Collection]:
    """An open collection that holds the samples."""
    with collection_of(package) as col:
        yield col


@pytest.fixture(scope="session")
def samples(package: Path) -> Samples:
    """The sample cards by name; a second card of a note is `name-reverse`."""
    return {card.tags[0] + ("-reverse" if card.ord else ""): card for card in cards_of(package)}


@pytest.fixture(scope="package")
def desks(browser: Browser) -> Iterator[Desks]:
    """`desks(mode, size)` is the reviewer page of that kind, opened once."""
    with ExitStack() as stack:
        opened: dict[tuple[Mode, Size], Reviewer] = {}

        def desk(mode: Mode, size: Size) -> Reviewer:
            if (mode, size) not in opened:
                opened[mode, size] = stack.enter_context(reviewer(browser, mode, size))
            return opened[mode, size]

        yield desk
