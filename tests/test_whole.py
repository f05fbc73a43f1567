"""What is written appears whole, and what a killed run left is removed: that, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Iterator, List

import pytest
from annoki.files import whole

from tests.fixture_files import ROOT

LEFT = ".annoki-abcd_123.part"


@pytest.fixture(autouse=True)
def another_run() -> Iterator[None]:
    """A process looks for leftovers once only in each folder."""
    whole._swept.clear()
    yield
    whole._swept.clear()


def left(folder: Path, *names: str) -> Path:
    (folder / LEFT).mkdir()
    for name in names:
        (folder / LEFT / name).write_bytes(b"half")
    return folder / LEFT


pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such locks")


MAKES_A_FOLDER = (
    "import os, sys, pathlib; from annoki.files.whole import workplace\n"
    "with workplace(pathlib.Path(sys.argv[1])) as one:\n"
    "    (one / 'collection.media').mkdir()\n"
    "    (one / 'collection.anki2').write_bytes(b'half'); os.kill(os.getpid(), 9)"
)
MAKES_A_FILE = (
    "import os, sys, pathlib; from annoki.files.whole import write_whole\n"
    "os.replace = lambda *_: os.kill(os.getpid(), 9)\n"
    "write_whole(pathlib.Path(sys.argv[1], 'a.json'), b'whole')"
)


@pytest.mark.parametrize("code", [MAKES_A_FOLDER, MAKES_A_FILE])
def test_what_a_killed_run_left_is_removed(code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "exporter")}
    killed = [sys.executable, "-c", code, str(tmp_path)]
    assert subprocess.run(killed, env=environment, check=False).returncode == -9
    assert len(list(tmp_path.iterdir())) == 1
    whole.write_whole(path, b"whole")
    assert list(tmp_path.iterdir()) == [path]


def test_what_another_run_is_making_stays(tmp_path: Path) -> None:
    with whole.workplace(tmp_path) as one:
        (one / whole.MADE).write_bytes(b"mine")
        whole._swept.clear()
        with whole.workplace(tmp_path) as other:
            assert one != other
            assert (one / whole.MADE).read_bytes() == b"mine"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["new-idea.txt", "notes", "a.apkg", ".new"])
def test_what_is_not_ours_stays(name: str, tmp_path: Path) -> None:
    """A folder of somebody's that happens to be called so; files and links that are."""
    theirs = left(tmp_path, "new", name)
    (tmp_path / ".annoki-a_file_x.part").write_text("theirs", encoding="utf-8")
    (tmp_path / ".annoki-settings").mkdir()
    (tmp_path / ".annoki-0123456789abcdef.new").mkdir()
    os.mkfifo(tmp_path / ".annoki-0123456789abcde0.new")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "new").write_text("theirs", encoding="utf-8")
    (tmp_path / ".annoki-a_link_x.part").symlink_to(elsewhere)
    whole.sweep(tmp_path)
    assert (theirs / "new").exists()
    assert (elsewhere / "new").exists()
    assert len(list(tmp_path.iterdir())) == 7


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(OSError, match="is no file"):
        whole.write_whole(tmp_path / "a", b"x")
    with pytest.raises(TypeError):
        whole.write_whole(tmp_path / "b", "no bytes")  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == [tmp_path / "a"]


def test_a_folder_that_is_taken_for_a_leftover_as_it_is_made_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between its making and its lock another run may look."""
    locked = whole._locked
    times: List[str] = []

    def slow(folder: str, wait: bool) -> object:
        if wait and not times:
            times.append(folder)
            whole._remove_left(folder)
        return locked(folder, wait)

    monkeypatch.setattr(whole, "_locked", slow)
    with whole.workplace(tmp_path) as folder:
        assert str(folder) != times[0]
        assert list(tmp_path.iterdir()) == [folder]


def test_who_may_read_it(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        for private, mode in ((True, 0o600), (False, 0o644)):
            whole.write_whole(tmp_path / "a", b"x", private=private)
            assert (tmp_path / "a").stat().st_mode & 0o777 == mode
    finally:
        os.umask(before)
