"""The round trip that stands for AnkiWeb and the phone: Anki's own sync server, on loopback.

The desktop with the add-on on one side, a second collection on the other; after the first upload
every sync between them is a normal one.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Callable, Iterator, List

import pytest
from anki.collection import Collection

from tests.addon.desktop import Desktop
from tests.addon.pages import MOON, NOTEBOOK, OCTOPUS, page

Write = Callable[..., Path]
NO_CHANGES, NORMAL, FULL_DOWNLOAD = 0, 1, 3


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The address of a sync server that runs for one test."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "SYNC_USER1": "reader:secret",
        "SYNC_BASE": str(tmp_path / "server"),
        "SYNC_HOST": "127.0.0.1",
        "SYNC_PORT": str(port),
    }
    with (tmp_path / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "anki.syncserver"],
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        for _ in range(3000):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/"
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Phone:
    """A second device: a collection that knows nothing of the add-on."""

    def __init__(self, path: Path, server: str) -> None:
        self.col = Collection(str(path))
        self.auth = self.col.sync_login("reader", "secret", server)

    def sync(self) -> int:
        """Sync as a phone would; what kind of sync the server asked for."""
        found = self.col.sync_collection(self.auth, False)
        if found.required == FULL_DOWNLOAD:
            self.col.close_for_full_sync()
            self.col.full_upload_or_download(auth=self.auth, server_usn=None, upload=False)
            self.col.reopen(after_full_sync=True)
        self.col.models._clear_cache()
        return int(found.required)

    def sync_media(self) -> List[str]:
        """Fetch media, and tell which files are here then."""
        self.col.sync_media(self.auth)
        while self.col.media_sync_status().active:
            time.sleep(0.05)
        return sorted(os.listdir(self.col.media.dir()))

    def note(self, text: str) -> Any:
        (note_id,) = self.col.find_notes(f'"{text}"')
        return self.col.get_note(note_id)


def _first(desk: Any, server: str) -> Iterator[Any]:
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
    yield lambda: desk.tooltips and desk.idle()
    yield lambda: not mw.media_syncer.is_syncing()
    yield 0.5


def _again(desk: Any) -> Iterator[Any]:
    said: List[str] = []
    from aqt import gui_hooks

    gui_hooks.sync_did_finish.append(lambda: said.append("done"))
    desk.trigger("annoki_sync")
    yield lambda: said and desk.idle()
    yield 0.5
    desk.results["windows"] = [type(window).__name__ for window in desk.windows()]


def _after_reviews(desk: Any) -> Iterator[Any]:
    said: List[str] = []
    from aqt import gui_hooks

    gui_hooks.sync_did_finish.append(lambda: said.append("done"))
    desk.mw.on_sync_button_clicked()
    yield lambda: said and desk.idle()
    desk.trigger("annoki_sync")
    yield lambda: len(said) > 1 and desk.idle()
    yield 0.5
    note = desk.note("An octopus")
    desk.results["answer"] = note["Answer"]
    desk.results["reps"] = note.cards()[0].reps
    desk.results["revlog"] = desk.col.db.scalar("select count() from revlog")


def test_the_round_trip(desktop: Desktop, write: Write, server: str, tmp_path: Path) -> None:
    # First sync, first upload; the phone downloads all.
    path = write(NOTEBOOK, ankiweb_after=True)
    assert desktop.run(_first, server=server).errors == []
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
    assert "1 new, 0 updated, 5 unchanged" in outcome.tooltips
    assert outcome.results["windows"] == []
    assert phone.sync() in (NO_CHANGES, NORMAL)
    assert len(phone.col.find_notes("note:Annoki")) == 6

    # A review on the phone comes back, and survives the next change of the source.
    card = phone.note("octopus").cards()[0]
    _answer(phone, card)
    assert phone.sync() in (NO_CHANGES, NORMAL)
    more[0] = (OCTOPUS[0], OCTOPUS[1] + ",两颗供鳃")
    path.write_text(page(more), encoding="utf-8")
    outcome = desktop.run(_after_reviews)
    assert outcome.errors == []
    assert "0 new, 1 updated, 5 unchanged" in outcome.tooltips
    assert "两颗供鳃" in outcome.results["answer"]
    assert outcome.results["reps"] == 1
    assert outcome.results["revlog"] == 1
    assert phone.sync() in (NO_CHANGES, NORMAL)
    assert "两颗供鳃" in phone.note("octopus")["Answer"]
    assert phone.note("octopus").cards()[0].reps == 1
    assert MOON[0] in phone.note("Moon")["Passage"]
    phone.col.close()


def _answer(phone: Phone, card: Any) -> None:
    card.start_timer()
    sched: Any = phone.col.sched
    states = phone.col._backend.get_scheduling_states(card.id)
    answer = sched.build_answer(card=card, states=states, rating=2)
    sched.answer_card(answer)


def _beside_the_question(desk: Any, server: str, answer: int) -> Iterator[Any]:
    mw = desk.mw
    note = desk.col.new_note(desk.col.models.by_name("Basic"))
    note["Front"] = "only here"
    desk.col.add_note(note, 1)
    auth = desk.col.sync_login("reader", "secret", server)
    mw.pm.set_custom_sync_url(server)
    mw.pm.set_sync_key(auth.hkey)
    mw.pm.set_sync_username("reader")
    mw.on_sync_button_clicked()
    # Both sides hold something of their own: Anki asks which of them counts.
    yield desk.box
    box = desk.box()
    desk.results["buttons"] = len(box.buttons())
    desk.trigger("annoki_sync")
    yield 1.5
    desk.results["meanwhile"] = [list(desk.tooltips), desk.col.note_count()]
    box.buttons()[answer].click()
    yield lambda: len(desk.tooltips) > 1 and desk.idle()
    yield 0.5
    desk.results["notes"] = desk.col.note_count()
    desk.results["here"] = len(desk.col.find_notes('"only here"'))
    desk.results["there"] = len(desk.col.find_notes('"only there"'))


@pytest.mark.parametrize(
    ("answer", "here", "there"), [(1, 0, 1), (2, 1, 0)], ids=["download", "cancel"]
)
def test_anki_asks_about_a_full_sync(
    desktop: Desktop, write: Write, server: str, tmp_path: Path, answer: int, here: int, there: int
) -> None:
    """Annoki waits for the answer, and then syncs into whatever collection is there."""
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
    outcome = desktop.run(_beside_the_question, server=server, answer=answer)
    assert outcome.errors == []
    assert outcome.results["buttons"] == 3
    assert outcome.results["meanwhile"] == [["Annoki starts as soon as Anki has finished."], 1]
    assert outcome.tooltips[-1].startswith("5 new, 0 updated, 0 unchanged")
    assert outcome.results["notes"] == 6
    assert (outcome.results["here"], outcome.results["there"]) == (here, there)
