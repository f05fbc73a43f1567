"""The list of sources as a person uses it: keys, what is dropped, what it remembers, its sync."""

from __future__ import annotations

import json
from typing import Any, Iterator, List

from annoki.config import Source
from annoki.pipeline.results import key_of

from tests.addon.desktop import Desktop
from tests.addon.keys import managed_screen, needs_keys
from tests.addon.pages import MOON, NOTEBOOK, OCTOPUS, page


def _use(desk: Any, folder: str) -> Iterator[Any]:
    import subprocess

    from aqt.qt import QDragEnterEvent, QDropEvent, QMimeData, QPoint, QPointF, Qt, QUrl

    def press(*keys: str) -> Iterator[Any]:
        pressed = subprocess.Popen(["xdotool", "key", *keys])
        yield lambda: pressed.poll() is not None

    def drop(window: Any, data: QMimeData) -> None:
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        copy = Qt.DropAction.CopyAction
        entering = QDragEnterEvent(QPoint(200, 200), copy, data, left, none)
        desk.mw.app.sendEvent(window, entering)
        assert entering.isAccepted()
        desk.mw.app.sendEvent(window, QDropEvent(QPointF(200, 200), copy, data, left, none))

    def rows() -> List[List[str]]:
        found = [tree.topLevelItem(at) for at in range(tree.topLevelItemCount())]
        return [[item.text(column) for column in range(4)] for item in found]

    def at_rest() -> bool:
        return not any(tree._rows[at].is_read for at in range(tree.topLevelItemCount()))

    desk.trigger("annoki_sources")
    yield lambda: desk.window("annoki_sources")
    window = desk.window("annoki_sources")
    tree = desk.child(window, "annoki_sources_tree")
    details = desk.child(window, "annoki_sources_details")
    desk.picture("sources-empty", window)

    # Several files at once, one of them twice under two spellings; and what is none.
    data = QMimeData()
    names = ("whole.txt", "../" + folder.rpartition("/")[2] + "/whole.txt", "list.txt", "sub")
    data.setUrls([QUrl.fromLocalFile(f"{folder}/{name}") for name in names])
    drop(window, data)
    desk.results["told"] = details.text()
    yield at_rest
    desk.results["dropped"] = rows()
    more = QMimeData()
    more.setText(f"{folder}/sub/../whole.txt\n{folder}/missing.txt\n")
    drop(window, more)
    yield at_rest
    desk.results["again"] = [len(rows()), details.text()]
    desk.picture("sources-dropped", window)

    # Keys, in the list.
    window.activateWindow()
    yield window.isActiveWindow
    tree.setFocus()
    tree.clearSelection()
    tree.setCurrentItem(tree.topLevelItem(1))
    yield from press("F2")
    yield lambda: desk.window("annoki_source") and desk.window("annoki_source").isActiveWindow()
    path = desk.child(desk.window("annoki_source"), "annoki_source_path")
    desk.results["named"] = path.accessibleName()
    path.setText(f"{folder}/other.txt")
    path.setFocus()
    yield from press("Return")
    yield lambda: not desk.window("annoki_source") and at_rest()
    desk.results["edited"] = rows()[1]
    yield lambda: window.isActiveWindow() and tree.hasFocus()
    yield from press("Return")
    yield lambda: desk.window("annoki_source") and desk.window("annoki_source").isActiveWindow()
    yield from press("Escape")
    yield lambda: not desk.window("annoki_source") and window.isActiveWindow()
    tree.clearSelection()
    tree.setCurrentItem(tree.topLevelItem(2))
    yield tree.hasFocus
    yield from press("Delete")
    yield lambda: len(rows()) == 2
    desk.results["accessible"] = tree.accessibleName()
    tabs = desk.child(window, "annoki_sources_tabs")
    yield from press("alt+p")
    yield lambda: tabs.currentIndex() == 1
    yield from press("alt+u")
    yield lambda: tabs.currentIndex() == 0

    # A sync of one from here: it alone is read, and the window stays.
    tree.clearSelection()
    tree.topLevelItem(1).setSelected(True)
    yield from press("alt+s")
    yield lambda: len(desk.col.find_notes("")) and desk.idle()
    desk.results["notes"] = len(desk.col.find_notes(""))
    desk.results["open"] = desk.window("annoki_sources") is window
    before = len(desk.tooltips)
    yield lambda: not desk.notice("annoki_progress")
    tree.clearSelection()
    desk.click(window, "annoki_sources_sync")
    yield lambda: len(desk.col.find_notes("")) > 2 and desk.idle()
    yield lambda: len(desk.tooltips) > before
    desk.results["all"] = len(desk.col.find_notes(""))
    yield window.isActiveWindow
    yield from press("Escape")
    yield lambda: not desk.window("annoki_sources")

    # What is known of them is there when it is opened again.
    desk.trigger("annoki_sources")
    yield lambda: desk.window("annoki_sources")
    window = desk.window("annoki_sources")
    tree = desk.child(window, "annoki_sources_tree")
    desk.results["reopened"] = rows()
    window.reject()
    yield lambda: not desk.window("annoki_sources")


