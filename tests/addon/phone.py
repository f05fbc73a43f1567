"""A sync server in AnkiWeb's place, on loopback, and a second device."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Iterator, List

from anki.collection import Collection

NO_CHANGES, NORMAL, FULL_DOWNLOAD = 0, 1, 3


@contextlib.contextmanager
def sync_server(folder: Path) -> Iterator[str]:
    """The address of a sync server that keeps what it has in `folder`, for as long as it runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "SYNC_USER1": "reader:secret",
        "SYNC_BASE": str(folder / "server"),
        "SYNC_HOST": "127.0.0.1",
        "SYNC_PORT": str(port),
    }
    with (folder / "server.log").open("ab") as log:
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

    def answer(self, card: Any) -> None:
        """Review `card`."""
        card.start_timer()
        sched: Any = self.col.sched
        states = self.col._backend.get_scheduling_states(card.id)
        sched.answer_card(sched.build_answer(card=card, states=states, rating=2))
