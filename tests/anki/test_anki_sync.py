"""Packages and AnkiWeb: an update travels by a normal sync. The server is the one in Anki's wheel."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from real_anki import EULER, NEWEST, NOTEBOOK, SALT, TIDES, Desk, Learner, card, plain

USER, PASSWORD = "reader", "secret"

BETTER = TIDES.noted(card("海水每天涨落几次?", "两次,间隔约 12 小时 25 分 🌊"))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The address of a sync server on the loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "SYNC_USER1": f"{USER}:{PASSWORD}",
        "SYNC_BASE": str(tmp_path / "server"),
        "SYNC_HOST": "127.0.0.1",
        "SYNC_PORT": str(port),
    }
    with (tmp_path / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "anki.syncserver"], env=environment, stdout=log, stderr=log
        )
        try:
            _wait(process, port, tmp_path / "server.log")
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    pytest.fail(f"the sync server did not start: {log.read_text(errors='replace')}")


class Synced:
    """A learner's device that is logged in to the server."""

    def __init__(self, learner: Learner, server: str) -> None:
        self.learner = learner
        self.auth = learner.col.sync_login(USER, PASSWORD, server)

    def sync(self) -> Any:
        """A normal sync; what is required after it, NO_CHANGES if it did all there was to do."""
        required = self.learner.col.sync_collection(self.auth, sync_media=False).required
        # Note types may be stale in the process that synced.
        self.learner.col.models._clear_cache()
        return required

    def full_sync(self, upload: bool) -> None:
        col = self.learner.col
        col.close_for_full_sync()
        col.full_upload_or_download(auth=self.auth, server_usn=None, upload=upload)
        col.reopen(after_full_sync=True)


def test_updates_travel_by_normal_syncs_and_keep_reviews(
    desk: Desk, learners: Callable[[], Learner], server: str
) -> None:
    desktop, phone = (Synced(learners(), server) for _ in range(2))
    desktop.learner.import_package(desk.export(NOTEBOOK))
    answer = desktop.sync()
    assert answer in (answer.FULL_SYNC, answer.FULL_UPLOAD) if hasattr(answer, "FULL_SYNC") else 1
    desktop.full_sync(upload=True)
    phone.sync()
    phone.full_sync(upload=False)
    assert len(phone.learner.notes()) == len(NOTEBOOK)
    assert not desktop.learner.col.schema_changed()

    # The phone studies, while the page changes on the desktop.
    phone.learner.study("Annoki::Cards")
    reviews = phone.learner.tables(["revlog"])["revlog"]
    assert reviews
    desk.export([NEWEST, BETTER, *NOTEBOOK[1:]])
    imported = desktop.learner.import_package(desk.package)
    assert (imported.new, imported.updated) == (1, 1)
    assert not desktop.learner.col.schema_changed()
    for device in (phone, desktop, phone):
        assert device.sync() == NO_CHANGES

    for device in (phone, desktop):
        learner = device.learner
        assert "12 小时 25 分" in plain(learner.note(TIDES)["Answer"])
        assert "三颗" in plain(learner.card(NEWEST).answer())
        assert learner.card(TIDES).reps == 1
        assert len(learner.tables(["revlog"])["revlog"]) == len(reviews)
        learner.assert_sound()
