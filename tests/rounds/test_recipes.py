"""The recipes of docs/headless.md, each run as what it is for would run it."""

from __future__ import annotations

import json
import random
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Dict, Iterator, List

import pytest

from tests.addon.pages import NOTEBOOK, page
from tests.fixture_files import ROOT
from tests.sync_server import PASSWORD, USER, sync_server

from .devices import Device

if sys.version_info >= (3, 11):
    import tomllib

GUIDE = (ROOT / "docs" / "headless.md").read_text(encoding="utf-8")
POOR = {"PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "LOGNAME": "reader"}
"""What cron leaves of an environment."""


def recipe(language: str) -> List[str]:
    """What stands in the guide in the language `language`."""
    found = re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    assert found, language
    return found


def program(path: Path, script: str) -> None:
    """A program for the shell at `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}", encoding="utf-8")
    path.chmod(0o755)


class Home:
    """The home of a reader who is logged in, whose phone has a collection; `sh` runs there."""

    def __init__(self, folder: Path, server: str) -> None:
        self.path = folder / "a reader's home"
        self._phone = Device("phone", folder, server, random.Random(1))
        self._phone.writes("谁的卡片?")
        self._phone.begin(first=True)
        self.configure(".config/annoki/annoki.json", str(self.path / ".config/annoki/page.txt"))
        # `annoki` as pipx installs it, which knows of no other server than this one.
        package, python = (shlex.quote(str(one)) for one in (ROOT / "exporter", sys.executable))
        program(
            self.path / ".local" / "bin" / "annoki",
            f"""[ "$1" != login ] || set -- "$@" --endpoint {server}
            exec env PYTHONPATH={package} {python} -m annoki "$@"
            """,
        )
        assert self.login(".local/bin/annoki login").returncode == 0

    def configure(self, name: str, read: str) -> Path:
        """A configuration called `name`, which names the file beside it as `read`."""
        path = self.path / name
        path.parent.mkdir(parents=True)
        path.with_name("page.txt").write_text(page(NOTEBOOK), encoding="utf-8")
        sources = [{"kind": "file", "path": read}]
        path.write_text(json.dumps({"sources": sources}), encoding="utf-8")
        return path

    def login(self, command: str) -> subprocess.CompletedProcess[str]:
        account = {"ANNOKI_ANKIWEB_USER": USER, "ANNOKI_ANKIWEB_PASSWORD": PASSWORD}
        return self.sh(command, **account)

    def sh(self, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """`command` as cron would run it."""
        return subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=self.path,
            env={**POOR, "HOME": str(self.path), **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    def on_the_phone(self) -> int:
        """How many notes of Annoki's the phone has after a sync."""
        self._phone.sync()
        return len(self._phone.col.find_notes("note:Annoki"))

    def close(self) -> None:
        self._phone.close()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with sync_server(tmp_path / "account") as server:
        found = Home(tmp_path, server)
        yield found
        found.close()


def test_how_it_begins(home: Home) -> None:
    install, login, sync = recipe("sh")[0].splitlines()
    assert_installs(install, "pipx install")
    assert home.login(f'PATH="$HOME/.local/bin:$PATH" {login}').returncode == 0
    done = home.sh(f'PATH="$HOME/.local/bin:$PATH" {sync}')
    assert done.returncode == 0, done.stderr
    assert home.on_the_phone() == len(NOTEBOOK)


def assert_installs(command: str, by: str) -> None:
    """`command` installs what this is called, with an extra that it has."""
    found = re.fullmatch(rf"{by} '(\w+)\[(\w+)\]'", command)
    assert found, command
    if sys.version_info >= (3, 11):
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        assert found.group(1) == project["name"]
        assert found.group(2) in project["optional-dependencies"]


def test_cron(home: Home) -> None:
    (line,) = recipe("cron")[0].splitlines()
    *times, command = line.split(maxsplit=5)
    for said, highest in zip(times, (59, 23, 31, 12, 7)):
        assert re.fullmatch(r"\*|\d+(-\d+)?(/\d+)?", said)
        assert all(int(number) <= highest for number in re.findall(r"\d+", said))
    assert "%" not in command, "which cron takes for a line end"
    done = home.sh(command)
    log = (home.path / "annoki.log").read_text(encoding="utf-8")
    assert done.returncode == 0, log
    assert done.stdout + done.stderr == "", "cron would send it by mail"
    assert "5" in log
    assert home.on_the_phone() == len(NOTEBOOK)


@pytest.fixture
def units() -> Dict[str, str]:
    """The files of the timer, by name."""
    service, timer = recipe("ini")
    assert "[Service]" in service
    assert "[Timer]" in timer
    return {"annoki.service": service, "annoki.timer": timer}


def test_a_systemd_timer_starts_it(home: Home, units: Dict[str, str]) -> None:
    (line,) = re.findall(r"^ExecStart=(.*)$", units["annoki.service"], re.MULTILINE)
    # systemd itself splits the line at blanks, and puts the home in after that.
    words = [word.replace("%h", str(home.path)) for word in line.split()]
    done = home.sh(shlex.join(words))
    assert done.returncode == 0, done.stderr
    assert home.on_the_phone() == len(NOTEBOOK)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_has_nothing_to_say_about_its_files(units: Dict[str, str], tmp_path: Path) -> None:
    program(tmp_path / ".local" / "bin" / "annoki", "")
    for name, text in units.items():
        # The home is that of whoever runs the test.
        (tmp_path / name).write_text(text.replace("%h", str(tmp_path)), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / name) for name in units)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "annoki" not in done.stderr, done.stderr
    (when,) = re.findall(r"^OnCalendar=(.*)$", units["annoki.timer"], re.MULTILINE)
    assert subprocess.run(["systemd-analyze", "calendar", when], check=False).returncode == 0


