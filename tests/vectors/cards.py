"""The cards on which notes stand, as Anki renders them, and what Anki itself would play of them."""

from __future__ import annotations

from pathlib import Path
from typing import Iterable, Iterator, NamedTuple

import anki.collection  # noqa: F401  # before `anki.cards`, which goes in a circle
from anki.cards import Card
from annoki.model import Note
from annoki.targets.apkg import package

from tests.render.page import collection_of

from .sounds import heard


class Side(NamedTuple):
    """One side of a card as Anki renders it, `sounds` being what it would play, or replace.

    `guid` is that of the note.
    """

    guid: str
    html: str
    sounds: tuple[str, ...] = ()


def sides(notes: Iterable[Note], path: Path, whole: bool = False) -> Iterator[Side]:
    """The sides of the notes once they are imported: the backs of the first cards, on which every
    field stands; or all."""
    package.write(iter(notes), path)
    yield from sides_in(path, whole)


def sides_in(path: Path, whole: bool = False) -> Iterator[Side]:
    """The same of a package."""
    with collection_of(path) as col:
        for id in col.find_cards(""):
            card: Card = col.get_card(id)
            if whole or not card.ord:
                sounds = heard(col, "\n".join(card.note().fields))
                yield from _sides(card, whole, sounds)


def _sides(card: Card, whole: bool, sounds: tuple[str, ...]) -> Iterator[Side]:
    output, guid = card.render_output(), card.note().guid
    played = tuple(f"sound: {one}" for one in output.question_av_tags + output.answer_av_tags)
    if whole:
        yield Side(guid, output.question_text)
    yield Side(guid, output.answer_text, sounds + played)
