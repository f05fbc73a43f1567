"""Hard cards in the reviewer of the real Anki, by day and night: nothing is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Iterator

import pytest

from tests.addon.desktop import Desktop
from tests.fixture_files import TESTS
from tests.render import hard


def _reviewed(desk: Any, package: str, inspect: str, night: bool) -> Iterator[Any]:
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest
    from aqt.theme import Theme, theme_manager

    mw = desk.mw
    options = ImportAnkiPackageOptions()
    desk.col.import_anki_package(ImportAnkiPackageRequest(package_path=package, options=options))
    mw.set_theme(Theme.DARK if night else Theme.LIGHT)
    yield lambda: theme_manager.night_mode == night
    ids = desk.col.find_cards("note:Annoki")
    desk.col.sched.unsuspend_cards(ids)
    mw.col.decks.select(mw.col.decks.id_for_name("Annoki"))
    mw.moveToState("review")
    yield lambda: mw.state == "review" and mw.reviewer.card is not None

    def asked(code: str) -> Any:
        answers: Any = []
        mw.reviewer.web.evalWithCallback(code, answers.append)
        return answers

    found = []
    for at in ids:
        mw.reviewer.card = desk.col.get_card(at)
        mw.reviewer.card.start_timer()
        for show, part in ("_showQuestion", "front"), ("_showAnswer", "back"):
            getattr(mw.reviewer, show)()
            # What the reviewer asks for is queued, and shown once formulas are set.
            ready = f"qa.style.opacity === '1' && !!document.querySelector('.annoki.{part}')"
            said = [False]
            while said != [True]:
                said = asked(ready)
                yield said.__len__
            said = asked(f"{inspect}; inspect.problems()")
            yield said.__len__
            name = mw.reviewer.card.note()["Prompt"][:60]
            found += [f"{name}: {part}: {one}" for one in said[0]]
    desk.results.update(shown=len(ids), found=found)
    mw.moveToState("deckBrowser")
    yield 0.2


@pytest.mark.parametrize("night", [False, True], ids=["light", "night"])
def test_hard_cards(desktop: Desktop, tmp_path: Path, night: bool) -> None:
    inspect = (TESTS / "render" / "inspect.js").read_text(encoding="utf-8")
    cards = hard.package(tmp_path)
    results = desktop.run(_reviewed, package=str(cards), inspect=inspect, night=night).results
    assert results["shown"] == len(hard.NOTES) + len(hard.POSTS)
    assert results["found"] == []
