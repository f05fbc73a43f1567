"""The README's picture can be made, and is small enough to be kept with the code."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from .conftest import PICTURES
from .page import Samples
from .picture import LIMIT, choose, compose


def test_picture(browser: Browser, samples: Samples) -> None:
    path = PICTURES.parent / "card.png"
    compose(browser, choose([samples["highlight"], samples["ready"]]), path)
    assert 20_000 < path.stat().st_size <= LIMIT


def test_no_such_card(samples: Samples) -> None:
    with pytest.raises(LookupError, match="zebra"):
        choose(list(samples.values()), "zebra")
