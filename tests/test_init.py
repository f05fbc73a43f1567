"""`annoki init` and `annoki doctor`, as whoever has just installed it meets them."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.fetch.servers import TOKEN, Hypothesis, Memos, Site, memo, row
from tests.fixture_files import ROOT
from tests.test_cli import DUMP, Result, annoki
from tests.test_sources import hypothesis


class Home:
    """A person's folders, in which nothing is yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "config" / "annoki" / "annoki.json"
        self.env = {
            f"XDG_{one}_HOME": str(folder / one.lower()) for one in ("CONFIG", "DATA", "CACHE")
        }
        self.notes = folder / "notes.txt"
        self.notes.write_text(DUMP, encoding="utf-8")

    def run(self, *args: str | Path, answers: tuple[str | Path, ...] = (), **env: str) -> Result:
        typed = "".join(f"{one}\n" for one in answers).encode()
        return annoki(*args, stdin=typed, cwd=ROOT, **{**self.env, **env})

    def written(self) -> Any:
        return json.loads(self.config.read_text(encoding="utf-8"))

    def keep(self, **data: Any) -> None:
        self.config.parent.mkdir(parents=True)
        self.config.write_text(json.dumps(data), encoding="utf-8")
        self.config.chmod(0o600)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_what_is_asked_for_is_tried_and_written_for_its_owner_alone(home: Home) -> None:
    with Memos(25, [memo(1)]) as memos, Site() as site:
        site.pages = {"/": "<article><h2><a href=/2024/a/>Post</a></h2><p>Text.</article>"}
        answers = (home.notes, site.url, "", memos.url, "memos", "env:MARGINS", "")
        result = home.run("init", answers=answers, MARGINS=TOKEN)
        assert {one.token for one in memos.asked} == {TOKEN}
    assert result.code == 0, result.err
    assert str(home.config) in result.out
    assert home.written() == {
        "sources": [
            {"kind": "file", "path": str(home.notes)},
            {"kind": "blog", "url": site.url},
            {"kind": "memos", "url": memos.url, "token": "env:MARGINS"},
        ]
    }
    assert "2 items" in result.err, "what was found where a person pointed"
    if os.name == "posix":
        assert stat.S_IMODE(home.config.stat().st_mode) == 0o600
    assert home.run("inspect", home.notes).code == 0


def test_what_is_there_is_never_overwritten_and_added_to_only_by_consent(home: Home) -> None:
    kept = {"latin": "de", "sources": [{"path": "/somewhere/else.txt"}]}
    home.keep(**kept)
    for answers in ((), ("",), ("n", home.notes, "")):
        refused = home.run("init", answers=answers)
        assert refused.code == 2
        assert home.written() == kept
    assert home.run("init", answers=("y", home.notes, "")).code == 0
    added = {"kind": "file", "path": str(home.notes)}
    assert home.written() == {**kept, "sources": [*kept["sources"], added]}
    again = home.run("init", answers=("y", home.notes, ""))
    assert (again.code, home.written()["sources"][1:]) == (2, [added]), "none is there twice"


def test_what_is_wrong_there_is_told_and_stays(home: Home) -> None:
    home.keep()
    home.config.write_text("{ half", encoding="utf-8")
    result = home.run("init", answers=("y", home.notes, ""))
    assert (result.code, home.config.read_text(encoding="utf-8")) == (2, "{ half")
    assert "not JSON" in result.err


def test_answers_that_end_or_name_nothing_write_nothing(home: Home) -> None:
    for answers in ((), ("",), (home.notes,), ("no such thing!", "")):
        result = home.run("init", answers=answers)
        assert result.code == 2
        assert "nothing was written" in result.err
        assert ("“no such thing!” is no file" in result.err) == ("no such thing!" in answers)
        assert not home.config.exists()


def test_a_source_that_does_not_answer_is_kept_only_by_consent(home: Home) -> None:
    empty = home.folder / "empty.txt"
    empty.write_text("nothing of ours\n", encoding="utf-8")
    assert home.run("init", answers=(empty, "", "")).code == 2
    other = home.folder / "named.json"
    assert home.run("init", "--config", other, answers=(empty, "y", "")).code == 0
    assert json.loads(other.read_text(encoding="utf-8"))["sources"][0]["path"] == str(empty)
    assert not home.config.exists()


def test_it_asks_in_chinese_too(home: Home) -> None:
    result = home.run("init", answers=(home.notes, ""), LANGUAGE="zh_CN", LANG="zh_CN.UTF-8")
    assert result.code == 0
    assert "您读什么？" in result.err
    assert "已写好" in result.out


def test_the_doctor_finds_nothing_wrong_where_nothing_is(home: Home) -> None:
    result = home.run("doctor")
    assert result.code == 0, result.out
    assert (
        f"absent   no configuration; annoki init asks for one and writes {home.config}"
        in result.out
    )
    assert "absent   no AnkiWeb account is logged in" in result.out
    assert not home.config.exists()


def test_the_doctor_tells_what_works_and_what_does_not_and_no_token(home: Home) -> None:
    with Hypothesis([row(1)]) as server:
        home.keep(
            sources=[
                {"path": str(home.notes)},
                {"path": str(home.folder / "missing.txt")},
                hypothesis(server, token=TOKEN),
                hypothesis(server, token="env:MARGINS", groups=["abc"]),
                hypothesis(server, token="env:UNSET", user="other"),
                {"kind": "letter"},
            ]
        )
        home.config.chmod(0o644)
        result = home.run("doctor", MARGINS=TOKEN)
        asked = len(server.asked)
        assert home.run("doctor", "--offline", MARGINS=TOKEN).code == 1
        assert len(server.asked) == asked
    lines = result.out.splitlines()

    def told(how: str, *parts: str) -> bool:
        return any(line.startswith(how) and all(part in line for part in parts) for line in lines)

    assert result.code == 1
    assert told("works", str(home.config), "6 sources")
    assert told("works", str(home.notes), "2 items")
    assert told("FAILS", "missing.txt", "No such file")
    assert told("works", "its token stands in the configuration")
    assert told("works", "its token is in the environment variable MARGINS")
    assert told("FAILS", "other", "UNSET is not set")
    assert told("FAILS", "unknown kind 'letter'")
    assert told("careful", f"chmod 600 {home.config}") or os.name != "posix"
    assert told("works", str(home.folder / "data" / "annoki"))
    assert TOKEN not in result.out + result.err


def test_the_doctor_tells_of_a_configuration_that_is_none(home: Home) -> None:
    home.keep()
    home.config.write_text("[1]", encoding="utf-8")
    result = home.run("doctor", "-q")
    assert (result.code, result.out) == (1, "")
    assert f"FAILS    {home.config}: must be a JSON object" in result.err
    missing = home.run("doctor", "--config", home.folder / "none.json")
    assert missing.code == 1
    assert "none.json: cannot be opened" in missing.out
