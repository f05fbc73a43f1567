"""`annoki login` and `annoki logout`, against Anki's own sync server."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import socket
import stat
import subprocess
import sys
import termios
from functools import partial
from pathlib import Path
from signal import SIG_DFL, SIGINT, SIGTERM, Signals
from signal import signal as set_handler
from typing import Dict, List

import pytest
from ankiweb import refuse_the_key
from annoki.headless.account import Login, data_folder, log_in, logged_in
from command_line import Annoki, one_line
from real_anki import ROOT

from tests.sync_server import PASSWORD, USER


def test_only_the_key_is_kept_and_for_nobody_else(account: Login, home: Path) -> None:
    (kept,) = (path for path in home.rglob("*") if path.is_file())

    assert PASSWORD not in kept.read_text()
    assert account.key in kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_who_is_not_let_in_is_told_so_and_nothing_is_kept(
    home: Path, server: str, annoki: Annoki, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_line(annoki("login", "--endpoint", server), "ANNOKI_ANKIWEB_USER", "keyring")
    monkeypatch.setenv("ANNOKI_ANKIWEB_USER", USER)
    monkeypatch.setenv("ANNOKI_ANKIWEB_PASSWORD", "wrong")

    for address in (server, "nonsense", "http://127.0.0.1:1/"):
        one_line(annoki("login", "--endpoint", address))

    one_line(annoki("sync", "--ankiweb", "page.txt"), "annoki login")
    assert not [path for path in home.rglob("*") if path.is_file()]


def test_a_password_in_an_address_is_neither_kept_nor_shown(
    home: Path, server: str, annoki: Annoki, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANNOKI_ANKIWEB_USER", USER)
    monkeypatch.setenv("ANNOKI_ANKIWEB_PASSWORD", PASSWORD)

    for address in (server.replace("//", "//me:hidden@"), "no address//me:hidden@at all"):
        said = annoki("login", "--endpoint", address)
        one_line(said, "password")
        assert "hidden" not in said.err
    assert not [path for path in home.rglob("*") if path.is_file()]


def test_whatever_is_made_by_default_nobody_else_writes_beside_the_key(
    home: Path, server: str
) -> None:
    umask = os.umask(0)
    try:
        log_in(USER, PASSWORD, server)
    finally:
        os.umask(umask)

    (kept,) = (path for path in home.rglob("*") if path.is_file())
    for folder in (data_folder(), kept.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_key_that_is_refused_is_said(annoki: Annoki, account: Login, dump: Path) -> None:
    refuse_the_key(account)

    one_line(annoki("sync", "--ankiweb", dump), "annoki login again")


def test_who_logs_out_is_out(annoki: Annoki, account: Login, home: Path, dump: Path) -> None:
    assert USER in annoki("logout").out

    one_line(annoki("sync", "--ankiweb", dump), "annoki login")
    assert not any(account.key in path.read_text() for path in home.rglob("*.json"))


def test_who_sits_there_is_asked_and_the_password_is_not_shown(home: Path, server: str) -> None:
    shown = typed(
        ["login", "--endpoint", server],
        {"AnkiWeb email: ": USER, "Password: ": PASSWORD},
    )

    assert f"Logged in as {USER}" in shown
    assert PASSWORD not in shown
    assert logged_in().user == USER


def typed(arguments: List[str], answers: Dict[str, str]) -> str:
    """What a terminal shows in which `annoki` is run, and each question gets its answer."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "annoki", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT / "exporter")},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        # A password is asked for on the terminal that controls the process.
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(theirs)
    shown, waiting = "", dict(answers)
    with contextlib.suppress(OSError):  # Linux says so where the other end is closed
        while part := os.read(ours, 1024):
            shown += part.decode()
            for question in [one for one in waiting if shown.endswith(one)]:
                os.write(ours, f"{waiting.pop(question)}\n".encode())
    os.close(ours)
    assert process.wait(timeout=60) == 0, shown
    return shown


A_KEYRING = """
class _Credential:
    username, password = {held!r}

def get_credential(service, username):
    return _Credential if service == "annoki-ankiweb" and username in (None, {held[0]!r}) else None
"""
"""Stands where the library of that name would, which needs a desktop's keyring."""


@pytest.mark.parametrize("options", [[], ["--user", USER]])
def test_a_keyring_may_hold_the_account(
    home: Path,
    server: str,
    annoki: Annoki,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: List[str],
) -> None:
    library = tmp_path / "libraries" / "keyring"
    library.mkdir(parents=True)
    (library / "__init__.py").write_text(A_KEYRING.format(held=(USER, PASSWORD)))
    (library / "errors.py").write_text("class KeyringError(Exception): ...\n")
    monkeypatch.syspath_prepend(str(library.parent))
    for name in ("keyring", "keyring.errors"):
        monkeypatch.delitem(sys.modules, name, raising=False)

    one_line(annoki("login", "--user", "somebody", "--endpoint", server), "keyring")
    assert annoki("login", "--endpoint", server, *options).code == 0
    assert logged_in().user == USER


@pytest.mark.parametrize("signal", [SIGTERM, SIGINT])
def test_a_server_that_does_not_answer_is_waited_for_no_longer_than_wanted(
    home: Path, signal: Signals
) -> None:
    """Anki itself would wait until it gives up, and then say so."""
    with socket.create_server(("127.0.0.1", 0)) as mute:
        command = ["login", "--endpoint", f"http://127.0.0.1:{mute.getsockname()[1]}/"]
        process = subprocess.Popen(
            [sys.executable, "-m", "annoki", *command],
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT / "exporter"),
                "ANNOKI_ANKIWEB_USER": USER,
                "ANNOKI_ANKIWEB_PASSWORD": PASSWORD,
            },
            stderr=subprocess.PIPE,
            encoding="utf-8",
            # Whoever runs the tests in the background has it ignored, as a shell does.
            preexec_fn=partial(set_handler, signal, SIG_DFL),
        )
        asked, _ = mute.accept()
        with asked:
            assert asked.recv(1)
            process.send_signal(signal)
            _, said = process.communicate()
    assert (process.returncode, said.count("\n")) == (128 + signal, 1), said