def test_a_ci_job(home: Home) -> None:
    (workflow,) = recipe("yaml")
    steps = re.split(r"^ {6}- ", workflow, flags=re.MULTILINE)[1:]
    commands = [step for step in steps if step.startswith("run: ")]
    install, login, sync = (re.findall(r"run: (.*)", step)[0] for step in commands)
    assert_installs(install, "pip install")
    secrets = dict(re.findall(r"^ +(\w+): \$\{\{ secrets\.(\w+) \}\}$", commands[1], re.MULTILINE))
    assert secrets == dict(zip(*[("ANNOKI_ANKIWEB_USER", "ANNOKI_ANKIWEB_PASSWORD")] * 2))
    # A job begins with nothing but what was checked out.
    shutil.rmtree(home.path / ".local" / "share")
    checked_out = home.configure("work/annoki.json", "page.txt").parent
    within = f'PATH="$HOME/.local/bin:$PATH"; cd {shlex.quote(str(checked_out))}; set -e; '
    assert home.login(within + login).returncode == 0
    done = home.sh(within + sync)
    assert done.returncode == 0, done.stderr
    assert home.on_the_phone() == len(NOTEBOOK)


def test_what_a_container_runs(home: Home) -> None:
    (dockerfile,) = recipe("dockerfile")
    (install,) = re.findall(r"pip install --no-cache-dir ('\S+')", dockerfile)
    assert_installs(f"pip install {install}", "pip install")
    words = [
        word
        for name in ("ENTRYPOINT", "CMD")
        for word in json.loads(re.findall(rf"^{name} (.*)$", dockerfile, re.MULTILINE)[0])
    ]
    (volume,) = re.findall(r"^VOLUME /home/reader/(.*)$", dockerfile, re.MULTILINE)
    assert (home.path / volume).is_dir(), "the key and the copy are not there"
    words = [word.replace("/home/reader", str(home.path)) for word in words]
    done = home.sh(f'PATH="$HOME/.local/bin:$PATH" {shlex.join(words)}')
    assert done.returncode == 0, done.stderr
    assert home.on_the_phone() == len(NOTEBOOK)


def test_a_container_is_built(tmp_path: Path) -> None:
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "info"], capture_output=True, check=False).returncode:
        pytest.skip("docker does not run here")
    shutil.copytree(ROOT / "exporter", tmp_path / "exporter")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    (dockerfile,) = recipe("dockerfile")
    # This version, which the package index may not have yet.
    here = dockerfile.replace("RUN pip", "COPY . /source\nRUN pip", 1).replace(
        "annoki[", "/source["
    )
    (tmp_path / "Dockerfile").write_text(here, encoding="utf-8")
    built = subprocess.run(
        [docker, "build", "-q", str(tmp_path)], capture_output=True, encoding="utf-8", check=False
    )
    assert built.returncode == 0, built.stderr
    shown = subprocess.run(
        [docker, "run", "--rm", built.stdout.strip(), "--version"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert shown.returncode == 0, shown.stderr
