"""The add-on in the real program: it loads, and its menu is there."""

from __future__ import annotations

from typing import Any, Iterator

from tests.addon.desktop import Desktop


def _loads(desk: Any) -> Iterator[Any]:
    yield desk.idle
    manager = desk.mw.addonManager
    desk.results["enabled"] = [meta.dir_name for meta in manager.all_addon_meta() if meta.enabled]
    menu = desk.mw.form.menuTools
    desk.results["menu"] = {a.objectName(): a.text() for a in menu.actions() if a.objectName()}
    desk.results["windows"] = [type(window).__name__ for window in desk.windows()]


def _modules(desk: Any) -> Iterator[Any]:
    import sys

    yield desk.idle
    desk.results["ours"] = [name for name in sys.modules if name.split(".")[0] == "annoki"]


def test_it_loads_and_is_in_the_menu(desktop: Desktop) -> None:
    outcome = desktop.run(_loads)
    assert "annoki" in outcome.results["enabled"]
    assert outcome.results["windows"] == []
    assert outcome.errors == []
    assert outcome.results["menu"]["annoki_sync"] == "Annoki: Sync now"


def test_a_start_without_a_click_loads_the_menu_and_no_more(desktop: Desktop) -> None:
    """The package, its menu, what that asks of Anki and of the profile, and its words."""
    outcome = desktop.run(_modules)
    loaded = {name.partition(".")[2] for name in outcome.results["ours"]}
    assert loaded == {"", "menu", "host", "profile", "i18n"}
    assert outcome.errors == []
