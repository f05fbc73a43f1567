"""In which deck a new note's cards begin."""

from __future__ import annotations

import pytest
from annoki.compose import compose
from annoki.config import Config
from annoki.model import Item

from tests.texts import passage, prose

NOTE = Item("annotation", "hypothesis", "line 1", 1, passage("Keys are hashed."), prose("散列"))


def deck(by: str, item: Item = NOTE, collection: str = "", host: str = "") -> str:
    item = item._replace(collection=collection, host=host)
    return compose(item, "g", Config(decks_by=by)).deck


@pytest.mark.parametrize(
    ("by", "title", "host", "expected"),
    [
        ("none", "散列表", "a.example", "Annoki::Passages"),
        ("document", "散列表", "a.example", "Annoki::Passages::散列表"),
        ("document", "", "a.example", "Annoki::Passages::a.example"),
        ("host", "散列表", "a.example", "Annoki::Passages::a.example"),
        ("host", "散列表", "", "Annoki::Passages"),
        ("document", "std::vector\n:: ", "", "Annoki::Passages::std vector"),
        ("document", ": : ", "", "Annoki::Passages"),
    ],
)
def test_inside_the_deck_of_its_kind(by: str, title: str, host: str, expected: str) -> None:
    assert deck(by, collection=title, host=host) == expected


def test_a_long_title_is_cut() -> None:
    assert len(deck("document", collection="长" * 500)) < 120


def test_what_is_to_be_finished_stays_together() -> None:
    for body in ((), prose("为什么?")):
        assert (
            deck("document", NOTE._replace(body=body), collection="散列表") == "Annoki::To finish"
        )
