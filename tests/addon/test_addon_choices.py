"""What the preview lets a person choose, and what becomes of it: one undo step."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Iterator

from tests.addon.desktop import Desktop
from tests.addon.pages import BAMBOO, MOON, NOTEBOOK, OCTOPUS, SALT, page

Write = Callable[..., Path]

MINE = "盐降低冰点 (我的话)"
THEIRS = "盐水更难结冰。"


def _theirs(desk: Any, path: str, changed: str) -> Iterator[Any]:
    from pathlib import Path

    def chosen(window: Any) -> Any:
        return [what for _, what in desk.items(window) if "takes theirs" in what]

    yield from desk.sync()
    for text in ("Salt lowers", "An octopus"):
        note = desk.note(text)
        note["Answer"] = "盐降低冰点 (我的话)"
        desk.col.update_note(note)
    Path(path).write_text(changed, encoding="utf-8")
    desk.trigger("annoki_preview")
    yield lambda: desk.loaded("annoki_preview")
    window = desk.window("annoki_preview")
    desk.pick(window, "Salt")
    desk.results["sides"] = desk.child(window, "annoki_report_text").toPlainText()
    desk.results["chosen"] = [len(chosen(window))]
    desk.click(window, "annoki_items_choose")
    yield lambda: chosen(window)
    desk.results["chosen"].append(len(chosen(window)))
    desk.picture("preview-choices", window)
    desk.click(window, "annoki_preview_sync")
    yield lambda: len(desk.tooltips) > 1 and desk.idle()
    desk.results["salt"] = desk.note("Salt lowers")["Answer"]
    desk.results["octopus"] = desk.note("An octopus")["Answer"]
    # Told once: then it stands among those of before, and may still be chosen.
    desk.trigger("annoki_preview")
    yield lambda: desk.loaded("annoki_preview")
    window = desk.window("annoki_preview")
    desk.results["again"] = desk.items(window)[0]
    sync, view = (desk.child(window, f"annoki_{one}") for one in ("preview_sync", "items"))
    desk.results["enabled"] = [sync.isEnabled()]
    desk.pick(window, desk.items(window)[0][0])
    view.selectAll()
    desk.click(window, "annoki_items_choose")
    yield lambda: chosen(window)
    desk.results["enabled"].append(sync.isEnabled())
    desk.picture("preview-kept", window)
    desk.click(window, "annoki_preview_sync")
    yield lambda: len(desk.tooltips) > 2 and desk.idle()
    desk.results["all"] = [desk.note(text)["Answer"] for text in ("Salt lowers", "An octopus")]
    desk.results["undo"] = desk.col.undo_status().undo
    desk.mw.form.actionUndo.trigger()
    yield lambda: desk.idle() and desk.note("An octopus")["Answer"] == "盐降低冰点 (我的话)"


def test_theirs_is_taken_where_it_was_chosen(desktop: Desktop, write: Write) -> None:
    path = write(NOTEBOOK)
    changed = [(OCTOPUS[0], OCTOPUS[1] + ",两颗供鳃"), (SALT[0], THEIRS), MOON, BAMBOO, NOTEBOOK[4]]
    outcome = desktop.run(_theirs, path=str(path), changed=page(changed))
    assert outcome.errors == []
    assert f"Yours\nSource\nAnswer\n{MINE}\n{THEIRS}" in outcome.results["sides"]
    assert outcome.results["chosen"] == [0, 1], "mine is the default"
    assert THEIRS in outcome.results["salt"]
    assert outcome.results["octopus"] == MINE
    assert "as told before" in outcome.results["again"][1]
    assert outcome.results["enabled"] == [False, True]
    assert THEIRS in outcome.results["all"][0]
    assert "两颗供鳃" in outcome.results["all"][1]
    assert outcome.results["undo"] == "Annoki sync"


def _restored(desk: Any) -> Iterator[Any]:
    yield from desk.sync()
    desk.col.remove_notes(desk.col.find_notes("octopus or Moon"))
    desk.results["left"] = desk.col.note_count()
    yield from desk.sync()
    desk.results["stays"] = desk.col.note_count()
    desk.trigger("annoki_report")
    yield lambda: desk.loaded("annoki_report")
    desk.results["report"] = desk.items(desk.window("annoki_report"))
    desk.window("annoki_report").close()
    desk.trigger("annoki_preview")
    yield lambda: desk.loaded("annoki_preview")
    window = desk.window("annoki_preview")
    desk.pick(window, desk.items(window)[0][0])
    desk.click(window, "annoki_items_choose")
    yield lambda: "comes back" in desk.items(window)[0][1]
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
    told = [what.partition(" · ")[0] for _, what in outcome.results["report"]]
    assert told.count("Deleted by you, and left so") == 2
    assert outcome.tooltips[2].startswith("Annoki added 1 note")
    assert outcome.results["restored"] == 4
