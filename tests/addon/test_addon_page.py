"""The page of cards that the preview opens: one file, in whatever opens such files here."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path
from typing import Any, Iterator

import pytest

from tests.addon.desktop import Desktop
from tests.addon.keys import managed_screen, needs_keys
from tests.addon.pages import OCTOPUS, page

FORMULA = ("Attention divides by a root.", "[!NOTE] 除以多少?\n\nflashcard\n\n除以 $\\sqrt{d_k}$。")
PICTURES = Path(__file__).parents[2] / "build" / "pictures" / "addon"

# The text of all that is shown, also inside cards, which no style of the page reaches, and how many
# formulas are set.
_LOOK = """(() => {
  const each = (root) => [...root.querySelectorAll("*")].flatMap(
    (one) => [one, ...(one.shadowRoot ? each(one.shadowRoot) : [])]);
  const own = (one) => [...one.childNodes].filter((node) => node.nodeType === 3)
    .map((node) => node.data).join("");
  const all = each(document).filter((one) => !["SCRIPT", "STYLE"].includes(one.tagName));
  const formulas = all.filter((one) => one.localName === "mjx-container");
  return [all.map(own).join(" "), formulas.length];
})()"""


def _opens(desk: Any, look: str, opened: str) -> Iterator[Any]:
    import subprocess
    from pathlib import Path

    from aqt import qt

    asked = []

    class Watch(qt.QWebEngineUrlRequestInterceptor):
        def interceptRequest(self, info: Any) -> None:
            asked.append(info.requestUrl().toString()[:200])

    yield from desk.sync()
    card = desk.col.get_card(desk.col.find_cards("章鱼")[0])
    card.start_timer()
    desk.col.sched.answerCard(card, 4)
    desk.trigger("annoki_preview")
    yield lambda: desk.loaded("annoki_preview")
    window = desk.window("annoki_preview")
    yield window.isActiveWindow
    before = desk.rows()
    yield 0.3
    desk.picture("preview-page")
    keys = subprocess.Popen(["xdotool", "key", "alt+p"])
    yield lambda: keys.poll() is not None and Path(opened).exists()
    assert window.isVisible()
    assert desk.rows() == before
    desk.results["address"] = address = Path(opened).read_text("utf-8").strip()

    profile = qt.QWebEngineProfile()
    watch = Watch()
    profile.setUrlRequestInterceptor(watch)
    view = qt.QWebEngineView()
    web = qt.QWebEnginePage(profile, view)
    view.setPage(web)
    view.resize(1000, 800)
    view.show()
    view.load(qt.QUrl(address))
    seen: Any = []

    def is_shown() -> bool:
        web.runJavaScript(look, seen.append)
        return any("章鱼有几颗心脏" in one[0] and one[1] for one in seen if one)

    yield is_shown
    yield 0.5
    desk.picture("page")
    desk.results["seen"], desk.results["asked"] = seen[-1], asked
    view.close()
    view.deleteLater()
    desk.click(window, "annoki_preview_cancel")
    yield lambda: not desk.windows()


@needs_keys
def test_the_preview_opens_all_cards_as_a_page(
    prepared: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = tmp_path / "opened"
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f"#!/bin/sh\nprintf '%s' \"$1\" >{opened}.part\nmv {opened}.part {opened}\n")
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{opener.parent}:{os.environ['PATH']}")
    desktop = prepared.copy(tmp_path / "desktop", PICTURES)
    path = desktop.folder / "page.txt"
    path.write_text(page([OCTOPUS, FORMULA]), encoding="utf-8")
    desktop.configure(sources=[{"kind": "file", "path": str(path), "format": ""}])
    with managed_screen() as display:
        desktop.display = display
        outcome = desktop.run(_opens, look=_LOOK, opened=str(opened))

    assert outcome.errors == []
    file = desktop.kept("cards.html")
    address = outcome.results["address"]
    assert address == file.as_uri()
    (known,) = re.findall('id="page-data">(.*?)</script>', file.read_text(encoding="utf-8"))
    (document,) = json.loads(known)["atlas"]["documents"]
    learnt = {name: document["learnt"][name] for name in ("cards", "new", "reviews")}
    assert learnt == {"cards": 2, "new": 1, "reviews": 1}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600, "only its owner reads what one has read"
    text, formulas = outcome.results["seen"]
    assert "除以多少" in text
    assert formulas >= 1, "by Anki's own MathJax"
    asked = [one for one in outcome.results["asked"] if not one.startswith("data:")]
    assert set(asked) == {address}, "nothing else is asked for, fonts of formulas neither"
