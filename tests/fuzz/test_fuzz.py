"""What once broke something holds; some inputs break nothing; and what is broken is seen."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, List

import pytest
from annoki.compose import compose, inline
from annoki.pipeline import making

from . import cost, finds
from .__main__ import main
from .cost import Watch
from .hunt import Hunt
from .trial import faults_of

INPUTS = 350


@pytest.mark.parametrize(
    ("name", "format", "data"), [pytest.param(*one, id=one[0]) for one in finds.kept()]
)
def test_what_was_found_once_breaks_nothing(name: str, format: str, data: bytes) -> None:
    assert faults_of(data, format, Watch()) == []


def test_some_inputs_break_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--inputs", str(INPUTS), "--minutes", "20", "--shrink", "0"]
    code = main([*arguments, "--finds", str(tmp_path)])
    assert code == 0, capsys.readouterr().out


def hunted(folder: Path, shrink: float) -> Hunt:
    hunt = Hunt(3, folder, shrink, {"memos-json"})
    hunt.run(600, 40)
    return hunt


def test_what_stops_a_run_is_found_and_made_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(item: Any, *rest: Any) -> Any:
        if "TODO" in str(item.body):
            raise KeyError("TODO")
        return composed(item, *rest)

    composed = compose
    monkeypatch.setattr(making, "compose", broken)
    hunt = hunted(tmp_path, 60)
    found = [path for (name, _), path in hunt.found.items() if name == "KeyError"]
    assert [one.name.startswith("memos-json.KeyError-") for one in found] == [True]
    data = found[0].read_bytes()
    assert b"TODO" in data
    assert len(data) < 200


def test_markup_that_lives_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inline, "escape", str)
    assert ("note", "Answer-html") in hunted(tmp_path, 0).found


def test_what_takes_too_long_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(item: Any, *rest: Any) -> Any:
        end = time.process_time() + 20
        while time.process_time() < end:
            pass

    monkeypatch.setattr(making, "compose", slow)
    monkeypatch.setattr(cost, "AT_LEAST", 0.1)
    began = time.process_time()
    found: List[Any] = faults_of(b'{"memos": [{"name": "memos/1", "content": "a"}]}', "", Watch())
    assert [one.name for one in found] == ["overtime"]
    assert time.process_time() - began < 15, "what runs away is not waited for"
