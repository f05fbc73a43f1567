"""The add-on in the real program: it loads, and its menu is there."""

from __future__ import annotations

from typing import Any, Iterable, Iterator, List

from tests.addon.desktop import Desktop


def _loads(desk: Any) -> Iterator[Any]:
    yield desk.idle
    manager = desk.mw.addonManager
    desk.results["enabled"] = [meta.dir_name for meta in manager.all_addon_meta() if meta.enabled]
    tools = desk.mw.form.menuTools.actions()
    (ours,) = [a.menu() for a in tools if a.menu() and a.menu().objectName() == "annoki_menu"]
    desk.results["beside"] = [action.text() for action in tools]
    desk.results["title"] = ours.title()
    desk.results["menu"] = {a.objectName(): a.text() for a in ours.actions() if a.objectName()}
    desk.results["windows"] = [type(window).__name__ for window in desk.windows()]


def _modules(desk: Any) -> Iterator[Any]:
    import sys

    yield desk.idle
    desk.results["ours"] = [name for name in sys.modules if name.split(".")[0] == "annoki"]


def _letters(texts: Iterable[str]) -> List[str]:
    """The letters that choose an entry by the keyboard."""
    return [text.split("&")[1][0].upper() for text in texts if "&" in text]


def test_it_loads_and_is_one_submenu(desktop: Desktop) -> None:
    outcome = desktop.run(_loads)
    assert "annoki" in outcome.results["enabled"]
    assert outcome.results["windows"] == []
    assert outcome.errors == []
    menu = outcome.results["menu"]
    assert {"annoki_sync", "annoki_preview", "annoki_sources", "annoki_report"} <= set(menu)
    assert "Annoki" in outcome.results["title"].replace("&", "")
    # Each by a letter of its own, the submenu also beside Anki's entries.
    assert len(set(_letters(menu.values()))) == len(menu)
    beside = _letters(outcome.results["beside"])
    assert beside.count(*_letters([outcome.results["title"]])) == 1


def test_a_start_without_a_click_loads_the_menu_and_no_more(desktop: Desktop) -> None:
    """The package, its menu, what that asks of Anki and of the profile, and the words."""
    outcome = desktop.run(_modules)
    loaded = {name.partition(".")[2] for name in outcome.results["ours"]}
    assert loaded == {
        "",
        "menu",
        "host",
        "i18n",
        "annoki",
        "annoki.profile",
        "annoki.sync",
        "annoki.words",
    }
    assert outcome.errors == []
