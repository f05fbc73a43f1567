"""What is published can be installed, with pip and with uv, on each Python, and works there."""

from __future__ import annotations

import email
import os
import sys
import tarfile
import zipfile
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Callable, Dict, Iterator, List, Tuple

import pytest

from tests.fixture_files import EXAMPLES, ROOT
from tests.packaging.installs import TOOLS, Installed, build, install, run
from tools.pythons import RUNS, find

KINDS = ("wheel", "sdist")
# One wheel fits all; what is built of the sdist each Python builds anew.
CASES = [(version, "uv", "sdist") for version in RUNS]
CASES += [(version, tool, "wheel") for version in (RUNS[0], RUNS[-1]) for tool in TOOLS]
CASES += [(RUNS[0], "pip", "sdist")]
Case = Tuple[str, str, str]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skips where no package can be had; continuous integration is connected, or broken."""
    folder = tmp_path_factory.mktemp("index")
    fetching = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--retries", "0"]
    done = run(*fetching, "--dest", folder, "setuptools>=77", cwd=folder)
    if done.code != 0 and not os.environ.get("CI"):
        pytest.skip("no package index answers here")
    assert done.code == 0, done.printed


@pytest.fixture(scope="module")
def built(index: None, tmp_path_factory: pytest.TempPathFactory) -> Dict[str, Path]:
    return dict(zip(KINDS, build(tmp_path_factory.mktemp("built"))))


@pytest.fixture(scope="module")
def installed(
    built: Dict[str, Path],
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Callable[[Case], Installed]]:
    """What became of a case. All that were asked for run beside each other, started at once."""
    folder = tmp_path_factory.mktemp("installed")
    asked = {
        item.callspec.params["case"]
        for item in request.session.items
        if hasattr(item, "callspec")
        and "case" in item.callspec.params
        and item.nodeid.startswith(request.node.nodeid)
    }
    running: Dict[Case, Future[Installed]] = {}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for case in CASES:
            version, tool, kind = case
            python = find(version) if case in asked else None
            if python:
                where = folder / "-".join(case)
                running[case] = pool.submit(install, python, tool, built[kind], where)

        def result(case: Case) -> Installed:
            if case not in running:
                pytest.skip(f"this machine has no Python {case[0]}")
            return running[case].result()

        yield result


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_it_installs_and_exports(
    case: Case, installed: Callable[[Case], Installed], tmp_path: Path
) -> None:
    folder, done = installed(case)
    assert done.code == 0, done.printed
    scripts = Installed(folder, done).scripts
    exported = run(scripts / "annoki", "export", EXAMPLES, "-o", "notes.apkg", cwd=tmp_path)
    assert exported.code == 0, exported.printed
    with zipfile.ZipFile(tmp_path / "notes.apkg") as package:
        assert {"collection.anki2", "media"} <= set(package.namelist())
    helped = run(scripts / "python", "-m", "annoki", "--version", cwd=tmp_path)
    assert helped.code == 0
    assert "annoki" in helped.printed


def test_a_wheel_brings_the_package_and_nothing_else(built: Dict[str, Path]) -> None:
    with zipfile.ZipFile(built["wheel"]) as wheel:
        names = wheel.namelist()
        (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        told = email.message_from_bytes(wheel.read(metadata))
    assert {name.split("/")[0] for name in names} == {"annoki", metadata.split("/")[0]}
    sources = {
        path.relative_to(ROOT / "exporter").as_posix()
        for path in (ROOT / "exporter" / "annoki").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert sources == {name for name in names if name.startswith("annoki/")}
    assert told["License-Expression"] == "AGPL-3.0-or-later"
    assert told.get_all("License-File") == ["LICENSE", "exporter/annoki/notetype/LICENSE"]
    assert told["Author"] == "The Annoki authors"
    assert told["Description-Content-Type"] == "text/markdown"
    for version in RUNS:
        assert f"Programming Language :: Python :: {version}" in told.get_all("Classifier", [])


def test_an_sdist_is_the_whole_checkout(built: Dict[str, Path]) -> None:
    """Who packages it for others can also test it."""
    with tarfile.open(built["sdist"]) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    missing: List[str] = []
    for folder in (".ci", "addon", "benchmarks", "docs", "examples", "exporter", "tests", "tools"):
        missing += (
            path.relative_to(ROOT).as_posix()
            for path in (ROOT / folder).rglob("*")
            if path.is_file()
            and not {"__pycache__", "user_files"} & set(path.parts)
            and ".egg-info" not in str(path)
        )
    missing += (name.name for name in ROOT.glob("*") if name.is_file())
    assert [name for name in missing if name not in names and not name.startswith(".")] == []
