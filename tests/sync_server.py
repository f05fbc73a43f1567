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
from typing import Iterator

USER, PASSWORD = "reader", "secret"
_PATIENCE = 300.0


@contextmanager
def sync_server(folder: Path) -> Iterator[str]:
    """The address of a server that keeps what it has in `folder`, for as long as it runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "SYNC_USER1": f"{USER}:{PASSWORD}",
        "SYNC_BASE": str(folder / "server"),
        "SYNC_HOST": "127.0.0.1",
        "SYNC_PORT": str(port),
    }
    folder.mkdir(parents=True, exist_ok=True)
    said = folder / "server.log"
    with said.open("ab") as log:
        command = [sys.executable, "-m", "anki.syncserver"]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        if not _answers(process, port):
            raise RuntimeError(f"the sync server did not start: {said.read_text(errors='replace')}")
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.kill()
        process.wait()


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        # Where libfaketime moves the clock, Python cannot sleep.
        select.select([], [], [], 0.02)
    return False
