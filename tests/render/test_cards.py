"""Every sample, both sides, light and night, phone and desk: nothing is wrong."""

from __future__ import annotations

import pytest

from .conftest import PICTURES
from .page import MODES, SIDES, SIZES, Desks, Mode, Samples, Side, Size
from .samples import SAMPLES

NAMES = [*SAMPLES, *(f"{n}-reverse" for n, values in SAMPLES.items() if values.get("Reverse"))]


def test_each_note_makes_its_cards(samples: Samples) -> None:
    assert sorted(samples) == sorted(NAMES)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("name", NAMES)
def test_shown(
    desks: Desks, samples: Samples, name: str, side: Side, mode: Mode, size: Size
) -> None:
    desk = desks(mode, size)
    desk.show(samples[name], side)
    desk.picture(PICTURES / f"{name}-{mode}-{size.name}-{side}.png")
    assert desk.problems() == []
