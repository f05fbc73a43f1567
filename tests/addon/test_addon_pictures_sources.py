"""The sources dialog and the form of each kind, in light and dark, in English and Chinese.

Kept under `build/pictures/addon`, as the other pictures; they are for eyes.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Iterator

import pytest

from tests.addon.desktop import Desktop, screen
from tests.addon.pages import NOTEBOOK, page
from tests.addon.test_addon_pictures import PICTURES
from tests.addon.test_addon_services import feed
from tests.fetch.servers import TOKEN, Hypothesis, Memos, Site, memo, public, row, status


def _show(desk: Any, look: str) -> Iterator[Any]:
    from aqt.qt import QPoint
    from aqt.theme import Theme

    mw = desk.mw
    mw.set_theme(Theme.DARK if "dark" in look else Theme.LIGHT)
    mw.setGeometry(0, 0, 1000, 560)
    yield 1.0
    screen = mw.screen().availableGeometry()
    desk.results["screen"] = [screen.width(), screen.height()]
    desk.results["too large"] = []

    def look_at(name: str) -> None:
        """Keep a picture, and see that each window fits the screen."""
        desk.picture(f"{name}-{look}")
        for one in desk.windows():
            needed = one.minimumSizeHint().expandedTo(one.size())
            if needed.width() > screen.width() or needed.height() > screen.height():
                desk.results["too large"].append([name, needed.width(), needed.height()])

    desk.trigger("annoki_sources")
    yield lambda: desk.window("annoki_sources")
    window = desk.window("annoki_sources")
    tree = desk.child(window, "annoki_sources_tree")
    button = desk.child(window, "annoki_sources_test")
    test = button.text()
    menu = desk.child(window, "annoki_sources_add").menu()
    menu.popup(window.mapToGlobal(QPoint(300, 80)))
    yield 0.4
    look_at("sources-menu")
    menu.close()
    for at, kind in enumerate(("file", "hypothesis", "memos", "blog")):
        tree.setCurrentItem(tree.topLevelItem(at))
        desk.click(window, "annoki_sources_edit")
        yield lambda: desk.window("annoki_source")
        yield 0.4
        look_at(f"source-{kind}")
        desk.window("annoki_source").reject()
        yield lambda: not desk.window("annoki_source")
    yield from desk.choose(window, "annoki_sources_add", "annoki_add_hypothesis")
    yield lambda: desk.window("annoki_source")
    yield 0.4
    look_at("source-empty")
    desk.window("annoki_source").reject()
    yield lambda: not desk.window("annoki_source")
    tree.clearSelection()
    desk.click(window, "annoki_sources_test")
    yield lambda: button.text() != test
    yield 0.2
    look_at("sources-testing")
    yield lambda: button.text() == test
    yield 0.2
    look_at("sources-tested")
    tree.setCurrentItem(tree.topLevelItem(1))
    yield 0.2
    look_at("sources-chosen")
    desk.child(window, "annoki_sources_tabs").setCurrentIndex(1)
    yield 0.4
    look_at("sources-options")
    window.reject()
    yield lambda: not desk.windows()
    desk.trigger("annoki_sync")
    yield lambda: desk.notice() and desk.idle()
    desk.click(desk.notice(), "annoki_notice_report")
    yield lambda: desk.loaded("annoki_report")
    yield 0.3
    desk.picture(f"report-services-{look}")


NAMES = (
    *("sources-menu", "source-file", "source-hypothesis", "source-memos", "source-blog"),
    *("source-empty", "sources-testing", "sources-tested", "sources-chosen", "sources-options"),
    "report-services",
)


@pytest.mark.skipif(not shutil.which("Xvfb"), reason="needs Xvfb")
@pytest.mark.parametrize(
    ("look", "language", "scale"), [("light", "en", 1), ("dark-zh-2x", "zh_CN", 2)]
)
def test_pictures_of_sources(
    look: str,
    language: str,
    scale: int,
    prepared: Desktop,
    tmp_path: Path,
) -> None:
    size = 1024 * scale, 600 * scale
    with Hypothesis() as api, Memos(26) as memos, Site() as blog, screen(*size) as display:
        api.rows = [public(row(n)) for n in range(44)]
        memos.memos = [memo(n) for n in range(7)]
        blog.pages = {"/atom.xml": feed(blog.url, 3)}
        memos.troubles = [status(401)] * 2
        desktop = prepared.copy(tmp_path / "desktop", PICTURES)
        desktop.display = display
        desktop.enlarge(scale)
        path = desktop.folder / "annotations.txt"
        path.write_text(page(NOTEBOOK, declared=6), encoding="utf-8")
        desktop.configure(
            sources=[
                {"kind": "file", "path": str(path)},
                {"kind": "hypothesis", "user": "me", "token": TOKEN, "api": api.api},
                {"kind": "memos", "url": memos.url, "token": TOKEN},
                {"kind": "blog", "url": f"{blog.url}/atom.xml"},
            ]
        )
        outcome = desktop.run(_show, language=language, look=look)
    assert outcome.errors == []
    assert outcome.results["screen"] == [1024, 600]
    assert outcome.results["too large"] == []
    for name in NAMES:
        picture = PICTURES / f"{name}-{look}.png"
        assert picture.stat().st_size > 10_000, name
