"""Where a token may be kept, and that it is shown nowhere, wherever that is."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from annoki.config import parse
from annoki.errors import InputError, UsageError
from annoki.sources.source import Source

from tests.fetch.servers import TOKEN, Hypothesis, Memos, memo, page, row, status
from tests.fixture_files import ROOT
from tests.test_cli import DUMP, Result, annoki
from tests.test_sources import Desk, hypothesis

A_KEYRING = """
import os

def get_password(service, name):
    return os.environ["KEPT"] if (service, name) == ("annoki", "margins") else None
"""
"""Stands where the library of that name would, which needs a desktop's keyring."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def kept_as(how: str, folder: Path) -> tuple[str, dict[str, str]]:
    """How a configuration refers to the token, and the environment in which it is there."""
    file = folder / "the token 令牌.txt"
    file.write_text(f"{TOKEN}\nurl: hypothes.is\n", encoding="utf-8")
    file.chmod(0o600)
    (folder / "libraries").mkdir()
    (folder / "libraries" / "keyring.py").write_text(A_KEYRING, encoding="utf-8")
    search = os.pathsep.join([str(folder / "libraries"), str(ROOT / "exporter")])
    prints = f"{sys.executable!r} -c \"print(open('{file}', encoding='utf-8').read())\""
    return {
        "text": (TOKEN, {}),
        "env": ("env:MARGINS", {"MARGINS": TOKEN}),
        "file": (f"file:{file}", {}),
        "file at home": (f"file:~/{file.name}", {"HOME": str(folder), "USERPROFILE": str(folder)}),
        "keyring": ("keyring:margins", {"KEPT": TOKEN, "PYTHONPATH": search}),
        "cmd": (f"cmd:{prints}", {}),
    }[how]


PLACES = ("text", "env", "file", "file at home", "keyring", "cmd")


def run(desk: Desk, *sources: dict[str, Any], **env: str) -> Result:
    desk.config.write_text(json.dumps({"sources": sources}), encoding="utf-8")
    desk.config.chmod(0o600)
    env = {"XDG_CACHE_HOME": str(desk.folder / "cache"), **env}
    named = ("--config", desk.config, "-o", desk.out, "--report", desk.report_path)
    return annoki("export", *named, stdin=b"", cwd=ROOT, **env)


@pytest.mark.parametrize("how", PLACES)
def test_a_token_is_found_where_it_is_kept_and_shown_nowhere(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory, how: str
) -> None:
    token, env = kept_as(how, tmp_path_factory.mktemp("kept"))
    with Hypothesis([row(1)]) as server, Memos(25, [memo(1)]) as memos:
        sources = [
            hypothesis(server, token=token),
            {"kind": "memos", "url": memos.url, "token": token},
        ]
        server.troubles = [status(503, Retry_After="0")]
        done = run(desk, *sources, **env)
        assert {one.token for one in (*server.asked, *memos.asked)} == {TOKEN}
        # A service that says the token to whoever asks.
        server.troubles = [page(TOKEN, 400)] * 3
        told = run(desk, *sources, **env)
    assert (done.code, told.code) == (0, 1), done.err
    assert done.err == ""
    assert TOKEN not in done.out + told.out + told.err
    for path in desk.folder.rglob("*"):
        if path.is_file() and path != desk.config:
            assert TOKEN.encode() not in path.read_bytes(), path


