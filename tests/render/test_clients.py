"""Hard cards in the engines that people have, as each client shows them: nothing is wrong."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Browser

from tests.vectors.browsers import in_webkit, missing
from tests.vectors.server import serving

from . import hard
from .clients import CLIENTS, Client, in_chromium, page
from .page import MODES, Card


@pytest.fixture(scope="session")
def cards(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Card]:
    return hard.cards(tmp_path_factory.mktemp("hard"))


def test_there_is_a_card_of_each(cards: dict[str, Card]) -> None:
    assert set(cards) == {*hard.NOTES, *hard.POSTS}
    assert len(cards) >= 40


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)
def test_in_chromium(browser: Browser, cards: dict[str, Card], client: Client) -> None:
    names = list(cards)
    with serving() as server:
        for mode in MODES:
            address = server.add_page(page(client, mode, list(cards.values())))
            found = in_chromium(browser, server, address, client.size)
            assert [(mode, names[at] if at >= 0 else "", what) for at, what in found] == []


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)
def test_in_webkit(cards: dict[str, Card], client: Client) -> None:
    if why := missing("WebKitGTK"):
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    names = list(cards)
    with serving() as server:
        addresses = [server.add_page(page(client, mode, list(cards.values()))) for mode in MODES]
        said = list(in_webkit(server, addresses, client.size.width, client.size.height))
    assert len(said) == len(MODES)
    for mode, found in zip(MODES, said):
        assert [(mode, names[at] if at >= 0 else "", what) for at, what in found] == []
