"""The command line and what is no ordinary file: names, pipes, devices, and who does not listen."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import Callable, List, NamedTuple, Tuple

import annoki as annoki_api
import pytest
from annoki.cli.commands import main
from annoki.errors import AnnokiError
from annoki.targets.apkg.earlier import EarlierPackage

from tests.fixture_files import ROOT
from tests.test_cli import DUMP

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has neither pipes nor /dev")


class Said(NamedTuple):
    code: object
    out: str
    err: str


Annoki = Callable[..., Said]


@pytest.fixture
def annoki(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Annoki:
    """Runs the command line here; what escapes it would be a traceback, and what hangs, hangs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dump.txt").write_text(DUMP, encoding="utf-8")

    def run(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["annoki", *map(str, arguments)])
        with pytest.raises(SystemExit) as done:
            main()
        return Said(done.value.code, *capsys.readouterr())

    return run


def one_line(said: Said, code: int, *words: str) -> None:
    assert (said.code, said.err.count("\n")) == (code, 1), said
    for word in words:
        assert word in said.err


NAMES = [b"\xb6\xc1\xca\xe9.txt", b"two\nlines.txt", b"caf\xe9\x1b[31m.txt", "书 摘.txt".encode()]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_any_name_is_read_and_told_on_one_line(name: bytes, annoki: Annoki) -> None:
    try:
        shutil.copy("dump.txt", os.fsdecode(name))
    except OSError:
        pytest.skip("no file can have this name here")
    said = annoki("export", os.fsdecode(name), "-o", "a.apkg", "--report", "a.json")
    assert (said.code, said.err, said.out.count("\n")) == (0, "", 3), said
    Path("folder").mkdir()
    shutil.move(os.fsdecode(name), "folder")
    assert annoki("export", "folder", "-o", "b.apkg").code == 0
    assert Path("a.apkg").read_bytes() == Path("b.apkg").read_bytes()
    one_line(annoki("inspect", os.fsdecode(name)), 1, "cannot be opened")
    assert annoki("export", "dump.txt", "-o", os.fsdecode(name[:-3] + b"apkg")).code == 0


def test_a_pipe_is_read_as_long_as_somebody_writes(annoki: Annoki) -> None:
    os.mkfifo("pipe.txt")

    def write() -> None:
        with open("pipe.txt", "wb") as pipe:
            pipe.write(DUMP[:100].encode())
            pipe.flush()
            time.sleep(0.2)
            pipe.write(DUMP[100:].encode())

    writer = threading.Thread(target=write)
    writer.start()
    said = annoki("inspect", "pipe.txt")
    writer.join()
    assert "2 notes" in said.out
    one_line(annoki("inspect", "pipe.txt"), 1, "pipe.txt: ", "no program writes")


def test_what_is_no_file_is_replaced_by_nothing(annoki: Annoki) -> None:
    """A rename would put a file in the place of a device, and others use that."""
    os.mkfifo("pipe")
    os.mkfifo("pipe.apkg")
    os.symlink("/dev/full", "full")
    os.symlink("/dev/null", "null.apkg")
    Path("folder.apkg").mkdir()
    before = sorted((one.name, stat.S_IFMT(one.lstat().st_mode)) for one in Path().iterdir())
    run = ("export", "dump.txt", "-o")
    for output in ("pipe.apkg", "null.apkg", "folder.apkg"):
        one_line(annoki(*run, output), 2, output)
    assert annoki(*run, "old.apkg").code == 0
    Path("theirs.apkg").write_text("someone else's", encoding="utf-8")
    for output in ("pipe.apkg", "null.apkg", "folder.apkg", "theirs.apkg"):
        one_line(annoki(*run, output, "--previous", "old.apkg"), 2, output)
    Path("old.apkg").unlink()
    assert Path("theirs.apkg").read_text(encoding="utf-8") == "someone else's"
    Path("theirs.apkg").unlink()
    for report in ("pipe", "full", "folder.apkg", "."):
        one_line(annoki(*run, "new.apkg", "--report", report), 2, report)
    for previous in ("pipe", "full", "folder.apkg"):
        one_line(annoki(*run, "new.apkg", "--previous", previous), 2, previous)
    one_line(annoki(*run, "new.apkg", "--config", "folder.apkg"), 2, "folder.apkg")
    assert before == sorted(
        (one.name, stat.S_IFMT(one.lstat().st_mode)) for one in Path().iterdir()
    )


def test_inputs_that_are_no_texts(annoki: Annoki) -> None:
    os.symlink("loop", "loop")
    Path("small.json").write_text('{"max_megabytes": 1}', encoding="utf-8")
    for name, says in (("/dev/zero", "larger"), ("/dev/null", "empty"), ("loop", "opened")):
        one_line(annoki("inspect", name, "--config", "small.json"), 1, name, says)
    for odd in ("a\\u0000b", "\\ud800"):
        Path("odd.json").write_text(f'{{"sources": [{{"path": "{odd}"}}]}}', encoding="utf-8")
        one_line(annoki("inspect", "--config", "odd.json"), 2, "path", "control characters")