@pytest.mark.parametrize(
    ("token", "said"),
    [
        ("env:MARGINS", "token: the environment variable MARGINS is not set"),
        ("env:EMPTY", "token: the environment variable EMPTY is empty"),
        ("env:TWO", "token: the environment variable TWO holds signs that no token has"),
        ("file:no-such-file", "token: the file no-such-file cannot be read (No such file"),
        ("keyring:unknown", "keyring set annoki unknown"),
        ("keyring:broken", "the keyring did not give broken (KeyError)"),
        ("cmd:exit 3", "token: its command ended with exit code 3"),
        ("cmd:echo s3cret >&2; exit 1", "token: its command ended with exit code 1"),
        ("cmd:true", "token: what its command prints is empty"),
    ],
)
def test_a_token_that_is_not_there_fails_its_source_and_nobody_is_asked_without_it(
    desk: Desk, tmp_path: Path, token: str, said: str
) -> None:
    keyring = A_KEYRING.replace('== ("annoki", "margins")', '== ("annoki", "broken")')
    (tmp_path / "libraries").mkdir()
    (tmp_path / "libraries" / "keyring.py").write_text(keyring, encoding="utf-8")
    search = os.pathsep.join([str(tmp_path / "libraries"), str(ROOT / "exporter")])
    with Hypothesis([row(1)]) as server:
        result = run(
            desk, hypothesis(server, token=token), EMPTY=" ", TWO="a 令", PYTHONPATH=search
        )
        assert server.asked == []
    assert result.code == 1
    assert said in result.err
    assert "s3cret" not in result.err
    assert not desk.out.exists()


def test_without_the_library_of_keyrings_it_says_how_to_get_it() -> None:
    try:
        import keyring  # noqa: F401
    except ImportError:
        with pytest.raises(InputError, match="pip install keyring"):
            Source("hypothesis", token="keyring:margins").revealed()
    else:
        pytest.skip("it is installed")


def test_a_changed_token_counts_at_once_and_the_one_before_is_hidden_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    source = Source("hypothesis", user="me", token="env:MARGINS")
    place = source.place
    for token in ("first-one", "second-one"):
        monkeypatch.setenv("MARGINS", token)
        assert source.revealed().token == token
        assert token in source.secrets
    assert {"first-one", "second-one"} < {*source.secrets}
    assert (source.place, source.token) == (place, "env:MARGINS")


@pytest.mark.parametrize("token", ["env:", "file: ", "keyring:", "cmd:"])
def test_a_reference_to_nothing_is_wrong(token: str) -> None:
    with pytest.raises(UsageError, match="must be followed by where it is"):
        parse({"sources": [{"kind": "hypothesis", "token": token}]}, "a test")


@pytest.mark.skipif(os.name != "posix", reason="the system knows no such rights")
def test_a_token_that_others_can_read_is_warned_of(desk: Desk) -> None:
    def warned(mode: int, token: str) -> bool:
        with Hypothesis([row(1)]) as server:
            desk.config.write_text(json.dumps({"sources": [hypothesis(server, token=token)]}))
            desk.config.chmod(mode)
            result = desk.run("--config", desk.config)
        assert TOKEN not in result.err
        return f"chmod 600 {desk.config}" in result.err

    assert warned(0o644, TOKEN)
    assert warned(0o640, TOKEN)
    assert not warned(0o600, TOKEN)
    assert not warned(0o644, "env:MARGINS")
    assert stat.S_IMODE(desk.config.stat().st_mode) == 0o644


def test_a_configuration_is_found_where_settings_are_kept(tmp_path: Path) -> None:
    def run(*args: str | Path) -> Result:
        cache = str(tmp_path / "cache")
        return annoki(*args, XDG_CONFIG_HOME=str(tmp_path), XDG_CACHE_HOME=cache)

    out = tmp_path / "out.apkg"
    (tmp_path / "notes.txt").write_text(DUMP, encoding="utf-8")
    nothing = run("export", "-o", out)
    assert nothing.code == 2
    assert str(tmp_path / "annoki" / "annoki.json") in nothing.err

    (tmp_path / "annoki").mkdir()
    found = tmp_path / "annoki" / "annoki.json"
    found.write_text(json.dumps({"sources": [{"path": str(tmp_path / "notes.txt")}]}))
    assert run("export", "-o", out).code == 0

    other = tmp_path / "other.json"
    other.write_text(json.dumps({"sources": [{"path": str(tmp_path / "other.md")}]}))
    named = run("inspect", "--config", other)
    assert named.code == 1, "the one that is named wins"
    assert "other.md" in named.err

    given = run("inspect", tmp_path / "other.md")
    assert "other.md" in given.err, "what is named is read, and no source beside it"
    assert "notes.txt" not in given.out

    found.write_text("{")
    assert f"{found}: not JSON" in run("export", "-o", out).err
    found.write_text("{}")
    assert f"{found} has no sources" in run("export", "-o", out).err
