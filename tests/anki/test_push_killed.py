"""A push that is killed, wherever it is: the next one knows what was sent, and sends the rest."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from real_anki import ROOT
from test_push import Desk, desk, service

from tests.push.service import Service

__all__ = ["desk", "service"]

_KILLED = """
import os, signal, sys
from annoki.cli.commands import main
from annoki.push import journal, whole
import requests

place, when, times, *sys.argv[1:] = sys.argv[1:]
owner, name = {"journal": (os, "write"), "asked": (requests.Session, "request"),
               "remembered": (whole, "remember_sent")}[place]
done, left = getattr(owner, name), int(times)

def killed(*given, **more):
    global left
    if place == "journal" and not given[1].startswith(b'{"key"'):
        return done(*given, **more)
    if place == "asked" and given[1] != "PATCH":
        return done(*given, **more)
    left -= 1
    if left or when == "after":
        result = done(*given, **more)
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    return result

setattr(owner, name, killed)
main()
"""


@pytest.mark.parametrize(
    ("place", "when", "times", "sent"),
    [
        ("journal", "before", 1, 0),
        ("journal", "after", 1, 0),
        ("asked", "after", 1, 1),
        ("journal", "after", 2, 1),
        ("journal", "after", 3, 1),
        ("asked", "after", 2, 2),
        ("remembered", "before", 1, 2),
        ("remembered", "after", 1, 2),
    ],
)
def test_the_next_push_knows_what_was_sent(
    desk: Desk, service: Service, tmp_path: Path, place: str, when: str, times: int, sent: int
) -> None:
    desk.phone.write("row-0", Answer="Azure.")
    desk.phone.write("row-1", Answer="It scatters.")
    where = ("--collection", desk.phone.path, "--config", desk.config)
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, place, when, str(times), "push", *map(str, where)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "exporter")},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert killed.returncode == -9, killed.stderr
    assert len(service.writes) == sent
    assert desk("push").code == 0
    assert sorted(one.id for one in service.writes) == ["row-0", "row-1"]
    assert desk.phone.fields("row-1")["Status"] == "ready"
    desk.finds_nothing()
    # All that was sent can be put back, whichever run sent it.
    while len(service.writes) < 4:
        assert desk("push", "--undo").code == 0
    assert service.row("row-1")["text"] == "> [!QUESTION] Why is it blue?"
    desk.finds_nothing()
