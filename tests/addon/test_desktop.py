"""The harness itself: it tells what went wrong, and leaves nothing running."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import Any, Iterator, List

import pytest

from tests.addon.desktop import Desktop, DesktopError


def _wrong(desk: Any) -> Iterator[Any]:
    yield 0.0
    assert desk.mw is None, "not so"


def _never_ready(desk: Any, pid_file: str) -> Iterator[Any]:
    import os
    from pathlib import Path

    Path(pid_file).write_text(str(os.getpid()))
    yield lambda: False


def _stuck(desk: Any, pid_file: str) -> Iterator[Any]:
    import os
    import time
    from pathlib import Path

    Path(pid_file).write_text(str(os.getpid()))
    yield 0.0
    time.sleep(600)


def _error(desk: Any) -> Iterator[Any]:
    from aqt.qt import QTimer

    def fails() -> None:
        raise RuntimeError("in a timer")

    QTimer.singleShot(0, fails)
    yield 0.5


def test_a_failed_script_is_told(desktop: Desktop) -> None:
    with pytest.raises(DesktopError, match="not so"):
        desktop.run(_wrong)


def test_what_anki_would_show_as_an_error_is_kept(desktop: Desktop) -> None:
    errors = desktop.run(_error).errors
    assert any("in a timer" in error for error in errors)


@pytest.mark.parametrize("script", [_never_ready, _stuck])
def test_what_never_ends_is_ended(script: Any, desktop: Desktop, tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    with pytest.raises(DesktopError, match="had not ended after 8"):
        desktop.run(script, limit=8, pid_file=str(pid_file))
    group = int(pid_file.read_text())
    # What was killed may still have to be told so, where others have the processor.
    for _ in range(300):
        if not living_of(group):
            break
        time.sleep(0.1)
    assert living_of(group) == []


def living_of(group: int) -> List[int]:
    """The processes of a process group; those that have ended and only wait to be buried aside."""
    living = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError, IndexError):
            # "pid (name) state parent group …", where the name may hold anything.
            state, _, found = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
            if int(found) == group and state not in "ZX":
                living.append(int(entry.name))
    return living
