"""A digest does not show all of its text, whose opening is its prompt: what it says tells it."""

from __future__ import annotations

import pytest
from annoki.compose import compose
from annoki.compose.blocks import html_of
from annoki.compose.inline import Inline
from annoki.compose.languages import Languages
from annoki.config import Config
from annoki.identity.contradiction import NO_SUMMARY, alike, two_texts
from annoki.identity.item_look import ItemLook
from annoki.model import Block, Face, Item, Note
from annoki.notetype import WRITTEN
from annoki.sync.matching import NoteLook, with_said
from annoki.text.spans import text_span

from tests.texts import prose

TIDES = "海水一天涨落两次，月亮近时更高。"
BAMBOO = "竹子是草，长得快，每一节都有分生组织。"
SHORT, FOLDED, CUT = 3, 60, 500
"""So many paragraphs are shown, folded away, left to the address."""


def post(*body: Block, title: str = "", link: str = "https://b.example/a") -> Item:
    return Item(
        "post",
        "blog",
        "entry 1",
        1,
        body=body,
        title=text_span(title) if title else (),
        link=link,
        face=Face.PAGE,
    )


def made(item: Item) -> Note:
    return compose(item, "g", Config())


def look(note: Note) -> NoteLook:
    return NoteLook(note.memory, note.fields)


def as_before(item: Item) -> Note:
    """The note that an earlier version made: its answer held all of the text."""
    note = made(item)
    fields = list(note.fields)
    fields[WRITTEN.index("Answer")] = html_of(item.body, Inline(Languages()))
    return note._replace(fields=tuple(fields), memory=with_said(note.memory, fields))


@pytest.mark.parametrize("count", [SHORT, FOLDED, CUT])
@pytest.mark.parametrize("title", ["", "潮汐"])
def test_it_looks_like_its_item_and_like_the_note_of_an_earlier_version(
    count: int, title: str
) -> None:
    item = post(*prose(*[TIDES, BAMBOO] * count), title=title)
    now = look(made(item))
    for other in (ItemLook(item), look(as_before(item)), look(made(item._replace(link="")))):
        assert alike(now, other) >= 0.9
        assert not two_texts(now, other)
        assert (len(now.said) > NO_SUMMARY) == (len(other.said) > NO_SUMMARY)


@pytest.mark.parametrize("title", ["", "潮汐"])
def test_it_says_all_that_its_item_says_where_all_is_there(title: str) -> None:
    for count in (SHORT, FOLDED):
        item = post(*prose(*[TIDES, BAMBOO] * count), title=title)
        assert look(made(item)).text == ItemLook(item).text
    torn = post(*prose("没有句号的一行，" * 40))
    assert len(look(made(torn)).text) >= len(ItemLook(torn).text) - 1


@pytest.mark.parametrize("count", [SHORT, FOLDED])
def test_two_that_begin_and_end_alike_are_two(count: int) -> None:
    one, other = (post(*prose(TIDES, *[text] * count, TIDES)) for text in (TIDES * 2, BAMBOO * 2))
    assert two_texts(look(made(one)), look(made(other)))


def test_our_own_words_are_none_of_its() -> None:
    for count in (FOLDED, CUT):
        note = made(post(*prose(*[TIDES] * count), title="潮汐"))
        assert not any(
            "读" in text or "出处" in text for text in (look(note).text, look(note).said)
        )
