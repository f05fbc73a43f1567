"""The click, and what it leaves in the collection."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Iterator

from tests.addon.desktop import Desktop
from tests.addon.pages import BAMBOO, MOON, NOTEBOOK, OCTOPUS, SALT, many, page

Write = Callable[..., Path]


def _click(desk: Any) -> Iterator[Any]:
    yield from desk.sync()
    col = desk.col
    desk.results["fields"] = [col.get_note(note_id).fields for note_id in col.find_notes("")]
    desk.results["suspended"] = len(col.find_cards("is:suspended"))
    desk.results["decks"] = sorted(deck.name for deck in col.decks.all_names_and_ids())
    desk.results["undo"] = col.undo_status().undo
    desk.results["undo_menu"] = desk.mw.form.actionUndo.text()
    desk.results["windows"] = [window.objectName() for window in desk.windows()]


def test_one_click(desktop: Desktop, write: Write) -> None:
    write(NOTEBOOK)
    outcome = desktop.run(_click)
    assert outcome.errors == []
    assert outcome.tooltips == ["Annoki added 5 notes."]
    assert len(outcome.results["fields"]) == 5
    assert outcome.results["suspended"] == 2
    assert "Annoki::Cards" in outcome.results["decks"]
    assert outcome.results["undo"] == "Annoki sync"
    assert "Annoki sync" in outcome.results["undo_menu"]
    assert outcome.results["windows"] == []
    report = desktop.report
    assert report["plan"]["add"] == 5
    assert report["notes"]["total"] == 5
    assert report["inputs"][0]["problems"] == []


def _undo(desk: Any) -> Iterator[Any]:
    before = desk.rows()
    yield from desk.sync()
    desk.results["after"] = len(desk.col.find_notes(""))
    desk.mw.form.actionUndo.trigger()
    yield lambda: desk.idle() and not desk.col.find_notes("")
    after = desk.rows()
    # The note type stays, as after any import: it was there to be undone with the notes only.
    desk.results["differing"] = [name for name in before if before[name] != after[name]]


def test_one_undo_takes_it_all_back(desktop: Desktop, write: Write) -> None:
    write(NOTEBOOK)
    outcome = desktop.run(_undo)
    assert outcome.results["after"] == 5
    assert set(outcome.results["differing"]) <= {"notetypes", "fields", "templates"}
    assert outcome.errors == []


def _idle_sync(desk: Any) -> Iterator[Any]:
    yield from desk.sync()
    before, mod = desk.rows(), desk.col.mod
    yield from desk.sync()
    desk.results["same"] = desk.rows() == before
    desk.results["mod"] = desk.col.mod - mod


def test_nothing_new_writes_nothing(desktop: Desktop, write: Write) -> None:
    write(NOTEBOOK)
    outcome = desktop.run(_idle_sync)
    assert outcome.tooltips[-1] == "Annoki: nothing has changed since the last sync."
    assert outcome.results == {"same": True, "mod": 0}


def _click_again(desk: Any) -> Iterator[Any]:
    import sys

    yield from desk.sync()
    making: Any = sys.modules["annoki.annoki.pipeline.making"]
    compose, making.compose = making.compose, None
    yield from desk.sync()
    making.compose = compose
    col = desk.col
    note = col.get_note(col.find_notes("deck:Annoki::Cards")[0])
    note["Answer"] = "我的"
    col.update_note(note)
    yield from desk.sync()


def test_a_second_click_composes_nothing(desktop: Desktop, write: Write) -> None:
    write(NOTEBOOK)
    outcome = desktop.run(_click_again)
    assert outcome.errors == []
    assert outcome.tooltips[1:] == ["Annoki: nothing has changed since the last sync."] * 2
    report = desktop.report
    assert report["plan"]["unchanged"] == report["notes"]["total"] == 5
    assert len(report["inputs"][0]["items"]) == report["inputs"][0]["found"]


def _learn_and_sync_again(desk: Any, path: str, changed: str) -> Iterator[Any]:
    from pathlib import Path

    from aqt.operations.note import update_note
    from aqt.operations.scheduling import answer_card

    yield from desk.sync()
    # As a learner would: one edit of a field, a note of one's own, a tag, a flag, a review.
    salt = desk.note("Salt lowers")
    salt["Answer"] = "盐降低冰点 (我的话)"
    salt["My notes"] = "看过实验"
    salt.tags.append("exam")
    update_note(parent=desk.mw, note=salt).run_in_background()
    yield desk.idle
    octopus = desk.note("An octopus")
    col = desk.col
    col.set_user_flag_for_cards(3, octopus.card_ids())
    col.decks.select(col.decks.id_for_name("Annoki::Cards"))
    queued = col.sched.get_queued_cards().cards[0]
    card = col.get_card(queued.card.id)
    card.start_timer()
    answer = col.sched.build_answer(card=card, states=queued.states, rating=2)
    answer_card(parent=desk.mw, answer=answer).run_in_background()
    yield desk.idle
    reviewed = col.get_card(card.id)

    Path(path).write_text(changed, encoding="utf-8")
    yield from desk.sync()
    salt.load()
    octopus.load()
    again = col.get_card(card.id)
    desk.results["salt"] = [salt["Answer"], salt["My notes"], "exam" in salt.tags]
    desk.results["octopus"] = [octopus["Answer"], octopus.cards()[0].user_flag()]
    desk.results["due"] = [reviewed.due == again.due, reviewed.ivl == again.ivl, again.reps]
    desk.results["revlog"] = col.db.scalar("select count() from revlog")
    desk.results["bamboo_awake"] = desk.note("Bamboo").cards()[0].queue == 0
    desk.results["notes"] = len(col.find_notes(""))


def test_a_learner_s_edits_survive_a_changed_source(desktop: Desktop, write: Write) -> None:
    path = write(NOTEBOOK)
    changed = page(
        [
            (OCTOPUS[0], OCTOPUS[1].replace("三颗", "三颗,两颗供鳃")),
            (SALT[0], "盐水更难结冰。"),
            MOON,
            (BAMBOO[0], "[!NOTE] 竹子为什么长得快?\n\nflashcard\n\n每一节都在长"),
            ("Ice floats on water.", "冰浮在水上:::因为密度小"),
            NOTEBOOK[4],
        ]
    )
    outcome = desktop.run(_learn_and_sync_again, path=str(path), changed=changed)
    assert outcome.errors == []
    assert outcome.tooltips[-1].startswith("Annoki added 1 note, updated ")
    assert "left 1 note as you wrote it" in outcome.tooltips[-1]
    assert outcome.results["salt"] == ["盐降低冰点 (我的话)", "看过实验", True]
    answer, flag = outcome.results["octopus"]
    assert "两颗供鳃" in answer
    assert flag == 3
    assert outcome.results["due"] == [True, True, 1]
    assert outcome.results["revlog"] == 1
    assert outcome.results["bamboo_awake"]
    assert outcome.results["notes"] == 6
    (conflict,) = desktop.report["plan"]["conflicts"]
    assert conflict["yours"] == "盐降低冰点 (我的话)"
    assert "盐水更难结冰" in conflict["source"]


def _failing(desk: Any, path: str) -> Iterator[Any]:
    import os

    yield from desk.sync()
    os.remove(path)
    yield from desk.sync()
    desk.click(desk.notice(), "annoki_notice_report")
    yield lambda: desk.loaded("annoki_report")
    report = desk.window("annoki_report")
    desk.results["text"] = desk.child(report, "annoki_report_text").toPlainText()
    desk.click(report, "annoki_report_copy")
    yield lambda: "Copied." in desk.tooltips
    desk.results["copied"] = desk.clipboard()
    desk.results["gone"] = len(desk.col.find_notes("tag:annoki::gone"))
    desk.results["notes"] = len(desk.col.find_notes(""))
    desk.picture("report-failure", report)
    report.close()
    yield lambda: not desk.windows()


def test_a_source_that_fails_is_named_and_nothing_is_gone(desktop: Desktop, write: Write) -> None:
    path = write(NOTEBOOK)
    outcome = desktop.run(_failing, path=str(path))
    assert outcome.errors == []
    assert "Of one source something could not be read" in outcome.tooltips[1]
    for text in (outcome.results["text"], outcome.results["copied"]):
        assert str(path) in text
        assert "No such file" in text
    assert outcome.results["gone"] == 0
    assert outcome.results["notes"] == 5
    assert desktop.report["inputs"][0]["problems"]


def _chinese(desk: Any) -> Iterator[Any]:
    desk.results["menu"] = desk.action("annoki_sync").text()
    yield from desk.sync()
    desk.results["undo"] = desk.col.undo_status().undo
    desk.trigger("annoki_sources")
    yield lambda: desk.window("annoki_sources")
    window = desk.window("annoki_sources")
    desk.results["title"] = window.windowTitle()
    desk.results["confirm"] = desk.child(window, "annoki_option_confirm").currentText()
    desk.picture("sources-zh", window)


def test_in_chinese(desktop: Desktop, write: Write) -> None:
    write(NOTEBOOK)
    outcome = desktop.run(_chinese, language="zh_CN")
    assert outcome.errors == []
    assert outcome.results["menu"] == "立即同步(&S)"
    assert outcome.tooltips == ["Annoki 新增了 5 条笔记。"]
    assert outcome.results["undo"] == "Annoki 同步"
    assert outcome.results["title"] == "Annoki：来源"
    assert outcome.results["confirm"] == "仅在有异常时"


def _gone(desk: Any, path: str, fewer: str) -> Iterator[Any]:
    from pathlib import Path

    yield from desk.sync()
    Path(path).write_text(fewer, encoding="utf-8")
    for button in ("cancel", "without", "sync"):
        said = len(desk.tooltips)
        desk.trigger("annoki_sync")
        yield lambda: desk.window("annoki_preview")
        window = desk.window("annoki_preview")
        desk.results["question"] = desk.child(window, "annoki_preview_summary").text()
        desk.picture("question", window)
        desk.click(window, f"annoki_preview_{button}")
        yield lambda said=said: len(desk.tooltips) > said and desk.idle()
        desk.results[button] = len(desk.col.find_notes("tag:annoki::gone"))
    desk.results["notes"] = len(desk.col.find_notes(""))


def test_many_gone_are_asked_about(desktop: Desktop, write: Write) -> None:
    path = write(many(30))
    outcome = desktop.run(_gone, path=str(path), fewer=page(many(15)))
    assert outcome.errors == []
    assert "15 of 30 notes" in outcome.results["question"]
    assert outcome.results["cancel"] == 0
    assert outcome.results["without"] == 0
    assert outcome.results["sync"] == 15
    assert outcome.results["notes"] == 30
    assert outcome.tooltips[1] == "Annoki: cancelled. Nothing was written."


def _preview(desk: Any) -> Iterator[Any]:
    for button in ("cancel", "sync"):
        desk.trigger("annoki_preview")
        yield lambda: desk.loaded("annoki_preview")
        window = desk.window("annoki_preview")
        desk.results["items"] = [what.partition(" · ")[0] for _, what in desk.items(window)]
        desk.results[f"before {button}"] = len(desk.col.find_notes(""))
        desk.picture("preview", window)
        desk.click(window, f"annoki_preview_{button}")
        yield lambda: not desk.windows() and desk.idle()
        yield 0.3
    yield lambda: desk.tooltips
    desk.results["after"] = len(desk.col.find_notes(""))
    desk.trigger("annoki_preview")
    yield lambda: desk.loaded("annoki_preview")
    window = desk.window("annoki_preview")
    desk.results["summary"] = desk.child(window, "annoki_preview_summary").text()
    desk.picture("preview-nothing", window)
    desk.click(window, "annoki_preview_cancel")
    yield lambda: not desk.windows()


def test_the_preview_writes_nothing_until_told(desktop: Desktop, write: Write) -> None:
    write(NOTEBOOK)
    outcome = desktop.run(_preview)
    assert outcome.errors == []
    assert outcome.results["items"] == ["New"] * 5
    assert outcome.results["before cancel"] == outcome.results["before sync"] == 0
    assert outcome.results["after"] == 5
    assert "Everything is in step" in outcome.results["summary"]
    assert outcome.tooltips == ["Annoki added 5 notes."]
