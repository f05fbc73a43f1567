"""Sources without touching JSON."""

from __future__ import annotations

from typing import Any, Iterator

from tests.addon.desktop import Desktop
from tests.addon.pages import NOTEBOOK, many, page


def _first_click(desk: Any, path: str) -> Iterator[Any]:
    from aqt.qt import QDialogButtonBox, QFileDialog, QTimer

    desk.trigger("annoki_sync")
    yield lambda: desk.window("annoki_first")
    desk.window("annoki_first").close()
    desk.trigger("annoki_sources")
    yield lambda: desk.window("annoki_sources")
    window = desk.window("annoki_sources")
    tree = desk.child(window, "annoki_sources_tree")
    desk.results["test enabled"] = desk.child(window, "annoki_sources_test").isEnabled()
    desk.picture("sources-empty", window)
    yield from desk.choose(window, "annoki_sources_add", "annoki_add_file")
    yield lambda: any(isinstance(one, QFileDialog) for one in desk.windows())
    chooser = next(one for one in desk.windows() if isinstance(one, QFileDialog))
    desk.fill(chooser, "fileNameEdit", path)
    yield 0.2
    button = chooser.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Open)
    assert button is not None
    QTimer.singleShot(0, button.click)
    # What was added is tested at once.
    yield lambda: tree.topLevelItemCount() == 1 and "items" in tree.topLevelItem(0).text(2)
    desk.results["state"] = tree.topLevelItem(0).text(2)
    desk.click(window, "annoki_option_sync_on_open")
    desk.click(window, "annoki_option_pictures")
    yield 0.1
    desk.picture("sources", window)
    window.accept()
    yield lambda: not desk.window("annoki_sources")
    yield from desk.sync()
    desk.results["notes"] = len(desk.col.find_notes(""))


def test_the_first_click_asks_for_sources_which_are_added_without_json(desktop: Desktop) -> None:
    path = desktop.folder / "page.txt"
    path.write_text(page(NOTEBOOK), encoding="utf-8")
    outcome = desktop.run(_first_click, path=str(path))
    assert outcome.errors == []
    assert not outcome.results["test enabled"]
    assert outcome.results["state"] == "5 items, complete"
    assert outcome.results["notes"] == 5
    config = desktop.configuration()
    assert config["sources"] == [{"kind": "file", "path": str(path)}]
    assert config["sync_on_open"] is True
    assert config["pictures"] is False
    assert config["decks"]["cards"] == "Annoki::Cards"


def _edit(desk: Any, folder: str) -> Iterator[Any]:
    desk.trigger("annoki_sources")
    yield lambda: desk.window("annoki_sources")
    window = desk.window("annoki_sources")
    tree = desk.child(window, "annoki_sources_tree")
    desk.results["before"] = [tree.topLevelItem(at).text(2) for at in range(3)]
    desk.click(window, "annoki_sources_test")
    yield lambda: all(tree.topLevelItem(at).text(2)[:3] not in ("", "Rea") for at in range(3))
    yield 0.3
    desk.results["tested"] = [tree.topLevelItem(at).text(2) for at in range(3)]
    desk.picture("sources-tested", window)
    tree.setCurrentItem(tree.topLevelItem(1))
    desk.click(window, "annoki_sources_remove")
    yield lambda: tree.topLevelItemCount() == 2
    tree.setCurrentItem(tree.topLevelItem(1))
    desk.click(window, "annoki_sources_edit")
    yield lambda: desk.window("annoki_source")
    editor = desk.window("annoki_source")
    desk.child(editor, "annoki_source_path").setText(folder)
    formats = desk.child(editor, "annoki_source_format")
    formats.setCurrentIndex(formats.findData("hypothesis-page-text"))
    desk.picture("source", editor)
    editor.accept()
    yield lambda: tree.topLevelItem(1).text(0) == folder
    window.accept()
    yield lambda: not desk.window("annoki_sources")
    # And what is given up is not kept.
    desk.trigger("annoki_sources")
    yield lambda: desk.window("annoki_sources")
    window = desk.window("annoki_sources")
    desk.child(window, "annoki_sources_tree").selectAll()
    desk.click(window, "annoki_sources_remove")
    yield 0.1
    window.reject()
    yield lambda: not desk.window("annoki_sources")


def test_sources_are_tested_edited_and_removed(desktop: Desktop) -> None:
    good = desktop.folder / "page.txt"
    good.write_text(page(many(3), declared=4), encoding="utf-8")
    shopping = desktop.folder / "shopping.txt"
    shopping.write_text("milk\nbread\n", encoding="utf-8")
    missing = desktop.folder / "missing.txt"
    desktop.configure(
        sources=[{"path": str(path), "format": ""} for path in (good, shopping, missing)]
    )
    outcome = desktop.run(_edit, folder=str(desktop.folder))
    assert outcome.errors == []
    assert outcome.results["before"] == ["", "", "Not found"]
    first, second, third = outcome.results["tested"]
    assert first == "3 of 4 items, not complete"
    assert second == "Failed: Annoki does not know what this is."
    assert third.startswith("Failed: cannot be opened")
    config = desktop.configuration()
    assert config["sources"] == [
        {"path": str(good), "format": ""},
        {"kind": "file", "path": str(desktop.folder), "format": "hypothesis-page-text"},
    ]
