"""What the preview lets a person choose, and what becomes of it: one undo step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Iterator

from tests.addon.desktop import Desktop
from tests.addon.pages import BAMBOO, MOON, NOTEBOOK, OCTOPUS, SALT, page

if TYPE_CHECKING:
    from aqt.qt import Qt  # In the desktop the driver gives it to each script.

Write = Callable[..., Path]

MINE = "盐降低冰点 (我的话)"
THEIRS = "盐水更难结冰。"


def _theirs(desk: Any, path: str, changed: str) -> Iterator[Any]:
    from pathlib import Path

    def group(title: str) -> Any:
        tree = desk.child(desk.window("annoki_preview"), "annoki_preview_tree")
        found = [tree.topLevelItem(at) for at in range(tree.topLevelItemCount())]
        return next((one for one in found if one.text(0).startswith(title)), None)

    yield from desk.sync()
    for text in ("Salt lowers", "An octopus"):
        note = desk.note(text)
        note["Answer"] = "盐降低冰点 (我的话)"
        desk.col.update_note(note)
    Path(path).write_text(changed, encoding="utf-8")
    desk.trigger("annoki_preview")
    yield lambda: desk.window("annoki_preview")
    conflicts = group("Conflicts")
    rows = [conflicts.child(at) for at in range(conflicts.childCount())]
    salt = next(row for row in rows if "盐" in row.text(0) or "Salt" in row.text(0))
    desk.results["sides"] = [salt.child(at).text(0) for at in range(salt.childCount())]
    desk.results["ticked"] = [row.checkState(1).value for row in rows]
    salt.setCheckState(1, Qt.CheckState.Checked)
    # Some of a group, neither all nor none.
    desk.results["group"] = conflicts.checkState(1) == Qt.CheckState.PartiallyChecked
    yield 0.1
    desk.picture("preview-choices", desk.window("annoki_preview"))
    desk.click(desk.window("annoki_preview"), "annoki_preview_sync")
    yield lambda: len(desk.tooltips) > 1 and desk.idle()
    desk.results["salt"] = desk.note("Salt lowers")["Answer"]
    desk.results["octopus"] = desk.note("An octopus")["Answer"]
    # Told once: then it stands among those of before, and may still be chosen.
    desk.trigger("annoki_preview")
    yield lambda: desk.window("annoki_preview")
    window = desk.window("annoki_preview")
    desk.results["again"] = group("Conflicts: ") is not None
    sync = desk.child(window, "annoki_preview_sync")
    desk.results["enabled"] = [sync.isEnabled()]
    group("Conflicts told before").setCheckState(1, Qt.CheckState.Checked)
    yield 0.1
    desk.results["enabled"].append(sync.isEnabled())
    desk.picture("preview-kept", window)
    desk.click(window, "annoki_preview_sync")
    yield lambda: len(desk.tooltips) > 2 and desk.idle()
    desk.results["all"] = [desk.note(text)["Answer"] for text in ("Salt lowers", "An octopus")]
    desk.results["undo"] = desk.col.undo_status().undo
    desk.mw.form.actionUndo.trigger()
    yield lambda: desk.idle() and desk.note("An octopus")["Answer"] == "盐降低冰点 (我的话)"


def test_theirs_is_taken_where_it_was_ticked(desktop: Desktop, write: Write) -> None:
    path = write(NOTEBOOK)
    changed = [(OCTOPUS[0], OCTOPUS[1] + ",两颗供鳃"), (SALT[0], THEIRS), MOON, BAMBOO, NOTEBOOK[4]]
    outcome = desktop.run(_theirs, path=str(path), changed=page(changed))
    assert outcome.errors == []
    mine, theirs = outcome.results["sides"]
    assert mine == f"Answer, Yours: {MINE}"
    assert theirs == f"Answer, Source: {THEIRS}"
    assert outcome.results["ticked"] == [0, 0], "mine is the default"
    assert outcome.results["group"] is True
    assert THEIRS in outcome.results["salt"]
    assert outcome.results["octopus"] == MINE
    assert outcome.results["again"] is False
    assert outcome.results["enabled"] == [False, True]
    assert THEIRS in outcome.results["all"][0]
    assert "两颗供鳃" in outcome.results["all"][1]
    assert outcome.results["undo"] == "Annoki sync"


def _restored(desk: Any) -> Iterator[Any]:
    def rows() -> Any:
        tree = desk.child(desk.window("annoki_preview"), "annoki_preview_tree")
        return [tree.topLevelItem(at) for at in range(tree.topLevelItemCount())]

    yield from desk.sync()
    desk.col.remove_notes(desk.col.find_notes("octopus or Moon"))
    desk.results["left"] = desk.col.note_count()
    yield from desk.sync()
    desk.results["stays"] = desk.col.note_count()
    desk.trigger("annoki_report")
    yield lambda: desk.window("annoki_report")
    report = desk.child(desk.window("annoki_report"), "annoki_report_text")
    desk.results["report"] = report.toPlainText()
    desk.window("annoki_report").close()
    desk.trigger("annoki_preview")
    yield lambda: desk.window("annoki_preview")
    window = desk.window("annoki_preview")
    (group,) = rows()
    desk.results["group"] = [group.text(0), group.childCount()]
    group.child(0).setCheckState(1, Qt.CheckState.Checked)
    yield 0.1
    desk.picture("preview-deleted", window)
    desk.click(window, "annoki_preview_sync")
    yield lambda: len(desk.tooltips) > 2 and desk.idle()
    desk.results["restored"] = desk.col.note_count()


def test_what_was_deleted_stays_so_unless_restored(desktop: Desktop, write: Write) -> None:
    write(NOTEBOOK)
    outcome = desktop.run(_restored)
    assert outcome.errors == []
    assert outcome.results["left"] == outcome.results["stays"] == 3
    assert outcome.tooltips[1] == "Annoki: nothing has changed since the last sync."
    assert "Deleted by you, and left so" in outcome.results["report"]
    assert outcome.results["group"] == ["Deleted by you: they stay deleted (2)", 2]
    assert outcome.tooltips[2].startswith("Annoki added 1 note")
    assert outcome.results["restored"] == 4
