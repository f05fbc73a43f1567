"""What a person sees, in light and dark, in English and Chinese; kept under `build/pictures/addon`.

A picture is checked for being one at all; whether it is good is for eyes.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Iterator

import pytest

from tests.addon.desktop import Desktop, screen
from tests.addon.pages import BAMBOO, MOON, NOTEBOOK, OCTOPUS, SALT, many, page
from tests.fixture_files import ROOT

PICTURES = ROOT / "build" / "pictures" / "addon"


def _show(desk: Any, look: str, path: str, changed: str, more: str) -> Iterator[Any]:
    from pathlib import Path

    from aqt.qt import QCursor, QPoint
    from aqt.theme import Theme

    def picture(name: str) -> None:
        desk.picture(f"{name}-{look}")

    mw = desk.mw
    mw.set_theme(Theme.DARK if "dark" in look else Theme.LIGHT)
    mw.setGeometry(100, 60, 900, 700)
    yield 1.0
    menu = mw.form.menuTools
    menu.popup(mw.mapToGlobal(QPoint(120, 24)))
    menu.setActiveAction(desk.action("annoki_sync"))
    yield 0.3
    picture("menu")
    menu.close()
    desk.trigger("annoki_preview")
    yield lambda: desk.window("annoki_preview")
    yield 0.3
    picture("preview")
    desk.click(desk.window("annoki_preview"), "annoki_preview_sync")
    yield lambda: desk.tooltips and desk.idle()
    yield 0.7
    picture("synced")
    # The learner edits, the source changes: a conflict, an update, a new one.
    note = desk.note("Salt lowers")
    note["Answer"] = "盐降低冰点 (我的话)"
    desk.col.update_note(note)
    Path(path).write_text(changed, encoding="utf-8")
    desk.trigger("annoki_preview")
    yield lambda: desk.window("annoki_preview")
    yield lambda: desk.loaded("annoki_preview")
    desk.pick(desk.window("annoki_preview"), "Salt")
    yield 0.3
    picture("preview-conflict")
    desk.click(desk.window("annoki_preview"), "annoki_preview_sync")
    yield lambda: not desk.windows() and desk.idle()
    yield 0.5
    desk.trigger("annoki_report")
    yield lambda: desk.loaded("annoki_report")
    yield 0.3
    picture("report")
    desk.window("annoki_report").close()
    desk.trigger("annoki_sources")
    yield lambda: desk.window("annoki_sources")
    desk.click(desk.window("annoki_sources"), "annoki_sources_test")
    yield 0.7
    picture("sources")
    desk.window("annoki_sources").reject()
    mw.col.decks.select(mw.col.decks.id_for_name("Annoki::Cards"))
    mw.moveToState("review")
    yield lambda: mw.state == "review"
    yield 1.5
    mw.reviewer._showAnswer()
    yield 1.5
    picture("review")
    mw.moveToState("deckBrowser")
    # Many gone at once, and a source that fails.
    Path(path).write_text(more, encoding="utf-8")
    yield from desk.sync()
    Path(path).write_text(changed, encoding="utf-8")
    desk.trigger("annoki_sync")
    yield lambda: desk.window("annoki_preview")
    yield 0.3
    picture("question")
    desk.click(desk.window("annoki_preview"), "annoki_preview_cancel")
    yield lambda: not desk.windows()
    Path(path).unlink()
    desk.trigger("annoki_sync")
    yield lambda: desk.notice() and desk.idle()
    yield 0.3
    picture("failure")
    QCursor.setPos(0, 0)
    yield 0.2


NAMES = (
    *("menu", "preview", "synced", "preview-conflict", "report", "sources"),
    *("review", "question", "failure"),
)


@pytest.mark.skipif(not shutil.which("Xvfb"), reason="needs Xvfb")
@pytest.mark.parametrize(("look", "language"), [("light", "en"), ("dark-zh", "zh_CN")])
def test_pictures(look: str, language: str, prepared: Desktop, tmp_path: Path) -> None:
    later = [
        (OCTOPUS[0], OCTOPUS[1] + ",两颗供鳃,一颗供全身"),
        (SALT[0], "盐水更难结冰。"),
        MOON,
        (BAMBOO[0], "[!NOTE] 竹子为什么长得快?\n\nflashcard\n\n每一节都在长"),
        ("Ice floats on water.", "冰浮在水上:::因为密度小"),
        NOTEBOOK[4],
    ]
    with screen(1100, 820) as display:
        desktop = prepared.copy(tmp_path / "desktop", PICTURES)
        desktop.display = display
        path = desktop.folder / "annotations.txt"
        path.write_text(page(NOTEBOOK), encoding="utf-8")
        blog = ROOT / "examples" / "weekly.txt"
        desktop.configure(
            sources=[{"kind": "file", "path": str(one), "format": ""} for one in (path, blog)]
        )
        outcome = desktop.run(
            _show,
            language=language,
            look=look,
            path=str(path),
            changed=page(later),
            more=page([*later, *many(60)]),
        )
    assert outcome.errors == []
    for name in NAMES:
        picture = PICTURES / f"{name}-{look}.png"
        assert picture.stat().st_size > 10_000, name