OPTIONS = '{"latin": "de",\n "decks": {"cards": "%s"}}'


@pytest.mark.parametrize(
    ("text", "encoding", "line"),
    [
        ("读书", "gbk", 2),
        ("讀書", "big5", 2),
        ("言", "shift_jis", 2),
        ("Bücher", "latin-1", 2),
        ("读书", "utf-16", 1),
        ("cards", "utf-16-le", 1),
        ("cards", "utf-16-be", 1),
        ("cards", "utf-32", 1),
    ],
)
def test_options_in_another_encoding_are_told_so(
    text: str, encoding: str, line: int, annoki: Annoki
) -> None:
    Path("o.json").write_bytes((OPTIONS % text).encode(encoding))
    said = annoki("export", "dump.txt", "-o", "a.apkg", "--config", "o.json")
    one_line(said, 2, f"o.json: not UTF-8 (line {line}); save it")
    for sound in ("utf-8", "utf-8-sig"):
        Path("o.json").write_bytes((OPTIONS % text).encode(sound))
        assert annoki("inspect", "dump.txt", "--config", "o.json").code == 0


OUTPUTS = [
    "x" * 300 + "a.apkg", "long/" * 1000 + "a.apkg", "dump.txt/a.apkg", "dump.txt/b/a.apkg",
    "loop/a.apkg", "nowhere/a.apkg", "loop.apkg", "round.apkg", f"new/deep/{'x' * 252}.apkg",
]  # fmt: skip


@pytest.mark.parametrize("output", OUTPUTS)
def test_an_output_that_cannot_be_leaves_nothing_behind(output: str, annoki: Annoki) -> None:
    for name, to in (
        ("loop", "loop"),
        ("nowhere", "gone"),
        ("loop.apkg", "loop.apkg"),
        ("round.apkg", "about.apkg"),
        ("about.apkg", "round.apkg"),
    ):
        os.symlink(to, name)
    before = sorted((one.name, one.is_symlink()) for one in Path().iterdir())
    one_line(annoki("export", "dump.txt", "-o", output), 2, "cannot be written")
    one_line(annoki("export", "dump.txt", "-o", "a.apkg", "--report", f"{output}/a.json"), 2)
    assert before == sorted((one.name, one.is_symlink()) for one in Path().iterdir())


@pytest.mark.parametrize("name", ["a\0b.apkg", "a\0b/c.apkg", "\ud800.apkg"])
def test_a_name_that_no_file_can_have_is_told(name: str, annoki: Annoki) -> None:
    with pytest.raises(AnnokiError, match="cannot be written"):
        annoki_api.export(["dump.txt"], name)
    assert [one.name for one in Path().iterdir()] == ["dump.txt"]


def _process(*arguments: str) -> List[str]:
    """The command line as a process that may do no more than other users: the superuser might look
    into every folder."""
    mine = [sys.executable, "-m", "annoki", *arguments]
    if os.geteuid():
        return mine
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *mine]


def _run(*arguments: str, **streams: object) -> Tuple[int, str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "exporter")}
    done = subprocess.run(
        _process(*arguments),
        env=environment,
        timeout=120,
        check=False,
        **{"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, **streams},  # type: ignore
    )
    return done.returncode, (done.stderr or b"").decode()


@pytest.mark.skipif(
    not os.path.exists("/dev/full") or (os.geteuid() == 0 and not shutil.which("setpriv")),
    reason="needs Linux",
)
def test_who_does_not_listen_keeps_nothing_from_being_done(annoki: Annoki) -> None:
    export = ("export", "dump.txt", "none.txt", "-o", "a.apkg")
    with open("/dev/full", "wb") as full:
        code, said = _run(*export[:2], *export[3:], stdout=full)
        assert (code, said.count("\n")) == (3, 1)
        assert "standard output: cannot be written" in said
        assert "a.apkg was written" in said
        assert len(EarlierPackage(Path("a.apkg")).notes) == 2
        Path("a.apkg").unlink()
        assert _run(*export, stderr=full) == (1, "")
        assert len(EarlierPackage(Path("a.apkg")).notes) == 2
    reader, gone = os.pipe()
    os.close(reader)
    try:
        assert _run(*export[:2], *export[3:], stdout=gone) == (3, ""), "written, and nobody cares"
    finally:
        os.close(gone)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs Linux")
@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["export", "--help"], ["inspect", "-h"], ["sync", "-h"]],
)
def test_help_that_cannot_be_written_is_told_as_all_else_is(arguments: List[str]) -> None:
    with open("/dev/full", "wb") as full:
        code, said = _run(*arguments, stdout=full)
        assert (code, said.count("\n")) == (3, 1), said
        assert "standard output: cannot be written" in said


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs Linux")
@pytest.mark.parametrize("arguments", [["hats"], ["export"], ["inspect", "--format", "hat", "x"]])
def test_wrong_use_is_wrong_use_though_nobody_can_be_told(arguments: List[str]) -> None:
    with open("/dev/full", "wb") as full:
        assert _run(*arguments, stderr=full) == (2, "")


