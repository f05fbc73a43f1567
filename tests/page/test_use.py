"""A page of cards as a reader uses it, on a desktop and, in the other engine, on a phone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Callable, Iterator

import pytest

from tests.fixture_files import EXAMPLES, TESTS
from tests.vectors.browsers import Found, in_chromium, in_webkit, missing
from tests.vectors.server import Server, serving

from .hostile import probed
from .pages import page_with

_USE = Path(__file__).with_name("use.js").read_text(encoding="utf-8")

OPENED: dict[str, Callable[[Server, list[str]], Iterator[Found]]] = {
    "Chromium": in_chromium,
    "WebKitGTK": lambda server, addresses: in_webkit(server, addresses, 390, 844),
}


@pytest.mark.parametrize("name", OPENED)
def test_all_that_a_reader_does_works(name: str) -> None:
    if why := missing(name):
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    page = page_with(EXAMPLES, TESTS / "fixtures")
    with serving() as server:
        (found,) = OPENED[name](server, [server.add_page(probed(page, _USE))])
    assert found == []
