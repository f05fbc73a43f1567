"""The README's picture can be made, and is small enough to be kept with the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from annoki.config import Config, Source
from annoki.pipeline.gather import gather
from annoki.targets.apkg import package as apkg
from playwright.sync_api import Browser

from tests.fixture_files import EXAMPLES, ROOT

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


def test_each_picture_of_the_documentation_can_be_made_again(tmp_path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    gathered = gather(Config(pictures=False), [Source(path=str(EXAMPLES))]).whole()
    apkg.write(gathered.notes, tmp_path / "examples.apkg")
    cards = cards_of(tmp_path / "examples.apkg")
    made = re.findall(r"\$\(PICTURE\) \S+ docs/(\S+\.png)(?: '(.*)')?", makefile)
    pictures = set(re.findall(r"docs/(\S+\.png)", makefile))
    assert pictures == {path.name for path in (ROOT / "docs").glob("*.png")}
    assert pictures == {*(name for name, _ in made), "page.png"}
    for name, text in made:
        assert not text or choose(cards, text).fields["Status"] in name


def test_no_such_card(samples: Samples) -> None:
    with pytest.raises(LookupError, match="zebra"):
        choose(list(samples.values()), "zebra")
