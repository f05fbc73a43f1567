"""How much a run says, and what its log keeps: never a token."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path

import pytest

from tests.fetch.servers import TOKEN, Hypothesis, page, row
from tests.test_cli import DUMP, annoki
from tests.test_sources import CALLOUT, hypothesis


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "dump.txt"
    path.write_text(DUMP, encoding="utf-8")
    return path


def test_quiet_says_only_what_goes_wrong(dump: Path, tmp_path: Path) -> None:
    result = annoki("export", dump, "-q", "-o", tmp_path / "out.apkg")
    assert (result.code, result.out, result.err) == (0, "", "")
    missing = annoki("inspect", "--quiet", dump, tmp_path / "missing.txt")
    assert (missing.code, missing.out) == (1, "")
    assert "missing.txt" in missing.err
    asked_for = annoki("inspect", "-q", "--json", dump)
    assert json.loads(asked_for.out)["inputs"]


@pytest.mark.parametrize("token", [TOKEN, "env:MARGINS"])
def test_the_log_and_what_is_said_of_each_request_hold_no_token(tmp_path: Path, token: str) -> None:
    log, config = tmp_path / "annoki.log", tmp_path / "annoki.json"
    told = ("export", "--config", config, "-o", tmp_path / "out.apkg", "-v", "--log", log)
    cache = str(tmp_path / "cache")
    with Hypothesis([row(1, text=CALLOUT)]) as server:
        config.write_text(json.dumps({"sources": [hypothesis(server, token=token)]}))
        config.chmod(0o600)
        done = annoki(*told, MARGINS=TOKEN, XDG_CACHE_HOME=cache)
        server.troubles = [page(TOKEN, 400)] * 3
        failed = annoki(*told, MARGINS=TOKEN, XDG_CACHE_HOME=cache)
    assert (done.code, failed.code) == (0, 1)
    kept = log.read_text(encoding="utf-8")
    assert f"GET {server.api}/search: 200, " in done.err
    assert f"GET {server.api}/search: 200, " in kept
    assert "1 notes: 1 ready" in kept, "what was printed"
    assert "exit code 0" in kept
    assert "exit code 1" in kept
    assert TOKEN not in kept + done.out + done.err + failed.out + failed.err
    assert "?" not in re.sub(r"(?m)^.*为什么.*$", "", kept), "no query of an address"
    assert all(
        re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S+ [A-Z]+ ", line) for line in kept.splitlines()
    )
    if os.name == "posix":
        assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_the_log_keeps_what_ended_a_run_and_warnings_once(dump: Path, tmp_path: Path) -> None:
    log, config = tmp_path / "annoki.log", tmp_path / "annoki.json"
    assert annoki("export", "--log", log, "-o", tmp_path / "out.apkg").code == 2
    kept = log.read_text(encoding="utf-8")
    assert kept.count("ERROR annoki: name an INPUT") == 1
    config.write_text(json.dumps({"sources": [{"kind": "hypothesis", "token": TOKEN}]}))
    config.chmod(0o644)
    assert annoki("inspect", dump, "--config", config, "--log", log).code == 0
    assert log.read_text(encoding="utf-8").startswith(kept), "it is added to"
    if os.name == "posix":
        assert log.read_text(encoding="utf-8").count("chmod 600") == 1


def test_a_log_that_cannot_be_opened_is_wrong_use(dump: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.apkg"
    result = annoki("export", dump, "-o", out, "--log", tmp_path / "none" / "annoki.log")
    assert result.code == 2
    assert "annoki.log: cannot be written" in result.err
    assert not out.exists()
    assert annoki("export", dump, "-o", out, "-q", "-v").code == 2


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device")
def test_a_log_that_is_full_is_told_when_all_is_done(dump: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.apkg"
    result = annoki("export", dump, "-o", out, "--log", "/dev/full")
    assert result.code == 3
    assert "/dev/full: cannot be written (No space left on device)" in result.err
    assert out.exists()


def test_what_is_said_in_the_log_is_in_the_language_of_its_reader(
    dump: Path, tmp_path: Path
) -> None:
    log = tmp_path / "annoki.log"
    assert annoki("inspect", dump, "--log", log, LANGUAGE="zh_CN", LANG="zh_CN.UTF-8").code == 0
    assert "退出码 0" in log.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["export", "inspect", "sync", "push", "login", "logout"])
def test_every_command_takes_them(command: str) -> None:
    told = annoki(command, "--help").out
    assert all(option in told for option in ("-q, --quiet", "-v, --verbose", "--log FILE"))


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("annoki ex", "plain,export"),
        ("annoki export --format weekly-m", "plain,weekly-markdown"),
        ("annoki inspect --qu", "plain,--quiet"),
        ("annoki export my-pa", "file,my-pa"),
        ("annoki sync --config set", "file,set"),
    ],
)
def test_commands_options_and_formats_are_completed(words: str, offered: str) -> None:
    at = str(words.count(" "))
    told = annoki(_ANNOKI_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=at)
    assert told.out.splitlines() == [offered]
