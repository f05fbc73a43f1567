"""Real keys and clicks: a window manager on a display of its own, and xdotool."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from typing import Iterator

import pytest

from tests.addon.desktop import DesktopError, screen

needs_keys = pytest.mark.skipif(
    not all(shutil.which(one) for one in ("Xvfb", "xdotool", "openbox")),
    reason="needs Xvfb, xdotool and openbox",
)


@contextlib.contextmanager
def managed_screen(width: int = 1280, height: int = 900) -> Iterator[str]:
    """A display whose windows are managed, so that one of them has the keyboard; its name."""
    with screen(width, height) as display:
        manager = subprocess.Popen(
            ["openbox", "--sm-disable"],
            env={**os.environ, "DISPLAY": display},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            _wait_for_manager(display, manager)
            yield display
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(manager.pid, signal.SIGTERM)
            manager.wait()


def _wait_for_manager(display: str, manager: subprocess.Popen[bytes]) -> None:
    asked = ["xdotool", "get_num_desktops"]
    end = time.monotonic() + 30
    while time.monotonic() < end and manager.poll() is None:
        told = subprocess.run(asked, env={**os.environ, "DISPLAY": display}, capture_output=True)
        if told.returncode == 0:
            return
        time.sleep(0.05)
    raise DesktopError("openbox did not start")