def test_a_closed_standard_error_keeps_nothing_from_being_done(annoki: Annoki) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "exporter")}
    command = f"{sys.executable} -m annoki export dump.txt -o a.apkg 2>&-"
    done = subprocess.run(command, shell=True, env=environment, capture_output=True, check=False)
    assert done.returncode == 0
    assert len(EarlierPackage(Path("a.apkg")).notes) == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_who_is_told_to_end_says_so_and_leaves_nothing(number: int, annoki: Annoki) -> None:
    os.mkfifo("slow.txt")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "exporter")}
    command = [sys.executable, "-m", "annoki", "export", "dump.txt", "slow.txt", "-o", "a.apkg"]
    command += ["--log", "log.txt"]
    # Where the tests were begun with `nohup`, or behind `&`, it would go on ignoring the signal.
    heeding = partial(signal.signal, number, signal.SIG_DFL)
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, preexec_fn=heeding)
    with process, open("slow.txt", "wb"):  # it waits for what stands there
        process.send_signal(number)
        said = process.communicate(timeout=120)[1].decode()
    assert (process.returncode, said.count("\n")) == (128 + number, 1), said
    assert "interrupted" in said
    assert "ERROR interrupted" in Path("log.txt").read_text(encoding="utf-8")
    assert sorted(map(str, Path().iterdir())) == ["dump.txt", "log.txt", "slow.txt"]


def test_a_link_stays_and_leads_to_what_was_written(annoki: Annoki) -> None:
    for name in ("a.apkg", "a.json"):
        Path("synced").mkdir(exist_ok=True)
        os.symlink(f"synced/{name}", name)
    for _ in range(2):
        assert annoki("export", "dump.txt", "-o", "a.apkg", "--report", "a.json").code == 0
        assert os.path.islink("a.apkg")
        assert os.path.islink("a.json")
        assert sorted(one.name for one in Path("synced").iterdir()) == ["a.apkg", "a.json"]


def test_no_order_to_a_terminal_is_printed(annoki: Annoki) -> None:
    """Of a stranger's text, whatever is asked for."""
    text = "你好 \x9b31mRED \x9d52;c;ZXZpbA==\x9c \u202etxt.exe"
    Path("m.json").write_text(
        json.dumps({"memos": [{"name": "memos/1", "content": text}]}), encoding="utf-8"
    )
    for arguments in (["inspect", "m.json"], ["inspect", "--json", "m.json"]):
        said = annoki(*arguments)
        assert said.code == 0
        assert "RED" in said.out
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", said.out + said.err)
    assert "\x9b31m" in json.dumps(json.loads(said.out), ensure_ascii=False)
    one_line(annoki("inspect", "http://127.0.0.1:1/\n\x1b"), 2, "control characters")


@pytest.mark.parametrize(
    "address",
    [
        "http://me:s3cret@127.0.0.1:1/a",
        "HTTPS://me:s3cret@127.0.0.1:1",
        "http://me:s3cret@[/",
        "http://me:s3c@ret@127.0.0.1:1/",
        "http://m e:s3cret@127.0.0.1:1/",
        "http://me:s3cret/pw@127.0.0.1:1/",
        "http://me:s3c#ret@127.0.0.1:1/",
    ],
)
def test_an_address_with_a_password_is_refused_and_not_repeated(
    address: str, annoki: Annoki
) -> None:
    said = annoki("inspect", address)
    one_line(said, 2, "address")
    assert "s3c" not in said.err


@pytest.mark.skipif(
    os.name == "nt" or (os.geteuid() == 0 and not shutil.which("setpriv")), reason="needs Linux"
)
def test_folders_that_nobody_may_look_into_are_told(annoki: Annoki) -> None:
    for mode in (0, 0o444):
        folder = Path(f"notes{mode}")
        (folder / "closed").mkdir(parents=True)
        (folder / ".hidden").mkdir()
        shutil.copy("dump.txt", folder / "a.txt")
        shutil.copy("dump.txt", folder / "closed" / "b.txt")
        (folder / "closed").chmod(mode)
        (folder / ".hidden").chmod(mode)
    try:
        code, said = _run("inspect", "notes0", "notes292")
        assert (code, said.count("\n"), said.count("Permission denied")) == (1, 2, 2), said
        code, said = _run("export", "dump.txt", "-o", "notes0/closed/a.apkg")
        assert (code, said.count("\n")) == (2, 1), said
    finally:
        for closed in Path().glob("notes*/*"):
            closed.chmod(0o700)
