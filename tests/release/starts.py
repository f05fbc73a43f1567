"""Installs an add-on into the real Anki that this Python has, and uses it once.

    python -m tests.release.starts annoki.ankiaddon [PICTURES]

Prints as JSON which Anki that was, which version Anki says it has installed, and how many notes a
sync made of the examples; with PICTURES, a folder, it also keeps pictures of the windows there, in
English and Chinese. Ends with 1 and Anki's own words if anything fails.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict, Iterator

from anki.buildinfo import version

from tests.addon.desktop import Desktop, DesktopError, screen
from tests.fixture_files import EXAMPLES

LANGUAGES = {"en": "en", "zh": "zh_CN"}
WINDOWS = ("first", "preview", "finish", "report")
SIZE = (1000, 680)
SOURCE, ASKED = "hypothesis-page.txt", "git bisect"


def _use(desk: Any, folder: str, look: str, page: str, asked: str) -> Iterator[Any]:
    from pathlib import Path

    mw = desk.mw
    mw.setGeometry(0, 0, 1000, 680)

    def shown(name: str, window: Any) -> Iterator[Any]:
        """The window in the middle of the screen, alone in its picture."""
        yield 0.7
        if folder:
            at = window.frameGeometry()
            picture = mw.screen().grabWindow(0, at.x(), at.y(), at.width(), at.height())
            picture.save(str(Path(folder, f"{name}-{look}.png")))

    def drawn(window: Any, name: str) -> Any:
        """Whether each card that is shown there has its text."""
        cards, seen = desk.child(window, name), [[""]]
        inside = (
            "[...document.querySelectorAll('iframe')].map(f => f.contentDocument.body.innerText)"
        )
        return lambda: cards.evalWithCallback(inside, seen.append) or (seen[-1] and all(seen[-1]))

    desk.trigger("annoki_first")
    yield lambda: desk.window("annoki_first")
    window = desk.window("annoki_first")
    go = desk.child(window, "annoki_first_go")
    desk.fill(window, "annoki_first_line", page)
    yield go.isEnabled
    yield drawn(window, "annoki_first_cards")
    yield from shown("first", window)
    window.close()
    yield lambda: not desk.windows()
    desk.trigger("annoki_preview")
    yield lambda: desk.loaded("annoki_preview")
    window = desk.window("annoki_preview")
    window.resize(960, 640)
    desk.pick(window, asked)
    yield drawn(window, "annoki_preview_cards")
    yield from shown("preview", window)
    desk.click(window, "annoki_preview_sync")
    yield lambda: desk.tooltips and desk.idle() and not desk.windows()
    desk.trigger("annoki_finish")
    yield lambda: desk.window("annoki_finish")
    yield from shown("finish", desk.window("annoki_finish"))
    desk.window("annoki_finish").close()
    desk.trigger("annoki_report")
    yield lambda: desk.loaded("annoki_report")
    window = desk.window("annoki_report")
    window.resize(960, 640)
    desk.pick(window, asked)
    yield from shown("report", window)
    window.close()
    desk.results["version"] = mw.addonManager.addon_meta("annoki").human_version
    desk.results["notes"] = len(desk.col.find_notes("note:Annoki"))


def used(package: Path, folder: Path, language: str, pictures: str = "") -> Dict[str, Any]:
    """What came of it, on a desktop in `folder`. Raises DesktopError."""
    desktop = Desktop(folder)
    # What is there already is not offered again, so the first window gets a page of its own.
    for place in (desktop.folder / "home", desktop.folder):
        place.mkdir(exist_ok=True)
        shutil.copy(EXAMPLES / SOURCE, place)
    with screen(*SIZE) as desktop.display, _inside(folder):
        desktop.prepare(package)
        desktop.configure(sources=[{"kind": "file", "path": SOURCE}])
        outcome = desktop.run(
            _use,
            language=LANGUAGES[language],
            folder=pictures,
            look=language,
            page=f"~/{SOURCE}",
            asked=ASKED,
        )
    if outcome.errors:
        raise DesktopError("\n".join(outcome.errors))
    return outcome.results


@contextlib.contextmanager
def _inside(folder: Path) -> Iterator[None]:
    """Where names are relative to `folder`, so that no picture tells where that is."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def main(package: str, pictures: str = "") -> int:
    """Use it in each language of which pictures are wanted, else in English."""
    told: Dict[str, Any] = {"anki": version}
    if pictures:
        Path(pictures).mkdir(parents=True, exist_ok=True)
        pictures = str(Path(pictures).resolve())
    for language in LANGUAGES if pictures else ("en",):
        with tempfile.TemporaryDirectory() as folder:
            try:
                told.update(used(Path(package).resolve(), Path(folder), language, pictures))
            except DesktopError as error:
                print(f"Anki {version}: {error}")
                return 1
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
