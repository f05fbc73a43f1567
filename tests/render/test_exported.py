"""What `annoki export` really makes, shown: nothing is wrong with any card of the examples."""

from __future__ import annotations

import pytest
from annoki.config import Config, Source
from annoki.pipeline.gather import gather
from annoki.targets.apkg import package as apkg

from tests.fixture_files import EXAMPLES

from .conftest import PICTURES
from .page import DESK, MODES, PHONE, SIDES, SIZES, Card, Desks, Mode, Side, Size, cards_of


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> list[Card]:
    path = tmp_path_factory.mktemp("exported") / "examples.apkg"
    config = Config(reverse_separator=True)
    gathered = gather(config, [Source(path=str(EXAMPLES))]).whole()
    apkg.write(gathered.notes, path)
    return cards_of(path)


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
