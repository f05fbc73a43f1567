"""What is published can be installed, with pip and with uv, on each Python, and works there."""

from __future__ import annotations

import email
import os
import sys
import zipfile
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Callable, Dict, Iterator, Tuple

import pytest

from tests.fixture_files import EXAMPLES, ROOT
from tools.pythons import RUNS, find
from tools.release.archives import problems
from tools.release.builds import built as build
from tools.release.installs import TOOLS, Installed, install, run
from tools.release.tree import copied, tree_of

KINDS = {"wheel": ".whl", "sdist": ".tar.gz"}
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
    folder, tree = tmp_path_factory.mktemp("built"), tree_of(ROOT)
    build(tree, copied(tree, folder / "source"), folder / "made", "--sdist", "--wheel")
    return {kind: next((folder / "made").glob(f"*{end}")) for kind, end in KINDS.items()}


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
    assert problems(built["wheel"], tree_of(ROOT)) == []
    with zipfile.ZipFile(built["wheel"]) as wheel:
        (metadata,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        told = email.message_from_bytes(wheel.read(metadata))
    assert told["License-Expression"] == "AGPL-3.0-or-later"
    parts = ("mathjax", "notetype")
    licences = ["LICENSE", *(f"exporter/annoki/{part}/LICENSE" for part in parts)]
    assert sorted(told.get_all("License-File", [])) == licences
    assert told["Author"] == "The Annoki authors"
    assert told["Description-Content-Type"] == "text/markdown"
    for version in RUNS:
        assert f"Programming Language :: Python :: {version}" in told.get_all("Classifier", [])


def test_an_sdist_is_the_whole_checkout(built: Dict[str, Path]) -> None:
    """Who packages it for others can also test it."""
    assert problems(built["sdist"], tree_of(ROOT)) == []
