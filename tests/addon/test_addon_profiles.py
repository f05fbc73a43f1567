"""Profiles are kept apart: what is configured in one never writes into another one."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List

import pytest

from tests.addon.desktop import PROFILE, Desktop
from tests.addon.pages import NOTEBOOK, many

Write = Callable[..., Path]


def _both(desk: Any) -> Iterator[Any]:
    mw = desk.mw

    def to(name: str) -> Iterator[Any]:
        mw.unloadProfile(lambda: None)
        yield lambda: mw.col is None
        mw.pm.load(name)
        mw.loadProfile()
        yield lambda: mw.col is not None

    yield from desk.sync()
    yield from to("Other")
    # No source of the first one: the click asks for some.
    desk.trigger("annoki_sync")
    yield lambda: desk.window("annoki_first")
    desk.window("annoki_first").close()
    desk.trigger("annoki_sources")
    yield lambda: desk.window("annoki_sources")
    window = desk.window("annoki_sources")
    desk.results["other sources"] = desk.child(window, "annoki_sources_tree").topLevelItemCount()
    desk.click(window, "annoki_option_pictures")
    yield 0.1
    window.accept()
    yield lambda: not desk.windows()
    desk.trigger("annoki_report")
    yield lambda: desk.loaded("annoki_report")
    report = desk.child(desk.window("annoki_report"), "annoki_report_text")
    desk.results["other report"] = report.toPlainText()
    desk.results["other notes"] = desk.col.note_count()
    # What is open goes with its profile.
    desk.trigger("annoki_sources")
    yield lambda: desk.window("annoki_sources")
    yield from to("Reader")
    desk.results["windows"] = [window.objectName() for window in desk.windows()]
    desk.trigger("annoki_sources")
    yield lambda: desk.window("annoki_sources")
    window = desk.window("annoki_sources")
    desk.results["sources"] = desk.child(window, "annoki_sources_tree").topLevelItemCount()
    desk.results["pictures"] = desk.child(window, "annoki_option_pictures").isChecked()
    window.reject()
    yield lambda: not desk.windows()


def test_each_profile_has_its_own(desktop: Desktop, write: Write) -> None:
    write(NOTEBOOK)
    before = desktop.configuration()
    outcome = desktop.run(_both)
    assert outcome.errors == []
    assert outcome.tooltips == ["Annoki added 5 notes."]
    assert outcome.results["other sources"] == outcome.results["other notes"] == 0
    assert "no report yet" in outcome.results["other report"]
    assert outcome.results["windows"] == []
    assert (outcome.results["sources"], outcome.results["pictures"]) == (1, True)
    assert desktop.configuration() == before
    assert desktop.configuration("Other")["pictures"] is False
    assert desktop.configuration("Other")["sources"] == []
    assert desktop.reports("Other").names() == []


def _switched_while(desk: Any, stage: str) -> Iterator[Any]:
    mw = desk.mw
    desk.trigger("annoki_preview" if stage == "asking" else "annoki_sync")
    yield lambda: desk.window("annoki_preview") or desk.notice("annoki_progress")
    mw.unloadProfile(lambda: None)
    yield lambda: mw.col is None
    mw.pm.load("Other")
    mw.loadProfile()
    yield lambda: mw.col is not None
    yield 2.0
    desk.results["windows"] = [window.objectName() for window in desk.windows()]
    desk.results["other"] = desk.col.note_count()
    mw.unloadProfile(lambda: None)
    yield lambda: mw.col is None
    mw.pm.load("Reader")
    mw.loadProfile()
    yield lambda: mw.col is not None
    desk.results["reader"] = desk.col.note_count()
    # And the next click finds none running.
    yield from desk.sync()


@pytest.mark.parametrize("stage", ["reading", "asking"])
def test_a_sync_ends_with_its_profile(desktop: Desktop, write: Write, stage: str) -> None:
    path = write(many(20000 if stage == "reading" else 40))
    # The other profile reads the same page: what it never asked for must not come.
    desktop.configure("Other", sources=[{"kind": "file", "path": str(path)}])
    outcome = desktop.run(_switched_while, stage=stage)
    assert outcome.errors == []
    assert outcome.results == {"windows": [], "other": 0, "reader": 0}
    assert len(outcome.tooltips) == 1
    assert outcome.tooltips[0].startswith("Annoki added ")
    assert desktop.reports("Other").names() == []


def _as_it_would_write(desk: Any) -> Iterator[Any]:
    import importlib

    mw = desk.mw
    sync_op = importlib.import_module("annoki.sync_op")
    held: List[Any] = []
    write = sync_op.Sync._write

    def hold(*about: Any) -> Any:
        held.append(about)
        yield lambda done, failed: None

    sync_op.Sync._write = hold
    desk.trigger("annoki_sync")
    yield lambda: held
    mw.unloadProfile(lambda: None)
    yield lambda: mw.col is None
    mw.pm.load("Other")
    mw.loadProfile()
    yield lambda: mw.col is not None
    # Even what was planned, and is about to be written.
    came: List[str] = []

    def written() -> Any:
        try:
            held[0][0]._closed = False
            yield from write(*held[0])
        except Exception as error:
            came.append(type(error).__name__)

    importlib.import_module("annoki.annoki.pipeline.in_steps").take(written())
    yield lambda: came
    desk.results["came"] = came
    yield desk.idle
    desk.results["other"] = desk.col.note_count()


def test_what_was_planned_is_not_written_into_the_next(desktop: Desktop, write: Write) -> None:
    write(NOTEBOOK)
    outcome = desktop.run(_as_it_would_write)
    assert outcome.errors == []
    assert outcome.results == {"other": 0, "came": ["Over"]}
    assert outcome.tooltips == []
    assert desktop.reports().names() == []
    assert desktop.reports("Other").names() == []


def _token(desk: Any) -> Iterator[Any]:
    # The button "Config" of Anki's list of add-ons.
    from aqt.addons import AddonsDialog

    dialog = AddonsDialog(desk.mw.addonManager)
    found = [at for at, addon in enumerate(dialog.addons) if addon.dir_name == "annoki"]
    dialog.form.addonList.setCurrentRow(found[0])
    dialog.onConfig()
    yield lambda: desk.window("annoki_sources")
    window = desk.window("annoki_sources")
    desk.click(window, "annoki_option_sync_on_open")
    yield 0.1
    window.accept()
    yield lambda: not desk.window("annoki_sources")
    desk.results["shared"] = desk.mw.addonManager.addonMeta("annoki").get("config")
    dialog.close()
    yield 0.3


@pytest.mark.skipif(os.name != "posix", reason="needs file modes")
def test_config_edits_the_profile_s_own_and_nobody_else_reads_it(desktop: Desktop) -> None:
    source = {"kind": "hypothesis", "token": "6879-hand-made", "user": "me"}
    hand_made: Dict[str, Any] = {
        "sources": [source, {"kind": "later", "x": 1}],
        "mine": {"kept": True},
    }
    desktop.configure(**hand_made)
    desktop.kept("config.json").chmod(0o644)
    outcome = desktop.run(_token)
    assert outcome.errors == []
    assert outcome.results["shared"] is None
    after = desktop.configuration()
    assert after["sync_on_open"] is True
    assert {name: after[name] for name in hand_made} == hand_made
    assert stat.S_IMODE(desktop.kept("config.json").stat().st_mode) == 0o600


def _broken(desk: Any) -> Iterator[Any]:
    said: List[str] = []
    for name in ("sync", "sources"):
        desk.trigger(f"annoki_{name}")
        yield desk.box
        said.append(desk.box().text())
        desk.box().accept()
        yield lambda: not desk.windows()
    desk.results["said"] = said


def test_a_broken_file_is_named_and_left_alone(desktop: Desktop) -> None:
    desktop.configure()
    path = desktop.kept("config.json")
    path.write_text('{"sources": [}', encoding="utf-8")
    outcome = desktop.run(_broken)
    assert outcome.errors == []
    for said in outcome.results["said"]:
        assert said.startswith(f"{path}: not JSON (")
        assert "Mend this file" in said
    assert path.read_text(encoding="utf-8") == '{"sources": [}'


def _renamed(desk: Any) -> Iterator[Any]:
    mw = desk.mw
    yield from desk.sync()
    mw.unloadProfile(lambda: None)
    yield lambda: mw.col is None
    mw.pm.rename("Rereader")
    mw.pm.load("Rereader")
    mw.loadProfile()
    yield lambda: mw.col is not None
    yield from desk.sync()
    mw.unloadProfile(lambda: None)
    yield lambda: mw.col is None
    mw.pm.load("Other")
    mw.loadProfile()
    yield lambda: mw.col is not None


def test_a_profile_that_is_renamed_takes_its_files_along(desktop: Desktop, write: Write) -> None:
    write(NOTEBOOK)
    before = desktop.configuration()
    outcome = desktop.run(_renamed)
    assert outcome.errors == []
    assert outcome.tooltips[-1] == "Annoki: nothing has changed since the last sync."
    assert desktop.configuration("Rereader") == before
    assert not (desktop.base / PROFILE).exists()
