"""The command line as a user meets it: a real process, real files, its output and exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from annoki.targets.apkg.earlier import EarlierPackage

from tests.fixture_files import EXAMPLES, ROOT

DUMP = """2 Matching Annotations
  1. Aug 2023
    1. Two-phase commit may block.

      两阶段提交会:::阻塞

    2. A log is append-only.

      [!NOTE] 日志能改吗?

      flashcard

      不能
"""


def annoki(*args: str | Path, stdin: bytes = b"", cwd: Path = ROOT, **env: str) -> Result:
    done = subprocess.run(
        [sys.executable, "-m", "annoki", *map(str, args)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "exporter"),
            "PYTHONIOENCODING": "utf-8",
            **env,
        },
        timeout=120,
        check=False,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


class Result:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err
        assert "Traceback" not in err, err


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "dump.txt"
    path.write_text(DUMP, encoding="utf-8")
    return path


def test_export_says_what_it_did(dump: Path, tmp_path: Path) -> None:
    result = annoki("export", dump, "-o", tmp_path / "out.apkg")
    assert result.code == 0
    assert f"{dump} (hypothesis-page-text): 2 of 2 declared" in result.out
    assert "2 notes: 2 ready" in result.out
    assert not result.err, "no progress bar, nothing else when piped"
    assert len(EarlierPackage(tmp_path / "out.apkg").notes) == 2


def test_missing_items_are_told(tmp_path: Path) -> None:
    result = annoki("export", EXAMPLES / "hypothesis-page.txt", "-o", tmp_path / "out.apkg")
    assert "30 of 230 declared" in result.out


def test_standard_input_and_folders(dump: Path, tmp_path: Path) -> None:
    assert annoki("export", "-", "-o", tmp_path / "a.apkg", stdin=DUMP.encode()).code == 0
    result = annoki("export", tmp_path, "-o", tmp_path / "b.apkg")
    assert result.code == 0
    piped, named = (EarlierPackage(tmp_path / name).notes for name in ("a.apkg", "b.apkg"))
    assert list(piped) == list(named)
    assert annoki("export", tmp_path, dump, "-o", tmp_path / "c.apkg").out.count("merged") == 1


def test_what_is_piped_again_is_believed_whatever_it_says_now(tmp_path: Path) -> None:
    """Nothing says which listing it is, nor that it is cut."""
    for text in (DUMP, DUMP.replace("两阶段提交会:::阻塞", "协调者宕机时:::参与者只能等待")):
        annoki("export", "-", "-o", tmp_path / "a.apkg", stdin=text.encode())

    package = EarlierPackage(tmp_path / "a.apkg")
    said = ["".join(package.kept(guid).fields) for guid in package.notes]  # type: ignore[union-attr]
    assert sum("协调者" in one for one in said) == 1


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02" * 500, "binary"),
        (b"caf\xe9 \xff\xfe broken" * 9, "not valid UTF-8"),
        (b"just a line of prose\n", "no format recognised"),
    ],
)
def test_unreadable_input_is_one_line_and_the_rest_is_exported(
    data: bytes, says: str, dump: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(data)
    result = annoki("export", bad, dump, "-o", tmp_path / "out.apkg")
    assert result.code == 1
    assert result.err.count("\n") == 1
    assert result.err.startswith(f"{bad}: ")
    assert says in result.err
    assert len(EarlierPackage(tmp_path / "out.apkg").notes) == 2


def test_missing_input_is_named(dump: Path, tmp_path: Path) -> None:
    result = annoki("export", tmp_path / "none.txt", dump, "-o", tmp_path / "out.apkg")
    assert result.code == 1
    assert "none.txt" in result.err
    assert len(EarlierPackage(tmp_path / "out.apkg").notes) == 2


def test_missing_input_is_named_even_if_nothing_can_be_written(dump: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    result = annoki("export", tmp_path / "none.txt", dump, "-o", tmp_path / "file" / "x.apkg")
    assert result.code == 2
    assert "none.txt" in result.err
    assert "cannot be written" in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize("report", ["none/report.json", "file/report.json", ""])
def test_a_report_that_cannot_be_written_leaves_the_old_package(
    report: str, dump: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.apkg"
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    assert annoki("export", dump, "-o", out).code == 0
    before = out.read_bytes()
    dump.write_text(DUMP.replace("Aug", "Sep"), encoding="utf-8")
    result = annoki("export", dump, "-o", out, "--report", tmp_path / report)
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert "cannot be written" in result.err
    assert out.read_bytes() == before


def test_a_report_replaces_nothing_but_a_report(dump: Path, tmp_path: Path) -> None:
    """An input, the options, a package, or what somebody has once only."""
    options, old = tmp_path / "options.json", tmp_path / "old.apkg"
    options.write_text("{}", encoding="utf-8")
    assert annoki("export", dump, "-o", old).code == 0
    before = {path: path.read_bytes() for path in (dump, options, old)}
    run = ("export", dump, "-o", tmp_path / "out.apkg", "--config", options, "--previous", old)

    for path in before:
        result = annoki(*run, "--report", path)
        assert (result.code, result.err.count("\n")) == (2, 1)
        assert f"{path.name}: is no report" in result.err
    assert {path: path.read_bytes() for path in before} == before
    assert "name two files" in annoki(*run, "--report", tmp_path / "out.apkg").err
    assert [annoki(*run, "--report", tmp_path / "report.json").code for _ in range(2)] == [0, 0]


def test_nothing_readable_leaves_the_old_package(dump: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.apkg"
    annoki("export", dump, "-o", out)
    before = out.read_bytes()
    dump.write_bytes(b"")
    result = annoki("export", dump, "-o", out)
    assert result.code == 1
    assert "not written" in result.err
    assert out.read_bytes() == before


def test_oversized(dump: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.json"
    config.write_text('{"max_megabytes": 1}')
    big = tmp_path / "big.txt"
    with big.open("wb") as stream:
        stream.truncate(2 * 1024 * 1024)
    result = annoki("export", big, dump, "-o", tmp_path / "out.apkg", "--config", config)
    assert result.code == 1
    assert "larger than 1 MiB" in result.err


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["export", "DUMP"], "'-o'"),
        (["export", "DUMP", "-o", "out.zip"], "must end in .apkg"),
        (["export", "DUMP", "-o", "out.apkg", "--format", "pdf"], "blog-text"),
        (["export", "DUMP", "-o", "out.apkg", "--config", "no.json"], "no.json"),
        (["export", "DUMP", "-o", "out.apkg", "--previous", "no.apkg"], "no.apkg"),
        (["export", "DUMP", "-o", "DUMP.apkg"], "no package that Annoki wrote"),
        (["inspect"], "INPUT"),
    ],
)
def test_wrong_use(args: list[str], says: str, dump: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "dump.txt.apkg"
    foreign.write_text("someone else's file")
    result = annoki(*(arg.replace("DUMP", str(dump)) for arg in args), cwd=tmp_path)
    assert result.code == 2
    assert says in result.err
    assert foreign.read_text() == "someone else's file"
    assert not (tmp_path / "out.apkg").exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"deck": {}}', "unknown option 'deck'; known are sources, decks"),
        ('{"reverse_separator": "yes"}', "must be true or false"),
        ('{"decks": {"cards": ""}}', "cards must be text that is not empty"),
        ('{"chinese": "<b>"}', "no language tag"),
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('{"sources": {"token": "12345"}}', "sources must be a JSON list"),
        ("[]", "must be a JSON object"),
    ],
)
def test_wrong_configuration(text: str, says: str, dump: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.json"
    config.write_text(text)
    result = annoki("export", dump, "-o", tmp_path / "out.apkg", "--config", config)
    assert result.code == 2
    assert says in result.err
    assert str(config) in result.err
    assert "12345" not in result.err


def test_report_accounts_for_every_item(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    annoki("export", EXAMPLES, "-o", tmp_path / "out.apkg", "--report", path)
    report = json.loads(path.read_text(encoding="utf-8"))
    assert set(report) == {"annoki", "inputs", "notes", "ignored"}
    assert report["ignored"] == [str(EXAMPLES / "README.md")]
    items = 0
    for account in report["inputs"]:
        assert list(account) == [
            "input", "format", "declared", "found", "items", "skipped", "problems",
        ]  # fmt: skip
        assert account["found"] == len(account["items"]) + len(account["skipped"])
        numbers = [item["n"] for item in account["items"]]
        assert numbers == list(range(1, account["found"] - len(account["skipped"]) + 1))
        items += len(account["items"])
        for item in account["items"]:
            told = ["n", "where", "guid", "status", "why", "prompt", "repairs"]
            assert [name for name in item if name != "messages"] == told
            assert all(list(one)[:3] == ["rule", "before", "after"] for one in item["repairs"])
    notes = report["notes"]
    assert notes["total"] == sum(notes["by_status"].values()) == items - notes["merged"]
    assert notes["merged"] == 29, "two posts stand on both blog pages; the rest has richer faces"


def test_a_sum_that_does_not_add_up_is_an_error() -> None:
    from annoki.pipeline.report import Account, AccountingError, Report

    with pytest.raises(AccountingError):
        Report(accounts=[Account("x", found=3)]).check()


def test_no_repair_prints_what_is_printed(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    args: list[str | Path] = ["export", EXAMPLES, "-o", tmp_path / "out.apkg", "--report", report]
    annoki(*args)
    assert '"rule"' in report.read_text(encoding="utf-8")
    annoki(*args, "--no-repair")
    assert '"rule"' not in report.read_text(encoding="utf-8")


def test_inspect_shows_and_writes_nothing(dump: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    result = annoki("inspect", dump, cwd=tmp_path)
    assert result.code == 0
    assert "日志能改吗？" in result.out
    assert "callout NOTE: question and answer" in result.out
    data = json.loads(annoki("inspect", dump, "--json", cwd=tmp_path).out)
    assert data["inputs"][0]["items"][1]["fields"]["Answer"] == '<p lang="zh-Hans">不能</p>'
    assert sorted(tmp_path.iterdir()) == before


def test_what_is_unchanged_is_told_as_before(dump: Path, tmp_path: Path) -> None:
    told = [annoki("export", dump, "-o", "a.apkg", cwd=tmp_path).out.splitlines() for _ in range(3)]
    assert told[0][1] == "2 notes: 2 ready; 1 repairs."
    assert told[1][:2] == told[2][:2] == told[0][:2]


def test_output_survives_a_terminal_without_unicode(dump: Path) -> None:
    assert annoki("inspect", dump, PYTHONIOENCODING="ascii").code == 0


def test_what_else_lies_in_a_folder_is_left_alone_and_said(dump: Path, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    (folder / "page_files").mkdir(parents=True)
    (folder / "mine.txt").write_text(DUMP, encoding="utf-8")
    (folder / "annoki.json").write_text('{"sources": []}', encoding="utf-8")
    (folder / "page_files" / "frame.html").write_text("<html><article>x", encoding="utf-8")
    result = annoki("export", folder, "-o", tmp_path / "out.apkg")
    assert result.code == 0, result.err
    assert "annoki.json" in result.out
    assert "frame.html" not in result.out
    named = annoki("export", folder / "annoki.json", "-o", tmp_path / "other.apkg")
    assert named.code == 1
    assert "no format recognised" in named.err
