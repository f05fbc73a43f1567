"""The cards of a page are Anki's: of fields and templates both make the same."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Sequence, Tuple

import pytest
from annoki.config import Config, source_of
from annoki.model import Note
from annoki.notetype import WRITTEN
from annoki.pipeline.gather import gather
from annoki.targets.apkg import package
from annoki.targets.page.html import APP
from annoki.targets.page.payload import Shown, payload
from real_anki import EXAMPLES, ROOT, Learner

Sides = Dict[Tuple[str, int], Tuple[str, str]]
"""(GUID, place of the template) → both sides, as HTML."""

ODD = {
    "white space is empty": {"Answer": " \n\t", "Passage": "<br>", "Context": "<div></div>"},
    "so is a break": {"Answer": "<br><BR /><Div></div >\r\n\v\f", "Source": "<br/ >"},
    "a wide space is not": {"Answer": "\u3000", "Passage": "\u00a0", "Context": "\ufeff"},
    "nor a line of Unicode's": {"Answer": "\u2028", "Passage": "\u0085", "Context": "\u200b"},
    "nor a break with spaces": {"Answer": "<br  >", "Passage": "< br>", "Context": "<br\n>"},
    "an entity is not": {"Answer": "&nbsp;", "Passage": "<br/><BR /><Div>", "Context": "<b></b>"},
    "a break with an attribute is not": {"Answer": "<br class=x>", "Passage": "<divine>"},
    "braces": {"Answer": "{{Prompt}} {{#Answer}} }} {{", "Passage": "{{{x}}}"},
    "dollars": {"Answer": "$& $1 $` $' \\1", "Passage": "$$"},
    "both ways": {"Answer": "a", "Reverse": "1"},
    "both ways without an answer": {"Reverse": "1"},
    "a date alone": {"Answer": "a", "Captured": "2024-01-02"},
    "a source alone": {"Answer": "a", "Source": '<span class="host">a.example</span>'},
    "of the learner": {"Answer": "a", "My notes": "<div>mine</div>", "Spare 1": "spare"},
}


def notes_by_hand() -> List[Note]:
    return [
        Note(
            f"odd-{at}",
            tuple({"Prompt": name, "Status": "ready", **fields}.get(one, "") for one in WRITTEN),
            (),
            "Annoki",
            False,
            "ready",
            "",
        )
        for at, (name, fields) in enumerate(ODD.items())
    ]


def read(path: Path) -> List[Note]:
    return [*gather(Config(pictures=False), [source_of(str(path))]).whole().notes]


@pytest.fixture(scope="module")
def page_cards(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Sequence[Note]], Sides]:
    """What the page makes of notes, in a browser."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    browser = next((path for name in names if name and (path := shutil.which(name))), None)
    if not browser:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium")

    def made(notes: Sequence[Note]) -> Sides:
        knows = payload([Shown(one, 0, 0, "", "") for one in notes], [], "", {}, {"documents": []})
        data = json.dumps(knows).replace("<", "\\u003c")
        script = (APP / "card.js").read_text(encoding="utf-8")
        path = tmp_path_factory.mktemp("cards") / "cards.html"
        path.write_text(
            f'<meta charset="utf-8"><script id="page-data" type="application/json">{data}</script>'
            f"<script>{script}\nconst made = JSON.stringify(PAGE.notes.map(cardsOf));</script>"
            "<pre></pre><script>document.querySelector('pre').textContent = made</script>",
            encoding="utf-8",
        )
        arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
        done = subprocess.run(
            [browser, *arguments, f"--user-data-dir={path.parent / 'profile'}", path.as_uri()],
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=True,
        )
        (text,) = re.findall(r"<pre>(.*)</pre>", done.stdout, re.DOTALL)
        each: List[List[Dict[str, Any]]] = json.loads(html.unescape(text))
        return {
            (note.guid, card["ord"]): (card["front"], card["back"])
            for note, cards in zip(notes, each)
            for card in cards
        }

    return made


def anki_cards(
    notes: Sequence[Note], folder: Path
) -> Iterator[Tuple[Tuple[str, int], Tuple[str, str]]]:
    learner = Learner(folder / "learner" / "collection.anki2")
    package.write(iter(notes), folder / "notes.apkg")
    learner.import_package(folder / "notes.apkg")
    for id in learner.col.find_cards(""):
        card = learner.col.get_card(id)
        sides = (_without_style(card.question()), _without_style(card.answer()))
        yield (card.note().guid, card.ord), sides
    learner.close()


def _without_style(side: str) -> str:
    return re.sub("^<style>.*?</style>", "", side, flags=re.DOTALL)


@pytest.mark.parametrize(
    "given",
    [notes_by_hand, lambda: read(EXAMPLES), lambda: read(ROOT / "tests" / "fixtures")],
    ids=["by hand", "examples", "fixtures"],
)
def test_each_card_is_as_anki_makes_it(
    given: Callable[[], List[Note]],
    page_cards: Callable[[Sequence[Note]], Sides],
    tmp_path: Path,
) -> None:
    notes = given()
    ours, theirs = page_cards(notes), dict(anki_cards(notes, tmp_path))

    assert ours.keys() == theirs.keys()
    assert {key: ours[key] for key in ours if ours[key] != theirs[key]} == {}
    assert len(ours) >= len(notes) > 10
