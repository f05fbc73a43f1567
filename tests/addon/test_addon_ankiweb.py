"""The round trip that stands for AnkiWeb and the phone: Anki's own sync server, on loopback.

The desktop with the add-on on one side, a second collection on the other; after the first upload
every sync between them is a normal one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Iterator, List

import pytest

from tests.addon.desktop import Desktop
from tests.addon.pages import MOON, NOTEBOOK, OCTOPUS, page
from tests.addon.phone import FULL_DOWNLOAD, NO_CHANGES, NORMAL, Phone
from tests.sync_server import sync_server

Write = Callable[..., Path]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The address of a sync server that runs for one test."""
    with sync_server(tmp_path) as address:
        yield address


def _set_up(desk: Any, server: str) -> Iterator[Any]:
    """Set up the account, and let the first click upload what there is."""
    mw = desk.mw
    auth = desk.col.sync_login("reader", "secret", server)
    mw.pm.set_custom_sync_url(server)
    mw.pm.set_sync_key(auth.hkey)
    mw.pm.set_sync_username("reader")
    mw.pm.profile["syncMedia"] = True
    desk.col.media.write_data("margin.txt", "页边的图 a picture".encode())
    desk.trigger("annoki_sync")
    # Anki asks before its first upload; it is Anki's question, and not ours to answer.
    yield desk.box
    box = desk.box()
    yield 0.2
    box.buttons()[0].click()
    yield lambda: any("Annoki " in one for one in desk.tooltips) and desk.idle()
    yield lambda: not mw.media_syncer.is_syncing()
    yield 0.5


def _again(desk: Any) -> Iterator[Any]:
    desk.trigger("annoki_sync")
    yield lambda: any("Annoki " in one for one in desk.tooltips) and desk.idle()
    yield lambda: not desk.mw.media_syncer.is_syncing()
    yield 0.5
    desk.results["windows"] = [type(window).__name__ for window in desk.windows()]
    note = desk.note("An octopus")
    desk.results["note"] = dict(zip(note.keys(), note.fields))
    desk.results["reps"] = note.cards()[0].reps
    desk.results["revlog"] = desk.col.db.scalar("select count() from revlog")


def test_the_round_trip(desktop: Desktop, write: Write, server: str, tmp_path: Path) -> None:
    # First sync, first upload; the phone downloads all.
    path = write(NOTEBOOK)
    assert desktop.run(_set_up, server=server).errors == []
    phone = Phone(tmp_path / "phone.anki2", server)
    assert phone.sync() == FULL_DOWNLOAD
    assert phone.sync_media() == ["margin.txt"]
    assert len(phone.col.find_notes("note:Annoki")) == 5
    model = phone.note("octopus").note_type()
    assert model is not None
    assert [template["name"] for template in model["tmpls"]] == ["Recall", "Reverse"]
    assert "{{Prompt}}" in phone.note("octopus").cards()[0].template()["qfmt"]

    # New items travel by a normal sync.
    more = [*NOTEBOOK, ("Ice floats on water.", "冰浮在水上:::因为密度小")]
    path.write_text(page(more), encoding="utf-8")
    outcome = desktop.run(_again)
    assert outcome.errors == []
    assert "Annoki added 1 note." in outcome.tooltips
    assert outcome.results["windows"] == []
    assert phone.sync() in (NO_CHANGES, NORMAL)
    assert len(phone.col.find_notes("note:Annoki")) == 6

    # What was reviewed and edited on the phone is there before a change of the source is written
    # into the same note, and survives it: one click.
    phone.answer(phone.note("octopus").cards()[0])
    note = phone.note("octopus")
    note["My notes"] = "在水族馆见过"
    note["Source"] = "<p>my own shelf</p>"
    phone.col.update_note(note)
    assert phone.sync() in (NO_CHANGES, NORMAL)
    more[0] = (OCTOPUS[0], OCTOPUS[1] + ",两颗供鳃")
    path.write_text(page(more), encoding="utf-8")
    outcome = desktop.run(_again)
    assert outcome.errors == []
    assert "Annoki updated 1 note." in outcome.tooltips
    here = outcome.results["note"]
    assert "两颗供鳃" in here["Answer"]
    assert (here["My notes"], here["Source"]) == ("在水族馆见过", "<p>my own shelf</p>")
    assert (outcome.results["reps"], outcome.results["revlog"]) == (1, 1)
    assert phone.sync() in (NO_CHANGES, NORMAL)
    assert "两颗供鳃" in phone.note("octopus")["Answer"]
    assert phone.note("octopus")["My notes"] == "在水族馆见过"
    assert phone.note("octopus").cards()[0].reps == 1
    assert MOON[0] in phone.note("Moon")["Passage"]
    phone.col.close()


