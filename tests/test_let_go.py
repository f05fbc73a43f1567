"""What was read is let go as soon as nobody needs it, not when Python looks for what nobody can
reach: inside Anki that happens rarely, and everything stands still while what is found is let go,
the longer the more there is.
"""

from __future__ import annotations

import gc

import pytest

from tests.formats import LAYOUTS
from tests.openers import export, listed


def _left_over(layout: str, many: int) -> int:
    """How many objects Python finds that nobody can reach, once `many` items were exported."""
    inputs = [listed(layout, range(many))]
    gc.collect()
    collects = gc.isenabled()
    gc.disable()
    try:
        export(inputs)
        inputs.clear()
        return gc.collect()
    finally:
        if collects:
            gc.enable()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_of_an_item_waits_for_the_garbage_collector(layout: str) -> None:
    _left_over(layout, 20)  # loads what is kept for good
    few, many = (_left_over(layout, size) for size in (20, 60))
    assert many - few < 40, f"{few} objects of 20 items, {many} of 60"
