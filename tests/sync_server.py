"""Anki's own sync server on the loopback interface, in AnkiWeb's place."""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, Optional

USER, PASSWORD = "reader", "secret"
_PATIENCE = 300.0


class SyncServer:
    """A server that keeps what it has in `folder`, and may be killed and started again, each time
    at another `address`."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._said = folder, folder / "server.log"
        self._process: Optional[subprocess.Popen[bytes]] = None
        self.address = ""
        folder.mkdir(parents=True, exist_ok=True)

    def start(self) -> None:
        """Start the server, unless it runs."""
        if self._process and self._process.poll() is None:
            return
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = {
            **os.environ,
            "SYNC_USER1": f"{USER}:{PASSWORD}",
            "SYNC_BASE": str(self._folder / "server"),
            "SYNC_HOST": "127.0.0.1",
            "SYNC_PORT": str(port),
        }
        with self._said.open("ab") as log:
            command = [sys.executable, "-m", "anki.syncserver"]
            self._process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        self.address = f"http://127.0.0.1:{port}/"
        if not _answers(self._process, port):
            said = self._said.read_text(errors="replace")
            raise RuntimeError(f"the sync server did not start: {said}")

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()

    def restart(self) -> None:
        self.kill()
        self.start()


@contextmanager
def sync_server(folder: Path) -> Iterator[str]:
    """The address of a server that keeps what it has in `folder`, for as long as it runs."""
    server = SyncServer(folder)
    try:
        server.start()
        yield server.address
    finally:
        server.kill()


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        # Where libfaketime moves the clock, Python cannot sleep.
        select.select([], [], [], 0.02)
    return False