def _unreachable(desk: Any, buttons: List[str]) -> Iterator[Any]:
    from aqt.qt import QWidget

    desk.results["notes"] = []
    for button in buttons:
        desk.trigger("annoki_sync")
        # Anki says itself what was wrong; then it is our turn to ask.
        yield desk.box
        desk.box().accept()
        yield lambda: desk.notice() and desk.notice().findChild(QWidget, "annoki_notice_go_on")
        desk.results["asked"] = desk.tooltips[-1]
        said = len(desk.tooltips)
        desk.picture("ankiweb")
        desk.click(desk.notice(), f"annoki_notice_{button}")
        yield lambda said=said: len(desk.tooltips) > said and desk.idle()
        desk.results["notes"].append(len(desk.col.find_notes("note:Annoki")))
        yield 0.5
        desk.results["windows"] = [type(window).__name__ for window in desk.windows()]


def _opened(desk: Any) -> Iterator[Any]:
    yield desk.box
    desk.box().accept()
    yield lambda: desk.tooltips and desk.idle()
    yield 0.5
    desk.results["notes"] = len(desk.col.find_notes("note:Annoki"))
    desk.results["windows"] = [type(window).__name__ for window in desk.windows()]


def test_without_ankiweb_it_asks_or_waits(desktop: Desktop, write: Write, tmp_path: Path) -> None:
    path = write(NOTEBOOK)
    with sync_server(tmp_path) as server:
        assert desktop.run(_set_up, server=server).errors == []
    more = [*NOTEBOOK, ("Ice floats on water.", "冰浮在水上:::因为密度小")]
    path.write_text(page(more), encoding="utf-8")
    # Nobody has clicked: it waits.
    desktop.configure(**{**desktop.configuration(), "sync_on_open": True})
    outcome = desktop.run(_opened)
    assert outcome.errors == []
    assert outcome.tooltips[-1].startswith("Anki did not sync with AnkiWeb; Annoki waits")
    assert (outcome.results["notes"], outcome.results["windows"]) == (5, [])
    # Somebody has: it asks.
    desktop.configure(**{**desktop.configuration(), "sync_on_open": False})
    outcome = desktop.run(_unreachable, buttons=["cancel", "go_on"])
    assert outcome.errors == []
    assert "may not have arrived yet" in outcome.results["asked"]
    assert outcome.results["notes"] == [5, 6]
    assert outcome.results["windows"] == []
    assert outcome.tooltips[-3] == "Annoki: cancelled. Nothing was written."
    assert outcome.tooltips[-1] == "Annoki added 1 note."


def _both_sides_differ(desk: Any, server: str, answer: int) -> Iterator[Any]:
    mw = desk.mw
    note = desk.col.new_note(desk.col.models.by_name("Basic"))
    note["Front"] = "only here"
    desk.col.add_note(note, 1)
    auth = desk.col.sync_login("reader", "secret", server)
    mw.pm.set_custom_sync_url(server)
    mw.pm.set_sync_key(auth.hkey)
    mw.pm.set_sync_username("reader")
    desk.trigger("annoki_sync")
    # Both sides hold something of their own: Anki asks which of them counts.
    yield desk.box
    box = desk.box()
    desk.results["buttons"] = len(box.buttons())
    # A second click changes nothing: there is one sync at a time.
    desk.trigger("annoki_sync")
    yield 1.5
    desk.results["meanwhile"] = [list(desk.tooltips), desk.col.note_count()]
    box.buttons()[answer].click()
    if answer == 2:
        yield lambda: desk.notice() and desk.idle()
        desk.results["said"] = desk.tooltips[-1]
        desk.picture("full-sync")
    else:
        yield lambda: any("Annoki " in one for one in desk.tooltips) and desk.idle()
    yield 0.5
    desk.results["notes"] = len(desk.col.find_notes("note:Annoki"))
    desk.results["here"] = len(desk.col.find_notes('"only here"'))
    desk.results["there"] = len(desk.col.find_notes('"only there"'))


@pytest.mark.parametrize(
    ("answer", "notes", "here", "there"),
    [(0, 5, 1, 0), (1, 5, 0, 1), (2, 0, 1, 0)],
    ids=["upload", "download", "cancel"],
)
def test_nothing_is_written_before_a_full_sync_is_settled(
    desktop: Desktop,
    write: Write,
    server: str,
    tmp_path: Path,
    answer: int,
    notes: int,
    here: int,
    there: int,
) -> None:
    """What is written then goes into whatever collection is there, and up from it."""
    phone = Phone(tmp_path / "phone.anki2", server)
    basic = phone.col.models.by_name("Basic")
    assert basic is not None
    note = phone.col.new_note(basic)
    note["Front"] = "only there"
    phone.col.add_note(note, 1)  # type: ignore[arg-type]
    phone.col.sync_collection(phone.auth, False)
    phone.col.close_for_full_sync()
    phone.col.full_upload_or_download(auth=phone.auth, server_usn=None, upload=True)
    write(NOTEBOOK)
    outcome = desktop.run(_both_sides_differ, server=server, answer=answer)
    assert outcome.errors == []
    assert outcome.results["buttons"] == 3
    assert outcome.results["meanwhile"] == [["Annoki is already at work."], 1]
    assert outcome.results["notes"] == notes
    assert (outcome.results["here"], outcome.results["there"]) == (here, there)
    assert ("Nothing was written" in outcome.results.get("said", "")) is (answer == 2)
    assert (desktop.report.get("ended") == "failed") is (answer == 2)
