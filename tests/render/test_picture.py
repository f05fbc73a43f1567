"""The README's picture can be made, and is small enough to be kept with the code."""

from __future__ import annotations

from pathlib import Path

import pytest
from annoki.config import Config, Source
from annoki.pipeline.gather import gather
from annoki.targets.apkg import package as apkg
from playwright.sync_api import Browser

from .conftest import PICTURES
from .page import Samples, cards_of
from .picture import LIMIT, choose, compose


def test_picture(browser: Browser, samples: Samples) -> None:
    path = PICTURES.parent / "card.png"
    compose(browser, choose([samples["highlight"], samples["ready"]]), path)
    assert 20_000 < path.stat().st_size <= LIMIT


def test_it_shows_what_is_special(browser: Browser, tmp_path: Path) -> None:
    path = Path(__file__).with_name("card.json")
    gathered = gather(Config(), [Source(path=str(path))]).whole()
    (entry,) = gathered.report.accounts[0].entries
    assert [repair.rule for repair in entry.repairs] == ["formula"]
    apkg.write(gathered.notes, tmp_path / "card.apkg")
    card = choose(cards_of(tmp_path / "card.apkg"))
    assert r"\(n/2^{h+1}\)" in card.fields["Passage"]
    assert "<pre" in card.fields["Answer"]
    compose(browser, card, PICTURES.parent / "card-of-readme.png")


def test_no_such_card(samples: Samples) -> None:
    with pytest.raises(LookupError, match="zebra"):
        choose(list(samples.values()), "zebra")