@needs_keys
def test_the_list_of_sources(desktop: Desktop) -> None:
    folder = desktop.folder / "notes"
    (folder / "sub").mkdir(parents=True)
    (folder / "list.txt").write_text("milk\nbread\n", encoding="utf-8")
    (folder / "whole.txt").write_text(page(NOTEBOOK), encoding="utf-8")
    (folder / "other.txt").write_text(page([OCTOPUS, MOON]), encoding="utf-8")
    with managed_screen(1024, 600) as desktop.display:
        outcome = desktop.run(_use, folder=str(folder))
    assert outcome.errors == []
    results = outcome.results
    first, unknown, sub = results["dropped"]
    assert first[:3] == [str(folder / "whole.txt"), "File", "5 items, complete"]
    assert first[3]
    assert results["told"].startswith(f"{folder / 'whole.txt'} is in the list already.")
    assert unknown[2].startswith("Failed")
    assert sub[2] == "Nothing was found" or sub[2].startswith("Failed")
    assert results["again"][0] == 3
    assert "There is no file" in results["again"][1]
    assert results["edited"][2] == "2 items, complete"
    assert results["named"] == "File or folder"
    assert results["accessible"]
    assert (results["notes"], results["all"], results["open"]) == (2, 5, True)
    assert [row[2] for row in results["reopened"]] == ["5 items, complete", "2 items, complete"]
    assert all(row[3] for row in results["reopened"])
    kept = json.loads(desktop.kept("results.json").read_text(encoding="utf-8"))
    assert key_of(Source(path=str(folder / "whole.txt"))) in kept


def _broken(desk: Any) -> Iterator[Any]:
    yield from desk.sync()
    desk.results["notes"] = len(desk.col.find_notes(""))
    desk.trigger("annoki_sources")
    yield lambda: desk.window("annoki_sources")
    tree = desk.child(desk.window("annoki_sources"), "annoki_sources_tree")
    found = [tree.topLevelItem(at) for at in range(3)]
    desk.results["rows"] = [[one.text(2), one.icon(2).isNull(), one.text(3)] for one in found]
    desk.picture("sources-broken", desk.window("annoki_sources"))
    desk.window("annoki_sources").reject()
    yield lambda: not desk.window("annoki_sources")


def test_a_broken_source_stops_no_other_and_is_marked_where_it_stands(desktop: Desktop) -> None:
    path = desktop.folder / "page.txt"
    path.write_text(page(NOTEBOOK), encoding="utf-8")
    good = {"kind": "file", "path": str(path)}
    desktop.configure(sources=[{"kind": "gopher"}, good, {"path": str(path.parent / "no.txt")}])
    outcome = desktop.run(_broken)
    assert outcome.errors == []
    assert outcome.results["notes"] == 5
    assert "gopher" in json.dumps(desktop.report)
    unknown, sound, missing = outcome.results["rows"]
    assert "gopher" in unknown[0]
    assert not unknown[1]
    assert sound[:2] == ["5 items, complete", True]
    assert sound[2]
    assert missing[:2] == ["Not found", False]


def _decks(desk: Any) -> Iterator[Any]:
    from aqt.studydeck import StudyDeck

    desk.col.decks.id("我的::问题")
    desk.trigger("annoki_sources")
    yield lambda: desk.window("annoki_sources")
    window = desk.window("annoki_sources")
    desk.child(window, "annoki_sources_tabs").setCurrentIndex(1)
    button = desk.child(window, "annoki_option_cards")
    desk.results["before"] = button.text()
    desk.picture("sources-options", window)
    desk.click(window, "annoki_option_cards")
    yield lambda: any(isinstance(one, StudyDeck) for one in desk.windows())
    chooser = next(one for one in desk.windows() if isinstance(one, StudyDeck))
    listed: Any = chooser.form.list
    names = [listed.item(at).text() for at in range(listed.count())]
    listed.setCurrentRow(names.index("我的::问题"))
    desk.picture("sources-deck", chooser)
    chooser.accept()
    yield lambda: button.text() == "我的::问题"
    window.accept()
    yield lambda: not desk.window("annoki_sources")
    # It is renamed before anything was synced, and is the one all the same.
    desk.col.decks.rename(desk.col.decks.id_for_name("我的::问题"), "阅读")
    yield from desk.sync()
    desk.results["cards"] = len(desk.col.find_cards("deck:阅读"))
    desk.results["decks"] = [one.name for one in desk.col.decks.all_names_and_ids()]
    desk.trigger("annoki_sources")
    yield lambda: desk.window("annoki_sources")
    desk.results["after"] = desk.child(desk.window("annoki_sources"), "annoki_option_cards").text()
    desk.window("annoki_sources").reject()
    yield lambda: not desk.window("annoki_sources")


def test_a_deck_is_chosen_as_anywhere_in_anki_and_followed(desktop: Desktop, write: Any) -> None:
    write(NOTEBOOK)
    outcome = desktop.run(_decks)
    assert outcome.errors == []
    assert outcome.results["before"] == "Annoki::Cards"
    assert outcome.results["after"] == "阅读"
    assert outcome.results["cards"] == 2
    assert "我的::问题" not in outcome.results["decks"]
    assert desktop.configuration()["decks"]["cards"] == "我的::问题"
