"""What `annoki export` really makes, shown: nothing is wrong with any card of the examples, nor
with what the cards of any other page say."""

from __future__ import annotations

from pathlib import Path

import pytest
from annoki.config import Config, Source
from annoki.pipeline.gather import gather
from annoki.targets.apkg import package as apkg

from tests.fixture_files import EXAMPLES, TESTS

from .conftest import PICTURES
from .page import DESK, MODES, PHONE, SIDES, SIZES, Card, Desks, Mode, Side, Size, cards_of


def cards(folder: Path, path: Path) -> list[Card]:
    config = Config(reverse_separator=True, pictures=False)
    gathered = gather(config, [Source(path=str(folder))]).whole()
    apkg.write(gathered.notes, path)
    return cards_of(path)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> list[Card]:
    return cards(EXAMPLES, tmp_path_factory.mktemp("exported") / "examples.apkg")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("side", SIDES)
def test_examples(desks: Desks, exported: list[Card], side: Side, mode: Mode, size: Size) -> None:
    desk = desks(mode, size)
    for n, card in enumerate(exported, 1):
        desk.show(card, side)
        assert desk.problems() == [], card.fields["Prompt"]
        if side == "answer" and (mode, size) in (("light", PHONE), ("night", DESK)):
            desk.picture(PICTURES / "examples" / f"{n:02}-{mode}-{size.name}.png")


def test_every_formula_of_every_page_is_set(desks: Desks, tmp_path: Path) -> None:
    desk = desks("light", DESK)
    shown = 0
    for card in cards(TESTS / "fixtures", tmp_path / "fixtures.apkg"):
        for side, formulas in card.formulas.items():
            desk.show(card, side)
            wrong = [one for one in desk.problems() if one.startswith("formula:")]
            assert wrong == [], card.fields["Prompt"]
            shown += formulas
    assert shown > 10
