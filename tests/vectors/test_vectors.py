"""Of what strangers may write nothing lives on a card; and whatever lives is seen."""

from __future__ import annotations

import os

import pytest

from tests.apart import apart
from tests.render.samples import write_package

from .browsers import BROWSERS, missing
from .cards import Side, sides_in
from .server import serving
from .showing import PROBES, alive
from .vectors import all_vectors, vector

LIVE = {
    "script": {"img-onerror", "a-javascript", "href"},
    "request": {"img-remote", "style-background", "iframe-src"},
    "element": {"script-behind-div", "math-open", "class-mathjax"},
    "sound": {"sound", "anki-tts", "latex", "latex-dollar-in-address", "type-answer", "field"},
    "overlay": {"style-fixed", "style-transform", "bbox-fixed"},
}
"""Some vectors that live where they stand on a card as they are, by the probe that finds them."""


@pytest.fixture(scope="session")
def as_they_are(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Side]:
    """By its name, the card on which a vector stands unescaped."""
    names = {name for names in LIVE.values() for name in names}
    path = tmp_path_factory.mktemp("vectors") / "live.apkg"
    write_package(path, {name: {"Prompt": vector(name).text} for name in sorted(names)})
    return {side.guid: side for side in sides_in(path)}


@pytest.mark.parametrize("browser", BROWSERS)
def test_what_lives_is_seen(as_they_are: dict[str, Side], browser: str) -> None:
    if why := missing(browser):
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    shown = [side for name, side in as_they_are.items() if name not in LIVE["sound"]]
    with serving() as server:
        found = {
            (one.side.guid, one.what.split(":")[0])
            for one in alive(server, browser, shown, on_a_page=1)
        }
    for side in as_they_are.values():
        found |= {(side.guid, sound.split(":")[0]) for sound in side.sounds}
    missed = {(name, probe) for probe in PROBES for name in LIVE[probe]} - found
    assert missed == set()


def test_nothing_lives_on_what_annoki_makes_of_them() -> None:
    """What it runs is measured by other tests."""
    assert len(all_vectors()) > 900
    if why := next(filter(None, map(missing, BROWSERS)), ""):
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    done = apart("tests.vectors")
    assert done.returncode == 0, done.stdout + done.stderr
    nothing = ", ".join(f"{probe}s 0" for probe in PROBES)
    assert done.stdout.count(nothing) == len(BROWSERS)
